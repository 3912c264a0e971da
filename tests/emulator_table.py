"""What the local Workspace carries out, method by method: `python -m tests.emulator_table`.

Writes docs/emulator.md from three sources, none of them written by hand: the handlers that are
registered, held against Google's discovery documents; the note "Known to differ from Google" in
each API package; and the tests. Recorded traffic of Google is counted where the recordings lie
beside the repository (`--recordings`); without it the counts that stand in the file are kept.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from emulator.app import create_app
from emulator.call import HANDLERS
from emulator.discovery import find, routes
from emulator.sheets.batch.kinds import KINDS
from emulator.variants import VARIANTS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "emulator.md"
# Title, folder of the package, which method ids are its own, folders of its tests.
APIS = (
    ("Sheets v4", "sheets", "sheets."),
    ("Drive v3 (and v2's upload)", "drive", "drive."),
    ("Docs v1", "docs", "docs."),
    ("Calendar v3", "calendar", "calendar."),
    ("Forms v1", "forms", "forms."),
    ("Gmail v1", "gmail", "gmail."),
    ("OAuth and IAM credentials", "oauth", ("oauth2.", "iamcredentials.")),
)
OTHER_PARTS = (("the core", ""), ("browser pages", "pages"), ("the invented school", "school"))
WALK = "tests/emulator/core/test_every_method.py"
DIFFERS = "Known to differ from Google: "


def methods(prefix: str | tuple[str, ...]) -> list[str]:
    """The methods carried out whose id begins so, in the order of the alphabet."""
    return sorted(method for method in HANDLERS if method.startswith(prefix))


def refused(prefix: str | tuple[str, ...]) -> list[str]:
    """Methods that Google has and that answer 501 here; v2 of Drive is not counted."""
    known = (m for m in routes() if m.startswith(prefix) and not m.startswith("drive.v2."))
    return sorted(method for method in known if method not in HANDLERS)


def note(folder: str) -> tuple[str, str]:
    """(what the package is, what differs) from its docstring."""
    path = ROOT / "emulator" / folder / "__init__.py"
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    differs = [part.removeprefix(DIFFERS) for part in paragraphs if part.startswith(DIFFERS)]
    return paragraphs[0], differs[0] if differs else ""


def summary(method: str) -> str:
    """The first line of the handler's own docstring, as a cell of the table."""
    doc = HANDLERS[method].__doc__ or ""
    return " ".join(doc.strip().split("\n\n")[0].split()).replace("|", "\\|")


def own_tests(folder: str) -> list[str]:
    return sorted(
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests" / "emulator" / folder).glob("test_*.py")
    )


def batch_requests() -> tuple[list[str], list[str]]:
    """The kinds of spreadsheets.batchUpdate that are carried out, and those that are not."""
    schemas = routes()["sheets.spreadsheets.batchUpdate"].schemas
    known = set(schemas["Request"]["properties"])
    return sorted(known & set(KINDS)), sorted(known - set(KINDS))


def lines_of(folder: str) -> tuple[int, int]:
    """(files, lines) of Python in one part; "" is what lies beside the packages."""
    top = ROOT / "emulator" / folder
    files = list(top.rglob("*.py") if folder else top.glob("*.py"))
    return len(files), sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)


# ---------------------------------------------------------------- recordings


def recorded(folder: Path) -> Counter[str]:
    """How often each method occurs in the recorded traffic of Google."""
    counts: Counter[str] = Counter()
    for file in sorted(folder.glob("*.json")):
        for each in _requests(json.loads(file.read_text(encoding="utf-8"))):
            verb, url = each
            path = re.sub(r"^https?://[^/]+", "", url).partition("?")[0]
            found = find(verb, path)
            if found:
                counts[found[0].method_id] += 1
    return counts


def _requests(read: object) -> Iterator[tuple[str, str]]:
    """(verb, URL) of every request in a recording, wherever it stands."""
    if isinstance(read, dict):
        verb = read.get("method")
        url = read.get("uri") or read.get("url") or read.get("path")
        if isinstance(verb, str) and isinstance(url, str):
            yield verb, url
        for value in read.values():
            yield from _requests(value)
    elif isinstance(read, list):
        for value in read:
            yield from _requests(value)


def counts_in(page: Path) -> Counter[str]:
    """The counts that stand in the page already."""
    if not page.exists():
        return Counter()
    rows = re.findall(r"^\| `([\w.]+)` .*?recorded ×(\d+)", page.read_text("utf-8"), re.MULTILINE)
    return Counter({method: int(count) for method, count in rows})


# ---------------------------------------------------------------- the page


def page(counts: Mapping[str, int]) -> str:
    create_app()  # registers every handler
    parts = [INTRODUCTION, *_variants(), *_sizes()]
    for title, folder, prefix in APIS:
        parts += _api(title, folder, prefix, counts)
    return "\n".join(parts) + "\n"


