"""What an event becomes when a client writes to it: pure functions from JSON to JSON.

insert  the body, with the server's own fields
patch   the stored event with the body merged in; null removes, arrays are replaced whole
update  the body replaces everything a client may write
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from . import refusals
from .recurrence import check_recurrence
from .store import Fields
from .times import check_span, check_time, same_time

EVENT_ID = re.compile(r"[a-v0-9]{5,1024}$")
EMAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+$")

# Everything a client may write. Conference data needs a version parameter that we do not
# serve, attachments and labels likewise: as at Google they are then ignored.
WRITABLE = (
    "summary",
    "description",
    "location",
    "colorId",
    "status",
    "visibility",
    "transparency",
    "start",
    "end",
    "recurrence",
    "attendees",
    "extendedProperties",
    "guestsCanInviteOthers",
    "guestsCanModify",
    "guestsCanSeeOtherGuests",
    "anyoneCanAddSelf",
    "source",
    "eventType",
    "focusTimeProperties",
    "outOfOfficeProperties",
    "workingLocationProperties",
    "birthdayProperties",
)
MERGED = ("start", "end", "extendedProperties", "source")
# Google leaves a field out of its answers when it has its default value.
DEFAULTS = {
    "transparency": "opaque",
    "visibility": "default",
    "guestsCanInviteOthers": True,
    "guestsCanModify": False,
    "guestsCanSeeOtherGuests": True,
    "anyoneCanAddSelf": False,
}
CHOICES = {
    "status": ("confirmed", "tentative", "cancelled"),
    "visibility": ("default", "public", "private", "confidential"),
    "transparency": ("opaque", "transparent"),
}
RESPONSES = ("needsAction", "declined", "tentative", "accepted")
LONGEST_REMINDER = 40_320
MOST_REMINDERS = 5


@dataclass(frozen=True, slots=True)
class Draft:
    """Fields as they will be stored; `reminders` is None where the body says nothing."""

    fields: Fields
    reminders: Fields | None


def check_event_id(event_id: str) -> str:
    """A client-chosen id: base32hex, 5 to 1024 characters. Raises Google's 400."""
    if not EVENT_ID.match(event_id):
        raise refusals.invalid("Invalid resource id value.")
    return event_id


def insert(body: Fields, zone_name: str) -> Draft:
    """A new event's fields from the body of events.insert or events.import."""
    sequence = {"sequence": int(body.get("sequence") or 0)}
    return Draft(
        _complete(_writable(body), zone_name, {}) | sequence, check_reminders(body.get("reminders"))
    )


def patch(old: Fields, body: Fields, zone_name: str) -> Draft:
    """The stored fields with the body merged in."""
    merged = {name: deepcopy(value) for name, value in old.items()}
    for name, value in _writable(body, keep_nulls=True).items():
        both_maps = isinstance(value, dict) and isinstance(merged.get(name), dict)
        merged[name] = _merge(merged[name], value) if name in MERGED and both_maps else value
    fields = _complete({k: v for k, v in merged.items() if v is not None}, zone_name, old)
    if "recurrence" in body and not body["recurrence"]:
        fields.pop("recurrence", None)
    reminders = body.get("reminders")
    return Draft(_count(fields, old, body), check_reminders(reminders))


def update(old: Fields, body: Fields, zone_name: str) -> Draft:
    """The body in place of everything that a client may write."""
    kept = {name: value for name, value in old.items() if name not in WRITABLE}
    fields = _complete(kept | _writable(body), zone_name, old)
    reminders = check_reminders(body.get("reminders") or {"useDefault": True})
    return Draft(_count(fields, old, body), reminders)


def check_reminders(value: Fields | None) -> Fields | None:
    """The acting person's reminders; raises Google's 400 for contradictory or bad ones."""
    if value is None:
        return None
    overrides = value.get("overrides") or []
    if value.get("useDefault") and overrides:
        raise refusals.refuse(
            400,
            "cannotUseDefaultRemindersAndSpecifyOverride",
            "Cannot specify both default reminders and overrides at the same time.",
            domain="calendar",
        )
    if len(overrides) > MOST_REMINDERS:
        raise refusals.invalid("Too many override reminders.")
    for reminder in overrides:
        minutes = reminder.get("minutes")
        if reminder.get("method") not in ("email", "popup"):
            raise refusals.required("Missing override reminder method.")
        if minutes is None:
            raise refusals.required("Missing override reminder minutes.")
        if not 0 <= minutes <= LONGEST_REMINDER:
            raise refusals.invalid("Invalid override reminder minutes.")
    kept: Fields = {"useDefault": bool(value.get("useDefault", False))}
    if overrides:
        kept["overrides"] = [
            {"method": reminder["method"], "minutes": reminder["minutes"]} for reminder in overrides
        ]
    return kept


