"""From an empty Workspace to a school at work: the main job, once, in front of your eyes.

Starts the local Workspace and the service as programs of their own, exactly as anybody would,
and talks to both only over HTTP and the command line.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click
import requests
from rich.console import Console

from .enrol import (
    School,
    enter_measurements,
    enter_points,
    fill_modules,
    fill_workbooks,
    send_referrals,
    share_workbooks,
    switch_on_modules,
)
from .folder import Folder, Refused, require_free
from .office_hours import decide_referrals
from .own_time import enter_time

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / ".run"
DOMAIN = "alder-creek.example"
COORDINATOR = f"maren.okafor@{DOMAIN}"
AUDIENCE = "holdfast-local"
# Only for the local Workspace: it hides nothing that is not on this machine anyway.
LOCAL_KEY = "a-local-key-for-the-invented-school"
PATIENCE = 30.0  # seconds for a program to answer its first request


@click.command(help=__doc__)
@click.option("--once", is_flag=True, help="Do the job once and end, without leaving pages open.")
@click.option("--keep", is_flag=True, help="Go on with the school that is kept (as without it).")
@click.option("--fresh", is_flag=True, help="Wipe the school that is kept, and found a new one.")
@click.option("--port", type=int, help="Where the pages shall answer.  [default: 8900]")
@click.option("--every", default=10, show_default=True, help="Seconds between two looks.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=RUN,
    help="Where the school is kept.  [default: .run]",
)
def main(once: bool, keep: bool, fresh: bool, port: int | None, every: int, folder: Path) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for ended in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ended, lambda *_: sys.exit(0))
    if keep and fresh:
        raise click.UsageError("--keep goes on with the school and --fresh wipes it: choose one.")
    school = Folder(folder.resolve())
    try:
        with school.held():
            run(school, console, fresh, port, once, every)
    except Refused as refused:
        console.print(str(refused))
        sys.exit(1)
    except KeyboardInterrupt:
        pass
    if school.interrupted:
        console.print("\nClosed while the school was founded: `make run ARGS=--fresh` begins anew.")
        return
    console.print(
        "\nClosed. `make run` goes on with this school, `make run ARGS=--fresh` begins a new one."
    )


def run(
    folder: Folder, console: Console, fresh: bool, port: int | None, once: bool, every: int
) -> None:
    """Open the school of this folder, or found one. Raises Refused."""
    port = port or folder.port()
    require_free(port)
    if fresh and folder.kept:
        folder.wipe()
        console.print("The school that was kept here is wiped.")
    if folder.interrupted:
        raise Refused(
            "The school in this folder is not complete, because its founding was interrupted: "
            "`make run ARGS=--fresh` wipes it and begins a new one."
        )
    kept = folder.kept
    if kept:
        console.print(
            "Going on with the school of the last run. `make run ARGS=--fresh` wipes it and "
            "begins a new one."
        )
    folder.opened(f"http://127.0.0.1:{port}/", port)
    settings = service_settings(port, folder)
    command = workspace_command(port, folder)
    ready = f"http://127.0.0.1:{port}/_emulator/requests"
    with program(command, {}, ready, folder.path / "workspace.log"):
        service = Service(settings, folder.path / "holdfast.log")
        with nullcontext() if kept else folder.founding():
            school = open_school(service, console, fresh=not kept)
        if not once:
            stay_open(service, school, port, every, console)


@dataclass(frozen=True, slots=True)
class Service:
    """Holdfast's command line, with these settings; its log lines go into the file `log`."""

    settings: dict[str, str]
    log: Path

    def do(self, *arguments: str, capture: bool = False) -> str:
        """Run one command to its end; its output, when asked for. Raises Refused."""
        with self.log.open("a+", encoding="utf-8") as log:
            start = log.tell()
            done = subprocess.run(
                [sys.executable, "-m", "service", *arguments],
                cwd=ROOT,
                env={**os.environ, **self.settings},
                check=False,
                text=True,
                stdout=subprocess.PIPE if capture else None,
                stderr=log,
            )
            log.seek(start)
            said = [line for line in log.read().splitlines() if not line.startswith("{")]
        if done.returncode:
            told = " ".join(said[-3:])
            raise Refused(
                f"Holdfast stopped, because `python -m service {' '.join(arguments)}` did not "
                f"succeed. {told} Its log is {self.log}."
            )
        return done.stdout or ""


