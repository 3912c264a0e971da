"""What a browser sees of the local Workspace, in reading order:

    frame.py       the look all pages share, their answers and refusals, static files
    people.py      who is known in the school, for "who am I"
    links.py       Google's addresses as addresses of these pages; HTML made safe
    home.py        /                        the school's home, and the switch of persons
    grid.py        a tab of a spreadsheet as compact JSON for the editable grid
    look.py        cell formats and drop-downs, as the grid wants them
    charts.py      native charts with the values they draw
    row_meant.py   which row a person meant who looked at it a moment ago
    typing.py      what a person types, cell by cell
    sheets.py      /spreadsheets/d/<id>/edit
    documents.py   /document/d/<id>/edit
    agenda.py      /calendar
    mail.py        /mail
    form_list.py   /forms, and the responses of a form
    relay.py       /addon/relay/<action>: what the Apps Script relay does
    panel.py       /addon                   the add-on's side panel on its own

The pages act as the chosen person, through the same handlers as the API, but are counted
neither as API calls nor against a quota.
"""

from . import agenda, documents, form_list, frame, home, mail, panel, sheets

__all__ = ["agenda", "documents", "form_list", "frame", "home", "mail", "panel", "sheets"]
