"""What a card costs, and how "look again" is heeded."""

import pytest

from service.reconcile.sync import SchoolBusy

from .conftest import ANA, CARL, DANA, ELEANOR, LEO, MAREN, NORA, PHILIP, RUTH, button, words

LOOK = "sheets.spreadsheets.values.batchGetByDataFilter"
CARDS = [
    (DANA, "home", {}),
    (DANA, "case", {"code": ANA}),
    (DANA, "charts", {"code": ANA}),
    (DANA, "attention", {}),
    (DANA, "access", {"code": ANA}),
    (DANA, "log_contact", {"code": ANA}),
    (DANA, "schedule", {"code": LEO}),
    (MAREN, "home", {}),
    (MAREN, "workload", {}),
    (MAREN, "referral", {"row": "R-0001"}),
    (MAREN, "health", {}),
    (PHILIP, "home", {}),
    (RUTH, "home", {}),
    (NORA, "home", {}),
    (ELEANOR, "find", {"words": "leo"}),
    (CARL, "home", {}),
]


@pytest.fixture
def warm(panel):
    assert panel.client.get("/ready").status_code == 200
    panel.live.later(seconds=30)
    return panel


@pytest.mark.parametrize(("email", "action", "given"), CARDS)
def test_a_card_costs_one_google_call_at_most(warm, email, action, given):
    counted = warm.calls(email, action, given)
    assert sum(counted.values()) <= 1, counted


def test_a_card_shows_what_was_typed_a_moment_ago(warm):
    warm.card(DANA, "case", {"code": ANA})
    warm.live.change("caseload", "Caseload", {"Case code": ANA}, {"Strengths": "Plays the drums."})
    warm.live.later(seconds=5)
    assert "Plays the drums." in words(warm.card(DANA, "case", {"code": ANA}))


def test_cards_in_quick_succession_share_a_look(warm):
    warm.card(DANA, "home")
    assert warm.calls(DANA, "case", {"code": ANA}) == {}


def test_what_has_lain_a_while_is_read_again_behind_an_answer(warm):
    warm.live.later(minutes=4)
    assert sum(warm.calls(DANA, "home").values()) == 1
    warm.live.count_anew()
    warm.run_jobs()
    assert warm.live.counts()[LOOK] == 2
    warm.live.later(minutes=8)
    assert sum(warm.calls(DANA, "home").values()) == 1


def test_after_a_quiet_spell_rights_are_read_anew_before_anything_is_shown(warm):
    warm.live.later(hours=3)
    assert warm.calls(DANA, "home") == {LOOK: 3}


def test_ready_asks_google_only_once(panel):
    panel.live.count_anew()
    for _ in range(3):
        assert panel.client.get("/ready").status_code == 200
    assert panel.live.counts() == {LOOK: 3}


# ---------------------------------------------------------------- look again


def look(panel, email=DANA):
    headers = {"Authorization": f"Bearer {panel.token(email)}"}
    answer = panel.client.post("/hooks/look", json={}, headers=headers)
    assert answer.status_code == 202
    return answer.json


def runs(panel):
    return panel.app.extensions["holdfast"].syncing.standing


def test_one_runs_and_one_waits_however_often_somebody_says_look(panel, monkeypatch):
    school, seen = panel.live.school, []
    sync = school.watched_sync

    def counted(tell, confirm):
        seen.append(confirm)
        if len(seen) == 1:  # while the first runs, everybody calls
            assert [look(panel)["waiting"] for _ in range(5)] == [True] * 5
            assert panel.jobs == []
        return sync(tell, confirm)

    monkeypatch.setattr(school, "watched_sync", counted)
    assert look(panel) == {"running": True, "waiting": False}
    panel.run_jobs()
    assert len(seen) == 2
    assert not runs(panel).running
    look(panel)
    panel.run_jobs()
    assert len(seen) == 3


def test_a_sync_that_fails_is_told_on_the_health_card_and_the_next_one_runs(panel, monkeypatch):
    def broken(tell, confirm):
        raise ValueError("Ana Silva")

    with monkeypatch.context() as patch:
        patch.setattr(panel.live.school, "watched_sync", broken)
        look(panel)
        panel.run_jobs()
    health = words(panel.card(MAREN, "health"))
    assert "met something it did not expect" in health
    assert "Ana" not in health
    look(panel)
    panel.run_jobs()
    assert runs(panel).failed == ""
    assert runs(panel).report is not None


def test_a_school_that_is_busy_is_tried_again(panel, monkeypatch):
    syncing, tries = panel.app.extensions["holdfast"].syncing, []
    sync = panel.live.school.watched_sync

    def busy_twice(tell, confirm):
        tries.append(confirm)
        if len(tries) < 3:
            raise SchoolBusy("Another sync is at work.")
        return sync(tell, confirm)

    monkeypatch.setattr(panel.live.school, "watched_sync", busy_twice)
    syncing._pause.set()  # nobody waits in a test
    look(panel)
    panel.run_jobs()
    assert len(tries) == 3
    assert runs(panel).failed == ""


def test_health_says_when_the_triggers_last_spoke_and_what_the_last_run_cost(panel):
    assert "have not said anything yet" in words(panel.card(MAREN, "health"))
    look(panel)
    panel.run_jobs()
    seen = words(panel.card(MAREN, "health"))
    assert "said “look again”" in seen
    assert "sheets" in seen
    assert "open questions" in seen


def test_sync_now_shows_how_far_it_is(panel, monkeypatch):
    shown = []

    def slow(tell, confirm):
        tell("files", 3, 12)
        shown.append(words(panel.card(MAREN, "progress")))
        raise SchoolBusy("enough")

    monkeypatch.setattr(panel.live.school, "watched_sync", slow)
    panel.app.extensions["holdfast"].syncing._pause.set()
    started = panel.press(MAREN, panel.card(MAREN, "health"), "Sync now")
    assert started["action"]["notification"]["text"] == "The sync has started."
    panel.run_jobs()
    assert "3 of 12" in shown[0]


def test_a_guarded_part_goes_on_when_somebody_says_it_was_meant(panel):
    tab = panel.live.tab("caseload", "Diary")
    tab.batch_clear(["A2:O40"])
    panel.live.sync()
    panel.live.later(minutes=1)
    assert "caseload/diary" in words(panel.card(DANA, "health"))
    assert panel.post(DANA, "confirm", {"part": "caseload/diary"}).status_code == 403
    card = panel.card(MAREN, "health")
    meant = next(
        w["decoratedText"]["button"]["onClick"]["action"]["parameters"]
        for s in card["sections"]
        for w in s["widgets"]
        if w.get("decoratedText", {}).get("text") == "caseload/diary"
    )
    given = {each["key"]: each["value"] for each in meant}
    assert panel.post(MAREN, "confirm", given).status_code == 200
    panel.run_jobs()
    panel.live.later(minutes=1)
    assert "caseload/diary" not in words(panel.card(MAREN, "health"))
    assert panel.live.events(DANA) == [] or all(
        event["status"] == "cancelled" for event in panel.live.events(DANA)
    )


def test_undo_is_offered_after_every_change(panel):
    for action, given, inputs in (
        ("tick_thing", {"thing": "Ask about the chess match"}, {}),
        ("add_thing_save", {}, {"thing": "Bring the comic"}),
    ):
        answer = panel.post(DANA, action, {"code": ANA, **given}, inputs)
        (move,) = answer.json["action"]["navigations"]
        assert button(move["updateCard"], "Undo")["action"] == "undo"
