"""What lies on the coordinator's desk in one round, and where a First Talk would fit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from service.casework.free_slot import Booking, first_free_slot
from service.casework.records import Busy, RosterStudent, RowRef
from service.casework.referrals import workload
from service.casework.referrals.context import FirstTalk, ReferralContext, Suggestion
from service.casework.wants import Say
from service.casework.working_hours import parse_working_hours

from .context import SchoolContext
from .observe import Observed
from .school_records import School


def referral_context(
    observed: Observed,
    school: School,
    context: SchoolContext,
    *,
    link: Callable[[RowRef], str],
    code_for: Callable[[str], str],
    done: Collection[str],
    sent: Mapping[str, datetime],
    picks: Mapping[str, str],
) -> ReferralContext:
    """The desk as casework knows it: the school so far, and what happened already."""
    return ReferralContext(
        now=observed.now,
        settings=school.settings,
        calendar=school.calendar,
        say=context.say,
        speak=context.speak,
        link=link,
        code_for=code_for,
        roster=school.roster,
        suggest=lambda student, grade, language: _suggest(
            student, grade, language, school, context.say
        ),
        first_talk_minutes=context.kinds["First Talk"].minutes,
        staff=school.office.staff,
        cases=school.caseload.cases,
        referrals=(*school.office.referrals, *school.restricted.referrals),
        diary=school.caseload.diary,
        done=done,
        sent=sent,
        picks=picks,
    )


def find_slot(
    talk: FirstTalk, busy: Iterable[Busy], school: School, now: datetime, say: Say
) -> Booking:
    """A free slot in its owner's working hours, beside what is in the calendar and the Diary."""
    owner = talk.request.owner
    person = next((p for p in school.office.staff if p.email == owner), None)
    hours = (person.working_hours if person else "") or school.settings.working_hours
    return first_free_slot(
        [*busy, *_planned_by(owner, school)],
        parse_working_hours(hours),
        school.calendar,
        who=owner,
        minutes=talk.request.minutes,
        first_day=talk.request.first_day,
        last_day=talk.request.last_day,
        now=now,
        time_zone=school.settings.time_zone,
        lead_hours=school.settings.no_booking_within_hours,
        say=say,
    )


def _planned_by(owner: str, school: School) -> Iterator[Busy]:
    """What is planned in the Diary and perhaps not in the calendar yet."""
    managers = {case.code: case.case_manager for case in school.caseload.cases}
    for entry in school.caseload.diary:
        if entry.status == "Planned" and entry.day and entry.start:
            begin = datetime.combine(entry.day, entry.start, school.zone)
            if managers.get(entry.code) == owner:
                yield Busy(begin, begin + timedelta(minutes=entry.minutes or 30))


class PicksByProblem(Mapping[str, str]):
    """What was picked, by the problem's own key; the sheet knows only the key's hash."""

    def __init__(self, pick: Callable[[str], str], size: int) -> None:
        self._pick, self._size = pick, size

    def __getitem__(self, problem_key: str) -> str:
        picked = self._pick(problem_key)
        if not picked:
            raise KeyError(problem_key)
        return picked

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return self._size


def _suggest(
    student: RosterStudent | None, grade: str, language: str, school: School, say: Say
) -> Suggestion:
    newcomer = workload.Newcomer(
        grade=student.grade if student else grade,
        language=language,
        student_id=student.student_id if student else "",
    )
    found = workload.suggest(
        school.office.staff,
        school.caseload.cases,
        newcomer,
        school.calendar,
        school.today,
        school.settings,
        say,
    )
    person = next((p for p in school.office.staff if p.email == found.email), None)
    return Suggestion(person, found.why)
