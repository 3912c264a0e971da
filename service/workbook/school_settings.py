"""The rows of Office > Settings: sheets_templates/settings.yaml, settings/<register>.yaml for what
a module brings, and a row for each module itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from service.casework.registry import AT_FIRST, MODULES, switch
from service.casework.settings import ModuleSettings, SettingRule, setting_key
from service.casework.wants import Say
from service.yaml_text import read_yaml

FOLDER = Path(__file__).resolve().parents[2] / "sheets_templates"
FILE = FOLDER / "settings.yaml"


class SettingRow(BaseModel):
    """One row: Setting, Value (the default), What it does, Source; `key` names the field of
    casework.settings.SchoolSettings, or of its `more` for what a module brings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    setting: str
    key: str
    value: str | int | float
    what: str
    source: str
    least: float = 0
    most: float = 100_000


@cache
def setting_rows() -> tuple[SettingRow, ...]:
    """The core's rows, in order. Raises pydantic.ValidationError, naming the entry, for a bad
    file."""
    return _read(FILE)


@cache
def module_rows(module: str) -> tuple[SettingRow, ...]:
    """What one module (by register name) brings."""
    file = FOLDER / "settings" / f"{module}.yaml"
    return _read(file) if file.is_file() else ()


def switch_rows(on: Iterable[str], say: Say) -> tuple[SettingRow, ...]:
    """A row for each module there is: yes for those in `on`."""
    chosen = frozenset(on)
    return tuple(
        SettingRow(
            setting=switch(each),
            key=setting_key(switch(each)),
            value="yes" if each.name in chosen else "no",
            what=say(f"modules.{each.name}"),
            source=say("modules.source"),
        )
        for each in MODULES
    )


def rows_at_first(say: Say, modules: frozenset[str] = AT_FIRST) -> tuple[SettingRow, ...]:
    """What a new school's Settings begins with, where it begins with these modules."""
    brought = (row for each in MODULES if each.name in modules for row in module_rows(each.name))
    return (*setting_rows(), *switch_rows(modules, say), *brought)


@cache
def module_settings() -> ModuleSettings:
    """What all modules add to the settings, for reading them."""
    rules = {
        row.key: SettingRule(row.value, row.least, row.most)
        for each in MODULES
        for row in module_rows(each.name)
    }
    rules |= {setting_key(f"{each.module} counts from"): SettingRule("") for each in MODULES}
    switches: Mapping[str, str] = {setting_key(switch(each)): each.name for each in MODULES}
    return ModuleSettings(MappingProxyType(dict(switches)), MappingProxyType(rules))


def _read(file: Path) -> tuple[SettingRow, ...]:
    content: Any = read_yaml(file.read_text("utf-8"))
    return TypeAdapter(tuple[SettingRow, ...]).validate_python(content)
