"""Which Google this is, as `doctor --live` has found it: remembered, told, and heeded.

Remembered as tokens, not as agreements: a ledger that knows of Google alone is still one that was
lost, and `sync` goes on refusing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from service.casework.wants import Say
from service.ports import GatewayError, Ledger

TOKEN = "capability:"
# Where a batch cannot be fenced, it could fall between two hands: nothing is written.
REFUSED: Mapping[str, str] = {"named_range_ids": "unfenced"}
TOLD_BY_THE_ADD_ON = ("addon_callback", "hd_claim", "data_images")


class Probed(Protocol):
    """What a probe saw: its word ("" where it could not tell, and then why)."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def why(self) -> str: ...


class CannotBeSafe(GatewayError):
    """This Google lacks something without which writing would not be safe; the sentence says it."""


@dataclass(frozen=True, slots=True)
class ProbeLine:
    """One line of the table: the probe's name, its word, what was seen, what follows from it."""

    name: str
    value: str
    seen: str
    follows: str


def remember(ledger: Ledger, probed: Iterable[Probed]) -> None:
    """What could not be told leaves standing what was known before."""
    ledger.set_tokens({f"{TOKEN}{each.name}": each.value for each in probed if each.value})


def known(ledger: Ledger, name: str) -> str:
    """What is remembered of one capability, or ""."""
    return ledger.token(f"{TOKEN}{name}")


def probe_lines(probed: Iterable[Probed], say: Say) -> tuple[ProbeLine, ...]:
    return tuple(_line(each, say) for each in probed)


def _line(each: Probed, say: Say) -> ProbeLine:
    if not each.value:
        return ProbeLine(each.name, "", say("probes.untold", why=each.why), say("probes.nothing"))
    # A number of seconds is told in one sentence, and none in another.
    word = "seconds" if each.value[0].isdigit() or " " in each.value else each.value
    word = "at_once" if each.value == "0" else word
    key = f"probes.{each.name}.{word}"
    return ProbeLine(
        each.name, each.value, say(f"{key}.seen", value=each.value), say(f"{key}.follows")
    )


def unsafe(ledger: Ledger) -> tuple[str, ...]:
    """The capabilities that were found to be missing and without which nothing is written."""
    return tuple(name for name, value in REFUSED.items() if known(ledger, name) == value)


def refuse_where_unsafe(ledger: Ledger, say: Say) -> None:
    """Raises CannotBeSafe."""
    for name in unsafe(ledger):
        raise CannotBeSafe(say(f"probes.{name}.{REFUSED[name]}.follows"))
