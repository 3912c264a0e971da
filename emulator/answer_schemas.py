"""Holds JSON, to the letter, against the schemas of a discovery document: answers, and requests
that need no second reading.

Every answer of the local Workspace is held against one in tests, so each schema is turned into a
check once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from .schemas import INTEGERS_END, LEAST_INTEGER, Json, well_formed


def answer_faults(
    schemas: dict[str, Any], schema: dict[str, Any], value: Json, path: str = "$"
) -> list[str]:
    """Everything in an answer that its response schema does not allow, one sentence each."""
    return [path + fault for fault in _check_of(schemas, schema)(value)]


# What a value has that its schema does not allow, each with its place below the value: nearly every
# answer is right, and then no place is ever written out.
Check = Callable[[Json], list[str]]
# By the schema's identity; the schema is kept with it, so that no other can have the same.
_CHECKS: dict[int, tuple[dict[str, Any], Check]] = {}


def _check_of(schemas: dict[str, Any], schema: dict[str, Any]) -> Check:
    """The check that a schema asks for, made once: every answer is held against one."""
    while "$ref" in schema:
        schema = schemas[schema["$ref"]]
    known = _CHECKS.get(id(schema))
    if known is None:
        kinds = {"object": _object_check, "array": _array_check, "any": _no_check}
        make = kinds.get(schema.get("type", "object"), _scalar_check)
        known = _CHECKS[id(schema)] = (schema, make(schemas, schema))
    return known[1]


def _no_check(_schemas: dict[str, Any], _schema: dict[str, Any]) -> Check:
    return lambda value: []


def _object_check(schemas: dict[str, Any], schema: dict[str, Any]) -> Check:
    properties, more = schema.get("properties", {}), schema.get("additionalProperties")
    checks: dict[str, Check] = {}  # made when first needed: schemas may hold themselves
    plain = {key: kind for key, below in properties.items() if (kind := _plain(below)) is not None}

    def check(value: Json) -> list[str]:
        if not isinstance(value, dict):
            return [f": expected an object, got {value!r:.80}"]
        found: list[str] = []
        for key, item in value.items():
            if item.__class__ is plain.get(key):
                continue  # most of what an answer holds
            below = checks.get(key)
            if below is None:
                if key in properties:
                    below = checks[key] = _check_of(schemas, properties[key])
                elif more is not None:
                    below = _check_of(schemas, more)
                else:
                    found.append(f": unknown key {key!r}")
                    continue
            if faults := below(item):
                found += [f".{key}{fault}" for fault in faults]
        return found

    return check


def _plain(schema: dict[str, Any]) -> type | None:
    """The class of all that such a schema allows, where nothing else is asked of it."""
    if schema.keys() & {"$ref", "enum", "format"}:
        return None
    return {"string": str, "boolean": bool}.get(schema.get("type", ""))


def _array_check(schemas: dict[str, Any], schema: dict[str, Any]) -> Check:
    def check(value: Json) -> list[str]:
        if not isinstance(value, list):
            return [f": expected a list, got {value!r:.80}"]
        if schema["items"].get("type") == "any":
            return []
        below, found = _check_of(schemas, schema["items"]), []
        for n, item in enumerate(value):
            if faults := below(item):
                found += [f"[{n}]{fault}" for fault in faults]
        return found

    return check


def _scalar_check(_schemas: dict[str, Any], schema: dict[str, Any]) -> Check:
    if schema["type"] == "string" and not {"enum", "format"} & schema.keys():

        def check(value: Json) -> list[str]:
            return [] if isinstance(value, str) else [f": {value!r:.80} is not {_called(schema)}"]
    else:

        def check(value: Json) -> list[str]:
            right = _scalar_right(schema, value)
            return [] if right else [f": {value!r:.80} is not {_called(schema)}"]

    return check


def _scalar_right(schema: dict[str, Any], value: Json) -> bool:
    kind, form = schema["type"], schema.get("format")
    if kind == "boolean":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if kind == "integer":
        return isinstance(value, int) and LEAST_INTEGER <= value < INTEGERS_END
    if kind == "number":
        return isinstance(value, int | float) and math.isfinite(value)
    if not isinstance(value, str):
        return False
    return value in schema["enum"] if "enum" in schema else well_formed(form, value)


def _called(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return f"one of {schema['enum']}"
    return f"{schema['type']} {schema.get('format', '')}".strip()
