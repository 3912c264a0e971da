"""What stands in a plan, row by row: from a case's records to words for its readers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from ..accommodation_rows import in_force
from ..called import paper_names
from ..case_file import CaseFile, day_words, in_order, plan_actions, plan_goals
from ..chart_facts import chart_facts
from ..masking.household_copies import Seen
from ..progress import GoalProgress, OnTrack
from ..records import Accommodation, Action, Goal
from ..settings import SchoolSettings
from ..wants import Say
from .contacts import contacts, next_dates
from .content import PlanAccommodation, PlanAction, PlanContent, PlanGoal


def plan_body(
    file: CaseFile,
    letter: str,
    label: str,
    seen: Seen,
    settings: SchoolSettings,
    say: Say,
    today: date,
) -> PlanContent:
    """What stands in one copy, as seen by its readers; not yet numbered (version 0)."""
    mask = seen.mask
    end, review = _target_end(file, settings), _next_review(file)
    return PlanContent(
        case_code=file.case.code,
        version=0,
        household=letter,
        home=label,
        target_end=_agreed(end, say),
        next_review=_agreed(review, say),
        changes=(),
        strengths=tuple(map(mask, _plain_lines(file.case.strengths))),
        needs=tuple(map(mask, _plain_lines(file.case.needs))),
        goals=tuple(plan_goal(goal, file, mask, say) for goal in plan_goals(file)),
        actions=tuple(
            _plan_action(action, mask, say)
            for action in plan_actions(file)
            if not seen.is_theirs(action.who)
        ),
        accommodations=tuple(
            _plan_accommodation(row, mask, say)
            for row in sorted(
                file.accommodations, key=lambda row: in_order(row.accommodation, row.row)
            )
            if in_force(row, today, settings.school_year)
        ),
        contacts=contacts(file, letter, settings, say),
        dates=next_dates(file, letter, seen, say),
        review_why=say("plan.review_after_the_end") if end and review and review > end else "",
        names=paper_names(file.case, settings),
    )


def plan_goal(goal: Goal, file: CaseFile, mask: Callable[[str], str], say: Say) -> PlanGoal:
    progress = file.progress.get(goal.row.row_id)
    unit = mask(goal.unit.strip() or goal.measure.strip())
    if progress is not None and progress.latest is not None and progress.latest_day is not None:
        now = say(
            "plan.now", value=progress.latest, unit=unit, day=day_words(progress.latest_day, say)
        )
    elif goal.baseline is not None:
        now = say("plan.now_baseline", value=goal.baseline, unit=unit)
    else:
        now = say("plan.now_unknown")
    return PlanGoal(
        row_id=goal.row.row_id,
        goal=mask(goal.goal.strip()),
        now=_spaced(now),
        target=""
        if goal.target is None
        else _spaced(say("plan.target", value=goal.target, unit=unit)),
        by=day_words(goal.due, say),
        verdict=_verdict(progress, say),
        row_says="" if progress is None or not _is_judged(progress) else progress.on_track_words,
        chart=chart_facts(goal, progress, file.measurements.get(goal.row.row_id, ()), mask, say),
    )


def _is_judged(progress: GoalProgress) -> bool:
    """Whether there is a line for the four-point rule to judge by."""
    return progress.on_track not in (OnTrack.NO_DATA, OnTrack.NO_LINE)


def _verdict(progress: GoalProgress | None, say: Say) -> str:
    """What the four-point rule says, in words to hand to a family."""
    if progress is None or not _is_judged(progress):
        return ""
    return say(f"plan.verdict.{progress.on_track}")


def _plan_action(action: Action, mask: Callable[[str], str], say: Say) -> PlanAction:
    done = action.status == "Done"
    by = day_words(action.due, say)
    if done:
        by = (
            say("plan.done_on", day=day_words(action.done_on, say))
            if action.done_on
            else say("plan.done")
        )
    return PlanAction(
        action.row.row_id, mask(action.who.strip()), mask(action.action.strip()), by, done
    )


def _plan_accommodation(
    row: Accommodation, mask: Callable[[str], str], say: Say
) -> PlanAccommodation:
    what = row.accommodation.strip()
    key = "plan.how_i_ask" if len(what) <= 40 else "plan.how_i_ask_short"
    return PlanAccommodation(
        row.row.row_id, mask(what), mask(row.where.strip()), mask(say(key, what=what))
    )


def _target_end(file: CaseFile, settings: SchoolSettings) -> date | None:
    """The day the last goal is due; for goals without one, the set length of a plan after the
    first start; else None, to be agreed."""
    due = [goal.due for goal in plan_goals(file) if goal.due]
    starts = [goal.start for goal in plan_goals(file) if goal.start]
    if due:
        return max(due)
    return min(starts) + timedelta(weeks=settings.plan_length_weeks) if starts else None


def _next_review(file: CaseFile) -> date | None:
    """The next planned Plan review, else the case's Review due."""
    reviews = [
        entry.day
        for entry in file.diary
        if entry.kind == "Plan review" and entry.status == "Planned" and entry.day
    ]
    return min(reviews, default=file.case.review_due)


def _agreed(day: date | None, say: Say) -> str:
    return day_words(day, say) if day else say("plan.to_be_agreed")


def _plain_lines(text: str) -> Iterable[str]:
    """One entry for each line, without the bullets people type before them."""
    lines = (re.sub(r"^\s*[•*\-–·]\s+", "", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def _spaced(text: str) -> str:
    """A sentence whose unit was empty, without the gap it leaves."""
    return re.sub(r" {2,}", " ", text).replace(" ,", ",").replace(" (", " (").strip()
