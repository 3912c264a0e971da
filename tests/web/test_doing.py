"""What is done on a card: written as the person would have typed it, and undone by one click."""

from datetime import timedelta

import pytest

from tests.school_fixture import TODAY

from .conftest import ANA, DANA, LEO, LIN, MAREN, NORA, PHILIP, RUTH, TOMAS, button, card_of, words


def entry_card(panel, student, kind):
    """The card of a diary entry, as one click from Today opens it."""
    wanted = {"Student": student, "Kind": kind, "Status": "Planned"}
    row = next(
        row
        for row in panel.live.rows("caseload", "Diary")
        if all(row[heading] == said for heading, said in wanted.items())
    )
    given = {"row": row["Row ID"], "code": row["Case code"]}
    return panel.card(DANA, "entry", given), row["Row ID"]


def by_id(panel, row_id, book="caseload", tab="Diary"):
    return panel.live.find(book, tab, Row_ID=row_id)


def undo(panel, answer, email=DANA):
    return panel.press(email, card_of(answer), "Undo")


def test_done_with_a_note_and_the_next_date_is_one_save_and_one_undo(panel):
    card, row_id = entry_card(panel, "Ana Silva", "Check-in")
    before = panel.live.rows("caseload", "Diary")
    panel.live.count_anew()
    ahead = TODAY + timedelta(days=3)
    answer = panel.press(DANA, card, "Done", {"note": "Went well.", "next": ahead})
    # One batch, and one that takes away what held the row while it was written.
    assert panel.live.counts()["sheets.spreadsheets.batchUpdate"] <= 2
    assert "The next one is planned" in answer["action"]["notification"]["text"]
    row = by_id(panel, row_id)
    assert (row["Status"], row["Notes"], row["Repeat"]) == ("Done", "Went well.", "None")
    new = [r for r in panel.live.rows("caseload", "Diary") if r["Row ID"] not in
           {b["Row ID"] for b in before}]  # fmt: skip
    assert [(r["Student"], r["Kind"], r["Status"], r["Repeat"], r["With"]) for r in new] == [
        ("Ana Silva", "Check-in", "Planned", "Weekly", "Ana")
    ]
    undo(panel, answer)
    assert panel.live.rows("caseload", "Diary")[: len(before)] == before
    left = [r for r in panel.live.rows("caseload", "Diary") if r["Student"] and r["Row ID"] not in
            {b["Row ID"] for b in before}]  # fmt: skip
    assert left == []


def test_saving_twice_adds_one_row(panel):
    card, _ = entry_card(panel, "Ana Silva", "Check-in")
    inputs = {"next": TODAY + timedelta(days=3)}
    count = len(panel.live.rows("caseload", "Diary"))
    panel.press(DANA, card, "Done", inputs)
    panel.press(DANA, card, "Done", inputs)
    assert len(panel.live.rows("caseload", "Diary")) == count + 1


def test_a_sync_takes_a_done_entry_as_if_it_had_been_typed(panel):
    card, _ = entry_card(panel, "Ana Silva", "Check-in")
    panel.press(DANA, card, "Done", {"next": TODAY + timedelta(days=3)})
    panel.live.later(minutes=1)
    panel.run_jobs()
    assert panel.client.get("/ready").status_code == 200
    report = panel.live.sync()
    assert not report.changes, report.changes
    following = [
        event
        for event in panel.live.events(DANA)
        if event["start"].get("dateTime", "").startswith((TODAY + timedelta(days=3)).isoformat())
    ]
    assert len(following) == 1


def test_an_entry_is_moved_and_its_event_follows(panel):
    card, row_id = entry_card(panel, "Leo Brandão", "Check-in")
    day = TODAY + timedelta(days=4)
    answer = panel.press(DANA, card, "Move", {"day": day, "start": (10, 30)})
    row = by_id(panel, row_id)
    assert row["Date"].endswith(f"{day.day} {day:%b} {day.year}")
    assert row["Start"] == "10:30"
    panel.run_jobs()
    times = [event["start"].get("dateTime", "") for event in panel.live.events(DANA)]
    assert any(time.startswith(f"{day.isoformat()}T10:30") for time in times)
    undo(panel, answer)
    assert by_id(panel, row_id)["Start"] == "09:00"


def test_an_entry_is_cancelled_and_stands_again_after_undo(panel):
    card, row_id = entry_card(panel, "Leo Brandão", "Check-in")
    answer = panel.press(DANA, card, "Cancel it", {"note": "Trip."})
    assert by_id(panel, row_id)["Status"] == "Cancelled"
    undo(panel, answer)
    assert (by_id(panel, row_id)["Status"], by_id(panel, row_id)["Notes"]) == ("Planned", "")


