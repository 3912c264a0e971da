"""What a day is in a sheet and in words: the serial Sheets counts from, and names of months."""

from __future__ import annotations

from datetime import date
from typing import Final

DAY_ZERO: Final = date(1899, 12, 30)  # serial 0 in Sheets
# Number of a month by the first three letters of its name, English or Spanish, in small letters.
MONTHS: Final = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "ene feb mar abr may jun jul ago set oct nov dic",
    )
    for number, name in enumerate(names.split(), 1)
}
