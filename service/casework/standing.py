"""How a student stands in class today, as far as the school's own data says it.

The place where data of other systems meets the casework: the topic that reads such data gives
`Standing` records, one a student (`Register.standings`), and rules that can use them ask here.
Where none does, nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .records import RowRef

if TYPE_CHECKING:
    from .register import Register
    from .school import School


@dataclass(frozen=True, slots=True)
class Standing:
    """`missing_work` is how many pieces of work are missing, None where nobody counts them;
    `failing_in` the classes that are being failed, with commas between them; `late` how many days
    of this school year the student came late to without excuse, None where nobody counts them."""

    row: RowRef
    code: str
    student: str = ""
    missing_work: int | None = None
    failing_in: str = ""
    late: int | None = None


def with_standings(school: School, registers: Iterable[Register]) -> School:
    """The same school with what these topics know of how its students stand in class."""
    told = [each.standings for each in registers if each.standings is not None]
    found = tuple(standing for standings in told for standing in standings(school))
    return replace(school, records={**school.records, Standing: found}) if found else school


def standing_of(code: str, school: School) -> Standing | None:
    """What is known of a case's student; None where nothing is."""
    return next((each for each in school.of(Standing) if each.code == code), None)
