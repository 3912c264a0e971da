"""Which Google this is: what nobody could tell beforehand, tried on files of the probes' own.

Every probe asks Google's APIs alone and answers with one word; what it made is put into the bin. A
probe that comes to nothing says why, and nothing follows from it.

    scratch   where the probes work, and how it is cleared away
    drive, sheets, forms, mail   the probes of one API each
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.ports import GatewayError

from ..session import Session
from . import drive, forms, mail, sheets
from .scratch import CannotTell, Scratch

__all__ = ["Probed", "probe_all"]

PROBES: dict[str, Callable[[Scratch], str]] = {
    "gmail_message_id": mail.message_id,
    "named_range_ids": sheets.named_range_ids,
    "missing_named_range": sheets.missing_named_range,
    "missing_metadata": sheets.missing_metadata,
    "append_below": sheets.append_below,
    "find_replace": sheets.find_replace,
    "drive_parents": drive.parents,
    "default_visibility": drive.default_visibility,
    "form_ids": forms.ids,
    "form_goto_same_batch": forms.goto_same_batch,
    "doc_revisions": drive.revisions,
    "search_delay": drive.search_delay,
}


@dataclass(frozen=True, slots=True)
class Probed:
    """What one probe saw: `value` is its word, "" where it could not tell; then `why` says so."""

    name: str
    value: str
    why: str = ""


def probe_all(
    session: Session, admin: str, mail_from: str, wait: Callable[[float], None], mails: bool = True
) -> Iterator[Probed]:
    """Every probe in turn, as `admin`. `wait` lets seconds pass; without `mails` none is sent, and
    what Gmail does is not asked."""
    scratch = Scratch(session, admin, mail_from, wait)
    try:
        for name, probe in PROBES.items():
            if probe is mail.message_id and not mails:
                continue
            try:
                yield Probed(name, probe(scratch))
            except CannotTell as reason:
                yield Probed(name, "", str(reason))
            except GatewayError as error:
                yield Probed(name, "", error.sentence)
    finally:
        scratch.clear()
