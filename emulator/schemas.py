"""Checks requests against the schemas of a discovery document (answers: answer_schemas).

Requests are read as Google's own front end reads them: numbers may come as strings, a
single value may stand for a list of one, nulls mean "not set"; anything else is refused
with Google's sentence.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

Json = Any
Violation = tuple[str, str]

CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
SNAKE = re.compile(r"_([a-z])")
DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:?\d\d)?$", re.ASCII
)
DATE_TIME_START = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?)?", re.ASCII)
DURATION = re.compile(r"-?\d+(\.\d{1,9})?s$", re.ASCII)
INTEGER = re.compile(r"-?\d+$", re.ASCII)
PROTO_TYPES = {
    ("integer", "int32"): "TYPE_INT32",
    ("integer", "uint32"): "TYPE_UINT32",
    ("number", "double"): "TYPE_DOUBLE",
    ("number", "float"): "TYPE_FLOAT",
    ("boolean", None): "TYPE_BOOL",
    ("string", "int64"): "TYPE_INT64",
    ("string", "uint64"): "TYPE_UINT64",
    ("string", "byte"): "TYPE_BYTES",
}
PACKAGES = {
    "sheets": "google.apps.sheets.v4",
    "forms": "google.apps.forms.v1",
    "docs": "google.apps.docs.v1",
    "gmail": "caribou.api.proto",
    "drive": "apps.drive.v3",
    "calendar": "calendar.v3",
    "iamcredentials": "google.iam.credentials.v1",
}
BAD = object()
LEAST_INTEGER, INTEGERS_END = -(2**31), 2**32


@lru_cache(maxsize=4096)
def snake(name: str) -> str:
    """The name of a field in Google's own error texts: repeatCell → repeat_cell."""
    return CAMEL.sub("_", name).lower()


def camel(name: str) -> str:
    """The newer APIs read the names of protocol buffers too: repeat_cell → repeatCell."""
    return SNAKE.sub(lambda found: found[1].upper(), name)


class RequestCheck:
    """One pass over a request body: collects violations, returns the body as Google reads it.

    `overlooked` are the schemas of an older version whose keys are still let through, unread.
    """

    def __init__(
        self, schemas: dict[str, Any], api: str, overlooked: dict[str, Any] | None = None
    ) -> None:
        self.schemas = schemas
        self.overlooked = overlooked or {}
        self.package = PACKAGES.get(api, f"google.{api}")
        self.lenient_lists = api not in ("drive", "calendar")
        self.violations: list[Violation] = []

    def value(self, schema: dict[str, Any], value: Json, path: str, type_name: str = "") -> Json:
        if value is None:
            return None
        name = schema.get("$ref")
        if name:
            schema, type_name = self.schemas[name], name
        kind = schema.get("type", "object")
        if kind == "object":
            return self.object(schema, value, path, type_name)
        if kind == "array":
            return self.array(schema, value, path, type_name)
        if kind == "any":
            return value
        if isinstance(value, dict):
            self.invalid(
                path,
                schema,
                "Starting an object on a scalar field",
                type_name,
                raw=True,
            )
            return None
        if isinstance(value, list):
            self.not_repeating(path)
            return None
        read = scalar(schema, value)
        if read is BAD:
            self.invalid(path, schema, value, type_name)
            return None
        return read

    def object(self, schema: dict[str, Any], value: Json, path: str, type_name: str) -> Json:
        if isinstance(value, list) or (not path and not isinstance(value, dict)):
            return self.not_repeating(path)
        if not isinstance(value, dict):
            return self.invalid(path, {"type": "message"}, value, type_name)
        properties, more = (
            schema.get("properties", {}),
            schema.get("additionalProperties"),
        )
        read = {}
        for key, item in value.items():
            below = properties.get(key, more)
            if below is None and self.lenient_lists and camel(key) in properties:
                key = camel(key)
                below = properties[key]
            if below is None:
                if key not in self.overlooked.get(type_name, {}).get("properties", {}):
                    self.unknown(key, path)
                continue
            inner = f"{path}.{snake(key)}" if path else snake(key)
            read[key] = self.value(below, item, inner, type_name + "." + key[:1].upper() + key[1:])
        return read

    def array(self, schema: dict[str, Any], value: Json, path: str, type_name: str) -> Json:
        items = schema["items"]
        if items.get("type") == "any" and isinstance(value, list):
            return value
        if not isinstance(value, list):
            if items.get("type") == "array" or not self.lenient_lists:
                return self.invalid(path, {"type": "list"}, value, type_name)
            return [self.value(items, value, path, type_name)]
        if items.get("type") == "array" and items["items"].get("type") == "any":
            for number, item in enumerate(value):
                if not isinstance(item, list):
                    self.invalid(f"{path}[{number}]", {"type": "list"}, item, type_name)
            return value
        return [
            self.value(items, item, f"{path}[{number}]", type_name) if item != {} else item
            for number, item in enumerate(value)
        ]

    def unknown(self, key: str, path: str) -> None:
        place = f" at '{path}'" if path else ""
        text = f'Invalid JSON payload received. Unknown name "{key}"{place}: Cannot find field.'
        self.violations.append((path, text))

    def not_repeating(self, path: str) -> None:
        if not path:
            text = 'Unknown name "": Root element must be a message.'
            self.violations.append(("", f"Invalid JSON payload received. {text}"))
            return
        parent, _, name = path.rpartition(".")
        place = f" at '{parent}'" if parent else ""
        self.violations.append(
            (
                parent,
                f'Invalid JSON payload received. Unknown name "{name}"{place}: '
                "Proto field is not repeating, cannot start list.",
            )
        )

    def invalid(
        self,
        path: str,
        schema: dict[str, Any],
        value: Json,
        type_name: str,
        raw: bool = False,
    ) -> None:
        shown = value if raw else json.dumps(value, ensure_ascii=False)
        kind = self.proto_type(schema, type_name)
        self.violations.append((path, f"Invalid value at '{path}' ({kind}), {shown}"))

    def proto_type(self, schema: dict[str, Any], type_name: str) -> str:
        kind, form = schema.get("type"), schema.get("format")
        if kind == "list":
            return "type.googleapis.com/google.protobuf.ListValue"
        if form in ("google-datetime", "date-time"):
            return "type.googleapis.com/google.protobuf.Timestamp"
        if kind == "message" or "enum" in schema:
            return f"type.googleapis.com/{self.package}.{type_name.lstrip('.')}"
        return PROTO_TYPES.get((str(kind), form), "TYPE_STRING")


