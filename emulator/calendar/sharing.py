"""calendar.acl: who may see or change a calendar, and how much of it."""

from __future__ import annotations

import re

from emulator.call import Call, method

from . import refusals
from .store import ROLES, Calendar, CalendarStore, Fields
from .tokens import seal

SCOPES = ("default", "user", "group", "domain")


@method("calendar.acl.list")
def list_acl(call: Call) -> Fields:
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "owner")
    return {
        "kind": "calendar#acl",
        "etag": store.etag(calendar.version),
        "nextSyncToken": seal({"kind": "acl", "version": calendar.version}),
        "items": [_rule(store, calendar, rule_id) for rule_id in calendar.acl],
    }


@method("calendar.acl.get")
def get_acl(call: Call) -> Fields:
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "owner")
    if call.params["ruleId"] not in calendar.acl:
        raise refusals.not_found()
    return _rule(store, calendar, call.params["ruleId"])


@method("calendar.acl.insert")
def insert_acl(call: Call) -> Fields:
    """Give a person, a domain or everybody a role; an existing rule is replaced."""
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "owner")
    scope = call.body.get("scope") or {}
    kind, value = scope.get("type"), str(scope.get("value") or "").strip().lower()
    if kind not in SCOPES or (kind != "default" and not value):
        raise refusals.invalid("Invalid scope value.")
    if kind == "user" and not re.match(r"[^@\s]+@[^@\s]+$", value):
        raise refusals.invalid("Invalid scope value.")
    return _set_role(call, calendar, kind if kind == "default" else f"{kind}:{value}")


@method("calendar.acl.patch")
@method("calendar.acl.update")
def change_acl(call: Call) -> Fields:
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "owner")
    if call.params["ruleId"] not in calendar.acl:
        raise refusals.not_found()
    return _set_role(call, calendar, call.params["ruleId"])


@method("calendar.acl.delete")
def delete_acl(call: Call) -> None:
    store = call.workspace.calendar
    calendar = store.require(call.person, call.params["calendarId"], "owner")
    rule_id = call.params["ruleId"]
    if rule_id not in calendar.acl:
        raise refusals.not_found()
    if rule_id == f"user:{calendar.owner}":
        raise _own_acl()
    del calendar.acl[rule_id]
    store.touch_calendar(calendar)


def _set_role(call: Call, calendar: Calendar, rule_id: str) -> Fields:
    store = call.workspace.calendar
    role = call.body.get("role") or calendar.acl.get(rule_id)
    if role not in ROLES:
        raise refusals.required("Missing role.") if not role else refusals.invalid("Invalid role.")
    if rule_id == f"user:{calendar.owner}" and role != "owner":
        raise _own_acl()
    calendar.acl[rule_id] = str(role)
    store.touch_calendar(calendar)
    return _rule(store, calendar, rule_id)


def _own_acl() -> Exception:
    return refusals.refuse(
        403, "cannotChangeOwnAcl", "Cannot change your own access level.", domain="calendar"
    )


def _rule(store: CalendarStore, calendar: Calendar, rule_id: str) -> Fields:
    kind, _, value = rule_id.partition(":")
    return {
        "kind": "calendar#aclRule",
        "etag": store.etag(calendar.version),
        "id": rule_id,
        "scope": {"type": kind, "value": value} if value else {"type": kind},
        "role": calendar.acl[rule_id],
    }
