"""A chart of counts as lying bars: what a document shows before any table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """`count` None = it is not told, and no bar is drawn; `words` stand at its end."""

    label: str
    count: float | None
    words: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars one below the other; `alt` is the picture in words, for those who do not see it."""

    bars: tuple[Bar, ...]
    alt: str = ""


def bar_chart(bars: tuple[Bar, ...]) -> BarChart:
    """The chart, whose words in place of the picture say just what it shows."""
    return BarChart(bars, "; ".join(f"{bar.label}: {bar.words}" for bar in bars))
