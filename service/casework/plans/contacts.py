"""Whom the readers of a plan may call, and which dates are theirs."""

from __future__ import annotations

from datetime import date

from ..case_file import CaseFile, day_words, in_order
from ..disclosure import FULL_RIGHTS, plan_copies
from ..households import folded, is_family, is_guardian, lives_apart
from ..masking.household_copies import Seen, is_colleague
from ..records import DiaryEntry
from ..settings import SchoolSettings
from ..wants import Say
from .content import PlanContact, PlanDate

NEXT_DATES = 4
# Talks with a teacher or an outside provider are the team's affair, not a date for the family.
DATES_FOR_ALL = (
    "First Talk",
    "Check-in",
    "Family contact",
    "Meeting",
    "Accommodations review",
    "Plan review",
)


def contacts(
    file: CaseFile, letter: str, settings: SchoolSettings, say: Say
) -> tuple[PlanContact, ...]:
    """Whom to call: the case manager, then the team's own people; on a household's copy of those
    only who is on Staff. Family stands only on a team copy that no family gets, and of them only
    who may be told of the plan."""
    manager = next((p for p in file.staff if p.email and p.email == file.case.case_manager), None)
    first = (
        [_contact(manager.name, say("plan.case_manager"), settings.school_phone, manager.email)]
        if manager
        else []
    )
    reachable = [m for m in file.team if m.phone.strip() or m.email]
    people = [
        _contact(m.person, m.role, m.phone, m.email)
        for m in reachable
        if not is_family(m, say)
        and m.rights in ("", *FULL_RIGHTS)
        and m.email != file.case.case_manager
        and (not letter or is_colleague(m, file.staff, say))
    ]
    family = [
        _contact(m.person, m.role, m.phone, m.email, m.household)
        for m in reachable
        if not letter
        and lives_apart(file.team, say)
        and is_guardian(m, say)
        and m.rights in FULL_RIGHTS
    ]
    return tuple(first + sorted(people, key=_by_name) + sorted(family, key=_by_name))


def _contact(name: str, role: str, phone: str, email: str, home: str = "") -> PlanContact:
    name, role, phone, home = (part.strip() for part in (name, role, phone, home))
    who = ", ".join(filter(None, (name, role))) + (f" ({home})" if home else "")
    line = " · ".join(filter(None, (who, phone, email)))
    return PlanContact(name, role, phone, email, home, line)


def _by_name(contact: PlanContact) -> tuple[str, str, str]:
    return folded(contact.household), folded(contact.name), contact.email


def next_dates(file: CaseFile, letter: str, seen: Seen, say: Say) -> tuple[PlanDate, ...]:
    """The next dates that concern the readers of this copy.

    What comes next is counted from the last entry that was done, not from today, so that a plan
    does not change merely because a day has passed.
    """
    done = [e.day for e in file.diary if e.status == "Done" and e.day is not None]
    since = max(done, default=date.min)
    planned = [
        entry
        for entry in file.diary
        if entry.status == "Planned"
        and entry.day is not None
        and entry.day >= since
        and entry.kind in DATES_FOR_ALL
        and (not letter or _concerns(entry, file, letter, seen, say))
    ]
    planned.sort(key=lambda e: (e.day, e.start is None, e.start, *in_order(e.kind, e.row)))
    return tuple(_plan_date(entry, say) for entry in planned[:NEXT_DATES])


def _concerns(entry: DiaryEntry, file: CaseFile, letter: str, seen: Seen, say: Say) -> bool:
    """Whether a date is one home's too: not when it names somebody of another; a contact with
    the family, or a meeting the home is not asked to together, only when it names somebody of
    this one."""
    if seen.is_theirs(entry.with_whom):
        return False
    home = next(h for h in plan_copies(file.team, file.staff, say) if h.letter == letter)
    apart = any(m.invite in ("Apart", "No") for m in home.members if is_guardian(m, say))
    if entry.kind == "Family contact" or (entry.kind in ("Meeting", "Plan review") and apart):
        return seen.is_ours(entry.with_whom)
    return True


def _plan_date(entry: DiaryEntry, say: Say) -> PlanDate:
    key = "plan.when_at" if entry.start else "plan.when"
    what = say("plan.what_how" if entry.how else "plan.what", kind=entry.kind, how=entry.how)
    return PlanDate(
        entry.row.row_id, say(key, day=day_words(entry.day, say), start=entry.start), what
    )