def reshaped(old: Fields, new: Fields) -> bool:
    """Did the time or the recurrence change?"""
    return not (
        same_time(old.get("start"), new.get("start"))
        and same_time(old.get("end"), new.get("end"))
        and old.get("recurrence", []) == new.get("recurrence", [])
    )


def _writable(body: Fields, *, keep_nulls: bool = False) -> Fields:
    return {
        name: deepcopy(body[name])
        for name in WRITABLE
        if name in body and (keep_nulls or body[name] is not None)
    }


def _merge(old: Any, new: Any) -> Any:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    merged = dict(old)
    for name, value in new.items():
        merged[name] = _merge(old.get(name), value)
    return {name: value for name, value in merged.items() if value is not None}


def _complete(fields: Fields, zone_name: str, old: Fields) -> Fields:
    """Checked fields with Google's defaults; what has its default value is left out."""
    for name, choices in CHOICES.items():
        if name in fields and fields[name] not in choices:
            raise refusals.invalid(f"Invalid value for: {fields[name]} is not a valid value")
    fields.setdefault("status", "confirmed")
    if fields["status"] != "cancelled" or "start" in fields:
        _check_series_zone(fields)
        fields["start"] = check_time(fields.get("start"), "start", zone_name)
        fields["end"] = check_time(fields.get("end"), "end", zone_name)
        fields["end"] = check_span(fields["start"], fields["end"])
    if fields.get("recurrence"):
        check_recurrence(fields["recurrence"], fields["start"])
    if fields.get("attendees"):
        known = {a["email"]: a for a in old.get("attendees", [])}
        fields["attendees"] = [_attendee(a, known) for a in fields["attendees"]]
    _check_properties(fields)
    fields.setdefault("eventType", "default")
    return {
        name: value
        for name, value in fields.items()
        if value not in (None, "", [], {}) and DEFAULTS.get(name) != value
    }


def _check_series_zone(fields: Fields) -> None:
    """A series repeats on the wall clock, so it must say whose."""
    start = fields.get("start") or {}
    if fields.get("recurrence") and start.get("dateTime") and not start.get("timeZone"):
        raise refusals.required("Missing time zone definition for start time.")


def _attendee(attendee: Fields, known: dict[str, Fields]) -> Fields:
    email = attendee.get("email") or ""
    if not EMAIL.match(email):
        raise refusals.invalid("Invalid attendee email.")
    before = known.get(email, {}).get("responseStatus", "needsAction")
    answer = attendee.get("responseStatus") or before
    if answer not in RESPONSES:
        raise refusals.invalid(f"Invalid value for: {answer} is not a valid value")
    kept = {k: v for k, v in attendee.items() if k not in ("self", "organizer") and v}
    return kept | {"email": email, "responseStatus": answer}


def _check_properties(fields: Fields) -> None:
    """Names to 44 characters, values to 1024, as the guide to extended properties says."""
    properties = fields.get("extendedProperties")
    if not properties:
        return
    for side in ("private", "shared"):
        for name, value in (properties.get(side) or {}).items():
            if len(name) > 44:
                raise refusals.invalid("The name of an extended property is too long.")
            if len(str(value)) > 1024:
                raise refusals.invalid("The value of an extended property is too long.")
    kept = {side: dict(properties[side]) for side in ("private", "shared") if properties.get(side)}
    fields["extendedProperties"] = kept


def _count(fields: Fields, old: Fields, body: Fields) -> Fields:
    """The sequence number: what the client says, if not lower; one more when the time moved."""
    before = int(old.get("sequence", 0))
    given = body.get("sequence")
    if given is not None and given < before:
        raise refusals.invalid(
            "Invalid sequence value. The specified sequence number is below the current sequence "
            "number of the resource. Re-fetch the resource and use its sequence number on the "
            "following request."
        )
    fields["sequence"] = max(before, given or 0) + (1 if reshaped(old, fields) else 0)
    return fields
