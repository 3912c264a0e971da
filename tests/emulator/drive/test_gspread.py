"""gspread as a staff member, and several clients at once."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import gspread
import pytest
import requests
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.credentials import Credentials
from gspread.utils import ExportFormat

from emulator.app import create_app
from emulator.inprocess import Adapter
from tests.emulator.clients import ANA, BEN, drive


@pytest.fixture
def app():
    return create_app()


def staff(app, person=ANA):
    credentials = Credentials(token=f"as:{person}")
    session = AuthorizedSession(credentials)
    session.mount("https://", Adapter(app))
    return gspread.Client(auth=credentials, session=session)


def test_a_workbook_is_made_found_shared_and_copied(app):
    ana, ben = staff(app), staff(app, BEN)
    book = ana.create("Caseload")
    book.sheet1.update([["Name", "Zoë"]], "A1:B1")
    assert [one["name"] for one in ana.list_spreadsheet_files()] == ["Caseload"]
    with pytest.raises(gspread.SpreadsheetNotFound):
        ben.open("Caseload")
    with pytest.raises(PermissionError):
        ben.open_by_key(book.id)
    book.share(BEN, perm_type="user", role="reader", notify=False)
    assert {one["emailAddress"]: one["role"] for one in book.list_permissions()} == {
        ANA: "owner",
        BEN: "reader",
    }
    assert ben.open("Caseload").sheet1.get("A1:B1") == [["Name", "Zoë"]]
    with pytest.raises(gspread.exceptions.APIError):
        ben.open("Caseload").sheet1.update([["x"]], "A1")
    copied = ben.copy(book.id, title="Mine", copy_permissions=False)
    copied.sheet1.update([["x"]], "A1")
    assert book.sheet1.acell("A1").value == "Name"
    book.remove_permissions(BEN)
    with pytest.raises(gspread.SpreadsheetNotFound):
        ben.open("Caseload")
    ana.del_spreadsheet(book.id)
    assert ana.list_spreadsheet_files() == []


def test_csv_in_and_out(app):
    ana = staff(app)
    book = ana.create("Import")
    ana.import_csv(book.id, b'name,"a ""b"", c"\n007,1.50\n')
    assert book.sheet1.get_all_values() == [["name", 'a "b", c'], ["7", "1.5"]]
    rows = list(csv.reader(io.StringIO(book.export(ExportFormat.CSV).decode())))
    assert rows == [["name", 'a "b", c'], ["7", "1.5"]]


def test_the_title_is_the_same_from_both_sides(app):
    ana = staff(app)
    book = ana.create("Old")
    drive(app).files().update(fileId=book.id, body={"name": "New"}).execute()
    assert ana.open_by_key(book.id).title == "New"
    book.update_title("Newer")
    seen = drive(app).files().get(fileId=book.id, fields="name,lastModifyingUser,version")
    assert seen.execute()["name"] == "Newer"


def test_a_write_into_a_sheet_is_a_change_by_who_wrote(app):
    book = staff(app).create("Shared")
    book.share(BEN, perm_type="user", role="writer", notify=False)
    token = drive(app).changes().getStartPageToken().execute()["startPageToken"]
    staff(app, BEN).open("Shared").sheet1.update([["x"]], "A1")
    seen = drive(app).files().get(fileId=book.id, fields="lastModifyingUser").execute()
    assert seen["lastModifyingUser"]["emailAddress"] == BEN
    listed = drive(app).changes().list(pageToken=token).execute()["changes"]
    assert [one["fileId"] for one in listed] == [book.id]


def test_many_at_once_each_get_their_own_answer(app):
    def make(number):
        session = requests.Session()
        session.mount("https://", Adapter(app))
        session.headers["Authorization"] = f"Bearer as:p{number % 4}@school.example"
        url = "https://x/drive/v3/files?fields=name,owners"
        made = session.post(url, json={"name": f"file {number}"}).json()
        return made["name"], made["owners"][0]["emailAddress"]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(make, range(200)))
    assert answers == [(f"file {n}", f"p{n % 4}@school.example") for n in range(200)]
    assert len(drive(app, "p0@school.example").files().list().execute()["files"]) == 50
