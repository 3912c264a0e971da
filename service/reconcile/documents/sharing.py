"""Who may have a paper: given at once, taken back at once, and widened only when the coordinator
has said so. The ledger knows people by hash alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from service.casework.disclosure import Disclosure, share_name, waiting_problems
from service.casework.plans.action_plan import CaseFile
from service.casework.records import Problem
from service.casework.wants import WantedShare
from service.ports import Agreed

from ..changes import Change, Forget, PutShare, Remember
from .document_memory import DocumentMemory
from .hand_on import share_key


class ShareChanges(Protocol):
    """Where changes and questions are collected."""

    changes: list[Change]
    problems: list[Problem]


def agree_on_shares(
    code: str, disclosure: Disclosure, papers: ShareChanges, memory: DocumentMemory
) -> None:
    known = memory.known.get(("disclosure", code))
    if known is None and not memory.copies.get(code) and not papers.changes:
        return  # nothing was ever made that could be shared
    if known is None or dict(known.marks) != disclosure.marks:
        papers.changes.append(Remember((Agreed("disclosure", code, "", disclosure.marks),)))


def ask_to_widen(
    file: CaseFile, disclosure: Disclosure, papers: ShareChanges, memory: DocumentMemory
) -> None:
    """The coordinator is asked once; a "no" is remembered while Team says the same."""
    say = memory.say
    asked = waiting_problems(file.case, file.team, disclosure, memory.keys.fingerprint, say)
    for problem in asked:
        if ("refused", problem.key) in memory.known:
            continue
        if memory.pick(problem.key) == say("plan.widen.refuse"):
            papers.changes.append(Remember((Agreed("refused", problem.key, file.case.code),)))
        else:
            papers.problems.append(problem)
    waiting = {problem.key for problem in asked}
    over = [key for key in memory.refused.get(file.case.code, ()) if key not in waiting]
    if over:
        papers.changes.append(Forget(tuple(("refused", key) for key in over)))


def shares_of(
    file_key: str,
    wanted: Iterable[WantedShare],
    memory: DocumentMemory,
    *,
    anew: bool = False,
    again: bool = False,
) -> list[Change]:
    """Who gets the file now, and who no longer does. The ledger knows people only by hash.

    `anew`: a next version is made, which nobody has yet; earlier versions stay with those who
    may still have the plan, and are taken back from those who may not. A family gets what was
    handed on to it, and of a next version nothing. `again`: another file takes its place, and
    goes along to those who have it.
    """
    say, handing = memory.say, memory.handing
    known = memory.known.get(("document", file_key)) or memory.known.get(
        ("progress_sheet", file_key)
    )
    standing = known.object_id if known else ""
    due = {share_key(file_key, share.email, memory.keys): share for share in wanted}
    changes: list[Change] = []
    for key, share in due.items():
        agreed = memory.known.get(("share", key))
        by_hand = handing.asks(file_key, share.email)
        if by_hand and (anew or not standing):
            handing.waits(file_key, share.email)
        handed = handing.handed_on(file_key, share.email) if by_hand else ""
        if by_hand and not handed:
            if who := _allowed_by(file_key, share.email, memory):
                handing.allow(file_key, share.email, who)
            continue
        if again and not by_hand and agreed is not None and agreed.marks.get("role") == share.role:
            continue
        new = anew and not by_hand
        file_id = "" if new else handed or standing
        # A share of an earlier version is none of this one (the run that made it was cut short).
        other = agreed is not None and file_id not in ("", agreed.marks.get("file"))
        if new or other or agreed is None or agreed.marks.get("role") != share.role:
            because = _because(file_key, share, memory)
            changes.append(
                PutShare("share", file_key, file_id, share.email, share.role, because, key, by_hand)
            )
    changes += [
        PutShare("unshare", file_key, "", "", "", say("changes.unshared"), key)
        for key in memory.shares.get(file_key, ())
        if "|".join(key.split("|")[:2]) not in due
    ]
    return changes


def withdrawn(code: str, standing: set[str], memory: DocumentMemory) -> list[Change]:
    """A copy that is no longer wanted (a household is gone, the case is closed) is shared with
    nobody any more; the document itself stays."""
    gone = [key for key in memory.copies.get(code, ()) if key not in standing]
    for key in gone:
        memory.handing.settle(key, ())
    return [change for key in gone for change in shares_of(key, (), memory)]


def _because(file_key: str, share: WantedShare, memory: DocumentMemory) -> str:
    """Why it is shared, and by whose word, where somebody had to be asked."""
    say, handing = memory.say, memory.handing
    parts = [say("changes.shared", role=share.role)]
    allowed = _allowed_by(file_key, share.email, memory)
    if who := allowed or handing.allowed_by(file_key, share.email):
        parts.append(say("changes.allowed_by", who=who))
    if handing.asks(file_key, share.email) and (who := handing.by(file_key, share.email)):
        parts.append(say("hand_on.by", who=who))
    return " ".join(parts)


def _allowed_by(file_key: str, email: str, memory: DocumentMemory) -> str:
    """Who has said that this person may have it; "" where nobody had to be asked."""
    code = file_key.split(":")[1] if ":" in file_key else file_key
    key = f"widen:{share_name(code, email, memory.keys.fingerprint)}"
    allow = memory.say("plan.widen.allow")
    return memory.picked_by(key) if memory.any_picks and memory.pick(key) == allow else ""


def allowed_on_attention(
    file: CaseFile, wanted: Mapping[str, tuple[WantedShare, ...]], memory: DocumentMemory
) -> frozenset[str]:
    """The share names that the coordinator has allowed on Attention."""
    if not memory.any_picks:
        return frozenset()
    names = {
        share_name(file.case.code, share.email, memory.keys.fingerprint)
        for shares in wanted.values()
        for share in shares
    }
    allow = memory.say("plan.widen.allow")
    return frozenset(name for name in names if memory.pick(f"widen:{name}") == allow)
