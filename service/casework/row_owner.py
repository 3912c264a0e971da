"""Whose row is it? People type names, never ids; Holdfast fills in the case code.

Source: docs/workbooks.md, "Whose row is it?". A unique name settles the row. A name that matches
nobody while the code stands is a rename: the code is kept. A name that now points elsewhere
rebinds the row if nothing was sent or scheduled for it, and is asked about otherwise. Several
rebinds at once look like a partial sort, in which names moved and their rows did not: then
nothing is rebound. A new namesake never takes over old rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .names import Roster, display_names, fold, parse_display, plain_id
from .records import Case, RosterStudent, RowRef
from .settings import SchoolSettings
from .wants import Say

_SURE, _SEVERAL, _NOBODY, _NO_CASE = "sure", "several", "nobody", "no_case"


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a written name may mean. `how`: "sure" (the whole name, the id, or words that stand in
    it; more than one code = namesakes), "several" (like it, and no more), "nobody" (the codes are
    only worth offering) or "no_case" (it is a student's on the roster who has none). Best first."""

    how: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row of a tab about students: the name as it stands there, the case code it holds (""
    = none yet), whether anything was sent or scheduled for it, and whether the name is still the
    one under which the code was settled (then it is the case that was renamed, not the row)."""

    row: RowRef
    written: str
    code: str = ""
    acted_on: bool = False
    same_name: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """The row belongs to `code`; the same as before, or the first it gets."""

    code: str


@dataclass(frozen=True, slots=True)
class Rebind:
    """The row belonged to `old` and now plainly names `new`."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A person must say. `candidates` are (what the drop-down calls the student, case code), best
    first; `why` is a kind sentence. The row keeps the code it holds until then."""

    candidates: tuple[tuple[str, str], ...]
    why: str


Answer = Settled | Rebind | Ask


@dataclass(frozen=True, slots=True)
class Settlement:
    """`answers` are in the order of the rows. `braked` names the tabs (workbook, tab) in which
    several rebinds at once were stopped, with how many."""

    answers: tuple[Answer, ...]
    braked: tuple[tuple[str, str, int], ...] = ()


class CasesByName:
    """The cases as names can find them, beside the school's `students`: a name that is somebody's
    on the roster never means anybody else. Never changes once made."""

    def __init__(
        self,
        cases: Iterable[Case],
        settings: SchoolSettings,
        students: Iterable[RosterStudent] = (),
    ) -> None:
        self._named_students = tuple(students)
        self.by_code: Mapping[str, Case] = {case.code: case for case in cases if case.code}
        pairs = [(case.student, case.student_id or code) for code, case in self.by_code.items()]
        self.shown: Mapping[str, str] = dict(zip(self.by_code, display_names(pairs), strict=True))
        self._codes: dict[RowRef, str] = {case.row: code for code, case in self.by_code.items()}
        self._roster = Roster(
            (
                RosterStudent(
                    case.row, case.student_id, case.student, case.grade, case.also_known_as
                )
                for case in self.by_code.values()
            ),
            settings.name_is_sure_from,
            settings.name_is_plausible_from,
        )

    def named(self, written: str) -> Named:
        """Whom `written` may mean: a case code, an id, a name, or some words of one ("ana")."""
        if (code := parse_display(written)[1].upper()) in self.by_code:
            return Named(_SURE, (code,))
        match = self._roster.match(written)
        if match.kind != "exact" and (called := self._students.called(written)):
            owners = self._cases_of(called)
            if match.student is None or self._codes[match.student.row] not in owners:
                return Named(_SURE, owners) if owners else Named(_NO_CASE)
        if match.student is not None and match.kind != "near":
            return Named(_SURE, (self._codes[match.student.row],))
        ranked = tuple(self._codes[each.student.row] for each in match.candidates)
        namesakes = tuple(code for code in ranked if self._is_called(code, written))
        if len(namesakes) > 1:
            return Named(_SURE, namesakes)
        if not parse_display(written)[1] and (part := self._roster.holding(written)):
            codes = tuple(self._codes[each.row] for each in part)
            others = [s for s in self._students.holding(written) if not self._cases_of((s,))]
            return Named(_SEVERAL if others else _SURE, codes)
        return Named(_SEVERAL if match.kind in ("near", "several") else _NOBODY, ranked)

    @cached_property
    def _students(self) -> Roster:
        return Roster(self._named_students)

    def _cases_of(self, students: Iterable[RosterStudent]) -> tuple[str, ...]:
        """The codes of these students' cases: by the school's own id, else by the very name."""
        students = tuple(students)
        ids = {plain_id(each.student_id).casefold() for each in students} - {""}
        names = {fold(each.name) for each in students}
        return tuple(
            code
            for code, case in self.by_code.items()
            if (plain_id(case.student_id).casefold() in ids)
            or (not case.student_id and fold(case.student) in names)
        )

    def _is_called(self, code: str, written: str) -> bool:
        case = self.by_code[code]
        return fold(written) in {fold(name) for name in (case.student, *case.also_known_as)}


def settle(
    rows: Sequence[WrittenRow], cases: CasesByName, settings: SchoolSettings, say: Say
) -> Settlement:
    """Whose each row is. Every row gets an answer, in order; a blank name without a code is
    asked about, so leave wholly empty rows out. Never raises."""
    known = {written: cases.named(written) for written in {row.written for row in rows}}
    answers = [_whose(row, known[row.written], cases, say) for row in rows]
    elsewhere: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        if _points_elsewhere(row, known[row.written], cases):
            elsewhere[row.row.workbook, row.row.tab].append(place)
    braked = []
    for (workbook, tab), places in elsewhere.items():
        moved = [(rows[place].code, known[rows[place].written].codes[0]) for place in places]
        if not _looks_like_a_sort(moved, settings):
            continue
        braked.append((workbook, tab, len(places)))
        for place in places:
            codes = (rows[place].code, *known[rows[place].written].codes)
            answers[place] = _ask(codes, "partial_sort", cases, say, count=len(places))
    return Settlement(tuple(answers), tuple(braked))


def _whose(row: WrittenRow, named: Named, cases: CasesByName, say: Say) -> Answer:
    """The answer for one row by itself."""
    if not row.code:
        if len(named.codes) == 1 and named.how == _SURE:
            return Settled(named.codes[0])
        return _ask(named.codes, _reason(row, named), cases, say, name=row.written)
    if row.code not in cases.by_code:
        return _ask(named.codes, "code_unknown", cases, say, code=row.code)
    if _points_elsewhere(row, named, cases):
        if len(named.codes) > 1 or row.acted_on:
            codes = (*named.codes, row.code)
            return _ask(codes, "elsewhere", cases, say, name=row.written, code=row.code)
        return Rebind(row.code, named.codes[0])
    if row.same_name or row.code in named.codes or named.how in (_SURE, _NOBODY):
        return Settled(row.code)
    # Like somebody else's name, but not surely: a rename, or a slip. Only a person knows.
    return _ask((*named.codes, row.code), "elsewhere", cases, say, name=row.written, code=row.code)


def _points_elsewhere(row: WrittenRow, named: Named, cases: CasesByName) -> bool:
    """The row holds a case's code, and its name was changed to what surely means another's."""
    return (
        row.code in cases.by_code
        and not row.same_name
        and named.how == _SURE
        and row.code not in named.codes
    )


def _reason(row: WrittenRow, named: Named) -> str:
    if not row.written.strip():
        return "blank"
    if len(named.codes) == 1 and named.how == _SEVERAL:
        return "like"
    return named.how if named.how in (_NOBODY, _NO_CASE) else "several"


def _looks_like_a_sort(moved: Sequence[tuple[str, str]], settings: SchoolSettings) -> bool:
    """Many at once; or names that changed places among themselves, as in a sort of two rows."""
    if len(moved) >= settings.rebinds_at_once:
        return True
    changed_places = Counter(old for old, _ in moved) == Counter(new for _, new in moved)
    return len(moved) > 1 and changed_places


def _ask(codes: Iterable[str], reason: str, cases: CasesByName, say: Say, **values: object) -> Ask:
    shown = dict.fromkeys(code for code in codes if code in cases.by_code)
    reason = "nobody_like_it" if reason == _NOBODY and not shown else reason
    return Ask(tuple((cases.shown[code], code) for code in shown), say(f"names.{reason}", **values))
