"""An attacker with linear programming, who knows every shown figure and every sum.

A simplex in exact fractions, written apart from the rules: it shares no line with what it tries.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction

from service.casework.climate.flows import Figure

Row = list[Fraction]


def range_of(
    figures: Sequence[Figure], hidden: Collection[str], key: str
) -> tuple[Fraction, Fraction | None]:
    """The least and the most that the figure `key` can be; None = no bound."""
    unknown = [each for each in figures if each.key in hidden]
    points = sorted({point for each in figures for point in (each.start, each.end)})
    equations = []
    for point in points:
        row = [Fraction((e.end == point) - (e.start == point)) for e in unknown]
        known = sum(
            e.count * ((e.start == point) - (e.end == point))
            for e in figures
            if e.key not in hidden
        )
        if any(row):
            equations.append([*row, Fraction(known)])
    aim = [Fraction(each.key == key) for each in unknown]
    least = _minimum(equations, aim)
    assert least is not None
    most = _minimum(equations, [-one for one in aim])
    return least, None if most is None else -most


def _minimum(equations: list[Row], aim: Row) -> Fraction | None:
    """The minimum of aim · x where the equations hold and x ≥ 0; None = without bound."""
    count, rows = len(aim), [list(row) for row in equations]
    for row in rows:
        if row[-1] < 0:
            row[:] = [-value for value in row]
    slack = len(rows)
    table = [
        [*row[:-1], *(Fraction(i == j) for j in range(slack)), row[-1]]
        for i, row in enumerate(rows)
    ]
    basis = list(range(count, count + slack))
    first = [Fraction(0)] * count + [Fraction(1)] * slack
    assert _descend(table, basis, first, count + slack)
    assert sum(first[b] * row[-1] for b, row in zip(basis, table, strict=True)) == 0
    # Out of the basis with what was only there to begin; a row that says nothing new goes.
    for number in reversed(range(len(table))):
        if basis[number] >= count:
            at = next((j for j in range(count) if table[number][j] != 0), None)
            if at is None:
                del table[number], basis[number]
            else:
                _turn(table, basis, number, at)
    table = [[*row[:count], row[-1]] for row in table]
    if not _descend(table, basis, list(aim), count):
        return None
    return sum((aim[b] * row[-1] for b, row in zip(basis, table, strict=True)), Fraction(0))


def _descend(table: list[Row], basis: list[int], cost: Row, count: int) -> bool:
    """Bland's rule until nothing gets better; False = without bound."""
    while True:
        reduced = (
            cost[j] - sum(cost[b] * row[j] for b, row in zip(basis, table, strict=True))
            for j in range(count)
        )
        at = next((j for j, value in enumerate(reduced) if value < 0), None)
        if at is None:
            return True
        ratios = [
            (row[-1] / row[at], basis[number], number)
            for number, row in enumerate(table)
            if row[at] > 0
        ]
        if not ratios:
            return False
        _turn(table, basis, min(ratios)[2], at)


def _turn(table: list[Row], basis: list[int], number: int, at: int) -> None:
    by = table[number][at]
    table[number] = [value / by for value in table[number]]
    for other, row in enumerate(table):
        if other != number and row[at] != 0:
            factor = row[at]
            table[other] = [v - factor * w for v, w in zip(row, table[number], strict=True)]
    basis[number] = at