def scalar(schema: dict[str, Any], value: Json) -> Json:
    """A scalar of a request as Google reads it; BAD if it cannot be."""
    kind, form = schema["type"], schema.get("format")
    if kind == "boolean":
        if isinstance(value, str):
            return {"true": True, "false": False}.get(value.lower(), BAD)
        return value if isinstance(value, bool) else BAD
    if kind in ("integer", "number"):
        return number(kind, value)
    if isinstance(value, int) and not isinstance(value, bool) and form in ("int64", "uint64"):
        return str(value)
    if not isinstance(value, str):
        return BAD
    if "enum" in schema and value not in schema["enum"]:
        return BAD
    return value if well_formed(form, value) else BAD


def number(kind: str, value: Json) -> Json:
    """An integer or a number, perhaps written as text."""
    if isinstance(value, bool):
        return BAD
    if isinstance(value, str):
        try:
            value = float(value) if kind == "number" else int(value)
        except ValueError:
            return BAD
    if isinstance(value, float) and not math.isfinite(value):
        return BAD
    if kind == "integer":
        if not isinstance(value, int | float) or value != int(value):
            return BAD
        return int(value) if LEAST_INTEGER <= value < INTEGERS_END else BAD
    return value if isinstance(value, int | float) else BAD


def well_formed(form: str | None, value: str) -> bool:
    """Whether a text has the format that its schema names."""
    if form in ("int64", "uint64"):
        return bool(INTEGER.match(value))
    if form == "byte":
        try:
            base64.b64decode(value.replace("-", "+").replace("_", "/") + "==", validate=False)
        except binascii.Error:
            return False
        return True
    if form in ("google-datetime", "date-time"):
        return is_date_time(value)
    if form == "date":
        try:
            date.fromisoformat(value)
        except ValueError:
            return False
    if form == "google-duration":
        return bool(DURATION.match(value))
    return True


def is_date_time(text: str) -> bool:
    """Whether this is RFC 3339, with or without an offset."""
    if not DATE_TIME.match(text):
        return False
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True


def malformed(text: str) -> str:
    """Calendar's and Drive's sentence for a date-time that cannot be read."""
    rest = text[len(DATE_TIME_START.match(text)[0]) :]  # type: ignore[index]
    at = f' is malformed at "{rest}"' if rest and rest != text else ""
    return f'Invalid value for: Invalid format: "{text}"{at}'
