"""Lying bars as a picture: quiet, and as legible on a grey printer as on a screen. matplotlib is
loaded when the first is drawn."""

from __future__ import annotations

import io
import threading
import warnings
from functools import lru_cache

from service.casework.bar_chart import BarChart
from service.casework.text import fit_text

WIDTH_MM, ROW_MM, DPI = 160, 7.4, 200
LABELS, ENDS = 0.30, 0.90  # where bars begin, and where the longest ends, as shares of the width
INK, QUIET, BAR = "#1d3b40", "#4f5b69", "#3f7f87"
LONGEST_LABEL = 34

_drawing = threading.Lock()


def bars_height_mm(chart: BarChart) -> float:
    return ROW_MM * max(len(chart.bars), 1)


@lru_cache(maxsize=64)
def bars_png(chart: BarChart) -> bytes:
    """The picture as PNG, 160 mm wide; the same bytes for the same chart."""
    with _drawing, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a sign that the font lacks is no reason to complain
        return _drawn(chart)


def _drawn(chart: BarChart) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    height = bars_height_mm(chart)
    figure = Figure(figsize=(WIDTH_MM / 25.4, height / 25.4), dpi=DPI)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(max(len(chart.bars), 1), 0)
    font = FontProperties(family="DejaVu Sans", size=9)
    most = max((bar.count or 0 for bar in chart.bars), default=0) or 1
    for row, bar in enumerate(chart.bars):
        middle = row + 0.5
        label = fit_text(bar.label).replace("\n", " ")[:LONGEST_LABEL]
        axes.text(
            LABELS - 0.015, middle, label, ha="right", va="center", color=INK,
            fontproperties=font, parse_math=False,
        )  # fmt: skip
        long = (ENDS - LABELS) * (bar.count or 0) / most
        if long:
            axes.barh(middle, long, height=0.56, left=LABELS, color=BAR)
        axes.text(
            LABELS + long + 0.01, middle, fit_text(bar.words), ha="left", va="center",
            color=INK if bar.count else QUIET, fontproperties=font, parse_math=False,
        )  # fmt: skip
    axes.plot([LABELS, LABELS], [0.08, len(chart.bars) - 0.08], color=QUIET, linewidth=0.7)
    picture = io.BytesIO()
    canvas.print_png(picture, metadata={"Software": None})
    return picture.getvalue()
