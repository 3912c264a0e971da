"""Tabs that people bring into Data by File › Import: recognized, read, and named in History.

They are looked at when Data is: one call for what tabs there are, one for what stands on those that
are none of ours. The tab stays until people delete it; what it says is brought in once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.casework.records import DATA
from service.casework.school import School
from service.casework.signals.files.heading_words import UNKNOWN
from service.casework.signals.files.reading import FileRead, SourceFile, read_files
from service.casework.signals.files.who import Students
from service.casework.wants import Say
from service.keys import Keys
from service.ports import Agreed, Sheets
from service.workbook.data_words import our_words
from service.workbook.look import Raw
from service.workbook.templates import JOURNAL, WorkbookTemplate

from ..changes import Change, ImportTabs
from .standing import merge
from .writing import protection_ids

READ_TAB = "read_tab"  # the ledger's kind: a foreign tab as it was when it was read
_FIELDS = "sheets(properties(sheetId,title,hidden),protectedRanges(protectedRangeId))"


@dataclass(frozen=True, slots=True)
class ForeignTab:
    """A tab of people's own in Data: its title and all that stands on it, as text."""

    sheet_id: int
    title: str
    cells: tuple[tuple[str, ...], ...] = field(hash=False)


@dataclass(frozen=True, slots=True)
class ForeignSeen:
    """`held`: an import that was cut short has left a tab protected."""

    tabs: tuple[ForeignTab, ...] = ()
    held: bool = False


def look_at_foreign(sheets: Sheets, file_id: str, template: WorkbookTemplate) -> ForeignSeen:
    """One Sheets call, and one more where there are such tabs. Raises GatewayError."""
    answer = sheets.get(file_id, _FIELDS)
    ours = {template.sheet_id(each) for each in (*template.by_key, JOURNAL)}
    ids = protection_ids(template)
    found: dict[int, str] = {}
    held = False
    for sheet in answer.get("sheets", ()):
        about = sheet.get("properties", {})
        held = held or any(
            p.get("protectedRangeId") in ids for p in sheet.get("protectedRanges", ())
        )
        if about.get("sheetId", 0) not in ours and not about.get("hidden"):
            found[about.get("sheetId", 0)] = str(about.get("title", ""))
    if not found:
        return ForeignSeen((), held)
    body = {
        "dataFilters": [{"gridRange": {"sheetId": sheet_id}} for sheet_id in found],
        "majorDimension": "ROWS",
        "valueRenderOption": "UNFORMATTED_VALUE",
        "dateTimeRenderOption": "SERIAL_NUMBER",
    }
    tabs = []
    for each in sheets.look(file_id, body).get("valueRanges", ()):
        for asked in each.get("dataFilters", ()):
            sheet_id = asked.get("gridRange", {}).get("sheetId", 0)
            cells = tuple(_texts(each.get("valueRange", {})))
            tabs.append(ForeignTab(sheet_id, found.get(sheet_id, ""), cells))
    return ForeignSeen(tuple(tabs), held)


def import_changes(
    seen: ForeignSeen | None,
    known: Mapping[tuple[str, str], Agreed],
    books: Mapping[str, Any],
    school: School,
    keys: Keys,
    say: Say,
) -> list[Change]:
    """One change for all tabs that are recognized and say something they did not say before."""
    if seen is None or DATA not in books:
        return []
    agreed, new = [], []
    for tab in seen.tabs:
        mark = keys.fingerprint("tab", tab.cells)
        before = known.get((READ_TAB, str(tab.sheet_id)))
        if before is None or before.marks.get("said") != mark:
            new.append(SourceFile(tab.title, cells=tab.cells))
            agreed.append(Agreed(READ_TAB, str(tab.sheet_id), "", {"said": mark}))
    students = Students(school.roster.students)
    read = read_files(new, students, our_words(), school.settings.country) if new else []
    taken = [(source, file) for source, file in zip(new, read, strict=True) if file.kind != UNKNOWN]
    if not taken and not seen.held:
        return []
    merged, _ = merge(books[DATA], [file for _, file in taken], students)
    told = [
        _told(file, each.taken, each.already, say)
        for (_, file), each in zip(taken, merged, strict=True)
    ]
    because = " ".join(told) or say("signals.import.freed")
    return [ImportTabs(tuple(source for source, _ in taken), because, tuple(agreed))]


def _told(file: FileRead, taken: int, already: int, say: Say) -> str:
    return say(
        "signals.import.tab_read",
        tab=file.name,
        kind=say(f"signals.import.{file.kind}"),
        taken=taken,
        already=already,
        unreadable=len(file.unreadable),
    )


def _texts(values: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for row in values.get("values", ()):
        yield tuple(map(_text, row))


def _text(raw: Raw) -> str:
    """A cell as a file would have it; a whole number without ".0"."""
    if isinstance(raw, bool) or raw is None:
        return "" if raw is None else str(raw).upper()
    if isinstance(raw, int | float):
        return str(int(raw)) if raw == int(raw) else str(raw)
    return str(raw).strip()
