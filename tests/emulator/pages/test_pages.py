"""Every page as the person who asks may see it; what they refuse, and how."""

from __future__ import annotations

import io
import re
from datetime import datetime

import pytest
from docx import Document

from emulator.pages.links import clean, described, linked, local
from emulator.pages.people import known

from .conftest import Ask, Visit
from .school import DANA, NORA, ROBOT, School, share


def text(answer: object) -> str:
    return answer.body.decode()  # type: ignore[attr-defined, no-any-return]


def header(answer: object, name: str) -> str:
    return dict(answer.headers).get(name, "")  # type: ignore[attr-defined]


def test_the_first_page_says_what_to_try_and_as_whom(visit: Visit) -> None:
    page = text(visit("/", None))
    assert "What to try" in page
    assert "As Dana Whitfield, in Calendar</button>" in page
    assert "As Nora Lind, in Forms</button>" in page
    assert "What to try" not in text(visit("/"))


def test_home_shows_what_the_person_may_see(visit: Visit) -> None:
    dana, nora = text(visit("/")), text(visit("/", NORA))
    assert "Caseload" in dana
    assert "Plan C-0142" in dana
    assert "Tell us about a student" in dana
    assert "Caseload" not in nora
    assert "Plan C-0142" not in nora
    assert "1 unread" in nora


def test_home_finds_files_by_name(visit: Visit) -> None:
    found = text(visit("/?find=plan%20c-"))
    assert "Plan C-0142" in found
    assert "No workbook with “plan c-” in its name" in found


def test_home_without_a_person_offers_everybody(visit: Visit) -> None:
    shown = text(visit("/", None))
    assert "Who are you today?" in shown
    assert "Dana Whitfield" in shown
    assert "Nora Lind" in shown


def test_people_are_known_by_name_and_robots_are_not_people(school: School) -> None:
    everybody = known(school.app.workspace)
    assert [(one.name, one.role) for one in everybody if one.role] == [
        ("Dana Whitfield", "Case manager"),
        ("Nora Lind", "Teacher"),
    ]
    assert ROBOT not in {one.email for one in everybody}


def test_the_switch_sets_the_cookie_and_leads_back_here_only(visit: Visit) -> None:
    answer = visit("/as", form={"person": NORA, "next": "/mail"})
    assert (answer.status, header(answer, "Location")) == (303, "/mail")
    assert f"as={NORA}" in header(answer, "Set-Cookie")
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        away = visit("/as", form={"person": NORA, "next": elsewhere})
        assert header(away, "Location") == "/"


@pytest.mark.parametrize("path", ["/spreadsheets/d/{}/edit", "/spreadsheets/d/{}/data"])
def test_a_workbook_is_closed_to_whom_it_is_not_shared_with(
    school: School, visit: Visit, path: str
) -> None:
    answer = visit(path.format(school.book), NORA)
    assert answer.status == 403
    assert "not shared with" in text(answer)


def test_pages_carry_a_policy_without_inline_script_or_style(school: School, visit: Visit) -> None:
    pages = ["/", "/mail", "/calendar", "/forms", "/addon", f"/document/d/{school.plan}/edit"]
    for path in [*pages, f"/spreadsheets/d/{school.book}/edit", "/document/d/none/edit"]:
        answer = visit(path)
        assert "script-src 'self'; style-src 'self'" in header(answer, "Content-Security-Policy")
        assert not re.search(
            r"<script(?! type=\"module\" src)|<style|\sstyle=|\son\w+=", text(answer)
        )


def test_pages_are_counted_neither_as_calls_nor_against_a_quota(
    school: School, visit: Visit, ask: Ask
) -> None:
    school.app.controls.counts.clear()
    visit("/")
    visit("/calendar")
    ask(f"/spreadsheets/d/{school.book}/data?gid=11")
    ask(f"/spreadsheets/d/{school.book}/type", {"gid": 11, "lines": []})
    assert not school.app.controls.counts


