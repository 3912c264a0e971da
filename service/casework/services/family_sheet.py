"""What a home may read of its services: whom to call and how to apply, in its language.

One paper for each home that may have one, with nothing that another home or the student alone
consented to, and only what a written consent in force lets leave the school. It is shared with the
case manager, who hands it on. Its words are the wording's of the home's language; where there is
none, the school's, with a line about an interpreter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..document_types import DocumentType
from ..family_readers import homes, readers
from ..households import Household
from ..masking.household_copies import seen_from
from ..records import SHELF, Case, TeamMember
from ..school import School
from ..wants import Say, WantedDocument, WantedShare
from .consent import home_of, may_leave
from .records import CONNECTED, MADE, WAITING, Resource, ServiceReferral
from .resources import called

KIND = "service_sheet"
TOLD = ("", MADE, WAITING, CONNECTED)  # of which a family has something to do


@dataclass(frozen=True, slots=True)
class SheetService:
    """One service: what it is called, its kind, and lines about how to get there."""

    name: str
    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetContent:
    """What the template of a family's sheet gets, in the family's language."""

    case_code: str
    version: int
    title: str
    intro: str
    services: tuple[SheetService, ...]
    questions: str
    interpreter: str
    page_word: str
    of_word: str


def wanted_sheets(school: School) -> Iterator[WantedDocument]:
    """A sheet for each home with a service that it may read of. While the Shelf is not read,
    every sheet stays as it is."""
    if SHELF not in school.files:
        return
    told: dict[str, list[ServiceReferral]] = {}
    for referral in school.of(ServiceReferral):
        may = may_leave(referral, school.today) and referral.status in TOLD and referral.resource
        if referral.code and may:
            told.setdefault(referral.code, []).append(referral)
    for code, referrals in sorted(told.items()):
        case = school.case(code)
        if case is not None and case.is_open:
            team = [each for each in school.of(TeamMember) if each.code == code]
            yield from _of_case(case, referrals, team, school)


def _of_case(
    case: Case, referrals: Iterable[ServiceReferral], team: list[TeamMember], school: School
) -> Iterator[WantedDocument]:
    own = [(referral, home_of(referral, team, school.say)) for referral in referrals]
    staff = {person.email for person in school.staff}
    writers = {case.case_manager} & staff if case.is_confirmed else set()
    for home in homes(team, school.say):
        theirs = [r for r, at in own if at is not None and at.letter == home.letter]
        if not theirs:
            continue
        yield WantedDocument(
            code=case.code,
            kind=KIND,
            household=home.letter,
            title=school.say("services.sheet.file", code=case.code, home=home.letter),
            content=_content(case, theirs, home, team, school),
            shares=tuple(WantedShare(email, "writer") for email in sorted(writers)),
            because=school.say("services.sheet.because", code=case.code),
        )


def _content(
    case: Case,
    referrals: Iterable[ServiceReferral],
    home: Household,
    team: list[TeamMember],
    school: School,
) -> SheetContent:
    wanted = next((m.language for m in readers(home, school.say) if m.language.strip()), "")
    say = school.ask.speak(wanted)
    names = {name.strip().casefold() for name in say("language.names").split(",")}
    is_spoken = not wanted or wanted.strip().casefold() in names
    mask = seen_from(home, case, team, school.staff, school.say, school.settings).mask
    known = school.of(Resource)
    found = {
        (resource.name if (resource := called(each.resource, known)) else each.resource): each
        for each in referrals
    }
    phone = school.settings.school_phone
    return SheetContent(
        case_code=case.code,
        version=1,
        title=say("services.sheet.title"),
        intro=say("services.sheet.intro"),
        services=tuple(
            _service(called(name, known) or Resource(each.row, mask(name)), say)
            for name, each in sorted(found.items())
        ),
        questions=say("services.sheet.questions", phone=phone) if phone else "",
        interpreter="" if is_spoken else say("services.sheet.interpreter", language=wanted),
        page_word=say("services.sheet.page"),
        of_word=say("services.sheet.of"),
    )


def _service(resource: Resource, say: Say) -> SheetService:
    facts = (
        ("apply", resource.how_to_apply),
        ("phone", resource.phone),
        ("link", resource.link),
        ("cost", resource.cost),
        ("languages", ", ".join(resource.languages)),
    )
    return SheetService(
        name=resource.name,
        kind=say("services.sheet.kind", kind=resource.kind) if resource.kind else "",
        lines=tuple(say(f"services.sheet.{key}", what=what) for key, what in facts if what.strip()),
    )


_ONE = SheetService("Harbor Clinic", "Therapy", ("Call first.",))
_ALL = SheetContent("C-0000", 2, "Services", "Whom to call", (_ONE,), "Ask us", "?", "page", "of")
_NOTHING = SheetContent("C-0000", 1, "", "", (), "", "", "", "")
SHEET = DocumentType(KIND, wanted_sheets, (_ALL, _NOTHING))
