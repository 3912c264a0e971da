"""Whose case it is: the case manager who was agreed on, not whoever is typed into the cell.

Anybody who may open the Caseload workbook can type into Case manager. A case without an agreed
manager takes the one typed, who works at once; what is older than that (flags, papers that stand)
opens when the coordinator has confirmed it. Every change of an agreed manager waits for the
coordinator, and until then the one before keeps the case.
Source: 34 CFR 99.31(a)(1)(ii): reasonable methods to let staff see only the records in which they
have a legitimate educational interest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ..records import Case


@dataclass(frozen=True, slots=True)
class AgreedManagers:
    """`by_code` holds the e-mail of the manager agreed on ("" where that is nobody on Staff any
    more); a code that is not there has none. `begun` is False until the first sync has taken the
    managers that stand as agreed: then what is typed counts."""

    by_code: Mapping[str, str] = field(default_factory=dict)
    begun: bool = False

    def of(self, case: Case) -> Case:
        """The case with the manager who was agreed on."""
        if not self.begun or not case.code:
            return case
        agreed = self.by_code.get(case.code)
        if agreed is None:
            return replace(case, is_confirmed=False) if case.case_manager else case
        return case if agreed == case.case_manager else replace(case, case_manager=agreed)

    def email(self, code: str, typed: str) -> str:
        """The e-mail of a case's manager, where `typed` is who stands there."""
        return self.by_code.get(code, typed) if self.begun else typed

    def all(self, cases: Iterable[Case]) -> tuple[Case, ...]:
        return tuple(self.of(case) for case in cases)
