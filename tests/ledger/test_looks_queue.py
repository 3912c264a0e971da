"""The queue of looks on a real PostgreSQL: one look at a time at a school, and one that waits."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from threading import Lock
from types import SimpleNamespace

import pytest

from service.ledger import open_engine, upgrade
from service.looks_queue import Looks, put, queue_of, take_up_stalled, work
from service.schedule import back_off, due, offset, room_later

NOW_AND_THEN = 600.0


@pytest.fixture
def url(postgres_url):
    engine = open_engine(postgres_url)
    upgrade(engine)
    engine.dispose()
    return postgres_url


class Schools:
    """Counts the looks at each, and how many were at one at once. The clock puts in none."""

    def __init__(self, answers=()):
        self.looks, self.at_once, self.most = Counter(), Counter(), 0
        self.attempts, self._answers, self._lock = [], list(answers), Lock()

    def look(self, school, attempt):
        with self._lock:
            self.looks[school] += 1
            self.at_once[school] += 1
            self.most = max(self.most, self.at_once[school])
            self.attempts.append(attempt)
            answer = self._answers.pop(0) if self._answers else None
        with self._lock:
            self.at_once[school] -= 1
        return answer

    def queue(self, url):
        return queue_of(url, Looks(lambda: (), self.look, NOW_AND_THEN))


def in_queue(app, job):
    async def run():
        async with app.open_async():
            return await job()

    return asyncio.run(run())


def statuses(url):
    with open_engine(url).connect() as connection:
        looks = "SELECT status FROM procrastinate_jobs WHERE task_name = 'look' ORDER BY id"
        rows = connection.exec_driver_sql(looks).all()
    return [row.status for row in rows]


def test_looks_are_spread_over_the_time_between_two():
    schools = [f"school-{n}" for n in range(600)]
    minutes = [Counter(due(s, m * 60, 600) is not None for s in schools)[True] for m in range(10)]
    assert sum(minutes) == 600
    assert max(minutes) < 90
    assert all(0 <= offset(school, 600) < 600 for school in schools)
    assert {due("a", m * 60, 30) is not None for m in range(3)} == {True}  # every minute


def test_waits_after_failures_grow_and_end():
    waits = [back_off(attempt, lambda: 1.0) for attempt in (0, 1, 2, 50)]
    assert waits == [15.0, 30.0, 60.0, 600.0]
    assert back_off(0, lambda: 0.0) == 7.5


def test_those_that_were_put_off_do_not_come_back_together():
    assert [room_later(0.4, lambda c=c: c) for c in (0.0, 1.0)] == [5.0, 10.0]
    assert [room_later(20.0, lambda c=c: c) for c in (0.0, 1.0)] == [20.0, 40.0]


def test_one_waits_and_no_more_and_nothing_is_left(url):
    schools = Schools()
    app = schools.queue(url)

    async def fill():
        return [await put(app, school) for school in ("north", "north", "south")]

    assert in_queue(app, fill) == [True, False, True]
    work(app, 4, once=True)
    assert schools.looks == {"north": 1, "south": 1}
    assert statuses(url) == []


def test_put_off_it_is_no_attempt_and_failed_it_is_one(url):
    put_off = SimpleNamespace(seconds=0.0, put_off=True)
    failed = SimpleNamespace(seconds=0.0, put_off=False)
    schools = Schools([put_off, failed])
    app = schools.queue(url)
    in_queue(app, lambda: put(app, "north"))
    for _ in range(3):
        work(app, 4, once=True)
    assert schools.attempts == [0, 0, 1]
    assert statuses(url) == []


def seem_dead(url):
    """Half a minute passes without a sign of life."""
    with open_engine(url).begin() as connection:
        connection.exec_driver_sql(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'"
        )


DIES = """
import os, signal, sys
from service.looks_queue import Looks, queue_of, work
def look(school, attempt):
    os.kill(os.getpid(), signal.SIGKILL)
work(queue_of(sys.argv[1], Looks(tuple, look, 600)), 1, once=True)
"""


@pytest.mark.gate("workers that are killed")
@pytest.mark.parametrize("waits", [False, True])
def test_what_a_killed_worker_left_is_taken_up(url, waits):
    schools = Schools()
    app = schools.queue(url)
    in_queue(app, lambda: put(app, "north"))
    died = subprocess.run([sys.executable, "-c", DIES, url], env=os.environ, timeout=60)
    assert died.returncode == -signal.SIGKILL
    assert statuses(url) == ["doing"]
    if waits:
        assert in_queue(app, lambda: put(app, "north"))
    seem_dead(url)
    in_queue(app, lambda: take_up_stalled(app))
    assert statuses(url) == ["todo"]
    work(app, 1, once=True)
    assert schools.looks == {"north": 1}


PAUSED = """
import sys
from service.looks_queue import Looks, queue_of, work
def look(school, attempt):
    print("begun", flush=True)
    sys.stdin.readline()
work(queue_of(sys.argv[1], Looks(tuple, look, 600)), 1, once=True)
"""


@pytest.mark.gate("workers that are killed")
def test_what_waits_outlives_a_paused_worker_that_ends_its_look_after_all(url):
    app = Schools().queue(url)
    in_queue(app, lambda: put(app, "north"))
    command = [sys.executable, "-c", PAUSED, url]
    with subprocess.Popen(command, stdin=-1, stdout=-1, stderr=-3, text=True) as paused:
        assert paused.stdout is not None
        assert paused.stdout.readline() == "begun\n"
        seem_dead(url)
        in_queue(app, lambda: take_up_stalled(app))
        rest, _ = paused.communicate("go on\n", timeout=60)
    assert rest == "begun\n"  # it looked once more, at what was put in for it
    assert statuses(url) == []


def test_every_minute_the_schools_whose_minute_it_is_are_put_in(url):
    schools = Schools()
    names = [f"school-{n}" for n in range(12)]
    app = queue_of(url, Looks(lambda: names, schools.look, 60))  # each of them, every minute

    async def minute():
        await app.tasks["schedule"].func(timestamp=0)

    in_queue(app, minute)
    in_queue(app, minute)
    assert statuses(url) == ["todo"] * 12
    with open_engine(url).begin() as connection:
        connection.exec_driver_sql("UPDATE procrastinate_jobs SET scheduled_at = now()")
    work(queue_of(url, Looks(lambda: (), schools.look, 60)), 4, once=True)
    assert schools.looks == dict.fromkeys(names, 1)
