"""What is remembered of a school's papers, sorted so that one case costs one look-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from service.casework.plans.action_plan import ACTION_PLAN
from service.casework.wants import Say
from service.keys import Keys
from service.ports import Agreed

from .hand_on import HandingOn
from .link_words import LinkWords

Known = Mapping[tuple[str, str], Agreed]


@dataclass(frozen=True, slots=True)
class DocumentMemory:
    """What planning papers needs besides the case itself. `link(kind, file id)` is where a file
    opens, `words` what a cell says that leads there, `pick(problem key)` what somebody chose on
    Attention, `picked_by(problem key)` who it was, in words; `handing`: what families have been
    given."""

    keys: Keys
    say: Say
    known: Known = field(hash=False)
    handing: HandingOn = field(hash=False)
    link: Callable[[str, str], str]
    words: LinkWords
    pick: Callable[[str], str]
    any_picks: bool = True
    picked_by: Callable[[str], str] = lambda key: ""
    shares: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    copies: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


def document_memory(
    keys: Keys,
    say: Say,
    known: Known,
    handing: HandingOn,
    link: Callable[[str, str], str],
    pick: Callable[[str], str],
    any_picks: bool = True,
    picked_by: Callable[[str], str] = lambda key: "",
) -> DocumentMemory:
    """A Drawer with what is remembered sorted by file (shares) and by case (copies of a plan)."""
    shares: dict[str, list[str]] = {}
    copies: dict[str, list[str]] = {}
    refused: dict[str, list[str]] = {}
    for (kind, key), agreed in known.items():
        if kind == "share":
            shares.setdefault(key.partition("|")[0], []).append(key)
        elif kind == "document" and key.startswith(f"{ACTION_PLAN}:"):
            copies.setdefault(key.split(":")[1], []).append(key)
        elif kind == "refused":
            refused.setdefault(agreed.object_id, []).append(key)
    return DocumentMemory(
        keys,
        say,
        known,
        handing,
        link,
        LinkWords(say, link),
        pick,
        any_picks,
        picked_by,
        {file: tuple(found) for file, found in shares.items()},
        {code: tuple(found) for code, found in copies.items()},
        {code: tuple(found) for code, found in refused.items()},
    )
