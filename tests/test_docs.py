"""The documentation tells the truth: what it names exists, and what exists it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pydantic import SecretStr

from emulator.app import create_app
from emulator.call import HANDLERS
from service.__main__ import main as cli
from service.settings import NAMES, Settings

from .doc_tables import TABLES, written
from .emulator_table import PAGE, counts_in, page

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in PAGES}
EVERYTHING = "\n".join(TEXTS.values())
WHOSE = r"(?:--school \S+ )?"
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


def in_code() -> str:
    """Only what stands as code: commands in prose are words."""
    return "\n".join(CODE.findall(EVERYTHING))


# ---------------------------------------------------------------- commands


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_every_make_target_that_is_named_exists_and_every_one_is_named() -> None:
    named = set(re.findall(r"\bmake ([a-z]+)\b", in_code()))
    assert named == make_targets()


def test_every_command_that_is_named_exists_and_every_one_is_named() -> None:
    named = set(re.findall(rf"python -m service {WHOSE}([a-z][a-z-]*)", in_code()))
    assert isinstance(cli, click.Group)
    assert named == set(cli.commands)


def options_of(command: click.Command) -> Iterator[str]:
    """Its own, and those of the commands below it."""
    yield from (option for parameter in command.params for option in parameter.opts)
    below = command.commands.values() if isinstance(command, click.Group) else ()
    for each in below:
        if command is not cli:
            yield from options_of(each)


def test_every_option_that_is_named_exists() -> None:
    own = {name: set(options_of(command)) for name, command in cli.commands.items()}
    known = {*options_of(cli), "--help"}.union(*own.values())
    called = rf"python -m service {WHOSE}([a-z][a-z-]*)((?:\\\\\n|[^`\n|])*)"
    for command, rest in re.findall(called, in_code()):
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in own[command], f"{command} has no {option}"
    for option in re.findall(r"`(--[a-z-]+)[^`]*`", TEXTS["operations.md"]):
        assert option in known, option


def test_every_command_has_help() -> None:
    for name, command in cli.commands.items():
        assert command.help, name


def test_modules_that_are_run_exist() -> None:
    for module in set(re.findall(r"python -m ((?:tests|emulator)[\w.]*)", EVERYTHING)):
        path = ROOT / Path(*module.split("."))
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module


# ---------------------------------------------------------------- settings


def settings_rows() -> dict[str, str]:
    """Variable -> default, as docs/deploy.md's table has them."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| ([^|]*) \|", TEXTS["deploy.md"], re.MULTILINE)
    return {name: default.strip() for name, default in rows if name in NAMES}


def test_the_table_of_settings_has_each_setting_once() -> None:
    rows = re.findall(r"^\| `((?:HOLDFAST_|PORT|K_SERVICE)[A-Z_]*)` ", TEXTS["deploy.md"], re.M)
    assert sorted(rows) == sorted(NAMES)


def defaults() -> dict[str, str]:
    """Variable -> default, for the settings that have one."""
    found = {}
    for variable, name in NAMES.items():
        field = Settings.model_fields[name]
        default = "" if field.is_required() else field.get_default()
        value = default.get_secret_value() if isinstance(default, SecretStr) else default
        if value:
            found[variable] = str(value)
    return found


def test_the_default_of_a_setting_is_the_one_that_is_told() -> None:
    told = settings_rows()
    for variable, default in defaults().items():
        assert told[variable] == f"`{default}`", variable
    follows = {"HOLDFAST_MAIL_FROM"}  # its default is another setting
    for variable in set(told) - set(defaults()) - follows:
        assert not told[variable].startswith("`"), variable


def test_no_setting_is_named_that_does_not_exist() -> None:
    of_the_script = {"HOLDFAST_URL", "HOLDFAST_FORMS", "HOLDFAST_WORKBOOKS", "HOLDFAST_ANSWERS"}
    named = set(re.findall(r"\bHOLDFAST_[A-Z_]+\b", EVERYTHING))
    assert named - of_the_script <= set(NAMES)


# ---------------------------------------------------------------- tables and links


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_says_what_its_source_says(name: str) -> None:
    path, table = TABLES[name]
    text = (ROOT / path).read_text(encoding="utf-8")
    assert written(text, name, table()) == text, "run: python -m tests.doc_tables"


def test_the_page_of_the_local_workspace_names_every_method() -> None:
    create_app()
    text = PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([\w.]+)` \|", text, re.MULTILINE)) == set(HANDLERS)


def test_the_page_of_the_local_workspace_is_up_to_date() -> None:
    """All of it but sizes and names of test files, which change with every day's work."""

    def lasting(text: str) -> list[str]:
        text = re.sub(r"## Size\n.*?(?=\n## )", "", text, flags=re.DOTALL)
        return [line for line in text.splitlines() if not line.startswith("Tests: ")]

    told, fresh = PAGE.read_text(encoding="utf-8"), page(counts_in(PAGE))
    assert lasting(told) == lasting(fresh), "run: python -m tests.emulator_table"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", TEXTS[path.name]):
        if not target.startswith(("http", "docs/pictures/")):
            assert (path.parent / target).exists(), target


def test_the_pictures_are_there() -> None:
    if not (ROOT / "docs" / "pictures").is_dir():
        pytest.skip("docs/pictures is empty: no pictures of the pages have been taken yet")
    for picture in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", TEXTS["README.md"]):
        assert (ROOT / picture).is_file(), picture


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_files_that_are_named_exist(path: Path) -> None:
    known = r"`((?:service|emulator|tests|docs|sheets_templates)/[\w./-]+)`"
    for name in re.findall(known, TEXTS[path.name]):
        assert (ROOT / name).exists(), name


def test_modules_of_casework_that_are_named_exist() -> None:
    for name in re.findall(r"`(\w+\.py)`", TEXTS["casework.md"]):
        assert list((ROOT / "service" / "casework").rglob(name)), name


def test_what_the_template_may_use_is_what_a_plan_gives_it() -> None:
    """docs/casework.md and the words of the first template name the same placeholders."""
    seed = (ROOT / "sheets_templates/documents/action_plan.en.yaml").read_text(encoding="utf-8")
    told = TEXTS["casework.md"].split("It may use:")[1].split("\n## ")[0]
    used = set(re.findall(r"\{\{ (\w+) \}\}", seed)) | {"goals", "actions", "accommodations"}
    assert used <= set(re.findall(r"\w+", told))


def test_pages_speak_of_holdfast_alone() -> None:
    for name, text in TEXTS.items():
        assert not re.search(r"/(?:work|tmp|root|home)/", text.replace("/home/usersettings", "")), (
            name
        )
        assert not re.search(r"(?i)\b(?:lorem|to be written|coming soon)\b", text), name
