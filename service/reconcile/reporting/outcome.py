"""What came of a run's changes, and who is told while they are carried out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from service.ports import Agreed

Tell = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


@dataclass(slots=True)
class Applied:
    """What happened. `counts` is by kind of change; `failures` by the key of what failed; `told`
    whether History has all its lines; `made_good` whether something succeeded that had failed."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: dict[str, Agreed] = field(default_factory=dict)
    repairs: int = 0
    not_written: int = 0
    told: bool = True
    made_good: bool = False
    handed_on: bool = False  # whether a family has got a document that it has not heard of
    linked_below: bool = False  # whether somebody wrote into a document just replaced
    grown: bool = False  # whether workbooks have tabs or columns now that nothing was read from yet

    @property
    def looks_again(self) -> bool:
        """Whether there is something now that only another look finds."""
        return self.made_good or self.grown or self.handed_on or self.linked_below
