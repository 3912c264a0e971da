"""What cards show of decisions: on the case, and in the day of who is asked."""

from __future__ import annotations

from collections.abc import Iterator

from ..cards import CardLine, CardSection
from ..records import StaffMember
from ..school import School
from .forms import FORMS
from .records import Decision
from .what_counts import answer_by, has_word, is_decided, is_open, is_overdue


def on_case(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """Every decision about the case, the newest first."""
    found = [each for each in school.of(Decision) if each.code == code and each.what]
    for each in sorted(found, key=lambda d: d.proposed_on or school.today, reverse=True):
        yield _line(each, school, person)


def asked_of_me(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """Decisions that wait for this person's word, the most urgent first."""
    waiting = [
        each
        for each in school.of(Decision)
        if each.what
        and is_open(each, school)
        and not has_word(each, school)
        and school.manager_of(each.code) == person.email
    ]
    for each in sorted(waiting, key=lambda d: answer_by(d, school) or school.today):
        yield _line(each, school, person)


def waiting(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """For head and coordinator: what is not decided yet."""
    found = [each for each in school.of(Decision) if each.what and is_open(each, school)]
    for each in sorted(found, key=lambda d: answer_by(d, school) or school.today):
        yield _line(each, school, person)


def how_to_ask(school: School, person: StaffMember, code: str) -> Iterator[CardLine]:
    """Where the head finds the button: it stands on the student's card."""
    yield CardLine(school.say("decision.how_to_ask"), icon="contact_support")


def _line(decision: Decision, school: School, person: StaffMember) -> CardLine:
    say = school.say
    case = school.case(decision.code)
    form = next(
        (
            form.name
            for form in FORMS
            if not form.new and person.role in form.roles and form.may(school, person, decision)
        ),
        "",
    )
    return CardLine(
        words=say("decision.line", what=decision.what, student=case.student if case else ""),
        above=_standing(decision, school),
        below=decision.why,
        code=decision.code,
        row=decision.row.row_id,
        action=form,
        icon="priority_high" if is_overdue(decision, school) else "gavel",
    )


def _standing(decision: Decision, school: School) -> str:
    """ "Asked for · answer by Thu 3 Dec", "Agree if (typed)", "Decided: Yes"."""
    say = school.say
    parts = []
    if decision.case_manager_says:
        key = "decision.says" if has_word(decision, school) else "decision.says_typed"
        parts.append(say(key, says=decision.case_manager_says))
    elif (due := answer_by(decision, school)) is not None:
        key = "decision.no_word_since" if is_overdue(decision, school) else "decision.answer_by"
        parts.append(say(key, day=due))
    if decision.decided:
        key = "decision.decided" if is_decided(decision, school) else "decision.decided_typed"
        parts.append(say(key, decided=decision.decided))
    return " · ".join(parts)


SECTIONS = (
    CardSection("case", "decisions", "decision.section", on_case),
    CardSection("today", "decisions", "decision.asked_of_me", asked_of_me, waits=True),
    CardSection("office", "decisions", "decision.waiting", waiting),
    CardSection("head", "decisions", "cards.do.ask_decision", how_to_ask),
    CardSection("head", "decisions", "decision.waiting", waiting),
)
