"""Carrying out what makes workbooks larger: modules, tabs and columns, filter views."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from service.ports import GatewayError

from .changes import AddFilterViews, GrowWorkbook, MakeWorkbook, SwitchModules, act_of
from .documents.share_writer import is_own
from .growth import MODULES_ON, grow_workbook
from .on_demand import make_own_book, make_workbook
from .reporting.failures import twice
from .rows.filter_views import add_views

if TYPE_CHECKING:
    from .apply import Applying


def grow_workbooks(run: Applying) -> None:
    """Workbooks take in what they never had; the next pass reads it."""
    for switch in run.each(SwitchModules):
        run.ledger.set_tokens({MODULES_ON: ",".join(sorted(switch.modules))})
        run.applied.counts[switch.kind] += 1
        run.applied.grown = True
    for new in run.each(MakeWorkbook):
        modules, zone = run.decided.needs.modules, run.books.zone.key
        make = make_own_book if is_own(new.workbook) else make_workbook
        try:
            twice(partial(make, run.paperwork, new, modules, zone))
        except GatewayError as error:
            run.failed(new, error)
            continue
        run.applied.counts[new.kind] += 1
        run.applied.grown = True
    for change in run.each(GrowWorkbook):
        layout = run.observed.layouts[change.workbook]
        nonce = f"{run.books.nonce}.{change.workbook}.grow"
        modules = run.decided.needs.modules
        try:
            grown = grow_workbook(run.workspace.sheets, run.ledger, change, modules, layout, nonce)
        except GatewayError as error:
            run.failed(change, error)
            continue
        if grown:
            run.applied.counts[change.kind] += 1
        else:
            run.books.undone.add(act_of(change))
            run.applied.not_written += 1
        run.applied.grown = True


def add_filter_views(run: Applying) -> None:
    """Everybody's own rows, on each tab about students."""
    for change in run.each(AddFilterViews):
        seen = run.observed.workbooks[change.workbook]
        try:
            run.ledger.agree(add_views(run.workspace.sheets, seen, change))
        except GatewayError as error:
            run.failed(change, error)
        else:
            run.applied.counts[change.kind] += 1
