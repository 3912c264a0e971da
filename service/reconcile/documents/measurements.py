"""What the progress sheets say: measurements to goals, goals to figures and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from service.casework.names import fold
from service.casework.progress import GoalProgress, goal_progress, goals_on_track
from service.casework.records import Goal, Measurement, Problem, RowRef
from service.casework.settings import SchoolSettings
from service.casework.wants import Say, WantedCells
from service.workbook.look import WorkbookSeen
from service.workbook.records import read_progress_sheet


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one case's progress sheet."""

    code: str
    progress: Mapping[str, GoalProgress] = field(hash=False)  # by the goal's row id
    measurements: Mapping[str, tuple[Measurement, ...]] = field(hash=False)
    cells: tuple[WantedCells, ...] = ()
    problems: tuple[Problem, ...] = ()


def measure(
    code: str,
    caseload_row: RowRef | None,
    goals: Iterable[Goal],
    seen: WorkbookSeen | None,
    settings: SchoolSettings,
    say: Say,
    today: date,
) -> Measured:
    """The figures of every goal of one case, from its progress sheet (None: it has none yet)."""
    measurements, _, problems = read_progress_sheet(seen, say, today) if seen else ((), (), ())
    mine = [goal for goal in goals if goal.code == code and goal.goal]
    by_goal, strays = _sorted_by_goal(measurements, mine)
    results: dict[str, GoalProgress] = {}
    cells: list[WantedCells] = []
    for goal in mine:
        points = by_goal.get(goal.row.row_id, [])
        result = goal_progress(goal, points, settings, say)
        results[goal.row.row_id] = result
        figures = {
            "latest": result.latest,
            "on_track": result.on_track_words,
            "recommendation": result.recommendation,
        }
        cells.append(WantedCells(goal.row, dict(figures), say("changes.measured")))
    if caseload_row is not None:
        on_track = {"goals_on_track": goals_on_track(results.values(), say)}
        cells.append(WantedCells(caseload_row, dict(on_track), say("changes.measured")))
    asked = [_about(problem, code) for problem in problems]
    asked += [_stray(measurement, code, say) for measurement in strays]
    by_row = {row_id: tuple(points) for row_id, points in by_goal.items()}
    return Measured(code, results, by_row, tuple(cells), tuple(asked))


def _sorted_by_goal(
    measurements: Iterable[Measurement], goals: list[Goal]
) -> tuple[dict[str, list[Measurement]], list[Measurement]]:
    """Measurements by the row id of the goal they name; the ones that name none of these."""
    by_name: dict[str, list[Goal]] = {}
    for goal in goals:
        by_name.setdefault(fold(goal.goal), []).append(goal)
    found: dict[str, list[Measurement]] = {}
    strays = []
    for measurement in measurements:
        named = by_name.get(fold(measurement.goal), [])
        if len(named) == 1:
            found.setdefault(named[0].row.row_id, []).append(measurement)
        else:
            strays.append(measurement)
    return found, strays


def _about(problem: Problem, code: str) -> Problem:
    """A problem of a progress sheet is told in Caseload, under the student's case."""
    return replace(problem, key=f"{code}/{problem.key}", code=code)


def _stray(measurement: Measurement, code: str, say: Say) -> Problem:
    return Problem(
        key=f"{code}/stray/{fold(measurement.goal)}",
        row=measurement.row,
        column="goal",
        what=say("problems.stray_measurement.what"),
        why=say("problems.stray_measurement.why", goal=measurement.goal[:80]),
        code=code,
    )
