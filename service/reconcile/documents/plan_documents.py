"""Action plans and progress sheets: what must be made, refreshed or shared, and what is left.

A document that a person has edited is never written into again: the next version is made beside
it. A case whose rows and measurements are what they were is not even looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from service.casework.accommodation_rows import in_force
from service.casework.called import paper_names
from service.casework.disclosure import disclosure_problems, plan_shares, settle_shares
from service.casework.plans.action_plan import ACTION_PLAN, CaseFile, action_plans, copies
from service.casework.plans.content import PlanContent, PreviousPlan
from service.casework.plans.versions import (
    must_be_new_document,
    only_measured,
    part_fingerprints,
    says_the_same,
    to_remember,
)
from service.casework.records import Problem
from service.casework.schooldays import NoSchoolDay
from service.casework.wants import LinkTo, Value, WantedCells, WantedDocument
from service.keys import Keys
from service.ports import Agreed, FileSeen

from ..changes import Change, PutDocument
from ..school_records import School
from .document_memory import DocumentMemory, Known
from .earlier_versions import PREVIOUS, carried, others_write, touched_later
from .link_words import version_before, version_of
from .sharing import agree_on_shares, allowed_on_attention, ask_to_widen, shares_of, withdrawn
from .stamps import stamp

TAKEN_IN = "taken_in"  # the day on which a plan last took in measurements alone


@dataclass(slots=True)
class PlanDocuments:
    changes: list[Change] = field(default_factory=list)
    cells: list[WantedCells] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    due: str = ""  # the day on which measurements that wait are taken in


def plan_of_case(
    file: CaseFile, school: School, memory: DocumentMemory, *, papers_too: bool = True
) -> PlanDocuments:
    """Everything about the action plans of one case. Without `papers_too` only what is asked
    about them: nothing that they are made from has changed."""
    papers = PlanDocuments()
    case, say = file.case, memory.say
    allowed_now = plan_shares(case, file.team, file.staff, say)
    agreed = memory.known.get(("disclosure", case.code))
    answers = allowed_on_attention(file, allowed_now, memory)
    disclosure = settle_shares(
        case,
        file.team,
        allowed_now,
        agreed.marks if agreed else None,
        memory.keys.fingerprint,
        say,
        answers,
    )
    papers.problems += disclosure_problems(case, file.team, file.staff, say)
    ask_to_widen(file, disclosure, papers, memory)
    papers.problems += _in_the_trash(file, memory)
    letters = copies(file, say)
    for letter in letters:
        may = (*disclosure.now.get(letter, ()), *disclosure.waiting.get(letter, ()))
        memory.handing.settle(f"{ACTION_PLAN}:{case.code}:{letter}", [each.email for each in may])
    if not papers_too:
        for key in memory.copies.get(case.code, ()):
            letter = key.rpartition(":")[2]
            if letter not in letters:
                memory.handing.settle(key, ())
            shares = disclosure.now.get(letter, ()) if letter in letters else ()
            papers.changes += shares_of(key, shares, memory)
        agree_on_shares(case.code, disclosure, papers, memory)
        return papers
    standing = {
        key.rpartition(":")[2]: plan
        for key in memory.copies.get(case.code, ())
        if (plan := _previous(key, memory)) is not None
    }
    wanted = action_plans(
        file,
        standing,
        school.settings,
        say,
        school.today,
        memory.keys.fingerprint,
        disclosure.now,
    )
    links: list[LinkTo] = []
    for want in wanted:
        if _waits(want, standing.get(want.household), school, memory):
            papers.due = _next_school_day(school).isoformat()
            links += [
                _link(want.key, memory, want.content.version),
                *earlier_versions(want.key, memory),
            ]
            papers.changes += shares_of(want.key, want.shares, memory)
            continue
        made = _put(want, standing.get(want.household), school.today, memory)
        kinds = {change.kind for change in made}
        anew, again = "next_document" in kinds, "refresh_document" in kinds
        papers.changes += made
        papers.changes += shares_of(want.key, want.shares, memory, anew=anew, again=again)
        next_one = memory.words.plan(want.key, want.content.version)
        links.append(next_one if anew else _link(want.key, memory, want.content.version))
        links += earlier_versions(want.key, memory, anew)
    papers.changes += withdrawn(case.code, {want.key for want in wanted}, memory)
    if wanted:
        agree_on_shares(case.code, disclosure, papers, memory)
        cell: Value = tuple(links)
        because = say("changes.plan_linked")
        papers.cells.append(WantedCells(case.row, {"action_plan": cell}, because))
    return papers


def _waits(
    want: WantedDocument, previous: PreviousPlan | None, school: School, memory: DocumentMemory
) -> bool:
    """Whether only measurements are new in it, and it has taken some in today already, or there is
    no school today."""
    known = memory.known.get(("document", want.key))
    if known is None or previous is None or wanted_anew(want.key, memory):
        return False
    content: PlanContent = want.content
    if not only_measured(previous.marks, part_fingerprints(content, memory.keys.fingerprint)):
        return False
    today = school.today
    return known.marks.get(TAKEN_IN) == today.isoformat() or not school.calendar.is_school_day(
        today
    )


def _next_school_day(school: School) -> date:
    tomorrow = school.today + timedelta(days=1)
    try:
        return school.calendar.next_school_day(tomorrow)
    except NoSchoolDay:
        return tomorrow


def _put(
    want: WantedDocument, previous: PreviousPlan | None, today: date, memory: DocumentMemory
) -> list[Change]:
    """The document of one copy: made, refreshed, made anew beside it, or left alone."""
    content: PlanContent = want.content
    fingerprint, say = memory.keys.fingerprint, memory.say
    known = memory.known.get(("document", want.key))
    parts = part_fingerprints(content, fingerprint)
    base = to_remember(previous, content, fingerprint).base
    marks = {f"m:{k}": v for k, v in parts.items()} | {f"b:{k}": v for k, v in base.items()}
    if known is None:
        return [PutDocument("create_document", want, content.version, want.because, marks)]
    if previous is not None and only_measured(previous.marks, parts):
        marks[TAKEN_IN] = today.isoformat()
    elif TAKEN_IN in known.marks:
        marks[TAKEN_IN] = known.marks[TAKEN_IN]
    unchanged = previous is not None and says_the_same(previous.marks, parts)
    again = wanted_anew(want.key, memory)
    if unchanged and not again:
        return []
    if must_be_new_document(previous, content, fingerprint) or again:
        # Somebody has written into the document that stands, or thrown it away, or a family has it.
        because = say("changes.plan_next", version=content.version)
        return [
            PutDocument(
                "next_document", want, content.version, because, marks, previous=known.object_id
            )
        ]
    because = say("changes.plan_refreshed")
    marks |= {name: known.marks[name] for name in PREVIOUS if known.marks.get(name)}
    return [
        PutDocument(
            "refresh_document",
            want,
            content.version,
            because,
            marks,
            file_id=known.object_id,
            carried=carried(want.key, want.shares, memory),
            others_write=others_write(want.key, memory),
        )
    ]


def wanted_anew(key: str, memory: DocumentMemory) -> bool:
    """Whether somebody picked a new plan in place of one that was thrown away. An answer that
    outlives its question asks for nothing: the new one may stand already."""
    known = memory.known.get(("document", key))
    if known is None or not known.marks.get("gone"):
        return False
    return memory.pick(f"trashed:{key}") == memory.say("problems.plan_trashed.again")


def touched_by_a_person(known: Known, touched: Mapping[str, FileSeen], keys: Keys) -> list[Agreed]:
    """Documents that somebody has written into or thrown away since we did; to be remembered,
    for Drive tells it only once."""
    found: dict[str, Agreed] = {}
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
            found[agreed.key] = Agreed(kind, agreed.key, agreed.object_id, marks)
    found |= {each.key: each for each in touched_later(known, touched, keys, found)}
    return list(found.values())


def _previous(key: str, memory: DocumentMemory) -> PreviousPlan | None:
    known = memory.known.get(("document", key))
    if known is None:
        return None
    return PreviousPlan(
        version=int(known.marks.get("version", "1")),
        marks={k[2:]: v for k, v in known.marks.items() if k.startswith("m:")},
        base={k[2:]: v for k, v in known.marks.items() if k.startswith("b:")},
        edited=bool(known.marks.get("edited") or known.marks.get("gone"))
        or memory.handing.is_closed(key),
    )


def earlier_versions(key: str, memory: DocumentMemory, anew: bool = False) -> list[LinkTo]:
    """The version that a person has written into stays linked below the one made beside it."""
    known = memory.known.get(("document", key))
    if known is None:
        return []
    file_id = known.object_id if anew else known.marks.get("previous", "")
    version = version_of(known) if anew else version_before(known)
    replaced = not anew and version == version_of(known)
    if not file_id:
        return []
    return [memory.words.plan(key, version, file_id, earlier=True, replaced=replaced)]


def _link(key: str, memory: DocumentMemory, version: int) -> LinkTo:
    """The copy that stands, or the one that is made as this version."""
    known = memory.known.get(("document", key))
    if known is None:
        return memory.words.plan(key, version)
    return memory.words.plan(key, version_of(known), known.object_id)


def _in_the_trash(file: CaseFile, memory: DocumentMemory) -> list[Problem]:
    """Plans that somebody has thrown away: only a person knows whether that was meant."""
    say = memory.say
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
        for key in memory.copies.get(file.case.code, ())
        if memory.known["document", key].marks.get("gone")
    ]


def names_of(file: CaseFile, school: School, keys: Keys) -> str:
    """A keyed hash of what a case's papers call student and school. Papers that were made before
    they had names are not looked at for them: a template that stands has no place for any."""
    names = paper_names(file.case, school.settings)
    return keys.fingerprint("names", names.student, names.school)


def sources_of(file: CaseFile, rows: object, school: School, keys: Keys, more: object = ()) -> str:
    """A keyed hash of everything a case's papers are made from, except its measurements. `more`:
    from what else goals are measured than a progress sheet, () where none is."""
    manager = next((p for p in file.staff if p.email == file.case.case_manager), None)
    emails = {p.email for p in file.staff}
    return keys.fingerprint(
        repr(
            (
                rows,
                manager and (manager.email, manager.name),
                [member.email in emails for member in file.team],
                [
                    in_force(row, school.today, school.settings.school_year)
                    for row in file.accommodations
                ],
                school.settings.school_phone,
                school.settings.plan_length_weeks,
                school.settings.language,
                *((more,) if more else ()),
            )
        )
    )
