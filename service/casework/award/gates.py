"""What must be reached, or not be passed, whatever the points are: "at least 5", "at most 6"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ..names import fold
from ..school import School
from .records import COUNTS, SCORES, AwardRow

# As staff write it, in the languages Holdfast speaks; compared by `fold`.
_LEAST: Final = frozenset({"at least", "al menos", "como minimo", "minimo", ">=", "≥"})
_MOST: Final = frozenset({"at most", "como maximo", "a lo sumo", "maximo", "<=", "≤"})
_NUMBER: Final = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)")
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Gate:
    """`least`: `limit` must be reached; else it must not be passed."""

    heading: str
    limit: float
    least: bool

    def short_by(self, value: float) -> float:
        """How much is missing, or too much; 0 where the gate is open."""
        return max(0.0, self.limit - value if self.least else value - self.limit)


def read_gate(heading: str, text: str) -> Gate | None:
    """None for a text that reads as neither."""
    written = " ".join(text[:_LONGEST].split())
    number = _NUMBER.search(written)
    if number is None:
        return None
    words = written[: number.start()].strip()
    rest = written[number.end() :].strip(" .")
    if rest:
        return None
    limit = float(number.group(1).replace(",", "."))
    for said, least in ((_LEAST, True), (_MOST, False)):
        if words in said or fold(words) in said:
            return Gate(heading, limit, least)
    return None


def setting_of(kind: str, heading: str) -> str:
    """The key of `Award weight: <heading>` or `Award gate: <heading>`."""
    return f"award_{kind}_{heading}"


def gate_texts(school: School) -> Iterator[tuple[str, str]]:
    """(heading, text) of every gate that the school has, in the order of the tab."""
    for heading in (*SCORES, *COUNTS):
        text = str(school.settings.more.get(setting_of("gate", heading), "")).strip()
        if text:
            yield heading, text


def gates(school: School) -> list[Gate]:
    """The gates that can be read."""
    found = (read_gate(heading, text) for heading, text in gate_texts(school))
    return [gate for gate in found if gate is not None]


def closed(row: AwardRow, school: School) -> list[tuple[Gate, float]]:
    """The gates that this student does not pass, and by how much; what is not filled in closes
    none."""
    found = []
    for gate in gates(school):
        value = row.given(gate.heading)
        if value is not None and gate.short_by(value) > 0:
            found.append((gate, gate.short_by(value)))
    return found
