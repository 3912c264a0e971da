"""One school's desk: its cards, its hooks, and what becomes of errors.

A service with several schools has one desk for each; no desk ever sees another's workbooks, ledger
or key. Which desk a request goes to, `schools` decides.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock

from flask import Response, g, jsonify, request

from service.casework.wants import Say
from service.ledger import LedgerError
from service.logs import log, of_school
from service.ports import GatewayError
from service.reconcile.staff_known import staff_key

from .answering import (
    ACTIONS,
    EVERYBODY,
    HOME,
    OFFICE,
    Answer,
    CardAction,
    CardRequest,
    NotForYou,
    Reader,
    Unclear,
    tools_of,
)
from .cards.kept import filled_again, kept_card
from .cards.problem import problem_card
from .cards.which_school import which_school_card
from .cards.widgets import carrying, fitted, search_box
from .certs import Certs, NoKeys
from .event import Asked
from .hooks import note_answers, note_look
from .parts import Json, SchoolService
from .refusals import Refusals
from .syncing import Spawn, Syncing
from .tokens import Refused, Tokens
from .views.referrals import with_safety
from .workbook_cache import SchoolMissing, WorkbookCache

LOCAL_AUDIENCE = "holdfast-local"  # what the local Workspace's tokens are for, unless set
READY_FOR = timedelta(seconds=10)
WORKBOOKS = ("office", "caseload", "restricted")


class NotKnown(Exception):
    """It cannot be told whose a request is; why, is not said."""


class SeveralSchools(Exception):
    """The person works in several schools: `choices` are (seal, name of the school)."""

    def __init__(self, choices: tuple[tuple[str, str], ...], asked: Asked) -> None:
        super().__init__("several schools")
        self.choices, self.asked = choices, asked


class SchoolDesk:
    """What one school answers with. Safe to use from several threads."""

    def __init__(
        self,
        school: SchoolService,
        spawn: Spawn,
        certs: Certs,
        school_id: str,
        turn: AbstractContextManager[object],
    ) -> None:
        """`turn` is held while a sync runs here."""
        settings = school.settings
        self.school, self.school_id = school, school_id
        audience = settings.audience or ((LOCAL_AUDIENCE,) if settings.local else ())
        by_iam = settings.iam_admits_domain
        self.tokens = Tokens(certs, audience, settings.domain, school.clock, by_iam)
        self.cache = WorkbookCache(
            lambda: school.card_workspace.sheets, school.files, school.templates, school.clock
        )
        self.reader = Reader(self.cache, school)
        self._refused = Refusals(school.clock)
        self._readying = Lock()
        self._ready: tuple[datetime, tuple[int, str]] | None = None
        named = lambda job: spawn(lambda: self._as_own(job))  # noqa: E731
        self.syncing = Syncing(school, named, self.cache.drop_all, turn)

    def _as_own(self, job: Callable[[], None]) -> None:
        """What goes on beside a request says in its lines whose it is, too."""
        with of_school(self.school_id):
            job()

    # ------------------------------------------------ whose it is

    def works_here(self, email: str) -> bool:
        """Whether Staff names this person, in a role that Holdfast knows. Raises GatewayError,
        SchoolMissing."""
        person = self.reader.office().person(email)
        return person is not None and person.role in EVERYBODY

    def key_of(self, email: str) -> str:
        """Under which this school's ledger knows a colleague."""
        return staff_key(email, self.school.keys)

    def seal(self, email: str) -> str:
        """By which a card's buttons say that they are this school's, and this person's."""
        sealed = self.school.keys.fingerprint("desk", self.school_id, email)
        return f"{self.school_id}.{sealed}"

    # ------------------------------------------------ cards

    @property
    def say(self) -> Say:
        return self.school.wording.say

    def answer(self, asked: Asked) -> Response:
        """The card that was asked for, once the looks at records have been written down."""
        self.cache.books(self._needed(asked.action))
        person = self.reader.office().person(g.email)
        if person is None or person.role not in EVERYBODY:
            self._record_refused(asked, asked.action, g.email)
            return self._refusal(403, "cards.refused.not_staff")
        g.tools = " ".join(tools_of(person.role))
        name = HOME[person.role] if asked.action == "home" else asked.action
        action = ACTIONS.get(name)
        if action is None or not action.is_for(person, self.reader.office()):
            self._record_refused(asked, name, person.email)
            return self._refusal(403, "cards.refused.not_for_you")
        try:
            answer = self._answer(action, asked, person.email)
        except NotForYou:
            self._record_refused(asked, name, person.email)
            raise
        looks = [(look.code, look.what, look.why) for look in answer.looks]
        self.school.ledger.record_accesses(self.school.clock(), person.email, looks)
        note_answers(self.school.ledger, request.headers.get("X-Holdfast-Answers", ""))
        return self.rendered(answer)

    def _answer(self, action: CardAction, asked: Asked, email: str) -> Answer:
        """What the action's view answers; where it could not save what was filled in, the form
        again with all of it, and the sentence at its field."""
        try:
            return self._view(action, asked, email)
        except Unclear as problem:
            form = ACTIONS.get(action.form)
            if form is None:
                raise
            sentence, field = problem.sentence, problem.field
            try:
                drawn = self._view(form, replace(asked, action=form.name), email)
            except (NotForYou, Unclear):  # what it was about is not there any more
                return Answer(kept_card(asked, sentence, self.say), True, sentence)
            card = filled_again(drawn.card, asked, sentence, field, self.say)
            return Answer(card, True, sentence, drawn.looks)

    def _record_refused(self, asked: Asked, name: str, email: str) -> None:
        """A look that was refused is a line of the record too, where it was about a case; of one
        person and case, one a minute, for nothing else bounds who is not on Staff."""
        wanted = asked.given.get("code") or asked.row
        code = self.reader.code_of(wanted) if wanted else ""
        if code and self._refused.is_first(self.school.ledger.hash_of(email), code):
            what = f"refused {name.replace('_', ' ')}" if name in ACTIONS else "refused"
            self.school.ledger.record_accesses(self.school.clock(), email, [(code, what, "add-on")])

    def _needed(self, name: str) -> set[str]:
        """The workbooks to look at side by side, before it is known who asks."""
        action = ACTIONS.get(name)
        if action is None:
            return set(WORKBOOKS) if name == "home" else {OFFICE}
        return {OFFICE, action.about, *action.also} - {""}

    def _view(self, action: CardAction, asked: Asked, email: str) -> Answer:
        reading = self.reader.read(action.about, action.also)
        person = reading.office.person(email)
        # Staff may have changed between the two looks: today's role counts.
        if person is None or not action.is_for(person, reading.office):
            raise NotForYou
        request = CardRequest(
            asked, person, reading, self.school, self.cache, self.syncing, self.school.context()
        )
        return with_safety(action.view(request), request)

    # ------------------------------------------------ hooks and health

    def look_again(self) -> Response:
        """Start a sync, or let one wait behind the one that runs. 202. For those who work here and
        for Holdfast's own account, as which the triggers run."""
        is_own = g.email == self.school.settings.admin.casefold()
        if not is_own and not self.works_here(g.email):
            return self._refusal(403, "cards.refused.not_staff")
        note_look(self.school.ledger, self.school.clock())
        standing = self.syncing.look(by_trigger=True)
        response = jsonify({"running": standing.running, "waiting": standing.waiting})
        response.status_code = 202
        return response

    def ready(self) -> Response:
        """Whether cards can be answered. What every card needs is fetched the first time; then the
        answer is good for `READY_FOR`, whoever asks, for anybody may."""
        last, now = self._ready, self.school.clock()
        if last is not None and timedelta(0) <= now - last[0] < READY_FOR:
            return _status(*last[1])
        # Whoever asks while another's question is under way has the answer of before.
        if not self._readying.acquire(blocking=last is None):
            return _status(*last[1]) if last else _status(503, "google")
        try:
            if self._ready is last:
                self._ready = (now, self._readiness())
            assert self._ready is not None
            return _status(*self._ready[1])
        finally:
            self._readying.release()

    def _readiness(self) -> tuple[int, str]:
        try:
            self.school.ledger.token("run")
            self.warm()
        except SchoolMissing:
            return 503, "not_founded"
        except GatewayError:
            return 503, "google"
        except LedgerError:
            return 503, "ledger"
        return 200, "ok"

    def warm(self) -> None:
        """Every workbook on the shelf; nothing is read that is there already."""
        missing = [key for key in WORKBOOKS if self.cache.standing(key) is None]
        if missing:
            self.cache.books(missing)

    def warm_up(self) -> None:
        """The same before anybody asks; what cannot be had now, the first card asks for."""
        try:
            self.warm()
        except (GatewayError, LedgerError, SchoolMissing):
            log("not_warmed_up", logging.WARNING)

    # ------------------------------------------------ what went wrong

    def on_error(self, error: Exception) -> Response:
        """Every failure as a card with a plain sentence; for the unexpected a reference number that
        stands in the log beside the place in the code. No trace, no names."""
        match error:
            case Refused():
                log("token_refused", logging.WARNING, reason=error.reason)
                return self._refusal(401, "cards.refused.token")
            case NoKeys():
                return self._refusal(503, "cards.refused.no_keys")
            case NotKnown():
                return self._refusal(403, "cards.refused.not_known")
            case SeveralSchools():
                card = which_school_card(error.choices, error.asked, self.say)
                return self.rendered(Answer(card))
            case NotForYou():
                return self._refusal(403, "cards.refused.not_for_you")
            case Unclear():
                return self._card(200, error.sentence, note=error.sentence)
            case SchoolMissing():
                return self._refusal(503, "cards.refused.not_founded")
            case GatewayError():
                return self._refusal(502, "cards.refused.google")
            case LedgerError():
                log("ledger_failed", logging.ERROR, route=request.path)
                return self._refusal(500, "cards.refused.ledger")
            case _ if _http_code(error):
                return self._refusal(_http_code(error), "cards.refused.unknown")
        reference = secrets.token_hex(4)
        log("card_failed", logging.ERROR, run=reference, route=request.path)
        sentence = self.say("cards.refused.unexpected", reference=reference)
        return self._card(500, sentence)

    def _refusal(self, status: int, key: str) -> Response:
        return self._card(status, self.say(key))

    def rendered(self, answer: Answer) -> Response:
        """As the add-on takes it, with what every panel has below."""
        move = "updateCard" if answer.update else "pushCard"
        more = lambda count: self.say("cards.more_lines", count=count)  # noqa: E731
        has_box = "find" in g.get("tools", "").split() and answer.card.get("name") != "find"
        box = search_box(self.say("cards.find.box"), self.say("cards.find.go"))
        made, below = answer.card, box if has_box else None
        if seal := g.get("seal"):
            made, below = carrying(made, "school", seal), carrying(below, "school", seal)
        shown = fitted(made, more, below)
        action: Json = {"navigations": [{move: shown}]}
        if answer.note:
            action["notification"] = {"text": answer.note}
        return jsonify({"action": action})

    def _card(self, status: int, sentence: str, note: str = "") -> Response:
        asked: Asked | None = g.get("asked")
        action = ACTIONS.get(asked.action) if asked else None
        if asked and action and action.form and status >= 500:
            # Nothing that somebody has written is thrown away because something else failed.
            response = self.rendered(Answer(kept_card(asked, sentence, self.say), True, note))
        else:
            response = self.rendered(Answer(problem_card(sentence, self.say), note=note))
        response.status_code = status
        return response


def _status(code: int, word: str) -> Response:
    response = jsonify({"status": word})
    response.status_code = code
    return response


def _http_code(error: Exception) -> int:
    code = getattr(error, "code", None)
    return code if isinstance(code, int) and 400 <= code < 500 else 0
