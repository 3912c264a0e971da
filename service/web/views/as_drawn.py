"""Texts that a form shows to be changed: what somebody changed meanwhile is not written over."""

from __future__ import annotations

from collections.abc import Mapping

from ..answering import CardRequest, Unclear
from ..form_memory import FormMemory


def stood(request: CardRequest, texts: Mapping[str, str]) -> dict[str, str]:
    """Parameters of the form's button that tell what stood in these columns when it was drawn."""
    return {f"{name}_stood": _mark(request, name, text) for name, text in texts.items()}


def rewritten(request: CardRequest, row_id: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Of these columns those whose text was changed on the form, with the new one. Raises Unclear,
    at the field, where by now something else stands there that this form has not written."""
    asked, memory = request.asked, FormMemory(request)
    cells: dict[str, str] = {}
    for name, stands in texts.items():
        if name not in asked.inputs or asked.text(name) == stands.strip():
            continue
        as_drawn = asked.given.get(f"{name}_stood", "") == _mark(request, name, stands)
        if not as_drawn and not memory.wrote(row_id, name, stands):
            raise Unclear(request.say("cards.problem.stands_now", text=stands), name)
        cells[name] = asked.text(name)
    return cells


def _mark(request: CardRequest, name: str, text: str) -> str:
    return request.school.keys.fingerprint("as drawn", name, text)
