"""Which colleague is meant by what was typed: an address, a name, or both as a mail program
copies them ("Inés Okafor <ines.okafor@school.example>")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from .names import fold
from .records import StaffMember

_LONGEST: Final = 300  # characters of what may be a colleague; a longer text is none
_WITH_ADDRESS: Final = re.compile(
    r"\"?([^<>\"]*)\"?\s*<\s*(?:mailto:)?([^<>\s@]+@[^<>\s@]+)\s*>[,;]?"
)


def split_address(written: str) -> tuple[str, str]:
    """(name, e-mail address) of "Inés Okafor <ines@school.example>"; ("", "") for anything else."""
    found = _WITH_ADDRESS.fullmatch(written.strip()[:_LONGEST])
    return (found[1].strip(), found[2].casefold()) if found else ("", "")


class StaffNames:
    """The Staff tab as what people type can find it. Never changes once made."""

    def __init__(self, staff: Iterable[StaffMember]) -> None:
        self._by_email: dict[str, StaffMember] = {}
        # Spelled as on Staff counts before spelled without accents: colleagues may differ in one.
        self._spelled: dict[str, dict[str, StaffMember]] = {}
        self._folded: dict[str, dict[str, StaffMember]] = {}
        for member in staff:
            self._by_email[member.email.casefold()] = member
            for names, name in (
                (self._spelled, _plain(member.name)),
                (self._folded, fold(member.name)),
            ):
                if name:
                    names.setdefault(name, {})[member.email] = member

    def find(self, written: str) -> StaffMember | None:
        """Whom `written` means; None when that is nobody, or nobody for certain (two of one name,
        or a name beside somebody else's address)."""
        written = written[:_LONGEST]
        if found := self._by_email.get(_plain(written)):
            return found
        name, email = split_address(written)
        if email:
            found, named = self._by_email.get(email), self._folded.get(fold(name), {})
            return None if found and named and found.email not in named else found
        for people in (
            self._spelled.get(_plain(written), {}),
            self._folded.get(fold(written), {}),
        ):
            if people:
                return next(iter(people.values())) if len(people) == 1 else None
        return None

    def shown(self, email: str) -> str:
        """How sheets call a colleague: by name, where that means nobody else; else the address."""
        member = self._by_email.get(email.casefold())
        name = member.name.strip() if member else ""
        found = self.find(name) if name else None
        return name if found is not None and found.email == email else email


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
