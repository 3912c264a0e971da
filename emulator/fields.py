"""Fields masks: `a,b(c,d)`, `a/b`, `a.b`, `*`, one implementation for every API.

Used for the `fields` parameter (what to answer) and for the update masks inside Sheets and
Forms requests (what to change). A mask is a tree: a name with no children selects the
whole of it, `*` every name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

TOKEN = re.compile(r"[^,()/.\s]+|[,()/.]")


class MaskSyntaxError(ValueError):
    """The mask cannot be read at all (unbalanced parentheses, nothing between commas)."""


class Mask(dict[str, "Mask"]):
    """A mask: name → what is selected below it; an empty mask selects everything."""

    def below(self, name: str) -> Mask | None:
        """What is selected under this name: a Mask (empty = all of it), None = nothing."""
        if not self:
            return self
        own, star = self.get(name), self.get("*")
        if own is None or star is None:
            return own if star is None else star
        return merge(own, star)

    def selects(self, *path: str) -> bool:
        """Whether anything at or below this path is selected."""
        at: Mask | None = self
        for name in path:
            at = at.below(name) if at is not None else None
        return at is not None

    def paths(self) -> list[tuple[str, ...]]:
        """Every selected path, longest form, in the order written."""
        found: list[tuple[str, ...]] = []
        for name, child in self.items():
            found += [(name, *rest) for rest in child.paths()] if child else [(name,)]
        return found


def merge(left: Mask, right: Mask) -> Mask:
    """Both masks at once; a whole swallows its parts."""
    if not left or not right:
        return Mask()
    joined = Mask(left)
    for name, child in right.items():
        joined[name] = merge(joined[name], child) if name in joined else child
    return joined


@lru_cache(maxsize=4096)
def parse(text: str) -> Mask:
    """Read a mask. Raises MaskSyntaxError. The result is shared: do not change it."""
    tokens = TOKEN.findall(text)
    mask, rest = _list(tokens, 0)
    if rest != len(tokens):
        raise MaskSyntaxError(text)
    return mask


def _list(tokens: list[str], at: int) -> tuple[Mask, int]:
    mask, at = _path(tokens, at)
    while at < len(tokens) and tokens[at] == ",":
        more, at = _path(tokens, at + 1)
        mask = merge(mask, more)
    return mask, at


def _path(tokens: list[str], at: int) -> tuple[Mask, int]:
    if at >= len(tokens) or tokens[at] in ",()/.":
        raise MaskSyntaxError("a field name is missing")
    name, below, at = tokens[at], Mask(), at + 1
    if at < len(tokens) and tokens[at] in "/.":
        below, at = _path(tokens, at + 1)
    elif at < len(tokens) and tokens[at] == "(":
        below, at = _list(tokens, at + 1)
        if at >= len(tokens) or tokens[at] != ")":
            raise MaskSyntaxError("a parenthesis is not closed")
        at += 1
    return Mask({name: below}), at


def apply(mask: Mask | None, value: Any) -> Any:
    """The part of a JSON value that the mask selects."""
    if not mask:
        return value
    if isinstance(value, list):
        return [apply(mask, item) for item in value]
    if not isinstance(value, dict):
        return value
    star = "*" in mask
    picked: dict[str, Any] = {}
    for name, item in value.items():
        below = mask.below(name) if star else mask.get(name)
        if below is not None:
            picked[name] = apply(below, item) if below else item
    return picked


def update(mask: Mask, target: dict[str, Any], source: dict[str, Any]) -> None:
    """Give `target` what `source` has at the masked paths; what `source` lacks is removed.

    `*` stands for every name that either side has.
    """
    names = [name for name in mask if name != "*"]
    if not mask or "*" in mask:
        names = list(dict.fromkeys([*target, *source, *names]))
    for name in names:
        below, new = mask.below(name), source.get(name)
        if below and (new is None or isinstance(new, dict)):
            inner = target.get(name)
            changed = dict(inner) if isinstance(inner, dict) else {}
            update(below, changed, new or {})
            target[name] = changed
            if not changed:
                del target[name]
        elif new is None:
            target.pop(name, None)
        else:
            target[name] = new


Schemas = dict[str, Any]


def unknown_paths(mask: Mask, schemas: Schemas, schema: dict[str, Any]) -> list[str]:
    """The paths of a mask, joined with dots, that the schema does not have."""
    return _unknown(mask, schemas, schema, ())


def _unknown(
    mask: Mask, schemas: Schemas, schema: dict[str, Any], at: tuple[str, ...]
) -> list[str]:
    while "$ref" in schema or schema.get("type") == "array":
        schema = schemas[schema["$ref"]] if "$ref" in schema else schema["items"]
    bad: list[str] = []
    for name, child in mask.items():
        path = (*at, name)
        if name == "*":
            known = list(schema.get("properties", {}).values())
            if child and known and all(_unknown(child, schemas, one, path) for one in known):
                bad.append(".".join(path))
            continue
        below = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
        if schema.get("type") == "any":
            continue
        if below is None:
            bad += [".".join((*path, *rest)) for rest in child.paths() or [()]]
        else:
            bad += _unknown(child, schemas, below, path)
    return bad
