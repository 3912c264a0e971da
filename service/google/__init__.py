"""The only code that knows Google.

In reading order:

    access    whose token a call carries, with which scopes
    calls     how many calls each API was asked for
    retries   what is tried again, how long, and what an error means in plain words
    connections  every request sent once;  in_turn  those to Sheets when it is their turn
    session   one discovery service per API, one connection per thread and person
    sheets, drive, calendar, events, forms, mail    one gateway per API;  batches: many at once
    own_part  what of an event is ours, and what people have put in its place
    strangers what somebody sees who is not signed in
    probes/  which Google this is: what nobody could tell beforehand, tried out
"""

from __future__ import annotations

from collections.abc import Callable

from service.ports import Workspace

from .calendar import GoogleCalendars
from .drive import GoogleFiles
from .forms import GoogleForms
from .mail import GoogleMail
from .session import Session
from .sheets import GoogleSheets

__all__ = ["Session", "open_workspace"]


def open_workspace(
    session: Session, *, admin: str, mail_from: str, time_zone: str | Callable[[], str]
) -> Workspace:
    """All gateways: files kept as `admin`, mail sent as `mail_from`, each calendar as its owner.

    `time_zone` is the school's IANA zone, or something that answers it when asked.
    """
    return Workspace(
        sheets=GoogleSheets(session, admin),
        files=GoogleFiles(session, admin),
        calendars=GoogleCalendars(session, admin, time_zone),
        forms=GoogleForms(session, admin),
        mail=GoogleMail(session, mail_from),
        calls=session.calls,
    )
