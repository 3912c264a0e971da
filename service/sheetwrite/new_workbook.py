"""The first day of a workbook: its tabs, and the hidden journal by which it is written.

create_body(template, ...)     body of spreadsheets.create
founding_requests(template)    body["requests"] of the one batchUpdate that furnishes it
journal_sheet, journal_requests   the journal alone, where people have removed it
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from service.ports import BadRequest, Sheets
from service.workbook.founding import (
    bind_column,
    settings_request,
    sheet_properties,
    tab_requests,
)
from service.workbook.look import HEAD
from service.workbook.school_settings import SettingRow
from service.workbook.templates import JOURNAL, WorkbookTemplate

from .fence import put_up
from .journal import JOURNAL_COLUMNS, JOURNAL_ROWS, journal_head

Json = dict[str, Any]
JOURNAL_TITLE: Final = "Holdfast journal"


def create_body(
    template: WorkbookTemplate, title: str, time_zone: str, locale: str = "en_US"
) -> Json:
    """The body of `spreadsheets.create`: all tabs, and the hidden journal at the end."""
    sheets = [sheet_properties(template, tab, index) for index, tab in enumerate(template.tabs)]
    return {
        "properties": {"title": title, "timeZone": time_zone, "locale": locale},
        "sheets": [*sheets, {"properties": journal_sheet(template, len(sheets))}],
    }


def founding_requests(
    template: WorkbookTemplate,
    epoch: int = 0,
    settings: Sequence[SettingRow] = (),
    *,
    ranged: bool = True,
) -> list[Json]:
    """The requests of the one `spreadsheets.batchUpdate` that furnishes a new workbook. `settings`
    are the rows that its Settings tab begins with."""
    begun = [settings_request(template, settings)] if "settings" in template.by_key else []
    return [*tab_requests(template), *begun, *journal_requests(template, epoch, ranged=ranged)]


def furnish_workbook(
    sheets: Sheets,
    file_id: str,
    template: WorkbookTemplate,
    settings: Sequence[SettingRow] = (),
    first: Sequence[Json] = (),
) -> None:
    """Carry out `first` and furnish the workbook, in one batch; with the fence that Google lets us
    have. Raises GatewayError."""
    try:
        asked = [*first, *founding_requests(template, settings=settings)]
        sheets.batch_update(file_id, {"requests": asked})
    except BadRequest:
        asked = [*first, *founding_requests(template, settings=settings, ranged=False)]
        sheets.batch_update(file_id, {"requests": asked})


def journal_sheet(template: WorkbookTemplate, index: int) -> Json:
    """The properties of the hidden journal's sheet."""
    return {
        "sheetId": template.sheet_id(JOURNAL),
        "title": JOURNAL_TITLE,
        "index": index,
        "hidden": True,
        "gridProperties": {"rowCount": JOURNAL_ROWS, "columnCount": JOURNAL_COLUMNS},
    }


def journal_requests(template: WorkbookTemplate, epoch: int, *, ranged: bool = True) -> list[Json]:
    """What makes an empty sheet the journal: its bound column, its head, the fence."""
    sheet_id = template.sheet_id(JOURNAL)
    return [
        bind_column(
            sheet_id, 0, template.metadata_id(JOURNAL, HEAD), f"{template.workbook}/{JOURNAL}"
        ),
        journal_head(template, epoch, "", ranged=ranged),
        put_up(template, epoch, ranged=ranged),
        {
            "addProtectedRange": {
                "protectedRange": {
                    "range": {"sheetId": sheet_id},
                    "description": "Holdfast notes here what it writes. Please leave it as it is.",
                    "warningOnly": True,
                }
            }
        },
    ]
