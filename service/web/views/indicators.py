"""Indicators on cards: why a student is suggested, and what people decide about it."""

from __future__ import annotations

from service.casework.records import DATA
from service.casework.school import School
from service.casework.signals.records import NOT_NOW, REFER, SUPPORTED, Suggestion
from service.casework.signals.register import SIGNALS
from service.casework.signals.sections import marked, suggestion_line, waiting

from ..answering import (
    COORDINATOR,
    DEPUTY,
    OFFICE,
    Answer,
    CardRequest,
    NotForYou,
    Unclear,
    action,
)
from ..cards.forms import form_card
from ..cards.widgets import (
    Json,
    ask,
    button,
    buttons,
    card,
    choose,
    line,
    open_link,
    section,
    text,
    write,
)
from ..school_view import office_school, registers_of
from ..writing import Change, save
from .saved import saved

DECIDERS = {COORDINATOR, DEPUTY}
SHOWN, AT_ONCE = 40, 80
DECISIONS = (REFER, NOT_NOW, SUPPORTED)


@action("indicators", DECIDERS, OFFICE)
def indicators(request: CardRequest) -> Answer:
    """All that waits to be decided, and how the school's counts come in."""
    school, say = _school(request), request.say
    rows = waiting(school)
    lines = [_line(each, request) for each in rows[:SHOWN]]
    if len(rows) > SHOWN:
        lines.append(text(say("signals.more", count=len(rows) - SHOWN)))
    unsaid = len(marked(school))
    made = card(
        say("signals.suggestions"),
        section(
            "",
            text(say("signals.hint")),
            buttons(
                button(say("cards.do.not_now_all"), ask("not_now_all"), strong=True)
                if unsaid
                else None,
                button(say("cards.do.back"), ask("home")),
            ),
        ),
        section("", *(lines or [text(say("signals.nothing_waits"))]), open_first=10),
        section(say("signals.ways.title"), text(say("signals.ways.text")), _to_data(request)),
        name="indicators",
    )
    return Answer(made)


@action("indicator", DECIDERS, OFFICE)
def indicator(request: CardRequest) -> Answer:
    """Why this student: what was counted, and what people decide."""
    return Answer(_why(_one(request), request))


@action("indicator_save", DECIDERS, OFFICE)
def indicator_save(request: CardRequest) -> Answer:
    """Keep what was decided; the next sync does the rest."""
    one, say = _one(request), request.say
    decision, reason = request.asked.text("decision"), request.asked.text("reason")
    if decision not in DECISIONS:
        raise Unclear(say("signals.no_decision"))
    if decision == NOT_NOW and not reason:
        raise Unclear(say("signals.no_reason.why"))
    cells = {"decision": decision, "reason": reason or None}
    carried = save(request, OFFICE, Change("indicators", one.row.row_id, cells))
    return saved(request, say("cards.saved.indicator"), carried, back="indicators")


@action("not_now_all", DECIDERS, OFFICE)
def not_now_all(request: CardRequest) -> Answer:
    """One reason for all that is marked Not now on the tab, and says none."""
    rows, say = marked(_school(request)), request.say
    names = ", ".join(dict.fromkeys(row.called for row in rows[:AT_ONCE]))
    made = form_card(
        say("cards.do.not_now_all"),
        [write("reason", say("signals.reason"), long=True)],
        ask("not_now_all_save"),
        say,
        about=names,
        hint=say("cards.hint.not_now_all", count=len(rows)),
        back=ask("indicators"),
    )
    return Answer(made)


@action("not_now_all_save", DECIDERS, OFFICE)
def not_now_all_save(request: CardRequest) -> Answer:
    """The reason goes into each of them; so many at once, and the rest with another click."""
    rows, say = marked(_school(request)), request.say
    reason = request.asked.text("reason")
    if not reason:
        raise Unclear(say("signals.no_reason.why"))
    changes = [Change("indicators", row.row.row_id, {"reason": reason}) for row in rows[:AT_ONCE]]
    carried = save(request, OFFICE, *changes) if changes else ""
    said = say("cards.saved.not_now_all", count=len(changes))
    return saved(request, said, carried, back="indicators")


def _school(request: CardRequest) -> School:
    """The records of Office, no case's. Raises NotForYou where the module is off."""
    if SIGNALS not in registers_of(request) or "indicators" not in request.office.seen.tabs:
        raise NotForYou
    return office_school(request)


def _one(request: CardRequest) -> Suggestion:
    row = request.asked.row
    found = [each for each in _school(request).of(Suggestion) if each.row.row_id == row]
    if len(found) != 1 or not row:
        raise NotForYou
    return found[0]


def _why(one: Suggestion, request: CardRequest) -> Json:
    say, school = request.say, _school(request)
    others = [
        each
        for each in school.of(Suggestion)
        if each.student_id == one.student_id and each.row.row_id != one.row.row_id
    ]
    choices = [("–", ""), *((each, each) for each in DECISIONS)]
    return card(
        say("signals.why"),
        section(
            "",
            line(one.called, say("signals.above", indicator=one.indicator, level=one.level)),
            text(one.what_was_counted),
            text(say("signals.since", day=one.since)) if one.since else None,
            *(_line(each, request) for each in others),
        ),
        section(
            "",
            choose("decision", say("signals.decision"), choices, one.decision),
            write("reason", say("signals.reason"), one.reason, long=True),
            buttons(
                button(
                    say("cards.do.save"), ask("indicator_save", row=one.row.row_id), strong=True
                ),
                button(say("cards.do.back"), ask("indicators")),
            ),
        ),
        name="indicator",
    )


def _line(each: Suggestion, request: CardRequest) -> Json:
    shown = suggestion_line(each, _school(request))
    click = ask("indicator", row=each.row.row_id)
    return line(shown.words, shown.above, shown.below, click, icon=shown.icon)


def _to_data(request: CardRequest) -> Json | None:
    file_id = request.school.files()["workbooks"].get(DATA)
    if not file_id:
        return None
    address = request.context.links.file("progress_sheet", file_id)
    return buttons(button(request.say("signals.ways.open"), open_link(address)))
