"""Who might take one more, explained, weighted, overridable; the coordinator decides.

Source: docs/casework.md, "Assignment and workload". How full a caseload is, workload_formulas says.
A suggestion says its sum and the source of its number, and nobody who is away, in conflict or
over capacity is suggested without saying so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..names import grade_number
from ..records import Case, Problem, StaffMember
from ..schooldays import NoSchoolDay, SchoolCalendar
from ..settings import SchoolSettings
from ..wants import Say
from .workload_formulas import (
    RATIOS,
    Enrollment,
    Load,
    Supported,
    full_load,
    load_of,
    wisconsin_factor,
)


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
    """One possible case manager: the load now and with one more; `fit` is the sum by which they
    are ranked, in shares of a full caseload; `notes` say it part by part."""

    email: str
    name: str
    now: Load
    after: Load
    cases: int
    fit: float
    away: bool
    in_conflict: bool
    notes: tuple[str, ...]

    @property
    def over(self) -> bool:
        """Whether one more would be more than may be."""
        return self.after.over


@dataclass(frozen=True, slots=True)
class WorkloadSuggestion:
    """`email` None when there is nobody to suggest. `why` is the sum in one text, warnings first;
    `ranked` holds everybody looked at, best first."""

    email: str | None
    why: str
    ranked: tuple[Ranked, ...] = ()


def carried(cases: Iterable[Case]) -> Mapping[str, tuple[Case, ...]]:
    """The open cases of each case manager, by e-mail."""
    found: dict[str, tuple[Case, ...]] = {}
    for case in cases:
        if case.is_open and case.case_manager:
            found[case.case_manager] = (*found.get(case.case_manager, ()), case)
    return found


def candidates(staff: Iterable[StaffMember], settings: SchoolSettings) -> tuple[StaffMember, ...]:
    """Whose turn it may be: case managers, or counselors where ASCA's ratio is the formula."""
    role = "Counselor" if settings.workload_formula == "ASCA" else "Case manager"
    return tuple(member for member in staff if member.role == role)


def enrollment(
    people: Iterable[StaffMember], enrolled: int, settings: SchoolSettings
) -> Enrollment:
    """What a ratio is made of. Whose Capacity is half of the ratio's number has half a post."""
    most = full_load(settings)
    if settings.workload_formula not in RATIOS or not most:
        return Enrollment(enrolled)
    posts = sum(1.0 if each.capacity is None else each.capacity / most for each in people)
    return Enrollment(enrolled, posts)


def factor_questions(
    cases: Iterable[Case], settings: SchoolSettings, say: Say
) -> Iterator[Problem]:
    """Where factors are added up (Wisconsin): the open cases whose factor cannot be read. What
    cannot be read is asked for, and never counted as a student without special education."""
    if settings.workload_formula != "Wisconsin":
        return
    for case in cases:
        if case.is_open and case.code and wisconsin_factor(case.support_level) is None:
            yield Problem(
                key=f"caseload/caseload/{case.code}/support_level/no_factor",
                row=case.row,
                column="support_level",
                what=say("workload.ask_factor.what"),
                why=say("workload.ask_factor.why", value=case.support_level[:40]),
                student=case.student,
                code=case.code,
                whose=case.case_manager,
            )


def suggest(
    staff: Sequence[StaffMember],
    cases: Sequence[Case],
    newcomer: Newcomer,
    calendar: SchoolCalendar,
    today: date,
    settings: SchoolSettings,
    say: Say,
    in_conflict: Collection[str] = (),
    enrolled: int = 0,
) -> WorkloadSuggestion:
    """Who of `staff` might take `newcomer`, with the sum.

    `in_conflict` holds e-mails of people who may not take this case (an adult the worry is about,
    a relative); they are listed, never suggested. `enrolled` is the number of rows of the roster.
    Somebody away or over capacity is suggested only when there is nobody else, and it is said
    first.
    """
    present = carried(cases)
    people = candidates(staff, settings)
    search = _Search(
        newcomer,
        frozenset(
            case.case_manager
            for case in cases
            if newcomer.student_id and case.student_id == newcomer.student_id
        ),
        frozenset(in_conflict),
        enrollment(people, enrolled, settings),
        calendar,
        today,
        settings,
        say,
    )
    everybody = [search.rank(member, present.get(member.email, ())) for member in people]
    ranked = tuple(
        sorted(
            everybody,
            key=lambda each: (
                each.in_conflict,
                each.away or each.over,
                -each.fit,
                each.cases,
                each.email,
            ),
        )
    )
    if not ranked or ranked[0].in_conflict:
        return WorkloadSuggestion(None, say("workload.nobody"), ranked)
    best = ranked[0]
    chosen = next(member for member in people if member.email == best.email)
    parts = [say("workload.suggested", name=best.name), *best.notes, search.grade_apart(chosen)]
    if best.away or best.over:
        parts.insert(0, say("workload.no_better"))
    parts += [say(key) for key in search.unknown()]
    return WorkloadSuggestion(best.email, " ".join(filter(None, parts)), ranked)