def test_a_contact_is_logged_with_person_how_and_a_line(panel):
    card = panel.card(DANA, "log_contact", {"code": ANA})
    inputs = {"kind": "Family contact", "person": "Ms Silva", "how": "Phone", "note": "=1+1",
              "day": TODAY}  # fmt: skip
    answer = panel.press(DANA, card, "Save", inputs)
    row = panel.live.find("caseload", "Diary", Notes="=1+1")
    assert (row["Status"], row["With"], row["How"], row["Case code"]) == (
        "Done", "Ms Silva", "Phone", ANA
    )  # fmt: skip
    panel.run_jobs()
    contact = panel.live.find("caseload", "Caseload", Case_code=ANA)["Last family contact"]
    assert contact.endswith(f"{TODAY.day} {TODAY:%b} {TODAY.year}")
    undo(panel, answer)
    assert not [r for r in panel.live.rows("caseload", "Diary") if r["Notes"] == "=1+1"]


def test_a_measurement_goes_onto_the_progress_sheet_and_comes_back(panel):
    card = panel.card(DANA, "add_measurement", {"code": ANA})
    goal = panel.live.find("caseload", "Goals", Student="Ana Silva")["Row ID"]
    panel.live.later(minutes=1)
    answer = panel.press(DANA, card, "Save", {"goal": goal, "value": "64,5", "day": TODAY})
    assert "64.5" in answer["action"]["notification"]["text"]
    chart = panel.card(DANA, "charts", {"code": ANA})
    assert "now 64.5 words" in words(chart)
    pictures = [w["image"] for s in chart["sections"] for w in s["widgets"] if "image" in w]
    assert pictures[0]["imageUrl"].startswith("data:image/png;base64,")
    assert "64.5" in pictures[0]["altText"]
    panel.run_jobs()
    assert panel.live.find("caseload", "Goals", Student="Ana Silva")["Latest"] == "64.5"
    panel.live.later(minutes=1)
    undo(panel, answer)
    panel.run_jobs()
    assert panel.live.find("caseload", "Goals", Student="Ana Silva")["Latest"] == ""


def test_things_are_added_and_ticked_off_never_deleted(panel):
    cell = lambda: panel.live.find("caseload", "Caseload", Case_code=ANA)["Random things to do"]  # noqa: E731
    before = cell()
    card = panel.card(DANA, "add_thing", {"code": ANA})
    panel.press(DANA, card, "Save", {"thing": " Bring the  comic "})
    assert cell() == before + "\nBring the comic"
    case = panel.card(DANA, "case", {"code": ANA})
    ticks = [given for _, given in _ticks(case)]
    assert [given["thing"] for given in ticks] == [*before.splitlines(), "Bring the comic"]
    answer = panel.post(DANA, "tick_thing", ticks[1])
    assert "Return the library book ✓ 5 Oct" in cell()
    assert "Return the library book" not in words(panel.card(DANA, "case", {"code": ANA}))
    undo(panel, answer.json)
    assert cell() == before + "\nBring the comic"


def _ticks(card):
    for section in card["sections"]:
        for widget in section["widgets"]:
            pressed = widget.get("decoratedText", {}).get("button")
            if pressed:
                pairs = pressed["onClick"]["action"]["parameters"]
                yield pressed["altText"], {each["key"]: each["value"] for each in pairs}


def test_an_entry_is_scheduled(panel):
    card = panel.card(DANA, "schedule", {"code": LEO})
    day = TODAY + timedelta(days=8)
    inputs = {"kind": "Meeting", "day": day, "start": (14, 0), "minutes": "40", "with": "Mr B"}
    panel.press(DANA, card, "Save", inputs)
    row = panel.live.find("caseload", "Diary", Student="Leo", With="Mr B")
    assert (row["Kind"], row["Start"], row["Minutes"], row["Status"]) == (
        "Meeting", "14:00", "40", "Planned"
    )  # fmt: skip


# ---------------------------------------------------------------- referrals


