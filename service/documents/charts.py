"""A goal's picture: small, quiet, and as legible on a school's grey printer as on a screen.

Baseline dotted, aim line dashed to a diamond, measurements joined and marked, phase changes as
upright lines: the lines differ in kind before they differ in colour, and the legend below says what
each is and which phase begins where. matplotlib is loaded when
the first picture is drawn; after that the same canvas is used again, and only its lines and words
are moved, which takes a third of the time of drawing anew.
"""

from __future__ import annotations

import io
import threading
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from service.casework.chart_facts import MOST_PHASES, ChartFacts, ChartLegend
from service.casework.text import fit_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH_MM, DPI = 58, 220
PLOT_MM, ROW_MM, MOST_ROWS = 15.4, 2.3, 5  # the plot, and each row of the legend below it
WHOLE_MM = PLOT_MM + ROW_MM * MOST_ROWS
INK, QUIET, AIM = "#1d3b40", "#4f5b69", "#8a5a1c"
# The plot within the whole canvas, as shares of it.
LEFT, RIGHT = 0.09, 0.91
BOTTOM, TOP = 1 - 11.6 / WHOLE_MM, 1 - 2.2 / WHOLE_MM
LEGEND_AT, STROKE = (0.03, 0.29, 0.67), 0.06  # where its three strokes begin; how long they are
PHASE_LETTERS = 16

_drawing = threading.Lock()  # one canvas, one picture at a time
_canvases: list[_Canvas] = []


def chart_png(facts: ChartFacts) -> bytes:
    """The picture as PNG, 58 mm × `height_mm` at 220 dots an inch; the same bytes for the same
    facts and legend."""
    return drawn(facts, facts.legend)


def height_mm(facts: ChartFacts) -> float:
    """How high the picture is: the plot, and a row for its strokes and for each phase."""
    rows = 1 + len(facts.legend.phases) if facts.legend else 0
    return PLOT_MM + ROW_MM * min(rows, MOST_ROWS)


@lru_cache(maxsize=256)
def drawn(facts: ChartFacts, legend: ChartLegend | None) -> bytes:
    """The same, drawn once: facts are equal whatever their legend says."""
    with _drawing, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a sign that the font lacks is no reason to complain
        if not _canvases:
            _canvases.append(_Canvas())
        return _canvases[0].draw(facts)


