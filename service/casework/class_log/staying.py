"""Entries of earlier school years that are looked at still, and so stay on the tab."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..records import Goal
from ..school import School
from .goal_of import goal_of
from .measuring import by_class_and_measure
from .records import by_case, of_classes


def staying(school: School) -> Iterator[str]:
    """Row IDs: what a goal is measured by, with what was noted of the whole class, and the newest
    entry of each case."""
    goals: dict[str, list[Goal]] = defaultdict(list)
    for goal in school.of(Goal):
        goals[goal.code].append(goal)
    classes = set()
    for code, own in by_case(school).items():
        yield own[-1].row.row_id
        for (of_class, measure), entries in by_class_and_measure(own).items():
            if goal_of(measure, goals[code]) is not None:
                classes.add(of_class)
                yield from (entry.row.row_id for entry in entries)
    yield from (entry.row.row_id for entry in of_classes(school) if entry.of_class in classes)
