"""One look at Office alone, for what people ask on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from service.casework.records import OFFICE
from service.casework.wants import Say
from service.ports import Ledger, Sheets
from service.workbook.look import WorkbookSeen, question, read_look
from service.workbook.templates import WorkbookTemplate

from .school_records import read_settings
from .setup.founding import founded
from .setup.module_list import ModuleLine, module_lines
from .sync import NOT_FOUNDED, NotFounded


def look_at_office(
    sheets: Sheets, ledger: Ledger, templates: Mapping[str, WorkbookTemplate]
) -> WorkbookSeen:
    """One Sheets call. Raises NotFounded, GatewayError."""
    file_id = founded(ledger)["workbooks"][OFFICE]
    if not file_id:
        raise NotFounded(NOT_FOUNDED)
    template = templates[OFFICE]
    return read_look(template, file_id, sheets.look(file_id, question(template)))


def modules_in(office: WorkbookSeen, say: Say, today: date) -> tuple[ModuleLine, ...]:
    """What Holdfast can do here, as Settings say it."""
    return module_lines(read_settings(office, say, today)[0], say)
