"""`python -m service school add | list | remove`, and `worker`: several schools on one service and
database."""

from __future__ import annotations

import click

from .cli import Tools, as_json, plainly, show
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
@click.option("--at-once", default=4, show_default=True, help="Schools at a time (PostgreSQL).")
@click.pass_obj
def worker(tools: Tools, every: float, once: bool, at_once: int) -> None:
    """Sync every school in turn, spread over the time between two looks. On PostgreSQL any number
    of workers share the schools. Ends after what is at work when told to (SIGTERM, Ctrl-C)."""
    with plainly(False):
        assert tools.work
        tools.work(tools.environ, every, once, at_once, click.echo)
