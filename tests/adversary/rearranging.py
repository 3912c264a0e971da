"""People who do nothing but rearrange: while a school's first cases are written, rows and columns
are put in, moved and sorted between any two calls, and typed into. Nobody takes anything back, so
in the end everything stands where it was typed, and nothing of ours anywhere else."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.school_fixture import DANA, Kept

from .gestures import inserting, moving, put, sorting
from .school_beyond import follow_up_of
from .school_checks import NO_ROWS
from .school_hands import Hands, Seen, cell
from .school_history import Meddled, Outcome
from .school_world import founded_anew, taken_anew

STUDENTS = tuple(f"S{n:03}" for n in range(10))
TYPED = ("needs", "strengths", "reading_level", "make_up_times", "random_things_to_do")
BUSY = 0.5
SYNCS = 3


@cache
def _kept() -> Kept:
    """Founded and typed, and never synced."""
    live = founded_anew()
    live.type_row(
        "office", "Staff", {"Email": DANA, "Name": "Dana Whitfield", "Role": "Case manager"}
    )
    for number, student in enumerate(STUDENTS):
        named = {"Student ID": student, "Student": f"Kid {student}", "Grade": "7"}
        live.type_row("office", "Students", named)
        case = {"Case manager": DANA, "Status": "Active", "Needs": f"{student} needs 0"}
        live.type_row("caseload", "Caseload", named | case)
        planned = {"Kind": "Check-in", "Date": "2026-10-07", "Minutes": 20, "Status": "Planned"}
        when = {"Start": f"{8 + number // 2:02}:{30 * (number % 2):02}", "Notes": f"{student} note"}
        live.type_row("caseload", "Diary", {"Student": f"Kid {student}"} | planned | when)
    live.school.ledger._engine.dispose()
    return live.keep()


@dataclass
class Rearranging:
    """Everything about one seed."""

    seed: int
    story: list[str] = field(default_factory=list)
    want: dict[tuple[str, str], str] = field(default_factory=dict)
    peace: bool = False
    calls: int = 0
    repairs: int = 0
    typed: int = 0

    def __post_init__(self) -> None:
        self.rng = random.Random(f"rearranging {self.seed}")
        self.live = taken_anew(_kept(), self.seed)
        self.live.school.transport = lambda: Meddled(self)
        self.hands = Hands(self.live)
        self.want = {(student, "needs"): f"{student} needs 0" for student in STUDENTS}

    def play(self) -> Outcome:
        for turn in range(2 * SYNCS):
            self.peace = turn >= SYNCS
            self.story.append(f"sync {turn + 1}{' in peace' if self.peace else ''}")
            report = self.live.sync()
            self.repairs += report.repairs
            self.story.append(f"  = {dict(report.changes)} repairs {report.repairs}")
        return Outcome(
            self.seed, self.check(), self.story, self.repairs, report.problems, self.calls
        )

    # ------------------------------------------------ people

    def between(self, what: str) -> None:
        self.calls += 1
        if not self.peace and self.rng.random() < BUSY:
            self.act()
        self.story.append(f"  {what}")

    def act(self) -> None:
        deeds = ("sort", "sort", "row", "row", "move", "edit", "edit", "column", "heading")
        deed, tab = self.rng.choice(deeds), self.rng.choice(("caseload", "caseload", "diary"))
        seen = self.hands.look("caseload", tab)
        sheet_id, height = self.hands.sheet_id("caseload", tab), len(seen.grid)
        width = len(seen.grid[0])
        told = ""
        if deed == "sort":
            column = self.rng.randrange(width)
            told = f"by {column}"
            self.change(sorting(sheet_id, column, height, self.rng.random() < 0.5))
        elif deed == "row":
            at = self.rng.randrange(1, height)
            told = f"at {at}"
            self.change(inserting(sheet_id, "ROWS", at))
        elif deed == "move":
            at = self.rng.randrange(1, height - 1)
            to = self.rng.choice([i for i in range(1, height + 1) if i not in (at, at + 1)])
            told = f"{at} to {to}"
            self.change(moving(sheet_id, "ROWS", at, to))
        elif deed == "edit":
            told = self.edit()
        elif deed == "column":
            at = self.rng.randrange(1, width)
            told = f"at {at}"
            self.change(inserting(sheet_id, "COLUMNS", at))
            self.hands.moved("caseload")
        else:
            column = self.rng.choice(("notes", "strengths", "make_up_times"))
            if column in seen.columns:
                self.typed += 1
                heading = f"{column} {self.typed}"
                self.change(put(sheet_id, 0, seen.columns[column], heading))
        self.story.append(f"    people: {deed} {tab} {told}")

    def change(self, *requests: dict[str, Any]) -> None:
        self.hands.change("caseload", *requests)

    def edit(self) -> str:
        seen = self.hands.look("caseload", "caseload")
        rows = {s: i for i in range(1, len(seen.grid)) if (s := seen.at(i, "student_id"))}
        student, column = self.rng.choice(sorted(rows)), self.rng.choice(TYPED)
        self.typed += 1
        text = f"{student} {column} {self.typed}"
        sheet_id = self.hands.sheet_id("caseload", "caseload")
        self.change(put(sheet_id, rows[student], seen.columns[column], text))
        self.want[student, column] = text
        return text

    # ------------------------------------------------ what must be true in the end

    def check(self) -> list[str]:
        cases, diary = (self.hands.look("caseload", tab) for tab in ("caseload", "diary"))
        wrong = self.check_cases(cases) + self.check_diary(diary)
        for tab, seen in (("caseload", cases), ("diary", diary)):
            theirs = set(range(len(seen.grid[0]))) - set(seen.columns.values())
            for position, row in enumerate(seen.grid[1:], 1):
                wrong += [f"{tab} {position}: left behind {c!r}" for c in row if _is_ours(c)]
                found = {index: c for index in theirs if (c := cell(row, index)) is not None}
                wrong += [f"{tab} {position}: in a column of theirs {found}"] if found else []
        events = [
            event
            for event in self.live.events(DANA)
            if not (follow_up_of(event) or "").startswith(NO_ROWS)
        ]
        begun = Counter(event["start"].get("dateTime") for event in events)
        if len(events) != len(STUDENTS) or max(begun.values()) > 1:
            wrong.append(f"{len(events)} events: {begun.most_common(2)}")
        return wrong

    def check_cases(self, seen: Seen) -> list[str]:
        wrong, students, codes = [], [], []
        for position in range(1, len(seen.grid)):
            said: Mapping[str, Any] = {c: seen.at(position, c) for c in seen.columns}
            student = said["student_id"]
            if student is None:
                if any(value is not None for value in said.values()):
                    wrong.append(f"caseload {position}: alone {said}")
                continue
            students.append(student)
            codes.append(said["case_code"])
            wrong += [
                f"{student}: {column} is {said[column]!r}, was typed {right!r}"
                for column in TYPED
                if said[column] != (right := self.want.get((student, column)))
            ]
        if sorted(students) != sorted(STUDENTS):
            wrong.append(f"students {students}")
        if None in codes or len(set(codes)) != len(STUDENTS):
            wrong.append(f"case codes {codes}")
        return wrong

    def check_diary(self, seen: Seen) -> list[str]:
        wrong, ids = [], []
        for position in range(1, len(seen.grid)):
            said: Mapping[str, Any] = {c: seen.at(position, c) for c in seen.columns}
            if all(value is None for value in said.values()):
                continue
            ids.append(said["row_id"])
            if said["notes"] != f"{str(said['student']).removeprefix('Kid ')} note":
                wrong.append(f"diary {position}: {said}")
        if None in ids or len(set(ids)) != len(STUDENTS):
            wrong.append(f"row ids {ids}")
        return wrong


def _is_ours(value: Any) -> bool:
    return str(value).startswith("… ")
