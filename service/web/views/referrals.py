"""Who decides about referrals: the home card, one referral, and the decision with undo.

A safety referral is shown to who reads it (the safeguarding lead, the deputy as alternate), and
what of it stands in Office says only that it is held.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from service.casework.records import Referral
from service.casework.referrals.safeguarding import is_about_adult
from service.casework.referrals.workload import candidates
from service.reconcile.context import GOOGLE_DOCS
from service.workbook.edits import CellValue
from service.workbook.look import RowSeen, WorkbookSeen
from service.workbook.records import read_restricted

from ..answering import (
    CASELOAD,
    DEPUTY,
    EVERYBODY,
    OFFICE,
    OFFICE_STAFF,
    RESTRICTED,
    SAFEGUARDING,
    Answer,
    CardRequest,
    Look,
    NotForYou,
    Unclear,
    action,
)
from ..cards.referrals import Desktop, desktop_card
from ..cards.today import Item, shown
from ..cards.widgets import button, buttons, card, open_link, section, text
from ..writing import Change, save
from .attention import visible
from .register_pages import ways_to_pages
from .register_papers import paper_section
from .register_sections import looked_at, sections_of
from .saved import CHECKS, Work, saved
from .today import away

READS_SAFETY = frozenset({SAFEGUARDING, DEPUTY})
DECIDE = OFFICE_STAFF | {SAFEGUARDING}
MOST = 20


@action("office_today", OFFICE_STAFF, OFFICE, also=(CASELOAD, RESTRICTED))
def office_today(request: CardRequest) -> Answer:
    """The home card of coordinator and deputy."""
    settled = {r.referral_id for r in _all_safety(request) if r.decision}
    open_ones = [
        r
        for r in request.office.without_roster.referrals
        if not r.decision and r.referral_id not in settled
    ]
    urgent = [r for r in open_ones if is_urgent(r, request)]
    calm = [r for r in open_ones if r not in urgent]
    safety = _open_safety(request) if request.person.role in READS_SAFETY else []
    desktop = Desktop(
        name=request.person.name,
        urgent=tuple(_item(r, request, icon="warning") for r in (*safety, *urgent)),
        waiting=tuple(_item(r, request) for r in calm[:MOST]),
        away=away(request),
        attention=len(visible(request)),
        sections=(
            *(each for each in sections_of(request, "office") if each),
            *(each for each in (paper_section(request, "office"),) if each),
            *ways_to_pages(request),
        ),
    )
    looks = _looks((*safety, *urgent, *calm[:MOST]))
    looks += tuple(Look(code, "office card") for code in looked_at(request, "office"))
    return Answer(desktop_card(desktop, request.say), looks=looks)


@action("safety_today", {SAFEGUARDING}, RESTRICTED, also=(CASELOAD,))
def safety_today(request: CardRequest) -> Answer:
    """The home card of the safeguarding lead: safety referrals that wait, and nothing of Office."""
    waiting = _open_safety(request)
    desktop = Desktop(
        name=request.person.name,
        urgent=tuple(_item(r, request, icon="warning") for r in waiting),
        waiting=(),
        away=away(request),
        attention=0,
        runs_the_office=False,
        sections=ways_to_pages(request),
    )
    return Answer(desktop_card(desktop, request.say), looks=_looks(waiting))


@action("accept", DECIDE, OFFICE, also=(RESTRICTED,), form="referral", alternate=True)
def accept(request: CardRequest) -> Answer:
    """A case for it, with this case manager."""
    chosen = request.asked.text("manager")
    person = request.office.person(chosen)
    if chosen and person not in candidates(request.office.staff, request.office.settings):
        raise Unclear(request.say("cards.problem.no_manager"), "manager")
    if chosen == request.person.email:
        raise Unclear(request.say("cards.problem.not_yourself"), "manager")
    cells: dict[str, CellValue] = {"decision": "Accept"}
    if chosen:
        cells["case_manager"] = chosen
    if brief := request.asked.text("brief"):
        cells["brief_for_case_manager"] = brief
    return _decide(request, cells)


@action("decline", DECIDE, OFFICE, also=(RESTRICTED,), form="referral", alternate=True)
def decline(request: CardRequest) -> Answer:
    """No case; the reason stays with it."""
    reason = request.asked.text("reason")
    if not reason:
        raise Unclear(request.say("cards.problem.no_reason"), "reason")
    return _decide(request, {"decision": "Decline", "reason": reason})


@action("need_more", DECIDE, OFFICE, also=(RESTRICTED,), form="referral", alternate=True)
def need_more(request: CardRequest) -> Answer:
    """Something must be asked first."""
    cells: dict[str, CellValue] = {"decision": "Need more"}
    if reason := request.asked.text("reason"):
        cells["reason"] = reason
    return _decide(request, cells)


@action("duplicate", DECIDE, OFFICE, also=(RESTRICTED,), form="referral", alternate=True)
def duplicate(request: CardRequest) -> Answer:
    """The same as another one."""
    same_as = request.asked.text("same_as")
    one = the_referral(request)
    if same_as not in {r.referral_id for r in readable(request) if may_be_same(r, one)}:
        raise Unclear(request.say("cards.problem.no_same"), "same_as")
    return _decide(request, {"decision": "Duplicate", "same_as": same_as})


@action("refer", EVERYBODY, OFFICE)
def refer(request: CardRequest) -> Answer:
    """The form, for whoever is worried: one way in for everybody, with its notice first."""
    say = request.say
    form = str(request.school.files()["forms"].get("inside", ""))
    crisis = request.office.settings.crisis
    made = card(
        say("cards.refer.title"),
        section(
            "",
            text(
                say("cards.refer.first", number=crisis.emergency_number, line=crisis.crisis_line),
                bold=True,
            ),
            text(say("cards.refer.how")),
            buttons(
                button(
                    say("cards.refer.open"),
                    open_link(_form_link(request, form)),
                    strong=True,
                )
                if form
                else None
            ),
        ),
        name="refer",
    )
    return Answer(made)


def _form_link(request: CardRequest, form: str) -> str:
    """Google leads from a form's file id to its respondents' page; the local Workspace serves that
    page itself."""
    local = request.school.settings.workspace_url
    return (
        f"{local}/forms/d/e/{form}/viewform" if local else f"{GOOGLE_DOCS}/forms/d/{form}/viewform"
    )


def may_be_same(other: Referral, one: Referral) -> bool:
    """Whether `one` may be a duplicate of it: of no bare row, and of none that is its own."""
    named = other.student or other.student_as_written
    return bool(named) and other.referral_id != one.referral_id and other.same_as != one.referral_id


def the_referral(request: CardRequest) -> Referral:
    """The referral that a button names or that is selected. Raises NotForYou."""
    wanted = request.asked.row
    found = [r for r in readable(request) if r.referral_id == wanted]
    # A safety referral has a bare row in Office too; who may read the whole one gets that.
    found.sort(key=lambda r: r.row.workbook != RESTRICTED)
    if not found:
        raise NotForYou
    return found[0]


def is_urgent(one: Referral, request: CardRequest) -> bool:
    """Whether somebody asked for the same day: the words of the form's first choice."""
    words = f"{one.our_urgency or one.urgency}".casefold()
    return any(word in words for word in request.say("cards.referral.urgent_words").split(", "))


