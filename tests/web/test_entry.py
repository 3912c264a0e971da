"""An entry of the diary on its card: a note, done, missed and moved are four different things, and
what was saved can be corrected."""

from datetime import timedelta

from tests.school_fixture import TODAY

from .conftest import ANA, DANA, LEO, button, card_of, clicks, section, words

AHEAD = TODAY + timedelta(days=2)


def of_kind(panel, student, kind, status="Planned"):
    """The first entry of this kind."""
    rows = panel.live.rows("caseload", "Diary")
    return next(
        r for r in rows if (r["Student"], r["Kind"], r["Status"]) == (student, kind, status)
    )


def open_entry(panel, row):
    return panel.card(DANA, "entry", {"row": row["Row ID"], "code": row["Case code"]})


def row_again(panel, row):
    return panel.live.find("caseload", "Diary", Row_ID=row["Row ID"])


def first_talk(panel):
    """A coming First Talk with the coordinator's brief in its notes."""
    cells = {"Student": "Leo Brandão", "Kind": "First Talk", "Date": AHEAD.isoformat(),
             "Start": "10:00", "Status": "Planned", "Notes": "Knows the family."}  # fmt: skip
    panel.live.type_row("caseload", "Diary", cells)
    panel.live.sync()
    panel.live.later(minutes=1)
    return of_kind(panel, "Leo Brandão", "First Talk")


def fields(card):
    kinds = ("textInput", "selectionInput", "dateTimePicker")
    return {
        widget[kind]["name"]: widget[kind]
        for section in card["sections"]
        for widget in section["widgets"]
        for kind in kinds
        if kind in widget
    }


def test_a_note_on_a_coming_first_talk_leaves_it_planned_and_keeps_the_brief(panel):
    row = first_talk(panel)
    card = open_entry(panel, row)
    assert "Knows the family." in words(card)
    answer = panel.press(DANA, card, "Save note", {"note": "Bring the drawing."})
    after = row_again(panel, row)
    assert (after["Status"], after["Date"], after["Notes"]) == (
        "Planned", row["Date"], "Knows the family.\nBring the drawing."
    )  # fmt: skip
    panel.press(DANA, card_of(answer), "Undo")
    assert row_again(panel, row)["Notes"] == "Knows the family."


def test_a_corrected_note_takes_the_place_of_the_one_saved_before(panel):
    row = first_talk(panel)
    card = open_entry(panel, row)
    panel.press(DANA, card, "Save note", {"note": "Brign the\ndrawing."})
    panel.live.later(minutes=1)
    answer = panel.press(DANA, card, "Save note", {"note": "Bring the drawing."})
    assert row_again(panel, row)["Notes"] == "Knows the family.\nBring the drawing."
    panel.press(DANA, card_of(answer), "Undo")
    assert row_again(panel, row)["Notes"] == "Knows the family."


def test_what_somebody_typed_between_two_saves_stays(panel):
    row = first_talk(panel)
    card = open_entry(panel, row)
    panel.press(DANA, card, "Save note", {"note": "One."})
    panel.live.change("caseload", "Diary", {"Row ID": row["Row ID"]}, {"Notes": "Typed."})
    panel.live.later(minutes=1)
    panel.press(DANA, card, "Save note", {"note": "Two."})
    assert row_again(panel, row)["Notes"] == "Typed.\nTwo."


def test_after_a_first_talk_the_next_date_is_a_check_in(panel):
    row = first_talk(panel)
    card, following = open_entry(panel, row), TODAY + timedelta(days=9)
    assert fields(card)["next"]["label"] == "Next check-in"
    panel.press(DANA, card, "Done", {"note": "A good talk.", "next": following})
    of_leo = [r for r in panel.live.rows("caseload", "Diary") if r["Case code"] == LEO]
    assert [r["Status"] for r in of_leo if r["Kind"] == "First Talk"] == ["Done"]
    day = f"{following.day} {following:%b} {following.year}"
    planned = [r for r in of_leo if r["Status"] == "Planned" and r["Date"].endswith(day)]
    assert [r["Kind"] for r in planned] == ["Check-in"]


