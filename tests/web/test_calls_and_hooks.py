"""What a card costs, and how "look again" is heeded."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from service.ports import Unreachable
from service.reconcile.sync import SchoolBusy
from service.web.syncing import LEAST_S, SOON_S
from tests.school_fixture import ADMIN, DOMAIN

from .conftest import ANA, CARL, DANA, ELEANOR, LEO, MAREN, NORA, PHILIP, RUTH, button, words

LOOK = "sheets.spreadsheets.values.batchGetByDataFilter"
# Who asks, what, with what, and how many workbooks the card concerns.
CARDS = [
    (DANA, "home", {}, 3),
    (DANA, "case", {"code": ANA}, 3),
    (DANA, "charts", {"code": ANA}, 4),  # and the progress sheet
    (DANA, "attention", {}, 2),
    (DANA, "access", {"code": ANA}, 2),
    (DANA, "log_contact", {"code": ANA}, 2),
    (DANA, "schedule", {"code": LEO}, 2),
    (MAREN, "home", {}, 3),
    (MAREN, "workload", {}, 2),
    (MAREN, "referral", {"row": "R-0001"}, 3),
    (MAREN, "health", {}, 2),
    (PHILIP, "home", {}, 3),
    (RUTH, "home", {}, 3),
    (NORA, "home", {}, 3),
    (ELEANOR, "find", {"words": "leo"}, 3),
    (CARL, "home", {}, 3),
]


@pytest.fixture
def warm(panel):
    assert panel.client.get("/ready").status_code == 200
    panel.live.later(seconds=30)
    return panel


@pytest.mark.parametrize(("email", "action", "given", "books"), CARDS)
def test_a_card_costs_one_look_at_each_workbook_that_it_concerns(warm, email, action, given, books):
    counted = warm.calls(email, action, given)
    assert set(counted) == {LOOK}, counted
    assert counted[LOOK] <= books


def test_a_card_shows_what_was_typed_a_moment_ago(warm):
    warm.card(DANA, "case", {"code": ANA})
    warm.live.change("caseload", "Caseload", {"Case code": ANA}, {"Strengths": "Plays the drums."})
    warm.live.later(seconds=5)
    assert "Plays the drums." in words(warm.card(DANA, "case", {"code": ANA}))


def test_cards_in_quick_succession_share_a_look(warm):
    warm.card(DANA, "home")
    warm.live.later(seconds=4)
    assert warm.calls(DANA, "case", {"code": ANA}) == {}


def test_a_minute_of_cards_costs_thirty_six_reads_at_most(warm):
    warm.token(DANA)
    warm.live.count_anew()
    for _ in range(60):
        warm.card(DANA, "home")
        warm.card(MAREN, "home")
        warm.live.later(seconds=1)
    assert warm.live.counts()[LOOK] == 36


def test_all_who_ask_at_once_share_one_look_at_each_workbook(warm, monkeypatch):
    """The looks go side by side: each begins before any has ended."""
    sheets, asked = warm.live.school.card_workspace.sheets, []
    together, look = Barrier(3, timeout=20), sheets.answer

    def slow(file_id, body):
        asked.append(file_id)
        together.wait()
        return look(file_id, body)

    monkeypatch.setattr(sheets, "answer", slow)
    token = {"Authorization": f"Bearer {warm.token(DANA)}"}
    with ThreadPoolExecutor(6) as people:
        answers = [
            people.submit(warm.app.test_client().post, "/addon/home", json={}, headers=token)
            for _ in range(6)
        ]
        assert [answer.result().status_code for answer in answers] == [200] * 6
    assert sorted(asked) == sorted(warm.live.found["workbooks"].values())


def test_who_waited_for_a_look_that_failed_is_not_made_to_wait_again(warm, monkeypatch):
    sheets, asked = warm.live.school.card_workspace.sheets, []
    waiting = Barrier(2, timeout=20)
    place = warm.app.extensions["holdfast"].cache._place("office")

    def fails(file_id, body):
        asked.append(file_id)
        if file_id == warm.live.found["workbooks"]["office"]:
            waiting.wait()
            raise Unreachable("Google did not answer.")
        return b"{}"

    monkeypatch.setattr(sheets, "answer", fails)
    cache = warm.app.extensions["holdfast"].cache

    def ask():
        try:
            cache.book("office")
        except Unreachable:
            return "failed"
        return "answered"

    with ThreadPoolExecutor(5) as people:
        answers = [people.submit(ask) for _ in range(4)]
        while not place.lock.locked():
            pass
        people.submit(waiting.wait)
        found = [answer.result() for answer in answers]
    assert found == ["failed"] * 4
    assert len(asked) < 4


def test_ready_asks_google_only_once(panel):
    panel.live.count_anew()
    for _ in range(3):
        assert panel.client.get("/ready").status_code == 200
    assert panel.live.counts() == {LOOK: 3}


def test_ready_asks_google_no_more_often_while_it_cannot_be_reached(panel):
    panel.token(DANA)
    panel.live.control("POST", "faults", {"method": "*", "status": 503, "times": 10_000})
    panel.live.count_anew()
    assert panel.client.get("/ready").status_code == 503
    wait_for_looks(panel)  # the first that failed was answered; the others were under way
    once = panel.live.counts()
    for _ in range(20):
        assert panel.client.get("/ready").json == {"status": "google"}
    wait_for_looks(panel)
    assert panel.live.counts() == once
    panel.live.control("DELETE", "faults")
    panel.live.later(seconds=11)
    assert panel.client.get("/ready").json == {"status": "ok"}


# ---------------------------------------------------------------- look again


@pytest.mark.parametrize(
    ("email", "status"),
    [(DANA, 202), (NORA, 202), (ADMIN, 202), (f"stranger@{DOMAIN}", 403), (f"x@{DOMAIN}", 403)],
)
def test_only_staff_and_holdfasts_own_account_make_it_look_again(panel, email, status):
    panel.live.type_row("office", "Staff", {"Email": f"x@{DOMAIN}", "Name": "X", "Role": "Aide"})
    headers = {"Authorization": f"Bearer {panel.token(email)}"}
    answer = panel.client.post("/hooks/look", json={}, headers=headers)
    assert answer.status_code == status
    assert len(panel.jobs) == (status == 202)


def test_between_two_syncs_there_is_time_whoever_asks(panel, monkeypatch):
    waits = []
    syncing = runs_of(panel)
    monkeypatch.setattr(syncing._pause, "wait", waits.append)
    for email in (DANA, MAREN, NORA):
        look(panel, email)
        panel.run_jobs()
    assert len(waits) == 4
    assert all(LEAST_S - 9 < wait <= LEAST_S for wait in waits[1::2])


def test_who_asks_on_a_card_waits_half_as_long_as_triggers_do(panel, monkeypatch):
    waits = []
    syncing = runs_of(panel)
    monkeypatch.setattr(syncing._pause, "wait", waits.append)
    look(panel)
    panel.run_jobs()
    syncing.look()
    panel.run_jobs()
    assert len(waits) == 1
    assert SOON_S - 9 < waits[0] <= SOON_S


def look(panel, email=DANA):
    headers = {"Authorization": f"Bearer {panel.token(email)}"}
    answer = panel.client.post("/hooks/look", json={}, headers=headers)
    assert answer.status_code == 202
    return answer.json


def wait_for_looks(panel):
    """Until every thread that looks at a workbook has come to its end."""
    for thread in panel.app.extensions["holdfast"].cache._threads.values():
        thread.submit(lambda: None).result()


def runs(panel):
    return runs_of(panel).standing


def runs_of(panel):
    return panel.app.extensions["holdfast"].syncing


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


def test_how_far_a_sync_is_that_runs_elsewhere_is_said_too(panel):
    live, start = panel.live, panel.live.now
    run = live.open().run()
    elsewhere = run.tell
    elsewhere("files", 0, 400)
    live.now = start + timedelta(seconds=60)
    live.open().run()  # another that has said nothing yet
    elsewhere("files", 30, 400)
    seen = words(panel.card(MAREN, "health"))
    assert "30 of 400, about 13 min more" in seen
    live.now = start + timedelta(seconds=300)  # it was killed meanwhile
    assert "30 of 400" not in words(panel.card(MAREN, "health"))
    live.now = start
