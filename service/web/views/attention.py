"""Attention on cards: a case manager's own questions; for the coordinator those of everybody,
among them changes in Team that would let somebody see more."""

from __future__ import annotations

from service.reconcile.card_words import said_on_card

from ..answering import (
    CASE_MANAGER,
    CASELOAD,
    COORDINATOR,
    DEPUTY,
    OFFICE,
    Answer,
    CardRequest,
    Look,
    NotForYou,
    Unclear,
    action,
)
from ..cards.attention import attention_card, question_card
from ..cards.widgets import Json, ask, line, open_link
from ..writing import Change, save
from .attention_rows import AttentionQuestion, codes_in, questions
from .saved import CHECKS, Work, saved

MAY_PICK = {CASE_MANAGER, COORDINATOR, DEPUTY}


@action("attention", MAY_PICK)
def attention(request: CardRequest) -> Answer:
    """The list behind the number."""
    shown = visible(request)
    items = [(_line(each, request), bool(each.choices and not each.pick)) for each in shown]
    looks = tuple(Look(code, "attention list") for code in sorted(codes_in(shown, request)))
    return Answer(attention_card(items, request.say), looks=looks)


@action("question", MAY_PICK)
def question(request: CardRequest) -> Answer:
    """One question, with its choices."""
    one = _one(request)
    card = question_card(
        one.what,
        one.student,
        one.why,
        one.where,
        one.link,
        one.row_id,
        one.choices,
        one.pick,
        request.say,
    )
    looks = tuple(Look(code, "attention question") for code in codes_in((one,), request))
    return Answer(card, looks=looks)


@action("pick", MAY_PICK, form="question")
def pick(request: CardRequest) -> Answer:
    """Write the choice under Pick; the sync acts on it."""
    one, chosen = _one(request), request.asked.text("pick")
    if chosen not in one.choices:
        raise Unclear(request.say("cards.problem.no_pick"), "pick")
    carried = save(request, one.book, Change("attention", one.row_id, {"pick": chosen}))
    keys, who = request.school.keys, request.person.email
    request.school.ledger.agree([said_on_card(keys, one.row_id, "pick", chosen, who)])
    answer = saved(
        request, request.say("cards.saved.picked", pick=chosen), carried, back="attention"
    )
    looks = tuple(Look(code, "attention choice") for code in codes_in((one,), request))
    return Answer(answer.card, True, answer.note, looks)


def _may_unpick(request: CardRequest, work: Work, code: str) -> None:
    """Whose question it is. One that is settled by then has gone, and with it what was picked."""
    shown = {(each.book, each.row_id) for each in visible(request)}
    if any((work["book"], row["row"]) not in shown for row in work["rows"]):
        raise Unclear(request.say("cards.problem.changed_since"))


CHECKS["pick"] = _may_unpick


def visible(request: CardRequest) -> tuple[AttentionQuestion, ...]:
    """Whose questions this person settles: the own ones and those of whom they stand in for; the
    coordinator everybody's, the own ones first; the deputy those of the Office workbook."""
    say, office, role = request.say, request.office, request.person.role
    today, staff = office.today, office.staff
    in_caseload = questions(request.caseload.seen, say, today, staff) if role != DEPUTY else ()
    if role == CASE_MANAGER:
        people = {request.person.email, *request.covers_for}
        return tuple(each for each in in_caseload if each.whose in people)
    shown = (*in_caseload, *questions(office.seen, say, today, staff))
    return tuple(sorted(shown, key=lambda each: each.whose != request.person.email))


def _one(request: CardRequest) -> AttentionQuestion:
    row = request.asked.row
    found = next((each for each in visible(request) if each.row_id == row), None)
    if found is None or found.book not in (CASELOAD, OFFICE):
        raise NotForYou
    return found


def _line(each: AttentionQuestion, request: CardRequest) -> Json:
    click = ask("question", row=each.row_id)
    if not each.choices and each.link:
        click = open_link(each.link)
    above = " · ".join(part for part in (each.student, each.where) if part)
    return line(each.what, above, each.why, click, icon="help" if each.choices else "edit")
