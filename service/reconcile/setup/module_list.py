"""Every module in one sentence, on or off: what `modules` prints and a card shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.casework.registry import MODULES, switch
from service.casework.settings import SchoolSettings
from service.casework.wants import Say


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """One module: its register's name, how it is called, what it is for, whether it is on, and the
    row of Settings that says so."""

    name: str
    called: str
    what: str
    on: bool
    setting: str


def module_lines(settings: SchoolSettings, say: Say) -> tuple[ModuleLine, ...]:
    return tuple(
        ModuleLine(
            each.name,
            each.module,
            say(f"modules.{each.name}"),
            each.name in settings.modules,
            switch(each),
        )
        for each in MODULES
    )


def as_json(lines: tuple[ModuleLine, ...]) -> Mapping[str, object]:
    """{"modules": [{"name", "what", "on"}]}"""
    return {"modules": [{"name": m.called, "what": m.what, "on": m.on} for m in lines]}
