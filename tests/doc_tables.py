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


TABLES: Mapping[str, tuple[str, Callable[[], str]]] = {
    "settings": ("docs/casework.md", settings_table),
    "scopes": ("docs/deploy.md", scope_list),
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
