"""The whole record: the coordinator asks for it, and opens it once it stands.

It is made beside the request, for it may take longer than a card may. Who asked is looked at once
more when it is made (`RecordMaking`), and that it was made is a line of the access record.
"""

from __future__ import annotations

import logging

from service.casework.case_file import CaseFile
from service.casework.whole_record.content import KIND
from service.casework.whole_record.readers import homes_that_may
from service.ledger import LedgerError
from service.logs import log
from service.ports import GatewayError
from service.reconcile.context import GOOGLE_DOCS, Links
from service.reconcile.sync import NotFounded
from service.reconcile.whole_record.making import NoSuchRecord, RecordMaking, made_at

from ..answering import COORDINATOR, RESTRICTED, Answer, CardRequest, Look, NotForYou, action
from ..cards.widgets import Json, ask, button, buttons, card, line, open_link, section, text
from .cases import flags_of, selected_code

MOST = 5  # of those that were made, the newest


@action("whole_record", {COORDINATOR}, also=(RESTRICTED,))
def whole_record(request: CardRequest) -> Answer:
    """What it is, for whom it can be made, and those that stand."""
    file, _ = request.file(selected_code(request), needed="accesses")
    return _card(request, file, "")


@action("whole_record_make", {COORDINATOR}, also=(RESTRICTED,))
def make(request: CardRequest) -> Answer:
    """Begin to make one."""
    file, _ = request.file(selected_code(request), needed="accesses")
    code, home = file.case.code, request.asked.text("home")
    if home and home not in {each.letter for each in homes_that_may(file.team, request.say)}:
        raise NotForYou
    school, email, now = request.school, request.person.email, request.reading.now

    def job() -> None:
        try:
            RecordMaking(school.run(), school.ledger).make(code, email, home, now, on_card=True)
        except (GatewayError, LedgerError, NoSuchRecord, NotFounded) as error:
            log("record_failed", logging.WARNING, reason=type(error).__name__)

    request.syncing.beside(job)
    return _card(request, file, request.say("whole_record.coming"))


def _card(request: CardRequest, file: CaseFile, said: str) -> Answer:
    say, code = request.say, file.case.code
    homes = homes_that_may(file.team, say)
    offers = [
        button(say("cards.do.whole_record_school"), ask("whole_record_make", code=code)),
        *(
            button(
                say("cards.do.whole_record_home", home=home.label),
                ask("whole_record_make", code=code, home=home.letter),
            )
            for home in homes
        ),
    ]
    made = card(
        say("cards.do.whole_record"),
        section(
            "",
            *(
                line(flag, say("cards.case.flag"), icon="warning")
                for flag in flags_of(file, request)
            ),
            text(say("whole_record.asks", student=file.case.student)),
            text(said) if said else None,
            None if homes else text(say("whole_record.no_home")),
            buttons(*offers),
        ),
        section("", *_standing(request, code)),
        section(
            "",
            buttons(
                button(say("cards.do.whole_record_look"), ask("whole_record", code=code)),
                button(say("cards.do.back"), ask("case", code=code)),
            ),
        ),
        subtitle=code,
        name="whole_record",
    )
    return Answer(made, update=bool(said), looks=(Look(code, "whole record card"),))


def _standing(request: CardRequest, code: str) -> list[Json]:
    """The newest of those that this person can open."""
    links = Links(request.school.settings.workspace_url or GOOGLE_DOCS)
    known = [
        each
        for each in request.school.ledger.agreed_about("document", code)
        if each.key.startswith(f"{KIND}:") and request.may_open(each.key)
    ]
    known.sort(key=lambda each: each.key, reverse=True)
    return [
        line(
            request.say("cards.do.whole_record_open"),
            above=_made_at(each.key, request),
            below=request.say("whole_record.ready"),
            click=open_link(links.file("document", each.object_id)),
            icon="folder_open",
        )
        for each in known[:MOST]
    ]


def _made_at(key: str, request: CardRequest) -> str:
    at = made_at(key.rpartition(":")[2]).astimezone(request.office.zone)
    return request.say("whole_record.moment", day=at.date(), at=at.time())
