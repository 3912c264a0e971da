"""Looking again: at most one sync runs and one waits, however often somebody says "look".

Between the starts of two syncs lies at least `LEAST_S`, whatever the triggers say, and `SOON_S`
for a person: one that is asked for sooner waits, and answers for all who ask meanwhile. This holds
within one process; between processes the ledger's lease does, so that a second one that comes
meanwhile finds the school busy and tries again a little later. In production a queue on PostgreSQL
gives the same promise for a whole district (procrastinate: `lock` = one sync at a time per
workbook, `queueing_lock` = at most one waiting); this class is what its worker calls.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Event, Lock, Thread
from time import monotonic

from service.ledger import LedgerError
from service.logs import log
from service.ports import GatewayError
from service.reconcile.sync import LedgerLost, NotFounded, Report, SchoolBusy

from .parts import SchoolService

LEAST_S = 20.0  # of triggers, which cannot tell how often they come
SOON_S = 10.0  # where a person asked, and waits
BUSY_TRIES = 12
BUSY_WAIT_S = 5.0
Spawn = Callable[[Callable[[], None]], None]


def in_background(job: Callable[[], None]) -> None:
    Thread(target=job, name="holdfast-sync", daemon=True).start()


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands. `part`, `done`, `of`: what the running sync is busy with; `failed` is why the
    last one did not come to its end ("" when it did)."""

    running: bool = False
    waiting: bool = False
    part: str = ""
    done: int = 0
    of: int = 0
    ended: datetime | None = None
    report: Report | None = None
    failed: str = ""


class Syncing:
    """Safe to share between threads. `spawn` starts a job beside the caller; `after` follows each
    sync that changed something; `turn` is held while one runs, so that those of several schools
    need not all run at once."""

    def __init__(
        self,
        school: SchoolService,
        spawn: Spawn = in_background,
        after: Callable[[], None] = lambda: None,
        turn: AbstractContextManager[object] = nullcontext(),
    ) -> None:
        self._school, self._spawn, self._after = school, spawn, after
        self._turn = turn
        self._lock = Lock()
        self._standing = Standing()
        self._confirm: set[str] = set()
        self._pause = Event()
        self._begun = 0.0
        self._asked = False  # whether a person waits for the next one

    @property
    def standing(self) -> Standing:
        with self._lock:
            return self._standing

    def look(self, confirm: frozenset[str] = frozenset(), *, by_trigger: bool = False) -> Standing:
        """Look again, now or right after the sync that runs. `confirm` are guarded parts that a
        person has said were meant."""
        with self._lock:
            self._confirm |= confirm
            self._asked = self._asked or not by_trigger
            start = not self._standing.running
            self._standing = self._changed(running=True, waiting=not start)
            standing = self._standing
        if start:
            self._spawn(self._work)
        return standing

    def beside(self, job: Callable[[], None]) -> None:
        """Do something else beside the caller: what takes longer than a card may."""
        self._spawn(job)

    def _work(self) -> None:
        """Run, and run again while somebody said "look" meanwhile."""
        while True:
            if self._begun:
                self._rest(SOON_S)
                if not self._asked:
                    self._rest(LEAST_S)
            with self._lock:
                confirm, self._confirm = frozenset(self._confirm), set()
                self._asked = False
                self._standing = self._changed(waiting=False)
            self._begun = monotonic()
            report, failed = self._run(confirm)
            if report is not None and report.changes:
                self._after()
            with self._lock:
                again = self._standing.waiting
                self._standing = self._changed(
                    running=again,
                    part="",
                    done=0,
                    of=0,
                    ended=self._school.clock(),
                    report=report or self._standing.report,
                    failed=failed,
                )
            if not again:
                return

    def _rest(self, seconds: float) -> None:
        """Until so long after the last one began."""
        self._pause.wait(max(0.0, self._begun + seconds - monotonic()))

    def _run(self, confirm: frozenset[str]) -> tuple[Report | None, str]:
        """One sync; what keeps it from its end is said in one word, and stops nothing else."""
        for _ in range(BUSY_TRIES):
            try:
                with self._turn:
                    return self._school.watched_sync(self._tell, confirm), ""
            except SchoolBusy:
                # Somebody else's sync may have read the sheet before the change we know of.
                self._pause.wait(BUSY_WAIT_S)
            except (GatewayError, LedgerError) as error:
                log("sync_failed", logging.WARNING, reason=type(error).__name__)
                return None, "google" if isinstance(error, GatewayError) else "ledger"
            except (LedgerLost, NotFounded) as error:
                log("sync_refused", logging.WARNING, reason=type(error).__name__)
                return None, "ledger"
            except Exception:
                log("sync_broke", logging.ERROR)
                return None, "unexpected"
        return None, "busy"

    def _tell(self, part: str, done: int, of: int) -> None:
        with self._lock:
            self._standing = self._changed(part=part, done=done, of=of)

    def _changed(self, **changes: object) -> Standing:
        return replace(self._standing, **changes)  # type: ignore[arg-type]
