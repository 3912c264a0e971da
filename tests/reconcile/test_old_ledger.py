"""Yesterday's ledger was put back: nothing is done on its word, after `rebuild` nothing twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from emulator.inprocess import Http
from service.reconcile.sync import LedgerLost, NotFounded
from tests.reconcile.test_plan_journey import add_goal_and_action
from tests.school_fixture import ADMIN, DANA, DOMAIN, TODAY, LiveSchool, questions

STARTED = datetime(2026, 10, 5, 12, tzinfo=UTC)
WRITES = ("insert", "patch", "create", "update", "batchUpdate", "send", "delete")
TEACHER = f"nora.lind@{DOMAIN}"


def at(live: LiveSchool, moment: datetime) -> None:
    live.school.clock = lambda: moment


def stands(live: LiveSchool) -> dict[str, Any]:
    """What a person would see doubled, or gone."""
    return {
        "events": sorted((e["id"], str(e.get("start"))) for e in live.events(DANA)),
        "mails": sorted(str(mail) for mail in live.mails(ADMIN)),
        "received": sorted(str(mail) for mail in live.mails(TEACHER)),
        "files": sorted(file["id"] for file in live.files(holdfast="action_plan")),
        "sheets": sorted(file["id"] for file in live.files(holdfast="progress_sheet")),
        "diary": [row["Row ID"] for row in live.rows("caseload", "Diary")],
        "referrals": [row["Referral ID"] for row in live.rows("office", "Referrals")],
        "asked": sorted(row["What"] for row in questions(live)),
    }


@pytest.fixture
def put_back(small: LiveSchool) -> LiveSchool:
    """A day's work was done, and then the ledger of the evening before was put back."""
    at(small, STARTED)
    add_goal_and_action(small)
    small.sync()
    small.sync()
    kept = small.keep().ledger
    small.later(days=1)
    at(small, STARTED + timedelta(days=1))
    day = (TODAY + timedelta(days=3)).isoformat()
    entry = {"Student": "Ana Silva", "Kind": "Meeting", "Status": "Planned", "Date": day}
    small.type_row("caseload", "Diary", {**entry, "Start": "10:00"})
    small.refer(person=TEACHER, student_name="Zoë O'Brien", concern="She is often tired.")
    small.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 110})
    small.sync()
    small.sync()
    small.school.ledger._engine.dispose()
    for left in ("-wal", "-shm"):
        (small.folder / f"ledger.db{left}").unlink(missing_ok=True)
    (small.folder / "ledger.db").write_bytes(kept)
    small.school = small.open()
    small.later(hours=1)
    at(small, STARTED + timedelta(days=1, hours=1))
    return small


def test_a_sync_with_an_older_ledger_refuses_and_touches_nothing(put_back: LiveSchool) -> None:
    before = stands(put_back)
    put_back.count_anew()
    with pytest.raises(LedgerLost, match="older than the workbooks") as refused:
        put_back.sync()
    assert "python -m service rebuild" in str(refused.value)
    assert not [name for name in put_back.counts() if name.endswith(WRITES)]
    assert stands(put_back) == before


def test_after_rebuild_nothing_is_sent_or_made_a_second_time(put_back: LiveSchool) -> None:
    before = stands(put_back)
    put_back.school.rebuild(put_back.now)
    put_back.sync()
    put_back.sync()
    assert stands(put_back) == before
    assert not put_back.sync().changes


def test_a_workbook_put_back_to_an_earlier_version_is_no_older_ledger(small: LiveSchool) -> None:
    """What its journal names last was carried out by this very ledger, a while ago."""
    at(small, STARTED)
    add_goal_and_action(small)
    small.sync()
    earlier = small.app.snapshot()
    at(small, STARTED + timedelta(hours=1))
    small.later(hours=1)
    small.change("caseload", "Goals", {"Goal": "Reads aloud"}, {"Target": 110})
    small.sync()
    small.app.restore(earlier)
    at(small, STARTED + timedelta(hours=2))
    small.sync()


class Dies(Http):
    """The process ends when its first batch has arrived, and before it hears of it."""

    def request(self, uri: str, *args: Any, **kwargs: Any) -> Any:
        answer = super().request(uri, *args, **kwargs)
        if uri.partition("?")[0].endswith(":batchUpdate"):
            raise SystemExit
        return answer


def test_after_the_very_first_batch_nobody_heard_of_its_ledger_is_no_lost_one(
    tmp_path: Path,
) -> None:
    live = LiveSchool(tmp_path).init()
    live.refer(person=TEACHER, student_name="Zoë O'Brien", concern="She is often tired.")
    live.school = live.open()
    live.school.transport = lambda: Dies(live.app)
    with pytest.raises(SystemExit):
        live.sync()
    live.school = live.open()
    live.sync()
    assert not live.sync().changes
    live.database_url = f"sqlite:///{tmp_path / 'another.db'}"
    with pytest.raises((LedgerLost, NotFounded)):  # a ledger that was really lost is one
        live.open().sync(live.now)
