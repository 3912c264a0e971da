"""A look's turn at Sheets: all looks of all workers together stay within Google's quota.

A look reads Drive first, and often nothing else. Before its first read of a sheet there must be
room for all three workbooks; else it is put off, which is no failure: nothing was written yet. What
it asks beyond them waits for its turn, for a while; then it asks all the same, and Google's own
refusal is waited out as ever. Cards wait for nobody: the buckets leave their share.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy import Engine

from .google.connections import Connection
from .google.in_turn import InTurn
from .keys import Keys
from .ledger import Limit, Quotas
from .settings import Settings

# Google's table, 2026: https://developers.google.com/workspace/sheets/api/limits
PROJECT, USER = Limit(300), Limit(60)  # reads a minute, and as many writes
A_LOOK = 3  # reads of sheets with which a look begins: one of each workbook
LONGEST_S = 30.0  # that one call waits; well within a lease


class PutOff(Exception):
    """Too many looks at this moment; `seconds` until there may be room."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(slots=True)
class Turn:
    """One look's. `account` is a keyed hash of whose quota it uses up."""

    quotas: Quotas
    account: str
    sleep: Callable[[float], None] = time.sleep
    connect: Callable[[], Any] = Connection
    _begun: bool = False
    _taken: int = 0  # reads that were taken when it began, and not made yet
    _lock: Lock = field(default_factory=Lock)

    def connection(self) -> Any:
        """A transport for `open_school`."""
        return InTurn(self.connect(), self.before)

    def before(self, writes: bool) -> None:
        """Before each call to Sheets. Raises PutOff before the first."""
        waited = 0.0
        while (seconds := self.ask(writes)) and waited < LONGEST_S:
            self.sleep(seconds)
            waited += seconds

    def ask(self, writes: bool) -> float:
        """After how many seconds to ask again; 0 = it may go. Raises PutOff before the first."""
        if not writes and self._was_taken():
            return 0.0
        return self.quotas.take(self._limits("writes" if writes else "reads"))

    def _was_taken(self) -> bool:
        with self._lock:
            if not self._begun:
                if seconds := self.quotas.take(self._limits("reads"), A_LOOK):
                    raise PutOff(seconds)
                self._begun, self._taken = True, A_LOOK
            self._taken -= 1
            return self._taken >= 0

    def _limits(self, what: str) -> dict[str, Limit]:
        return {f"sheets.{what}": PROJECT, f"sheets.{what}.{self.account}": USER}


@dataclass(frozen=True, slots=True)
class Turns:
    """Turns of all looks, which share one Google project."""

    quotas: Quotas
    keys: Keys
    connect: Callable[[], Any] = Connection

    def of(self, admin: str) -> Turn:
        """One look's, as whom the school's files are kept."""
        return Turn(self.quotas, self.keys.fingerprint("account", admin), connect=self.connect)


def open_turns(
    settings: Settings, engine: Engine, connect: Callable[[], Any] | None = None
) -> Turns:
    """`connect` makes one connection to Google; None = the real network."""
    return Turns(Quotas(engine), Keys(settings.secret), connect or Connection)