@dataclass(frozen=True, slots=True)
class _Search:
    """What all candidates for one newcomer are held against."""

    newcomer: Newcomer
    known_to: frozenset[str]
    in_conflict: frozenset[str]
    enrollment: Enrollment
    calendar: SchoolCalendar
    today: date
    settings: SchoolSettings
    say: Say

    def rank(self, member: StaffMember, held: tuple[Case, ...]) -> Ranked:
        """One candidate: the room left in shares of a full caseload, and what else fits."""
        now = load_of(held, self.settings, member.capacity, self.enrollment)
        with_one_more: tuple[Supported, ...] = (*held, self.newcomer)
        after = load_of(with_one_more, self.settings, member.capacity, self.enrollment)
        fits = self._fits(member)
        absence = self._absence(member)
        conflict = member.email in self.in_conflict
        notes = [self.say("workload.conflict")] if conflict else []
        notes += [absence] if absence else []
        notes += [self._sum(now, after), *self._beside(now, after)]
        notes += [note for note, _ in fits]
        return Ranked(
            email=member.email,
            name=member.name or member.email,
            now=now,
            after=after,
            cases=len(held),
            fit=after.room + sum(share for _, share in fits),
            away=bool(absence),
            in_conflict=conflict,
            notes=tuple(notes),
        )

    def unknown(self) -> list[str]:
        """What is not known of the newcomer, as keys of the wording."""
        alone = load_of((self.newcomer,), self.settings)
        found = ["workload.assumed"] if alone.assumed else []
        return [*found, *(["workload.unread"] if alone.unread else [])]

    def grade_apart(self, member: StaffMember) -> str:
        """Why the grade did not count for `member`; "" where it did."""
        grade, grades = self.newcomer.grade, ", ".join(member.grades)
        if _takes_grade(member, grade):
            return ""
        if grade_number(grade) is None:
            return self.say("workload.grade_unknown")
        key = "workload.grade_other" if grades else "workload.grade_open"
        return self.say(key, grade=grade, grades=grades)

    def _sum(self, now: Load, after: Load) -> str:
        """ "18 of 24 students now; with this student 20.5 of 20 points." """
        say = self.say
        if after.unit in ("enrolled", "no_roster"):
            key = "workload.ratio" if after.unit == "enrolled" else "workload.no_roster"
            return say(
                key,
                load=after.amount,
                capacity=after.most,
                enrolled=self.enrollment.students,
                posts=self.enrollment.posts,
            )
        if (now.unit, now.most) == (after.unit, after.most):
            key = "workload.load" if after.most is not None else "workload.load_alone"
        else:
            key = "workload.load_changes"
        said = say(
            key,
            load=now.amount,
            capacity=now.most,
            unit=say(f"workload.unit.{now.unit}"),
            after=after.amount,
            after_capacity=after.most,
            after_unit=say(f"workload.unit.{after.unit}"),
        )
        return say("workload.over", load=said) if after.over else said

    def _beside(self, now: Load, after: Load) -> list[str]:
        """Where the number comes from, and what could not be counted."""
        notes = [self.say(f"workload.rule.{after.rule}", most=after.most)]
        if after.above and not after.cap:
            notes.append(self.say(f"workload.above.{after.rule}", most=after.most))
        notes += [self.say("workload.some_assumed")] if now.assumed else []
        if now.unread:
            notes.append(self.say("workload.some_unread", count=now.unread))
        return notes

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
