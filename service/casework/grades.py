"""The grade that comes after a grade, as schools write them."""

from __future__ import annotations

import re
from typing import Final

LAST: Final = 12
# Before the first: what follows is said by the next one.
_EARLY: Final = {"pre-k": "K", "prek": "K", "pk": "K", "tk": "K", "k": "1"}
_NUMBERED: Final = re.compile(r"((?:grade|year|grado|curso|klasse)\s{1,3})?0?(\d{1,2})", re.I)


def next_grade(written: str) -> str:
    """ "8" for "7", "Grade 8" for "Grade 7", "1" for "K"; "" after the last, and where it cannot be
    told ("7th", "Juniors"): a person writes that."""
    text = written.strip()
    if text.casefold() in _EARLY:
        return _EARLY[text.casefold()]
    found = _NUMBERED.fullmatch(text)
    if found is None or not 1 <= int(found[2]) < LAST:
        return ""
    return f"{found[1] or ''}{int(found[2]) + 1}"
