"""A student's progress sheet: where things are measured, and native charts that draw themselves.

For each goal a block on the Chart tab holds goal, baseline, target, start and due; formulas beside
it pick the goal's measurements and work out baseline and aim line for every day, and a line chart
next to the measurements shows all three. Goal texts stand in cells of their own and never inside
a formula. Source of the aim line: docs/casework.md, "Progress monitoring".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.casework.records import Goal
from service.casework.wants import WantedProgressSheet

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
_COLUMNS = 1 + _BLOCK * MOST_GOALS
DAY_COLUMNS = frozenset({"date", "score", "of", "absent"})  # of Behavior: what days are made of
_DEEP = 5000  # rows of Behavior that count
_COLORS = ("#0f766e", "#9ca3af", "#c2410c")


@dataclass(frozen=True, slots=True)
class _Block:
    """One goal's columns on the Chart tab, from `first` (0-based) on. Of one whose chart shows days
    the first holds the days; `places` is where the columns of Behavior stand, `tab` its title."""

    goal: Goal
    first: int
    places: Mapping[str, int]
    tab: str

    @property
    def by_day(self) -> bool:
        return bool(self.places)

    @property
    def wide(self) -> int:
        return _BLOCK + self.by_day

    @property
    def series(self) -> int:
        """Where what was measured stands; baseline and aim line follow it."""
        return self.first + self.by_day


def day_places(template: WorkbookTemplate) -> dict[str, int]:
    """Where the columns of which days are made stand in a new sheet; {} where one is not there."""
    keys = [column.key for column in template.by_key["behaviour"].laid_out]
    return {key: keys.index(key) for key in DAY_COLUMNS} if set(keys) >= DAY_COLUMNS else {}


def progress_sheet_requests(
    want: WantedProgressSheet, modules: frozenset[str] = frozenset()
) -> list[Json]:
    """The requests that make a new, empty spreadsheet a progress sheet for these goals, with the
    columns of these modules."""
    template = load_template("progress", modules)
    requests: list[Json] = [
        {"addSheet": sheet_properties(template, tab, index)}
        for index, tab in enumerate(template.tabs)
    ]
    requests.append({"addSheet": {"properties": _chart_sheet(template)}})
    for tab in template.tabs:
        requests.extend(furnish(template, tab))
    requests.extend(goal_requests(want))
    requests.append({"deleteSheet": {"sheetId": 0}})
    return requests


def goal_requests(want: WantedProgressSheet, charts_before: Sequence[int] = ()) -> list[Json]:
    """The requests that fit the sheet to its student's goals: drop-down, series and charts.
    `charts_before` are the ids of the charts that stand on it now."""
    template = load_template("progress")
    shown = _blocks(want)
    requests = [{"deleteEmbeddedObject": {"objectId": chart}} for chart in charts_before]
    requests.append(_drop_down(template, shown))
    requests.append(_series(template, shown))
    requests.extend(_charts(template, shown))
    return requests


def _blocks(want: WantedProgressSheet) -> list[_Block]:
    """As many goals as the Chart tab has room for."""
    blocks: list[_Block] = []
    first = 1
    for goal in (goal for goal in want.goals if goal.goal):
        places = want.places if goal.row.row_id in want.by_day else {}
        block = _Block(goal, first, places, want.day_tab)
        if block.first + block.wide > _COLUMNS:
            break
        blocks.append(block)
        first += block.wide
    return blocks


def _chart_sheet(template: WorkbookTemplate) -> Json:
    return {
        "sheetId": template.sheet_id(CHART_TAB),
        "title": "Chart data",
        "index": len(template.tabs),
        "hidden": True,
        "gridProperties": {
            "rowCount": _HEAD + CHARTED_ROWS,
            "columnCount": _COLUMNS,
            "frozenRowCount": _HEAD,
        },
    }


def _drop_down(template: WorkbookTemplate, blocks: Sequence[_Block]) -> Json:
    """The goals to choose from; another word may be typed, and is asked about."""
    column = [c.key for c in template.by_key["measurements"].columns].index("goal")
    place = {
        "sheetId": template.sheet_id("measurements"),
        "startRowIndex": 1,
        "startColumnIndex": column,
        "endColumnIndex": column + 1,
    }
    if not blocks:
        return {"setDataValidation": {"range": place}}
    values = [{"userEnteredValue": block.goal.goal} for block in blocks]
    condition = {"type": "ONE_OF_LIST", "values": values}
    rule = {"condition": condition, "strict": False, "showCustomUi": True}
    return {"setDataValidation": {"range": place, "rule": rule}}


def _series(template: WorkbookTemplate, blocks: Sequence[_Block]) -> Json:
    """The whole Chart tab: what each block is about, then one row of formulas a measurement."""
    rows: list[list[Json]] = [_facts(blocks, row) for row in range(_HEAD)]
    for offset in range(CHARTED_ROWS):
        row = offset + 2  # on Measurements
        cells = [_formula(f'=IF(Measurements!A{row}="","",Measurements!A{row})')]
        for block in blocks:
            here = _HEAD + offset + 1
            cells.extend(_of_days(block, here) if block.by_day else _of_goal(block, row, here))
        rows.append(cells)
    # The range is the whole tab: blocks of goals that are no longer shown are emptied.
    return {
        "updateCells": {
            "range": {"sheetId": template.sheet_id(CHART_TAB)},
            "rows": [{"values": cells} for cells in rows],
            "fields": "userEnteredValue",
        }
    }


def _facts(blocks: Sequence[_Block], row: int) -> list[Json]:
    names = ("Goal", "Baseline", "Target", "Start", "Due", "Date")
    cells = [typed(names[row])]
    for block in blocks:
        goal = block.goal
        start = to_serial(goal.start) if goal.start else None
        due = to_serial(goal.due) if goal.due else None
        facts: tuple[Raw, ...] = (goal.goal, goal.baseline, goal.target, start, due, "Measured")
        last = row == _HEAD - 1
        before = (("Day" if last else None),) if block.by_day else ()
        others = ("Baseline", "Aim line") if last else (None, None)
        cells.extend(typed(value) for value in (*before, facts[row], *others))
    return cells


def _of_goal(block: _Block, row: int, here: int) -> Iterator[Json]:
    """What one measurement's row shows for one goal; a gap where there is nothing to show."""
    at = column_letters(block.series)
    yield _formula(f"=IF(Measurements!$B{row}={at}$1,Measurements!$C{row},NA())")
    yield from _lines(at, f"$A{here}", here)


