"""Tables with their totals as a network, and how far an attacker can pin a hidden figure.

A table with totals is a circulation: what goes into each row comes out of it. So every figure,
cell or total, is an arc between two points, and at each point what comes in is what goes out. Who
knows the shown figures, the sums, and that nothing is below nought can move a hidden figure exactly
as far as flow can be sent around through other hidden ones; with whole numbers the bounds of linear
programming are reached.

Source: the attacker of statistical disclosure control (cell suppression in tables with totals); a
maximum flow in place of a linear program, by the theorem of Ford and Fulkerson.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

UNBOUNDED: Final = 1 << 40


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a table: `key` tells it from the others of its report, `start` and `end` are
    the points between which it stands, `total` whether it is a sum of others."""

    key: str
    count: int
    start: str
    end: str
    total: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A way along a figure: up (more of it) or down (less of it)."""

    figure: Figure
    up: bool

    @property
    def leads_to(self) -> str:
        return self.figure.end if self.up else self.figure.start


Ways = Mapping[str, Sequence[Step]]


def ways(figures: Sequence[Figure]) -> Ways:
    """By point, the steps that lead away from it."""
    found: dict[str, list[Step]] = defaultdict(list)
    for figure in figures:
        found[figure.start].append(Step(figure, up=True))
        found[figure.end].append(Step(figure, up=False))
    return found


def room_around(
    figure: Figure,
    up: bool,
    ways: Ways,
    hidden: Collection[str],
    enough: int,
    moved: dict[str, int] | None = None,
) -> int:
    """How much more (`up`) or less of a hidden figure there may be, as an attacker sees it who
    knows all that is not `hidden`; no more than `enough` is looked for. `moved` is filled with
    how much every other figure moves then."""
    begin, goal = (figure.end, figure.start) if up else (figure.start, figure.end)
    most = min(enough, UNBOUNDED if up else figure.count)
    flow: dict[str, int] = {} if moved is None else moved
    total = 0
    while total < most:
        way = _augmenting(begin, goal, figure.key, ways, hidden, flow)
        if way is None:
            break
        pushed = min(most - total, *(left(step, flow) for step in way))
        for step in way:
            change = pushed if step.up else -pushed
            flow[step.figure.key] = flow.get(step.figure.key, 0) + change
        total += pushed
    return total


def left(step: Step, flow: Mapping[str, int]) -> int:
    """The room of a step beside what was moved along it so far: nothing is below nought."""
    return UNBOUNDED if step.up else step.figure.count + flow.get(step.figure.key, 0)


def _augmenting(
    begin: str,
    goal: str,
    without: str,
    ways: Ways,
    hidden: Collection[str],
    flow: Mapping[str, int],
) -> list[Step] | None:
    """The shortest way with room through hidden figures, beside the one that is asked about."""
    came: dict[str, Step | None] = {begin: None}
    queue = deque([begin])
    while queue:
        at = queue.popleft()
        if at == goal:
            break
        for step in ways.get(at, ()):
            key = step.figure.key
            if key == without or key not in hidden or step.leads_to in came:
                continue
            if left(step, flow) > 0:
                came[step.leads_to] = step
                queue.append(step.leads_to)
    if goal not in came:
        return None
    way, at = [], goal
    while (back := came[at]) is not None:
        way.append(back)
        at = back.figure.start if back.up else back.figure.end
    return way[::-1]


def bounds(figures: Sequence[Figure], hidden: Collection[str], key: str) -> tuple[int, int | None]:
    """The least and the most that a hidden figure may be for all that an attacker knows; None =
    without bound. A shown one is known."""
    figure = next(each for each in figures if each.key == key)
    if key not in hidden:
        return figure.count, figure.count
    net = ways(figures)
    down = room_around(figure, up=False, ways=net, hidden=hidden, enough=UNBOUNDED)
    up = room_around(figure, up=True, ways=net, hidden=hidden, enough=UNBOUNDED)
    return figure.count - down, None if up >= UNBOUNDED else figure.count + up
