"""The action plan: when a case wants one, and what stands in each copy.

Source: CASEWORK.md, "First Talk, plan, follow-ups": short-term and solution-focused, with a
target end and a way to close; "Confidentiality": no contact log, no reason of leave, no plan type
or diagnosis in a title, households apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from .accommodations import in_force
from .disclosure import plan_copies, plan_shares
from .household_copies import Seen, everything, seen_from
from .households import folded, is_family, is_guardian, lives_apart
from .plan_charts import chart_facts
from .plan_content import (
    PlanAccommodation,
    PlanAction,
    PlanContact,
    PlanContent,
    PlanDate,
    PlanGoal,
    PreviousPlan,
)
from .plan_versions import Fingerprint, as_version
from .progress import GoalProgress, OnTrack
from .records import (
    Accommodation,
    Action,
    Case,
    DiaryEntry,
    Goal,
    Measurement,
    RowRef,
    StaffMember,
    TeamMember,
)
from .settings import SchoolSettings
from .wants import Say, WantedDocument, WantedShare

ACTION_PLAN = "action_plan"
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
LEFT_OUT = ("Dropped", "Declined")


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All that is known of one case: every record here has its code. `progress` is by the row id
    of the goal, and so are its `measurements`; `staff` is the whole school's."""

    case: Case
    goals: tuple[Goal, ...] = ()
    actions: tuple[Action, ...] = ()
    accommodations: tuple[Accommodation, ...] = ()
    team: tuple[TeamMember, ...] = ()
    diary: tuple[DiaryEntry, ...] = ()
    staff: tuple[StaffMember, ...] = ()
    progress: Mapping[str, GoalProgress] = field(default_factory=dict, hash=False)
    measurements: Mapping[str, tuple[Measurement, ...]] = field(default_factory=dict, hash=False)


def missing_for_plan(file: CaseFile, say: Say) -> str:
    """What the case still needs before it gets an action plan, as a sentence for its row; ""
    when nothing is missing or the case is not Active (then it wants none)."""
    if file.case.status != "Active" or not file.case.code:
        return ""
    goal, action = bool(_goals(file)), bool(_actions(file))
    if goal and action:
        return ""
    what = "action" if goal else "goal" if action else "both"
    return say(f"plan.missing.{what}")


def action_plans(
    file: CaseFile,
    previous: Mapping[str, PreviousPlan],
    settings: SchoolSettings,
    say: Say,
    today: date,
    fingerprint: Fingerprint,
    shares: Mapping[str, tuple[WantedShare, ...]] | None = None,
) -> tuple[WantedDocument, ...]:
    """The copies of the action plan that the case should have: the team's, and where Team names
    two or more homes with a guardian, one for each home that may have it.

    `previous` is by household letter ("" = the team's). `shares` are those that may stand now
    (`disclosure.settle_shares(...).now`); None = all that Team allows. Only an Active case with
    at least one goal and one action has plans. `today` decides which accommodations are in
    force and nothing else.
    """
    if file.case.status != "Active" or not file.case.code or not (_goals(file) and _actions(file)):
        return ()
    allowed = plan_shares(file.case, file.team, file.staff, say) if shares is None else shares
    copies = [("", "", everything())]
    copies += [
        (home.letter, home.label, seen_from(home, file.case, file.team, file.staff, say))
        for home in plan_copies(file.team, file.staff, say)
    ]
    return tuple(
        _wanted(
            as_version(
                plan_body(file, letter, label, seen, settings, say, today),
                previous.get(letter),
                fingerprint,
                say,
            ),
            allowed.get(letter, ()),
            say,
        )
        for letter, label, seen in copies
    )


def _wanted(content: PlanContent, shares: tuple[WantedShare, ...], say: Say) -> WantedDocument:
    words = {"code": content.case_code, "version": content.version, "copy": content.household}
    return WantedDocument(
        code=content.case_code,
        kind=ACTION_PLAN,
        household=content.household,
        title=say("plan.title_of_copy" if content.household else "plan.title", **words),
        content=content,
        shares=shares,
        because=say(
            "plan.because_copy" if content.household else "plan.because",
            goals=len(content.goals),
            actions=len(content.actions),
            **words,
        ),
    )


def plan_body(
    file: CaseFile,
    letter: str,
    label: str,
    seen: Seen,
    settings: SchoolSettings,
    say: Say,
    today: date,
) -> PlanContent:
    """What stands in one copy, as seen by its readers; not yet numbered (version 0)."""
    mask = seen.mask
    return PlanContent(
        case_code=file.case.code,
        version=0,
        household=letter,
        home=label,
        target_end=_target_end(file, settings, say),
        next_review=_next_review(file, say),
        changes=(),
        strengths=tuple(map(mask, _plain_lines(file.case.strengths))),
        needs=tuple(map(mask, _plain_lines(file.case.needs))),
        goals=tuple(_plan_goal(goal, file, mask, say) for goal in _goals(file)),
        actions=tuple(
            _plan_action(action, mask, say)
            for action in _actions(file)
            if not seen.is_theirs(action.who)
        ),
        accommodations=tuple(
            _plan_accommodation(row, mask, say)
            for row in sorted(
                file.accommodations, key=lambda row: _in_order(row.accommodation, row.row)
            )
            if in_force(row, today)
        ),
        contacts=_contacts(file, letter, settings, say),
        dates=_dates(file, letter, seen, say),
    )


# ---------------------------------------------------------------- rows


def _goals(file: CaseFile) -> list[Goal]:
    """Sorted by what they say, never by where they stand: sorting a tab changes no plan."""
    goals = [goal for goal in file.goals if goal.goal.strip()]
    return sorted(goals, key=lambda goal: (goal.due or date.max, *_in_order(goal.goal, goal.row)))


