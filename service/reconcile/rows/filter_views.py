"""A filter view for each case manager on each tab about students, so that nobody filters the rows
away for everybody. Made once; what people do with it afterwards is theirs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.casework.records import CASELOAD
from service.casework.school import School
from service.keys import Keys
from service.ports import Agreed, Sheets
from service.workbook.look import TabSeen, WorkbookSeen

from ..changes import AddFilterViews, FilterView

FILTER_VIEW = "filter_view"
# On the Diary the owner says whose row it is.
COLUMNS = ("case_manager", "owner")

Known = Mapping[tuple[str, str], Agreed]


def view_key(keys: Keys, tab: str, email: str) -> str:
    """Under which the ledger knows a view; people only by hash."""
    return f"{tab}|{keys.fingerprint(FILTER_VIEW, email)[:20]}"


def missing_views(
    seen: WorkbookSeen | None, school: School, known: Known, keys: Keys, because: str
) -> list[AddFilterViews]:
    """The views that managers of open cases do not have yet."""
    if seen is None:
        return []
    managers = sorted({case.case_manager for case in school.cases if case.is_open} - {""})
    wanted = []
    for tab in (seen.tabs[t.key] for t in seen.template.tabs if t.about_student):
        column = next((c for c in COLUMNS if c in tab.columns), "")
        for email in managers if column and not tab.gone else ():
            key = view_key(keys, tab.key, email)
            if (FILTER_VIEW, key) not in known:
                name = school.name_of(email)
                shows = email if column == "owner" else name
                wanted.append(FilterView(key, tab.key, column, name, shows))
    return [AddFilterViews(CASELOAD, tuple(wanted), because)] if wanted else []


def standing_views(
    sheets: Sheets, books: Mapping[str, WorkbookSeen], change: AddFilterViews
) -> list[Agreed]:
    """Those that stand already, to be remembered. One Sheets call. Raises GatewayError."""
    seen = books[change.workbook]
    standing = _standing(sheets, seen)
    return [
        Agreed(FILTER_VIEW, view.key, standing[place])
        for view in change.views
        if (place := (seen.tabs[view.tab].sheet_id, view.title)) in standing
    ]


def _standing(sheets: Sheets, seen: WorkbookSeen) -> dict[tuple[int, str], str]:
    """The id of every filter view, by sheet and title."""
    fields = "sheets(properties(sheetId),filterViews(filterViewId,title))"
    return {
        (sheet.get("properties", {}).get("sheetId", 0), view.get("title", "")): str(
            view["filterViewId"]
        )
        for sheet in sheets.get(seen.file_id, fields).get("sheets", ())
        for view in sheet.get("filterViews", ())
    }


def add_views(sheets: Sheets, seen: WorkbookSeen, change: AddFilterViews) -> list[Agreed]:
    """Add those that are not there; what to remember. Two Sheets calls. Raises GatewayError."""
    standing = _standing(sheets, seen)
    new = [v for v in change.views if (seen.tabs[v.tab].sheet_id, v.title) not in standing]
    if new:
        requests = [_request(seen.tabs[view.tab], view) for view in new]
        answer = sheets.batch_update(seen.file_id, {"requests": requests})
        for view, reply in zip(new, answer.get("replies", ()), strict=False):
            made = reply.get("addFilterView", {}).get("filter", {})
            standing[seen.tabs[view.tab].sheet_id, view.title] = str(made.get("filterViewId", ""))
    return [
        Agreed(FILTER_VIEW, view.key, standing.get((seen.tabs[view.tab].sheet_id, view.title), ""))
        for view in change.views
    ]


def _request(tab: TabSeen, view: FilterView) -> dict[str, Any]:
    index = tab.columns[view.column]
    condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": view.shows}]}
    spec = {"columnIndex": index, "filterCriteria": {"condition": condition}}
    columns = {"sheetId": tab.sheet_id, "startRowIndex": 0, "startColumnIndex": 0}
    columns["endColumnIndex"] = max(tab.columns.values()) + 1
    return {
        "addFilterView": {"filter": {"title": view.title, "range": columns, "filterSpecs": [spec]}}
    }
