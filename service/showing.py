"""How reports look: as tables with reasons for people, as JSON for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .reconcile.importing.report import as_told
from .reconcile.importing.report import headings as import_headings

EXAMPLES = 4  # reasons shown per kind of change; `plan --json` has them all

ICONS = {
    "unsafe": "[bold red]unsafe[/]",
    "broken": "[yellow]broken[/]",
    "missing": "[cyan]missing[/]",
}


def sync_json(report: Any) -> dict[str, Any]:
    """The object of docs/operations.md: {"changes", "problems", "calls", "repairs", "seconds"},
    and "cpu"."""
    return {
        "changes": dict(report.changes),
        "problems": report.problems,
        "calls": dict(report.calls),
        "repairs": report.repairs,
        "seconds": round(report.seconds, 3),
        "cpu": {part: round(seconds, 4) for part, seconds in report.cpu.items()},
        "not_done": report.not_done,
    }


def plan_json(report: Any) -> dict[str, Any]:
    """The same plus "planned": [{"kind", "key", "because"}]."""
    planned = [
        {"kind": change.kind, "key": change.key, "because": change.because}
        for change in report.planned
    ]
    return {**sync_json(report), "planned": planned}


def findings_json(findings: Sequence[Any], answers: str = "") -> dict[str, Any]:
    """{"addon_answers", "findings": [{"level", "what", "mend", "where"}]}"""
    return {
        "addon_answers": answers,
        "findings": [
            {"level": f.level, "what": f.what, "mend": f.mend, "where": f.where} for f in findings
        ],
    }


def probes_json(lines: Sequence[Any]) -> dict[str, Any]:
    """{"probes": [{"name", "value", "seen", "follows"}]}; nothing where nothing was tried."""
    told = [{"name": p.name, "value": p.value, "seen": p.seen, "follows": p.follows} for p in lines]
    return {"probes": told} if told else {}


def probed(lines: Sequence[Any]) -> None:
    if not lines:
        return
    table = Table(box=box.SIMPLE_HEAD, title="Which Google this is", title_justify="left")
    for heading in ("probe", "what was seen", "what follows"):
        table.add_column(heading, no_wrap=heading == "probe")
    for each in lines:
        table.add_row(each.name.replace("_", " "), escape(each.seen), escape(each.follows))
    Console().print(table)


def by_hand(things: Sequence[Any]) -> None:
    """What only a person can set, each with its link and the words to paste."""
    console = Console()
    console.print("\n[bold]To be done by hand, once[/] (no API can):")
    for number, each in enumerate(things, 1):
        console.print(f"{number}. {escape(each.what)}")
        console.print(f"   [dim]{escape(each.link)}[/]", soft_wrap=True)
        if each.words:
            console.print("\n".join(f"   | {escape(line)}" for line in each.words.splitlines()))


def unseen(things: Sequence[Any]) -> None:
    if things:
        what = "; ".join(dict.fromkeys(escape(each.what) for each in things))
        Console().print(f"[dim]Not to be seen from here, so please look yourself: {what}[/]")


def founded(school: Mapping[str, Any]) -> None:
    console = Console()
    table = Table(box=box.SIMPLE_HEAD, title="The school is founded", title_justify="left")
    table.add_column("what")
    table.add_column("id", overflow="fold")
    table.add_row("folder", school["folder_id"])
    for group, one in (("workbooks", "workbook"), ("forms", "form"), ("templates", "template")):
        for key, file_id in school[group].items():
            table.add_row(f"{one} · {key.replace('_', ' ')}", file_id)
    console.print(table)
    console.print(f"Kept as [bold]{escape(school['admin'])}[/]. Next: fill in Office > Staff and")
    console.print("Students, then [bold]python -m service doctor[/] and [bold]sync[/].")


def planned(report: Any) -> None:
    console = Console()
    if not report.planned:
        console.print("[green]Nothing to change.[/] Everything is as it should be.")
    else:
        console.print(_table("What a sync would change", report))
    _foot(console, report)


def synced(report: Any) -> None:
    console = Console()
    if not report.changes:
        console.print("[green]Nothing to change.[/] Everything is as it should be.")
    else:
        console.print(_table("Done", report))
    _foot(console, report)


def _table(title: str, report: Any) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
    table.add_column("", justify="right", style="bold")
    table.add_column("change", no_wrap=True)
    table.add_column("because")
    reasons: dict[str, list[str]] = {}
    for change in report.planned:
        told = reasons.setdefault(change.kind, [])
        if change.because and change.because not in told:
            told.append(change.because)
    for kind, count in sorted(report.changes.items(), key=lambda item: (-item[1], item[0])):
        told = reasons.get(kind, [])
        # "1 more reason" would take as much room as the reason itself.
        examples = EXAMPLES if len(told) > EXAMPLES + 1 else EXAMPLES + 1
        shown = [f"• {escape(because)}" for because in told[:examples]]
        if len(told) > examples:
            shown.append(f"[dim]… and {len(told) - examples} more reasons[/]")
        table.add_row(str(count), kind.replace("_", " "), "\n".join(shown))
    return table


def _foot(console: Console, report: Any) -> None:
    if report.problems:
        them = "question waits" if report.problems == 1 else "questions wait"
        console.print(f"[yellow]{report.problems} {them} for people[/] on the Attention tabs.")
    if report.not_done:
        console.print(f"[yellow]{report.not_done} not done yet[/]: the next sync takes them up.")
    if report.repairs:
        console.print(f"{report.repairs} put back where rows had moved under a write.")
    calls = ", ".join(f"{count} {api}" for api, count in sorted(report.calls.items())) or "no"
    console.print(f"[dim]{calls} calls · {report.seconds:.1f} s[/]")


def examined(findings: Sequence[Any], answers: str = "") -> None:
    console = Console()
    in_use = f"answers in the form [bold]{escape(answers)}[/]" if answers else "has not asked yet"
    console.print(f"The add-on {in_use}.")
    if not findings:
        console.print("[green]All is well.[/] Nothing is missing, and nothing is open to others.")
        return
    table = Table(box=box.SIMPLE_HEAD, show_lines=False)
    table.add_column("", no_wrap=True)
    table.add_column("what")
    table.add_column("mend")
    for finding in findings:
        place = f"\n[dim]{escape(finding.where)}[/]" if finding.where else ""
        table.add_row(
            ICONS.get(finding.level, finding.level),
            escape(finding.what) + place,
            escape(finding.mend),
        )
    console.print(table)


def modules(lines: Sequence[Any]) -> None:
    console = Console()
    table = Table(box=box.SIMPLE_HEAD, title="What Holdfast can do", title_justify="left")
    for heading in ("", "module", "what it is for"):
        table.add_column(heading, no_wrap=heading != "what it is for")
    for each in lines:
        state = "[green]on[/]" if each.on else "[dim]off[/]"
        table.add_row(state, escape(each.called), escape(each.what))
    console.print(table)
    console.print("Switch one on or off in the Office workbook, on Settings: the row is called")
    console.print("[bold]Module: <name>[/], its Value is yes or no. The next sync does the rest.")


def imported(report: Any, say: Any) -> None:
    """What each file brings: a row of figures, and sentences below it."""
    console = Console()
    title = say("signals.import.title" if report.written else "signals.import.title_dry")
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
    table.add_column("")
    table.add_column("")
    for heading in import_headings(say):
        table.add_column(heading, justify="right")
    told = list(as_told(report, say))
    for each in told:
        table.add_row(escape(each.name), each.kind, *map(str, each.figures))
    console.print(table)
    for each in told:
        for sentence in each.sentences:
            console.print(f"[dim]{escape(each.name)}:[/] {escape(sentence)}")


def rebuilt(restored: Mapping[str, Any]) -> None:
    console = Console()
    console.print("[green]The ledger is restored from Workspace.[/]")
    for kind, count in restored.items():
        console.print(f"  {escape(str(count)):>6}  {escape(str(kind)).replace('_', ' ')}")
