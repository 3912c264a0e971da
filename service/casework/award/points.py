"""Points: the mean of the scores that are filled in, each as often as its weight says."""

from __future__ import annotations

from dataclasses import dataclass

from ..school import School
from .gates import setting_of
from .records import SCORES, AwardRow


@dataclass(frozen=True, slots=True)
class Sum:
    """`parts` are (weight, score). Points are rounded to hundredths."""

    parts: tuple[tuple[float, float], ...]

    @property
    def weight(self) -> float:
        return sum(weight for weight, _ in self.parts)

    @property
    def points(self) -> float | None:
        """None where nothing that weighs is filled in.

        Weights 3, 2, 1 and scores 8, 5, 10 are 44 / 6 = 7.33."""
        if not self.weight:
            return None
        return round(sum(weight * score for weight, score in self.parts) / self.weight, 2)


def weighed(row: AwardRow, school: School) -> Sum:
    """What counts of a row. What cannot be a score (below 0, above 10) is left out."""
    parts = []
    for heading in SCORES:
        weight = float(school.settings.more.get(setting_of("weight", heading), 0))
        value = row.given(heading)
        if weight > 0 and value is not None and row.is_score(heading):
            parts.append((weight, value))
    return Sum(tuple(parts))
