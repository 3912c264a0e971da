"""The grey columns in the end: somebody's own text stays there and is on Attention, nobody's is
asked about, and Next and Latest tell of the right student."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from service.casework.records import Problem

from .school_account import Truth, serial
from .school_hands import Seen
from .school_sheets import CASES, DIARY, GOALS, Sheet
from .school_world import LATEST, LATEST_OF, MEASURED_FOR

Asked = Mapping[tuple[str, int], set[str]]
TODAY = serial(date(2026, 10, 5))
OVER = "typed_over:"


def check_grey(
    sheets: Iterable[Sheet],
    rows: Mapping[str, Mapping[str, Truth]],
    seen: Mapping[str, Seen],
    asked: Asked,
    problems: tuple[Problem, ...],
    touched: Container[tuple[str, str]],
) -> Iterator[str]:
    """`rows` is what people know, by part, of these `sheets`; `seen` each tab; `asked` the keys of
    the questions that stop Holdfast, by place; `problems` all of them; `touched` the rows whose id
    was copied or taken away, as (part, text by which it is known)."""
    over = {
        (f"{p.row.workbook}/{p.row.tab}", p.row.position, p.column)
        for p in problems
        if p.key.startswith(OVER)
    }
    held = {part for part, at in asked if at <= 0}
    caused = set()
    for sheet in sheets:
        for at, truth in _known(sheet, seen[sheet.part], rows[sheet.part]):
            for column in truth.grey:
                caused.add((sheet.part, at, column))
                place, left_alone = (sheet.part, at, column), (sheet.part, at) in asked
                if sheet is DIARY and seen[sheet.part].at(at, "status") != "Planned":
                    continue  # nothing is to be said there
                if place not in over and not left_alone and sheet.part not in held:
                    yield f"{sheet.tab}: {column} of row {at} is typed over, nobody is told"
    yield from (f"nobody typed over {column} in {part}, row {at}"
                for part, at, column in sorted(over - caused))  # fmt: skip
    if DIARY.part not in held:
        yield from _next(rows[CASES.part], seen, asked)
    yield from _latest(rows[GOALS.part], seen[GOALS.part], asked, touched)


def _known(sheet: Sheet, seen: Seen, rows: Mapping[str, Truth]) -> Iterator[tuple[int, Truth]]:
    for at in range(1, len(seen.grid)):
        if (key := seen.at(at, sheet.known_by)) in rows:
            yield at, rows[key]


def _next(cases: Mapping[str, Truth], seen: Mapping[str, Seen], asked: Asked) -> Iterator[str]:
    """Next is the first planned day of that very student."""
    diary, caseload = seen[DIARY.part], seen[CASES.part]
    coming: dict[Any, list[int]] = {}
    unsure = set()
    for at in range(1, len(diary.grid)):
        code, day = diary.at(at, "case_code"), as_day(diary.at(at, "date"))
        if (DIARY.part, at) in asked:
            unsure.add(code)
        elif code and day is not None and day >= TODAY and diary.at(at, "status") == "Planned":
            coming.setdefault(code, []).append(day)
    for at, truth in _known(CASES, caseload, cases):
        code = caseload.at(at, "case_code")
        if "next" in truth.grey or code in unsure or (CASES.part, at) in asked:
            continue
        said, right = as_day(caseload.at(at, "next")), min(coming.get(code, ()), default=None)
        if said != right:
            yield f"caseload: Next of {code} is {said}, should be {right}"


def _latest(
    goals: Mapping[str, Truth], seen: Seen, asked: Asked, touched: Container[tuple[str, str]]
) -> Iterator[str]:
    """What was measured stands at the goal that has its words, else at the row for which it was
    measured and that was worded anew since; and at no other student's. Who copied a row, or took
    its id away, cannot be sure which of them that is."""
    whose, goal = LATEST_OF
    known = list(_known(GOALS, seen, goals))
    hers = [at for at, _ in known if seen.at(at, "student") == whose]
    named = [at for at in hers if seen.at(at, "goal") == goal]
    for at, truth in known:
        if "latest" in truth.grey or (GOALS.part, at) in asked:
            continue
        said, key = seen.at(at, "latest"), seen.at(at, GOALS.known_by)
        right = {LATEST if [at] == named else None}
        if not named and at in hers:
            right = {LATEST if key == MEASURED_FOR else None}
            right |= {LATEST, None} if (GOALS.part, key) in touched else set()
        if said not in right:
            yield f"goals: Latest of row {at} is {said}, should be {right} ({whose}: {goal})"


def as_day(value: Any) -> int | None:
    """A day, however it was typed."""
    if isinstance(value, str):
        try:
            return serial(date.fromisoformat(value))
        except ValueError:
            return None
    return None if value is None else int(value)
