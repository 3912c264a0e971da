"""Attention: whatever needs a person is one row, and disappears by itself when it is settled."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from service.casework.records import (
    CASELOAD,
    MY_TIME,
    OFFICE,
    PROGRESS,
    RESTRICTED,
    Problem,
    RowRef,
)
from service.casework.wants import Say, Value
from service.keys import Keys
from service.workbook.look import RowSeen, WorkbookSeen

from ..changes import AppendRow, Change, ChangeCells, CloseQuestion

ATTENTION = "attention"
# Questions that the coordinator alone may answer: they stand in Office, where nobody else picks.
COORDINATORS_OWN = ("widen:", "manager:")


@dataclass(frozen=True, slots=True)
class QuestionContext:
    """What is needed to write a question down: whose desk, which words, which link."""

    keys: Keys
    say: Say
    today: date
    link: Callable[[RowRef, str], str]
    place: Callable[[RowRef, str], str]  # "Diary > Date", as the headings read now
    coordinator: str
    called: Callable[[str], str]  # a colleague's name, by e-mail


def question_id(keys: Keys, problem_key: str, standing: Container[str] = ()) -> str:
    """The Row ID of the Attention row for a problem: opaque, and the same while it lasts. One
    that is `standing` under the key before the last rotation keeps its id."""
    own = keys.row_id("attention", problem_key)
    if keys.earlier is not None and own not in standing:
        former = keys.earlier.row_id("attention", problem_key)
        if former in standing:
            return former
    return own


def attention_home(workbook: str) -> str:
    """Which workbook's Attention tab asks about a row of `workbook`."""
    return CASELOAD if workbook in (CASELOAD, PROGRESS, MY_TIME) else OFFICE


def coordinators_own(problem_key: str) -> bool:
    return problem_key.startswith(COORDINATORS_OWN)


def picks(seen: WorkbookSeen | None) -> dict[str, str]:
    """What people chose on Attention: Row ID of the question -> the text under Pick."""
    return {
        str(row.cells.get("row_id") or ""): str(row.cells.get("pick") or "").strip()
        for row in _rows(seen)
        if row.cells.get("row_id") and row.cells.get("pick")
    }


def pick_of(keys: Keys, chosen: Mapping[str, str], problem_key: str) -> str:
    """What a person chose about a problem, or "". `chosen` as `picks` gives it."""
    return chosen.get(question_id(keys, problem_key, chosen), "") if chosen else ""


def settle_questions(
    workbook: str,
    seen: WorkbookSeen | None,
    problems: Iterable[Problem],
    context: QuestionContext,
    unseen: Collection[str] = (),
) -> list[Change]:
    """Rows to add, correct or blank so that Attention of `workbook` asks just `problems`.

    `unseen` are the Row IDs of questions about what was not looked at this time (a progress
    sheet that nobody touched): they stay as they are.
    """
    if seen is None or ATTENTION not in seen.tabs:
        return []
    standing = standing_questions(seen)
    wanted = {question_id(context.keys, p.key, standing): p for p in problems}
    changes: list[Change] = []
    # The question itself may quote a cell: it is for Attention, and not for a printed plan.
    because = context.say("changes.question_asked")
    for row_id, problem in wanted.items():
        cells = _cells(problem, context)
        if row_id not in standing:
            since: dict[str, Value] = {"since": context.today, "row_id": row_id}
            offers = {"pick": problem.pick} if problem.pick else {}
            cells |= since
            changes.append(
                AppendRow(row_id, workbook, ATTENTION, cells, because, "ask", offers=offers)
            )
            continue
        row = standing[row_id]
        stale = {name: value for name, value in cells.items() if _differs(row, name, value)}
        if stale:
            ref = RowRef(workbook, ATTENTION, row_id, row.position, seen.file_id)
            changes.append(ChangeCells(ref, stale, because, "ask_again"))
    for row_id, row in standing.items():
        if row_id not in wanted and row_id not in unseen:
            ref = RowRef(workbook, ATTENTION, row_id, row.position, seen.file_id)
            changes.append(CloseQuestion(ref, context.say("changes.question_settled")))
    return changes


def standing_questions(seen: WorkbookSeen | None) -> dict[str, RowSeen]:
    """What a workbook's Attention tab asks, by Row ID."""
    return {str(row.cells.get("row_id")): row for row in _rows(seen) if row.cells.get("row_id")}


def _cells(problem: Problem, context: QuestionContext) -> dict[str, Value]:
    held = problem.row.workbook == RESTRICTED
    why = problem.why
    if problem.pick:
        why = f"{why} {context.say('problems.pick_offers', choices=' | '.join(problem.pick))}"
    return {
        "whose": context.called(problem.whose or context.coordinator),
        "what": problem.what,
        "student": "" if held else (problem.student or problem.code),
        "where": context.place(problem.row, problem.column),
        "why": why,
        "link": context.link(problem.row, problem.column),
    }


def _differs(row: RowSeen, column: str, value: Value) -> bool:
    return str(row.cells.get(column) or "") != str(value or "")


def _rows(seen: WorkbookSeen | None) -> tuple[RowSeen, ...]:
    if seen is None:
        return ()
    tab = seen.tabs.get(ATTENTION)
    return tuple(tab.rows) if tab else ()


def by_home(problems: Iterable[Problem]) -> Mapping[str, list[Problem]]:
    """Problems sorted into the workbooks whose Attention tab asks about them, one per key."""
    homes: dict[str, dict[str, Problem]] = {CASELOAD: {}, OFFICE: {}}
    for problem in problems:
        home = OFFICE if coordinators_own(problem.key) else attention_home(problem.row.workbook)
        homes[home].setdefault(problem.key, problem)
    return {home: list(asked.values()) for home, asked in homes.items()}
