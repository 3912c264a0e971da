"""`python -m service import`: files of other systems into Data, under the lease of the school."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from service.casework.records import DATA
from service.casework.wants import Say
from service.ports import Ledger, Sheets
from service.workbook.office_records import read_students
from service.workbook.templates import WorkbookTemplate

from ..lease import take_lease
from ..office_look import look_at_office
from ..school_records import read_settings
from ..setup.founding import founded
from .data_import import DataImport, ImportReport
from .sources import sources_of

__all__ = ["ImportReport", "import_files"]

Tell = Callable[[str, int, int], None]


def import_files(
    sheets: Sheets,
    ledger: Ledger,
    templates: Mapping[str, WorkbookTemplate],
    files: Iterable[tuple[str, bytes]],
    say: Say,
    today: date,
    nonce: str,
    dry: bool,
    tell: Tell,
) -> ImportReport:
    """Read `files` (name, content) and, unless `dry`, write what is new. Raises NotAFile for one
    that cannot be read at all, NoData, Overtaken, SchoolBusy, GatewayError."""
    sources = list(sources_of(files))
    office = look_at_office(sheets, ledger, templates)
    settings, _ = read_settings(office, say, today)
    lease = None if dry else take_lease(ledger, nonce)

    def told(what: str, done: int, of: int) -> None:
        if lease is not None:
            lease.keep()
        tell(what, done, of)

    try:
        work = DataImport(
            sheets=sheets,
            ledger=ledger,
            template=templates.get(DATA),
            file_id=founded(ledger)["workbooks"].get(DATA, ""),
            roster=read_students(office, say, today),
            country=settings.country,
            nonce=nonce,
            tell=told,
        )
        if not dry:
            work.free()
        return work.run(sources, dry)
    finally:
        if lease is not None:
            lease.release()
