"""Progress sheets that grow: what their template has and a standing one never had.

What each sheet was given is remembered with it, in marks that begin with "had."; one of which
nothing is remembered was made by the first release. It grows when it is read, which is when Drive
says that it has changed, through the same fence and journal as every workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from service.casework.records import PROGRESS
from service.casework.register import Register
from service.casework.wants import Say, WantedProgressSheet
from service.ports import Agreed, BadRequest, Ledger, Sheets, Stale
from service.sheetwrite.fence import FIELDS
from service.sheetwrite.fence import standing as fences_standing
from service.sheetwrite.growing import grow
from service.sheetwrite.new_workbook import JOURNAL_TITLE, journal_requests, journal_sheet
from service.workbook.growing import (
    Had,
    TabHad,
    already_there,
    growing_requests,
    had_at_first,
    had_of,
    missing,
    once_added,
)
from service.workbook.look import JournalSeen, WorkbookSeen
from service.workbook.templates import WorkbookTemplate, load_template

from ..changes import Change, GrowProgressSheet, Remember
from ..layout import look_at_layout

_HAD = "had."  # before a tab's key and the name of what is remembered of it


@dataclass(frozen=True, slots=True)
class SheetGrowth:
    """What one sheet, as it was read now, is to be given. `given`: what is remembered of it once
    that is done; {} where nothing new is."""

    changes: tuple[Change, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict, hash=False)


def modules_of(registers: Iterable[Register]) -> frozenset[str]:
    """The names of those registers that can be switched off."""
    return frozenset(register.name for register in registers if register.module)


def given_at_first(modules: frozenset[str]) -> dict[str, str]:
    """What is remembered of a sheet that is made now."""
    return _marks(had_of(load_template(PROGRESS, modules)))


def growth_of(
    want: WantedProgressSheet,
    sheet: Agreed,
    seen: WorkbookSeen,
    modules: frozenset[str],
    say: Say,
) -> SheetGrowth:
    """What it never had. What stands already, because an answer was lost or the ledger was, is
    remembered; what was given once and has gone is not given again."""
    had = _had(sheet)
    lacking = [
        each
        for each in missing(load_template(PROGRESS, modules), had)
        if not each.row_height  # which alone is not worth a batch for so many sheets
        and (each.column is None or seen.tabs[each.tab.key].columns)  # else staff deleted the tab
    ]
    if not lacking:
        return SheetGrowth()
    there = already_there(seen, lacking)
    had |= once_added(had, there)
    changes: list[Change] = []
    if there:
        marks = {**sheet.marks, **_marks(had)}
        changes.append(Remember((replace(sheet, marks=marks),)))
    if left := tuple(each for each in lacking if each not in there):
        had |= once_added(had, left)
        told = say("changes.progress_grow")
        file_id, given = sheet.object_id, _marks(had)
        changes.append(GrowProgressSheet(want, file_id, left, told, modules, given))
    return SheetGrowth(tuple(changes), _marks(had))


def grow_progress_sheet(
    sheets: Sheets, ledger: Ledger, change: GrowProgressSheet, nonce: str
) -> None:
    """Carry it out and remember it: five Sheets calls, once for a sheet. Raises GatewayError, and
    Stale when somebody was quicker."""
    template = load_template(PROGRESS, change.modules)
    layout = look_at_layout(sheets, change.file_id, template)
    there = already_there(layout.seen, change.additions)
    left = [each for each in change.additions if each not in there]
    if left:
        seen = _with_journal(sheets, template, layout.seen)
        requests = growing_requests(template, seen, left, layout.places)
        if requests and not grow(sheets, ledger, seen, requests, nonce):
            raise Stale("Somebody wrote into this progress sheet just now.")
    for known in ledger.agreed_of("progress_sheet"):
        if known.key == change.key:
            ledger.agree([replace(known, marks={**known.marks, **change.given})])


def _with_journal(sheets: Sheets, template: WorkbookTemplate, seen: WorkbookSeen) -> WorkbookSeen:
    """A sheet into which no card has written has no journal yet, and with it no fence."""
    if seen.journal is not None:
        return seen
    epoch = 1 + max((0, *fences_standing(template, sheets.get(seen.file_id, FIELDS))))
    sheet = {"addSheet": {"properties": journal_sheet(template, len(template.tabs))}}
    ranged = True
    try:
        asked = [sheet, *journal_requests(template, epoch)]
        sheets.batch_update(seen.file_id, {"requests": asked})
    except BadRequest:  # this Google lets no named range have an id of ours
        ranged = False
        asked = [sheet, *journal_requests(template, epoch, ranged=False)]
        sheets.batch_update(seen.file_id, {"requests": asked})
    return replace(seen, journal=JournalSeen(epoch, "", (), JOURNAL_TITLE, ranged))


# ---------------------------------------------------------------- memory


def _had(sheet: Agreed) -> dict[str, TabHad]:
    by_tab: dict[str, dict[str, str]] = {}
    for name, text in sheet.marks.items():
        if name.startswith(_HAD):
            tab, _, what = name.removeprefix(_HAD).partition(".")
            by_tab.setdefault(tab, {})[what] = text
    found = {tab: TabHad.from_marks(marks) for tab, marks in by_tab.items()}
    return found or had_at_first(PROGRESS)


def _marks(had: Had) -> dict[str, str]:
    return {
        f"{_HAD}{tab}.{name}": text
        for tab, each in had.items()
        for name, text in each.as_marks().items()
    }
