"""What each person typed last, tab by tab. A row is known by a text that only its author writes:
Notes in the Diary, Measure in Goals, Resource in Actions, Activities in Caseload; a referral by
its Response ID, which nobody writes."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from service.casework.registry import AT_FIRST

from .school_hands import Hands, Seen, cell
from .school_sheets import DIARY, Sheet, other_sheets, sheets_of
from .school_world import ANA, SIOBHAN

NEVER = -1
NUMBERS = (0.0, 1.0, 2.0, 6.0, 9.0)


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
    modules: frozenset[str] = AT_FIRST
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
        self.others = other_sheets(self.modules)
        self.sheets = sheets_of(self.modules)
        self.open_sheets = tuple(each for each in self.sheets if each.rows_are_theirs)
        for sheet in self.sheets:
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
        if sheet in self.others and column != "student":
            offered = sheet.template.by_key[column]
            if offered.kind == "number":
                return choose(NUMBERS)
            return choose(offered.choices) if offered.choices else self.new_day()
        if column in ("date", "due", "review_due"):
            return self.new_day()
        if column == "status" and sheet.tab in STATUSES:
            return choose(STATUSES[sheet.tab])
        if column in choices:
            return choose(choices[column])
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


def plain(column: str, value: Any) -> Any:
    """A cell's value, however it was typed: days as numbers, times in minutes."""
    if column in ("date", "due", "review_due") and value is not None:
        return serial(date.fromisoformat(value)) if isinstance(value, str) else int(value)
    if column == "start" and value is not None:
        if isinstance(value, str):
            hour, _, minute = value.partition(":")
            return int(hour) * 60 + int(minute)
        return round(value * 1440)
    return value


def when_of(event: dict[str, Any]) -> tuple[int, int | None]:
    begins = event["start"]
    if "date" in begins:
        return serial(date.fromisoformat(begins["date"])), None
    moment = datetime.fromisoformat(begins["dateTime"])
    return serial(moment.date()), moment.hour * 60 + moment.minute
