"""How the house is built: which part may know which, and what no file of ours may be.

    casework <- {documents, workbook} <- sheetwrite <- reconcile <- {cli, web} <- wiring

`google` and `ledger` fill the Protocols of `ports` and see nothing else of the rest; `wiring` puts
everything together. Three modules stand beside the parts and know none of them: keys, settings,
logs.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES = 350

# Part -> what it may import of the service: a whole part, or one module of it ("part.module").
MAY_KNOW: Mapping[str, frozenset[str]] = {
    "keys": frozenset(),
    "settings": frozenset(),
    "logs": frozenset(),
    "casework": frozenset(),
    "errors": frozenset(),
    "yaml_text": frozenset(),
    "google_ports": frozenset({"casework.records", "errors"}),
    "ports": frozenset({"google_ports", "errors"}),
    "release": frozenset(),
    "connecting": frozenset({"google", "ports", "settings"}),
    "district_figures": frozenset(),
    # What of a school's standing is kept in its ledger, and under which names.
    "district": frozenset(
        {"ledger", "settings", "district_figures", "reconcile.reporting", "web.hooks"}
    ),
    "documents": frozenset({"casework", "yaml_text"}),
    "workbook": frozenset({"casework", "yaml_text"}),
    "sheetwrite": frozenset({"workbook", "ports"}),
    "reconcile": frozenset(
        {"casework", "documents", "workbook", "sheetwrite", "ports", "keys", "logs"}
    ),
    # Google and the ledger fill the Protocols and see nothing else.
    "google": frozenset({"casework.records", "ports"}),
    "ledger": frozenset({"ports"}),
    # The doors: they are handed an open school, and never reach for Google or the database.
    "showing": frozenset({"casework", "reconcile"}),
    "cli": frozenset(
        {"reconcile", "ports", "settings", "logs", "showing", "ledger.LedgerError", "main"}
        | {"web.slow_clients"}  # `serve` chooses how connections are waited for
        | {"district.NoSuchSchool"}
    ),
    "cli_schools": frozenset({"cli", "settings"}),
    "cli_district": frozenset({"cli", "district_figures", "settings"}),
    "web": frozenset(
        {"casework", "documents", "workbook", "sheetwrite", "reconcile", "ports"}
        | {"settings", "logs", "keys", "ledger.LedgerError", "district_figures"}
    ),
    # Where everything is put together.
    "wiring": frozenset(
        {"casework", "documents", "workbook", "reconcile", "ports", "google", "ledger", "web"}
        | {"keys", "settings", "logs", "connecting", "release", "district"}
    ),
    "served_schools": frozenset(
        {"wiring", "district", "district_figures", "ledger", "reconcile", "settings", "logs"}
    ),
    "main": frozenset({"wiring", "served_schools", "web", "settings", "logs"}),
    # A worker: when it looks, and what it may ask for.
    "schedule": frozenset(),
    "looks_queue": frozenset({"logs", "schedule"}),
    "turns": frozenset({"google", "keys", "ledger", "settings"}),
    "worker": frozenset(
        {"district", "ledger", "logs", "looks_queue", "ports", "reconcile", "schedule", "settings"}
        | {"turns", "wiring"}
    ),
    "__main__": frozenset({"cli", "cli_schools", "cli_district", "district", "wiring", "worker"}),
}
# A plan says what the quarters' reviews were; an AP or IB course asks for its exam
# on the tab of Deadlines.
KNOWN_BETWEEN_TOPICS = {
    ("course_plans", "deadlines"),
    ("decisions", "deadlines"),
    ("decisions", "services"),
    ("letters", "award"),
    ("letters", "week"),
}
# What would give a rule a clock, a network, a disk or chance of its own.
NOT_IN_CASEWORK = {
    "socket", "ssl", "http", "urllib", "requests", "httplib2", "googleapiclient", "google",
    "gspread", "sqlalchemy", "flask", "subprocess", "os", "pathlib", "io", "shutil", "tempfile",
    "time", "random", "secrets", "uuid", "threading", "asyncio", "logging",
}  # fmt: skip
READS_THE_CLOCK = {"now", "today", "utcnow", "time", "perf_counter", "monotonic"}
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "stuff", "manager", "base"}


def sources(*folders: str, endings: tuple[str, ...] = (".py",)) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in endings and "node_modules" not in path.parts
    )


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path, text: str = "") -> tuple[tuple[int, str], ...]:
    """(line, dotted name) of everything that `path` imports (or would, if it read `text`)."""
    return tuple(_imports(path, text))


def _imports(path: Path, text: str) -> Iterator[tuple[int, str]]:
    package = list(path.relative_to(ROOT).with_suffix("").parts[:-1])
    for node in ast.walk(ast.parse(text) if text else parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            outer = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*outer, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def part_of(path: Path) -> str:
    return path.relative_to(ROOT / "service").with_suffix("").parts[0]


def strangers(path: Path, text: str = "") -> list[str]:
    """Imports of the service that `path` may not have, each with its line."""
    own = part_of(path)
    allowed = MAY_KNOW.get(own, frozenset())
    found = []
    for line, name in imports(path, text):
        words = name.split(".")
        if words[0] != "service" or len(words) < 2 or words[1] == own:
            continue
        if words[1] not in allowed and ".".join(words[1:3]) not in allowed:
            found.append(f"{path.relative_to(ROOT)}:{line} imports {name}")
    return found


# ---------------------------------------------------------------- who may know whom


@pytest.mark.parametrize("part", sorted(MAY_KNOW))
def test_imports_run_one_way(part: str) -> None:
    files = [path for path in sources("service") if part_of(path) == part]
    assert [found for path in files for found in strangers(path)] == []


def test_every_part_of_the_service_has_its_place_in_the_order() -> None:
    parts = {part_of(path) for path in sources("service")} - {"__init__"}
    assert parts <= set(MAY_KNOW)


def test_the_order_has_no_circle() -> None:
    """No part may know, directly or through others, a part that may know it."""
    after: dict[str, set[str]] = {
        part: {name for name in names if "." not in name} for part, names in MAY_KNOW.items()
    }
    settled: set[str] = set()
    while len(settled) < len(after):
        ready = {part for part in after if part not in settled and after[part] <= settled}
        assert ready, f"these know each other: {sorted(set(after) - settled)}"
        settled |= ready


def test_the_protocols_know_only_records_and_errors() -> None:
    allowed = ("service.casework.records.", "service.errors.", "service.google_ports.")
    for file in ("ports.py", "google_ports.py"):
        for _, name in imports(ROOT / "service" / file):
            assert not name.startswith("service.") or name.startswith(allowed)


def test_an_import_that_runs_backwards_is_found() -> None:
    wrong = (
        "from service.reconcile import sync\nfrom ..google import Session\nfrom .names import find"
    )
    assert strangers(ROOT / "service" / "casework" / "names.py", wrong) == [
        "service/casework/names.py:1 imports service.reconcile.sync",
        "service/casework/names.py:2 imports service.google.Session",
    ]


def test_no_topic_of_casework_reaches_into_another() -> None:
    topics = {path.parent.name for path in sources("service/casework") if path.stem == "register"}
    reaches = {
        (path.relative_to(ROOT / "service" / "casework").parts[0], name.split(".")[2])
        for path in sources("service/casework")
        for _, name in imports(path)
        if name.startswith("service.casework.") and path.stem not in ("registry", "register")
    }
    found = {(own, other) for own, other in reaches if {own, other} <= topics and own != other}
    assert found == KNOWN_BETWEEN_TOPICS


def test_the_service_and_the_local_workspace_do_not_know_each_other() -> None:
    for own, other in (("service", "emulator"), ("emulator", "service")):
        for path in sources(own):
            names = [name for _, name in imports(path) if name.split(".")[0] == other]
            assert not names, f"{path.relative_to(ROOT)} imports {names}"


def test_neither_imports_the_tests() -> None:
    for path in sources("service", "emulator"):
        assert not [n for _, n in imports(path) if n.split(".")[0] == "tests"], path


# ---------------------------------------------------------------- rules are pure


@pytest.mark.parametrize("path", sources("service/casework"), ids=lambda path: path.stem)
def test_a_rule_has_no_clock_no_network_and_no_chance_of_its_own(path: Path) -> None:
    outside = {name.split(".")[0] for _, name in imports(path)} & NOT_IN_CASEWORK
    assert not outside, f"{path.name} imports {sorted(outside)}"
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            clock = isinstance(owner, ast.Name) and owner.id in ("datetime", "date", "dt")
            reads = clock and node.func.attr in READS_THE_CLOCK
            assert not reads, f"{path.name}:{node.lineno} reads the clock"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("open", "print", "input"), f"{path.name}:{node.lineno}"


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("folder", ["service", "emulator", "tests", "apps_script"])
def test_no_file_is_longer_than_a_reader_can_hold(folder: str) -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources(folder, endings=(".py", ".js"))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}, f"over {MOST_LINES} lines; divide by what a reader looks for"


def ledger_kinds() -> Iterator[str]:
    """The kinds that the code makes an Agreed of: written there, or by a name for it."""
    sources = [path.read_text("utf-8") for path in (ROOT / "service").rglob("*.py")]
    named = dict(re.findall(r'^([A-Z_]+)(?:: Final)? = "([a-z_]+)"', "\n".join(sources), re.M))
    for source in sources:
        yield from re.findall(r'\bAgreed\(\s*"([a-z_]+)"', source)
        own = dict(re.findall(r'^([A-Z_]+)(?:: Final)? = "([a-z_]+)"', source, re.M))
        for name in re.findall(r"\bAgreed\(\s*(?:\w+\.)?([A-Z_]+)\b", source):
            if name in own or name in named:
                yield own.get(name) or named[name]


def test_the_ports_open_with_every_kind_that_the_ledger_keeps() -> None:
    glossary = (ROOT / "service" / "ports.py").read_text("utf-8").partition('"""\n\nfrom')[0]
    told = set(re.findall(r"^    ([a-z_]+) ", glossary, re.M))
    kinds = set(ledger_kinds())
    assert len(kinds) > 15, kinds
    assert kinds <= told, kinds - told