def open_school(service: Service, console: Console, fresh: bool) -> School:
    """Found the school, let its people fill it, and run the main job; one that is kept only runs
    the job. Raises Refused."""
    does = "Founding the school" if fresh else "Looking whether all is in place"
    heading(console, does, "python -m service init")
    found = json.loads(service.do("init", "--json", capture=True))
    url = service.settings["HOLDFAST_WORKSPACE_URL"]
    school = School(url, found["workbooks"], found["forms"], found["admin"])
    if fresh:
        today = date.today()
        heading(console, "The school's people fill their workbooks", "gspread, as anybody would")
        listed(console, fill_workbooks(school, today))
        listed(console, share_workbooks(school, today))
        listed(console, switch_on_modules(school))
        heading(console, "Six people fill in a referral form", "in the browser's own words")
        listed(console, send_referrals(school, today))
    heading(console, "The main job", "python -m service sync")
    service.do("sync")
    if fresh:
        heading(console, "What modules have brought is filled in", "on the tabs that stand by now")
        listed(console, fill_modules(school, date.today()))
        heading(console, "Case managers measure", "in the progress sheets that stand by now")
        listed(console, enter_measurements(school, date.today()))
        heading(console, "The coordinator decides", "in the Office workbook, tab Referrals")
        listed(console, decide_referrals(school, COORDINATOR))
        heading(console, "The main job, again", "python -m service sync")
        service.do("sync")
        heading(console, "Teachers give points", "in the progress sheets that have grown for it")
        listed(console, enter_points(school, date.today()))
        heading(console, "Case managers note their time", "in the workbook that each has alone")
        listed(console, enter_time(school, date.today()))
        service.do("sync")
    heading(console, "And once more: nothing is left to do", "python -m service plan")
    service.do("plan")
    return school


def stay_open(holdfast: Service, school: School, port: int, every: int, console: Console) -> None:
    """Serve the add-on, leave the pages open, and say "look again" every few seconds."""
    serve = [sys.executable, "-m", "service", "serve"]
    service_port = free_port(port + 1)
    settings = {**holdfast.settings, "PORT": str(service_port)}
    service = f"http://127.0.0.1:{service_port}"
    with program(serve, settings, f"{service}/health", holdfast.log):
        show_add_on(school, service)
        console.print()
        console.rule("[bold]Holdfast is open")
        console.print(f"\n  [bold]http://127.0.0.1:{port}/[/bold]   the school, in the browser")
        console.print("\n  Try: move an event in the calendar, add a Diary row, fill in a form.")
        console.print(
            f"  Holdfast looks again every {every} seconds. Ctrl-C ends it; the school is kept.\n"
        )
        while True:
            time.sleep(every)
            look_again(school, service)


def show_add_on(school: School, service: str) -> None:
    """Tell the local Workspace where the add-on's cards come from."""
    session = school.session_as("")
    told = session.post(
        f"{school.url}/_emulator/addon", json={"url": service, "audience": AUDIENCE}, timeout=10
    )
    told.raise_for_status()


def look_again(school: School, service: str) -> None:
    """What the add-on's hourly trigger does, only sooner; a look that fails is tried again."""
    session = school.session_as("")
    wanted = {"email": COORDINATOR, "aud": AUDIENCE}
    try:
        signed = session.post(f"{school.url}/_emulator/id_token", json=wanted, timeout=10)
        token = signed.json()["id_token"]
        headers = {"Authorization": f"Bearer {token}"}
        session.post(f"{service}/hooks/look", json={}, headers=headers, timeout=10)
    except requests.RequestException:
        return


def heading(console: Console, what: str, how: str) -> None:
    console.print(f"\n[bold]{what}[/bold]  [dim]{how}[/dim]")


def listed(console: Console, lines: Iterable[str]) -> None:
    for line in lines:
        console.print(f"  · {line}")


def service_settings(port: int, folder: Folder) -> dict[str, str]:
    return {
        "HOLDFAST_WORKSPACE_URL": f"http://127.0.0.1:{port}",
        "HOLDFAST_DATABASE_URL": f"sqlite:///{folder.database}",
        "HOLDFAST_KEY": LOCAL_KEY,
        "HOLDFAST_DOMAIN": DOMAIN,
        "HOLDFAST_ADMIN": f"admin@{DOMAIN}",
        "HOLDFAST_AUDIENCE": AUDIENCE,
    }


def workspace_command(port: int, folder: Folder) -> list[str]:
    data = str(folder.workspace)
    return [sys.executable, "-m", "emulator", "--port", str(port), "--data", data]


@contextmanager
def program(
    command: list[str], settings: dict[str, str], ready: str, log: Path | None = None
) -> Iterator[None]:
    """A program that runs until we leave; we go on as soon as `ready` answers. What it says goes
    into the file `log`, if there is one. Raises Refused when it does not start."""
    with log.open("a", encoding="utf-8") if log else nullcontext() as said:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **settings},
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        wait_for(ready, process)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Until `url` answers at all. Raises Refused when the program ends or stays silent."""
    session = requests.Session()
    session.trust_env = False
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Refused(f"The program behind {url} ended at once; its log says why.")
        try:
            session.get(url, timeout=1)
            return
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.05)
    raise Refused(f"Nothing answers at {url}; the logs may say why. Please start again.")


def free_port(wanted: int) -> int:
    """`wanted`, or the next port that nobody uses."""
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"No free port between {wanted} and {wanted + 99}.")
