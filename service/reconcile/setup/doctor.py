"""What is missing or unsafe, each with its mend: pure, from facts that `rounds` has gathered.

Who may be in which file follows docs/privacy.md: whoever may open a Google Sheet sees all of it,
so a workbook holds only people who may see everything in it, and an editor of a form can read
every response, safety referrals included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from service.casework.rights import ROLES
from service.casework.wants import Say
from service.ports import Permission

UNSAFE, BROKEN, MISSING = "unsafe", "broken", "missing"
ORDER = (UNSAFE, BROKEN, MISSING)

# Whoever has one of these roles on Staff may be in that workbook (docs/privacy.md).
MAY_OPEN: Mapping[str, frozenset[str]] = {
    "caseload": frozenset({"Case manager", "Coordinator", "Deputy"}),
    "office": frozenset({"Coordinator", "Deputy"}),
    "restricted": frozenset({"Safeguarding lead", "Deputy", "Counselor"}),
    "shelf": ROLES,  # no student stands in it
    "data": frozenset({"Coordinator", "Deputy"}),
}
NEEDED_ROLES = ("Coordinator", "Case manager", "Safeguarding lead", "Deputy")
WRITES = frozenset({"writer", "fileOrganizer", "organizer", "owner"})
QUIET_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `level` is unsafe, broken or missing; `where` names a setting or file."""

    level: str
    what: str
    mend: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One of the school's files. `kind` is folder, workbook, form, template or own_book; `state`
    is "ok", "missing" (not there or in the bin) or "refused" (cannot be read). `owner` is the
    e-mail of whose own workbook it is, "" where that is nobody on Staff."""

    kind: str
    key: str
    name: str = ""
    state: str = "ok"
    people: tuple[Permission, ...] = ()
    given_on: bool = False  # whoever may write in it may share it
    owner: str = ""


@dataclass(frozen=True, slots=True)
class FormFault:
    """A question of a form (by the form's key) that is not what Holdfast depends on, in words."""

    form: str
    is_unsafe: bool
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rounds found. `refused_scopes` are APIs with the scopes that they lack;
    `calendars` are staff whose calendar cannot be reached; `open_summaries` and `closed_forms`
    are form keys; `template_problems` are (kind of document, sentence)."""

    admin: str
    now: datetime
    settings_missing: tuple[str, ...] = ()
    ledger_sentence: str = ""
    folder_sentence: str = ""  # why it cannot be told which folder is the school's
    last_run: datetime | None = None
    files: tuple[FileFacts, ...] = ()
    staff: Mapping[str, str] = field(default_factory=dict, hash=False)  # e-mail -> role
    staff_read: bool = True
    families: frozenset[str] = frozenset()  # e-mails on Team that are not on Staff
    refused_scopes: Mapping[str, str] = field(default_factory=dict, hash=False)
    calendars: tuple[str, ...] = ()
    open_summaries: tuple[str, ...] = ()
    closed_forms: tuple[str, ...] = ()
    responders: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)  # form: who
    inside_for: str = ""  # the domain whose people answer the inside form; "" for anybody's
    form_faults: tuple[FormFault, ...] = ()
    unsafe: tuple[str, ...] = ()  # capabilities without which nothing is written
    template_problems: tuple[tuple[str, str], ...] = ()


def examine(facts: Facts, say: Say) -> tuple[Finding, ...]:
    """Every finding, what is unsafe first."""
    found = [
        *_set_up(facts, say),
        *_roles(facts, say),
        *(finding for file in facts.files for finding in _file(facts, file, say)),
        *_forms(facts, say),
        *_working(facts, say),
    ]
    return tuple(sorted(found, key=lambda finding: ORDER.index(finding.level)))


def _finding(level: str, key: str, say: Say, where: str = "", **values: object) -> Finding:
    return Finding(
        level, say(f"doctor.{key}.what", **values), say(f"doctor.{key}.mend", **values), where
    )


def _set_up(facts: Facts, say: Say) -> Iterator[Finding]:
    for setting in facts.settings_missing:
        yield _finding(MISSING, setting.lower(), say, setting)
    if facts.ledger_sentence:
        yield Finding(BROKEN, facts.ledger_sentence, say("doctor.ledger.mend"), "ledger")
    if facts.folder_sentence:
        mend = say("doctor.folder.mend")
        yield Finding(BROKEN, facts.folder_sentence, mend, "HOLDFAST_FOLDER_ID")
    for api, scopes in sorted(facts.refused_scopes.items()):
        yield _finding(MISSING, "scope", say, api, api=api, scopes=scopes)


def _roles(facts: Facts, say: Say) -> Iterator[Finding]:
    if not facts.staff_read:
        return
    for role in NEEDED_ROLES:
        if role not in facts.staff.values():
            yield _finding(MISSING, "role", say, "office/staff", role=role)


def _file(facts: Facts, file: FileFacts, say: Say) -> Iterator[Finding]:
    where, name = f"{file.kind}/{file.key}", file.name or file.key
    if file.state != "ok":
        level = MISSING if file.state == "missing" else BROKEN
        yield _finding(level, f"file_{file.state}", say, where, file=name)
        return
    if file.given_on:
        yield _finding(UNSAFE, "given_on", say, where, file=name)
    for person in file.people:
        if person.kind in ("anyone", "domain"):
            yield _finding(UNSAFE, f"open_to_{person.kind}", say, where, file=name)
        elif person.kind == "group":
            yield _finding(UNSAFE, "group", say, where, file=name, who=person.email)
        elif person.email and person.email != facts.admin:
            yield from _person(facts, file, person, say)


def _person(facts: Facts, file: FileFacts, person: Permission, say: Say) -> Iterator[Finding]:
    where, name, who = f"{file.kind}/{file.key}", file.name or file.key, person.email
    role = facts.staff.get(who, "")
    told = {"file": name, "who": who, "role": role}
    if file.kind == "folder":
        yield _finding(UNSAFE, "in_folder", say, where, **told)
    elif file.kind == "form":
        if person.role in WRITES:
            yield _finding(UNSAFE, "form_editor", say, where, **told)
    elif file.kind == "own_book":
        if who != file.owner and facts.staff_read:
            yield _finding(UNSAFE, "own_book", say, where, **told)
    elif file.kind == "workbook" and role:
        if role not in MAY_OPEN[file.key]:
            yield _finding(UNSAFE, "wrong_role", say, where, **told)
    elif who in facts.families:
        yield _finding(UNSAFE, "family", say, where, **told)
    elif not role and facts.staff_read:
        yield _finding(UNSAFE, "unknown_person", say, where, **told)


def _forms(facts: Facts, say: Say) -> Iterator[Finding]:
    names = {file.key: file.name or file.key for file in facts.files if file.kind == "form"}
    for key in facts.open_summaries:
        yield _finding(UNSAFE, "open_summary", say, f"form/{key}", file=names.get(key, key))
    for key in facts.closed_forms:
        yield _finding(BROKEN, "closed_form", say, f"form/{key}", file=names.get(key, key))
    for fault in facts.form_faults:
        level = UNSAFE if fault.is_unsafe else BROKEN
        yield Finding(level, fault.what, fault.mend, f"form/{fault.form}")
    yield from _responders(facts, names, say)


def _responders(facts: Facts, names: Mapping[str, str], say: Say) -> Iterator[Finding]:
    """Published is not answerable: that takes a permission, and of the inside form the domain's."""
    for key, who in facts.responders.items():
        told = {"file": names.get(key, key)}
        if key == "inside" and "anyone" in who and facts.inside_for:
            yield _finding(UNSAFE, "inside_open", say, f"form/{key}", **told)
        elif not who & {"anyone", "domain"} or (key == "outside" and "anyone" not in who):
            yield _finding(BROKEN, f"no_responders_{key}", say, f"form/{key}", **told)


def _working(facts: Facts, say: Say) -> Iterator[Finding]:
    for name in facts.unsafe:
        yield _finding(BROKEN, f"unsafe_{name}", say, "doctor --live")
    for who in facts.calendars:
        yield _finding(BROKEN, "calendar", say, "calendar", who=who)
    for kind, sentence in facts.template_problems:
        yield Finding(BROKEN, sentence, say("doctor.template.mend"), f"template/{kind}")
    if facts.last_run and facts.now - facts.last_run > QUIET_FOR:
        yield _finding(BROKEN, "quiet", say, "sync", day=facts.last_run.date())
