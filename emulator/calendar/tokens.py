"""Page and sync tokens: opaque to clients, readable by us."""

from __future__ import annotations

import base64
import json
from typing import Any


def seal(content: dict[str, Any]) -> str:
    """A token that carries this content."""
    text = json.dumps(content, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=") + "="


def unseal(token: str) -> dict[str, Any] | None:
    """The content of a token, None when it is none of ours."""
    try:
        raw = base64.urlsafe_b64decode(token.rstrip("=") + "=" * (-len(token.rstrip("=")) % 4))
        content = json.loads(raw)
    except (ValueError, UnicodeDecodeError):
        return None
    return content if isinstance(content, dict) else None
