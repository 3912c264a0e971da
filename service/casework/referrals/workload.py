"""How full a caseload is, and who might take one more: explained, weighted, overridable.

Source: docs/casework.md, "Assignment and workload". Points after Virginia 8VAC20-81-340 (at most
20); New Mexico's shares of a full-time post (at most 1); Wisconsin's student factors, typed as
Support level (at most 26); a plain head count; ASCA's 250 students for one counsellor. Each
number is a setting. A suggestion says its sum, and nobody who is away, in conflict or over
capacity is suggested without saying so. The coordinator decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..names import grade_number
from ..records import Case, StaffMember
from ..schooldays import NoSchoolDay, SchoolCalendar
from ..settings import SchoolSettings
from ..wants import Say

_INTENSIVE: Final = re.compile(r"autis|deaf-?\s?blind|multiple disabilit", re.IGNORECASE)
_PARA: Final = re.compile(r"\bpara(s|pro\w*|-?professional\w*|educator\w*)?\b", re.IGNORECASE)
_WITHOUT_PARA: Final = re.compile(r"\b(no|without( a)?)\s+para", re.IGNORECASE)
_LEVEL: Final = re.compile(r"(?:level|lvl|tier|l)?\W*\b(iii|ii|i|[1-3])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Weight:
    """What one student counts, in the formula's own unit. `assumed` when the support level could
    not be read and the least level was taken instead."""

    amount: float
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Whom a case manager is sought for. `language` is the family's ("" = no matter)."""

    grade: str = ""
    support_level: str = ""
    plan_type: str = ""
    language: str = ""
    student_id: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One possible case manager. Amounts are in the formula's unit; `fit` is the sum by which
    they are ranked, in shares of a full caseload; `notes` say it part by part."""

    email: str
    name: str
    load: float
    after: float
    capacity: float
    fit: float
    away: bool
    over: bool
    in_conflict: bool
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkloadSuggestion:
    """`email` None when there is nobody to suggest. `why` is the sum in one text, warnings first;
    `ranked` holds everybody looked at, best first."""

    email: str | None
    why: str
    ranked: tuple[Ranked, ...] = ()


def weight_of(support_level: str, plan_type: str, settings: SchoolSettings) -> Weight:
    """What a student counts under the school's formula. Text such as "Level II with para", "2",
    "II" or (New Mexico) "C" is understood; what is not counts as the least, and says `assumed`."""
    formula = settings.workload_formula
    if formula == "Virginia":
        return _virginia(support_level, plan_type, settings)
    if formula == "New Mexico":
        found = re.fullmatch(r"(?:level\s*)?([a-d])", support_level.strip().casefold())
        letter = found[1] if found else "a"
        return Weight(getattr(settings, f"new_mexico_{letter}"), assumed=found is None)
    if formula == "Wisconsin":
        number = re.search(r"\d+(?:[.,]\d+)?", support_level)
        factor = float(number[0].replace(",", ".")) if number else 1.0
        return Weight(factor, assumed=number is None)
    return Weight(1.0)


def full_load(settings: SchoolSettings) -> float:
    """What a full caseload comes to under the school's formula, in its unit."""
    return float(getattr(settings, f"{_key(settings)}_most"))


def loads(cases: Iterable[Case], settings: SchoolSettings) -> Mapping[str, Weight]:
    """The present load of each case manager (by e-mail): the sum over open cases, `assumed` when
    any of them was."""
    found: dict[str, Weight] = {}
    for case in cases:
        if case.is_open and case.case_manager:
            one = weight_of(case.support_level, case.plan_type, settings)
            before = found.get(case.case_manager, Weight(0.0))
            found[case.case_manager] = Weight(
                before.amount + one.amount, before.assumed or one.assumed
            )
    return found


def candidates(staff: Iterable[StaffMember], settings: SchoolSettings) -> tuple[StaffMember, ...]:
    """Whose turn it may be: case managers, or counsellors where ASCA's ratio is the formula."""
    role = "Counsellor" if settings.workload_formula == "ASCA" else "Case manager"
    return tuple(member for member in staff if member.role == role)


def suggest(
    staff: Sequence[StaffMember],
    cases: Sequence[Case],
    newcomer: Newcomer,
    calendar: SchoolCalendar,
    today: date,
    settings: SchoolSettings,
    say: Say,
    in_conflict: Collection[str] = (),
) -> WorkloadSuggestion:
    """Who of `staff` might take `newcomer`, with the sum.

    `in_conflict` holds e-mails of people who may not take this case (an adult the worry is about,
    a relative); they are listed, never suggested. Somebody away or over capacity is suggested
    only when there is nobody else, and it is said first.
    """
    present = loads(cases, settings)
    search = _Search(
        newcomer,
        weight_of(newcomer.support_level, newcomer.plan_type, settings),
        frozenset(
            case.case_manager
            for case in cases
            if newcomer.student_id and case.student_id == newcomer.student_id
        ),
        frozenset(in_conflict),
        calendar,
        today,
        settings,
        say,
    )
    everybody = [
        search.rank(member, present.get(member.email, Weight(0.0)))
        for member in candidates(staff, settings)
    ]
    ranked = tuple(
        sorted(
            everybody,
            key=lambda each: (each.in_conflict, each.away or each.over, -each.fit, each.email),
        )
    )
    if not ranked or ranked[0].in_conflict:
        return WorkloadSuggestion(None, say("workload.nobody"), ranked)
    best = ranked[0]
    parts = [say("workload.suggested", name=best.name), *best.notes]
    if best.away or best.over:
        parts.insert(0, say("workload.no_better"))
    if search.extra.assumed:
        parts.append(say("workload.assumed"))
    return WorkloadSuggestion(best.email, " ".join(parts), ranked)