def _decide(request: CardRequest, cells: dict[str, CellValue]) -> Answer:
    one = the_referral(request)
    if one.decision:
        raise Unclear(request.say("cards.problem.decided", decision=one.decision))
    book, tab = (
        (RESTRICTED, "safety_referrals")
        if one.row.workbook == RESTRICTED
        else (OFFICE, "referrals")
    )
    carried = save(request, book, Change(tab, one.referral_id, cells))
    said = request.say(
        "cards.saved.decided", referral=one.referral_id, decision=str(cells["decision"])
    )
    answer = saved(request, said, carried, back="home")
    return replace(answer, looks=(Look(one.referral_id, "referral decision"),))


def _looks(shown: Iterable[Referral]) -> tuple[Look, ...]:
    return tuple(Look(each.referral_id, "referral list") for each in shown)


def readable(request: CardRequest) -> tuple[Referral, ...]:
    found: tuple[Referral, ...] = ()
    if request.person.role in OFFICE_STAFF:
        found += request.office.without_roster.referrals
    return found + _safety(request)


def may_take_back(request: CardRequest, work: Work, code: str) -> None:
    """Whoever reads the referral now. Raises NotForYou."""
    found = {(each.row.workbook, each.referral_id) for each in readable(request)}
    if code or any((work["book"], row["row"]) not in found for row in work["rows"]):
        raise NotForYou


CHECKS.update(dict.fromkeys(("accept", "decline", "need_more", "duplicate"), may_take_back))


def with_safety(answer: Answer, request: CardRequest) -> Answer:
    """The home card of an alternate whose role reads no safety referrals otherwise, with those that
    wait for them first; any other card as it is."""
    if request.asked.action != "home" or request.person.role in READS_SAFETY:
        return answer
    waiting = _open_safety(request) if _is_alternate(request) else []
    if not waiting:
        return answer
    items = (shown(_item(each, request, icon="warning")) for each in waiting)
    first = section(request.say("cards.today.urgent"), *items)
    made = {**answer.card, "sections": [first, *answer.card["sections"]]}
    return replace(answer, card=made, looks=(*answer.looks, *_looks(waiting)))


def _safety(request: CardRequest) -> tuple[Referral, ...]:
    """The safety referrals that this person reads: those whose role it is, all but such where an
    adult at this school is part of the worry; these the alternate alone."""
    by_role, alternate = request.person.role in READS_SAFETY, _is_alternate(request)
    if not by_role and not alternate:
        return ()
    return tuple(
        each for each in _all_safety(request) if (alternate if is_about_adult(each) else by_role)
    )


def _is_alternate(request: CardRequest) -> bool:
    """The alternate of Settings, whatever their role; where there is none, the deputy."""
    alternate = request.office.settings.alternate_safeguarding_lead.casefold()
    if not alternate:
        return request.person.role == DEPUTY
    return request.person.email == alternate


def _all_safety(request: CardRequest) -> tuple[Referral, ...]:
    seen, office = request.reading.restricted or request.cache.book(RESTRICTED), request.office
    return read_restricted(seen, office.staff, request.say, office.today, office.zone).referrals


def _open_safety(request: CardRequest) -> list[Referral]:
    return [each for each in _safety(request) if not each.decision]


def _item(one: Referral, request: CardRequest, icon: str = "") -> Item:
    received = one.received.astimezone(request.office.zone) if one.received else None
    when = request.say("cards.access.when", at=received) if received else ""
    name = one.student or one.student_as_written or request.say("cards.referral.held")
    return Item(
        name,
        above=" · ".join(
            part for part in (one.referral_id, one.our_urgency or one.urgency) if part
        ),
        below=when,
        action="referral",
        row=one.referral_id,
        icon=icon or "inbox",
    )


def book_of(one: Referral, request: CardRequest) -> WorkbookSeen | None:
    return request.reading.restricted if one.row.workbook == RESTRICTED else request.office.seen


def row_of(one: Referral, request: CardRequest) -> RowSeen | None:
    seen = book_of(one, request)
    rows = seen.tabs[one.row.tab].rows if seen else ()
    return next((row for row in rows if row.text("referral_id") == one.referral_id), None)
