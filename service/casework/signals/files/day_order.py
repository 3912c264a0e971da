"""Whether 4/5 is a day in April or in May: the file says it itself, else the school's country."""

from __future__ import annotations

from collections.abc import Iterable

from .cell_values import parts_of_day

MONTH_FIRST_COUNTRIES = frozenset({"US", "PH", "FM", "MH", "PW"})


def month_comes_first(texts: Iterable[str], country: str) -> bool:
    """A number above 12 shows which of the two is the day. Where it is now the one and now the
    other, most lines count; where no line shows it, what is usual in the school's country."""
    first_is_day = second_is_day = 0
    for text in texts:
        parts = parts_of_day(text)
        if parts is not None:
            first_is_day += parts[0] > 12
            second_is_day += parts[1] > 12
    if first_is_day == second_is_day:
        return country.upper() in MONTH_FIRST_COUNTRIES
    return second_is_day > first_is_day
