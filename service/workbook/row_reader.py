"""One row, read cell by cell: what can be read is handed on, what cannot becomes a Problem.

A bad cell costs only itself. The row goes on without it, and so do all the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from service.casework.names import plain_id
from service.casework.records import Problem, RowRef, StaffMember
from service.casework.staff_names import StaffNames, split_address
from service.casework.wants import Say

from . import cells as read
from .look import Raw, RowSeen, TabSeen, WorkbookSeen
from .templates import Tab

Read = TypeVar("Read")


class StaffList:
    """Who is meant by an e-mail address or a name, as on the Staff tab."""

    def __init__(self, staff: Iterable[StaffMember]) -> None:
        self._names = StaffNames(staff)

    def email(self, written: str) -> str:
        """The e-mail address of whom `written` means, "" when that is nobody for certain."""
        found = self._names.find(written) if written else None
        return found.email if found else ""


@dataclass(slots=True)
class ReadContext:
    """What reading rows needs besides the rows, and the problems found on the way."""

    seen: WorkbookSeen
    say: Say
    today: date
    staff: StaffList | None = None  # None: e-mails are not checked
    problems: list[Problem] = field(default_factory=list)

    def rows(self, tab_key: str) -> Iterator[RowReader]:
        """The rows of a tab that say something, each with its reader."""
        tab = self.seen.tabs[tab_key]
        template = self.seen.template.by_key[tab_key]
        for row in self.seen.standing(tab_key):
            yield RowReader(self, tab, template, row)

    def refuse(
        self,
        ref: RowRef,
        column: str,
        reason: str,
        *,
        student: str = "",
        code: str = "",
        whose: str = "",
        pick: tuple[str, ...] = (),
        **values: Any,
    ) -> None:
        """Note a problem with one cell. `reason` is a key of the wording under problems:."""
        where = ref.row_id or f"row{ref.position}"
        tab = self.seen.tabs[ref.tab]
        named = str(values.pop("columns", "") or tab.headings.get(column) or column)
        self.problems.append(
            Problem(
                key=f"{ref.workbook}/{ref.tab}/{where}/{column}/{reason}",
                row=ref,
                column=column,
                what=self.say(f"problems.{reason}.what", column=named, **values),
                why=self.say(f"problems.{reason}.why", column=named, **values),
                student=student,
                code=code,
                whose=whose,
                pick=pick,
            )
        )


class RowReader:
    """Reads the cells of one row by column key. `whose` and `code` go into its problems."""

    __slots__ = ("cells", "code", "context", "ref", "row", "student", "tab", "template", "whose")

    def __init__(self, context: ReadContext, tab: TabSeen, template: Tab, row: RowSeen) -> None:
        self.context = context
        self.tab = tab
        self.template = template
        self.row = row
        self.cells = row.cells
        seen = context.seen
        self.ref = RowRef(seen.key, tab.key, tab.row_id(row), row.position, seen.file_id)
        self.student = row.text("student")
        self.code = row.text("case_code")
        self.whose = ""

    def text(self, column: str) -> str:
        raw = self.cells.get(column)
        return raw.strip() if isinstance(raw, str) else read.read_text(raw)

    def id(self, column: str) -> str:
        """An id of the school's own, without the apostrophe that keeps its zeros."""
        return plain_id(self.text(column))

    def email(self, column: str) -> str:
        """An address, also out of "Inés Okafor <ines@school.example>"."""
        written = self.text(column)
        address = split_address(written)[1] or written
        # Letters beyond ASCII may fold to those of somebody else's address: they stay as they are.
        return address.casefold() if address.isascii() else address

    def list(self, column: str) -> tuple[str, ...]:
        raw = self.cells.get(column)
        return () if raw is None else read.read_list(raw)

    def date(self, column: str) -> date | None:
        return self._try(column, lambda raw: read.read_date(raw, self.context.today), None)

    def time(self, column: str) -> time | None:
        return self._try(column, read.read_time, None)

    def moment(self, column: str) -> datetime | None:
        return read.read_moment(self.cells.get(column))

    def number(self, column: str) -> float | None:
        shown = self.shown(column)
        if shown:
            return self._try(column, lambda raw: read.read_shown_number(raw, shown), None)
        return self._try(column, read.read_number, None)

    def score(self, column: str) -> float | None:
        """A number on a goal's scale: 45, 45%, 8/10 (see casework/scales.py)."""
        shown = self.shown(column)
        return self._try(column, lambda raw: read.read_score(raw, shown), None)

    def shown(self, column: str) -> str:
        """What the cell shows, where that is not the number it holds; else ""."""
        return self.tab.shown.get((self.row.position, column), "")

    def minutes(self, column: str) -> int | None:
        """A whole number of minutes that fits into a day."""
        number = self.number(column)
        if number is None:
            return None
        if not 0 < number <= 24 * 60 or number != int(number):
            self.refuse(column, "not_minutes", value=self.text(column))
            return None
        return int(number)

    def duration(self, column: str) -> int | None:
        """Minutes, however they are written."""
        shown = self.shown(column)
        return self._try(column, lambda raw: read.read_duration(raw, shown), None)

    def whole(self, column: str) -> int | None:
        """A whole number."""
        number = self.number(column)
        if number is not None and number != int(number):
            self.refuse(column, "not_whole", value=self.text(column))
            return None
        return None if number is None else int(number)

    def has(self, column: str) -> bool:
        """Whether the tab has this column at all; what a module brings may not be there."""
        return column in self.template.by_key

    def choice(self, column: str) -> str:
        choices = self.template.by_key[column].choices
        return self._try(column, lambda raw: read.read_choice(raw, choices), "")

    def choices(self, column: str) -> tuple[str, ...]:
        """Those of several that are known; each of the others is a problem of its own column."""
        known = self.template.by_key[column].choices
        chosen = []
        for part in self.list(column):
            try:
                chosen.append(read.read_choice(part, known))
            except read.Unreadable as problem:
                self.refuse(column, problem.reason, value=part[:80], **problem.more)
        return tuple(chosen)

    def staff(self, column: str) -> str:
        """The e-mail address of the colleague who is meant, "" when nobody is, or nobody known."""
        written = self.text(column)
        if not written:
            return ""
        if self.context.staff is None:
            return written.casefold()
        email = self.context.staff.email(written)
        if not email:
            self.refuse(column, "unknown_staff", value=written)
        return email

    def has_no_id_but_text(self) -> bool:
        """Whether something else was typed where the row's id belongs; a problem if so. Nothing
        is done for such a row: what is made for a row is known by its id."""
        column = self.tab.identity
        if self.ref.row_id or not self.text(column):
            return False
        self.refuse(column, "typed_over", value=self.text(column)[:80])
        return True

    def need(self, *columns: str) -> bool:
        """Whether all of these say something; one problem says which do not (a column that is
        gone altogether is reported elsewhere)."""
        missing = [
            column
            for column in columns
            if self.cells.get(column) in (None, "") and column not in self.tab.gone
        ]
        if len(missing) == 1:
            self.refuse(missing[0], "missing")
        elif missing:
            named = [self.tab.headings.get(column) or column for column in missing]
            self.refuse(missing[0], "missing", columns=", ".join(named))
        return not missing

    def refuse(
        self, column: str, reason: str, *, pick: tuple[str, ...] = (), **values: Any
    ) -> None:
        if isinstance(values.get("value"), str):
            values["value"] = values["value"][:80]  # of what was typed, enough to know it again
        self.context.refuse(
            self.ref,
            column,
            reason,
            student=self.student,
            code=self.code,
            whose=self.whose,
            pick=pick,
            **values,
        )

    def _try(self, column: str, reader: Callable[[Raw], Read], otherwise: Read) -> Read:
        raw = self.cells.get(column)
        if raw is None:
            return otherwise
        try:
            return reader(raw)
        except read.Unreadable as problem:
            if (known := self.template.by_key.get(column)) and known.service:
                return otherwise  # a gray cell that somebody typed over is one question already
            shown = self.shown(column) or read.read_text(raw)[:80]
            self.refuse(column, problem.reason, **{"value": shown, **problem.more})
            return otherwise


def doubled(rows: Iterable[RowReader], id_of: Callable[[RowReader], str]) -> set[str]:
    """The ids that stand in more than one of `rows`."""
    count: dict[str, int] = {}
    for reader in rows:
        row_id = id_of(reader)
        if row_id:
            count[row_id] = count.get(row_id, 0) + 1
    return {row_id for row_id, times in count.items() if times > 1}


Settled = Mapping[tuple[str, int], str]  # (tab, position) -> case code
