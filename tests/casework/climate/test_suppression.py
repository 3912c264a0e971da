"""Which figures are hidden: the values of the field, and an attacker who knows all totals."""

from __future__ import annotations

import random

import pytest

from service.casework.climate.flows import Figure, bounds
from service.casework.climate.suppression import suppressed
from service.casework.climate.tables import OneWay, TwoWay, chain

from .attacker import range_of


def one(*counts: int) -> OneWay:
    return OneWay("t", {str(number): count for number, count in enumerate(counts)})


def two(*rows: list[int], name: str = "t") -> TwoWay:
    columns = [str(number) for number in range(len(rows[0]))]
    counts = {(str(i), str(j)): c for i, row in enumerate(rows) for j, c in enumerate(row)}
    return TwoWay(name, [str(i) for i in range(len(rows))], columns, counts)


def hidden_counts(*tables: OneWay | TwoWay, least: int = 10) -> list[tuple[int, bool]]:
    """(count, whether it is a total) of what is hidden."""
    figures = chain(*tables)
    hidden = suppressed(figures, least)
    return sorted((f.count, f.total) for f in figures if f.key in hidden)


@pytest.mark.parametrize(
    ("table", "hidden", "totals"),
    [
        (one(12, 1, 1), [12, 1, 1], []),
        (one(40, 25, 3), [25, 3], []),
        (one(40, 25, 6, 5), [6, 5], []),
        (one(4, 3), [4, 3], [7]),  # nothing else gives room: the total goes too
        (one(40, 25, 12), [], []),
        (one(40, 0, 12), [], []),  # nought is told
        (one(5), [5], [5]),
        (one(), [], []),
        (one(0, 0), [], []),
        (two([30, 12, 9], [14, 22, 11], [25, 18, 40]), [12, 9, 22, 11], []),
        (two([25, 4], [31, 12]), [25, 4, 31, 12], []),
        (two([25, 14], [31, 12]), [], []),
    ],
)
def test_the_values_of_the_field(
    table: OneWay | TwoWay, hidden: list[int], totals: list[int]
) -> None:
    found = hidden_counts(table)
    assert [count for count, total in found if not total] == sorted(hidden)
    assert [count for count, total in found if total] == sorted(totals)


def test_the_school_may_ask_for_more() -> None:
    assert hidden_counts(one(40, 25, 12), least=20) == [(12, False), (25, False)]


def test_what_an_attacker_learns_of_a_hidden_figure() -> None:
    figures = chain(one(40, 25, 3))
    hidden = suppressed(figures)
    keys = [figure.key for figure in figures if figure.key in hidden]
    assert [bounds(figures, hidden, key) for key in keys] == [(0, 28), (0, 28)]
    shown = next(figure.key for figure in figures if figure.count == 40)
    assert bounds(figures, hidden, shown) == (40, 40)


def test_tables_with_one_total_are_audited_together() -> None:
    """By itself the total of [4, 3] may be hidden; beside a table of the same seven that would
    show them all, more must go."""
    together = chain(one(4, 3), OneWay("other", {"a": 7, "b": 0}))
    hidden = suppressed(together)
    for figure in together:
        if 0 < figure.count < 10:
            assert wide_enough(together, hidden, figure)
    with pytest.raises(ValueError, match="same"):
        chain(one(4, 3), OneWay("other", {"a": 8}))


def wide_enough(figures: list[Figure], hidden: frozenset[str], figure: Figure) -> bool:
    if figure.key not in hidden:
        return False
    low, high = range_of(figures, hidden, figure.key)
    assert low <= figure.count
    assert high is None or figure.count <= high
    return high is None or high - low >= 9


def random_report(rng: random.Random) -> list[Figure]:
    """Small tables of mixed sizes, many of their counts under ten, some beside another table of
    the same total."""

    def some() -> int:
        return rng.choice((0, rng.randint(1, 9), rng.randint(1, 15), rng.randint(10, 60)))

    if rng.random() < 0.3:
        first: OneWay | TwoWay = one(*(some() for _ in range(rng.randint(1, 6))))
    else:
        columns = rng.randint(2, 4)
        rows = [[some() for _ in range(columns)] for _ in range(rng.randint(2, 4))]
        first = two(*rows)
    if rng.random() < 0.5:
        return chain(first)
    left, parts = first.total, []
    for _ in range(rng.randint(1, 3)):
        parts.append(rng.randint(0, left))
        left -= parts[-1]
    counts = {str(number): count for number, count in enumerate([*parts, left])}
    return chain(first, OneWay("other", counts))


def no_cell_is_learnt(seed: int) -> None:
    figures = random_report(random.Random(seed))
    hidden = suppressed(figures)
    for figure in figures:
        if 0 < figure.count < 10:
            assert wide_enough(figures, hidden, figure), (seed, figure)


@pytest.mark.parametrize("seed", range(24))
def test_an_attacker_with_all_totals_learns_no_figure_under_ten(seed: int) -> None:
    no_cell_is_learnt(seed)


@pytest.mark.parametrize("seed", range(40, 56))
def test_nothing_is_hidden_that_need_not_be(seed: int) -> None:
    figures = random_report(random.Random(seed))
    hidden = suppressed(figures)
    small = [figure for figure in figures if 0 < figure.count < 10]
    for figure in figures:
        if figure.key in hidden and figure not in small:
            without = hidden - {figure.key}
            assert not all(wide_enough(figures, without, each) for each in small), seed


def test_the_flow_and_the_linear_program_agree() -> None:
    for seed in range(100, 108):
        figures = random_report(random.Random(seed))
        hidden = suppressed(figures)
        for key in hidden:
            assert bounds(figures, hidden, key) == range_of(figures, hidden, key), seed


@pytest.mark.gate("thousands of tables before an attacker", 1)
@pytest.mark.parametrize("begin", range(1_000, 4_000, 1_000))
def test_thousands_of_tables(begin: int) -> None:
    for seed in range(begin, begin + 1_000):
        no_cell_is_learnt(seed)