def test_missed_is_missed_and_never_before_its_day(panel):
    late = of_kind(panel, "Leo Brandão", "Meeting")
    panel.press(DANA, open_entry(panel, late), "Missed", {"note": "Nobody came."})
    after = row_again(panel, late)
    assert (after["Status"], after["Notes"]) == ("Missed", "Nobody came.")
    coming = of_kind(panel, "Leo Brandão", "Check-in")
    card = open_entry(panel, coming)
    assert "Missed" not in words(card)
    given = {"row": coming["Row ID"], "code": LEO}
    answer = panel.post(DANA, "missed", given, {"note": "Too early."})
    assert "has not come yet" in words(card_of(answer.json))
    assert row_again(panel, coming)["Status"] == "Planned"


def test_a_note_that_says_nothing_is_not_saved(panel):
    row = of_kind(panel, "Leo Brandão", "Check-in")
    answer = panel.press(DANA, open_entry(panel, row), "Save note", {"note": "  "})
    assert "write a note first" in words(card_of(answer))
    assert row_again(panel, row) == row


def test_the_words_of_a_contact_are_corrected_on_its_card(panel):
    row = of_kind(panel, "Ana Silva", "Family contact", "Done")
    case = panel.card(DANA, "case", {"code": ANA})
    ((_, given),) = clicks(section(case, "Last contacts"))
    card = panel.card(DANA, "entry", given)
    assert fields(card)["notes"]["value"] == row["Notes"]
    panel.press(DANA, card, "Save", {"notes": "Ana likes her new seat.", "next_step": ""})
    assert row_again(panel, row)["Notes"] == "Ana likes her new seat."
    panel.live.later(minutes=1)
    panel.press(DANA, card, "Save", {"notes": "Ana likes the seat.", "next_step": ""})
    assert row_again(panel, row)["Notes"] == "Ana likes the seat."
    panel.live.change("caseload", "Diary", {"Row ID": row["Row ID"]}, {"Notes": "Typed."})
    panel.live.later(minutes=1)
    answer = panel.press(DANA, card, "Save", {"notes": "Mine.", "next_step": ""})
    assert "It says now: “Typed.”" in words(card_of(answer))
    assert row_again(panel, row)["Notes"] == "Typed."
    assert fields(card_of(answer))["notes"]["value"] == "Mine."
    panel.live.later(minutes=1)
    panel.press(DANA, card_of(answer), "Save", {"notes": "Mine.", "next_step": ""})
    assert row_again(panel, row)["Notes"] == "Mine."


def test_a_contact_saved_once_more_is_corrected_and_stays_one_row(panel):
    card = panel.card(DANA, "log_contact", {"code": ANA})
    inputs = {"kind": "Family contact", "person": "Ms Silva", "how": "Phone", "day": TODAY}
    panel.press(DANA, card, "Save", {**inputs, "note": "Teh line."})
    panel.live.later(minutes=1)
    answer = panel.press(DANA, card, "Save", {**inputs, "note": "The line.", "how": "Video"})
    (row,) = [r for r in panel.live.rows("caseload", "Diary") if "line." in r["Notes"]]
    assert (row["Notes"], row["How"]) == ("The line.", "Video")
    panel.press(DANA, card_of(answer), "Undo")
    assert not [r for r in panel.live.rows("caseload", "Diary") if "line." in r["Notes"]]


def test_a_row_that_was_changed_in_the_sheet_is_not_corrected_from_an_old_form(panel):
    card = panel.card(DANA, "log_contact", {"code": ANA})
    inputs = {"kind": "Family contact", "person": "Ms Silva", "how": "Phone", "day": TODAY}
    panel.press(DANA, card, "Save", {**inputs, "note": "First line."})
    panel.live.change("caseload", "Diary", {"Notes": "First line."}, {"Notes": "First, typed."})
    panel.live.later(minutes=1)
    answer = panel.press(DANA, card, "Save", {**inputs, "note": "Second line."})
    assert "changed this since" in words(card_of(answer))
    assert panel.live.find("caseload", "Diary", Notes="First")["Notes"] == "First, typed."
    assert fields(card_of(answer))["note"]["value"] == "Second line."
    assert button(card_of(answer), "Save")["form"] == button(card, "Save")["form"]
