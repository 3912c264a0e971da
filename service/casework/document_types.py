"""Kinds of document that registers make: what they read, what they say, who gets them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .wants import WantedDocument

if TYPE_CHECKING:
    from .school import School


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One kind of document. `wanted(school)` yields each that should stand, with its content, its
    title (no name in it) and who gets it; it is rendered again only when its content has changed.
    `template` names the texts of its first template in sheets_templates/documents/."""

    kind: str
    template: str
    wanted: Callable[[School], Iterable[WantedDocument]]
