"""The goals on a case card: those that may be seen, with their numbers and charts."""

from __future__ import annotations

import base64
from dataclasses import replace

from service.casework.case_file import CaseFile, plan_goals
from service.casework.chart_facts import chart_facts
from service.casework.records import Goal
from service.casework.rights import BEHAVIOR_GOALS
from service.reconcile.documents.measurements import measure
from service.workbook.look import WorkbookSeen

from ..answering import CardRequest
from ..cards.case import GoalLine
from ..school_view import measured_elsewhere

BEHAVIOR = "Behavior"  # a Kind of goal


def may_be_seen(file: CaseFile, fields: frozenset[str]) -> CaseFile:
    """The file with the goals that may be seen: all, those about behavior, or none."""
    if "goals" in fields:
        return file
    of_behavior = BEHAVIOR_GOALS in fields
    goals = tuple(each for each in file.goals if of_behavior and each.kind == BEHAVIOR)
    return replace(file, goals=goals)


def goal_lines(
    file: CaseFile, request: CardRequest, seen: WorkbookSeen | None
) -> tuple[GoalLine, ...]:
    """Goals with the words the last sync worked out; with the progress sheet at hand, worked out
    anew and drawn."""
    say, office, code = request.say, request.office, file.case.code
    measured = None
    if seen is not None:
        facts = (code, None, file.goals, seen, office.settings, say, office.today)
        measured = measure(*facts, elsewhere=measured_elsewhere(request, code))
        file = replace(file, progress=measured.progress, measurements=measured.measurements)
    found = []
    for goal in plan_goals(file):
        row = request.caseload.row("goals", goal.row.row_id)
        chart, says = _chart(goal, file, request)
        progress = file.progress.get(goal.row.row_id)
        latest = row.text("latest") if row else ""
        if progress is not None and progress.latest is not None:
            latest = f"{progress.latest:g}"
        words = progress.on_track_words if progress else (row.text("on_track") if row else "")
        found.append(
            GoalLine(
                goal.goal, _numbers(goal, latest, request), words, goal.row.row_id, chart, says
            )
        )
    return tuple(found)


def _numbers(goal: Goal, latest: str, request: CardRequest) -> str:
    say, unit = request.say, goal.unit or goal.measure
    parts = [
        say("cards.case.from", value=goal.baseline) if goal.baseline is not None else "",
        say("cards.case.now", value=latest, unit=unit) if latest else "",
        say("cards.case.target", value=goal.target) if goal.target is not None else "",
        say("cards.today.by", day=goal.due) if goal.due else "",
    ]
    return " · ".join(part for part in parts if part)


def _chart(goal: Goal, file: CaseFile, request: CardRequest) -> tuple[str, str]:
    progress = file.progress.get(goal.row.row_id)
    points = file.measurements.get(goal.row.row_id, ())
    facts = (
        chart_facts(goal, progress, points, lambda words: words, request.say) if progress else None
    )
    if facts is None:
        return "", ""
    from service.documents.charts import chart_png  # loaded when needed, for the first card's sake

    png = base64.b64encode(chart_png(facts)).decode("ascii")
    return f"data:image/png;base64,{png}", facts.alt
