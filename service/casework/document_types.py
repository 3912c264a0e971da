"""Kinds of document that registers make: what they read, what they say, who gets them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .wants import WantedDocument

if TYPE_CHECKING:
    from .school import School


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One kind of document; `kind` is its entry in sheets_templates/documents/catalogue.yaml.

    `wanted(school)` yields each that should stand, with its content (a frozen dataclass that has
    `case_code` and `version`, 1), its title (no name in it) and who gets it. It is rendered again
    only when its content has changed, and made anew beside the old one where a person has written
    into that. `samples` are contents by which a template is tried: one in which nothing is
    missing, and one in which everything is. How its student and its school are called comes with
    every kind (`called.paper_names`). `with_goals`: the content's `goals` are put in place when it
    is rendered, as a plan has them, with figures and pictures from the progress sheet.
    """

    kind: str
    wanted: Callable[[School], Iterable[WantedDocument]]
    samples: tuple[Any, ...]
    with_goals: bool = False


@dataclass(frozen=True, slots=True)
class PaperGoal:
    """A goal as its row says it; with its measurements it is what a plan says of it."""

    goal: str
    now: str = ""
    target: str = ""
    by: str = ""
    verdict: str = ""
    chart: object = None
