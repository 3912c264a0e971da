"""Referrals: from a form response to a case, or to an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from ..records import OFFICE, RESTRICTED, DiaryEntry, Problem, Referral, RosterStudent
from ..register import Register
from ..school import School
from ..wants import Want, WantedAppointment, WantedMessage
from . import coordinator_decision, intake, triage, workload
from .context import FirstTalk, ReferralContext, Suggestion, Wanted
from .first_talk import FIRST_TALK, diary_row, no_slot
from .waiting import waiting


class PicksByProblem(Mapping[str, str]):
    """What was picked, by the problem's own key; the sheet knows only the key's hash."""

    def __init__(self, school: School) -> None:
        self._ask = school.ask

    def __getitem__(self, problem_key: str) -> str:
        picked = self._ask.pick(problem_key)
        if not picked:
            raise KeyError(problem_key)
        return picked

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return int(self._ask.any_picks)


def referral_context(school: School) -> ReferralContext:
    """What referral rules look at: the school so far, and what happened already."""
    return ReferralContext(
        now=school.now,
        settings=school.settings,
        calendar=school.calendar,
        say=school.say,
        speak=school.ask.speak,
        link=school.ask.link,
        code_for=school.ask.case_code,
        roster=school.roster,
        suggest=partial(_suggest, school),
        first_talk_minutes=school.ask.kinds[FIRST_TALK].minutes,
        staff=school.staff,
        cases=school.cases,
        referrals=school.of(Referral),
        diary=school.of(DiaryEntry),
        done=school.ask.done,
        sent=school.ask.sent,
        picks=PicksByProblem(school),
    )


def received(school: School) -> Iterator[Want | Problem]:
    """Every form response becomes a referral, once. Its acknowledgement waits until the row is
    looked at beside all others (`attended`): so many go out in a day."""
    context = referral_context(school)
    for response in school.ask.responses:
        number = school.ask.referral_number(response.form, response.response_id)
        for want in _in_order(intake.receive(response, number, context), context):
            if not (isinstance(want, WantedMessage) and want.key.startswith("ack:")):
                yield want


def attended(school: School) -> Iterator[Want | Problem]:
    """What referrals need until they are decided."""
    context = referral_context(school)
    yield from _in_order(triage.attend(context), context)


def decided(school: School) -> Iterator[Want | Problem]:
    """What the coordinator's word sets in motion."""
    context = referral_context(school)
    yield from _in_order(coordinator_decision.decide(context), context)


def _in_order(wanted: Wanted, context: ReferralContext) -> Iterable[Want | Problem]:
    yield from wanted.rows
    yield from wanted.messages
    yield from wanted.cells
    yield from wanted.events
    for talk in wanted.first_talks:
        yield _appointment(talk, context)
    yield from wanted.problems


def _appointment(talk: FirstTalk, context: ReferralContext) -> WantedAppointment:
    return WantedAppointment(
        talk.request,
        row_at=lambda slot: diary_row(talk, slot),
        no_slot=lambda why: no_slot(talk, why, context),
    )


def _suggest(
    school: School, student: RosterStudent | None, grade: str, language: str
) -> Suggestion:
    newcomer = workload.Newcomer(
        grade=student.grade if student else grade,
        language=language,
        student_id=student.student_id if student else "",
    )
    found = workload.suggest(
        school.staff,
        school.cases,
        newcomer,
        school.calendar,
        school.today,
        school.settings,
        school.say,
        enrolled=len(school.of(RosterStudent)),
    )
    person = next((p for p in school.staff if p.email == found.email), None)
    return Suggestion(person, found.why)


def factors(school: School) -> Iterator[Problem]:
    """Students whose factor the school's way of counting needs and cannot read."""
    return workload.factor_questions(school.cases, school.settings, school.say)


REFERRALS = Register(
    name="referrals",
    tabs=((OFFICE, "referrals"), (RESTRICTED, "safety_referrals")),
    records={"referrals": Referral, "safety_referrals": Referral},
    rules=(received, attended, decided),
    figures=(factors,),
    cracks=waiting,
)