def test_a_referral_is_accepted_with_the_suggestion_and_its_sum(panel):
    card = panel.card(MAREN, "referral", {"row": "R-0001"})
    assert "Dana Whitfield" in words(card)
    assert "points now" in words(card)
    answer = panel.press(MAREN, card, "Accept", {"manager": DANA, "brief": "Knows the family."})
    row = panel.live.find("office", "Referrals", Referral_ID="R-0001")
    assert (row["Decision"], row["Case manager"]) == ("Accept", DANA)
    undo(panel, answer, MAREN)
    row = panel.live.find("office", "Referrals", Referral_ID="R-0001")
    assert (row["Decision"], row["Brief for case manager"]) == ("", "")
    panel.press(MAREN, card, "Accept", {"manager": DANA})
    panel.run_jobs()
    panel.live.later(minutes=1)
    assert panel.live.find("caseload", "Caseload", Student="Oscar")["Case manager"]


def test_a_referral_is_declined_with_a_reason_and_marked_as_duplicate(panel):
    card = panel.card(MAREN, "referral", {"row": "R-0001"})
    assert "reason" in words(card_of(panel.press(MAREN, card, "Decline"))).casefold()
    assert panel.live.find("office", "Referrals", Referral_ID="R-0001")["Decision"] == ""
    panel.press(MAREN, card, "Decline", {"reason": "Moved away."})
    assert panel.live.find("office", "Referrals", Referral_ID="R-0001")["Decision"] == "Decline"
    other = panel.card(PHILIP, "referral", {"row": "R-0002"})
    panel.press(PHILIP, other, "Mark as duplicate", {"same_as": "R-0001"})
    row = panel.live.find("office", "Referrals", Referral_ID="R-0002")
    assert (row["Decision"], row["Same as"]) == ("Duplicate", "R-0001")


def test_a_referral_says_who_referred_and_whom_it_may_be_about(panel):
    panel.live.refer(person=NORA, student_name="Ana Brandão", concern="Alone.", grade="8")
    panel.live.sync()
    row = panel.live.find("office", "Referrals", Concern="Alone.")
    assert row["Student"] == ""
    of = {"row": row["Referral ID"]}
    card = panel.card(MAREN, "referral", of)
    said = words(card)
    assert "Nora Lind" in said
    assert NORA in said
    assert "Leo Brandão · grade 8 · 00555" in said
    assert "rade 8" in row["Why"]  # what the referrer wrote counts until it is settled
    refused = panel.press(MAREN, card, "It is this student", {"student": "Oscar D'Angelo"})
    assert "choose the student" in words(card_of(refused))
    answer = panel.press(MAREN, card, "It is this student", {"student": "Leo Brandão"})
    assert panel.live.find("office", "Referrals", Concern="Alone.")["Student"] == "Leo Brandão"
    assert "It is this student" not in words(panel.card(MAREN, "referral", of))
    undo(panel, answer, MAREN)
    assert panel.live.find("office", "Referrals", Concern="Alone.")["Student"] == ""


def test_a_card_about_safety_says_nobody_who_referred(panel):
    panel.live.refer(danger="Yes", student_name="Oscar D'Angelo", concern="Afraid.", person=LIN)
    panel.live.sync()
    row = panel.live.find("restricted", "Safety referrals", Concern="Afraid.")
    assert "Lin Zhao" in row["Referred by"]
    said = words(panel.card(RUTH, "referral", {"row": row["Referral ID"]}))
    assert "Afraid." in said
    assert "Lin Zhao" not in said


def test_lists_of_people_offer_only_those_who_can_be_chosen(panel):
    card = panel.card(MAREN, "referral", {"row": "R-0001"})
    said = words(card)
    assert "Tomás Herrera" in said
    for other in ("Eleanor Marsh", "Carl Berg", "Lin Zhao"):
        assert other not in said
    refused = panel.press(MAREN, card, "Accept", {"manager": LIN})
    assert "choose one of the list" in words(card_of(refused))
    assert panel.live.find("office", "Referrals", Referral_ID="R-0001")["Decision"] == ""


def test_a_decision_is_not_taken_twice(panel):
    card = panel.card(MAREN, "referral", {"row": "R-0001"})
    panel.press(MAREN, card, "Accept", {"manager": DANA})
    again = panel.press(PHILIP, card, "Decline", {"reason": "No."})
    assert "decided already" in words(card_of(again))
    assert panel.live.find("office", "Referrals", Referral_ID="R-0001")["Decision"] == "Accept"


