"""Jinja for template authors: names, loops, conditions and a few filters; nothing else.

A template belongs to staff, but whoever may edit it must not be able to run anything, read
anything but the plan, or make the service stand still. So there are three walls: an allow-list of
the parts of the language, checked before a template is compiled; Jinja's own sandbox; and a
measure of what one document may take: turns of its loops and characters, counted over all its
parts. Time is none: it would let the same template pass today and not tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice
from typing import Any, NoReturn

from jinja2 import ChainableUndefined, Template, nodes, pass_eval_context
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.filters import do_join
from jinja2.nodes import EvalContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILTERS = (
    "capitalize",
    "d",
    "default",
    "e",
    "escape",
    "first",
    "join",
    "last",
    "length",
    "lower",
    "title",
    "trim",
    "upper",
)
TESTS = ("defined", "undefined", "none", "even", "odd", "eq", "equalto", "in")
MOST_LOOPS_INSIDE_EACH_OTHER = 3
LARGEST_NUMBER = 10_000
MOST_TURNS = 20_000  # of all loops of a document together; a plan of 50 goals has some hundreds
MOST_CHARACTERS = 4_000_000  # of a document's XML; a long plan has some 300,000
A_PICTURE = 8_000  # characters that a picture counts for
MOST_VALUES = 50  # in one tag
_COUNTED = " counted"  # the filter through which every loop goes; no template can spell it

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,  # docxtpl writes one itself, for merged cells; numbers only, see call_binop
    nodes.Concat,
    nodes.Tuple,
    nodes.List,
)

_unknown: ContextVar[list[str] | None] = ContextVar("unknown_names", default=None)


class TagNotAllowed(TemplateError):
    """The template uses a part of the language that templates may not use."""

    def __init__(self, part: str, lineno: int | None) -> None:
        super().__init__(part)
        self.part = part
        self.lineno = lineno


class TooMuch(TemplateError):
    """The template makes more of a document than anybody could read."""


@dataclass(slots=True)
class _Measure:
    """What is left of what one document may take."""

    turns: int = MOST_TURNS
    characters: int = MOST_CHARACTERS

    def take(self, turns: int = 0, characters: int = 0) -> None:
        self.turns -= turns
        self.characters -= characters
        if self.turns < 0 or self.characters < 0:
            raise TooMuch


_measure: ContextVar[_Measure | None] = ContextVar("measure", default=None)


class _Unknown(ChainableUndefined):
    """A name the plan does not have: renders as nothing, and is noted down when it is used."""

    def _note(self) -> None:
        seen = _unknown.get()
        if seen is not None and self._undefined_name is not None:
            seen.append(str(self._undefined_name))

    def __str__(self) -> str:
        self._note()
        return ""

    def __html__(self) -> str:
        return str(self)

    def __iter__(self) -> Iterator[Any]:
        self._note()
        return iter(())

    def __bool__(self) -> bool:
        self._note()
        return False

    def __len__(self) -> int:
        self._note()
        return 0

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._note()
        return self


class PlanEnvironment(ImmutableSandboxedEnvironment):
    """The language of templates. Raises NotAllowed for what is not part of it."""

    intercepted_binops = frozenset(["+", "-", "*", "**", "/", "//", "%"])

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=_Unknown, cache_size=0)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.filters["join"] = _joined
        self.filters[_COUNTED] = _turns

    def compiled(self, source: str) -> Template:
        """`source`, checked and ready to render. Raises TemplateError."""
        tree = self.parse(source)
        _check(tree, 0)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)
        code = self.compile(tree)
        return Template.from_code(self, code, self.make_globals(None))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        # Nothing that can be called is ever reached: no method of text, list or row.
        return not callable(value) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        numbers = all(
            isinstance(side, int | float) and abs(side) <= LARGEST_NUMBER for side in (left, right)
        )
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return left + right
        if operator not in ("+", "-", "*") or not numbers:
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)


def _check(node: nodes.Node, loops: int) -> None:
    if not isinstance(node, _ALLOWED):
        _refuse(type(node).__name__.lower(), node)
    if isinstance(node, nodes.For):
        loops += 1
        if node.recursive or loops > MOST_LOOPS_INSIDE_EACH_OTHER:
            _refuse("for", node)
    if isinstance(node, nodes.Output):
        for each in node.nodes:
            values = sum(1 for _ in each.find_all((nodes.Name, nodes.Const)))
            if values > MOST_VALUES:
                raise TooMuch
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        _refuse(node.name, node)
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        _refuse(node.name, node)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        _refuse(node.attr, node)
    for child in node.iter_child_nodes():
        _check(child, loops)


def _turns(value: Any) -> list[Any]:
    """What a loop goes over, taken off the measure before its first turn."""
    found = list(islice(value, MOST_TURNS + 1))
    if measure := _measure.get():
        measure.take(turns=len(found))
    return found


@pass_eval_context
def _joined(context: EvalContext, value: Any, d: Any = "", attribute: Any = None) -> Any:
    """Jinja's `join`, measured before the text is made: joins within joins multiply."""
    if attribute is not None:
        raise SecurityError("join")
    pieces = _turns(value)
    if measure := _measure.get():
        between = len(str(d)) * max(len(pieces) - 1, 0)
        measure.take(characters=between + sum(len(str(each)) for each in pieces))
    return do_join(context, pieces, d)


def picture_taken() -> None:
    """A picture is put in. Raises TooMuch, within `measured`."""
    if measure := _measure.get():
        measure.take(characters=A_PICTURE)


def rendered(template: Template, context: Any) -> str:
    """The text of one part of a document. Raises TooMuch, within `measured`."""
    measure, pieces = _measure.get() or _Measure(), []
    for piece in template.generate(context):
        measure.take(characters=len(piece))
        pieces.append(piece)
    return "".join(pieces)


@contextmanager
def measured() -> Iterator[None]:
    """One document: all that is rendered within counts together."""
    token = _measure.set(_Measure())
    try:
        yield
    finally:
        _measure.reset(token)


def _refuse(part: str, node: nodes.Node) -> NoReturn:
    raise TagNotAllowed(part, getattr(node, "lineno", None))


@contextmanager
def noting_unknown_names() -> Iterator[list[str]]:
    """Collects the names that a template used and the plan does not have."""
    seen: list[str] = []
    token = _unknown.set(seen)
    try:
        yield seen
    finally:
        _unknown.reset(token)
