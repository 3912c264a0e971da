"""The coordinator's workload card. It names staff and figures, and no student."""

from __future__ import annotations

from service.casework.referrals import workload as rules

from ..answering import CASELOAD, COORDINATOR, DEPUTY, HEAD, Answer, CardRequest, action
from ..cards.workload import Load, Workload, workload_card


@action("workload", {COORDINATOR, DEPUTY, HEAD}, CASELOAD)
def workload(request: CardRequest) -> Answer:
    """What each case manager carries, and by which formula."""
    return Answer(workload_card(gather(request), request.say))


@action("what_if", {COORDINATOR, DEPUTY, HEAD}, CASELOAD)
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
    """Loads by `casework.workload`; `newcomer` is the student of the what-if."""
    office, say, settings = request.office, request.say, request.office.settings
    cases = request.caseload.cases
    counted: dict[str, int] = {}
    for case in cases:
        if case.is_open and case.case_manager:
            counted[case.case_manager] = counted.get(case.case_manager, 0) + 1
    suggestion = rules.suggest(
        office.staff,
        cases,
        newcomer or rules.Newcomer(),
        office.calendar,
        office.today,
        settings,
        say,
    )
    ranked = suggestion.ranked
    ordered = ranked if newcomer else sorted(ranked, key=lambda each: each.name)
    key = settings.workload_formula.casefold().replace(" ", "_")
    return Workload(
        formula=settings.workload_formula,
        unit=say(f"workload.unit.{key}"),
        explained=say(f"cards.workload.explained.{key}", **_numbers(request)),
        loads=tuple(
            Load(
                name=each.name,
                load=each.load,
                capacity=each.capacity,
                cases=counted.get(each.email, 0),
                away=say("cards.workload.away") if each.away else "",
                after=say("cards.workload.after", after=each.after) if newcomer else "",
            )
            for each in ordered
        ),
        level=newcomer.support_level if newcomer else "",
        grade=newcomer.grade if newcomer else "",
        language=newcomer.language if newcomer else "",
        suggestion=suggestion.why if newcomer else "",
    )


def _numbers(request: CardRequest) -> dict[str, object]:
    """The weights by name, for the sentence that explains the formula."""
    settings = request.office.settings
    names = (
        "virginia_level_1 virginia_level_2 virginia_level_2_with_para virginia_intensive "
        "virginia_intensive_with_para virginia_most new_mexico_a new_mexico_b new_mexico_c "
        "new_mexico_d new_mexico_most wisconsin_most head_count_most asca_most"
    )
    # Shares of a post are given in thousandths; the sentence would round them to hundredths.
    return {
        name: f"{getattr(settings, name):g}" if name.startswith("new") else getattr(settings, name)
        for name in names.split()
    }
