"""Who may see what of a case. Closed by default: what no row grants, nobody gets.

Sources: docs/casework.md, Confidentiality ("Households apart: each guardian sees what that guardian
may see"); 34 CFR 99.4 (a parent's rights stand unless a court order says otherwise) and 99.30.
A right that is limited or unchecked gives nothing by itself: a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .households import Household, households, is_family, is_guardian, same_home
from .records import Case, Problem, StaffMember, TeamMember
from .wants import Say, WantedShare

Fingerprint = Callable[..., str]  # keyed: fingerprint(*values) -> an opaque string

PLAN, PROGRESS, ACCOMMODATIONS, DATES = "Plan", "Progress", "Accommodations", "Dates"
FULL_RIGHTS = ("Full", "Shared")
TEAM_COPY = ""
# In the marks of who had not been handed anything when the ledger was lost: whether the coordinator
# had agreed to them nobody knows. Asked once the case manager hands something on.
UNSURE = "unsure"


def may_have_plan(member: TeamMember, staff_emails: frozenset[str], say: Say) -> bool:
    """Whether Team allows this person the plan: `Plan` under May see, and Rights Full or Shared.

    None by order, Limited by order and Unknown give nothing. Staff of the school (their e-mail
    stands in Staff) hold no parental rights: for them a blank Rights cell is enough.
    """
    if PLAN not in member.may_see or "Nothing" in member.may_see:
        return False
    if member.rights in FULL_RIGHTS:
        return True
    return not member.rights and not is_family(member, say) and member.email in staff_emails


def plan_shares(
    case: Case, team: Sequence[TeamMember], staff: Iterable[StaffMember], say: Say
) -> dict[str, tuple[WantedShare, ...]]:
    """Who gets which copy of the action plan: household letter ("" = the team's) -> shares.

    The case manager (who must stand in Staff) writes in every copy; everybody else reads one.
    With one home there is one copy for all. With more, each guardian gets the copy of the own
    home and never another's or the team's; family without a Household gets none until it is
    named. The stricter row counts when an e-mail address stands in Team more than once.
    """
    emails = frozenset(person.email for person in staff if person.email)
    homes = households(team, say)
    copies = (TEAM_COPY, *(home.letter for home in homes)) if len(homes) > 1 else (TEAM_COPY,)
    readers: dict[str, set[str]] = {copy: set() for copy in copies}
    barred = barred_addresses(team)
    for member in team:
        if member.email and member.email not in barred and may_have_plan(member, emails, say):
            copy = _copy_for(member, homes, say)
            if copy is not None:
                readers[copy].add(member.email)
    manager = case.case_manager if case.is_confirmed and case.case_manager in emails else ""
    return {copy: _shares(manager, people - {manager}) for copy, people in readers.items()}


def plan_copies(
    team: Sequence[TeamMember], staff: Iterable[StaffMember], say: Say
) -> tuple[Household, ...]:
    """The homes that get a copy of their own: two or more homes, and somebody there may have the
    plan (with or without an e-mail address: without one, it is printed)."""
    emails = frozenset(person.email for person in staff if person.email)
    homes = households(team, say)
    if len(homes) < 2:
        return ()
    return tuple(home for home in homes if any(may_have_plan(m, emails, say) for m in home.members))


def disclosure_problems(
    case: Case, team: Sequence[TeamMember], staff: Iterable[StaffMember], say: Say
) -> tuple[Problem, ...]:
    """What keeps a person from the plan that Team means them to have, and how to mend it."""
    emails = frozenset(person.email for person in staff if person.email)
    homes = households(team, say)
    found = []
    for member in team:
        if not may_have_plan(member, emails, say):
            continue
        if _copy_for(member, homes, say) is None:
            found.append(_problem(case, member, "household", "plan.no_household", say))
        elif member.email and member.email in _in_two_homes(team):
            found.append(_problem(case, member, "email", "plan.two_households", say))
    return tuple(found)


def _copy_for(member: TeamMember, homes: tuple[Household, ...], say: Say) -> str | None:
    """Which copy this person gets: a letter, "" for the team's, None for none."""
    if not is_family(member, say):
        return TEAM_COPY
    home = next((h for h in homes if same_home(h.label) == same_home(member.household)), None)
    if len(homes) > 1:
        return home.letter if home else None
    if homes and home is None and is_guardian(member, say):
        return None  # one home is named, and this guardian may live in another
    return TEAM_COPY


def _shares(manager: str, readers: set[str]) -> tuple[WantedShare, ...]:
    writer = (WantedShare(manager, "writer"),) if manager else ()
    return writer + tuple(WantedShare(email, "reader") for email in sorted(readers))


def barred_addresses(team: Iterable[TeamMember]) -> frozenset[str]:
    """E-mail addresses that get nothing, whatever another row says."""
    members = tuple(team)
    by_order = {m.email for m in members if m.rights.endswith("by order")}
    return frozenset(by_order | _in_two_homes(members))


def _in_two_homes(team: Iterable[TeamMember]) -> set[str]:
    homes: dict[str, set[str]] = {}
    for member in team:
        if member.email and member.household.strip():
            homes.setdefault(member.email, set()).add(same_home(member.household))
    return {email for email, named in homes.items() if len(named) > 1}


def _problem(case: Case, member: TeamMember, column: str, key: str, say: Say) -> Problem:
    return Problem(
        key=f"{key}:{member.row.row_id}",
        row=member.row,
        column=column,
        what=say(f"{key}.what"),
        why=say(f"{key}.why"),
        student=member.student,
        code=case.code,
        whose=case.case_manager,
    )


# ---------------------------------------------------------------- widening waits


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What may be shared now, what waits for the coordinator, and what to remember (`marks`:
    opaque name -> opaque value; to be agreed once the shares stand). Of those who wait nobody is
    asked about `unasked` (e-mail addresses)."""

    now: dict[str, tuple[WantedShare, ...]]
    waiting: dict[str, tuple[WantedShare, ...]]
    marks: dict[str, str]
    unasked: frozenset[str] = frozenset()


def settle_shares(
    case: Case,
    team: Sequence[TeamMember],
    wanted: Mapping[str, tuple[WantedShare, ...]],
    agreed: Mapping[str, str] | None,
    fingerprint: Fingerprint,
    say: Say,
    allowed: frozenset[str] = frozenset(),
) -> Disclosure:
    """Let narrowing happen at once and hold back what a change in Team would widen.

    `wanted` is `plan_shares`; `agreed` the remembered marks (None = nothing was ever shared of
    this case: what Team says is then the first agreement). A person may always keep, or get less
    of, what was agreed: the copy of the same household, or less than the team's. A new person, a
    new address or another household's copy waits until the coordinator has put the person's
    `share_name` into `allowed`. The case manager whom the coordinator agreed on never waits.
    """
    labels = {home.letter: same_home(home.label) for home in households(team, say)}
    now: dict[str, tuple[WantedShare, ...]] = {}
    waiting: dict[str, tuple[WantedShare, ...]] = {}
    marks: dict[str, str] = {}
    said = {member.email for member in team if member.hand_on}
    unasked: set[str] = set()
    for copy, shares in wanted.items():
        scope = labels.get(copy, TEAM_COPY) if copy else TEAM_COPY
        at_once, later = [], []
        for share in shares:
            name = share_name(case.code, share.email, fingerprint)
            manages = case.is_confirmed and share.email == case.case_manager
            free = agreed is None or manages or name in allowed
            if free or (
                agreed is not None and agreed.get(name) in _no_less(case, share, scope, fingerprint)
            ):
                at_once.append(share)
                if not manages:
                    marks[name] = fingerprint(case.code, share.email, scope, share.role)
            else:
                later.append(share)
                if agreed is not None and agreed.get(name) == UNSURE and share.email not in said:
                    marks[name] = UNSURE
                    unasked.add(share.email)
        now[copy], waiting[copy] = tuple(at_once), tuple(later)
    return Disclosure(now, waiting, marks, frozenset(unasked))


def share_name(code: str, email: str, fingerprint: Fingerprint) -> str:
    """The opaque name under which it is remembered that this person gets this case's plan."""
    return f"share:{fingerprint('share', code, email)[:20]}"


def waiting_problems(
    case: Case, team: Sequence[TeamMember], settled: Disclosure, fingerprint: Fingerprint, say: Say
) -> tuple[Problem, ...]:
    """One question to the coordinator for each person whose wider share waits. The key is
    `widen:` + `share_name`, and the first of `pick` allows it."""
    held = {share.email for shares in settled.waiting.values() for share in shares}
    found = []
    for email in sorted(held - settled.unasked):
        member = next(m for m in team if m.email == email)
        found.append(
            Problem(
                key=f"widen:{share_name(case.code, email, fingerprint)}",
                row=member.row,
                column="may_see",
                what=say("plan.widen.what"),
                why=say("plan.widen.why"),
                student=member.student,
                code=case.code,
                pick=(say("plan.widen.allow"), say("plan.widen.refuse")),
            )
        )
    return tuple(found)


def _no_less(case: Case, share: WantedShare, scope: str, fingerprint: Fingerprint) -> set[str]:
    """The marks of every agreement that covers this share."""
    scopes = {scope, TEAM_COPY}
    roles = {share.role, "writer"}
    return {fingerprint(case.code, share.email, s, r) for s in scopes for r in roles}
