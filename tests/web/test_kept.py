"""What somebody typed is never thrown away: the sentence stands at its field, all else as it was
filled in."""

from datetime import timedelta

import pytest

from tests.school_fixture import TODAY

from .conftest import ANA, DANA, LEO, MAREN, PHILIP, button, card_of, words
from .test_entry import fields, of_kind, open_entry

YESTERDAY = TODAY - timedelta(days=1)
INPUTS = ("textInput", "selectionInput", "dateTimePicker")


def sentence_after(card, name):
    """The line that stands below an input."""
    for each in card["sections"]:
        widgets = each["widgets"]
        for place, widget in enumerate(widgets):
            if any(widget.get(kind, {}).get("name") == name for kind in INPUTS):
                return words(widgets[place + 1])
    raise AssertionError(name)


def chosen(field):
    return [item["value"] for item in field["items"] if item["selected"]]


CASES = [
    ("schedule", {"kind": "Meeting", "day": YESTERDAY, "with": "Mr B", "start": (14, 0)},
     "day", "has passed"),
    ("schedule", {"kind": "Meeting", "day": TODAY, "minutes": "soon", "with": "Mr B"},
     "minutes", "minutes"),
    ("log_contact", {"kind": "Meeting", "how": "Video", "day": TODAY}, "note", "with whom"),
    ("log_contact", {"kind": "Meeting", "note": "All well.", "day": TODAY + timedelta(days=1)},
     "day", "not come"),
    ("add_measurement", {"value": "many", "note": "Noisy room."}, "value", "as a number"),
    ("add_thing", {"thing": "Ask about the chess match"}, "thing", "stands there already"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "inputs", "field", "said"), CASES)
def test_the_sentence_stands_at_the_field_and_everything_typed_is_there(
    panel, form, inputs, field, said
):
    drawn = panel.card(DANA, form, {"code": ANA})
    stands = {name: each for name, each in fields(drawn).items() if "items" in each}
    sent = {name: (chosen(e) or [e["items"][0]["value"]])[0] for name, e in stands.items()}
    answer = panel.press(DANA, drawn, "Save", {**sent, **inputs})
    again = card_of(answer)
    assert said in sentence_after(again, field)
    assert "updateCard" in answer["action"]["navigations"][0]
    there = fields(again)
    assert set(there) == set(fields(drawn))
    for name, value in inputs.items():
        if isinstance(value, str):
            shown = there[name].get("value") or "".join(chosen(there[name]))
            assert shown == value
        else:
            assert there[name]["valueMsEpoch"]
    assert button(again, "Save") == button(drawn, "Save")


def test_a_form_that_was_mended_is_saved(panel):
    drawn = panel.card(DANA, "schedule", {"code": LEO})
    inputs = {"kind": "Meeting", "day": YESTERDAY, "with": "Mr B"}
    again = card_of(panel.press(DANA, drawn, "Save", inputs))
    panel.press(DANA, again, "Save", {**inputs, "day": TODAY + timedelta(days=1)})
    assert panel.live.find("caseload", "Diary", Student="Leo", With="Mr B")["Status"] == "Planned"


def test_a_note_stays_where_the_day_was_wrong(panel):
    row = of_kind(panel, "Leo Brandão", "Meeting")
    inputs = {"note": "Long talk.", "next": YESTERDAY}
    again = card_of(panel.press(DANA, open_entry(panel, row), "Done", inputs))
    assert "has passed" in sentence_after(again, "next")
    assert fields(again)["note"]["value"] == "Long talk."


def test_a_reason_stays_where_somebody_was_quicker(panel):
    card = panel.card(MAREN, "referral", {"row": "R-0001"})
    panel.press(PHILIP, panel.card(PHILIP, "referral", {"row": "R-0001"}), "Accept",
                {"manager": DANA})  # fmt: skip
    answer = panel.press(MAREN, card, "Decline", {"reason": "Moved to another school."})
    assert "decided already" in words(card_of(answer))
    assert "Moved to another school." in words(card_of(answer))


def test_a_brief_stays_where_no_case_manager_was_chosen(panel):
    card = panel.card(MAREN, "referral", {"row": "R-0001"})
    inputs = {"manager": "nobody@else.example", "brief": "Knows the family."}
    again = card_of(panel.press(MAREN, card, "Accept", inputs))
    assert "not on Staff" in sentence_after(again, "manager")
    assert fields(again)["brief"]["value"] == "Knows the family."


def test_what_was_typed_stays_while_google_does_not_answer(panel):
    drawn = panel.card(DANA, "log_contact", {"code": ANA})
    inputs = {"kind": "Family contact", "person": "Ms Silva", "note": "Long talk.", "day": TODAY}
    panel.live.later(seconds=6)
    fault = {"method": "*", "status": 503, "times": 10_000}
    panel.live.control("POST", "faults", fault)
    given = button(drawn, "Save")
    answer = panel.post(DANA, given["action"], given, inputs)
    assert answer.status_code == 502, words(card_of(answer.json))
    kept = card_of(answer.json)
    assert "Long talk." in str(fields(kept))
    panel.live.control("DELETE", "faults")
    panel.live.later(minutes=1)
    there = fields(kept)
    sent = {name: each.get("value") for name, each in there.items() if each.get("value")}
    panel.press(DANA, kept, "Save once more", {**sent, "day": TODAY})
    row = panel.live.find("caseload", "Diary", Notes="Long talk.")
    assert (row["Status"], row["With"]) == ("Done", "Ms Silva")
