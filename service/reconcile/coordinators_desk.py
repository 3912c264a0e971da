"""What lies on the coordinator's desk in one round, and where a First Talk would fit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from service.casework import workload
from service.casework.booking import Booking, first_free_slot
from service.casework.desk import Desk, FirstTalk, Suggestion
from service.casework.records import Busy, RosterStudent, RowRef
from service.casework.wants import Say
from service.casework.working_hours import parse_working_hours

from .house import House
from .observe import Observed
from .picture import Picture


def lay_desk(
    observed: Observed,
    picture: Picture,
    house: House,
    *,
    link: Callable[[RowRef], str],
    code_for: Callable[[str], str],
    done: Collection[str],
    sent: Mapping[str, datetime],
    picks: Mapping[str, str],
) -> Desk:
    """The desk as casework knows it: the school so far, and what happened already."""
    return Desk(
        now=observed.now,
        settings=picture.settings,
        calendar=picture.calendar,
        say=house.say,
        speak=house.speak,
        link=link,
        code_for=code_for,
        roster=picture.roster,
        suggest=lambda student, grade, language: _suggest(
            student, grade, language, picture, house.say
        ),
        first_talk_minutes=house.kinds["First Talk"].minutes,
        staff=picture.office.staff,
        cases=picture.caseload.cases,
        referrals=(*picture.office.referrals, *picture.restricted.referrals),
        diary=picture.caseload.diary,
        done=done,
        sent=sent,
        picks=picks,
    )


def find_slot(
    talk: FirstTalk, busy: Iterable[Busy], picture: Picture, now: datetime, say: Say
) -> Booking:
    """A free slot in its owner's working hours, beside what is in the calendar and the Diary."""
    owner = talk.request.owner
    person = next((p for p in picture.office.staff if p.email == owner), None)
    hours = (person.working_hours if person else "") or picture.settings.working_hours
    return first_free_slot(
        [*busy, *_planned_by(owner, picture)],
        parse_working_hours(hours),
        picture.calendar,
        who=owner,
        minutes=talk.request.minutes,
        first_day=talk.request.first_day,
        last_day=talk.request.last_day,
        now=now,
        time_zone=picture.settings.time_zone,
        lead_hours=picture.settings.no_booking_within_hours,
        say=say,
    )


def _planned_by(owner: str, picture: Picture) -> Iterator[Busy]:
    """What is planned in the Diary and perhaps not in the calendar yet."""
    managers = {case.code: case.case_manager for case in picture.caseload.cases}
    for entry in picture.caseload.diary:
        if entry.status == "Planned" and entry.day and entry.start:
            begin = datetime.combine(entry.day, entry.start, picture.zone)
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
    student: RosterStudent | None, grade: str, language: str, picture: Picture, say: Say
) -> Suggestion:
    newcomer = workload.Newcomer(
        grade=student.grade if student else grade,
        language=language,
        student_id=student.student_id if student else "",
    )
    found = workload.suggest(
        picture.office.staff,
        picture.caseload.cases,
        newcomer,
        picture.calendar,
        picture.today,
        picture.settings,
        say,
    )
    person = next((p for p in picture.office.staff if p.email == found.email), None)
    return Suggestion(person, found.why)
