"""From an empty Workspace to a school at work: the main job, once, in front of your eyes.

Starts the local Workspace and the service as programs of their own, exactly as anybody would,
and talks to both only over HTTP and the command line.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
import requests
from rich.console import Console

from .enrol import School, enter_measurements, fill_workbooks, send_referrals, share_workbooks
from .office_hours import decide_referrals

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
@click.option("--keep", is_flag=True, help="Go on with the school of the last run.")
@click.option("--port", default=8900, show_default=True, help="Where the pages shall answer.")
@click.option("--every", default=10, show_default=True, help="Seconds between two looks.")
def main(once: bool, keep: bool, port: int, every: int) -> None:
    console = Console(highlight=False)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if not keep and RUN.exists():
        shutil.rmtree(RUN)
    RUN.mkdir(exist_ok=True)
    port = free_port(port)
    service_port = free_port(port + 1)
    settings = service_settings(port)
    try:
        with program(workspace_command(port), {}, f"http://127.0.0.1:{port}/_emulator/requests"):
            school = open_school(settings, console, fresh=not keep)
            if not once:
                stay_open(settings, school, port, service_port, every, console)
    except KeyboardInterrupt:
        pass
    except subprocess.CalledProcessError as error:
        console.print(f"[red]Holdfast stopped:[/red] {' '.join(error.cmd[1:4])} did not succeed.")
        sys.exit(1)
    console.print("\nClosed. `make run ARGS=--keep` goes on with the same school.")


def open_school(settings: dict[str, str], console: Console, fresh: bool) -> School:
    """Found the school, let its people fill it, and run the main job."""
    heading(console, "Founding the school", "python -m service init")
    found = json.loads(holdfast(["init", "--json"], settings, capture=True))
    url = settings["HOLDFAST_WORKSPACE_URL"]
    school = School(url, found["workbooks"], found["forms"], found["admin"])
    if fresh:
        today = date.today()
        heading(console, "The school's people fill their workbooks", "gspread, as anybody would")
        listed(console, fill_workbooks(school, today))
        listed(console, share_workbooks(school, today))
        heading(console, "Six people fill in a referral form", "in the browser's own words")
        listed(console, send_referrals(school, today))
    heading(console, "The main job", "python -m service sync")
    holdfast(["sync"], settings)
    if fresh:
        heading(console, "Case managers measure", "in the progress sheets that stand by now")
        listed(console, enter_measurements(school, date.today()))
        heading(console, "The coordinator decides", "in the Office workbook, tab Referrals")
        listed(console, decide_referrals(school, COORDINATOR))
        heading(console, "The main job, again", "python -m service sync")
        holdfast(["sync"], settings)
    heading(console, "And once more: nothing is left to do", "python -m service plan")
    holdfast(["plan"], settings)
    return school


def stay_open(
    settings: dict[str, str],
    school: School,
    port: int,
    service_port: int,
    every: int,
    console: Console,
) -> None:
    """Serve the add-on, leave the pages open, and say "look again" every few seconds."""
    serve = [sys.executable, "-m", "service", "serve"]
    quiet = {"PORT": str(service_port)}
    service = f"http://127.0.0.1:{service_port}"
    with program(serve, {**settings, **quiet}, f"{service}/health"):
        show_add_on(school, service)
        console.print()
        console.rule("[bold]Holdfast is open")
        console.print(f"\n  [bold]http://127.0.0.1:{port}/[/bold]   the school, in the browser")
        console.print("\n  Try: move an event in the calendar, add a Diary row, fill in a form.")
        console.print(f"  Holdfast looks again every {every} seconds. Ctrl-C ends it.\n")
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


def service_settings(port: int) -> dict[str, str]:
    return {
        "HOLDFAST_WORKSPACE_URL": f"http://127.0.0.1:{port}",
        "HOLDFAST_DATABASE_URL": f"sqlite:///{RUN / 'holdfast.db'}",
        "HOLDFAST_KEY": LOCAL_KEY,
        "HOLDFAST_DOMAIN": DOMAIN,
        "HOLDFAST_ADMIN": f"admin@{DOMAIN}",
        "HOLDFAST_AUDIENCE": AUDIENCE,
    }


def workspace_command(port: int) -> list[str]:
    data = str(RUN / "workspace")
    return [sys.executable, "-m", "emulator", "--port", str(port), "--data", data]


def holdfast(arguments: list[str], settings: dict[str, str], capture: bool = False) -> str:
    """Run one command of the service to its end; its output, when asked for."""
    done = subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        check=True,
        text=True,
        stdout=subprocess.PIPE if capture else None,
    )
    return done.stdout if capture else ""


@contextmanager
def program(command: list[str], settings: dict[str, str], ready: str) -> Iterator[None]:
    """A program that runs until we leave; we go on as soon as `ready` answers."""
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **settings}, start_new_session=True
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
    """Until `url` answers at all. Raises RuntimeError when the program ends or stays silent."""
    session = requests.Session()
    session.trust_env = False
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The program behind {url} ended at once.")
        try:
            session.get(url, timeout=1)
            return
        except (requests.ConnectionError, requests.Timeout):
            time.sleep(0.05)
    raise RuntimeError(f"Nothing answers at {url}.")


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