def test_no_module_is_named_after_nothing() -> None:
    for path in sources("service", "emulator", "tests", "apps_script", endings=(".py", ".js")):
        words = set(path.stem.strip("_").split("_")) | {path.parent.name}
        assert not words & EMPTY_NAMES, f"{path.relative_to(ROOT)}: name it after what it does"


def test_every_package_says_what_it_is_for() -> None:
    for path in sorted((ROOT / "service").rglob("__init__.py")):
        if "versions" in path.parts:
            continue
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def packages() -> list[Path]:
    return [
        path.parent
        for path in sorted((ROOT / "service").rglob("__init__.py"))
        if path.parent != ROOT / "service" and "migrations" not in path.parts
    ]


@pytest.mark.parametrize("package", packages(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_part_opens_with_a_map_on_which_each_module_is(package: Path) -> None:
    opening = ast.get_docstring(ast.parse((package / "__init__.py").read_text())) or ""
    assert len(opening.splitlines()) > 3
    words = set(re.findall(r"[a-z_]+", opening))
    modules = {path.stem for path in package.glob("*.py")} - {"__init__"}
    assert modules <= words, sorted(modules - words)


def test_nothing_is_put_off() -> None:
    later = ("TO" + "DO", "FIX" + "ME", "XX" + "X")
    for path in sources("service", "emulator", "tests", "apps_script", endings=(".py", ".js")):
        text = path.read_text(encoding="utf-8")
        assert not [word for word in later if word in text], path.relative_to(ROOT)
