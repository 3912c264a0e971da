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
class GoalPicture:
    """What an action plan shows of a goal: its figures and the points behind them."""

    latest: float | None
    latest_day: date | None
    on_track: bool | None
    baseline: float | None
    points: tuple[tuple[date, float], ...]
    phases: tuple[tuple[date, str], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one case's progress sheet."""

    code: str
    pictures: Mapping[str, GoalPicture] = field(hash=False)  # by the goal's row id
    cells: tuple[WantedCells, ...] = ()
    problems: tuple[Problem, ...] = ()


def measure(
    code: str,
    caseload_row: RowRef | None,
    goals: Iterable[Goal],
    seen: WorkbookSeen,
    settings: SchoolSettings,
    say: Say,
    today: date,
) -> Measured:
    """Figures and pictures for every goal of one case, from its progress sheet."""
    measurements, _, problems = read_progress_sheet(seen, say, today)
    mine = [goal for goal in goals if goal.code == code and goal.goal]
    by_goal, strays = _sorted_by_goal(measurements, mine)
    pictures: dict[str, GoalPicture] = {}
    results: list[GoalProgress] = []
    cells: list[WantedCells] = []
    for goal in mine:
        points = by_goal.get(goal.row.row_id, [])
        result = goal_progress(goal, points, settings, say)
        results.append(result)
        pictures[goal.row.row_id] = _picture(result, points)
        figures = {
            "latest": result.latest,
            "on_track": result.on_track_words,
            "recommendation": result.recommendation,
        }
        cells.append(WantedCells(goal.row, dict(figures), say("changes.measured")))
    if caseload_row is not None:
        on_track = {"goals_on_track": goals_on_track(results, say)}
        cells.append(WantedCells(caseload_row, dict(on_track), say("changes.measured")))
    asked = [_about(problem, code) for problem in problems]
    asked += [_stray(measurement, code, say) for measurement in strays]
    return Measured(code, pictures, tuple(cells), tuple(asked))


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


def _picture(result: GoalProgress, points: list[Measurement]) -> GoalPicture:
    ordered = sorted(points, key=lambda each: (each.day, each.row.position))
    phases: list[tuple[date, str]] = []
    for point in ordered:
        if point.phase and (not phases or phases[-1][1] != point.phase):
            phases.append((point.day, point.phase))
    return GoalPicture(
        latest=result.latest,
        latest_day=result.latest_day,
        on_track=result.is_on_track,
        baseline=result.baseline,
        points=tuple((each.day, each.value) for each in ordered),
        phases=tuple(phases),
    )


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
