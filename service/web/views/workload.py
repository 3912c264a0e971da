"""The coordinator's workload card. It names staff and figures, and no student.

Points come from support levels and kinds of plan: of few students they tell a disability, and of
many they still change by one student's on the day that student comes. So a head, who may know
which students somebody has, sees no points and nothing made of them, whatever the number: how many
students each has, unless those are few (docs/privacy.md, "Small numbers").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

from service.casework.referrals import workload as rules
from service.casework.referrals.workload_ahead import OneMore, next_ones
from service.casework.referrals.workload_formulas import Load as Carried
from service.casework.small_counts import hidden
from service.casework.wants import Say

from ..answering import CASELOAD, COORDINATOR, DEPUTY, HEAD, Answer, CardRequest, action
from ..cards.workload import Ahead, HeadCount, Load, Workload, head_count_card, workload_card


@action("workload", {COORDINATOR, DEPUTY, HEAD}, CASELOAD)
def workload(request: CardRequest) -> Answer:
    """What each case manager carries, and by which formula; to a head, how many students."""
    if request.person.role == HEAD:
        return Answer(head_count_card(head_counts(request), request.say))
    return Answer(workload_card(gather(request), request.say))


@action("what_if", {COORDINATOR, DEPUTY}, CASELOAD)
def what_if(request: CardRequest) -> Answer:
    """The same, with one more student as described: who might take them, and the sum."""
    asked = request.asked
    newcomer = rules.Newcomer(
        grade=asked.text("grade")[:20],
        support_level=asked.text("level")[:80],
        plan_type=asked.text("level")[:80],
        language=asked.text("language")[:40],
    )
    return Answer(workload_card(gather(request, newcomer), request.say), update=True)


def gather(request: CardRequest, newcomer: rules.Newcomer | None = None) -> Workload:
    """Loads by `casework.referrals.workload`; `newcomer` is the student of the what-if."""
    office, say, settings = request.office, request.say, request.office.settings
    suggestion = rules.suggest(
        office.staff,
        request.caseload.cases,
        newcomer or rules.Newcomer(),
        office.calendar,
        office.today,
        settings,
        say,
        enrolled=office.enrolled,
    )
    ranked = suggestion.ranked
    ordered = ranked if newcomer else sorted(ranked, key=lambda each: each.name)
    key = settings.workload_formula.casefold().replace(" ", "_")
    return Workload(
        formula=settings.workload_formula,
        explained=say(f"cards.workload.explained.{key}", **_numbers(request)),
        loads=tuple(
            Load(
                name=each.name,
                load=each.now.amount,
                capacity=each.now.most,
                unit=say(f"workload.unit.{each.now.unit}"),
                cases=each.cases,
                away=say("cards.workload.away") if each.away else "",
                after=_after(each, say) if newcomer else "",
                notes=tuple(_notes(each.now, say)),
            )
            for each in ordered
        ),
        level=newcomer.support_level if newcomer else "",
        grade=newcomer.grade if newcomer else "",
        language=newcomer.language if newcomer else "",
        suggestion=suggestion.why if newcomer else "",
        ahead=_ahead(request, newcomer) if newcomer else Ahead(),
    )


def head_counts(request: CardRequest) -> tuple[HeadCount, ...]:
    """Each case manager with the number of open cases, "" in words where it may not be told."""
    office, say = request.office, request.say
    open_cases = Counter(each.case_manager for each in request.caseload.cases if each.is_open)
    people = rules.candidates(office.staff, office.settings)
    counts = {each.email: open_cases[each.email] for each in people}
    few = hidden(counts, office.settings.small_count_hidden_below)
    return tuple(
        HeadCount(
            each.name,
            say("cards.workload.not_told")
            if each.email in few
            else say("cards.workload.no_bar", cases=counts[each.email]),
        )
        for each in sorted(people, key=lambda each: each.name)
    )


def _after(each: rules.Ranked, say: Say) -> str:
    same = (each.now.unit, each.now.most) == (each.after.unit, each.after.most)
    return say(
        "cards.workload.after" if same else "cards.workload.after_changes",
        after=each.after.amount,
        capacity=each.after.most,
        unit=say(f"workload.unit.{each.after.unit}"),
    )


def _ahead(request: CardRequest, newcomer: rules.Newcomer) -> Ahead:
    """The next ten like this one, and from which on nobody has room."""
    office, say = request.office, request.say
    found = next_ones(
        office.staff,
        request.caseload.cases,
        newcomer,
        office.calendar,
        office.today,
        office.settings,
        say,
        enrolled=office.enrolled,
    )
    full = next((each.number for each in found if not each.within), 0)
    return Ahead(
        tuple(_one_more(each, say) for each in found),
        say("cards.workload.full_from", number=full) if full else "",
    )


def _one_more(each: OneMore, say: Say) -> str:
    key = "line" if each.after.most is not None else "line_alone"
    carries = say(
        f"cards.workload.{key}",
        load=each.after.amount,
        capacity=each.after.most,
        unit=say(f"workload.unit.{each.after.unit}"),
    )
    return say("cards.workload.one_more", number=each.number, name=each.name, carries=carries)


def _notes(now: Carried, say: Say) -> Iterator[str]:
    """What could not be counted, and what is worth a sentence though it is no cap."""
    if now.unread:
        yield say("workload.some_unread", count=now.unread)
    if now.above and not now.cap:
        yield say(f"workload.above.{now.rule}", most=now.most)


def _numbers(request: CardRequest) -> dict[str, object]:
    """The weights by name, for the sentence that explains the formula."""
    # Shares of a post are given in thousandths; the sentence would round them to hundredths.
    settings = request.office.settings
    numbers = {each.name: getattr(settings, each.name) for each in fields(settings)}
    return {
        name: f"{value:g}" if name.startswith("new") else value
        for name, value in numbers.items()
        if isinstance(value, float)
    }
