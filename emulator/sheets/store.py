"""Where spreadsheets are kept, and the hooks through which Drive makes, copies, imports
and exports them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from emulator.errors import ApiError

from . import formats, ranges, render, typed
from .book import Book
from .calculate import Calculation
from .enter import Hand
from .grid import Cell, Json, Refusal, Sheet, new_sheet
from .locales import local_now, locale
from .metadata import Known
from .ranges import Target

if TYPE_CHECKING:
    from emulator.call import Call
    from emulator.workspace import Workspace

T = TypeVar("T")


class SheetsStore:
    """Every spreadsheet by its file id. A book is replaced as a whole, never changed."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.spreadsheets: dict[str, Book] = workspace.shelf("sheets", Book)

    # For the handlers of the Sheets API

    @contextmanager
    def reading(self, call: Call) -> Iterator[Book]:
        """The book a call is about, if the person may read it. A Refusal while it is read
        becomes a 400 with its own sentence."""
        book = self.open(call.params["spreadsheetId"], call.person, "reader")
        try:
            yield book
        except Refusal as refusal:
            raise ApiError(400, str(refusal)) from None

    def open(self, book_id: str, person: str, role: str) -> Book:
        """A book, if this person has this role. Raises Sheets' own 404 and 403."""
        self.workspace.drive.require(person, book_id, role)
        book = self.spreadsheets.get(book_id)
        if book is None:
            raise ApiError(404, "Requested entity was not found.")
        return book

    def write(self, call: Call, change: Callable[[Book], T]) -> T:
        """Let `change` work on a fork of the book; it takes the book's place if all went
        well. A Refusal that reaches this point becomes a 400 with its own sentence."""
        book = self.open(call.params["spreadsheetId"], call.person, "writer")
        fork = book.fork()
        try:
            result = change(fork)
            fork.require_room()
        except Refusal as refusal:
            raise ApiError(400, str(refusal)) from None
        self.spreadsheets[book.id] = fork
        self.workspace.drive.touch(book.id, call.person)
        return result

    def hand(self, call: Call, book: Book) -> Hand:
        """Who writes in this call."""
        now = local_now(self.workspace.clock.now(), str(book.properties["timeZone"]))
        owner = self.workspace.drive.files[book.id].owner == call.person
        return Hand(call.person, owner, locale(book.locale), now.date())

    def filtered(self, book: Book, data_filter: Json, known: Known | None = None) -> list[Target]:
        """The ranges that a request's DataFilter selects. Metadata that is nowhere selects none,
        or is refused (variant missing_metadata)."""
        found = ranges.filtered(book, data_filter, known)
        if not found and self.workspace.variant("missing_metadata") == "error":
            raise Refusal("No developer metadata matches the data filter.")
        return found

    def title(self, book: Book) -> str:
        """A spreadsheet's title is the name of its file."""
        return self.workspace.drive.files[book.id].name

    def calculation(self, book: Book) -> Calculation:
        return Calculation(book, self.workspace.clock.now())

    def new_number(self, taken: set[int]) -> int:
        """A fresh id for a sheet, a chart, a protected range, …"""
        while True:
            number = self.workspace.random.randrange(10_000_000, 2_147_483_647)
            if number not in taken:
                return number

    # For Drive

    def born(self, file_id: str, name: str = "", person: str = "") -> Book:
        """The spreadsheet behind a new file: one sheet of 1000 rows and 26 columns."""
        book = Book(file_id, formats.spreadsheet_properties(), [new_sheet(0, "Sheet1")])
        self.spreadsheets[file_id] = book
        return book

    def copied(self, source_id: str, file_id: str, name: str = "", person: str = "") -> Book:
        """The same spreadsheet once more, behind another file. Sheet ids stay."""
        book = self.spreadsheets[source_id].fork()
        book.id = file_id
        self.spreadsheets[file_id] = book
        return book

    def renamed(self, file_id: str, name: str) -> None:
        """Nothing to do: Drive keeps the title."""

    def gone(self, file_id: str) -> None:
        """The file was deleted."""
        self.spreadsheets.pop(file_id, None)

    def imported(self, file_id: str, name: str, content: bytes, person: str = "") -> Book:
        """What an uploaded CSV becomes: one sheet, named after the file, read as if typed.

        Takes the place of what the spreadsheet held. Google gives it a new sheet id and the
        time zone of its own home.
        """
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        book = Book(file_id, formats.spreadsheet_properties(), [])
        book.properties["timeZone"] = "America/Los_Angeles"
        sheet = new_sheet(
            self.new_number(set()),
            name,
            max(1000, len(rows)),
            max(26, max((len(row) for row in rows), default=0)),
        )
        book.sheets.append(sheet)
        today = local_now(self.workspace.clock.now(), book.properties["timeZone"]).date()
        for index, row in enumerate(rows):
            for column, text in enumerate(row):
                read = typed.parse(text, locale(book.locale), today)
                form = {"numberFormat": read.format} if read.format else None
                sheet.put(index, column, Cell(read.value, read.formula, form))
        self.spreadsheets[file_id] = book
        return book

    def exported(self, file_id: str, mime_type: str = "text/csv") -> bytes:
        """The first sheet as shown: CRLF between rows, no byte order mark, none at the end."""
        book = self.spreadsheets[file_id]
        lines = shown_rows(self.calculation(book), book.sheets[0])
        out = io.StringIO(newline="")
        mark = "\t" if mime_type == "text/tab-separated-values" else ","
        csv.writer(out, delimiter=mark, lineterminator="\r\n").writerows(lines)
        return out.getvalue().removesuffix("\r\n").encode()


def shown_rows(calculation: Calculation, sheet: Sheet) -> list[list[str]]:
    """A sheet's formatted values, as a rectangle from A1 to its last value."""
    rows: list[list[str]] = []
    for index in range(sheet.last_filled_row()):
        line: list[str] = []
        row = sheet.rows[index]
        for column, cell in sorted(row.cells.items()) if row else ():
            line += [""] * (column + 1 - len(line))
            value = calculation.value(sheet, index, column, cell)
            form = calculation.number_format(sheet, cell)
            line[column] = render.formatted(value, form, calculation.locale)
        rows.append(line)
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]
