"""Which figures of a report are hidden, so that none under ten can be worked out.

First every figure above nought and below the least. Then, for each of these that an attacker could
still pin to fewer than `least` values, the cheapest further figures that give it room: cells before
totals, small ones before large. In the end whatever is not needed is shown again. All tables of a
report are audited together: they are figures of one network.

A single further figure is not enough, and "two hidden cells" is no rule: in 799 of 3,000 random
tables such a rule left a small cell pinned to within 3.
Source: docs/modules/climate.md; practice of state agencies (a least group of 10 in most).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import count
from typing import Final

from .flows import UNBOUNDED, Figure, Ways, left, room_around, ways

_A_TOTAL: Final = 1 << 20  # what it costs to hide a total, beside what stands there


def suppressed(figures: Sequence[Figure], least: int = 10) -> frozenset[str]:
    """The keys of the figures that are not shown. `least` is the smallest count that may be."""
    primary = [figure for figure in figures if 0 < figure.count < least]
    hidden = {figure.key for figure in primary}
    if not primary:
        return frozenset()
    net = ways(figures)
    while True:
        pinned = [each for each in primary if not is_safe(each, net, hidden, least)]
        if not pinned:
            break
        more = _cheapest_room(max(pinned, key=lambda each: each.count), net, hidden)
        hidden |= more or {figure.key for figure in figures}
    return frozenset(_needed(figures, primary, net, hidden, least))


def is_safe(figure: Figure, net: Ways, hidden: Collection[str], least: int) -> bool:
    """Whether an attacker must allow for `least` values of a hidden figure, or more."""
    width = least - 1
    down = room_around(figure, up=False, ways=net, hidden=hidden, enough=width)
    if down >= width:
        return True
    return down + room_around(figure, up=True, ways=net, hidden=hidden, enough=width) >= width


def _needed(
    figures: Sequence[Figure],
    primary: Sequence[Figure],
    net: Ways,
    hidden: Collection[str],
    least: int,
) -> set[str]:
    """What stays hidden once all is shown again that is not needed, the dearest first."""
    kept, first = set(hidden), {figure.key for figure in primary}
    further = [figure for figure in figures if figure.key in kept and figure.key not in first]
    for figure in sorted(further, key=lambda each: (-_cost(each), each.key)):
        without = kept - {figure.key}
        if all(is_safe(each, net, without, least) for each in primary):
            kept = without
    return kept


def _cost(figure: Figure) -> int:
    return figure.count + 1 + (_A_TOTAL if figure.total else 0)


def _cheapest_room(figure: Figure, net: Ways, hidden: Collection[str]) -> set[str]:
    """The cheapest further figures through which more of this one could go than can so far; {} =
    there are none. What has room already is used up first, or nothing would be added."""
    used = _used_up(figure, net, hidden)
    best: tuple[int, set[str]] | None = None
    for up in (True, False):
        found = _cheapest_way(figure, up, net, hidden, used[up])
        if found is not None and (best is None or found[0] < best[0]):
            best = found
    return best[1] if best else set()


def _used_up(figure: Figure, net: Ways, hidden: Collection[str]) -> dict[bool, dict[str, int]]:
    """By direction, what of each hidden figure is spent where all room is used."""
    spent: dict[bool, dict[str, int]] = {}
    for up in (True, False):
        flow: dict[str, int] = {}
        room_around(figure, up=up, ways=net, hidden=hidden, enough=UNBOUNDED, moved=flow)
        spent[up] = flow
    return spent


def _cheapest_way(
    figure: Figure,
    up: bool,
    net: Ways,
    hidden: Collection[str],
    spent: dict[str, int],
) -> tuple[int, set[str]] | None:
    """(cost, keys) of the cheapest way around this figure along which there is room, where showing
    no more of a shown figure costs what stands there."""
    begin, goal = (figure.end, figure.start) if up else (figure.start, figure.end)
    turn = count()
    queue: list[tuple[int, int, str, frozenset[str]]] = [(0, next(turn), begin, frozenset())]
    settled: dict[str, int] = defaultdict(lambda: UNBOUNDED)
    while queue:
        cost, _, at, added = heapq.heappop(queue)
        if at == goal:
            return (cost, set(added)) if added else None
        if cost >= settled[at]:
            continue
        settled[at] = cost
        for step in net.get(at, ()):
            key = step.figure.key
            if key == figure.key or left(step, spent) <= 0:
                continue
            new = key not in hidden
            further = cost + (_cost(step.figure) if new else 0)
            keys = added | {key} if new else added
            heapq.heappush(queue, (further, next(turn), step.leads_to, keys))
    return None