class _Canvas:
    """One figure whose lines and words are moved from picture to picture."""

    def __init__(self) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.font_manager import FontProperties

        figure = Figure(figsize=(WIDTH_MM / 25.4, WHOLE_MM / 25.4), dpi=DPI)
        self.canvas = FigureCanvasAgg(figure)
        axes: Axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_axis_off()
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        self.axes = axes
        # The font that comes with matplotlib: the same picture on every machine.
        self.font = FontProperties(family="DejaVu Sans", size=5.2)
        axes.plot([LEFT, LEFT, RIGHT], [TOP, BOTTOM, BOTTOM], color=QUIET, linewidth=0.5)
        self.baseline = self._line(linestyle=(0, (1, 2)), linewidth=0.8, color=QUIET)
        self.aim = self._line(linestyle=(0, (4, 2)), linewidth=0.9, color=AIM)
        self.target = self._line(marker="D", markersize=3.2, color=AIM, linestyle="none")
        self.phases = self._line(linewidth=0.7, color=QUIET)
        self.data = self._line(linewidth=1.1, color=INK, marker="o", markersize=2.2)
        self.latest = self._line(marker="o", markersize=4.2, color=INK, linestyle="none")
        self.low = self._words(ha="right", va="center")
        self.high = self._words(ha="right", va="center")
        self.goal = self._words(ha="left", va="center", color=AIM)
        self.first_day = self._words(ha="left", va="top")
        self.last_day = self._words(ha="right", va="top")
        self.names = [self._words(ha="left", va="bottom") for _ in range(MOST_PHASES)]
        self.strokes = [
            self._line(linewidth=1.1, color=INK, marker="o", markersize=2.2),
            self._line(linewidth=0.9, color=AIM, linestyle=(0, (4, 2))),
            self._line(linewidth=0.8, color=QUIET, linestyle=(0, (1, 2))),
        ]
        self.meanings = [self._words(ha="left", va="center") for _ in self.strokes]
        self.phase_rows = [self._words(ha="left", va="center") for _ in range(MOST_PHASES)]

    def _line(self, **look: Any) -> Any:
        return self.axes.plot([], [], solid_capstyle="round", **look)[0]

    def _words(self, color: str = QUIET, **place: Any) -> Any:
        return self.axes.text(
            0, 0, "", color=color, fontproperties=self.font, parse_math=False, **place
        )

    def draw(self, facts: ChartFacts) -> bytes:
        scale = _Scale(facts)
        self.data.set_data(*scale.places(facts.points))
        self.latest.set_data(*scale.places(facts.points[-1:]))
        self.aim.set_data(*scale.places(facts.aim))
        self.target.set_data(*scale.places(facts.aim[-1:]))
        flat = [] if facts.baseline is None else [scale.up(facts.baseline)] * 2
        self.baseline.set_data([LEFT, RIGHT][: len(flat)], flat)
        self._label_values(facts, scale)
        self.first_day.set_position((LEFT, BOTTOM - 0.5 / WHOLE_MM))
        self.first_day.set_text(fit_text(facts.first_label))
        self.last_day.set_position((RIGHT, BOTTOM - 0.5 / WHOLE_MM))
        self.last_day.set_text(fit_text(facts.last_label) if scale.days > 0 else "")
        self._draw_phases(facts, scale)
        self._draw_legend(facts.legend)
        return self._png(height_mm(facts))

    def _png(self, height: float) -> bytes:
        """The upper `height` mm of the canvas."""
        from PIL import Image

        self.canvas.draw()
        size = self.canvas.get_width_height()
        whole = Image.frombuffer("RGBA", size, self.canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
        picture = io.BytesIO()
        shown = whole.crop((0, 0, size[0], round(height / WHOLE_MM * size[1])))
        shown.save(picture, format="PNG")
        return picture.getvalue()

    def _label_values(self, facts: ChartFacts, scale: _Scale) -> None:
        """The least and the most at the left; the target beside its diamond."""
        for label, value in ((self.low, scale.low), (self.high, scale.high)):
            label.set_position((LEFT - 0.012, scale.up(value)))
            label.set_text(_number(value))
        if scale.high == scale.low:
            self.high.set_text("")
        self.goal.set_text("")
        if facts.aim:
            day, value = facts.aim[-1]
            self.goal.set_position((scale.along(day.toordinal()) + 0.018, scale.up(value)))
            self.goal.set_text(_number(value))

    def _draw_phases(self, facts: ChartFacts, scale: _Scale) -> None:
        shown = facts.phases[-MOST_PHASES:]
        gap = float("nan")
        along = [scale.along(day.toordinal()) for day, _ in shown]
        self.phases.set_data(
            [place for each in along for place in (each, each, gap)],
            [place for _ in along for place in (BOTTOM, TOP + 0.6 / WHOLE_MM, gap)],
        )
        for index, words in enumerate(self.names):
            name = fit_text(shown[index][1]).replace("\n", " ") if index < len(shown) else ""
            name = str(index + 1) if name and facts.legend else name[:PHASE_LETTERS]
            words.set_text(name)
            if name:
                words.set_position((along[index] + 0.008, TOP + 0.1 / WHOLE_MM))

    def _draw_legend(self, legend: ChartLegend | None) -> None:
        """What each stroke is, and below them each phase: its number, name and first day."""
        names = (legend.measured, legend.aim, legend.baseline) if legend else ("", "", "")
        up = _row(0)
        for at, name, stroke, words in zip(
            LEGEND_AT, names, self.strokes, self.meanings, strict=True
        ):
            stroke.set_data([at, at + STROKE] if name else [], [up, up] if name else [])
            words.set_position((at + STROKE + 0.012, up))
            words.set_text(fit_text(name))
        phases = legend.phases if legend else ()
        for index, words in enumerate(self.phase_rows):
            name = fit_text(phases[index]).replace("\n", " ") if index < len(phases) else ""
            words.set_position((LEGEND_AT[0], _row(index + 1)))
            words.set_text(f"{index + 1}  {name}" if name else "")


def _row(number: int) -> float:
    """How far up a row of the legend stands."""
    return 1 - (PLOT_MM + ROW_MM * (number + 0.4)) / WHOLE_MM


class _Scale:
    """From days and values to places in the picture."""

    def __init__(self, facts: ChartFacts) -> None:
        days = [day.toordinal() for day, _ in (*facts.points, *facts.aim)]
        values = [value for _, value in (*facts.points, *facts.aim)]
        if facts.baseline is not None:
            values.append(facts.baseline)
        self.first, self.days = min(days), max(days) - min(days)
        self.low, self.high = min(values), max(values)

    def along(self, day: int) -> float:
        return LEFT + 0.02 + (RIGHT - LEFT - 0.04) * (day - self.first) / (self.days or 1)

    def up(self, value: float) -> float:
        height = self.high - self.low
        share = (value - self.low) / height if 0 < height < float("inf") else 0.5
        return BOTTOM + (TOP - BOTTOM) * (0.12 + 0.78 * share)

    def places(self, points: Any) -> tuple[list[float], list[float]]:
        return [self.along(day.toordinal()) for day, _ in points], [self.up(v) for _, v in points]


def _number(value: float) -> str:
    return f"{value:.4g}"
