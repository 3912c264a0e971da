"""New school year: what would be copied into archives and leave, and the buttons that do it."""

from __future__ import annotations

import logging

from service.ledger import LedgerError
from service.logs import log
from service.ports import GatewayError
from service.reconcile.context import GOOGLE_DOCS, Links
from service.reconcile.importing.writing import Overtaken
from service.reconcile.new_year.closed_rows import year_name
from service.reconcile.new_year.copying import NewYear
from service.reconcile.new_year.report import as_told
from service.reconcile.sync import NotFounded, SchoolBusy

from ..answering import CASELOAD, COORDINATOR, OFFICE, Answer, CardRequest, action
from ..cards.widgets import Json, ask, button, buttons, card, line, open_link, section, text


@action("new_year", {COORDINATOR}, OFFICE, also=(CASELOAD,))
def new_year(request: CardRequest) -> Answer:
    """The list; nothing is written. It names no student."""
    return _card(request, "")


@action("new_year_copy", {COORDINATOR}, OFFICE, also=(CASELOAD,))
def copy(request: CardRequest) -> Answer:
    """Begin to copy, beside the request: it may take longer than a card may."""
    return _begin(request, leave=False)


@action("new_year_leave", {COORDINATOR}, OFFICE, also=(CASELOAD,))
def leave(request: CardRequest) -> Answer:
    """The same, and what stands in the archives as here leaves the working tabs."""
    return _begin(request, leave=True)


def _begin(request: CardRequest, leave: bool) -> Answer:
    school, now = request.school, request.reading.now

    def job() -> None:
        try:
            NewYear(school.run(), now).copy(leave)
            request.cache.archives.drop()
        except (GatewayError, LedgerError, NotFounded, Overtaken, SchoolBusy) as error:
            log("new_year_failed", logging.WARNING, reason=type(error).__name__)

    request.syncing.beside(job)
    return _card(request, request.say("new_year.going" if leave else "new_year.coming"))


def _card(request: CardRequest, said: str) -> Answer:
    say, run = request.say, request.school.run()
    listing = NewYear(run, request.reading.now)
    listing.books = {key: request.cache.book(key) for key in (CASELOAD, OFFICE)}
    report = listing.listed(leave=_has_archives(request))
    told = [*as_told(report, say)]
    leave_it = button(say("cards.do.new_year_leave"), ask("new_year_leave"))
    copy_it = button(say("cards.do.new_year_copy"), ask("new_year_copy"), strong=True)
    made = card(
        say("cards.do.new_year"),
        section(
            "",
            text(said) if said else None,
            text(say("new_year.hint")),
            *(text(sentence) for sentence in told),
            text(say("new_year.leave_hint")) if report.left else None,
            buttons(copy_it, leave_it if report.left else None) if listing.closed else None,
        ),
        section("", *_standing(request)),
        section(
            "",
            buttons(
                button(say("cards.do.new_year_look"), ask("new_year")),
                button(say("cards.do.back"), ask("home")),
            ),
        ),
        name="new_year",
    )
    return Answer(made, update=bool(said))


def _has_archives(request: CardRequest) -> bool:
    """Whether anything was copied: only then is it said what could leave."""
    return bool(request.school.ledger.agreed_of("archive"))


def _standing(request: CardRequest) -> list[Json]:
    """The archives there are, the newest first."""
    links = Links(request.school.settings.workspace_url or GOOGLE_DOCS)
    year = request.office.settings.school_year
    known = sorted(request.school.ledger.agreed_of("archive"), key=lambda a: a.key, reverse=True)
    return [
        line(
            request.say("new_year.open", year=year_name(int(each.key), year)),
            click=open_link(links.file("progress_sheet", each.object_id)),
            icon="inventory_2",
        )
        for each in known
    ]
