"""The command line: `python -m service init | plan | sync | import | record ...`.

What a command does is done elsewhere (`open_school` is handed in); here it is only shown: to
people as tables with reasons and a progress bar, to programs as one JSON object on standard
output. Whatever goes wrong ends as one plain sentence that says what to do, never as a trace.

Exit codes: 0 done; 1 it could not be done; 2 the command or a setting is wrong; 3 `doctor` found
something to mend; 4 another sync is at work, or Google cannot be reached: try again later.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from . import showing
from .district import NoSuchSchool
from .ledger import LedgerError
from .logs import log, start_logging, where
from .ports import GatewayError, Unreachable
from .reconcile.importing.data_import import NoData, Overtaken
from .reconcile.importing.report import as_json as import_json
from .reconcile.importing.sources import NotAFile
from .reconcile.new_year.copying import NewYear
from .reconcile.new_year.report import as_json as new_year_json
from .reconcile.new_year.report import as_told as new_year_told
from .reconcile.setup.module_list import as_json as modules_json
from .reconcile.sync import LedgerLost, NotFounded, SchoolBusy
from .reconcile.whole_record.making import NoSuchRecord, RecordMaking
from .settings import Settings, SettingsProblem, load_settings

DONE, FAILED, WRONG, FOUND, LATER = 0, 1, 2, 3, 4

Opener = Callable[..., Any]  # wiring.open_school


@dataclass(frozen=True, slots=True)
class Tools:
    """What `__main__` hands in. `environ` is read once, at the start."""

    open_school: Opener
    environ: Mapping[str, str]
    open_district: Opener | None = None
    work: Opener | None = None
    school_id: str = ""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--school", default="", metavar="ID", help="One of several: see `school list`.")
@click.pass_context
def main(context: click.Context, school: str) -> None:
    """Holdfast keeps a school's casework in step inside Google Workspace."""
    if not isinstance(context.obj, Tools):
        raise click.UsageError("Start Holdfast with: python -m service")
    context.obj = replace(context.obj, school_id=school)
    start_logging(level=logging.WARNING)


as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
at = click.option("--now", "now", metavar="TIME", help="Act as if it were this time (ISO 8601).")
confirm = click.option(
    "--confirm",
    "confirmed",
    multiple=True,
    metavar="PART",
    help="A part that had stopped was meant so, as its sentence names it ('*' = all).",
)


@main.command()
@as_json
@click.option("--skip-probes", is_flag=True, help="Do not try out first which Google this is.")
@click.pass_obj
def init(tools: Tools, as_json: bool, skip_probes: bool) -> None:
    """Make the folder, workbooks, forms and template. Safe to repeat."""
    with plainly(as_json), school_of(tools, as_json) as (school, _settings):
        if not skip_probes:
            school.probe(mail=False)
        made = school.init()
        if as_json:
            show(made)
        else:
            showing.founded(made)
            showing.by_hand(school.by_hand())


@main.command()
@as_json
@at
@confirm
@click.pass_obj
def plan(tools: Tools, as_json: bool, now: str | None, confirmed: tuple[str, ...]) -> None:
    """Say what a sync would change, and why. Changes nothing."""
    with plainly(as_json), school_of(tools, as_json) as (school, settings):
        report = school.plan(moment(now, settings), frozenset(confirmed))
        show(showing.plan_json(report)) if as_json else showing.planned(report)


@main.command()
@as_json
@at
@confirm
@click.pass_obj
def sync(tools: Tools, as_json: bool, now: str | None, confirmed: tuple[str, ...]) -> None:
    """Bring sheets, calendars, documents and messages in step."""
    with plainly(as_json), school_of(tools, as_json) as (school, settings):
        report = school.sync(moment(now, settings), frozenset(confirmed))
        show(showing.sync_json(report)) if as_json else showing.synced(report)


