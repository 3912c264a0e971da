"""The functions and operators of formulas, over plain values and grids of values."""

from __future__ import annotations

import fnmatch
import math
import statistics
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from .grid import ErrorValue, Value
from .locales import EPOCH, locale, serial
from .patterns import general

__all__ = ["FUNCTIONS", "Fault", "first", "number", "operate", "serial", "single", "truth"]

US = locale("en_US")


class Fault(Exception):
    """A value that cannot be worked out; becomes the cell's error."""

    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(message)
        self.value = ErrorValue(kind, message)


def first(value: Any) -> Value:
    """The value itself, of a grid the upper left one."""
    if isinstance(value, list):
        return value[0][0] if value and value[0] else None
    result: Value = value
    return result


def single(value: Any) -> Value:
    """As `first`; an error in it spreads."""
    one = first(value)
    if isinstance(one, ErrorValue):
        raise Fault(*one)
    return one


def number(value: Value) -> float:
    if value is None or value == "":
        return 0
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)):
        return value
    try:
        return float(str(value).replace(",", ""))
    except ValueError:
        raise Fault("VALUE", f"'{value}' is a text and cannot be coerced to a number.") from None


def text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return general(value, US) if isinstance(value, (int, float)) else str(value)


def truth(value: Value) -> bool:
    if isinstance(value, str):
        if value.upper() in ("TRUE", "FALSE"):
            return value.upper() == "TRUE"
        raise Fault("VALUE", f"'{value}' is a text and cannot be coerced to a boolean.")
    return bool(value)


def rank(value: Value) -> tuple[int, Any]:
    """Numbers before texts before truth values; texts without regard to case."""
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, str):
        return 1, value.casefold()
    return 0, value or 0


def operate(sign: str, left: Value, right: Value) -> Value:
    """One binary operator."""
    if sign == "&":
        return text(left) + text(right)
    if sign in ("=", "<>", "<", ">", "<=", ">="):
        return _compare(sign, left, right)
    one, two = number(left), number(right)
    try:
        if sign == "+":
            return one + two
        if sign == "-":
            return one - two
        if sign == "*":
            return one * two
        if sign == "^":
            power = one**two
            return power if isinstance(power, (int, float)) else _not_a_number()
        return one / two
    except ZeroDivisionError:
        raise Fault("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.") from None
    except OverflowError:
        return _not_a_number()


def _not_a_number() -> Value:
    raise Fault("NUM", "The result is not a number that can be shown.")


def _compare(sign: str, left: Value, right: Value) -> bool:
    if left is None and isinstance(right, str):
        left = ""
    if right is None and isinstance(left, str):
        right = ""
    one, two = rank(left), rank(right)
    if sign == "=":
        return one == two
    if sign == "<>":
        return one != two
    if sign == "<":
        return one < two
    if sign == ">":
        return one > two
    return one <= two if sign == "<=" else one >= two


def flat(arguments: tuple[Any, ...]) -> Iterator[tuple[Value, bool]]:
    """(value, whether it came out of a range) of all arguments; errors spread."""
    for argument in arguments:
        if isinstance(argument, list):
            for row in argument:
                for value in row:
                    yield single(value), True
        else:
            yield single(argument), False


def numbers(arguments: tuple[Any, ...]) -> list[float]:
    """The numbers among the arguments; texts in ranges are passed over."""
    found: list[float] = []
    for value, ranged in flat(arguments):
        if isinstance(value, (int, float)) and not (ranged and isinstance(value, bool)):
            found.append(value)
        elif not ranged and value is not None:
            found.append(number(value))
    return found


def _average(*arguments: Any) -> Value:
    found = numbers(arguments)
    if not found:
        raise Fault("DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero.")
    return sum(found) / len(found)


def _median(*arguments: Any) -> Value:
    found = numbers(arguments)
    if not found:
        raise Fault("NUM", "MEDIAN has no valid input data.")
    return statistics.median(found)


def _small(data: Any, place: Any) -> Value:
    found = sorted(numbers((data,)))
    number_of = int(number(single(place)))
    if not 1 <= number_of <= len(found):
        raise Fault("NUM", f"SMALL has no value number {number_of}.")
    return found[number_of - 1]


def criterion(condition: Value) -> Callable[[Value], bool]:
    """The test of COUNTIF and SUMIF: 5, "x", ">=3", "a*"."""
    if not isinstance(condition, str):
        return lambda value: value is not None and rank(value) == rank(condition)
    for sign in ("<>", "<=", ">=", "<", ">", "="):
        if condition.startswith(sign):
            wanted = _literal(condition[len(sign) :])
            kind = rank(wanted)[0]
            if sign == "<>":
                return lambda value: rank(value) != rank(wanted)
            return lambda value: (
                value is not None and rank(value)[0] == kind and _compare(sign, value, wanted)
            )
    wanted = _literal(condition)
    if isinstance(wanted, str) and any(mark in wanted for mark in "*?"):
        return lambda value: fnmatch.fnmatchcase(text(value).casefold(), condition.casefold())
    return lambda value: value is not None and rank(value) == rank(wanted)


