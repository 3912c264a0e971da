"""What somebody does on a card stands in History at once: by name, and what became of what."""

from .conftest import ANA, DANA, card_of


def lines(panel):
    rows = panel.live.rows("caseload", "History")
    return [row for row in rows if row["Who"] == "Dana Whitfield"]


def test_a_card_tells_who_did_it_and_what_became_of_what(panel):
    given = {"code": ANA, "thing": "Ask about the chess match"}
    before = panel.live.find("caseload", "Caseload", Case_code=ANA)["Random things to do"]
    answer = panel.post(DANA, "tick_thing", given)
    after = panel.live.find("caseload", "Caseload", Case_code=ANA)["Random things to do"]
    (line,) = lines(panel)
    assert line["Student"] == "Ana Silva"
    assert line["Why"] == "Said on a card."
    assert "Random things to do" in line["What"]
    assert before != after
    assert panel.live.found["workbooks"]["caseload"] in line["Link"]
    assert "&range=" in line["Link"]
    assert line["When"]
    panel.press(DANA, card_of(answer.json), "Undo")
    assert [line["Why"] for line in lines(panel)][1:] == ["Taken back on the card."]


def test_what_was_told_by_a_card_is_not_told_again_by_the_next_sync(panel):
    panel.post(DANA, "tick_thing", {"code": ANA, "thing": "Ask about the chess match"})
    panel.run_jobs()
    panel.live.sync()
    assert len(lines(panel)) == 1
