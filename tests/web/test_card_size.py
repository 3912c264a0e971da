"""No card is more than Google shows: 100 widgets in all its sections, 32,000 bytes of words. Where
there is more, the card says how many lines, or leads on to the rest."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from emulator.school import enrol
from service.web.answering import ACTIONS
from service.web.cards.widgets import button, buttons, card, fitted, line, section
from tests.school_fixture import TODAY

from .conftest import ANA, DANA, ELEANOR, MAREN, NORA, PHILIP, RUTH, card_of, words

MOST_WIDGETS, MOST_BYTES = 100, 32_000
STUDENTS, ENTRIES = 40, 120


def widgets_of(made):
    return [widget for each in made["sections"] for widget in each["widgets"]]


def too_large(made):
    size = len(re.sub(r"data:image/[^\"]*", "", json.dumps(made)))
    return len(widgets_of(made)) > MOST_WIDGETS or size > MOST_BYTES


@pytest.fixture
def crowded(panel):
    """A teacher with 40 students, and a case with 120 entries and long words in them."""

    def type_rows(book, title, *rows):
        enrol.type_rows(
            panel.live.tab(book, title), list(rows[0]), [list(r.values()) for r in rows]
        )

    names = [f"Student Number{number:02}" for number in range(STUDENTS)]
    type_rows("office", "Students", *(
        {"Student ID": f"9{n:04}", "Student": name, "Grade": "8"} for n, name in enumerate(names)
    ))  # fmt: skip
    type_rows("caseload", "Caseload", *(
        {"Student": name, "Case manager": DANA, "Status": "Monitor"} for name in names
    ))  # fmt: skip
    type_rows("caseload", "Team", *(
        {"Student": name, "Person": "Nora Lind", "Role": "Teacher", "May see": "Accommodations"}
        for name in names
    ))  # fmt: skip
    type_rows("caseload", "Accommodations", *(
        {"Student": name, "Accommodation": f"Extra time {n}", "Type": "Accommodation",
         "Where": "All classes", "From": (TODAY - timedelta(days=30)).isoformat()}
        for name in names
        for n in range(3)
    ))  # fmt: skip
    type_rows("caseload", "Diary", *(
        {"Student": "Ana Silva", "Kind": "Family contact", "Status": "Done",
         "Date": (TODAY - timedelta(days=1)).isoformat(),
         "Notes": f"{number} " + "Talked it over. " * 60}
        for number in range(ENTRIES)
    ))  # fmt: skip
    panel.live.sync()
    return panel


def test_every_card_of_everybody_fits(crowded):
    for person in (NORA, DANA, MAREN, PHILIP, RUTH, ELEANOR):
        for action in ("home", *ACTIONS):
            answer = crowded.post(person, action, {"code": ANA})
            if answer.status_code == 200 and answer.json["action"].get("navigations"):
                assert not too_large(card_of(answer.json)), (person, action)


def test_a_teacher_walks_through_all_students(crowded):
    seen, asked = [], {}
    for _ in range(STUDENTS):
        made = card_of(crowded.post(NORA, "teacher", asked).json)
        assert not too_large(made)
        seen += [each["header"] for each in made["sections"] if "Number" in each.get("header", "")]
        onward = [
            {pair["key"]: pair["value"] for pair in each["onClick"]["action"]["parameters"]}
            for widget in widgets_of(made)
            for each in widget.get("buttonList", {}).get("buttons", ())
            if each["text"] == "Next students"
        ]
        if not onward:
            break
        asked = {"first": onward[0]["first"]}
    assert len(set(seen)) == len(seen)
    assert len(seen) == STUDENTS


def test_what_does_not_fit_is_counted_and_the_way_on_stays():
    many = [section(str(n), *(line(f"{n}.{m}") for m in range(40))) for n in range(4)]
    way_on = section("", buttons(button("Back", {})))
    made = fitted(card("All", *many, way_on), lambda count: f"{count} more")
    assert len(widgets_of(made)) == MOST_WIDGETS
    assert made["sections"][-1] == way_on
    assert words(made).count("62 more") == 1


def test_long_words_are_left_out_too_and_short_cards_stay_as_they_are():
    long = card("Long", section("", *(line("word " * 200) for _ in range(60))))
    made = fitted(long, lambda count: f"{count} more")
    assert not too_large(made)
    assert len(widgets_of(made)) > 10
    short = card("Short", section("", line("one")))
    assert fitted(short, str) is short
