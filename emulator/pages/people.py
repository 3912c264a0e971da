"""Who is known in the school: for "who am I" and for names beside e-mail addresses.

Names and roles come from any tab that lists staff (headings Email, Name, Role); everyone
else who is named in a permission, has a calendar or has had mail is known by address only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from emulator.people import DEVELOPER
from emulator.sheets.grid import Row, Sheet
from emulator.workspace import Workspace

TITLES = 3  # rows among which the headings are looked for
ROBOT = ".gserviceaccount.com"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the Workspace knows; `role` as the staff list says, "" if it does not."""

    email: str
    name: str
    role: str = ""

    @property
    def label(self) -> str:
        return " · ".join(part for part in (self.name, self.role) if part)


def known(workspace: Workspace) -> list[Person]:
    """Everybody, staff in the order of their list, then the others by address."""
    staff = {one.email: one for one in _staff(workspace)}
    others = sorted(
        email
        for email in _addresses(workspace)
        if email not in staff and not email.endswith(ROBOT) and email != DEVELOPER
    )
    return [*staff.values(), *(Person(email, email) for email in others)]


def circles(everybody: Iterable[Person]) -> list[tuple[str, list[Person]]]:
    """The same people under headings: staff, others of the school, people outside."""
    everybody = list(everybody)
    domains = Counter(one.email.rpartition("@")[2] for one in everybody)
    home = max(domains, key=lambda name: domains[name], default="")
    staff = [one for one in everybody if one.role]
    ours = [one for one in everybody if not one.role and one.email.endswith("@" + home)]
    outside = [one for one in everybody if not one.role and not one.email.endswith("@" + home)]
    named = (("Staff", staff), ("Others at the school", ours), ("Families and others", outside))
    return [(heading, found) for heading, found in named if found]


def name_of(everybody: Iterable[Person], email: str) -> str:
    """The person's name, else the address."""
    return next((one.name for one in everybody if one.email == email), email)


def _addresses(workspace: Workspace) -> set[str]:
    found = {calendar.owner for calendar in workspace.calendar.calendars.values()}
    found |= {message.person for message in workspace.shelf("gmail").values()}
    for file in workspace.drive.files.values():
        found |= {one.who for one in file.permissions.values() if one.kind == "user"}
    return {email for email in found if "@" in email}


def _staff(workspace: Workspace) -> Iterator[Person]:
    for book in workspace.sheets.spreadsheets.values():
        for sheet in book.sheets:
            for top in range(min(TITLES, sheet.row_count)):
                columns = _headings(sheet.rows[top])
                if {"email", "name", "role"} <= columns.keys():
                    yield from _listed(sheet, top, columns)


def _headings(row: Row | None) -> dict[str, int]:
    cells = row.cells if row else {}
    return {str(cell.value).strip().lower(): at for at, cell in cells.items() if cell.filled}


def _listed(sheet: Sheet, top: int, columns: dict[str, int]) -> Iterator[Person]:
    for index in range(top + 1, sheet.last_filled_row()):
        email, name, role = (
            str(sheet.cell(index, columns[heading]).value or "").strip()
            for heading in ("email", "name", "role")
        )
        if "@" in email:
            yield Person(email.lower(), name or email, role)
