"""Workbooks beyond the three that every school has: made once a module has a tab there, and read
only when Drive says that they changed, or when nothing is known of them.

What was asked about such a workbook stays open while it is not read. It is read again, too, when
the names on the roster have changed, since some rules look for them, when what else a register
reads it for has changed, and on the day that a register named. Nobody is let in by Holdfast: the
school shares the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from service.casework.records import OFFICE, SHELF, Problem
from service.casework.register import Register
from service.casework.registry import active
from service.casework.school import School
from service.casework.wants import Say
from service.keys import Keys
from service.ports import Agreed, FileSeen, Ledger, Sheets
from service.sheetwrite.new_workbook import create_body, furnish_workbook
from service.workbook.growing import had_of
from service.workbook.look import WorkbookSeen
from service.workbook.templates import ON_DEMAND, WorkbookTemplate, load_template, needed

from .changes import Change, Forget, MakeWorkbook, Remember
from .context import SchoolContext
from .documents.file_maker import FileMaker
from .documents.own_books import OWN_BOOK
from .documents.stamps import stamp
from .growth import FURNISHED, furnished, standing_of
from .observe import Observed
from .reporting.attention import question_id, standing_questions

READ = "workbook_read"  # the ledger's kind: a workbook as it was when it was last dealt with
NEVER = "9999-12-31"
ASKED = "asked_of_book"  # its key is a question's Row ID, its object the workbook
Known = Mapping[tuple[str, str], Agreed]


# ---------------------------------------------------------------- deciding


def to_make(workbooks: Iterable[str], modules: frozenset[str], say: Say) -> list[MakeWorkbook]:
    """What modules need and the school does not have. `workbooks` are those that it has."""
    there = set(workbooks)
    made = []
    for book in needed(modules):
        if book not in ON_DEMAND or book in there:
            continue
        title = load_template(book, modules).title
        names = [
            each.module or each.name
            for each in active(modules)
            if any(of == book for of, _ in each.tabs)
        ]
        # What holds students is never for all staff.
        key = "changes.make_workbook" if book == SHELF else "changes.make_workbook_for_few"
        told = say(key, book=title, modules=", ".join(names))
        made.append(MakeWorkbook(book, title, told))
    return made


def to_read(observed: Observed, school: School, context: SchoolContext) -> tuple[str, ...]:
    """Those that have to be read before anything can be decided about them."""
    gaps = {gap.part for gap in observed.gaps}
    return tuple(
        book
        for book in ON_DEMAND
        if book not in observed.workbooks
        and f"workbook/{book}" not in gaps
        and _template(observed, book) is not None
        and _has_changed(observed, book, school, context)
    )


def settle_reading(
    observed: Observed,
    school: School,
    problems: Iterable[Problem],
    frozen: frozenset[str],
    context: SchoolContext,
) -> tuple[list[Change], dict[str, tuple[Agreed, ...]], frozenset[str]]:
    """What is to be remembered at once, what once all is done (by workbook), and which questions
    stay open because their workbook was not read. A tab that a guard holds, and a workbook that
    could not be read, are looked at again next time."""
    asked, keys = list(problems), context.keys
    used = {book for register in context.registers for book, _ in register.tabs}
    changes: list[Change] = []
    after: dict[str, tuple[Agreed, ...]] = {}
    for book in ON_DEMAND:
        read = (READ, book) in observed.known
        held = any(part.startswith(f"{book}/") for part in frozen)
        failed = any(gap.part == f"workbook/{book}" for gap in observed.gaps)
        if book not in used:  # its modules were switched off: nothing of it is asked any more
            changes += _questions(book, (), observed, keys)
            continue
        if book in observed.workbooks:
            changes += _questions(book, asked, observed, keys)
            if not held:
                after[book] = (_as_read(observed, book, school, context),)
        if (held or failed) and read:
            changes.append(Forget(((READ, book),)))
    unseen = frozenset(
        key
        for (kind, key), agreed in observed.known.items()
        if kind == ASKED and agreed.object_id in used - set(observed.workbooks)
    )
    return changes, after, unseen


def _template(observed: Observed, book: str) -> WorkbookTemplate | None:
    if not observed.found.workbooks.get(book) or book not in needed(observed.modules):
        return None
    memory = [agreed for (kind, _), agreed in observed.known.items() if kind == FURNISHED]
    return standing_of(memory, book, observed.modules)


def _has_changed(observed: Observed, book: str, school: School, context: SchoolContext) -> bool:
    known, keys = observed.known.get((READ, book)), context.keys
    file = _touched(observed, book)
    return (
        known is None
        or known.marks.get("reads") != _reads(observed, book, school, context)
        or (file is not None and stamp(file, keys) != known.marks.get("modified"))
        or known.marks.get("again", NEVER) <= school.today.isoformat()
    )


def _as_read(observed: Observed, book: str, school: School, context: SchoolContext) -> Agreed:
    known, file, keys = observed.known.get((READ, book)), _touched(observed, book), context.keys
    modified = stamp(file, keys) if file else known.marks.get("modified", "") if known else ""
    marks = {"modified": modified, "reads": _reads(observed, book, school, context)}
    looks = (each.next_look(school) for each in _of(book, context) if each.next_look)
    again = min((day for day in looks if day), default=None)
    if again is not None:
        marks["again"] = again.isoformat()
    return Agreed(READ, book, observed.found.workbooks[book], marks)


def _touched(observed: Observed, book: str) -> FileSeen | None:
    file_id = observed.found.workbooks[book]
    return next((file for file in observed.files if file.file_id == file_id), None)


def _of(book: str, context: SchoolContext) -> list[Register]:
    return [each for each in context.registers if any(of == book for of, _ in each.tabs)]


def _reads(observed: Observed, book: str, school: School, context: SchoolContext) -> str:
    """What the rules about it look at besides: its tabs and columns, who is on the roster, and what
    registers say."""
    template, office = _template(observed, book), observed.workbooks.get(OFFICE)
    columns = [(tab.key, *tab.by_key) for tab in template.tabs] if template else []
    students = office.tabs.get("students") if office else None
    names = [
        (row.text("student_id"), row.text("student"), row.text("also_known_as"))
        for row in (students.rows if students else ())
    ]
    more = [repr(each) for of in _of(book, context) if of.reads for each in of.reads(school)]
    told = ("reads", columns, sorted(names), *((sorted(more),) if more else ()))
    return context.keys.fingerprint(*told)


def _questions(
    book: str, problems: Iterable[Problem], observed: Observed, keys: Keys
) -> list[Change]:
    """Which questions it raises now."""
    there = {row_id for seen in observed.workbooks.values() for row_id in standing_questions(seen)}
    now = {question_id(keys, each.key, there) for each in problems if each.row.workbook == book}
    before = {
        key
        for (kind, key), agreed in observed.known.items()
        if kind == ASKED and agreed.object_id == book
    }
    changes: list[Change] = []
    if now - before:
        changes.append(Remember(tuple(Agreed(ASKED, key, book) for key in sorted(now - before))))
    if before - now:
        changes.append(Forget(tuple((ASKED, key) for key in sorted(before - now))))
    return changes


# ---------------------------------------------------------------- doing


def make_workbook(
    maker: FileMaker, change: MakeWorkbook, modules: frozenset[str], time_zone: str
) -> None:
    """Make it once: an intent, then a search, then the file; furnished in one batch, remembered.
    Raises GatewayError."""
    template = load_template(change.workbook, modules)
    file = maker.make_workbook(change.workbook, change.title)
    ledger: Ledger = maker.ledger
    furnish(maker.workspace.sheets, file.file_id, template, time_zone)
    ledger.agree(furnished(change.workbook, had_of(template)))
    ledger.set_tokens({f"file:workbooks:{change.workbook}": file.file_id})
    ledger.settle("workbook", change.workbook)


def make_own_book(
    maker: FileMaker, change: MakeWorkbook, modules: frozenset[str], time_zone: str
) -> None:
    """Make it once: an intent, then a search, then the file, furnished in one batch. Raises
    GatewayError."""
    template = load_template(change.workbook.partition(":")[0], modules)
    file = maker.make_own(OWN_BOOK, change.workbook, change.title)
    furnish(maker.workspace.sheets, file.file_id, template, time_zone)
    maker.ledger.agree([Agreed(OWN_BOOK, change.workbook, file.file_id)])
    maker.ledger.settle(OWN_BOOK, change.workbook)


def furnish(sheets: Sheets, file_id: str, template: WorkbookTemplate, time_zone: str) -> None:
    """Tabs and journal, unless they stand already: two Sheets calls."""
    answer = sheets.get(file_id, "sheets.properties.sheetId")
    there = [sheet["properties"].get("sheetId", 0) for sheet in answer.get("sheets", ())]
    wanted = create_body(template, template.title, time_zone)
    if {sheet["properties"]["sheetId"] for sheet in wanted["sheets"]} & set(there):
        return
    kept = {name: wanted["properties"][name] for name in ("timeZone", "locale")}
    requests = [
        {"updateSpreadsheetProperties": {"properties": kept, "fields": ",".join(kept)}},
        *({"addSheet": {"properties": sheet["properties"]}} for sheet in wanted["sheets"]),
        *({"deleteSheet": {"sheetId": sheet_id}} for sheet_id in there),
    ]
    furnish_workbook(sheets, file_id, template, first=requests)


def books_of(found: Mapping[str, str], seen: Mapping[str, WorkbookSeen]) -> set[str]:
    """The workbooks that may grow: those that were read, and those that need not be."""
    return {*seen, *(book for book in ON_DEMAND if found.get(book))}