def test_static_files_stay_inside_their_folder(visit: Visit) -> None:
    assert visit("/static/pages/base.css").status == 200
    assert visit("/static/pages/../frame.py").status == 404
    assert visit("/static/pages/%2e%2e/frame.py").status == 404


def test_a_note_in_a_document_is_that_persons_edit(school: School, visit: Visit) -> None:
    visit(f"/document/d/{school.plan}/note", form={"note": "First line\nand <b>second</b>"})
    shown = text(visit(f"/document/d/{school.plan}/edit"))
    assert "and &lt;b&gt;second&lt;/b&gt;" in shown
    assert "by Dana Whitfield" in shown
    held = visit(f"/document/d/{school.plan}/export").body
    written = [paragraph.text for paragraph in Document(io.BytesIO(held)).paragraphs]
    assert written[-2:] == ["First line", "and <b>second</b>"]


def test_a_reader_of_a_document_cannot_write_into_it(school: School, visit: Visit) -> None:
    share(school.app, school.plan, NORA, "reader")
    assert "Type a note" not in text(visit(f"/document/d/{school.plan}/edit", NORA))
    assert visit(f"/document/d/{school.plan}/note", NORA, {"note": "x"}).status == 403


def test_the_bin_and_back(school: School, visit: Visit) -> None:
    school.app.workspace.drive.files[school.plan].owner = ROBOT
    path = f"/document/d/{school.plan}"
    visit(f"{path}/bin", ROBOT, {})
    assert "is in the bin" in text(visit(f"{path}/edit", ROBOT))
    assert "Plan C-0142" not in text(visit("/"))
    visit(f"{path}/bin", ROBOT, {"out": "1"})
    assert "is in the bin" not in text(visit(f"{path}/edit", ROBOT))


def test_mail_is_read_by_whose_it_is(school: School, visit: Visit) -> None:
    letter = school.app.workspace.gmail.mailbox(NORA)[0]
    assert "R-0031" in text(visit("/mail", NORA))
    shown = text(visit(f"/mail/{letter.id}", NORA))
    assert "Crisis line: 988" in shown
    assert 'href="https://example.org/help"' in shown
    assert "nothing unread" in text(visit("/", NORA))
    assert visit(f"/mail/{letter.id}", DANA).status == 404


def test_responses_are_for_editors_of_the_form(school: School, visit: Visit) -> None:
    question = school.app.workspace.forms.forms[school.form].items[0]["questionItem"]["question"]
    entry = f"entry.{int(question['questionId'], 16)}"
    visit(f"/forms/d/e/{school.form}/formResponse", NORA, {entry: "He sleeps in class."})
    assert "He sleeps in class." in text(visit(f"/forms/d/{school.form}/responses"))
    assert visit(f"/forms/d/{school.form}/responses", NORA).status == 403


def test_an_event_that_was_changed_meanwhile_is_not_overwritten(school: School, ask: Ask) -> None:
    events = school.client(DANA, "calendar", "v3").events()
    seen = events.get(calendarId="primary", eventId=school.event).execute()["etag"]
    body = {"summary": "Moved elsewhere"}
    events.patch(calendarId="primary", eventId=school.event, body=body).execute()
    sent = {"calendar": DANA, "event": school.event, "etag": seen, "day": "2026-03-06"}
    status, said = ask("/calendar/change", sent | {"start": "10:00", "end": "10:30"})
    assert (status, said["error"]) == (
        412,
        "This event was changed meanwhile. Please look at it again.",
    )


def test_the_link_of_an_event_opens_its_week(school: School, visit: Visit) -> None:
    events = school.client(DANA, "calendar", "v3").events()
    link = events.get(calendarId="primary", eventId=school.event).execute()["htmlLink"]
    shown = text(visit(local(link) + "&x=1"))
    assert f'data-opened="{school.event}"' in shown
    assert "Check-in · C-0142" in shown


