"""What each person typed last, tab by tab. A row is known by a text that only its author writes:
Notes in the Diary, Measure in Goals, Resource in Actions, Activities in Caseload; a referral by
its Response ID, which nobody writes."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from service.casework.registry import MODULES
from service.workbook.templates import load_templates

from .school_hands import Hands, Seen, cell
from .school_world import ANA, SIOBHAN

NEVER = -1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A tab that people work in: the column by which they know a row, and those they type in."""

    book: str
    tab: str
    known_by: str
    typed: tuple[str, ...]

    @property
    def part(self) -> str:
        return f"{self.book}/{self.tab}"


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
)
REFERRALS = Sheet(
    "office",
    "referrals",
    "response_id",
    ("decision", "reason", "our_urgency", "brief_for_case_manager"),
)


def of_modules() -> tuple[Sheet, ...]:
    """The tabs about students that modules bring to Caseload. A row is known by the last long text;
    typed in are student, drop-downs, and the days that every row needs."""
    found = []
    for register in MODULES:
        for book, key in register.tabs:
            tab = load_templates()["caseload"].by_key.get(key) if book == "caseload" else None
            if tab is None or not tab.about_student:
                continue
            people = [c for c in tab.columns if not c.service]
            texts = [c.key for c in people if c.kind == "long text"]
            typed = [c.key for c in people if c.choices or (c.kind == "date" and c.required)]
            found.append(Sheet(book, key, texts[-1], ("student", *typed)))
    return tuple(found)


OF_MODULES = of_modules()
SHEETS = (DIARY, GOALS, ACTIONS, CASES, REFERRALS, *OF_MODULES)
STUDENT_SHEETS = (DIARY, GOALS, ACTIONS, *OF_MODULES)


@dataclass(slots=True)
class Cell:
    """What stands in a cell as far as people are concerned, and when it was typed. `dragged` is
    what somebody did in the calendar: a date and a time, or a deletion, that asks for a value."""

    typed: Any = None
    typed_at: int = NEVER
    dragged: Any = None
    dragged_at: int = NEVER
    once: list[Any] = field(default_factory=list)  # what was typed there before
    maybe: list[Any] = field(default_factory=list)  # what counts as typed as well
    drags: list[Any] = field(default_factory=list)  # all that the calendar ever asked for


@dataclass(slots=True)
class Truth:
    """One row. `of_service`: Holdfast made it, a person wrote the text by which it is known."""

    cells: dict[str, Cell]
    own: str | None = None
    grey: dict[str, str] = field(default_factory=dict)  # typed over a service cell
    of_service: bool = False

    def value(self, column: str) -> Any:
        return self.cells[column].typed


@dataclass
class Account:
    """Who typed what, and what they know of the school."""

    hands: Hands
    rng: random.Random
    story: list[str]
    rows: dict[str, dict[str, Truth]] = field(default_factory=dict)  # by part, by known text
    written: dict[str, str] = field(default_factory=dict)  # file id -> text written by hand
    past: set[str] = field(default_factory=set)  # deleted rows whose event is history by now
    trashed: set[str] = field(default_factory=set)
    touched: set[tuple[str, str]] = field(default_factory=set)  # rows with a copied or lost id
    clock: int = 0
    made: int = 0

    def __post_init__(self) -> None:
        start = date(2026, 10, 6)
        days = [start + timedelta(days=n) for n in range(120)]
        self.days = [day for day in days if day.weekday() < 5]
        self.rng.shuffle(self.days)
        for sheet in SHEETS:
            seen = self.look(sheet)
            known = self.rows.setdefault(sheet.part, {})
            for position in range(1, len(seen.grid)):
                key = seen.at(position, sheet.known_by)
                if key is not None:
                    cells = {c: Cell(seen.at(position, c)) for c in sheet.typed}
                    known[key] = Truth(cells)

    def look(self, sheet: Sheet) -> Seen:
        return self.hands.look(sheet.book, sheet.tab)

    def places(self, sheet: Sheet, seen: Seen) -> dict[str, int]:
        """Where each known row stands now."""
        index = seen.columns.get(sheet.known_by)
        if index is None:
            return {}
        known = self.rows[sheet.part]
        found = ((cell(row, index), at) for at, row in enumerate(seen.grid) if at)
        return {key: at for key, at in found if key in known}

    def say(self, text: str) -> bool:
        self.story.append(f"    people: {text}")
        return True

    def tick(self) -> int:
        self.clock += 1
        return self.clock

    def type(self, sheet: Sheet, key: str, column: str, value: Any) -> None:
        found = self.rows[sheet.part][key].cells[column]
        found.once.append(found.typed)
        found.typed, found.typed_at, found.maybe = value, self.tick(), []

    def drag(self, key: str, **cells: Any) -> None:
        """Somebody changed an event: its row should follow."""
        at = self.tick()
        for column, value in cells.items():
            found = self.rows[DIARY.part][key].cells[column]
            found.dragged, found.dragged_at = value, at
            found.drags.append(value)

    def new_text(self, sheet: Sheet) -> str:
        self.made += 1
        return f"{sheet.tab} new {self.made}"

    def new_day(self) -> float:
        """A school day that nobody has used yet, as a sheet holds it."""
        return float(serial(self.days.pop() if self.days else date(2027, 3, 1)))

    def value(self, sheet: Sheet, column: str) -> Any:
        """Something a person might type there."""
        choose = self.rng.choice
        choices: Mapping[str, tuple[Any, ...]] = {
            "student": (ANA, SIOBHAN),
            "kind": ("Check-in", "Meeting", "Family contact", "Plan review"),
            "start": (9.5 / 24, 10.25 / 24, 13.0 / 24),
            "minutes": (25.0, 40.0, 45.0),
            "repeat": ("None", "Weekly", "Monthly"),
            "target": (90.0, 95.0, 110.0),
            "unit": ("words", "lines", "pages"),
            "who": ("Ms Lind", "Mr Ek"),
            "case_manager": ("Dana Whitfield", "Tomás Herrera"),
            "decision": ("Accept", "Accept", "Decline", "Need more"),
            "our_urgency": ("Soon", "This week"),
        }
        if column in ("date", "due", "review_due"):
            return self.new_day()
        if column == "status" and sheet.tab in STATUSES:
            return choose(STATUSES[sheet.tab])
        if column in choices:
            return choose(choices[column])
        if sheet in OF_MODULES and column in sheet.typed:
            offered = load_templates()[sheet.book].by_key[sheet.tab].by_key[column]
            return choose(offered.choices) if offered.choices else self.new_day()
        self.made += 1
        return f"{column} text {self.made}"


STATUSES: Mapping[str, tuple[str, ...]] = {
    "diary": ("Planned", "Done", "Missed", "Cancelled"),
    "actions": ("To do", "Contacted", "Done"),
    "caseload": ("Active", "Active", "Monitor"),
}


def serial(day: date) -> int:
    """A day as a sheet counts it."""
    return (day - date(1899, 12, 30)).days