def test_a_question_is_settled_by_one_choice(panel):
    panel.live.type_row("caseload", "Diary", {"Student": "Silva Brandão", "Kind": "Check-in",
        "Date": (TODAY + timedelta(days=9)).isoformat(), "Status": "Planned"})  # fmt: skip
    panel.live.sync()
    panel.live.later(minutes=1)
    listed = panel.card(MAREN, "attention")
    lines = [w for s in listed["sections"] for w in s["widgets"] if "decoratedText" in w]
    rows = [line["decoratedText"]["onClick"] for line in lines]
    pairs = rows[0]["action"]["parameters"]
    card = panel.card(MAREN, "question", {p["key"]: p["value"] for p in pairs})
    choices = next(w["selectionInput"]["items"] for s in card["sections"] for w in s["widgets"]
                   if "selectionInput" in w)  # fmt: skip
    assert "Leo Brandão" in [each["value"] for each in choices]
    panel.press(MAREN, card, "Save", {"pick": "Leo Brandão"})
    panel.run_jobs()
    panel.live.later(minutes=1)
    row = panel.live.find("caseload", "Diary", Student="Silva Brandão", Case_code=LEO)
    assert row["Kind"] == "Check-in"
    assert panel.card(MAREN, "attention")["header"]["subtitle"] == "0 in all"


# ---------------------------------------------------------------- what is not done


def test_nothing_is_written_over_what_somebody_typed_since(panel):
    card, row_id = entry_card(panel, "Ana Silva", "Check-in")
    answer = panel.press(DANA, card, "Done", {"note": "Went well."})
    panel.live.change("caseload", "Diary", {"Row ID": row_id}, {"Notes": "Typed by Dana."})
    panel.live.later(minutes=1)
    again = undo(panel, answer)
    assert "changed this since" in words(card_of(again))
    assert by_id(panel, row_id)["Notes"] == "Typed by Dana."
    assert by_id(panel, row_id)["Status"] == "Done"


def test_undo_is_good_only_for_who_did_it_and_only_for_what_was_done(panel):
    card, row_id = entry_card(panel, "Leo Brandão", "Check-in")
    answer = panel.press(DANA, card, "Cancel it")
    given = button(card_of(answer), "Undo")
    assert panel.post(MAREN, "undo", given).status_code == 403
    forged = {**given, "undo": given["undo"].replace("Planned", "Missed")}
    assert panel.post(DANA, "undo", forged).status_code == 403
    assert panel.post(DANA, "undo", {**given, "seal": ""}).status_code == 403
    assert by_id(panel, row_id)["Status"] == "Cancelled"


@pytest.mark.parametrize("email", [TOMAS, NORA, PHILIP])
def test_only_who_works_on_the_case_writes_into_it(panel, email):
    panel.live.later(days=3)  # Dana stands in for Tomás only today
    row_id = panel.live.find("caseload", "Diary", Student="Ana Silva", Kind="Check-in")["Row ID"]
    before = panel.live.rows("caseload", "Diary")
    for action in ("entry", "done", "missed", "save_note", "correct_entry", "move", "cancel",
                   "schedule", "schedule_save", "log_contact",
                   "log_contact_save", "add_measurement_save", "add_thing_save", "tick_thing",
                   "refresh_plan"):  # fmt: skip
        assert panel.post(email, action, {"row": row_id, "code": ANA}).status_code == 403
    assert panel.live.rows("caseload", "Diary") == before


@pytest.mark.parametrize(
    ("action", "given", "inputs", "said"),
    [
        ("schedule_save", {}, {"kind": "Meeting"}, "pick a day"),
        ("schedule_save", {}, {"kind": "Party", "day": TODAY}, "choose what it is"),
        ("schedule_save", {}, {"kind": "Meeting", "day": TODAY - timedelta(days=1)}, "has passed"),
        ("schedule_save", {}, {"kind": "Meeting", "day": TODAY, "minutes": "soon"}, "soon"),
        ("log_contact_save", {}, {"kind": "Meeting", "day": TODAY + timedelta(days=1)}, "not come"),
        ("log_contact_save", {}, {"kind": "Meeting", "how": "Phone"}, "with whom it was"),
        ("add_measurement_save", {}, {"value": "many"}, "progress sheet"),
        ("add_thing_save", {}, {"thing": "  "}, "write what to do"),
        ("add_thing_save", {}, {"thing": "Ask about the chess match"}, "stands there already"),
        ("tick_thing", {"thing": "Something else"}, {}, "changed this since"),
    ],
)
def test_what_cannot_be_saved_is_answered_by_a_kind_sentence(panel, action, given, inputs, said):
    answer = panel.post(DANA, action, {"code": ANA, **given}, inputs)
    assert answer.status_code == 200
    assert said in words(card_of(answer.json))
