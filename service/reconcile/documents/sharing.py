"""Who may have a paper: given at once, taken back at once, and widened only when the coordinator
has said so. The ledger knows people by hash alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from service.casework.disclosure import Disclosure, share_name, waiting_problems
from service.casework.plans.action_plan import CaseFile
from service.casework.records import Problem
from service.casework.wants import WantedShare
from service.keys import Keys
from service.ports import Agreed

from ..changes import Change, Forget, PutShare, Remember
from .document_memory import DocumentMemory


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
    file_key: str, wanted: Iterable[WantedShare], memory: DocumentMemory, *, anew: bool = False
) -> list[Change]:
    """Who gets the file now, and who no longer does. The ledger knows people only by hash.

    `anew`: a next version is made, which nobody has yet; earlier versions stay with those who
    may still have the plan, and are taken back from those who may not.
    """
    say = memory.say
    known = memory.known.get(("document", file_key)) or memory.known.get(
        ("progress_sheet", file_key)
    )
    file_id = known.object_id if known and not anew else ""
    due = {share_key(file_key, share.email, memory.keys): share for share in wanted}
    changes: list[Change] = []
    for key, share in due.items():
        agreed = memory.known.get(("share", key))
        # A share of an earlier version is none of this one (the run that made it was cut short).
        other = agreed is not None and file_id not in ("", agreed.marks.get("file"))
        if anew or other or agreed is None or agreed.marks.get("role") != share.role:
            because = say("changes.shared", role=share.role)
            if who := _allowed_by(file_key, share.email, memory):
                because = f"{because} {say('changes.allowed_by', who=who)}"
            changes.append(
                PutShare("share", file_key, file_id, share.email, share.role, because, key)
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
    return [change for key in gone for change in shares_of(key, (), memory)]


def _allowed_by(file_key: str, email: str, memory: DocumentMemory) -> str:
    """Who has said that this person may have it; "" where nobody had to be asked."""
    code = file_key.split(":")[1] if ":" in file_key else file_key
    key = f"widen:{share_name(code, email, memory.keys.fingerprint)}"
    allow = memory.say("plan.widen.allow")
    return memory.picked_by(key) if memory.any_picks and memory.pick(key) == allow else ""


def share_key(file_key: str, email: str, keys: Keys) -> str:
    return f"{file_key}|{keys.fingerprint('share', email)[:20]}"


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
