"""What a district's own account is shown: every school at a glance, as a card and as metrics.

Rights are closed by default: without HOLDFAST_DISTRICT nobody sees the card, and without that or
HOLDFAST_METRICS_FOR nobody reads the metrics. Neither account gains anything else by it.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Response

from .answering import Answer, NotForYou
from .cards.district import district_card
from .desk import SchoolDesk
from .event import Asked
from .parts import OtherSchools
from .schools import Caller, Desks


class DistrictDesk:
    """Answers from the ledgers alone: it asks Google nothing, and opens no workbook."""

    def __init__(self, desks: Desks, others: OtherSchools) -> None:
        self._desks, self._others = desks, others

    @property
    def _first(self) -> SchoolDesk:
        return self._desks.first

    def is_asked(self, caller: Caller, asked: Asked) -> bool:
        """Whether it is the district's account, at home in no school's workbook. It counts only
        with a token that the first school takes."""
        if self._first not in caller.desks or not self._is_district(caller.email):
            return False
        if asked.action == "home" and not asked.given.get("school"):
            return self._desks.with_file(caller, asked.workbook_id) is None
        return asked.action == "district"

    def answer(self, asked: Asked) -> Response:
        """The card. Raises LedgerError."""
        school = self._first.school
        zone = ZoneInfo(school.settings.time_zone)

        def when(moment: datetime) -> str:
            return self._first.say("cards.access.when", at=moment.astimezone(zone))

        standing = self._others.standing(school.clock())
        made = district_card(standing, when, self._first.say)
        return self._first.rendered(Answer(made, update=asked.action == "district"))

    def reader(self, authorization: str) -> Caller:
        """Who reads the metrics. Raises tokens.Refused, certs.NoKeys, NotForYou."""
        tokens, settings = self._first.tokens, self._first.school.settings
        claims = tokens.claims(authorization)
        if tokens.is_account(claims, settings.metrics_for):
            return Caller(settings.metrics_for, ())
        email = tokens.person(claims)
        if not self._is_district(email):
            raise NotForYou
        return Caller(email, ())

    def metrics(self) -> Response:
        """Raises LedgerError."""
        from .metrics import TEXT, metrics_text  # only who is asked for them loads the library

        standing = self._others.standing(self._first.school.clock())
        return Response(metrics_text(standing), content_type=TEXT)

    def _is_district(self, email: str) -> bool:
        account = self._first.school.settings.district
        return bool(account) and email == account
