"""How a student stands in class today, as far as the school's own data says it.

The place where data of other systems meets the casework: whoever brings it (a module that reads
course results) fills `Standing` records, one a student, and rules that can use them ask here. Where
nobody does there are none, and nothing is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .records import RowRef

if TYPE_CHECKING:
    from .school import School


@dataclass(frozen=True, slots=True)
class Standing:
    """`missing_work` is how many pieces of work are missing, None where nobody counts them;
    `failing_in` the classes that are being failed, with commas between them."""

    row: RowRef
    code: str
    student: str = ""
    missing_work: int | None = None
    failing_in: str = ""


def standing_of(code: str, school: School) -> Standing | None:
    """What is known of a case's student; None where nothing is."""
    return next((each for each in school.of(Standing) if each.code == code), None)