INTRODUCTION = """# The local Workspace

`python -m emulator --port 8900` serves the URLs and wire formats of Google Workspace as far as
Holdfast and its tests use them. The clients are Google's own: google-api-python-client, gspread
and google-auth run against it unchanged, with only the host replaced.

This page is written by `python -m tests.emulator_table`; a test fails when it no longer says what
the code does. A method that Google has and that is not listed answers 501; an unknown path, an
unknown parameter or an unknown field of the body is refused as Google refuses it.

How each method is known to answer as Google does:

* **walk**: `tests/emulator/core/test_every_method.py` calls every method; each answer is held
  against the response schema of Google's discovery document, an unknown parameter and an unknown
  key are refused, and the state outlives a restart.
* **recorded ×n**: n recorded requests to the real Google are replayed, and status and body
  compared strictly (`tests/emulator/core/test_recordings.py`; skipped, with a word, where the
  recordings are not at hand).
* **tests**: the API's own tests, named below its table.

What holds for every API is in `tests/emulator/core/`: fields masks, error bodies, HTTP batches,
uploads, quotas, injected faults, lost answers, and arbitrary JSON bodies from Hypothesis.
"""


VARIED = """## Which Google it is

Where nobody could tell how Google behaves, the local Workspace can behave either way.
`POST /_emulator/variants` with `{"name": "value", …}` sets some, and answers all, as `GET` does;
`python -m emulator --variants name=value,name=value` sets those to begin with (in tests: the
environment variable that `emulator/variants.py` names). An unknown name or value is a 400 that says
what there is. Variants are how this Google is made, not what it holds: they are in no snapshot and
in no data folder. `POST /_emulator/reset` puts back those that the Workspace began with, as it puts
back real time and no faults. The default is in bold.
"""


def _variants() -> Iterator[str]:
    yield VARIED
    yield "| name | values | what changes | what is known of Google |"
    yield "|---|---|---|---|"
    for one in VARIANTS:
        values = (f"**{v}**" if v == str(one.default) else v for v in one.values)
        yield f"| {one.name} | {', '.join(values)} | {one.what} | {one.evidence} |"
    yield (
        "\nHow the add-on's relay answers (`addon_callback`) is `POST /_emulator/addon_host`. "
        "Tests: `tests/emulator/{core,sheets}/test_variants.py`, "
        "`tests/emulator/pages/test_addon_host.py`.\n"
    )


def _sizes() -> Iterator[str]:
    yield "## Size\n"
    yield "| part | files | lines of Python |"
    yield "|---|---:|---:|"
    total_files = total_lines = 0
    for title, folder in [*((t, f) for t, f, _ in APIS), *OTHER_PARTS]:
        if not (ROOT / "emulator" / folder).is_dir():
            continue
        files, lines = lines_of(folder)
        total_files, total_lines = total_files + files, total_lines + lines
        yield f"| {title} | {files} | {lines:,} |"
    yield f"| **all** | **{total_files}** | **{total_lines:,}** |\n"


def _api(
    title: str, folder: str, prefix: str | tuple[str, ...], counts: Mapping[str, int]
) -> Iterator[str]:
    what, differs = note(folder)
    yield f"## {title}\n\n{what}\n"
    yield "| method | what it does here | evidence |"
    yield "|---|---|---|"
    for method in methods(prefix):
        seen = f", recorded ×{counts[method]}" if counts.get(method) else ""
        yield f"| `{method}` | {summary(method) or 'as documented'} | walk, tests{seen} |"
    yield f"\nTests: {', '.join(f'`{test}`' for test in own_tests(folder)) or f'`{WALK}`'}.\n"
    if folder == "sheets":
        done, missing = batch_requests()
        yield f"`batchUpdate` carries out {len(done)} kinds of request: {', '.join(done)}.\n"
        yield f"Answered with 501: {', '.join(missing)}.\n"
    yield f"**Known to differ from Google.** {differs[:1].upper()}{differs[1:]}\n"
    absent = refused(prefix)
    if absent:
        yield "<details><summary>Not carried out (501)</summary>\n"
        yield f"{', '.join(f'`{method}`' for method in absent)}.\n"
        yield "</details>\n"


@click.command(help=__doc__)
@click.option("--recordings", type=click.Path(path_type=Path), help="Folder of recorded traffic.")
def main(recordings: Path | None) -> None:
    create_app()
    counts = recorded(recordings) if recordings else counts_in(PAGE)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(counts), encoding="utf-8")
    click.echo(
        f"{PAGE.relative_to(ROOT)}: {len(HANDLERS)} methods, {sum(counts.values())} recorded"
    )


if __name__ == "__main__":
    main()
