"""The queue of looks, where the ledger is on PostgreSQL: any number of workers share it.

A school has a lock (one look at a time) and a queueing lock (one more may wait). Every minute one
worker puts in the schools whose minute it is, so that looks are spread over the time between two.
A job that was put off, or failed, puts in the next one itself, later; so a job always ends, and is
then deleted. What a killed worker left is taken up after half a minute without its heartbeat. A
worker that was only paused may still be at work on it then; the ledger's lease, and its fence, see
to that.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from sqlalchemy import make_url

from .logs import log
from .schedule import due

QUEUE = "looks"
STALLED_S = 30.0
AGAIN_S = 5.0  # after which a worker begins anew
EVERY_MINUTE = "* * * * *"


class Later(Protocol):
    @property
    def seconds(self) -> float: ...

    @property
    def put_off(self) -> bool: ...


Look = Callable[[str, int], Later | None]


@dataclass(frozen=True, slots=True)
class Looks:
    """`schools` names those there are now; `look(school, attempt)` looks at one and says when it
    must be looked at again, or None; being put off is no attempt. Both are called in threads."""

    schools: Callable[[], Iterable[str]]
    look: Look
    every_s: float


def queue_of(database_url: str, looks: Looks) -> App:
    """The queue and its tasks. Nothing is connected yet."""
    url = make_url(database_url).set(drivername="postgresql")
    app = App(connector=PsycopgConnector(conninfo=url.render_as_string(hide_password=False)))

    @app.task(name="look", queue=QUEUE)
    async def look(school: str, attempt: int = 0) -> None:
        again = await asyncio.to_thread(looks.look, school, attempt)
        if again is not None:
            await put(app, school, again.seconds, attempt + (not again.put_off))

    @app.periodic(cron=EVERY_MINUTE, periodic_id="schedule")
    @app.task(name="schedule", queue=QUEUE, lock="schedule", queueing_lock="schedule")
    async def schedule(timestamp: int) -> None:
        for school in await asyncio.to_thread(lambda: tuple(looks.schools())):
            wait = due(school, timestamp, looks.every_s)
            if wait is not None:
                await put(app, school, wait)

    return app


async def put(app: App, school: str, seconds: float = 0.0, attempt: int = 0) -> bool:
    """Whether it went in; where one of this school's waits already, that will see everything."""
    at = datetime.fromtimestamp(time.time() + seconds, UTC)
    name = f"school:{school or '1'}"
    try:
        deferrer = app.configure_task(
            "look", queue=QUEUE, schedule_at=at, lock=name, queueing_lock=name
        )
        await deferrer.defer_async(school=school, attempt=attempt)
    except AlreadyEnqueued:
        return False
    return True


async def take_up_stalled(app: App) -> None:
    """What a worker that gives no sign of life was at work on is put in once more, unless the same
    waits already, and its job is over: a worker that was only paused finishes a job that is there
    no more, and not the one that waits in its place."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_S):
        again = app.configure_task(
            job.task_name, queue=job.queue, lock=job.lock, queueing_lock=job.queueing_lock
        )
        with suppress(AlreadyEnqueued):
            await again.defer_async(**job.task_kwargs)
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=True)


def work(app: App, at_once: int, once: bool = False) -> None:
    """Work until told to end (SIGTERM, Ctrl-C), then finish what is at work. `once`: until nothing
    waits."""

    async def run() -> None:
        threads = ThreadPoolExecutor(at_once + 1)
        asyncio.get_running_loop().set_default_executor(threads)
        async with app.open_async():
            watching = asyncio.create_task(_watch(app))
            while not await _worked(app, at_once, once):
                await asyncio.sleep(AGAIN_S)
            watching.cancel()

    asyncio.run(run())


async def _worked(app: App, at_once: int, once: bool) -> bool:
    """Whether it came to its end. False where the queue did not answer, or knows this worker no
    more, as after a pause in which others took it for dead: then it begins anew."""
    try:
        await app.run_worker_async(
            queues=[QUEUE],
            concurrency=at_once,
            wait=not once,
            delete_jobs="always",
            update_heartbeat_interval=STALLED_S / 3,
            stalled_worker_timeout=STALLED_S,
            install_signal_handlers=True,
        )
    except ConnectorException:
        if once:
            raise
        log("worker_begins_anew", logging.WARNING)
        return False
    return True


async def _watch(app: App) -> None:
    while True:
        with suppress(ConnectorException):  # it is back at the next time
            await take_up_stalled(app)
        await asyncio.sleep(STALLED_S / 2)
