"""Tables of counts as figures of one network, and as what may be shown of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .flows import Figure


@dataclass(frozen=True, slots=True)
class OneWay:
    """Counts by one thing, with their total; no two tables of a report have one `name`."""

    name: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Counts by two things, (row, column) -> count, with the totals of both and of all."""

    name: str
    rows: Sequence[str]
    columns: Sequence[str]
    counts: Mapping[tuple[str, str], int]

    def row_total(self, row: str) -> int:
        return sum(self.counts.get((row, column), 0) for column in self.columns)

    def column_total(self, column: str) -> int:
        return sum(self.counts.get((row, column), 0) for row in self.rows)

    @property
    def total(self) -> int:
        return sum(map(self.row_total, self.rows))


def cell_key(table: str, *names: str) -> str:
    """Under which a figure is known: of a row and a column, of one of them, or of all ("")."""
    return "\x1f".join((table, *names))


def chain(*tables: OneWay | TwoWay) -> list[Figure]:
    """The figures of tables that share one total: they are audited together, because each bounds
    the others. Raises ValueError where the totals differ."""
    (first, *others) = tables
    if any(each.total != first.total for each in others):
        raise ValueError("tables that share a total must have the same")
    figures = [Figure(cell_key(first.name, ""), first.total, "out", "0", total=True)]
    for number, each in enumerate(tables):
        begin = str(number)
        end = "out" if number == len(tables) - 1 else str(number + 1)
        figures += (
            _one_way(each, begin, end) if isinstance(each, OneWay) else _two_way(each, begin, end)
        )
    return figures


def _one_way(table: OneWay, begin: str, end: str) -> list[Figure]:
    return [
        Figure(cell_key(table.name, name), count, begin, end)
        for name, count in table.counts.items()
    ]


def _two_way(table: TwoWay, begin: str, end: str) -> list[Figure]:
    made = []
    for row in table.rows:
        point = f"{begin}/row/{row}"
        made.append(Figure(cell_key(table.name, row), table.row_total(row), begin, point, True))
        for column in table.columns:
            count = table.counts.get((row, column), 0)
            key = cell_key(table.name, row, column)
            made.append(Figure(key, count, point, f"{begin}/column/{column}"))
    for column in table.columns:
        point, key = f"{begin}/column/{column}", cell_key(table.name, "", column)
        made.append(Figure(key, table.column_total(column), point, end, True))
    return made


def shown(count: int, key: str, hidden: Collection[str], mask: str) -> str:
    """The figure as it is printed, or the sign that it is not."""
    return mask if key in hidden else str(count)
