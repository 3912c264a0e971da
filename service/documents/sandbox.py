"""Jinja for template authors: names, loops, conditions and a few filters; nothing else.

A template belongs to staff, but whoever may edit it must not be able to run anything, read
anything but the plan, or make the service stand still. So there are two walls: an allow-list of
the parts of the language, checked before a template is compiled, and Jinja's own sandbox.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn

from jinja2 import ChainableUndefined, Template, nodes
from jinja2.exceptions import SecurityError, TemplateError
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

    def compiled(self, source: str) -> Template:
        """`source`, checked and ready to render. Raises TemplateError."""
        tree = self.parse(source)
        _check(tree, 0)
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
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        _refuse(node.name, node)
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        _refuse(node.name, node)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        _refuse(node.attr, node)
    for child in node.iter_child_nodes():
        _check(child, loops)


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
