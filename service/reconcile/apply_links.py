"""Links behind words are set once the words stand, and looked at again each day."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from service.casework.wants import LinkTo
from service.ports import GatewayError

from .changes import AppendRow, Change, ChangeCells, PutDocument
from .documents.link_words import Column
from .rows.deferred_values import Links, address_of
from .rows.link_writer import set_links

if TYPE_CHECKING:
    from .apply import Applying

LINKED: Final = "linked"  # the ledger's token: the day on which all links were seen to be right


def expect_links(run: Applying) -> None:
    """Before words are written: a run that is cut short after them has all links looked at."""
    if any(_has_words(change, run.decided.leads) for change in run.decided.changes):
        run.ledger.set_tokens({LINKED: ""}, news=False)


def link_words(run: Applying) -> None:
    """Late in a run: rows and what stands in calendars by them are never further apart for it. What
    Google refuses is tried by the next run, and no question: the words stand."""
    day = run.observed.now.astimezone(run.books.zone).date().isoformat()
    if run.decided.leads and run.ledger.token(LINKED) != day:
        with suppress(GatewayError):
            _set_all(run)
            run.ledger.set_tokens({LINKED: day}, news=False)


def _has_words(change: Change, leads: Mapping[Column, Mapping[str, LinkTo]]) -> bool:
    match change:
        case PutDocument():
            return change.kind == "refresh_document"  # the words stay, and lead elsewhere
        case ChangeCells():
            book, tab = change.row.workbook, change.row.tab
        case AppendRow():
            book, tab = change.workbook, change.tab
        case _:
            return False
    return any((book, tab, column) in leads for column in change.cells)


def _set_all(run: Applying) -> None:
    for book, seen in run.observed.workbooks.items():
        of_book = {
            (tab, column): _addresses(words, run.paperwork.links)
            for (workbook, tab, column), words in run.decided.leads.items()
            if workbook == book
        }
        if of_book:
            set_links(run.workspace.sheets, seen, of_book)


def _addresses(words: Mapping[str, LinkTo], made: Links) -> dict[str, str]:
    """Without files that could not be made yet."""
    found = {each: address_of(link, made) for each, link in words.items()}
    return {each: address for each, address in found.items() if address}
