"""A Measure that is a goal's counts as its measurement too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..measuring import Measuring
from ..records import BehaviorNote, Goal, Measurement
from ..school import School
from .goal_of import goal_of
from .records import LogEntry, by_case, of_classes
from .series import points


def measuring(school: School) -> Measuring:
    """The values of a school's Class log, by the goal they are about."""
    found = dict(_by_goal(school))

    def of_goal(goal: Goal, notes: Sequence[BehaviorNote]) -> tuple[Measurement, ...]:
        return found.get((goal.code, goal.row.row_id), ())

    def reads(goal: Goal) -> object:
        own = of_goal(goal, ())
        told = [(each.day.isoformat(), float(each.value), each.phase) for each in own]
        return sorted(told) or None

    return Measuring(points=of_goal, reads=reads)


def _by_goal(school: School) -> Iterator[tuple[tuple[str, str], tuple[Measurement, ...]]]:
    entries, whole = by_case(school), of_classes(school)
    goals: dict[str, list[Goal]] = defaultdict(list)
    for goal in school.of(Goal):
        if goal.code in entries and goal.row.row_id:
            goals[goal.code].append(goal)
    for code, of_case in goals.items():
        series: dict[str, list[Measurement]] = defaultdict(list)
        for (of_class, measure), own in by_class_and_measure(entries[code]).items():
            goal_here = goal_of(measure, of_case)
            if goal_here is None:
                continue
            around = [entry for entry in whole if entry.of_class == of_class]
            series[goal_here.row.row_id] += [
                Measurement(point.row, point.day, goal_here.goal, point.value, point.phase)
                for point in points(own, around, measure)
            ]
        for row_id, measured in series.items():
            yield (code, row_id), tuple(measured)


def by_class_and_measure(entries: Sequence[LogEntry]) -> dict[tuple[str, str], list[LogEntry]]:
    """One student's entries by (class, measure), both as they are compared; rows without a measure
    go along with each measure of their class, for the phase they may name."""
    measures: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in entries:
        if entry.measure.strip() and entry.value is not None:
            key = " ".join(entry.measure.casefold().split())
            measures[entry.of_class].setdefault(key, entry.measure.strip())
    found: dict[tuple[str, str], list[LogEntry]] = {}
    for of_class, named in measures.items():
        for measure in named.values():
            found[of_class, measure] = [entry for entry in entries if entry.of_class == of_class]
    return found
