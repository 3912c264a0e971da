"""Tables in docs/ that repeat what a file of the program says: `python -m tests.doc_tables`.

Each stands between two comments, `<!-- name: … -->` and `<!-- /name -->`; a test fails when it no
longer says what its source does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import yaml

from service.google.access import SCOPES
from service.workbook.templates import Column, load_templates

ROOT = Path(__file__).resolve().parents[1]


def settings_table() -> str:
    """The rows of sheets_templates/settings.yaml."""
    text = (ROOT / "sheets_templates" / "settings.yaml").read_text(encoding="utf-8")
    rows = [
        f"| {row['setting']} | {row['value']} | {row['what']} | {row['source']} |"
        for row in yaml.safe_load(text)
    ]
    return "\n".join(["| setting | default | what it does | source |", "|---|---|---|---|", *rows])


def scope_list() -> str:
    """All scopes of service/google/access.py in one line, as the Admin console takes them."""
    every = sorted({scope for scopes in SCOPES.values() for scope in scopes})
    return "```text\n" + ",".join(every) + "\n```"


def tabs_table() -> str:
    """Every tab with its headings, as sheets_templates/ has them."""
    lines = []
    for template in load_templates().values():
        lines += [f"**{template.title}**", "", "| tab | headings |", "|---|---|"]
        lines += [
            f"| {t.heading} | {' · '.join(map(_starred, t.columns))} |" for t in template.tabs
        ]
        lines.append("")
    return "\n".join(lines).rstrip()


def choices_table() -> str:
    """Every drop-down once: tabs that offer the same words share a line."""
    offered: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for template in load_templates().values():
        for tab in template.tabs:
            for column in tab.columns:
                if column.choices:
                    offered.setdefault((column.heading, column.choices), []).append(tab.heading)
    lines = ["| heading | tabs | choices |", "|---|---|---|"]
    for (heading, choices), tabs in offered.items():
        lines.append(f"| {heading} | {', '.join(dict.fromkeys(tabs))} | {', '.join(choices)} |")
    return "\n".join(lines)


def _starred(column: Column) -> str:
    return f"{column.heading}*" if column.service else column.heading


TABLES: Mapping[str, tuple[str, Callable[[], str]]] = {
    "settings": ("docs/casework.md", settings_table),
    "scopes": ("docs/deploy.md", scope_list),
    "tabs": ("docs/workbooks.md", tabs_table),
    "choices": ("docs/workbooks.md", choices_table),
}


def written(text: str, name: str, table: str) -> str:
    """`text` with `table` between the comments called `name`. Raises LookupError without them."""
    found = re.search(rf"(<!-- {name}:[^>]*-->\n).*?(<!-- /{name} -->)", text, re.DOTALL)
    if not found:
        raise LookupError(f"There is no place for the table {name!r}.")
    return f"{text[: found.start()]}{found[1]}\n{table}\n\n{found[2]}{text[found.end() :]}"


@click.command(help=__doc__)
def main() -> None:
    for name, (path, table) in TABLES.items():
        page = ROOT / path
        page.write_text(written(page.read_text("utf-8"), name, table()), encoding="utf-8")
        click.echo(f"{path}: {name}")


if __name__ == "__main__":
    main()
