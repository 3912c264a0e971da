"""Rows as records: a dataclass's fields, read from the columns of its tab by name and kind.

What cannot be read becomes a Problem that says where and what to do; the record goes on without
it. A column that the workbook does not have yet leaves the field's default.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date, datetime, time
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from .row_reader import RowReader

Record = TypeVar("Record")
ROW, CODE, STUDENT = "row", "code", "student"


@dataclass(frozen=True, slots=True)
class _FieldPlan:
    """How one field is read. `kind` is its type without None."""

    name: str
    column: str
    kind: Any
    how: dict[str, Any]
    default: Any


def read_record(reader: RowReader, record: type[Record]) -> Record:
    """One row as a `record`; problems are noted with the reader."""
    values: dict[str, Any] = {ROW: reader.ref}
    for plan in _plans(record):  # type: ignore[arg-type]
        if plan.name == CODE:
            values[CODE] = reader.code
        elif plan.name == STUDENT:
            values[STUDENT] = reader.student
        else:
            values[plan.name] = _value(reader, plan)
    return record(**values)


def _value(reader: RowReader, plan: _FieldPlan) -> Any:
    if "pairs" in plan.how:
        return tuple((_choice(reader, one), reader.text(two)) for one, two in plan.how["pairs"])
    column = reader.template.by_key.get(plan.column)
    if column is None:
        return plan.default
    if plan.how.get("read") == "email":
        return reader.email(plan.column)
    if plan.how.get("read") == "score":
        return reader.score(plan.column)
    if plan.how.get("read") == "minutes":
        return reader.minutes(plan.column)
    if plan.how.get("read") == "duration":
        return reader.duration(plan.column)
    if get_origin(plan.kind) is tuple:
        several = reader.choices if column.kind == "choices" else reader.list
        chosen = several(plan.column)
        return () if plan.how.get("none") in chosen else chosen
    if plan.kind is str and column.kind == "choice":
        return reader.choice(plan.column)
    if plan.kind is str and column.kind == "staff" and not column.service:
        return reader.staff(plan.column)
    return _READERS[plan.kind](reader, plan.column)


def _choice(reader: RowReader, column: str) -> str:
    return reader.choice(column) if column in reader.template.by_key else ""


_READERS: dict[Any, Callable[[RowReader, str], Any]] = {
    str: lambda reader, column: reader.text(column),
    date: lambda reader, column: reader.date(column),
    time: lambda reader, column: reader.time(column),
    datetime: lambda reader, column: reader.moment(column),
    float: lambda reader, column: reader.number(column),
    int: lambda reader, column: reader.whole(column),
}


@cache
def _plans(record: type[Any]) -> tuple[_FieldPlan, ...]:
    hints = get_type_hints(record)
    return tuple(
        _FieldPlan(
            name=each.name,
            column=str(each.metadata.get("column") or each.name),
            kind=_plain(hints[each.name]),
            how=dict(each.metadata),
            default=_default(each),
        )
        for each in fields(record)
        if each.name != ROW
    )


def _plain(hint: Any) -> Any:
    """`date | None` -> date."""
    if get_origin(hint) in (Union, UnionType):
        return next(each for each in get_args(hint) if each is not type(None))
    return hint


def _default(of: Field[Any]) -> Any:
    return "" if of.default is MISSING else of.default
