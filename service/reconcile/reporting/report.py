"""What a run says of itself, to whoever asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.casework.records import Problem
from service.reconcile.changes import Change


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did or would do. `problems` are all questions that stand, `questions` those that
    this run saw itself. `calls` is by API; `seconds` is wall time."""

    changes: Mapping[str, int]
    problems: int
    calls: Mapping[str, int]
    repairs: int
    seconds: float
    planned: tuple[Change, ...] = ()
    questions: tuple[Problem, ...] = ()
    cpu: Mapping[str, float] = field(default_factory=dict)
    not_done: int = 0
