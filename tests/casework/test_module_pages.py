"""Every module has its line in the list of modules, and a page of its own."""

from __future__ import annotations

import re
from pathlib import Path

from service.casework.registry import MODULES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "modules"
LINE = re.compile(r"^\| \[([^\]]+)\]\(([\w-]+)\.md\) \| (on|off) \| ([^|]+) \|$", re.MULTILINE)
LISTED = [match.groups() for match in LINE.finditer((FOLDER / "README.md").read_text("utf-8"))]


def test_the_list_has_every_module_and_no_other_in_the_order_in_which_they_stand() -> None:
    wanted = [(m.module, m.name, "on" if m.on_at_first else "off") for m in MODULES]
    assert [(name, page, at_first) for name, page, at_first, _ in LISTED] == wanted


def test_each_is_said_in_one_sentence() -> None:
    for name, _, _, sentence in LISTED:
        assert sentence.endswith("."), name
        assert sentence.count(". ") == 0, name


def test_each_has_a_page_that_names_its_folder_and_its_switch() -> None:
    for module in MODULES:
        page = (FOLDER / f"{module.name}.md").read_text("utf-8")
        assert page.startswith(f"# {module.module}\n"), module.name
        assert f"service/casework/{module.name}/" in page, module.name


def test_what_is_named_is_there() -> None:
    root = FOLDER.parents[1]
    known = re.compile(r"`((?:service|emulator|tests|docs|sheets_templates)/[\w./-]+)`")
    link = re.compile(r"\]\(([\w./-]+\.md)\)")
    for page in FOLDER.glob("*.md"):
        text = page.read_text("utf-8")
        for name in known.findall(text):
            assert (root / name).exists(), f"{page.name}: {name}"
        for name in link.findall(text):
            assert (page.parent / name).is_file(), f"{page.name}: {name}"