@dataclass(frozen=True, slots=True)
class _Search:
    """What all candidates for one newcomer are held against."""

    newcomer: Newcomer
    extra: Weight
    known_to: frozenset[str]
    in_conflict: frozenset[str]
    calendar: SchoolCalendar
    today: date
    settings: SchoolSettings
    say: Say

    def rank(self, member: StaffMember, present: Weight) -> Ranked:
        """One candidate: the room left in shares of a full caseload, and what else fits."""
        capacity = full_load(self.settings) if member.capacity is None else member.capacity
        after = present.amount + self.extra.amount
        over = after > capacity + 1e-9
        fits = self._fits(member)
        room = (capacity - after) / capacity if capacity > 0 else -after
        absence = self._absence(member)
        conflict = member.email in self.in_conflict
        notes = [self.say("workload.conflict")] if conflict else []
        notes += [absence] if absence else []
        notes.append(
            self.say(
                "workload.over" if over else "workload.load",
                load=present.amount,
                after=after,
                capacity=float(capacity),
                unit=self.say(f"workload.unit.{_key(self.settings)}"),
            )
        )
        notes += [self.say("workload.some_assumed")] if present.assumed else []
        notes += [note for note, _ in fits]
        return Ranked(
            email=member.email,
            name=member.name or member.email,
            load=present.amount,
            after=after,
            capacity=float(capacity),
            fit=room + sum(share for _, share in fits),
            away=bool(absence),
            over=over,
            in_conflict=conflict,
            notes=tuple(notes),
        )

    def _fits(self, member: StaffMember) -> list[tuple[str, float]]:
        """What speaks for `member` beside room: (sentence, share of a full caseload)."""
        newcomer, settings, say = self.newcomer, self.settings, self.say
        fits = []
        if _takes_grade(member, newcomer.grade):
            fits.append((say("workload.grade", grade=newcomer.grade), settings.fit_for_grade))
        if _speaks(member, newcomer.language):
            said = say("workload.language", language=newcomer.language)
            fits.append((said, settings.fit_for_language))
        if member.email in self.known_to:
            fits.append((say("workload.prior_contact"), settings.fit_for_prior_contact))
        return fits

    def _absence(self, member: StaffMember) -> str:
        """Away on the next school day: until when, and who covers; else ""."""
        try:
            next_day = self.calendar.next_school_day(self.today)
            back = self.calendar.next_school_day(self.today, member.email)
        except NoSchoolDay:
            return self.say("workload.away_long")
        if back == next_day:
            return ""
        cover = self.calendar.cover_for(next_day, member.email)
        key = "workload.away_covered" if cover else "workload.away"
        return self.say(key, back=back, cover=cover)


def _key(settings: SchoolSettings) -> str:
    return settings.workload_formula.casefold().replace(" ", "_")


def _virginia(support_level: str, plan_type: str, settings: SchoolSettings) -> Weight:
    para = bool(_PARA.search(support_level)) and not _WITHOUT_PARA.search(support_level)
    found = _LEVEL.search(support_level)
    level_2 = found is not None and found[1].casefold() not in ("i", "1")
    if level_2 and _INTENSIVE.search(f"{support_level} {plan_type}"):
        amount = settings.virginia_intensive_with_para if para else settings.virginia_intensive
    elif level_2:
        amount = settings.virginia_level_2_with_para if para else settings.virginia_level_2
    else:
        amount = settings.virginia_level_1
    return Weight(amount, assumed=found is None)


def _takes_grade(member: StaffMember, grade: str) -> bool:
    wanted = grade_number(grade)
    return wanted is not None and any(
        wanted in _grade_range(text) for listed in member.grades for text in listed.split(",")
    )


def _grade_range(text: str) -> range:
    """The grades that "9" or "9-10" stands for; empty when it cannot be read."""
    ends = [grade_number(part) for part in re.split(r"[-–—]|\bto\b", text)]
    if not ends or len(ends) > 2 or ends[0] is None or ends[-1] is None:
        return range(0)
    return range(ends[0], ends[-1] + 1)


def _speaks(member: StaffMember, language: str) -> bool:
    wanted = {word for word in re.split(r"\W+", language.casefold()) if word}
    spoken = {word for each in member.languages for word in re.split(r"\W+", each.casefold())}
    return bool(wanted & spoken)
