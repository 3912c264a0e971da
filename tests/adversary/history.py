"""One history: some runs of a sync with people, lost answers and crashes in between, then peace;
and what must be true in the end."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from service.ports import Unreachable
from tests.workbook.school import Memory

from .people import People
from .small_book import ATTENTION, DIARY, TYPED, SmallBook
from .small_sync import Report, SmallSync


class Crash(BaseException):
    """The process is gone. Nothing in the service may catch this."""


@dataclass
class Outcome:
    seed: int
    wrong: list[str]
    story: list[str] = field(repr=False)
    repairs: int = 0
    asked: int = 0
    calls: int = 0


class Meddled:
    """The Sheets gateway, with people at work before every call, and now and then an answer
    that is lost or a process that dies."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.inner = history.book.sheets

    def look(self, file_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        self.history.between("look")
        return self.inner.look(file_id, body)

    def get(self, file_id: str, fields: str) -> dict[str, Any]:
        self.history.between("get")
        return self.inner.get(file_id, fields)

    def batch_update(self, file_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        history = self.history
        history.between("write")
        luck = history.rng.random() if not history.peace else 1.0
        if luck < 0.03:
            history.story.append("  -- the process dies before the write")
            raise Crash
        if luck < 0.05:
            history.story.append("  -- the write never arrives")
            raise Unreachable("No answer.", maybe_applied=True)
        answer = self.inner.batch_update(file_id, body)
        if luck < 0.10:
            history.story.append("  -- the answer to the write is lost")
            raise Unreachable("No answer.", maybe_applied=True)
        if luck < 0.13:
            history.story.append("  -- the process dies after the write")
            raise Crash
        return answer

    def create(self, body: Mapping[str, Any]) -> dict[str, Any]:
        raise AssertionError("nothing is created here")


class History:
    """Everything about one seed."""

    def __init__(self, seed: int, runs: int = 4, busy: float = 0.55) -> None:
        self.seed = seed
        self.runs = runs
        self.busy = busy
        self.rng = random.Random(seed)
        self.book = SmallBook()
        self.story: list[str] = []
        self.people = People(self.book, self.rng, self.story)
        self.ledger = Memory()
        self.sync = SmallSync(self.book.file_id, self.ledger)
        self.peace = False
        self.calls = 0
        self.repairs = 0
        self.last = Report()
        # Whose date, to which, when that was decided, and what was read there.
        self.tried: list[tuple[str, float, int, Any]] = []
        self.settling: set[tuple[str, str]] = set()  # questions, with the pick as it was read

    def between(self, what: str) -> None:
        self.calls += 1
        if not self.peace and self.rng.random() < self.busy:
            for _ in range(self.rng.randrange(1, 3)):
                self.people.act()
        self.story.append(f"  {what}")

    def play(self) -> Outcome:
        for _ in range(self.rng.randrange(4, 8)):
            self.people.add_row(at_end=True)
        for run in range(self.runs):
            self.story.append(f"run {run + 1}")
            self.wish()
            self.run_once()
            for _ in range(self.rng.randrange(3)):
                self.people.act()
        self.peace = True
        for _ in range(8):
            self.story.append("run in peace")
            before = self.book.grid(DIARY), self.book.grid(ATTENTION)
            self.run_once(confirm=True)
            if (self.book.grid(DIARY), self.book.grid(ATTENTION)) == before:
                break
        else:
            return self.outcome(["it never settles"])
        return self.outcome(self.check())

    def run_once(self, confirm: bool = False) -> None:
        sheets: Any = Meddled(self)
        try:
            report = self.sync(sheets, self.people.expected.__setitem__, self.decided, confirm)
        except Crash:
            return
        self.last = report
        self.repairs += report.repairs
        for question in report.settled:
            self.people.picks.pop(question, None)
        self.story.append(f"  moved {report.moved} refused {report.refused} asked {report.asked}")
        self.account_for()

    def decided(self, moves: list[tuple[str, float]], settling: list[tuple[str, str]]) -> None:
        """The run has looked, and is about to write: from here on what people type counts."""
        self.settling.update(settling)
        for key, date in moves:
            truth = self.people.truth.get(key)
            before = truth.cells.get("date") if truth else None
            self.tried.append((key, date, self.people.clock, before))

    def account_for(self) -> None:
        """A date that Holdfast moved is the last word unless somebody has typed since
        that was decided. (Some runs died before they could say what they had moved.)"""
        grid, columns, places = self.people.rows()
        for key, position in places.items():
            row, truth = grid[position], self.people.truth[key]
            date = row[columns["date"]]
            typed_at = truth.typed_at.get("date", 0)
            for whose, moved, decided, before in self.tried:
                # What people undo to the very value that was read has not changed.
                untouched = typed_at <= decided or truth.cells.get("date") == before
                if (key, date) == (whose, moved) and untouched:
                    truth.cells["date"] = date

    def wish(self) -> None:
        """Somebody drags an event: a row's date shall change."""
        grid, columns, places = self.people.rows()
        for key, position in sorted(places.items()):
            row_id = grid[position][columns["row_id"]]
            if row_id and key not in self.people.touched_ids and self.rng.random() < 0.3:
                self.sync.wishes[row_id] = 46_200.0 + self.rng.randrange(3)

    def check(self) -> list[str]:
        """What is wrong at the end."""
        grid, columns, _ = self.people.rows()
        asked = self.last.asked
        day = columns["date"]
        wrong = [
            f"a day as text: {r[day]}" for r in self.book.grid(DIARY) if str(r[day])[:2] == "20"
        ]
        rows: dict[Any, list[list[Any]]] = {}
        for row in grid[1:]:
            # Sorting only some columns leaves cells in rows of nobody: the staff's own affair.
            ours = [row[columns[c]] for c in ("owner", "calendar", "row_id")]
            if row[columns["notes"]] is not None or any(c is not None for c in ours):
                rows.setdefault(row[columns["notes"]], []).append(row)
        for key, truth in self.people.truth.items():
            if key not in rows and self.never_landed(key, truth.typed_at):
                continue
            if len(rows.get(key, ())) != 1:
                wrong.append(f"{key} stands in {len(rows.get(key, ()))} rows")
                continue
            wrong.extend(self.check_row(key, truth, rows[key][0], grid[0], columns, asked))
        wrong += [f"an unknown row: {rows[key]}" for key in rows if key not in self.people.truth]
        ids = Counter(r[columns["row_id"]] for r in grid[1:] if r[columns["notes"]] not in asked)
        wrong += [f"id {i} stands {n} times" for i, n in ids.items() if i and n > 1]
        wrong += [f"left behind: {c}" for r in grid for c in r if str(c).startswith("… ")]
        return wrong + self.check_their_columns(grid, columns) + self.check_attention()

    def check_their_columns(self, grid: list[list[Any]], columns: Mapping[str, int]) -> list[str]:
        """Nothing of ours stays in columns that people have put in."""
        theirs = set(range(len(grid[0]))) - set(columns.values())
        return [
            f"in a column of theirs: {row[index]!r}"
            for row in grid[1:]
            for index in theirs
            if row[index] is not None and not str(row[index]).startswith("own ")
        ]

    def check_row(
        self,
        key: str,
        truth: Any,
        row: list[Any],
        headings: list[Any],
        columns: dict[str, int],
        asked: set[str],
    ) -> list[str]:
        wrong = []
        said = {c: row[columns[c]] for c in (*TYPED, "owner", "calendar", "row_id")}
        row_id = said["row_id"]
        wishes = {self.sync.wishes.get(row_id)} if row_id else set()
        for column in TYPED:
            right = truth.cells.get(column)
            if key in self.people.expected and (column, right) in self.last.alone:
                # Typed into a row that Holdfast had just added in the wrong columns: the row went
                # and came again, and the words stand where they were typed, and are asked about.
                continue
            if said[column] != right and not (column == "date" and said[column] in wishes):
                wrong.append(f"{key}: {column} is {said[column]!r}, was typed {right!r}")
        if truth.own is not None and self.people.own_heading in headings:
            own = row[headings.index(self.people.own_heading)]
            if own != truth.own:
                wrong.append(f"{key}: their own column says {own!r}, was {truth.own!r}")
        typed_over = truth.service.get("calendar")
        if typed_over and said["calendar"] != typed_over:
            wrong.append(f"{key}: calendar is {said['calendar']!r}, was typed over {typed_over!r}")
        if key in asked:
            return wrong
        if said["owner"] != f"o:{said['student']}:{said['kind']}":
            wrong.append(f"{key}: owner is {said['owner']!r}")
        if not row_id or said["calendar"] != f"c:{row_id}":
            wrong.append(f"{key}: calendar is {said['calendar']!r} for {row_id!r}")
        return wrong

    def never_landed(self, key: str, typed: Mapping[str, int]) -> bool:
        """A row that Holdfast added in the wrong columns and took away again, before anybody
        typed into it, for a row whose id then turned out to be another."""
        follows = key.removeprefix("next ") if key in self.people.expected else ""
        return bool(follows) and not typed and not self.sync.has_added(follows)

    def check_attention(self) -> list[str]:
        grid, columns = self.book.grid(ATTENTION), self.book.columns("attention")
        wrong = []
        open_ids = []
        for row in grid[1:]:
            what, pick, row_id = (row[columns[c]] if columns[c] < len(row) else None
                                  for c in ("what", "pick", "row_id"))  # fmt: skip
            if pick and row_id and pick != f"pick {row_id}":
                wrong.append(f"{pick!r} stands at question {row_id}")
            if what:
                open_ids.append(row_id)
                if what != f"Odd {row_id}":
                    wrong.append(f"{what!r} stands at question {row_id}")
                picked = self.people.picks.get(row_id, pick)
                # The run that settled a question with its pick may have died before saying so.
                if pick != picked and (pick or (row_id, picked) not in self.settling):
                    wrong.append(f"the pick for {row_id} is {pick!r}")
        wrong += [f"asked twice: {i}" for i, n in Counter(open_ids).items() if n > 1]
        return wrong

    def outcome(self, wrong: list[str]) -> Outcome:
        return Outcome(self.seed, wrong, self.story, self.repairs, len(self.last.asked), self.calls)
