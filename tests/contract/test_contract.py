"""The templates hold what was promised: every heading, in that order, every choice, every setting.

The tables beside this file are literal. What a module brings is held from the day it arrives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.casework.registry import MODULES, switch
from service.workbook.school_settings import module_rows, setting_rows
from service.workbook.spelling import fold, spellings_of
from service.workbook.templates import FOLDER, Column, Tab, load_templates

HERE = Path(__file__).parent
CORE, ABOUT_A_STUDENT = "Core, made whole", "◊"


def table(name: str) -> Any:
    return yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Promise:
    """One tab, or columns of one: `headings` as written, with * where Holdfast fills them."""

    book: str
    tab: str
    headings: tuple[str, ...]
    choices: Mapping[str, Sequence[str]]
    about_a_student: bool

    def __str__(self) -> str:
        return f"{self.book} › {self.tab}"


def promises(books: Mapping[str, Mapping[str, Any]]) -> Iterator[Promise]:
    for book, tabs in books.items():
        for title, said in tabs.items():
            yield Promise(
                book,
                title.removesuffix(ABOUT_A_STUDENT).strip(),
                tuple(said["headings"].split(" · ")),
                {heading: words_of(said) for heading, said in said.get("choices", {}).items()},
                title.endswith(ABOUT_A_STUDENT),
            )


def words_of(choices: str | Sequence[str]) -> Sequence[str]:
    return choices.split(", ") if isinstance(choices, str) else choices


def whole(promise: Promise, *last: str) -> Promise:
    """The same with the columns that a tab about a student begins and ends with."""
    if not promise.about_a_student:
        return promise
    headings = ("Student", *promise.headings, *last)
    return Promise(promise.book, promise.tab, headings, promise.choices, True)


# ---------------------------------------------------------------- what stands in the templates


@cache
def everything() -> dict[str, dict[str, Tab]]:
    """Every tab with all modules on, by workbook title and heading."""
    templates = load_templates(frozenset(module.name for module in MODULES))
    return {t.title: {tab.heading: tab for tab in t.tabs} for t in templates.values()}


def standing(promise: Promise) -> Tab | None:
    tabs = everything().get(promise.book, {}).values()
    return next((tab for tab in tabs if same(tab.heading, promise.tab)), None)


def same(one: str, other: str) -> bool:
    """Whether two spellings are one word."""
    return fold(one) in {fold(each) for each in spellings_of(other)}


def column_of(tab: Tab, heading: str) -> Column | None:
    return next((column for column in tab.columns if same(column.heading, heading)), None)


def broken(promise: Promise, tab: Tab | None) -> list[str]:
    """What a tab lacks of what was promised, in plain lines."""
    if tab is None:
        return [f"{promise}: there is no such tab"]
    found = [(heading, column_of(tab, heading.rstrip("*"))) for heading in promise.headings]
    lines = [f"{promise}: no column '{heading}'" for heading, column in found if column is None]
    stand = [(heading, column) for heading, column in found if column is not None]
    places = [tab.columns.index(column) for _, column in stand]
    if places != sorted(places):
        lines.append(f"{promise}: another order than {' · '.join(promise.headings)}")
    for heading, column in stand:
        if column.service != heading.endswith("*"):
            lines.append(
                f"{promise}: '{heading}' is filled by {'Holdfast' if column.service else 'people'}"
            )
    for heading, words in promise.choices.items():
        column = column_of(tab, heading)
        offered = column.choices if column else ()
        missing = [word for word in words if not any(same(each, word) for each in offered)]
        if missing:
            lines.append(f"{promise}, {heading}: no choice {missing}")
    return lines


# ---------------------------------------------------------------- the core


@pytest.mark.parametrize("promise", promises(table("core")), ids=str)
def test_a_tab_of_the_core_has_what_was_promised(promise: Promise) -> None:
    assert broken(whole(promise, "Case code*", "Row ID*"), standing(promise)) == []


def test_no_setting_of_a_running_school_is_reworded_or_gone() -> None:
    assert set(table("settings")) <= {row.setting for row in setting_rows()}


# ---------------------------------------------------------------- modules


MODULE_TABLE: Mapping[str, Mapping[str, Any]] = table("modules")


def has_arrived(name: str) -> bool:
    own = promises(MODULE_TABLE[name].get("tabs", {}))
    registered = any(same(module.module, name) for module in MODULES)
    return registered or any(standing(promise) for promise in own)


def gained_by_the_core(promise: Promise) -> bool:
    """A tab of the core is held to all that it gains as soon as it has some of it."""
    tab = standing(promise)
    return tab is not None and any(column_of(tab, each.rstrip("*")) for each in promise.headings)


@pytest.mark.parametrize("name", MODULE_TABLE)
def test_a_module_that_is_there_has_the_tabs_that_were_promised(name: str) -> None:
    wrong = []
    if has_arrived(name):
        for promise in promises(MODULE_TABLE[name].get("tabs", {})):
            last = ("Case manager*", "Case code*", "Row ID*")
            wrong += broken(whole(promise, *last), standing(promise))
    for promise in promises(MODULE_TABLE[name].get("gains", {})):
        if has_arrived(name) or (name == CORE and gained_by_the_core(promise)):
            wrong += broken(promise, standing(promise))
    assert wrong == []


@pytest.mark.parametrize("name", [name for name in MODULE_TABLE if name != CORE])
def test_a_module_that_is_there_has_the_settings_and_titles_that_were_promised(name: str) -> None:
    if not has_arrived(name):
        return
    own = [module for module in MODULES if same(module.module, name)]
    brought = (row for module in own for row in module_rows(module.name))
    rows = {row.setting: row.value for row in (*setting_rows(), *brought)}
    for setting, value in MODULE_TABLE[name].get("settings", {}).items():
        found = [row for row in rows if fits(setting, row)]
        assert found, setting
        assert value is None or [rows[row] for row in found] == [value], setting
    said = wording()
    missing = [title for title in MODULE_TABLE[name].get("titles", ()) if title not in said]
    assert missing == []


def fits(promised: str, setting: str) -> bool:
    return re.fullmatch(re.escape(promised).replace("…", ".+"), setting) is not None


@cache
def wording() -> str:
    folders = (FOLDER / "wording" / "en", FOLDER / "documents")
    texts = [path.read_text("utf-8") for folder in folders for path in folder.rglob("*.yaml")]
    return "\n".join(texts)


def test_every_module_has_its_place_in_the_table() -> None:
    for module in MODULES:
        assert any(same(module.module, name) for name in MODULE_TABLE), module.module
        assert switch(module) == f"Module: {module.module}"


# ---------------------------------------------------------------- the check itself


def test_what_is_missing_is_found() -> None:
    promise = next(p for p in promises(table("core")) if p.tab == "Diary")
    tab = standing(promise)
    assert tab is not None
    kind, when = tab.by_key["kind"], tab.by_key["date"]
    fewer = kind.model_copy(update={"choices": kind.choices[1:]})
    typed = tab.by_key["owner"].model_copy(update={"service": False})
    others = [c for c in tab.columns if c.key not in ("kind", "date", "how", "owner")]
    worse = tab.model_copy(update={"columns": (*others, when, fewer, typed)})
    assert broken(promise, worse) == [
        "Caseload › Diary: no column 'How'",
        f"Caseload › Diary: another order than {' · '.join(promise.headings)}",
        "Caseload › Diary: 'Owner*' is filled by people",
        "Caseload › Diary, Kind: no choice ['First Talk']",
        "Caseload › Diary, How: no choice ['In person', 'Phone', 'Video', 'Message']",
    ]
    assert broken(promise, None) == ["Caseload › Diary: there is no such tab"]
