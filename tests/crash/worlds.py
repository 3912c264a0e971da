"""Worlds: forks of one prepared school, in which a sync may be killed without harming the others.

The prepared school lives in this process. A world is a fork of it (so it costs nothing to copy)
with its own copy of the ledger. In a world, the sync runs in one more process, the victim, which
reaches the Workspace only through a pipe; so the Workspace survives when the victim is killed,
exactly as Google does. Hooks sit in the victim's transport and around its ledger's engine, never
in the service.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import re
import shutil
import signal
import sqlite3
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httplib2
from sqlalchemy import event

from emulator.inprocess import Http
from service.wiring import Holdfast
from tests.school_fixture import LiveSchool

T = TypeVar("T")
FORK = multiprocessing.get_context("fork")
ID = re.compile(r"(?<=/)[\w@.%-]{20,}(?=[/:?]|$)|(?<=/)[^/]+@[^/]+(?=[/:?]|$)")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\s+(?:INTO\s+|FROM\s+)?(\w+)", re.I)


def kind_of_call(method: str, uri: str) -> str:
    """ "POST /v4/spreadsheets/*:batchUpdate": a call without its ids."""
    return f"{method} {ID.sub('*', urlsplit(uri).path)}"


# ---------------------------------------------------------------- the victim


@dataclass(slots=True)
class Steps:
    """Counts the moments at which a process can die: before and after each call to Google and
    each write to the ledger. At number `deadly` it kills itself, as the kernel would."""

    tell: Callable[[str], None]
    deadly: int = 0
    passed: int = 0

    def step(self, moment: str) -> None:
        self.passed += 1
        self.tell(moment)
        if self.passed == self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)


class Pipe:
    """httplib2's `request` through a pipe to the world that holds the Workspace."""

    redirect_codes = Http.redirect_codes
    follow_redirects = True
    timeout: float | None = None

    def __init__(self, connection: Connection, steps: Steps) -> None:
        self.connection, self.steps = connection, steps
        self.connections: dict[str, Any] = {}

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        **_more: Any,
    ) -> tuple[httplib2.Response, bytes]:
        if hasattr(body, "read"):
            body = body.read()
        kind = kind_of_call(method, uri)
        self.steps.step(f"before {kind}")
        self.connection.send(("call", uri, method, body, dict(headers or {})))
        head, content = self.connection.recv()
        self.steps.step(f"after {kind}")
        response = httplib2.Response(head)
        response.status = int(head["status"])
        return response, content

    def close(self) -> None:
        """Nothing is open."""


def watch_ledger(school: Holdfast, steps: Steps) -> None:
    """A step before and after each commit that wrote something."""
    engine = school.ledger._engine
    written: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found = WRITES.match(statement)
        if found:
            written.append(f"{found[1].lower()} {found[2]}")

    commit = engine.dialect.do_commit

    def do_commit(connection: Any) -> None:
        what = "+".join(dict.fromkeys(written))
        written.clear()
        if what:
            steps.step(f"before ledger {what}")
        commit(connection)
        if what:
            steps.step(f"after ledger {what}")

    engine.dialect.do_commit = do_commit  # type: ignore[method-assign]


Work = Callable[[Holdfast, LiveSchool], dict[str, Any]]


def a_sync(school: Holdfast, live: LiveSchool) -> dict[str, Any]:
    return dict(school.sync(live.now).changes)


def _victim(live: LiveSchool, connection: Connection, deadly: int, work: Work) -> None:
    gc.freeze()
    steps = Steps(lambda moment: connection.send(("step", moment)), deadly)
    school = live.open()
    school.transport = lambda: Pipe(connection, steps)
    watch_ledger(school, steps)
    connection.send(("done", work(school, live)))


# ---------------------------------------------------------------- the world


@dataclass(slots=True)
class Death:
    """How a sync in a victim's process ended: the moments it passed, and what it reported (None
    when it was killed)."""

    moments: list[str] = field(default_factory=list)
    changes: dict[str, int] | None = None

    @property
    def last(self) -> str:
        return self.moments[-1] if self.moments else "at once"


def sync_in_a_process(live: LiveSchool, deadly: int = 0, work: Work = a_sync) -> Death:
    """One sync (or other `work`) in a process of its own, killed at moment number `deadly` (0 =
    never)."""
    ours, theirs = FORK.Pipe()
    victim = FORK.Process(target=_victim, args=(live, theirs, deadly, work))
    victim.start()
    theirs.close()
    death = Death()
    death.changes = serve(live, ours, death.moments.append)
    victim.join()
    killed = victim.exitcode == -signal.SIGKILL
    assert killed == bool(deadly), f"It ended with {victim.exitcode} after {death.last}."
    return death


def serve(
    live: LiveSchool, connection: Connection, step: Callable[[str], None]
) -> dict[str, Any] | None:
    """Be the Workspace for a process at the other end, until it ends; what it said at last."""
    http = Http(live.app)
    said: dict[str, Any] | None = None
    while True:
        try:
            what, *rest = connection.recv()
            if what == "step":
                step(rest[0])
            elif what == "done":
                said = rest[0]
            else:
                uri, method, body, headers = rest
                head, content = http.request(uri, method, body, headers)
                connection.send((dict(head), content))
        except (EOFError, ConnectionResetError, BrokenPipeError):
            return said


def move_to_own_ledger(live: LiveSchool, name: str) -> None:
    """Give this world a copy of the ledger, and a service that has nothing open."""
    source = Path(live.database_url.removeprefix("sqlite:///"))
    copy = live.folder / f"{name}.db"
    for tail in ("", "-wal", "-shm"):
        # a journal of an earlier world of the same name would be read into this ledger
        copy.with_name(copy.name + tail).unlink(missing_ok=True)
        if source.with_name(source.name + tail).exists():
            shutil.copy(source.with_name(source.name + tail), copy.with_name(copy.name + tail))
    live.database_url = f"sqlite:///{copy}"
    live.school = live.open()


def close_ledger(live: LiveSchool) -> None:
    """Before a school is forked: nothing of its ledger may be open or only in its journal."""
    live.school.ledger._engine.dispose()
    live.school = live.open()
    if live.database_url.startswith("sqlite"):
        with sqlite3.connect(live.database_url.removeprefix("sqlite:///")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def in_worlds(jobs: Iterable[Callable[[], T]], at_once: int = 0) -> Iterator[T]:
    """Each job in a fork of this process, some at once; answers as they come.

    A job that raises, raises here.
    """
    at_once = at_once or os.cpu_count() or 1
    running: dict[Connection, Any] = {}
    waiting = iter(jobs)
    try:
        while True:
            while len(running) < at_once and (job := next(waiting, None)) is not None:
                ours, theirs = FORK.Pipe(duplex=False)
                process = FORK.Process(target=_world, args=(job, theirs))
                process.start()
                theirs.close()
                running[ours] = process
            if not running:
                return
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                process = running.pop(ready)
                try:
                    answer, error = ready.recv()
                except EOFError:
                    answer, error = None, "A world ended without a word."
                process.join()
                assert not error, error
                yield answer
    finally:
        for process in running.values():
            process.kill()


def _world(job: Callable[[], Any], connection: Connection) -> None:
    gc.freeze()  # what is shared with the other worlds is not walked through, nor copied
    try:
        connection.send((job(), ""))
    except BaseException:
        connection.send((None, traceback.format_exc()))
