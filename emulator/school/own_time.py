"""Case managers note what they have spent time on, each in the workbook that is theirs alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .enrol import School, counted, files_of, read_sample, type_rows


def enter_time(school: School, today: date) -> Iterable[str]:
    """Type into the workbook of their own what case managers have spent time on besides."""
    client = school.gspread_as(school.admin)
    own = {
        person.get("emailAddress"): str(file["id"])
        for file in files_of(school, "own_book")
        for person in file.get("permissions", ())
        if person.get("role") == "writer"
    }
    headings, rows = read_sample("modules/my_time/My time.csv", today)
    for person in dict.fromkeys(str(row[0]) for row in rows):
        if person in own:
            spent = [row[1:] for row in rows if row[0] == person]
            type_rows(client.open_by_key(own[person]).worksheet("My time"), headings[1:], spent)
            yield f"My time of {person}: {counted(len(spent), 'row')}"