def _actions(file: CaseFile) -> list[Action]:
    actions = [
        action
        for action in file.actions
        if action.action.strip() and action.status not in LEFT_OUT and action.consent != "Refused"
    ]
    return sorted(
        actions,
        key=lambda a: (a.status == "Done", a.due or date.max, *_in_order(a.action, a.row)),
    )


def _in_order(text: str, row: RowRef) -> tuple[str, str]:
    return folded(text), row.row_id


def _plan_goal(goal: Goal, file: CaseFile, mask: Callable[[str], str], say: Say) -> PlanGoal:
    progress = file.progress.get(goal.row.row_id)
    unit = mask(goal.unit.strip() or goal.measure.strip())
    if progress is not None and progress.latest is not None and progress.latest_day is not None:
        now = say("plan.now", value=progress.latest, unit=unit, day=_day(progress.latest_day, say))
    elif goal.baseline is not None:
        now = say("plan.now_baseline", value=goal.baseline, unit=unit)
    else:
        now = say("plan.now_unknown")
    return PlanGoal(
        row_id=goal.row.row_id,
        goal=mask(goal.goal.strip()),
        now=_spaced(now),
        target=""
        if goal.target is None
        else _spaced(say("plan.target", value=goal.target, unit=unit)),
        by=_day(goal.due, say),
        verdict=_verdict(progress),
        chart=chart_facts(goal, progress, file.measurements.get(goal.row.row_id, ()), mask, say),
    )


def _verdict(progress: GoalProgress | None) -> str:
    """What the four-point rule says, where there is a line to judge by."""
    if progress is None or progress.on_track in (OnTrack.NO_DATA, OnTrack.NO_LINE):
        return ""
    return progress.on_track_words


def _plan_action(action: Action, mask: Callable[[str], str], say: Say) -> PlanAction:
    done = action.status == "Done"
    by = _day(action.due, say)
    if done:
        by = (
            say("plan.done_on", day=_day(action.done_on, say))
            if action.done_on
            else say("plan.done")
        )
    return PlanAction(
        action.row.row_id, mask(action.who.strip()), mask(action.action.strip()), by, done
    )


def _plan_accommodation(
    row: Accommodation, mask: Callable[[str], str], say: Say
) -> PlanAccommodation:
    what = row.accommodation.strip()
    key = "plan.how_i_ask" if len(what) <= 40 else "plan.how_i_ask_short"
    return PlanAccommodation(
        row.row.row_id, mask(what), mask(row.where.strip()), mask(say(key, what=what))
    )


# ---------------------------------------------------------------- people and dates


def _contacts(
    file: CaseFile, letter: str, settings: SchoolSettings, say: Say
) -> tuple[PlanContact, ...]:
    """Whom to call: the case manager, then the team's own people. Family stands only on a team
    copy that no family gets, and of them only who may be told of the plan."""
    manager = next((p for p in file.staff if p.email and p.email == file.case.case_manager), None)
    first = (
        [PlanContact(manager.name, say("plan.case_manager"), settings.school_phone, manager.email)]
        if manager
        else []
    )
    people = [
        PlanContact(m.person.strip(), m.role.strip(), m.phone.strip(), m.email)
        for m in file.team
        if not is_family(m, say)
        and m.rights in ("", "Full", "Shared")
        and (m.phone.strip() or m.email)
        and m.email != file.case.case_manager
    ]
    family = [
        PlanContact(m.person.strip(), m.role.strip(), m.phone.strip(), m.email, m.household.strip())
        for m in file.team
        if not letter
        and lives_apart(file.team, say)
        and is_guardian(m, say)
        and m.rights in ("Full", "Shared")
        and (m.phone.strip() or m.email)
    ]
    return tuple(first + sorted(people, key=_by_name) + sorted(family, key=_by_name))


def _by_name(contact: PlanContact) -> tuple[str, str, str]:
    return folded(contact.household), folded(contact.name), contact.email


def _dates(file: CaseFile, letter: str, seen: Seen, say: Say) -> tuple[PlanDate, ...]:
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
    planned.sort(key=lambda e: (e.day, e.start is None, e.start, *_in_order(e.kind, e.row)))
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
    what = say("plan.what_how", kind=entry.kind, how=entry.how) if entry.how else entry.kind
    return PlanDate(entry.row.row_id, say(key, day=_day(entry.day, say), start=entry.start), what)


def _target_end(file: CaseFile, settings: SchoolSettings, say: Say) -> str:
    """The day the last goal is due; for goals without one, the set length of a plan after the
    first start; else to be agreed."""
    due = [goal.due for goal in _goals(file) if goal.due]
    starts = [goal.start for goal in _goals(file) if goal.start]
    if due:
        return _day(max(due), say)
    if starts:
        return _day(min(starts) + timedelta(weeks=settings.plan_length_weeks), say)
    return say("plan.to_be_agreed")


def _next_review(file: CaseFile, say: Say) -> str:
    """The next planned Plan review, else the case's Review due."""
    reviews = [
        entry.day
        for entry in file.diary
        if entry.kind == "Plan review" and entry.status == "Planned" and entry.day
    ]
    day = min(reviews, default=file.case.review_due)
    return _day(day, say) if day else say("plan.to_be_agreed")


def _day(day: date | None, say: Say) -> str:
    """A date that does not break at the end of a line."""
    return say("plan.day", day=day).replace(" ", "\u00a0") if day else ""


def _plain_lines(text: str) -> Iterable[str]:
    """One entry for each line, without the bullets people type before them."""
    lines = (re.sub(r"^\s*[•*\-–·]\s+", "", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def _spaced(text: str) -> str:
    """A sentence whose unit was empty, without the gap it leaves."""
    return re.sub(r" {2,}", " ", text).replace(" ,", ",").replace(" (", " (").strip()
