"""The tabs that people work in: those of which a history knows what each cell is for, and all
others that a school's registers bring, of which it knows what their templates say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from service.casework.registry import AT_FIRST, MODULES, active
from service.workbook.templates import Column, Tab, load_templates

EVERY_MODULE = frozenset(each.name for each in MODULES)
TEMPLATES = load_templates(EVERY_MODULE)
# What says who and what the school is; what was measured, against which Latest is held; and
# Attention, where people do nothing but pick.
NOT_WORKED_IN = ("settings", "staff", "students", "school_days", "measurements", "attention")
# Workbooks that few may open, or one person alone.
OF_FEW = ("restricted", "my_time")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A tab that people work in: the column by which they know a row, and those they type in.
    `rows_are_theirs`: they add and delete rows there."""

    book: str
    tab: str
    known_by: str
    typed: tuple[str, ...]
    rows_are_theirs: bool = True
    about_student: bool = True

    @property
    def part(self) -> str:
        return f"{self.book}/{self.tab}"

    @property
    def template(self) -> Tab:
        return TEMPLATES[self.book].by_key[self.tab]


DIARY = Sheet(
    "caseload",
    "diary",
    "notes",
    ("student", "kind", "date", "start", "minutes", "status", "next_step", "repeat"),
)
GOALS = Sheet("caseload", "goals", "measure", ("student", "goal", "unit", "target", "due"))
ACTIONS = Sheet("caseload", "actions", "resource", ("student", "action", "who", "due", "status"))
CASES = Sheet(
    "caseload",
    "caseload",
    "activities",
    ("student", "case_manager", "status", "reading_level", "review_due", "strengths"),
    rows_are_theirs=False,
)
REFERRALS = Sheet(
    "office",
    "referrals",
    "response_id",
    ("decision", "reason", "our_urgency", "brief_for_case_manager"),
    rows_are_theirs=False,
    about_student=False,
)
WELL_KNOWN = (DIARY, GOALS, ACTIONS, CASES, REFERRALS)


def sheets_of(modules: frozenset[str]) -> tuple[Sheet, ...]:
    """All that people work in where these modules are on."""
    return (*WELL_KNOWN, *other_sheets(modules))


@cache
def other_sheets(modules: frozenset[str]) -> tuple[Sheet, ...]:
    """The tabs of which only the template is known: those that modules bring to Caseload; where all
    modules are on, every other tab of every workbook that staff share."""
    well_known = {(each.book, each.tab) for each in WELL_KNOWN}
    if modules == AT_FIRST:
        tabs = [tab for each in MODULES if each.name in modules for tab in each.tabs]
    else:
        tabs = [tab for each in active(modules) for tab in each.tabs if tab[0] not in OF_FEW]
    worked_in = [at for at in dict.fromkeys(tabs) if at not in well_known]
    found = [_sheet(book, TEMPLATES[book].by_key[key]) for book, key in worked_in]
    return tuple(each for each in found if each is not None)


def _sheet(book: str, tab: Tab) -> Sheet | None:
    """A row is known by the last long text, else by the last text, that people write; typed in are
    drop-downs, numbers, and the days that every row needs. None where people write no text."""
    if tab.hidden or tab.key in NOT_WORKED_IN:
        return None
    people = [column for column in tab.columns if not column.service]
    texts = [c for c in people if c.kind == "long text"] or [c for c in people if c.kind == "text"]
    if not texts:
        return None
    typed = [column.key for column in people if _is_typed(column)]
    if "student" in tab.by_key:
        typed.insert(0, "student")
    about = tab.about_student
    return Sheet(book, tab.key, texts[-1].key, tuple(typed), about_student=about)


def _is_typed(column: Column) -> bool:
    needed_day = column.kind == "date" and column.required
    return bool(column.choices) or column.kind == "number" or needed_day


def first_row(sheet: Sheet, student: str, text: str) -> dict[str, str | int]:
    """A row that says what every row must, by heading; known by its `text`."""
    cells: dict[str, str | int] = {}
    for column in sheet.template.columns:
        if column.key == sheet.known_by:
            cells[column.heading] = text
        elif column.kind == "name" and not column.service:
            cells[column.heading] = student
        elif column.required and not column.service:
            cells[column.heading] = _something(column, student)
    return cells


def _something(column: Column, student: str) -> str:
    if column.choices:
        return column.choices[0]
    return "2026-10-05" if column.kind == "date" else f"{column.heading} of {student}"
