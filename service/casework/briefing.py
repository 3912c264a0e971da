"""What topics have to say of a case before a meeting, in words for the team.

The place where topics meet on one paper without knowing each other: each says its own
(`Register.tells`), and a rule asks for all of it (`RuleServices.tells`). What a household may not
see is left out where it is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .register import Register
    from .school import School

MISSING_WORK, PROMISE, DECIDED = "missing_work", "promise", "decided"
DEADLINE, SERVICE = "deadline", "service"
ABOUT: Final = (MISSING_WORK, PROMISE, DECIDED, DEADLINE, SERVICE)


@dataclass(frozen=True, slots=True)
class Told:
    """One line; `about` is one of ABOUT."""

    about: str
    words: str


def told_by(registers: Iterable[Register]) -> Callable[[School, str], tuple[Told, ...]]:
    """What these topics say of a case (its code), topic after topic."""
    telling = [each.tells for each in registers if each.tells is not None]
    return lambda school, code: tuple(line for tells in telling for line in tells(school, code))
