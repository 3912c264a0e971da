"""Action plans and progress sheets: what must be made, refreshed or shared, and what is left.

A document that a person has edited is never written into again: the next version is made beside
it. A case whose rows and measurements are what they were is not even looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from service.casework.accommodations import in_force
from service.casework.disclosure import (
    Disclosure,
    disclosure_problems,
    plan_shares,
    settle_shares,
    share_name,
    waiting_problems,
)
from service.casework.plan_content import PlanContent, PreviousPlan
from service.casework.plan_versions import (
    must_be_new_document,
    part_fingerprints,
    to_remember,
)
from service.casework.plans import CaseFile, action_plans, copies
from service.casework.records import Problem
from service.casework.wants import LinkTo, Say, Value, WantedCells, WantedDocument, WantedShare
from service.keys import Keys

from .changes import Change, Forget, PutDocument, PutShare, Remember
from .gateways import Agreed, FileSeen
from .picture import Picture

Known = Mapping[tuple[str, str], Agreed]


@dataclass(frozen=True, slots=True)
class Drawer:
    """What planning papers needs besides the case itself. `link(kind, file id)` is where a file
    opens, `pick(problem key)` what somebody chose on Attention."""

    keys: Keys
    say: Say
    known: Known = field(hash=False)
    link: Callable[[str, str], str]
    pick: Callable[[str], str]
    shares: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    copies: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)


def open_drawer(
    keys: Keys, say: Say, known: Known, link: Callable[[str, str], str], pick: Callable[[str], str]
) -> Drawer:
    """A Drawer with what is remembered sorted by file (shares) and by case (copies of a plan)."""
    shares: dict[str, list[str]] = {}
    copies: dict[str, list[str]] = {}
    refused: dict[str, list[str]] = {}
    for (kind, key), agreed in known.items():
        if kind == "share":
            shares.setdefault(key.partition("|")[0], []).append(key)
        elif kind == "document":
            copies.setdefault(key.split(":")[1], []).append(key)
        elif kind == "refused":
            refused.setdefault(agreed.object_id, []).append(key)
    return Drawer(
        keys,
        say,
        known,
        link,
        pick,
        {file: tuple(found) for file, found in shares.items()},
        {code: tuple(found) for code, found in copies.items()},
        {code: tuple(found) for code, found in refused.items()},
    )


@dataclass(slots=True)
class Papers:
    changes: list[Change] = field(default_factory=list)
    cells: list[WantedCells] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def plan_of_case(
    file: CaseFile, picture: Picture, drawer: Drawer, *, papers_too: bool = True
) -> Papers:
    """Everything about the action plans of one case. Without `papers_too` only what is asked
    about them: nothing that they are made from has changed."""
    papers = Papers()
    case, say = file.case, drawer.say
    allowed_now = plan_shares(case, file.team, file.staff, say)
    agreed = drawer.known.get(("disclosure", case.code))
    answers = _allowed(file, allowed_now, drawer)
    disclosure = settle_shares(
        case,
        file.team,
        allowed_now,
        agreed.marks if agreed else None,
        drawer.keys.fingerprint,
        say,
        answers,
    )
    papers.problems += disclosure_problems(case, file.team, file.staff, say)
    _ask_to_widen(file, disclosure, papers, drawer)
    papers.problems += _in_the_trash(file, drawer)
    if not papers_too:
        letters = copies(file, say)
        for key in drawer.copies.get(case.code, ()):
            letter = key.rpartition(":")[2]
            shares = disclosure.now.get(letter, ()) if letter in letters else ()
            papers.changes += _shares(key, shares, drawer)
        _agree_on_shares(case.code, disclosure, papers, drawer)
        return papers
    standing = {
        key.rpartition(":")[2]: plan
        for key in drawer.copies.get(case.code, ())
        if (plan := _previous(key, drawer)) is not None
    }
    wanted = action_plans(
        file,
        standing,
        picture.settings,
        say,
        picture.today,
        drawer.keys.fingerprint,
        disclosure.now,
    )
    links: list[LinkTo | str] = []
    for want in wanted:
        made = _put(want, standing.get(want.household), drawer)
        anew = any(change.kind == "next_document" for change in made)
        papers.changes += made
        papers.changes += _shares(want.key, want.shares, drawer, anew=anew)
        links.append(LinkTo("document", want.key) if anew else _link(want.key, drawer))
        links += earlier_versions(want.key, drawer, anew)
    papers.changes += _withdrawn(case.code, {want.key for want in wanted}, drawer)
    if wanted:
        _agree_on_shares(case.code, disclosure, papers, drawer)
        cell: Value = tuple(links)
        because = say("changes.plan_linked")
        papers.cells.append(WantedCells(case.row, {"action_plan": cell}, because))
    return papers


def _agree_on_shares(code: str, disclosure: Disclosure, papers: Papers, drawer: Drawer) -> None:
    known = drawer.known.get(("disclosure", code))
    if known is None and not drawer.copies.get(code) and not papers.changes:
        return  # nothing was ever made that could be shared
    if known is None or dict(known.marks) != disclosure.marks:
        papers.changes.append(Remember((Agreed("disclosure", code, "", disclosure.marks),)))


def _ask_to_widen(file: CaseFile, disclosure: Disclosure, papers: Papers, drawer: Drawer) -> None:
    """The coordinator is asked once; a "no" is remembered while Team says the same."""
    say = drawer.say
    asked = waiting_problems(file.case, file.team, disclosure, drawer.keys.fingerprint, say)
    for problem in asked:
        if ("refused", problem.key) in drawer.known:
            continue
        if drawer.pick(problem.key) == say("plan.widen.refuse"):
            papers.changes.append(Remember((Agreed("refused", problem.key, file.case.code),)))
        else:
            papers.problems.append(problem)
    waiting = {problem.key for problem in asked}
    over = [key for key in drawer.refused.get(file.case.code, ()) if key not in waiting]
    if over:
        papers.changes.append(Forget(tuple(("refused", key) for key in over)))


def _put(want: WantedDocument, previous: PreviousPlan | None, drawer: Drawer) -> list[Change]:
    """The document of one copy: made, refreshed in place, made anew beside it, or left alone."""
    content: PlanContent = want.content
    fingerprint, say = drawer.keys.fingerprint, drawer.say
    known = drawer.known.get(("document", want.key))
    parts = part_fingerprints(content, fingerprint)
    base = to_remember(previous, content, fingerprint).base
    marks = {f"m:{k}": v for k, v in parts.items()} | {f"b:{k}": v for k, v in base.items()}
    if known is None:
        return [PutDocument("create_document", want, content.version, want.because, marks)]
    unchanged = previous is not None and dict(previous.marks) == parts
    again = drawer.pick(f"trashed:{want.key}") == say("problems.plan_trashed.again")
    if unchanged and not again:
        return []
    if must_be_new_document(previous, content, fingerprint) or again:
        # Somebody has written into the document that stands (or thrown it away).
        because = say("changes.plan_next", version=content.version)
        return [
            PutDocument(
                "next_document", want, content.version, because, marks, previous=known.object_id
            )
        ]
    because = say("changes.plan_refreshed")
    if known.marks.get("previous"):
        marks["previous"] = known.marks["previous"]
    return [
        PutDocument(
            "refresh_document", want, content.version, because, marks, file_id=known.object_id
        )
    ]


def touched_by_a_person(known: Known, touched: Mapping[str, FileSeen], keys: Keys) -> list[Agreed]:
    """Documents that somebody has written into or thrown away since we did; to be remembered,
    for Drive tells it only once."""
    found = []
    for (kind, _), agreed in known.items():
        file = touched.get(agreed.object_id) if kind == "document" else None
        if file is None:
            continue
        marks = dict(agreed.marks)
        gone = file.trashed or file.removed
        # A refresh that was cut short after its upload is our own hand, not a person's.
        ours = "writing" in marks and stamp(file, keys).endswith(f"/{marks['writing']}")
        if file.modified and stamp(file, keys) != marks.get("modified") and not ours:
            marks["edited"] = "1"
        if gone or marks.get("gone"):
            marks["gone"] = "1" if gone else ""
        if marks != dict(agreed.marks):
            found.append(Agreed(kind, agreed.key, agreed.object_id, marks))
    return found


def stamp(file: FileSeen, keys: Keys) -> str:
    """When a file was last changed, and by whom (hashed): what tells our own change from any
    other, even one in the same moment."""
    when = file.modified.isoformat() if file.modified else ""
    return f"{when}/{hand(file.modified_by, keys)}"


def hand(email: str, keys: Keys) -> str:
    """Whose writing it is, in a stamp."""
    return keys.fingerprint("modified by", email)[:10]


def _previous(key: str, drawer: Drawer) -> PreviousPlan | None:
    known = drawer.known.get(("document", key))
    if known is None:
        return None
    return PreviousPlan(
        version=int(known.marks.get("version", "1")),
        marks={k[2:]: v for k, v in known.marks.items() if k.startswith("m:")},
        base={k[2:]: v for k, v in known.marks.items() if k.startswith("b:")},
        edited=bool(known.marks.get("edited") or known.marks.get("gone")),
    )


def _shares(
    file_key: str, wanted: Iterable[WantedShare], drawer: Drawer, *, anew: bool = False
) -> list[Change]:
    """Who gets the file now, and who no longer does. The ledger knows people only by hash.

    `anew`: a next version is made, which nobody has yet; earlier versions stay with those who
    may still have the plan, and are taken back from those who may not.
    """
    say = drawer.say
    known = drawer.known.get(("document", file_key)) or drawer.known.get(
        ("progress_sheet", file_key)
    )
    file_id = known.object_id if known and not anew else ""
    due = {share_key(file_key, share.email, drawer.keys): share for share in wanted}
    changes: list[Change] = []
    for key, share in due.items():
        agreed = drawer.known.get(("share", key))
        # A share of an earlier version is none of this one (the run that made it was cut short).
        other = agreed is not None and file_id not in ("", agreed.marks.get("file"))
        if anew or other or agreed is None or agreed.marks.get("role") != share.role:
            because = say("changes.shared", role=share.role)
            changes.append(
                PutShare("share", file_key, file_id, share.email, share.role, because, key)
            )
    changes += [
        PutShare("unshare", file_key, "", "", "", say("changes.unshared"), key)
        for key in drawer.shares.get(file_key, ())
        if "|".join(key.split("|")[:2]) not in due
    ]
    return changes


def _withdrawn(code: str, standing: set[str], drawer: Drawer) -> list[Change]:
    """A copy that is no longer wanted (a household is gone, the case is closed) is shared with
    nobody any more; the document itself stays."""
    gone = [key for key in drawer.copies.get(code, ()) if key not in standing]
    return [change for key in gone for change in _shares(key, (), drawer)]


def share_key(file_key: str, email: str, keys: Keys) -> str:
    return f"{file_key}|{keys.fingerprint('share', email)[:20]}"


def shares_of(file_key: str, wanted: Iterable[WantedShare], drawer: Drawer) -> list[Change]:
    """The same for a progress sheet, whose key is its case code."""
    return _shares(file_key, wanted, drawer)


def _allowed(
    file: CaseFile, wanted: Mapping[str, tuple[WantedShare, ...]], drawer: Drawer
) -> frozenset[str]:
    """The share names that the coordinator has allowed on Attention."""
    names = {
        share_name(file.case, share.email, drawer.keys.fingerprint)
        for shares in wanted.values()
        for share in shares
    }
    allow = drawer.say("plan.widen.allow")
    return frozenset(name for name in names if drawer.pick(f"widen:{name}") == allow)


def earlier_versions(key: str, drawer: Drawer, anew: bool = False) -> list[str]:
    """The version that a person has written into stays linked below the one made beside it."""
    known = drawer.known.get(("document", key))
    if known is None:
        return []
    file_id = known.object_id if anew else known.marks.get("previous", "")
    return [drawer.link("document", file_id)] if file_id else []


def _link(key: str, drawer: Drawer) -> LinkTo | str:
    known = drawer.known.get(("document", key))
    return drawer.link("document", known.object_id) if known else LinkTo("document", key)


def _in_the_trash(file: CaseFile, drawer: Drawer) -> list[Problem]:
    """Plans that somebody has thrown away: only a person knows whether that was meant."""
    say = drawer.say
    return [
        Problem(
            key=f"trashed:{key}",
            row=file.case.row,
            column="action_plan",
            what=say("problems.plan_trashed.what"),
            why=say("problems.plan_trashed.why"),
            student=file.case.student,
            code=file.case.code,
            whose=file.case.case_manager,
            pick=(say("problems.plan_trashed.again"),),
        )
        for key in drawer.copies.get(file.case.code, ())
        if drawer.known["document", key].marks.get("gone")
    ]


def sources_of(file: CaseFile, rows: object, picture: Picture, keys: Keys) -> str:
    """A keyed hash of everything a case's papers are made from, except its measurements."""
    manager = next((p for p in file.staff if p.email == file.case.case_manager), None)
    emails = {p.email for p in file.staff}
    return keys.fingerprint(
        repr(
            (
                rows,
                manager and (manager.email, manager.name),
                [member.email in emails for member in file.team],
                [in_force(row, picture.today) for row in file.accommodations],
                picture.settings.school_phone,
                picture.settings.plan_length_weeks,
                picture.settings.language,
            )
        )
    )
