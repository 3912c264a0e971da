"""Google's own schema of a card, from the chat.v1 discovery document in googleapiclient."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from googleapiclient.discovery_cache import get_static_doc

PLAIN = {"string": str, "boolean": bool, "integer": int, "number": (int, float), "object": dict}
LARGEST = 32 * 1024  # what a card may weigh beside its pictures


@cache
def schemas() -> Mapping[str, Any]:
    return json.loads(get_static_doc("chat", "v1"))["schemas"]


def mistakes(card: Any) -> list[str]:
    """What Google would refuse in a card, each with its place."""
    return list(_against(card, {"$ref": "GoogleAppsCardV1Card"}, "card"))


def _against(value: Any, rule: Mapping[str, Any], at: str) -> Iterator[str]:
    if "$ref" in rule:
        known = schemas()[rule["$ref"]]["properties"]
        if not isinstance(value, dict):
            yield f"{at}: not an object"
            return
        for name, each in value.items():
            if name not in known:
                yield f"{at}.{name}: {rule['$ref']} does not know it"
            else:
                yield from _against(each, known[name], f"{at}.{name}")
        if rule["$ref"] == "GoogleAppsCardV1Widget" and len(value) != 1:
            yield f"{at}: one kind of widget at a time, not {sorted(value)}"
        return
    if rule["type"] == "array":
        if not isinstance(value, list) or not value:
            yield f"{at}: not a list, or an empty one"
            return
        for number, each in enumerate(value):
            yield from _against(each, rule["items"], f"{at}[{number}]")
        return
    wanted = PLAIN[rule["type"]]
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        yield f"{at}: not a {rule['type']}"
    elif value not in rule.get("enum", (value,)):
        yield f"{at}: {value!r} is none of its words"
