"""Cracks as one list: to a case manager their own, to who coordinates everybody's.

Who may not see that a student has what a line is about sees how many there are, and whose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from service.casework.crack import KINDS, Crack, OpenQuestion, cracks_of, for_coordinator
from service.casework.records import Referral
from service.reconcile.reporting.open_questions import open_questions

from ..answering import CASE_MANAGER, OFFICE_STAFF, Answer, CardRequest, Look, action
from ..cards.widgets import Json, ask, button, buttons, card, line, section, text
from ..school_view import registers_of, school_of

MOST = 60  # lines of one card
ICONS = {
    "no_student_contact": "hourglass_empty",
    "no_family_contact": "family_restroom",
    "unassigned": "person_off",
    "no_plan": "edit_note",
    "deadline": "event_busy",
    "question": "help",
    "referral": "inbox",
    "not_read": "menu_book",
    "service": "handshake",
    "uncovered": "event_busy",
}


@action("cracks", OFFICE_STAFF | {CASE_MANAGER})
def cracks(request: CardRequest) -> Answer:
    """The list, the longest first."""
    say, found = request.say, cracks_for(request)
    named, counted = _by_right(found, request)
    lines = [_line(each, request) for each in named[:MOST]]
    lines += _counted(counted, request)
    left = len(named) - MOST
    made = card(
        say("cards.cracks.title"),
        section("", text(say(_hint(request))), buttons(button(say("cards.do.back"), ask("home")))),
        section(
            "",
            *(lines or [text(say("cards.cracks.none"))]),
            text(say("cards.cracks.more", count=left)) if left > 0 else None,
            open_first=12,
        ),
        name="cracks",
    )
    codes = {each.code for each in named[:MOST] if each.code}
    looks = tuple(Look(code, "cracks card") for code in sorted(codes))
    return Answer(made, looks=looks)


def cracks_for(request: CardRequest) -> tuple[Crack, ...]:
    """Those that this person sees today."""
    if request.person.role == CASE_MANAGER:
        people = {request.person.email, *request.covers_for}
        return tuple(each for each in _all(request, request.own_codes()) if each.whose in people)
    school_codes = [case.code for case in request.caseload.cases if case.is_open and case.code]
    found = _all(request, school_codes)
    school = school_of(request, ())
    return for_coordinator(found, school, request.office.today)


def _all(request: CardRequest, codes: Iterable[str]) -> tuple[Crack, ...]:
    office, caseload = request.office, request.caseload.seen
    school = school_of(request, codes)
    questions = (
        *open_questions(caseload, office.staff, office.today),
        *open_questions(office.seen, office.staff, office.today),
    )
    more = {OpenQuestion: questions, Referral: office.without_roster.referrals}
    school = replace(school, records={**school.records, **more})
    return cracks_of(school, registers_of(request))


def _by_right(found: tuple[Crack, ...], request: CardRequest) -> tuple[list[Crack], list[Crack]]:
    """Those that this person may read by name, and those that are only counted. A line about no
    student names a colleague, or a referral by its number."""
    files = request.caseload.files(each.code for each in found if each.code)
    fields = {file.case.code: request.fields(file) for file in files}
    named: list[Crack] = []
    counted: list[Crack] = []
    for each in found:
        may = not each.code or each.right in fields.get(each.code, ())
        (named if each.who and may else counted).append(each)
    return named, counted


def _line(crack: Crack, request: CardRequest) -> Json:
    click = ask("case", code=crack.code) if crack.code else None
    if crack.kind == "referral":
        click = ask("referral", row=crack.who)
    return line(
        crack.who,
        above=request.say(f"cracks.kind.{crack.kind}"),
        below=_since(crack, request),
        click=click,
        icon=ICONS[crack.kind],
    )


def _counted(cracks: Iterable[Crack], request: CardRequest) -> Iterator[Json]:
    """How many of a kind, and whose, where no name is to be shown."""
    oldest: dict[tuple[str, str], Crack] = {}
    counts: Counter[tuple[str, str]] = Counter()
    for each in cracks:
        counts[each.kind, each.whose] += 1
        oldest.setdefault((each.kind, each.whose), each)
    for (kind, _), each in sorted(oldest.items(), key=lambda of: KINDS.index(of[0][0])):
        yield line(
            request.say(f"cracks.count.{kind}", count=counts[kind, each.whose]),
            below=_since(each, request),
            click=ask("attention") if kind == "question" else None,
            icon=ICONS[kind],
        )


def _since(crack: Crack, request: CardRequest) -> str:
    """How long, and with whom where that is not who asks."""
    office, say = request.office, request.say
    days = (office.today - crack.since).days
    key = "cracks.since_today" if days == 0 else "cracks.since"
    said = say(key, day=crack.since, days=days)
    whose = office.name(crack.whose) if crack.whose not in ("", request.person.email) else ""
    return " · ".join(part for part in (said, whose) if part)


def _hint(request: CardRequest) -> str:
    own = request.person.role == CASE_MANAGER
    return "cards.cracks.hint_own" if own else "cards.cracks.hint"
