"""How days are written in a language: names, and words that count from today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class DateWords:
    """Names in lower case and without accents. `cautious` are names that are other words too: they
    count with a capital in the middle of a line, or behind one of `before`. `ahead` are words to
    days from today, `next_week` and `this_week` phrases, `units` words to days of one, `within` the
    words before "3 days"."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    cautious: frozenset[str]
    before: frozenset[str]
    next_before: frozenset[str]  # "next Fri": the coming one, or that of the week after
    ahead: Mapping[str, int]
    next_week: tuple[str, ...]
    this_week: tuple[str, ...]
    within: str
    units: Mapping[str, int]


def _numbered(names: str, first: int = 0) -> dict[str, int]:
    """ "mon monday, tue tuesday" -> each name to the number of its group."""
    groups = enumerate(names.split(","), first)
    return {name: number for number, group in groups for name in group.split()}


ENGLISH: Final = DateWords(
    months=_numbered(
        "jan january,feb february,mar march,apr april,may,jun june,jul july,aug august,"
        "sep sept september,oct october,nov november,dec december",
        1,
    ),
    weekdays=_numbered(
        "mon monday,tue tues tuesday,wed weds wednesday,thu thur thurs thursday,fri friday,"
        "sat saturday,sun sunday"
    ),
    cautious=frozenset({"mon", "wed", "sat", "sun"}),
    before=frozenset({"by", "on", "until", "till", "before", "due", "this", "every", "for"}),
    next_before=frozenset({"next"}),
    ahead={"today": 0, "tonight": 0, "tomorrow": 1},
    next_week=("next week",),
    this_week=("this week", "end of the week", "end of week"),
    within="in|within",
    units={"day": 1, "days": 1, "week": 7, "weeks": 7},
)
SPANISH: Final = DateWords(
    months=_numbered(
        "ene enero,feb febrero,mar marzo,abr abril,may mayo,jun junio,jul julio,ago agosto,"
        "sep sept set septiembre setiembre,oct octubre,nov noviembre,dic diciembre",
        1,
    ),
    weekdays=_numbered(
        "lun lunes,martes,mie miercoles,jue jueves,vie viernes,sab sabado,dom domingo"
    ),
    cautious=frozenset({"lun", "dom"}),
    before=frozenset({"el", "al", "este", "para", "antes", "hasta", "del", "proximo"}),
    next_before=frozenset(),  # "el próximo viernes" is the coming one
    ahead={"hoy": 0, "pasado manana": 2},
    next_week=("proxima semana", "semana que viene", "semana proxima", "semana entrante"),
    this_week=("esta semana", "fin de semana", "fin de la semana"),
    within="en|dentro de",
    units={"dia": 1, "dias": 1, "semana": 7, "semanas": 7},
)
# "mañana" is tomorrow, unless it is the morning.
SPANISH_TOMORROW: Final = re.compile(
    r"(?<!pasado )(?<!\bla )(?<!\besta )(?<!\bde )(?<!\buna )\bmanana\b"
)


def words_of(language: str) -> DateWords:
    """Those of a school's language; English's where there are none."""
    return SPANISH if language.casefold().startswith("es") else ENGLISH