@main.command()
@as_json
@click.option("--live", is_flag=True, help="Try out first which Google this is; sends one mail.")
@click.pass_obj
def doctor(tools: Tools, as_json: bool, live: bool) -> None:
    """Say what is missing or unsafe, and how to mend each thing."""
    with plainly(as_json), school_of(tools, as_json) as (school, _settings):
        probes = school.probe() if live else ()
        findings, answers = school.doctor(), school.answers_in_use()
        if as_json:
            show(showing.findings_json(findings, answers) | showing.probes_json(probes))
        else:
            showing.probed(probes)
            showing.examined(findings, answers)
            showing.unseen(school.by_hand())
    sys.exit(FOUND if findings else DONE)


@main.command()
@as_json
@click.pass_obj
def modules(tools: Tools, as_json: bool) -> None:
    """Say what Holdfast can do, each module in a sentence, on or off."""
    with plainly(as_json), school_of(tools, as_json) as (school, _settings):
        lines = school.modules()
        show(modules_json(lines)) if as_json else showing.modules(lines)


@main.command("import")
@as_json
@click.option("--dry-run", "dry", is_flag=True, help="Say what would come in. Writes nothing.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.pass_obj
def import_command(tools: Tools, as_json: bool, dry: bool, files: tuple[str, ...]) -> None:
    """Bring files of other systems into the Data workbook: CSV, or a zip of them."""
    with plainly(as_json), school_of(tools, as_json) as (school, _settings):
        say = school.wording.say
        try:
            report = school.bring_in(_contents(files), dry)
        except NotAFile as problem:
            why = say(f"signals.import.{problem.why}")
            sentence = say("signals.import.busy_file", file=problem.name, why=why)
            fail((sentence,), FAILED, as_json)
        except NoData:
            fail((say("signals.import.no_data"),), FAILED, as_json)
        except Overtaken:
            fail((say("signals.import.overtaken"),), LATER, as_json)
        show(import_json(report, say)) if as_json else showing.imported(report, say)


def _contents(files: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file. Raises NotAFile."""
    for name in files:
        try:
            yield Path(name).name, Path(name).read_bytes()
        except OSError:
            raise NotAFile(Path(name).name, "not_there") from None


@main.command("new-year")
@as_json
@click.option("--dry-run", "dry", is_flag=True, help="Say what would be done. Writes nothing.")
@click.option("--grades", is_flag=True, help="Let grades step up instead, once a school year.")
@click.option("--leave", is_flag=True, help="Let old rows leave the working tabs.")
@click.pass_obj
def new_year(tools: Tools, as_json: bool, dry: bool, grades: bool, leave: bool) -> None:
    """Copy closed rows of earlier school years into archives, and compare them there."""
    with plainly(as_json), school_of(tools, as_json) as (school, _settings):
        work, say = NewYear(school.run(), school.clock()), school.wording.say
        try:
            if dry:
                report = work.listed(leave)
            else:
                report = work.step_up() if grades else work.copy(leave)
        except Overtaken:
            fail((say("new_year.busy"),), LATER, as_json)
        if as_json:
            show(new_year_json(report))
        else:
            click.echo("\n".join(new_year_told(report, say)))


@main.command()
@as_json
@click.option("--home", default="", metavar="LETTER", help="As one home may read it: A, B ...")
@click.argument("code", metavar="CODE")
@click.pass_obj
def record(tools: Tools, as_json: bool, home: str, code: str) -> None:
    """Make the whole record of one student, by case code, as one document."""
    with plainly(as_json), school_of(tools, as_json) as (school, settings):
        say, asked = school.wording.say, code.strip().upper()
        making = RecordMaking(school.run(), school.ledger)
        try:
            made = making.make(asked, settings.admin, home.upper(), school.clock(), on_card=False)
        except NoSuchRecord:
            fail((say("whole_record.no_such", code=asked),), FAILED, as_json)
        if as_json:
            show({"code": made.code, "link": made.link, "entries": made.rows})
        else:
            click.echo(say("whole_record.made", code=made.code, link=made.link))


@main.command()
@as_json
@click.pass_obj
def rebuild(tools: Tools, as_json: bool) -> None:
    """Restore the ledger from Workspace, after it was lost."""
    with plainly(as_json), school_of(tools, as_json) as (school, _settings):
        restored = school.rebuild()
        show(restored) if as_json else showing.rebuilt(restored)


@main.command()
@click.option("--threads", default=16, show_default=True, help="Requests answered at once.")
@click.pass_obj
def serve(tools: Tools, threads: int) -> None:
    """Answer the add-on, hooks and health checks."""
    with plainly(False):
        settings = load_settings(tools.environ)
    if not settings.local:
        served = gunicorn(f"0.0.0.0:{settings.port}", threads)
        os.execv(sys.executable, [sys.executable, *served])
    from werkzeug.serving import run_simple

    from .main import app
    from .web.slow_clients import LocalRequests

    click.echo(f"Holdfast answers at http://127.0.0.1:{settings.port} (Ctrl-C ends it).")
    run_simple("127.0.0.1", settings.port, app, threaded=True, request_handler=LocalRequests)


def gunicorn(bind: str, threads: int) -> list[str]:
    """What Python is started with to serve; without the socket over which gunicorn could be
    steered."""
    served = ["--bind", bind, "--workers", "1", "--threads", str(threads), "--no-control-socket"]
    served += ["--worker-class", "service.web.slow_clients.Watcher", "service.main:app"]
    return ["-m", "gunicorn", *served]


# ---------------------------------------------------------------- how it is done


@contextmanager
def school_of(tools: Tools, as_json: bool) -> Iterator[tuple[Any, Settings]]:
    """The school that the settings describe, with a progress bar on long work."""
    settings = load_settings(tools.environ)
    quiet = as_json or not sys.stderr.isatty()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task("Looking …", total=None)

        def tell(what: str, done: int, of: int) -> None:
            bar.update(task, description=what, completed=done, total=of or None)

        if tools.school_id:
            opened = tools.open_school(settings, tell=tell, school_id=tools.school_id)
            yield opened, opened.settings
        else:
            yield tools.open_school(settings, tell=tell), settings


def moment(now: str | None, settings: Settings) -> datetime | None:
    """`--now`; without an offset it is in the school's time zone."""
    if now is None:
        return None
    try:
        read = datetime.fromisoformat(now)
    except ValueError:
        raise click.BadParameter(
            "write a time like 2026-10-14T09:30, or 2026-10-14T09:30-04:00.", param_hint="--now"
        ) from None
    return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(settings.time_zone))


@contextmanager
def plainly(as_json: bool) -> Iterator[None]:
    """Every failure as one plain sentence, and its exit code."""
    try:
        yield
    except SettingsProblem as error:
        fail(error.problems, WRONG, as_json)
    except SchoolBusy as error:
        fail((str(error),), LATER, as_json)
    except (LedgerLost, NotFounded) as error:
        fail((str(error),), FAILED, as_json)
    except NoSuchSchool as error:
        fail((error.sentence,), WRONG, as_json)
    except Unreachable as error:
        fail((error.sentence,), LATER, as_json)
    except (GatewayError, LedgerError) as error:
        fail((error.sentence,), FAILED, as_json)
    except (click.ClickException, click.Abort):
        raise
    except KeyboardInterrupt:
        fail(("Stopped. What was begun is finished by the next sync.",), FAILED, as_json)
    except Exception as error:
        log("unexpected", logging.ERROR)
        place = (where(error) or ["?"])[-1]
        fail(
            (
                f"Holdfast met something it did not expect ({type(error).__name__}, {place}). "
                "Nothing is lost: the next sync goes on from here. Please report this line.",
            ),
            FAILED,
            as_json,
        )


def fail(sentences: tuple[str, ...], code: int, as_json: bool) -> NoReturn:
    if as_json:
        show({"error": " ".join(sentences), "problems": list(sentences)})
    for sentence in sentences:
        click.secho(sentence, err=True, fg="red" if sys.stderr.isatty() else None)
    sys.exit(code)


def show(answer: Mapping[str, Any]) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False))
