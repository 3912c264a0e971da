"""A group beside everybody else, as 34 CFR 300.647 has it.

The risk of a group is the share of its members of whom something holds. The risk ratio is that,
divided by the risk of all others in the same place; where the others are too few, by the state's.
A group with too few members, or too few of whom it holds, has none: a least cell of at most 10 and
a least group of at most 30 are presumed reasonable (300.647(b)(1)(iv)).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """Of `members` students it holds of `cell`."""

    cell: int
    members: int

    @property
    def risk(self) -> float:
        return self.cell / self.members if self.members else 0.0


@dataclass(frozen=True, slots=True)
class Least:
    """What a ratio needs at least."""

    cell: int = 10
    members: int = 30

    def is_met(self, share: Share) -> bool:
        return share.cell >= self.cell and share.members >= self.members


def risk_ratio(
    group: Share, others: Share, least: Least = Least(), state_rate: float | None = None
) -> float | None:
    """The ratio, or None where the group is too small, or the others are and no `state_rate` (a
    share, 0.09 = 9%) is known."""
    if not least.is_met(group):
        return None
    if least.is_met(others):
        return group.risk / others.risk
    return group.risk / state_rate if state_rate else None
