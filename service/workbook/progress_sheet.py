"""A student's progress sheet: where things are measured, and native charts that draw themselves.

For each goal a block on the Chart tab holds goal, baseline, target, start and due; formulas beside
it pick the goal's measurements and work out baseline and aim line for every day, and a line chart
next to the measurements shows all three. Goal texts stand in cells of their own and never inside
a formula. Source of the aim line: docs/casework.md, "Progress monitoring".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from service.casework.records import Goal

from .cells import to_serial
from .edits import typed
from .founding import furnish, rgb, sheet_properties
from .look import Raw, column_letters
from .templates import WorkbookTemplate, load_template

Json = dict[str, Any]
CHART_TAB = "chart"
CHART_ROWS, CHART_WIDE = 16, 510  # beside the table, in sight on a screen 1280 wide
CHARTED_ROWS = 200  # measurements that a chart can show
MOST_GOALS = 12
_HEAD = 6  # rows above the series: goal, baseline, target, start, due, headings
_BLOCK = 3  # columns for each goal: data, baseline, aim line
_COLORS = ("#0f766e", "#9ca3af", "#c2410c")


def progress_sheet_requests(goals: Sequence[Goal]) -> list[Json]:
    """The requests that make a new, empty spreadsheet a progress sheet for these goals."""
    template = load_template("progress")
    requests: list[Json] = [
        {"addSheet": sheet_properties(template, tab, index)}
        for index, tab in enumerate(template.tabs)
    ]
    requests.append({"addSheet": {"properties": _chart_sheet(template)}})
    for tab in template.tabs:
        requests.extend(furnish(template, tab))
    requests.extend(goal_requests(goals))
    requests.append({"deleteSheet": {"sheetId": 0}})
    return requests


def goal_requests(goals: Sequence[Goal], charts_before: Sequence[int] = ()) -> list[Json]:
    """The requests that fit the sheet to its student's goals: drop-down, series and charts.
    `charts_before` are the ids of the charts that stand on it now."""
    template = load_template("progress")
    shown = [goal for goal in goals if goal.goal][:MOST_GOALS]
    requests = [{"deleteEmbeddedObject": {"objectId": chart}} for chart in charts_before]
    requests.append(_drop_down(template, shown))
    requests.append(_series(template, shown))
    requests.extend(_charts(template, shown))
    return requests


def _chart_sheet(template: WorkbookTemplate) -> Json:
    return {
        "sheetId": template.sheet_id(CHART_TAB),
        "title": "Chart data",
        "index": len(template.tabs),
        "hidden": True,
        "gridProperties": {
            "rowCount": _HEAD + CHARTED_ROWS,
            "columnCount": 1 + _BLOCK * MOST_GOALS,
            "frozenRowCount": _HEAD,
        },
    }


def _drop_down(template: WorkbookTemplate, goals: Sequence[Goal]) -> Json:
    """The goals to choose from; another word may be typed, and is asked about."""
    column = [c.key for c in template.by_key["measurements"].columns].index("goal")
    place = {
        "sheetId": template.sheet_id("measurements"),
        "startRowIndex": 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    if not goals:
        return {"setDataValidation": {"range": place}}
    values = [{"userEnteredValue": goal.goal} for goal in goals]
    condition = {"type": "ONE_OF_LIST", "values": values}
    rule = {"condition": condition, "strict": False, "showCustomUi": True}
    return {"setDataValidation": {"range": place, "rule": rule}}


def _series(template: WorkbookTemplate, goals: Sequence[Goal]) -> Json:
    """The whole Chart tab: what each block is about, then one row of formulas a measurement."""
    rows: list[list[Json]] = [_facts(goals, row) for row in range(_HEAD)]
    for offset in range(CHARTED_ROWS):
        row = offset + 2  # on Measurements
        cells = [_formula(f'=IF(Measurements!A{row}="","",Measurements!A{row})')]
        for number in range(len(goals)):
            cells.extend(_of_goal(number, row, _HEAD + offset + 1))
        rows.append(cells)
    # The range is the whole tab: blocks of goals that are no longer shown are emptied.
    return {
        "updateCells": {
            "range": {"sheetId": template.sheet_id(CHART_TAB)},
            "rows": [{"values": cells} for cells in rows],
            "fields": "userEnteredValue",
        }
    }


def _facts(goals: Sequence[Goal], row: int) -> list[Json]:
    names = ("Goal", "Baseline", "Target", "Start", "Due", "Date")
    cells = [typed(names[row])]
    for goal in goals:
        start = to_serial(goal.start) if goal.start else None
        due = to_serial(goal.due) if goal.due else None
        facts: tuple[Raw, ...] = (goal.goal, goal.baseline, goal.target, start, due, "Measured")
        others = ("Baseline", "Aim line") if row == _HEAD - 1 else (None, None)
        cells.extend(typed(value) for value in (facts[row], *others))
    return cells


def _of_goal(number: int, row: int, here: int) -> Iterator[Json]:
    """What one measurement's row shows for one goal; a gap where there is nothing to show."""
    at = column_letters(1 + _BLOCK * number)
    mine = f"Measurements!$B{row}={at}$1"
    complete = f'{at}$2="",{at}$3="",{at}$4="",{at}$5=""'
    aim = f"{at}$2+({at}$3-{at}$2)*($A{here}-{at}$4)/({at}$5-{at}$4)"
    yield _formula(f"=IF({mine},Measurements!$C{row},NA())")
    yield _formula(f'=IF(OR($A{here}="",{at}$2=""),NA(),{at}$2)')
    yield _formula(f'=IF(OR($A{here}="",{complete}),NA(),{aim})')


def _formula(text: str) -> Json:
    return {"userEnteredValue": {"formulaValue": text}}


def _charts(template: WorkbookTemplate, goals: Sequence[Goal]) -> Iterator[Json]:
    for number, goal in enumerate(goals):
        anchor = {
            "sheetId": template.sheet_id("measurements"),
            "rowIndex": 1 + number * CHART_ROWS,
            "columnIndex": len(template.by_key["measurements"].columns),
        }
        overlay = {"anchorCell": anchor, "widthPixels": CHART_WIDE, "heightPixels": 320}
        chart = {"spec": _spec(template, goal, number), "position": {"overlayPosition": overlay}}
        yield {"addChart": {"chart": chart}}


def _spec(template: WorkbookTemplate, goal: Goal, number: int) -> Json:
    first = 1 + _BLOCK * number
    series = [
        {
            "series": _source(template, first + offset),
            "targetAxis": "LEFT_AXIS",
            "colorStyle": {"rgbColor": rgb(_COLORS[offset])},
        }
        for offset in range(_BLOCK)
    ]
    return {
        "title": goal.goal[:100],
        "basicChart": {
            "chartType": "LINE",
            "legendPosition": "BOTTOM_LEGEND",
            "headerCount": 1,
            "axis": [
                {"position": "BOTTOM_AXIS", "title": "Date"},
                {"position": "LEFT_AXIS", "title": goal.unit or goal.measure or "Value"},
            ],
            "domains": [{"domain": _source(template, 0)}],
            "series": series,
        },
    }


def _source(template: WorkbookTemplate, column: int) -> Json:
    place = {
        "sheetId": template.sheet_id(CHART_TAB),
        "startRowIndex": _HEAD - 1,
        "endRowIndex": _HEAD + CHARTED_ROWS,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    return {"sourceRange": {"sources": [place]}}
