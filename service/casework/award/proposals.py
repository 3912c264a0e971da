"""What is known elsewhere and not filled in: said for a person to write in, and never written.

No norm was found for a score of goals. Ours is the way gone from baseline to target, of 10.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Goal
from ..scales import Scale
from ..school import School
from ..standing import standing_of
from .records import MOST, AwardRow


def proposed(row: AwardRow, school: School) -> Iterator[str]:
    """One sentence for each cell of Late, Missing work and Goals that is empty."""
    say, known = school.say, standing_of(row.code, school)
    if row.late is None and known is not None and known.late is not None:
        yield say("award.proposed_late", count=known.late)
    if row.missing_work is None and known is not None and known.missing_work is not None:
        yield say("award.proposed_missing", count=known.missing_work)
    if row.goals is None:
        ways = [way for goal in school.of(Goal) if (way := way_gone(goal, row.code)) is not None]
        if ways:
            score = round(MOST * sum(ways) / len(ways), 1)
            yield say("award.proposed_goals", score=f"{score:g}", count=len(ways))


def way_gone(goal: Goal, code: str) -> float | None:
    """How far a case's goal is on its way: 0 at its baseline or behind it, 1 at its target or
    beyond. None for another case's, and where it was not measured or has no two ends.

    From 60 to 100, measured 70: 0.25. From 8 down to 2, measured 5: 0.5."""
    if goal.code != code or goal.latest is None or goal.baseline is None or goal.target is None:
        return None
    scale = Scale(goal)
    baseline, target = scale.read(goal.baseline), scale.read(goal.target)
    if baseline is None or target is None or baseline == target:
        return None
    return min(1.0, max(0.0, (goal.latest - baseline) / (target - baseline)))
