"""What cards show of services: on the case, in the day of who looks after it, and who never
answers."""

from __future__ import annotations

from collections.abc import Iterator

from ..cards import CardLine, CardSection
from ..records import StaffMember
from ..school import School
from .consent import has_ended, is_student_s_alone, may_leave
from .forms import FORMS
from .looks import STEPS, is_watched, look_waiting, looks_so_far, next_look
from .records import MADE, NO_ANSWER, NO_PLACE, NOT_NEEDED, WAITING, ServiceReferral
from .resources import fitting
from .rules import freshness

REFER, LOOK, _ = FORMS
ANOTHER = (NO_PLACE, NO_ANSWER)


def on_case(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """Every referral of the case, what is open first; below one that has no place, what fits."""
    found = [each for each in school.of(ServiceReferral) if each.code == code and each.resource]
    for each in sorted(
        found,
        key=lambda r: (not is_watched(r, school), -(r.made_on or school.today).toordinal()),
    ):
        yield _line(each, school, person)
        yield from _instead(each, school, person)


def to_look_at(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """Own referrals whose look has come, the longest waiting first."""
    waiting = [
        (day, each)
        for each in school.of(ServiceReferral)
        if (day := look_waiting(each, school)) is not None
    ]
    for _, each in sorted(waiting, key=lambda found: found[0]):
        yield _line(each, school, person, named=True)
        yield from _instead(each, school, person)


def never_answer(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """Resources that did not answer, or from which nothing was heard in all the looks, with how
    often: the most silent first. It names no student."""
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for each in school.of(ServiceReferral):
        if not each.resource or not is_watched(each, school):
            continue
        silent = each.status == NO_ANSWER or (
            each.status in ("", MADE, WAITING) and looks_so_far(each, school) >= len(STEPS)
        )
        if silent:
            key = " ".join(each.resource.casefold().split())
            names.setdefault(key, each.resource)
            counts[key] = counts.get(key, 0) + 1
    for key, count in sorted(counts.items(), key=lambda found: (-found[1], found[0])):
        yield CardLine(
            names[key], below=school.say("services.silent_times", count=count), icon="phone_missed"
        )


def _line(
    referral: ServiceReferral, school: School, person: StaffMember, named: bool = False
) -> CardLine:
    say = school.say
    case = school.case(referral.code)
    words = say(
        "services.line", resource=referral.resource, status=referral.status or say("services.made")
    )
    who = f"{case.student} · " if named and case is not None else ""
    may = person.role in LOOK.roles and LOOK.may(school, person, referral)
    return CardLine(
        words=words,
        above=who + _consent_words(referral, school),
        below=" · ".join(part for part in (_look_words(referral, school), referral.words) if part),
        code=referral.code,
        row=referral.row.row_id,
        action=LOOK.name if may else "",
        icon="handshake",
    )


def _look_words(referral: ServiceReferral, school: School) -> str:
    came, coming = look_waiting(referral, school), next_look(referral, school)
    if came is not None:
        return school.say("services.look_came", day=came)
    if coming is not None:
        return school.say("services.look_comes", day=coming)
    return referral.outcome


def _consent_words(referral: ServiceReferral, school: School) -> str:
    say = school.say
    if may_leave(referral, school.today):
        key = "alone" if is_student_s_alone(referral) else "written"
    elif has_ended(referral, school.today):
        key = "ended"
    else:
        key = "not_needed" if referral.consent == NOT_NEEDED else "missing"
    return say(f"services.consent.{key}")


def _instead(referral: ServiceReferral, school: School, person: StaffMember) -> Iterator[CardLine]:
    """What could be tried next, with a way to refer there."""
    if referral.status not in ANOTHER or not is_watched(referral, school):
        return
    for resource in fitting(referral, school)[:1]:
        facts = (resource.kind, resource.ages, ", ".join(resource.languages), resource.cost)
        may = person.role in REFER.roles and REFER.may(school, person, None)
        yield CardLine(
            school.say("services.instead", resource=resource.name),
            above=" · ".join(each for each in facts if each),
            below=freshness(resource, school),
            code=referral.code,
            row=referral.row.row_id,
            action=REFER.name if may else "",
            icon="alt_route",
        )


def asks_for_another(school: School) -> bool:
    """Whether cards have to look at the Shelf: something could be proposed."""
    return any(each.status in ANOTHER for each in school.of(ServiceReferral))


SECTIONS = (
    CardSection("case", "services", "services.section", on_case),
    CardSection("today", "services", "services.to_look_at", to_look_at),
    CardSection("office", "services", "services.never_answer", never_answer),
)
