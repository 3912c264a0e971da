"""Reading YAML, with the parser in C where there is one: every start reads a lot of it."""

from __future__ import annotations

from typing import Any

import yaml

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]


def read_yaml(text: str) -> Any:
    """What `text` holds. Raises yaml.YAMLError."""
    return yaml.load(text, SafeLoader)