def _of_days(block: _Block, here: int) -> Iterator[Json]:
    """The next day on which something stands on Behavior, and that day's points in percent: of the
    rows that have a score, without those in which the student was absent."""
    column = {key: _column(block.tab, index) for key, index in block.places.items()}
    day, at = f"${column_letters(block.first)}{here}", column_letters(block.series)
    dates, before = column["date"], f"${column_letters(block.first)}{here - 1}"
    if here == _HEAD + 1:
        yield _formula(f'=IF(COUNT({dates})=0,"",MIN({dates}))')
    else:
        later = f'SMALL({dates},COUNTIF({dates},"<="&{before})+1)'
        yield _formula(f'=IF({before}="","",IFERROR({later},""))')
    on, away = f"{dates},{day}", f'{column["absent"]},"?*"'
    score = f"SUMIFS({column['score']},{on})-SUMIFS({column['score']},{on},{away})"
    there = f'{column["of"]},{on},{column["score"]},">=0"'
    of = f"SUMIFS({there})-SUMIFS({there},{away})"
    yield _formula(f'=IF({day}="",NA(),IFERROR(100*({score})/({of}),NA()))')
    yield from _lines(at, day, here)


def _column(tab: str, index: int) -> str:
    letter, quoted = column_letters(index), tab.replace("'", "''")
    return f"'{quoted}'!${letter}$2:${letter}${_DEEP}"


def _lines(at: str, day: str, here: int) -> Iterator[Json]:
    """Baseline and aim line of the goal whose facts stand in column `at`, on a row's day."""
    complete = f'{at}$2="",{at}$3="",{at}$4="",{at}$5=""'
    aim = f"{at}$2+({at}$3-{at}$2)*({day}-{at}$4)/({at}$5-{at}$4)"
    yield _formula(f'=IF(OR({day}="",{at}$2=""),NA(),{at}$2)')
    yield _formula(f'=IF(OR({day}="",{complete}),NA(),{aim})')


def _formula(text: str) -> Json:
    return {"userEnteredValue": {"formulaValue": text}}


def _charts(template: WorkbookTemplate, blocks: Sequence[_Block]) -> Iterator[Json]:
    for number, block in enumerate(blocks):
        anchor = {
            "sheetId": template.sheet_id("measurements"),
            "rowIndex": 1 + number * CHART_ROWS,
            "columnIndex": len(template.by_key["measurements"].columns),
        }
        overlay = {"anchorCell": anchor, "widthPixels": CHART_WIDE, "heightPixels": 320}
        chart = {"spec": _spec(template, block), "position": {"overlayPosition": overlay}}
        yield {"addChart": {"chart": chart}}


def _spec(template: WorkbookTemplate, block: _Block) -> Json:
    goal = block.goal
    series = [
        {
            "series": _source(template, block.series + offset),
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
            "domains": [{"domain": _source(template, block.first if block.by_day else 0)}],
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