def _literal(written: str) -> Value:
    try:
        return float(written)
    except ValueError:
        return written


def _count_if(cells: Any, condition: Any) -> Value:
    test = criterion(single(condition))
    return sum(test(value) for row in cells for value in row)


def _sum_if(cells: Any, condition: Any, summed: Any = None) -> Value:
    test, chosen = criterion(single(condition)), summed or cells
    total = 0.0
    for row, sums in zip(cells, chosen, strict=False):
        for value, amount in zip(row, sums, strict=False):
            if test(value) and isinstance(amount, (int, float)):
                total += amount
    return total


def _date(year: Any, month: Any, day: Any) -> Value:
    years, months = divmod(int(number(single(month))) - 1, 12)
    start = datetime(int(number(single(year))) + years, months + 1, 1)
    return int(serial(start + timedelta(days=int(number(single(day))) - 1)))


def _rounded(cut: Callable[[float], float]) -> Callable[..., Value]:
    """A way of rounding the size of a number, at some number of places."""

    def rounded(value: Any, places: Any = 0) -> Value:
        exact = number(single(value))
        scale = 10.0 ** int(number(single(places)))
        scaled = float(f"{abs(exact) * scale:.12g}")  # 1.005 * 100 is a hair below 100.5
        return math.copysign(cut(scaled) / scale, exact)

    return rounded


def _of_date(part: Callable[[datetime], int]) -> Callable[..., Value]:
    return lambda value: part(EPOCH + timedelta(days=number(single(value))))


def _not_available() -> Value:
    raise Fault("N_A")


def _every(conditions: tuple[Any, ...]) -> Iterator[tuple[int, int]]:
    """The places (row, column) at which every (range, condition) pair holds."""
    pairs = list(zip(conditions[::2], conditions[1::2], strict=True))
    tests = [(cells, criterion(single(condition))) for cells, condition in pairs]
    for row, line in enumerate(tests[0][0]):
        for column in range(len(line)):
            if all(test(cells[row][column]) for cells, test in tests):
                yield row, column


def _sum_ifs(summed: Any, *conditions: Any) -> Value:
    found = (summed[row][column] for row, column in _every(conditions))
    return sum(one for one in found if isinstance(one, (int, float)))


def _hyperlink(address: Any, label: Any = None) -> Value:
    return single(address) if label is None else single(label)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda *a: sum(numbers(a)),
    "PRODUCT": lambda *a: math.prod(numbers(a)),
    "AVERAGE": _average,
    "MEDIAN": _median,
    "MIN": lambda *a: min(numbers(a), default=0),
    "MAX": lambda *a: max(numbers(a), default=0),
    "COUNT": lambda *a: len([v for v, r in flat(a) if isinstance(v, (int, float))]),
    "COUNTA": lambda *a: len([v for v, r in flat(a) if v is not None]),
    "COUNTBLANK": lambda *a: len([v for v, r in flat(a) if v is None or v == ""]),
    "COUNTIF": _count_if,
    "SUMIF": _sum_if,
    "AND": lambda *a: all(truth(v) for v, _ in flat(a)),
    "OR": lambda *a: any(truth(v) for v, _ in flat(a)),
    "NOT": lambda value: not truth(single(value)),
    "ISBLANK": lambda value: first(value) is None,
    "ABS": lambda value: abs(number(single(value))),
    "INT": lambda value: math.floor(number(single(value))),
    "ROUND": _rounded(lambda size: math.floor(size + 0.5)),
    "ROUNDUP": _rounded(math.ceil),
    "ROUNDDOWN": _rounded(math.floor),
    "SQRT": lambda value: math.sqrt(number(single(value))),
    "POWER": lambda a, b: operate("^", single(a), single(b)),
    "SMALL": _small,
    "COUNTIFS": lambda *conditions: sum(1 for _ in _every(conditions)),
    "SUMIFS": _sum_ifs,
    "NA": _not_available,
    "ISNUMBER": lambda value: type(first(value)) in (int, float),
    "ISTEXT": lambda value: type(first(value)) is str,
    "YEAR": _of_date(lambda day: day.year),
    "MONTH": _of_date(lambda day: day.month),
    "DAY": _of_date(lambda day: day.day),
    "WEEKDAY": _of_date(lambda day: day.isoweekday() % 7 + 1),
    "HOUR": _of_date(lambda day: day.hour),
    "MINUTE": _of_date(lambda day: day.minute),
    "MOD": lambda a, b: number(single(a)) % number(single(b)),
    "CONCATENATE": lambda *a: "".join(text(v) for v, _ in flat(a)),
    "CONCAT": lambda a, b: text(single(a)) + text(single(b)),
    "JOIN": lambda mark, *a: text(single(mark)).join(text(v) for v, _ in flat(a)),
    "LEN": lambda value: len(text(single(value))),
    "UPPER": lambda value: text(single(value)).upper(),
    "LOWER": lambda value: text(single(value)).lower(),
    "TRIM": lambda value: " ".join(text(single(value)).split()),
    "DATE": _date,
    "HYPERLINK": _hyperlink,
}
