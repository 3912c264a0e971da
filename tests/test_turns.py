"""A look begins when there is room for it at Google's quota; what it asks more waits in turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from service.ledger import Quotas, open_engine, upgrade
from service.turns import A_LOOK, LONGEST_S, USER, PutOff, Turn
from tests.school_fixture import LiveSchool, questions

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets/abc"
READ, WRITE = f"{SHEETS}:getByDataFilter", f"{SHEETS}:batchUpdate"
DRIVE = "https://www.googleapis.com/drive/v3/changes"


class Google:
    """Takes note of what is asked."""

    timeout = 60

    def __init__(self) -> None:
        self.asked: list[str] = []

    def request(self, uri: str, method: str = "GET", *_args: Any, **_kwargs: Any) -> str:
        self.asked.append(f"{method} {uri}")
        return "answer"


class Moments:
    """A clock that goes on when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = datetime(2026, 10, 5, 13, 0, tzinfo=UTC), 0.0

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def moments() -> Moments:
    return Moments()


@pytest.fixture
def quotas(tmp_path: Path, moments: Moments) -> Quotas:
    engine = open_engine(f"sqlite:///{tmp_path / 'quotas.db'}")
    upgrade(engine)
    return Quotas(engine, moments)


def a_turn(quotas: Quotas, moments: Moments, google: Google) -> Any:
    return Turn(quotas, "account", moments.sleep, lambda: google).connection()


def test_many_looks_at_once_are_put_off_and_all_come_through(
    quotas: Quotas, moments: Moments
) -> None:
    google, put_off, waiting = Google(), 0, 40
    while waiting:
        try:
            look = a_turn(quotas, moments, google)
            for _ in range(A_LOOK):
                assert look.request(READ, "POST") == "answer"
            waiting -= 1
        except PutOff as later:
            put_off += 1
            moments.sleep(later.seconds)
    assert put_off > 20
    assert len(google.asked) == 40 * A_LOOK  # nothing was asked by a look that was put off
    assert moments.slept == pytest.approx((40 * A_LOOK - USER.most) / USER.per_second, rel=0.1)


def test_what_drive_answers_alone_takes_nothing(quotas: Quotas, moments: Moments) -> None:
    google = Google()
    for _ in range(100):
        a_turn(quotas, moments, google).request(DRIVE)
    assert a_turn(quotas, moments, google).request(READ, "POST") == "answer"
    assert moments.slept == 0


def test_beyond_its_first_reads_a_look_waits_and_then_asks_all_the_same(
    quotas: Quotas, moments: Moments
) -> None:
    google = Google()
    look = a_turn(quotas, moments, google)
    for _ in range(int(USER.most) + 1):
        look.request(READ, "POST")
    assert 0 < moments.slept < LONGEST_S
    before = moments.slept
    for _ in range(int(USER.most) + 1):  # writes have a quota of their own
        look.request(WRITE, "POST")
    assert 0 < moments.slept - before < LONGEST_S
    assert look.timeout == 60


def test_a_sync_that_is_put_off_has_written_nothing_and_asks_nobody(
    tmp_path: Path, quotas: Quotas, moments: Moments
) -> None:
    live = LiveSchool(tmp_path).init()
    limits = {"sheets.reads.account": USER}
    assert not quotas.take(limits, int(USER.most))
    transport = live.school.transport
    assert transport
    look = live.open()
    look.transport = Turn(quotas, "account", moments.sleep, transport).connection
    with pytest.raises(PutOff) as later:
        look.sync(live.now)
    assert live.school.ledger.last_run() is None
    moments.sleep(later.value.seconds)
    look = live.open()
    look.transport = Turn(quotas, "account", moments.sleep, transport).connection
    look.sync(live.now)  # the lease was given back, too
    assert not list(questions(live, "office"))