def test_an_unreadable_day_is_refused_kindly(ask: Ask) -> None:
    status, said = ask("/calendar/change", {"calendar": DANA, "day": "soon", "start": "x"})
    assert (status, said["error"][:22]) == (400, "Please give a day as 2")


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("docs.google.com/spreadsheets/d/X/edit#gid=1", "/spreadsheets/d/X/edit#gid=1"),
        ("docs.google.com/document/d/X/edit?usp=a", "/document/d/X/edit?usp=a"),
        ("drive.google.com/file/d/X_-1/view", "/open/X_-1"),
        ("drive.google.com/open?id=X", "/open/X"),
        ("www.google.com/calendar/event?eid=ab", "/calendar?eid=ab"),
        ("evil.example/spreadsheets/d/X", "https://evil.example/spreadsheets/d/X"),
    ],
)
def test_google_addresses_lead_to_these_pages(address: str, here: str) -> None:
    assert local(f"https://{address}") == here


def test_html_of_others_cannot_act() -> None:
    given = (
        '<p onclick="x()">a<script>x()</script><a href="javascript:x()">b</a>'
        '<a href="data:text/html,x">c</a><img src="data:image/png;base64,AA" onerror="x()"></p>'
    )
    shown = str(clean(given))
    assert "x()" not in shown
    assert "data:text" not in shown
    assert "data:image/png" in shown
    assert "<b>" not in str(linked("<b> https://a.example/x."))
    assert 'href="https://a.example/x"' in str(linked("<b> https://a.example/x."))
    assert str(described("a <b>c</b>\nd")) == "a <b>c</b><br>d"


def test_a_form_open_to_all_is_listed_for_all_and_read_by_its_editors(visit: Visit) -> None:
    for page in ("/", "/forms"):
        assert "Tell us about a student" in text(visit(page, NORA))
    assert "Responses" in text(visit("/forms", DANA))
    assert "Responses" not in text(visit("/forms", NORA))


@pytest.mark.parametrize(
    ("now", "monday"), [("2026-03-06", "2"), ("2026-03-07", "9"), ("2026-03-08", "9")]
)
def test_at_a_weekend_the_calendar_opens_on_the_week_that_comes(
    school: School, visit: Visit, now: str, monday: str
) -> None:
    school.app.workspace.clock.set(datetime.fromisoformat(f"{now}T17:00:00Z"))
    assert f"week of Mon {monday} Mar" in text(visit("/calendar"))


def test_a_document_is_commented_on_answered_and_resolved(school: School, visit: Visit) -> None:
    path = f"/document/d/{school.plan}"
    visit(f"{path}/comment", DANA, {"comment": "Is <this> her own goal?"})
    comments = school.client(DANA, "drive", "v3").comments()
    (said,) = comments.list(fileId=school.plan, fields="comments").execute()["comments"]
    assert said["content"] == "Is <this> her own goal?"
    visit(f"{path}/comment", DANA, {"comment": "Yes.", "to": said["id"], "done": "1"})
    (said,) = comments.list(fileId=school.plan, fields="comments").execute()["comments"]
    assert said["resolved"]
    page = text(visit(f"{path}/edit"))
    assert "Is &lt;this&gt; her own goal?" in page
    assert "Yes." in page
    assert 'aria-label="Comment by Dana Whitfield"' in page


def test_who_may_only_read_a_document_cannot_comment_on_it(school: School, visit: Visit) -> None:
    share(school.app, school.plan, NORA, "reader")
    assert "Say something about it" not in text(visit(f"/document/d/{school.plan}/edit", NORA))
    refused = visit(f"/document/d/{school.plan}/comment", NORA, {"comment": "No."})
    assert refused.status == 403  # type: ignore[attr-defined]
    assert "No." not in text(visit(f"/document/d/{school.plan}/edit"))


def test_a_document_is_offered_as_a_pdf(school: School, visit: Visit) -> None:
    path = f"/document/d/{school.plan}/export?format=pdf"
    assert path in text(visit(f"/document/d/{school.plan}/edit"))
    answer = visit(path)
    assert answer.body.startswith(b"%PDF")  # type: ignore[attr-defined]
    assert header(answer, "Content-Type") == "application/pdf"
    assert ".pdf" in header(answer, "Content-Disposition")
