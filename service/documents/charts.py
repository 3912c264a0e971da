"""A goal's picture: small, quiet, and as legible on a school's grey printer as on a screen.

Baseline dotted, aim line dashed, measurements joined and marked, phase changes as upright lines.
Lines differ by their kind before they differ by colour. matplotlib is loaded when the first
picture is drawn, and the figure is drawn anew on the same canvas each time.
"""

from __future__ import annotations

import io
import threading
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from service.casework.plan_content import ChartFacts

from .text import fit_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH_MM, HEIGHT_MM, DPI = 58, 20, 220
INK, QUIET, AIM = "#1d3b40", "#5b6775", "#8a5a1c"

_drawing = threading.Lock()  # one canvas, one picture at a time
_canvas: list[tuple[Any, Any]] = []


@lru_cache(maxsize=256)
def chart_png(facts: ChartFacts) -> bytes:
    """The picture as PNG, 58 × 20 mm at 220 dots an inch; the same bytes for the same facts."""
    with _drawing, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a sign that the font lacks is no reason to complain
        if not _canvas:
            _canvas.append(_new_canvas())
        figure, axes = _canvas[0]
        axes.clear()
        _draw(axes, facts)
        picture = io.BytesIO()
        figure.savefig(picture, format="png", dpi=DPI, metadata={"Software": None})
    return picture.getvalue()


def _new_canvas() -> tuple[Any, Any]:
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    matplotlib.rcParams["font.family"] = "DejaVu Sans"  # comes with matplotlib: everywhere the same
    figure = Figure(figsize=(WIDTH_MM / 25.4, HEIGHT_MM / 25.4))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.11, 0.23, 0.80, 0.63))
    return figure, axes


def _draw(axes: Axes, facts: ChartFacts) -> None:
    days = [day.toordinal() for day, _ in facts.points]
    values = [value for _, value in facts.points]
    if facts.aim_from and facts.aim_to:
        ends = (facts.aim_from, facts.aim_to)
        axes.plot(
            [day.toordinal() for day, _ in ends],
            [value for _, value in ends],
            linestyle=(0, (4, 2)),
            linewidth=0.9,
            color=AIM,
        )
        axes.plot(ends[1][0].toordinal(), ends[1][1], marker="D", markersize=3.4, color=AIM)
    if facts.baseline is not None:
        axes.axhline(facts.baseline, linestyle=(0, (1, 2)), linewidth=0.7, color=QUIET)
    axes.plot(days, values, color=INK, linewidth=1.1, marker="o", markersize=2.2)
    axes.plot(days[-1], values[-1], marker="o", markersize=4, color=INK)
    for day, name in facts.phases:
        axes.axvline(day.toordinal(), linewidth=0.7, color=QUIET)
        axes.text(
            day.toordinal(),
            1.03,
            " " + fit_text(name).replace("\n", " ")[:16],
            transform=axes.get_xaxis_transform(),
            fontsize=4.6,
            color=QUIET,
            parse_math=False,
            clip_on=False,
        )
    _frame(axes, facts, days, values)


def _frame(axes: Axes, facts: ChartFacts, days: list[int], values: list[float]) -> None:
    """Only what is needed to read it: the first and the last day, the least and the most."""
    ends = [end for end in (facts.aim_from, facts.aim_to) if end]
    all_days = [*days, *(day.toordinal() for day, _ in ends)]
    all_values = [*values, *(value for _, value in ends)]
    if facts.baseline is not None:
        all_values.append(facts.baseline)
    left, right = min(all_days), max(all_days)
    low, high = min(all_values), max(all_values)
    axes.set_xlim(left - (right - left or 10) * 0.02, right + (right - left or 10) * 0.03)
    axes.set_ylim(low - (high - low or 1) * 0.15, high + (high - low or 1) * 0.15)
    axes.set_yticks([low, high] if high > low else [low])
    axes.set_yticklabels([f"{tick:g}" for tick in ([low, high] if high > low else [low])])
    axes.set_xticks([left, right] if right > left else [left])
    axes.set_xticklabels([])
    axes.tick_params(labelsize=5.4, length=1.6, width=0.5, pad=1.5, colors=QUIET)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_linewidth(0.5)
        axes.spines[side].set_color(QUIET)
