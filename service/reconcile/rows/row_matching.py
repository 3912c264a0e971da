"""Which row is which: copied ids, deleted ids, and tabs of which only a part was sorted.

Pure. What every row about a student said when it was last read is remembered as keyed hashes;
held against what it says now they tell the original from its copy, a row that has lost its id
from a new one, and an edit from a sort that tore rows apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from service.casework.records import CASELOAD, Problem, RowRef
from service.casework.wants import Say
from service.keys import Keys
from service.ports import Agreed
from service.workbook.first_release import typed_columns
from service.workbook.identity import Identified, RowMarks, identify
from service.workbook.look import RowSeen, WorkbookSeen
from service.workbook.records import student_tabs, tabs_with_ids

from ..guards import Guard

SAID = "said"  # the ledger's kind for what a row said; its key is the row's id
# Whose a row is, is asked row by row where only names changed places (casework/whose.py).
_ASKED_ELSEWHERE = ("student",)


@dataclass(frozen=True, slots=True)
class RowsApart:
    """By tab, which of its rows is which; `books` says of which workbook a tab is. `problems`:
    rows only a person can tell. `disputed`: ids of rows that one of those may be; nothing is done
    about them either."""

    by_tab: Mapping[str, Identified] = field(default_factory=dict, hash=False)
    problems: tuple[Problem, ...] = ()
    disputed: frozenset[str] = frozenset()
    books: Mapping[str, str] = field(default_factory=dict, hash=False)

    def beside(self, other: RowsApart) -> RowsApart:
        """Those of another workbook with them."""
        return RowsApart(
            {**self.by_tab, **other.by_tab},
            (*self.problems, *other.problems),
            self.disputed | other.disputed,
            {**self.books, **other.books},
        )


def tell_rows_apart(
    seen: WorkbookSeen | None,
    known: Mapping[tuple[str, str], Agreed],
    pick: Callable[[str], str],
    keys: Keys,
    say: Say,
) -> RowsApart:
    """Tell the rows of a workbook's tabs apart. `pick(problem key)` is what somebody chose."""
    if seen is None:
        return RowsApart()
    about = student_tabs(seen)
    tabs = (CASELOAD, *about) if seen.key == CASELOAD else tabs_with_ids(seen)
    remembered: dict[str, dict[str, RowMarks]] = {tab: {} for tab in tabs}
    for (kind, key), agreed in known.items():
        if kind == SAID and agreed.object_id in remembered:
            then = typed_columns(seen.key, agreed.object_id)
            remembered[agreed.object_id][key] = RowMarks.from_marks(agreed.marks, then)
    by_tab: dict[str, Identified] = {}
    problems: list[Problem] = []
    disputed: set[str] = set()
    for tab in tabs:
        if tab not in seen.tabs:
            continue
        found = identify(
            seen.tabs[tab],
            seen.template.by_key[tab],
            remembered[tab],
            keys.fingerprint,
            _ASKED_ELSEWHERE if tab in about else (),
            typed_columns(seen.key, tab),
        )
        found, asked = _ask(seen, tab, found, pick, keys, say)
        by_tab[tab] = found
        problems += asked
        if asked:
            disputed.update(i for i in found.vanished if not remembered[tab][i].gone)
    books = dict.fromkeys(by_tab, seen.key)
    return RowsApart(by_tab, tuple(problems), frozenset(disputed), books)


def guard_sorted(apart: RowsApart) -> list[Guard]:
    """Tabs in which cells of some columns changed places while their rows stayed."""
    return [
        Guard(f"{apart.books[tab]}/{tab}", "sorted", 0, 0, found.braked)
        for tab, found in apart.by_tab.items()
        if found.braked
    ]


def said_by_rows(apart: RowsApart, known: Mapping[tuple[str, str], Agreed]) -> list[Agreed]:
    """What is to be remembered about the rows that stand, and about those that do not any more
    (unless one of them may be a row that is asked about)."""
    new = []
    for tab, found in apart.by_tab.items():
        marks = dict(found.marks)
        if not found.maybe:
            lost = (i for i in found.vanished if i not in marks)
            marks |= {i: replace(_marks(known, i), gone=True) for i in lost}
        new += [said(tab, row_id, each) for row_id, each in marks.items()]
    return [agreed for agreed in new if _is_new(agreed, known.get((SAID, agreed.key)))]


def _is_new(agreed: Agreed, before: Agreed | None) -> bool:
    return before is None or (agreed.object_id, agreed.marks) != (before.object_id, before.marks)


def said(tab: str, row_id: str, marks: RowMarks) -> Agreed:
    """What a row of `tab` said, for the ledger."""
    return Agreed(SAID, row_id, tab, marks.as_marks())


def _marks(known: Mapping[tuple[str, str], Agreed], row_id: str) -> RowMarks:
    agreed = known[SAID, row_id]
    return RowMarks.from_marks(agreed.marks, typed_columns(CASELOAD, agreed.object_id))


def _ask(
    seen: WorkbookSeen,
    tab: str,
    found: Identified,
    pick: Callable[[str], str],
    keys: Keys,
    say: Say,
) -> tuple[Identified, list[Problem]]:
    """Ask about rows that may be new or may have lost their id; take in what was answered.
    (Rows that share an id are asked about where they are read.)"""
    asked, problems = [], []
    fresh, returned = list(found.fresh), list(found.returned)
    for row, reason in found.asked:
        like = found.maybe.get(row.position, ())
        if not like:
            asked.append((row, reason))
            continue
        key = f"unsure:{keys.fingerprint(tab, _words(seen, tab, row))}"
        new_one, same_one = say("problems.pick_new_row"), say("problems.pick_same_row")
        choices = (new_one, same_one) if len(like) == 1 else (new_one,)
        picked = pick(key)
        if picked == new_one:
            fresh.append(row)
        elif picked == same_one and len(like) == 1:
            returned.append((row, like[0]))
        else:
            asked.append((row, reason))
            problems.append(_unsure(seen, tab, row, key, choices, say))
    open_positions = {row.position for row, _ in asked}
    maybe = {place: like for place, like in found.maybe.items() if place in open_positions}
    settled = replace(
        found, fresh=tuple(fresh), returned=tuple(returned), asked=tuple(asked), maybe=maybe
    )
    return settled, problems


def _words(seen: WorkbookSeen, tab: str, row: RowSeen) -> tuple[str, ...]:
    return tuple(row.text(c.key) for c in seen.template.by_key[tab].columns if not c.service)


def _unsure(
    seen: WorkbookSeen, tab: str, row: RowSeen, key: str, choices: Iterable[str], say: Say
) -> Problem:
    return Problem(
        key=key,
        row=RowRef(seen.key, tab, "", row.position, seen.file_id),
        column=next(iter(seen.template.by_key[tab].by_key)),
        what=say("problems.unsure_row.what"),
        why=say("problems.unsure_row.why"),
        student=row.text("student"),
        code=row.text("case_code"),
        pick=tuple(choices),
    )
