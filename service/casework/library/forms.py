"""A new entry, by who argues, presents and hands out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..cards import CardForm
from ..records import StaffMember
from ..school import School
from ..wants import Value
from .records import LibraryEntry


def _may(school: School, person: StaffMember, record: LibraryEntry | None) -> bool:
    return True


def _entered(
    school: School, person: StaffMember, given: Mapping[str, Any], record: LibraryEntry | None
) -> Mapping[str, Value]:
    if not given.get("topic"):
        raise ValueError("library.no_topic", "topic")
    if not given.get("kind"):
        raise ValueError("library.no_kind", "kind")
    return {}


FORMS = (
    CardForm(
        name="add_to_library",
        tab="library",
        columns=(
            "topic",
            "kind",
            "about",
            "what_we_argued",
            "source",
            "outcome",
            "used_on",
            "audience",
            "attended",
            "link",
        ),
        roles=frozenset({"Case manager", "Coordinator", "Counselor", "Head"}),
        may=_may,
        fills=_entered,
        new=True,
        back="library",
    ),
)
