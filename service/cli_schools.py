"""`python -m service school add | list | remove`, and `worker`: several schools on one service and
database."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator
from threading import Event
from time import monotonic

import click

from .cli import Tools, as_json, plainly, show
from .ledger import LedgerError
from .logs import log
from .ports import GatewayError
from .reconcile.sync import LedgerLost, NotFounded, SchoolBusy
from .settings import load_settings


@click.group()
def school() -> None:
    """Several schools on one service: add, list, remove."""


@school.command()
@as_json
@click.argument("school_id", metavar="ID")
@click.option("--folder", "folder_id", required=True, help="Its folder in Drive, by id.")
@click.option("--domain", help="Its Workspace domain.  [default: the service's]")
@click.option("--audience", help="Who its add-on's tokens are for, with commas between.")
@click.option("--admin", help="As whom its files are kept.")
@click.option("--mail-from", help="As whom its mails go out.  [default: its admin]")
@click.option("--language", help="In which it is founded.")
@click.option("--time-zone", help="Its clock, such as America/Chicago.")
@click.pass_obj
def add(tools: Tools, as_json: bool, school_id: str, **given: str | None) -> None:
    """Take in a school called ID. Found it then: python -m service --school ID init."""
    with plainly(as_json):
        assert tools.open_district
        own = {name: value for name, value in given.items() if value}
        made = tools.open_district(load_settings(tools.environ)).add(school_id, own)
        if as_json:
            show({"school": school_id, "domain": made.domain, "folder": made.folder_id})
        else:
            click.echo(
                f"{school_id} is taken in. Found it now: "
                f"python -m service --school {school_id} init"
            )


@school.command("list")
@as_json
@click.pass_obj
def list_schools(tools: Tools, as_json: bool) -> None:
    """The schools, the first (which the environment describes) before the others."""
    with plainly(as_json):
        assert tools.open_district
        settings = load_settings(tools.environ)
        district = tools.open_district(settings)
        rows = [{"school": "1", "domain": settings.domain, "folder": settings.folder_id}]
        for each in district.all():
            told = district.of(each.school_id)
            rows.append({"school": each.school_id, "domain": told.domain, "folder": told.folder_id})
        if as_json:
            show({"schools": rows})
            return
        for row in rows:
            click.echo(f"{row['school']:<30} {row['domain']:<30} {row['folder'] or '–'}")


@school.command()
@as_json
@click.argument("school_id", metavar="ID")
@click.pass_obj
def remove(tools: Tools, as_json: bool, school_id: str) -> None:
    """Look at a school no more. Its workbooks, and what is remembered of them, stay."""
    with plainly(as_json):
        assert tools.open_district
        tools.open_district(load_settings(tools.environ)).remove(school_id)
        if as_json:
            show({"removed": school_id})
        else:
            click.echo(f"{school_id} is looked at no more. Nothing of it was deleted.")


@click.command()
@click.option("--every", default=600.0, show_default=True, help="Seconds between two looks at one.")
@click.option("--once", is_flag=True, help="Look at each school once, and end.")
@click.pass_obj
def worker(tools: Tools, every: float, once: bool) -> None:
    """Sync every school in turn, spread over the time between two looks. Ends after the school at
    work when it is told to (SIGTERM, Ctrl-C)."""
    ended = Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    with plainly(False):
        load_settings(tools.environ)
        while not ended.is_set():
            schools = tuple(_ids(tools))
            for number, school_id in enumerate(schools):
                begun = monotonic()
                _sync_one(tools, school_id)
                click.echo(f"{number + 1} of {len(schools)}: {school_id or 'the first school'}")
                if not once:
                    ended.wait(max(0.0, begun + every / len(schools) - monotonic()))
                if ended.is_set():
                    break
            if once:
                return


def _ids(tools: Tools) -> Iterator[str]:
    """The first school, and those on the list now."""
    assert tools.open_district
    yield ""
    for each in tools.open_district(load_settings(tools.environ)).all():
        yield each.school_id


def _sync_one(tools: Tools, school_id: str) -> None:
    """Whatever keeps one school from its end keeps no other; the log says in one word what."""
    try:
        tools.open_school(load_settings(tools.environ), school_id=school_id).sync()
    except (SchoolBusy, GatewayError, LedgerError, LedgerLost, NotFounded, LookupError) as error:
        log("sync_failed", logging.WARNING, reason=type(error).__name__)
    except Exception:
        log("sync_broke", logging.ERROR)
