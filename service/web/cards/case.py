"""One student's case on one card. What a field's right does not allow is not in the facts."""

from __future__ import annotations

from dataclasses import dataclass

from service.casework.wants import Say

from .widgets import Json, ask, button, buttons, card, line, open_link, picture, section, text


@dataclass(frozen=True, slots=True)
class GoalLine:
    """`verdict` is the four-point rule's word; `chart` a data URL or ""."""

    goal: str
    numbers: str
    verdict: str
    row: str
    chart: str = ""
    chart_says: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Something with a line above and below; `row` opens its entry where there is one."""

    words: str
    above: str = ""
    below: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Empty = nothing there, or not for this person. `may_do`: whether the buttons that change
    something are shown."""

    code: str
    student: str
    who: str  # grade, status, case manager, in one line
    support: str = ""
    flags: tuple[str, ...] = ()
    why: tuple[Json, ...] = ()  # what the referrals say that led to it
    first_talk: str = ""  # the row of the First Talk that the case waits for
    coming: tuple[Line, ...] = ()
    needs: str = ""
    strengths: str = ""
    goals: tuple[GoalLine, ...] = ()
    may_chart: bool = False
    actions: tuple[Line, ...] = ()
    accommodations: tuple[Line, ...] = ()
    things: tuple[str, ...] = ()
    team: tuple[Line, ...] = ()
    contacts: tuple[Line, ...] = ()
    told: str = ""
    plans: tuple[str, ...] = ()
    no_plan: str = ""
    progress_sheet: str = ""
    may_measure: bool = False
    may_do: bool = False
    may_see_accesses: bool = False
    may_see_record: bool = False
    waits: tuple[Line, ...] = ()  # what is not handed on yet; `row` of the person
    sections: tuple[Json, ...] = ()  # what registers show, drawn
    offers: tuple[Json, ...] = ()  # buttons of their forms


def case_card(case: CaseFacts, say: Say) -> Json:
    return card(
        case.student,
        section(
            "",
            line(case.who, below=case.support),
            *_flags(case, say),
            _do(case, say),
            buttons(*case.offers),
        ),
        section(say("cards.case.coming"), *_entries(case.coming, case.code)),
        section(say("cards.why.title"), *case.why, open_first=3),
        section(
            say("cards.case.about"),
            line(case.strengths, say("cards.case.strengths")) if case.strengths else None,
            line(case.needs, say("cards.case.needs")) if case.needs else None,
            line(case.told, say("cards.case.told")) if case.told else None,
        ),
        section(say("cards.case.goals"), *_goals(case, say)),
        section(say("cards.case.actions"), *(_plain(each) for each in case.actions)),
        section(say("cards.case.accommodations"), *(_plain(each) for each in case.accommodations)),
        *case.sections,
        section(say("cards.case.things"), *_things(case, say)),
        section(say("cards.case.team"), *(_plain(each) for each in case.team), open_first=3),
        section(say("cards.case.contacts"), *_contacts(case)),
        section(say("cards.case.papers"), *_papers(case, say)),
        subtitle=case.code,
        name="case",
    )


def _flags(case: CaseFacts, say: Say) -> list[Json]:
    return [line(flag, say("cards.case.flag"), icon="warning") for flag in case.flags]


def _do(case: CaseFacts, say: Say) -> Json | None:
    if not case.may_do:
        return None
    names = ("log_contact", "schedule", "add_measurement", "add_thing")
    talk = ask("first_talk", row=case.first_talk, code=case.code)
    return buttons(
        button(say("cards.do.first_talk"), talk, strong=True) if case.first_talk else None,
        *(
            button(say(f"cards.do.{name}"), ask(name, code=case.code))
            for name in names
            if name != "add_measurement" or case.may_measure
        ),
    )


def _entries(entries: tuple[Line, ...], code: str) -> list[Json]:
    return [
        line(
            each.words,
            each.above,
            each.below,
            ask("entry", row=each.row, code=code) if each.row else None,
            icon="schedule",
        )
        for each in entries
    ]


def _contacts(case: CaseFacts) -> list[Json]:
    """What was said, each to be corrected by whoever may."""
    return [
        line(
            each.words,
            each.above,
            each.below,
            ask("entry", row=each.row, code=case.code) if case.may_do and each.row else None,
        )
        for each in case.contacts
    ]


def _goals(case: CaseFacts, say: Say) -> list[Json | None]:
    found: list[Json | None] = []
    for goal in case.goals:
        found.append(line(goal.goal, goal.verdict, goal.numbers))
        if goal.chart:
            found.append(picture(goal.chart, goal.chart_says))
    if case.goals and case.may_chart and not any(goal.chart for goal in case.goals):
        chart = button(say("cards.case.show_charts"), ask("charts", code=case.code))
        found.append(buttons(chart))
    return found


def _things(case: CaseFacts, say: Say) -> list[Json | None]:
    if not case.may_do:
        return [text("\n".join(case.things))] if case.things else []
    return [
        line(
            thing,
            button=button(
                say("cards.do.tick"),
                ask("tick_thing", code=case.code, thing=thing),
                says=say("cards.do.tick_says", thing=thing),
            ),
        )
        for thing in case.things
    ]


def _papers(case: CaseFacts, say: Say) -> list[Json | None]:
    made: list[Json | None] = [
        line(say("cards.case.plan", number=number), click=open_link(link), icon="description")
        for number, link in enumerate(case.plans, 1)
    ]
    if case.no_plan:
        made.append(text(case.no_plan))
    if case.progress_sheet:
        label = say("cards.case.progress_sheet")
        made.append(line(label, click=open_link(case.progress_sheet), icon="show_chart"))
    made += [
        line(each.words, below=each.below, click=ask("hand_on", row=each.row, code=case.code))
        for each in case.waits
    ]
    refresh = button(say("cards.do.refresh_plan"), ask("refresh_plan", code=case.code))
    record = button(say("cards.do.accesses"), ask("access", code=case.code))
    whole = button(say("cards.do.whole_record"), ask("whole_record", code=case.code))
    made.append(
        buttons(
            refresh if case.may_do else None,
            record if case.may_see_accesses else None,
            whole if case.may_see_record else None,
        )
    )
    return made


def _plain(each: Line) -> Json:
    return line(each.words, each.above, each.below)
