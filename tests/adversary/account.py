"""What staff typed last, row by row, and how a row is found again."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from service.ports import GatewayError
from service.sheetwrite.replacement import as_read

from .small_book import DIARY, TYPED, SmallBook

STUDENTS = ("Ana Silva", "Ben Ito", "Cleo Nkosi")
KINDS = ("Check-in", "Meeting", "First Talk")
STATUSES = ("Planned", "Planned", "Done", "Odd", "Missed")


@dataclass
class Truth:
    """What stands on one row as far as its people are concerned. `typed_at` counts upwards."""

    cells: dict[str, Any]
    typed_at: dict[str, int] = field(default_factory=dict)
    own: str | None = None  # what they wrote into a column of their own
    service: dict[str, str] = field(default_factory=dict)  # typed over a service cell


class Account:
    """Who typed what; a row is known by its Notes, which nobody but its author writes."""

    acts: list[tuple[int, Callable[[], bool]]]

    def __init__(self, book: SmallBook, rng: random.Random, story: list[str]) -> None:
        self.book = book
        self.rng = rng
        self.story = story
        self.truth: dict[str, Truth] = {}
        self.expected: dict[str, dict[str, Any]] = {}  # rows that Holdfast is about to add
        self.deleted: set[str] = set()
        self.touched_ids: set[str] = set()  # rows whose id a person copied, retyped or deleted
        self.picks: dict[str, str] = {}
        self.undo: list[tuple[str, Callable[[], bool]]] = []
        self.clock = 0
        self.made = 0
        self.own_heading = ""

    # -- the account

    def act(self) -> None:
        weights = [weight for weight, _ in self.acts]
        for _ in range(4):
            (_, deed), *_ = self.rng.choices(self.acts, weights)
            try:
                if deed():
                    return
            except GatewayError as refused:
                self.story.append(f"    (refused: {refused.sentence[:60]})")

    def say(self, text: str) -> bool:
        self.story.append(f"    staff: {text}")
        return True

    def rows(self) -> tuple[list[list[Any]], dict[str, int], dict[str, int]]:
        """The grid, where the columns are, and where each known row stands."""
        grid, columns = self.book.grid(DIARY), self.book.columns("diary")
        places: dict[str, int] = {}
        if "date" in columns:
            # A day that Sheets has kept as text is read as that day (see cells.read_date).
            for row in grid[1:]:
                at = columns["date"]
                row[at] = as_read(row[at], "date") if isinstance(row[at], str) else row[at]
        if "notes" in columns:
            for position, row in enumerate(grid):
                key = self._at(row, columns["notes"])
                if key in self.expected and key not in self.truth and key not in self.deleted:
                    self.truth[key] = Truth(dict(self.expected[key]))
                if key in self.truth:
                    places[key] = position
        return grid, columns, places

    @staticmethod
    def _at(row: list[Any], index: int | None) -> Any:
        return row[index] if index is not None and index < len(row) else None

    def clean(self, row: list[Any], columns: dict[str, int]) -> bool:
        """Whether a row says just what its people typed (nothing of ours is in the way)."""
        truth = self.truth.get(self._at(row, columns["notes"]))
        return truth is not None and all(
            self._at(row, columns[c]) == truth.cells.get(c) for c in TYPED
        )

    def type(self, key: str, column: str, value: Any) -> None:
        self.clock += 1
        self.truth[key].cells[column] = value
        self.truth[key].typed_at[column] = self.clock

    def new_key(self) -> str:
        self.made += 1
        return f"k{self.made}"

    def some_row(self, places: dict[str, int]) -> str | None:
        return self.rng.choice(sorted(places)) if places else None

    def value(self, column: str) -> Any:
        if column == "student":
            return self.rng.choice(STUDENTS)
        if column == "kind":
            return self.rng.choice(KINDS)
        if column == "status":
            return self.rng.choice(STATUSES)
        return 46_000 + self.rng.randrange(30)
