"""One sync at a time: the lease on a school, kept while a run goes on."""

from __future__ import annotations

from dataclasses import dataclass

from service.ports import LeaseLost, Ledger, SchoolBusy

NAME = "school"
SECONDS = 300


@dataclass(frozen=True, slots=True)
class Lease:
    """Held from `take_lease` on. A process that died leaves it to whoever comes after it has
    expired; each holder has a higher `fence` than the one before."""

    ledger: Ledger
    holder: str
    fence: int

    def keep(self) -> None:
        """Before each act: still ours, and for SECONDS more. Raises LeaseLost."""
        if not self.ledger.keep_lease(NAME, self.holder, self.fence, SECONDS):
            raise LeaseLost

    def release(self) -> None:
        self.ledger.release_lease(NAME, self.holder, self.fence)


def take_lease(ledger: Ledger, holder: str) -> Lease:
    """Raises Busy when another sync holds it."""
    fence = ledger.take_lease(NAME, holder, SECONDS)
    if not fence:
        raise SchoolBusy("Another sync is at work on this school; it will see your changes too.")
    return Lease(ledger, holder, fence)
