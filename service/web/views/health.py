"""How Holdfast is: the last sync, what waits, calls made, triggers alive; sync now, with progress;
and the guarded parts that wait for somebody to say "that was meant"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from service.casework.wants import Say
from service.reconcile.progress import Progress, progress_of_run
from service.reconcile.reporting.attention import question_id

from ..answering import CASE_MANAGER, COORDINATOR, DEPUTY, Answer, CardRequest, NotForYou, action
from ..cards.widgets import Json, ask, button, buttons, card, line, section, text
from ..hooks import last_look
from ..syncing import Standing

MAY = {CASE_MANAGER, COORDINATOR, DEPUTY}
READS_A_MINUTE = 60  # Sheets, for one person; docs/operations.md, Quotas


@action("health", MAY)
def health(request: CardRequest) -> Answer:
    """The card."""
    return Answer(health_card(request))


@action("sync_now", MAY)
def sync_now(request: CardRequest) -> Answer:
    """Start a sync, or let one wait behind the one that runs."""
    request.syncing.look()
    return Answer(health_card(request), update=True, note=request.say("cards.health.started"))


@action("progress", MAY)
def progress(request: CardRequest) -> Answer:
    """The same card again, to see how far the sync is."""
    return Answer(health_card(request), update=True)


@action("confirm", {COORDINATOR, DEPUTY})
def confirm(request: CardRequest) -> Answer:
    """ "That was meant": go on with a part that a guard holds."""
    part = request.asked.given.get("part", "")
    if part not in guarded(request):
        raise NotForYou
    request.syncing.look(frozenset({part}))
    return Answer(health_card(request), update=True, note=request.say("cards.health.confirmed"))


def health_card(request: CardRequest) -> Json:
    say = request.say
    may_confirm = request.person.role in (COORDINATOR, DEPUTY)
    waits = [
        line(
            part,
            say("cards.health.guarded"),
            button=button(say("cards.health.meant"), ask("confirm", part=part))
            if may_confirm
            else None,
            icon="pan_tool",
        )
        for part in guarded(request)
    ]
    unsettled = len(request.school.ledger.unsettled())
    return card(
        say("cards.health.title"),
        section("", *_now(request), _buttons(request)),
        section(say("cards.health.last"), *_last(request)),
        section(
            say("cards.health.waits"),
            *waits,
            text(say("cards.health.unsettled", count=unsettled)) if unsettled else None,
            text(say("cards.health.nothing_waits")) if not waits and not unsettled else None,
        ),
        section(say("cards.health.triggers"), _triggers(request)),
        name="health",
    )


def _now(request: CardRequest) -> list[Json]:
    standing, say = request.syncing.standing, request.say
    kept = _kept(request)
    if standing.running or kept is not None:
        waiting = [text(say("cards.health.one_waits"))] if standing.waiting else []
        return [line(_how_far(standing, kept, say), icon="sync"), *waiting]
    if standing.failed:
        return [line(say(f"cards.health.failed.{standing.failed}"), icon="error")]
    return []


def _kept(request: CardRequest) -> Progress | None:
    """How far a long run is, be it in another instance or on the command line."""
    return progress_of_run(request.school.ledger, request.school.clock())


def _how_far(standing: Standing, kept: Progress | None, say: Say) -> str:
    if kept is not None and standing.part in ("", kept.part):
        done, minutes = max(standing.done, kept.done), kept.minutes_left
        key = "cards.health.running_left" if minutes else "cards.health.running_at"
        return say(key, done=done, of=kept.of, minutes=minutes)
    if standing.of:
        return say("cards.health.running_at", done=standing.done, of=standing.of)
    return say("cards.health.running")


def _buttons(request: CardRequest) -> Json | None:
    say = request.say
    running = request.syncing.standing.running or _kept(request) is not None
    return buttons(
        button(say("cards.do.sync_now"), ask("sync_now"), strong=not running),
        button(say("cards.do.see_progress"), ask("progress")) if running else None,
    )


def _last(request: CardRequest) -> list[Json]:
    say, run = request.say, request.school.ledger.last_run()
    if run is None:
        return [text(say("cards.health.never"))]
    report: Mapping[str, Any] = run["report"]
    changes = sum(report.get("changes", {}).values())
    calls = report.get("calls", {})
    spent = ", ".join(f"{api} {count}" for api, count in sorted(calls.items()))
    return [
        line(
            _when(run["ended"], request),
            say("cards.health.ended"),
            say("cards.health.counts", changes=changes, problems=report.get("problems", 0)),
        ),
        line(
            spent or "0",
            say("cards.health.calls"),
            say("cards.health.quota", left=max(0, READS_A_MINUTE - int(calls.get("sheets", 0)))),
        ),
    ]


def _triggers(request: CardRequest) -> Json:
    heard = last_look(request.school.ledger)
    if heard is None:
        return text(request.say("cards.health.never_heard"))
    return line(_when(heard, request), request.say("cards.health.heard"))


def _when(at: datetime, request: CardRequest) -> str:
    return request.say("cards.access.when", at=at.astimezone(request.office.zone))


def guarded(request: CardRequest) -> tuple[str, ...]:
    """The parts whose guard asks on Attention. Attention knows only the keyed id of a question, so
    the ids of all parts there are are held against it."""
    books = {"caseload": request.caseload.seen, "office": request.office.seen}
    asked = {row.text("row_id") for seen in books.values() for row in seen.tabs["attention"].rows}
    parts = [f"{book}/{tab}" for book, seen in books.items() for tab in seen.tabs]
    parts += [f"restricted/{tab}" for tab in ("safety_referrals", "flags")]
    parts += [f"calendar/{p.email}" for p in request.office.staff if p.role == CASE_MANAGER]
    keys = request.school.keys
    return tuple(part for part in parts if question_id(keys, f"guard:{part}") in asked)
