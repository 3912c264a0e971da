"""Formulas as text: cut into tokens, parsed into a tree, rewritten when ranges move.

No formula is ever run as code. The tree is made of plain tuples, the first member of which
names the kind:

    ("value", v)  ("ref", Reference)  ("name", "TaxRate")  ("call", "SUM", (args…))
    ("op", "+", left, right)  ("minus", x)  ("percent", x)  ("missing",)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from .a1 import Area, column_index, column_name
from .shift import Change

Tree = tuple[Any, ...]

SHEET = r"(?:'(?:[^']|'')+'|[A-Za-z_][A-Za-z0-9_.]*)!"
TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
    |(?P<ref>(?:{SHEET})?(?:\$?[A-Za-z]{{1,3}}\$?[1-9]\d*(?::\$?(?:[A-Za-z]{{1,3}}\$?(?:[1-9]\d*)?|[1-9]\d*))?
        |\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}|\$?[1-9]\d*:\$?[1-9]\d*)(?![A-Za-z0-9_.(]))
    |(?P<lost>(?:{SHEET})?\#REF!)
    |(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)
    |(?P<name>(?:{SHEET})?[A-Za-z_\u00c0-\uffff][A-Za-z0-9_.\u00c0-\uffff]*)
    |(?P<op><>|<=|>=|[-+*/^&=<>%(),;{{}}])
    |(?P<space>\s+)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
CORNER = re.compile(r"^(\$?)([A-Za-z]{1,3})?(\$?)(\d+)?$")
PRECEDENCE = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3}
PRECEDENCE |= {"*": 4, "/": 4, "^": 6}


class FormulaError(ValueError):
    """The formula cannot be read; Sheets shows #ERROR!."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference as written: `fixed` has the $ of (row, column) of both corners."""

    sheet: str | None  # the title, None for the formula's own sheet
    area: Area
    fixed: tuple[bool, bool, bool, bool] = (False, False, False, False)
    ranged: bool = False  # written with a colon
    prefix: str = ""  # the sheet as it was written, with its "!"

    def text(self) -> str:
        """As it is written in a formula."""
        area, (row_1, column_1, row_2, column_2) = self.area, self.fixed
        whole_rows = area.left == 0 and area.right is None
        whole_columns = area.top == 0 and area.bottom is None
        first = "" if whole_rows else "$" * column_1 + column_name(area.left)
        first += "" if whole_columns else "$" * row_1 + str(area.top + 1)
        if not self.ranged:
            return self.prefix + first
        last = "" if area.right is None else "$" * column_2 + column_name(area.right - 1)
        last += "" if area.bottom is None else "$" * row_2 + str(area.bottom)
        return f"{self.prefix}{first}:{last}"


@lru_cache(maxsize=4096)
def tokens(formula: str) -> tuple[tuple[str, str], ...]:
    """(kind, text) of every token behind the "=", spaces included."""
    return tuple((m.lastgroup or "other", m.group()) for m in TOKEN.finditer(formula, 1))


@lru_cache(maxsize=4096)
def reference(text: str) -> Reference:
    """Read one reference token."""
    prefix, bang, rest = text.rpartition("!")
    sheet = None
    if bang:
        sheet = prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix
    first, colon, second = rest.partition(":")
    one = CORNER.match(first)
    two = CORNER.match(second) if colon else one
    if one is None or two is None:
        raise FormulaError(text)
    top, bottom = _bounds(one[4], two[4])
    left, right = _bounds(
        one[2] and str(column_index(one[2]) + 1), two[2] and str(column_index(two[2]) + 1)
    )
    fixed = (
        bool(one[3] or (one[1] and not one[2])),
        bool(one[1] and one[2]),
        bool(two[3] or (two[1] and not two[2])),
        bool(two[1] and two[2]),
    )
    return Reference(sheet, Area(top, left, bottom, right), fixed, bool(colon), prefix + bang)


def _bounds(first: str | None, last: str | None) -> tuple[int, int | None]:
    if not first or not last:
        return (int(first) - 1 if first else 0), None
    low, high = sorted((int(first), int(last)))
    return low - 1, high


@lru_cache(maxsize=4096)
def parse(formula: str) -> Tree:
    """The tree of "=…". Raises FormulaError."""
    stream = [token for token in tokens(formula) if token[0] != "space"]
    if not stream or any(kind == "other" for kind, _ in stream):
        raise FormulaError(formula)
    try:
        tree, end = _expression(stream, 0, 0)
    except (IndexError, RecursionError):
        raise FormulaError(formula) from None
    if end != len(stream):
        raise FormulaError(formula)
    return tree


