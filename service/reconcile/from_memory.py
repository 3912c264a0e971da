"""What the ledger answers while rules are asked: for a sync, and for a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from service.casework.school import RuleServices
from service.keys import Keys
from service.ports import Agreed

from .asked_papers import ASKED, papers
from .card_words import ON_CARD, on_card
from .case_managers import handed_over
from .kept_days import KEPT, kept

KINDS = (ON_CARD, KEPT, ASKED)
GONE = "gone"  # the mark of a document in the trash
NOTHING: Mapping[str, date] = MappingProxyType({})


def with_memory(
    services: RuleServices,
    known: Mapping[tuple[str, str], Agreed],
    keys: Keys,
    kept_now: Mapping[str, date] = NOTHING,
    agreed_now: Iterable[Agreed] = (),
) -> RuleServices:
    """The same services, which answer from what is `known` (of `KINDS` at least), from the days
    that were kept in this very run, and from the case managers who were agreed on in it."""
    new = {(each.kind, each.key): each for each in agreed_now}
    return replace(
        services,
        on_card=lambda row, column, value: on_card(known, keys, row, column, value),
        kept=lambda text: kept_now.get(text) or kept(known, keys, text),
        papers=lambda kind, email: papers(known, keys, kind, email),
        thrown_away=lambda key: is_thrown_away(known, key),
        handed_over=lambda code: handed_over(new, code) or handed_over(known, code),
    )


def is_thrown_away(known: Mapping[tuple[str, str], Agreed], key: str) -> bool:
    document = known.get(("document", key))
    return document is not None and bool(document.marks.get(GONE))
