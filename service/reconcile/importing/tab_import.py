"""Carrying out what foreign tabs of Data bring, in a sync."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.casework.records import DATA
from service.ports import GatewayError

from ..changes import ImportTabs, act_of
from .data_import import DataImport, NoData, Overtaken

if TYPE_CHECKING:
    from ..apply import Applying


def import_tabs(run: Applying) -> None:
    """What stands on them is brought into the tabs of Data; the next pass reads it there."""
    for change in run.each(ImportTabs):
        seen, school = run.observed.workbooks[DATA], run.decided.school
        if school is None:
            continue
        work = DataImport(
            sheets=run.workspace.sheets,
            ledger=run.ledger,
            template=seen.template,
            file_id=seen.file_id,
            roster=school.roster.students,
            country=school.settings.country,
            nonce=f"{run.books.nonce}.import",
            tell=run.tell,
        )
        try:
            work.free()
            work.run(change.sources, dry=False)
        except GatewayError as error:
            run.failed(change, error)
            continue
        except (NoData, Overtaken):
            run.books.undone.add(act_of(change))
            run.applied.not_written += 1
            continue
        run.ledger.agree(change.agree)
        run.applied.counts[change.kind] += 1
        run.applied.grown = True
