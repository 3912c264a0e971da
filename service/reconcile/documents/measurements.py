"""What the progress sheets say: measurements to goals, goals to figures and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from service.casework.measuring import MeasuredElsewhere
from service.casework.names import fold
from service.casework.progress import GoalProgress, goal_progress, goals_on_track
from service.casework.records import Goal, Measurement, Problem, RowRef
from service.casework.scales import OutOf, Percent, Scale
from service.casework.settings import SchoolSettings
from service.casework.wants import Keep, Say, WantedCells
from service.keys import Keys
from service.ports import Agreed
from service.workbook.look import WorkbookSeen
from service.workbook.records import read_progress_sheet

GOAL = "goal"  # the ledger's kind for the words of a goal
_CUT = 10  # characters of a mark: enough to compare, too few to be anything else
_MOST_WORDS = 12  # wordings of one goal that are remembered


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of one case's progress sheet."""

    code: str
    progress: Mapping[str, GoalProgress] = field(hash=False)  # by the goal's row id
    measurements: Mapping[str, tuple[Measurement, ...]] = field(hash=False)
    cells: tuple[WantedCells, ...] = ()
    problems: tuple[Problem, ...] = ()
    agreed: tuple[Agreed, ...] = ()  # under which words each goal is known
    keeps: tuple[Keep, ...] = ()  # days to be remembered


def measure(
    code: str,
    caseload_row: RowRef | None,
    goals: Iterable[Goal],
    seen: WorkbookSeen | None,
    settings: SchoolSettings,
    say: Say,
    today: date,
    words: GoalWords | None = None,
    whose: str = "",
    elsewhere: MeasuredElsewhere | None = None,
) -> Measured:
    """The figures of every goal of one case, from its progress sheet (None: it has none yet).
    What is asked is asked of its case manager (`whose`), who can open the sheet. `elsewhere`: what
    else goals are measured from than Measurements."""
    measurements, notes, problems = read_progress_sheet(seen, say, today) if seen else ((), (), ())
    mine = [goal for goal in goals if goal.code == code and goal.goal]
    by_goal, strays = _sorted_by_goal(measurements, mine, words)
    results: dict[str, GoalProgress] = {}
    cells: list[WantedCells] = []
    asked = [_about(problem, code) for problem in problems]
    for goal in mine:
        points = by_goal.get(goal.row.row_id, [])
        if elsewhere is not None:
            points = [*points, *elsewhere.points(goal, notes)]
        points, unsure = _on_one_scale(goal, points)
        by_goal[goal.row.row_id] = points
        asked += [_other_scale(each, code, say) for each in unsure]
        goal = scaled(goal)
        result = goal_progress(goal, points, settings, say)
        if elsewhere is not None and (advice := elsewhere.advice(goal, notes)):
            result = replace(result, recommendation=advice)
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
    asked += [_stray(measurement, code, say) for measurement in strays]
    by_row = {row_id: tuple(points) for row_id, points in by_goal.items()}
    asked = [replace(each, whose=whose) for each in asked]
    news = words.news(mine) if words else ()
    keeps = [each for goal in mine for each in elsewhere.keeps(goal, notes)] if elsewhere else []
    return Measured(code, results, by_row, tuple(cells), tuple(asked), news, tuple(keeps))


@dataclass(frozen=True, slots=True)
class GoalWords:
    """Under which words a goal was ever known, as keyed hashes by its Row ID: a goal that is worded
    anew keeps its measurements."""

    keys: Keys
    known: Mapping[tuple[str, str], Agreed] = field(hash=False)

    def ever(self, goal: Goal) -> frozenset[str]:
        agreed = self.known.get((GOAL, goal.row.row_id))
        marks = agreed.marks.get("words", "").split(".") if agreed else ()
        return frozenset(marks) - {""}

    def mark(self, words: str) -> str:
        return self.keys.fingerprint(GOAL, fold(words))[:_CUT]

    def news(self, goals: Iterable[Goal]) -> tuple[Agreed, ...]:
        """What is to be remembered of words that are new."""
        found = []
        for goal in goals:
            ever, now = self.ever(goal), self.mark(goal.goal)
            if goal.row.row_id and now not in ever:
                marks = ".".join([*sorted(ever), now][-_MOST_WORDS:])
                found.append(Agreed(GOAL, goal.row.row_id, goal.code, {"words": marks}))
        return tuple(found)


def scaled(goal: Goal) -> Goal:
    """The goal with both its ends on one scale; an end that may be on another counts for none."""
    scale = Scale(goal)
    ends = [None if end is None else scale.read(end) for end in (goal.baseline, goal.target)]
    return replace(goal, baseline=ends[0], target=ends[1])


def _on_one_scale(
    goal: Goal, points: list[Measurement]
) -> tuple[list[Measurement], list[Measurement]]:
    """The measurements on the goal's scale, and those that may be on another."""
    scale = Scale(goal, (each.value for each in points))
    read = [(each, scale.read(each.value)) for each in points]
    clear = [replace(each, value=value) for each, value in read if value is not None]
    return clear, [each for each, value in read if value is None]


def _sorted_by_goal(
    measurements: Iterable[Measurement], goals: list[Goal], words: GoalWords | None
) -> tuple[dict[str, list[Measurement]], list[Measurement]]:
    """Measurements by the row id of the goal they name, or named before it was worded anew; the
    ones that name none of these."""
    by_name: dict[str, list[Goal]] = {}
    for goal in goals:
        by_name.setdefault(fold(goal.goal), []).append(goal)
    found: dict[str, list[Measurement]] = {}
    strays = []
    for measurement in measurements:
        named = by_name.get(fold(measurement.goal), [])
        if not named and words is not None:
            mark = words.mark(measurement.goal)
            named = [goal for goal in goals if mark in words.ever(goal)]
        if len(named) == 1:
            found.setdefault(named[0].row.row_id, []).append(measurement)
        else:
            strays.append(measurement)
    return found, strays


def _about(problem: Problem, code: str) -> Problem:
    """A problem of a progress sheet is told in Caseload, under the student's case."""
    return replace(problem, key=f"{code}/{problem.key}", code=code)


def _other_scale(measurement: Measurement, code: str, say: Say) -> Problem:
    sign = "%" if isinstance(measurement.value, Percent) else ""
    of = f"/{measurement.value.of:g}" if isinstance(measurement.value, OutOf) else ""
    return Problem(
        key=f"{code}/scale/{measurement.row.row_id or measurement.row.position}",
        row=measurement.row,
        column="value",
        what=say("problems.other_scale.what"),
        why=say(
            "problems.other_scale.why",
            value=f"{float(measurement.value):g}{of}{sign}",
            column=say("progress.value_heading"),
        ),
        code=code,
    )


def _stray(measurement: Measurement, code: str, say: Say) -> Problem:
    return Problem(
        key=f"{code}/stray/{fold(measurement.goal)}",
        row=measurement.row,
        column="goal",
        what=say("problems.stray_measurement.what"),
        why=say("problems.stray_measurement.why", goal=measurement.goal[:80]),
        code=code,
    )
