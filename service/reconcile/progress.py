"""How far a long run has come, kept in the ledger: so every instance of the service can say it, not
only the one in which it runs. What is short, or is over, is not worth a write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from service.ports import Ledger

from .reporting.outcome import Tell

TOKEN: Final = "progress"
LONG: Final = 20  # so many of a kind, or fewer, are done before anybody asks
EVERY: Final = 10
BELIEVED: Final = timedelta(minutes=2)  # a run that was killed says nothing more


@dataclass(frozen=True, slots=True)
class Progress:
    """`run` is its nonce; `part` what is being done, `done` of `of`; `begun` and `at` in seconds:
    when it began with this part, and when it said so."""

    run: str
    part: str
    done: int
    of: int
    begun: int
    at: int

    def as_token(self) -> str:
        return f"{self.run}.{self.part}.{self.done}.{self.of}.{self.begun}.{self.at}"

    @classmethod
    def from_token(cls, token: str) -> Progress | None:
        run, part, *numbers = token.split(".") if token.count(".") == 5 else ("", "")
        if not run or not all(number.isdecimal() for number in numbers):
            return None
        return cls(run, part, *map(int, numbers))

    @property
    def minutes_left(self) -> int:
        """As it went until now, rounded up; 0 where nothing is done yet."""
        if not self.done:
            return 0
        return -(-(self.at - self.begun) * (self.of - self.done) // (self.done * 60))


@dataclass(slots=True)
class KeptProgress:
    """Tells on what it is told, and keeps it in the ledger where it will take a while."""

    ledger: Ledger
    run: str
    clock: Callable[[], datetime]
    tell: Tell
    part: str = ""
    begun: int = 0

    def __call__(self, part: str, done: int, of: int) -> None:
        self.tell(part, done, of)
        if of < LONG or done % EVERY:
            return
        now = int(self.clock().timestamp())
        if not done or part != self.part:
            self.part, self.begun = part, now
        said = Progress(self.run, part, done, of, self.begun, now)
        self.ledger.set_tokens({TOKEN: said.as_token()}, news=False)


def progress_of_run(ledger: Ledger, now: datetime) -> Progress | None:
    """How far the run is that is at work now, wherever; None where none is known to be, or where it
    does nothing that takes long."""
    said = Progress.from_token(ledger.token(TOKEN))
    if said is None or not 0 <= now.timestamp() - said.at <= BELIEVED.total_seconds():
        return None
    last = ledger.last_run()
    return None if last is not None and last["run_id"] == said.run else said
