"""`python -m service district`: every school at a glance, and no student."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.table import Table

from .cli import Tools, as_json, at, moment, plainly, show
from .district_figures import DistrictStanding, QuotaLine, SchoolLine
from .settings import load_settings


@click.command()
@as_json
@at
@click.option("--every", default=600.0, show_default=True, help="Seconds between two looks at one.")
@click.pass_obj
def district(tools: Tools, as_json: bool, now: str | None, every: float) -> None:
    """Every school at a glance: last sync, what waits, old questions, quota. No student."""
    with plainly(as_json):
        assert tools.open_district
        settings = load_settings(tools.environ)
        when = moment(now, settings) or datetime.now(UTC)
        often = timedelta(seconds=max(1.0, every))
        standing = tools.open_district(settings).standing(when, often)
        show(district_json(standing)) if as_json else told(standing)


def district_json(standing: DistrictStanding) -> dict[str, Any]:
    """{"schools": [{"school", "domain", "synced", "waiting_since", "questions",
    "questions_older_than_a_week"}], "quotas": {API: {"used", "busiest", "forecast", "limit"}},
    "room"}; times in ISO 8601 or null, calls a minute."""
    return {
        "schools": [
            {
                "school": each.school_id,
                "domain": each.domain,
                "synced": each.synced.isoformat() if each.synced else None,
                "waiting_since": each.waiting.isoformat() if each.waiting else None,
                "questions": each.questions,
                "questions_older_than_a_week": each.old,
            }
            for each in standing.schools
        ],
        "quotas": {
            each.api: {
                "used": round(each.used, 1),
                "busiest": each.busiest,
                "forecast": round(each.forecast, 1),
                "limit": each.limit,
            }
            for each in standing.quotas
        },
        "room": standing.room,
    }


def told(standing: DistrictStanding) -> None:
    """The same for people."""
    console = Console()
    table = Table(box=box.SIMPLE_HEAD, title="Schools", title_justify="left", title_style="bold")
    # On a narrow screen long ids and domains give way, and no figure does.
    for heading, most in (("school", 22), ("domain", 19), ("last sync", 10), ("waits", 6)):
        table.add_column(heading, no_wrap=True, max_width=most)
    table.add_column("questions", no_wrap=True)
    for each in standing.schools:
        table.add_row(*_school(each, standing))
    console.print(table)
    console.print("The school whose last sync is longest ago stands first.")
    console.print('waits: since when a "look again" waits for a sync')
    console.print("questions: the open ones on its Attention tabs; old: for more than a week\n")
    calls = "Calls to Google, a minute"
    table = Table(box=box.SIMPLE_HEAD, title=calls, title_justify="left", title_style="bold")
    table.add_column("")
    for heading in ("last ten minutes", "busiest of the hour", "forecast", "limit"):
        table.add_column(heading, justify="right")
    for quota in standing.quotas:
        table.add_row(*_quota(quota))
    console.print(table)
    often = f"{standing.every / timedelta(minutes=1):g} minutes"
    console.print(f"Forecast: each school is looked at once in {often}, as in the last hour.")
    if standing.room is None:
        console.print("Nothing was looked at in the last hour, so nothing can be forecast.")
    elif standing.room:
        console.print(f"[green]There is room for about {standing.room} more schools like these.[/]")
    else:
        console.print(
            "[yellow]There is no room for more.[/] Look less often (worker --every), or ask Google "
            "for a larger Sheets quota."
        )
    console.print("[dim]Cards ask Google too, and are not counted here.[/]")


def _school(each: SchoolLine, standing: DistrictStanding) -> tuple[str, ...]:
    waits = span(standing.at - each.waiting) if each.waiting else "–"
    if each.synced is None:
        return each.school_id, each.domain, "[yellow]never[/]", waits, "–"
    asked = f"{each.questions}, [yellow]{each.old} old[/]" if each.old else str(each.questions)
    return each.school_id, each.domain, f"{span(standing.at - each.synced)} ago", waits, asked


def _quota(each: QuotaLine) -> tuple[str, ...]:
    tight = each.forecast > each.limit
    forecast = f"[bold yellow]{each.forecast:.1f}[/]" if tight else f"{each.forecast:.1f}"
    return each.api, f"{each.used:.1f}", str(each.busiest), forecast, f"{each.limit:,}"


def span(time: timedelta) -> str:
    """As people say it, the largest unit alone: "4 min"."""
    seconds = max(0, int(time.total_seconds()))
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
