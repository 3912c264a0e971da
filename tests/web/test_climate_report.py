"""The Climate report through the front door: asked for on a card, written by the sync, for the
heads to read."""

from __future__ import annotations

import io

from docx import Document

from tests.school_fixture import DOCX, ROOT

from .conftest import DANA, ELEANOR, MAREN, NORA, button, words


def switched_on(panel):
    panel.live.change("office", "Settings", {"Setting": "Module: Climate"}, {"Value": "yes"})
    panel.live.later(minutes=6)
    panel.live.sync()
    panel.live.found = panel.live.school.init()


def test_the_coordinator_asks_for_it_and_the_heads_may_read_it(panel):
    assert "Climate report" not in words(panel.card(MAREN, "home"))
    switched_on(panel)
    row = {"Name": "Kind words", "Aim": "Bullying", "Measure": "Saw teasing (percent)",
           "Before": "34", "After": "22"}  # fmt: skip
    panel.live.type_row("office", "Campaigns", row)
    asked = button(panel.card(MAREN, "home"), "Climate report")
    panel.card(MAREN, "climate_report", asked)
    panel.live.later(minutes=6)
    panel.live.sync()
    assert panel.live.find("office", "Campaigns", Name="Kind words")["Change"] == (
        "34 → 22 (12 less, 35%)"
    )
    (report,) = panel.live.files(holdfast="climate_report")
    assert report["name"] == "Climate report · 2026-27 Q1"
    people = {p["emailAddress"]: p["role"] for p in report["permissions"]}
    assert (people[MAREN], people[ELEANOR]) == ("writer", "reader")
    assert not {NORA, DANA} & set(people)
    export = f"{ROOT}/drive/v3/files/{report['id']}/export"
    session = panel.live.people.session_as(MAREN)
    made = Document(io.BytesIO(session.get(export, params={"mimeType": DOCX}).content))
    said = "\n".join(p.text for p in made.paragraphs)
    assert "Saw teasing (percent): 34 → 22 (12 less, 35%)" in said
    assert len(made.inline_shapes) == 4
    for secret in ("Ana", "Leo", "Oscar", "Dana", "R-0001"):
        assert secret not in said
    panel.live.later(days=1)
    panel.live.sync()
    assert len(panel.live.files(holdfast="climate_report")) == 1


def test_nobody_else_may_ask(panel):
    switched_on(panel)
    for person in (NORA, DANA, ELEANOR):
        assert panel.post(person, "climate_report").status_code == 403
