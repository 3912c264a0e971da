"""What is agreed on only once the rows that tell of it are written."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.ports import Agreed, Ledger


@dataclass(slots=True)
class PendingAgreements:
    """Acts that one workbook's History tells of: what to agree on, the intents that have come to
    an end, the shares that are no more."""

    agreed: list[Agreed] = field(default_factory=list)
    over: list[tuple[str, str]] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)

    def settle(self, ledger: Ledger) -> None:
        if self.agreed:
            ledger.agree(self.agreed)
        for kind, key in self.over:
            ledger.settle(kind, key)
        if self.taken:
            ledger.forget(self.taken)
