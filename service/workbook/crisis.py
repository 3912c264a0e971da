"""Whom to call in danger and in a crisis, by country: sheets_templates/crisis.yaml, in words.

A line says its hours where they are known, and "at any hour" only where somebody answers at any
hour; a line for children is named as one. A number that is wrong, or unanswered when it is rung,
is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, reduce
from itertools import groupby
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from service.casework.settings import CrisisWords
from service.casework.wants import Say
from service.yaml_text import read_yaml

from .forms import FOLDER, FormError

ALWAYS: Final = "always"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EmergencyNumber(_Part):
    number: str
    whom: Literal["", "police", "ambulance"] = ""


class CrisisLine(_Part):
    """One line. `hours` is "always", the hours as they read, or "" where they are not known;
    `source` says where number, owner and hours were read."""

    call: tuple[str, ...] = ()
    text: str = ""
    word: str = ""  # what the text message says
    option: str = ""  # the digit to press
    hours: str = ""
    free: bool = False
    child: bool = False
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_reached(self) -> CrisisLine:
        if not self.call and not self.text:
            raise ValueError("a line needs a number to call or to text")
        return self

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.call, *([self.text] if self.text else []))))


class CountryLines(_Part):
    name: str
    emergency: tuple[EmergencyNumber, ...] = Field(min_length=1)
    lines: tuple[CrisisLine, ...] = Field(min_length=1)


@cache
def countries() -> Mapping[str, CountryLines]:
    """The table by ISO code. Raises pydantic.ValidationError, naming the entry, for a bad file."""
    read = read_yaml((FOLDER / "crisis.yaml").read_text("utf-8"))
    return TypeAdapter(dict[str, CountryLines]).validate_python(read)


def crisis_table(say: Say) -> Mapping[str, CrisisWords]:
    """Whom to call, by ISO code, in the words of `say`."""
    return {code: _words(country, say) for code, country in countries().items()}


def crisis_for(code: str, say: Say) -> CrisisWords:
    """Whom to call in the country `code` (ISO 3166). Raises FormError for one not in the table:
    a wrong number is worse than none."""
    found = countries().get(code.strip().upper())
    if found is None:
        raise FormError(
            f"No crisis line is known for the country '{code[:40]}'. Known are "
            f"{', '.join(countries())}; another can be added in sheets_templates/crisis.yaml."
        )
    return _words(found, say)


def _words(country: CountryLines, say: Say) -> CrisisWords:
    emergency = [
        say("crisis.whom", number=each.number, whom=say(f"crisis.{each.whom}"))
        if each.whom
        else each.number
        for each in country.emergency
    ]
    # Lines that are alike in hours, cost and for whom they are become one sentence.
    alike = groupby(country.lines, key=lambda line: (line.child, line.hours, line.free))
    lines = [_sentence(list(lines), say) for _, lines in alike]
    return CrisisWords(_joined("crisis.or", emergency, say), _joined("crisis.next", lines, say))


def _sentence(lines: list[CrisisLine], say: Say) -> str:
    """ "call 116 111, Mon–Sat 14:00–20:00, free of charge" """
    first = lines[0]
    said = _joined("crisis.or", (way for line in lines for way in _ways(line, say)), say)
    if first.hours:
        key = "crisis.always" if first.hours == ALWAYS else "crisis.hours"
        said = say(key, line=said, hours=first.hours)
    if first.free:
        said = say("crisis.free", line=said)
    return say("crisis.child", line=said) if first.child else said


def _ways(line: CrisisLine, say: Say) -> list[str]:
    if line.text and line.call == (line.text,):
        return [say("crisis.call_or_text", number=line.text)]
    ways = []
    if line.call:
        key = "crisis.option" if line.option else "crisis.call"
        numbers = _joined("crisis.or", line.call, say)
        ways.append(say(key, numbers=numbers, option=line.option))
    if line.word:
        ways.append(say("crisis.text_word", word=line.word, number=line.text))
    elif line.text:
        ways.append(say("crisis.text", number=line.text))
    return ways


def _joined(key: str, parts: Iterable[str], say: Say) -> str:
    return reduce(lambda one, other: say(key, one=one, other=other), parts)