def _expression(stream: list[tuple[str, str]], at: int, least: int) -> tuple[Tree, int]:
    left, at = _operand(stream, at)
    while at < len(stream) and stream[at][0] == "op":
        sign = stream[at][1]
        if sign == "%":
            left, at = ("percent", left), at + 1
            continue
        rank = PRECEDENCE.get(sign, 0)
        if rank <= least:
            break
        right, at = _expression(stream, at + 1, rank)
        left = ("op", sign, left, right)
    return left, at


def _operand(stream: list[tuple[str, str]], at: int) -> tuple[Tree, int]:
    kind, text = stream[at]
    if kind == "number":
        number = float(text)
        return ("value", int(number) if number.is_integer() else number), at + 1
    if kind == "text":
        return ("value", text[1:-1].replace('""', '"')), at + 1
    if kind == "ref":
        return ("ref", reference(text)), at + 1
    if kind == "lost":
        return ("lost",), at + 1
    if kind == "name":
        if at + 1 < len(stream) and stream[at + 1][1] == "(":
            return _call(text.upper(), stream, at + 2)
        if text.upper() in ("TRUE", "FALSE"):
            return ("value", text.upper() == "TRUE"), at + 1
        return ("name", text), at + 1
    if text in "+-":
        inner, after = _expression(stream, at + 1, 6)
        return (("minus", inner) if text == "-" else inner), after
    if text == "(":
        inner, after = _expression(stream, at + 1, 0)
        if stream[after][1] != ")":
            raise FormulaError(text)
        return inner, after + 1
    raise FormulaError(text)


def _call(name: str, stream: list[tuple[str, str]], at: int) -> tuple[Tree, int]:
    arguments: list[Tree] = []
    if stream[at][1] == ")":
        return ("call", name, ()), at + 1
    while True:
        if stream[at][1] in (",", ";", ")"):
            arguments.append(("missing",))
        else:
            argument, at = _expression(stream, at, 0)
            arguments.append(argument)
        mark = stream[at][1]
        at += 1
        if mark == ")":
            return ("call", name, tuple(arguments)), at
        if mark not in ",;":
            raise FormulaError(mark)


def rewrite(formula: str, change: Callable[[Reference], Reference | None]) -> str:
    """The formula with every reference replaced; None becomes #REF!."""
    out = ["="]
    for kind, text in tokens(formula):
        if kind != "ref":
            out.append(text)
            continue
        old = reference(text)
        new = change(old)
        out.append(text if new == old else "#REF!" if new is None else new.text())
    return "".join(out)


def shifted(formula: str, own_sheet: str, changed_sheet: str, change: Change) -> str:
    """The formula after lines of a sheet were inserted, deleted or moved."""

    def follow(ref: Reference) -> Reference | None:
        if (ref.sheet or own_sheet).casefold() != changed_sheet.casefold():
            return ref
        area = change.area(ref.area)
        return None if area is None else replace(ref, area=area)

    return rewrite(formula, follow)


def copied(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads when its cell is copied this far: $ stays, the rest moves."""

    def follow(ref: Reference) -> Reference | None:
        row_1, column_1, row_2, column_2 = ref.fixed
        area = ref.area
        whole_rows, whole_columns = area.right is None, area.bottom is None
        top = area.top + (0 if row_1 or (whole_columns and area.top == 0) else rows)
        left = area.left + (0 if column_1 or (whole_rows and area.left == 0) else columns)
        bottom = None if area.bottom is None else area.bottom + (0 if row_2 else rows)
        right = None if area.right is None else area.right + (0 if column_2 else columns)
        if top < 0 or left < 0 or bottom == 0 or right == 0:
            return None
        return replace(ref, area=Area(top, left, bottom, right))

    return rewrite(formula, follow)


def renamed(formula: str, old: str, new: str) -> str:
    """The formula after a sheet got another title; `new` is quoted where it must be."""
    out = ["="]
    for kind, text in tokens(formula):
        if kind == "ref" and "!" in text:
            ref = reference(text)
            if (ref.sheet or "").casefold() == old.casefold():
                text = replace(ref, prefix=new + "!").text()
        out.append(text)
    return "".join(out)
