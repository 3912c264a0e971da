"""The action plan: when a case wants one, and what stands in each copy.

Source: docs/casework.md, "First Talk, plan, follow-ups": short-term and solution-focused, with a
target end and a way to close; "Confidentiality": no contact log, no reason of leave, no plan type
or diagnosis in a title, households apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ..case_file import CaseFile, plan_actions, plan_goals
from ..disclosure import plan_copies, plan_shares
from ..masking.household_copies import everything, seen_from
from ..settings import SchoolSettings
from ..wants import Say, WantedDocument, WantedShare
from .body import plan_body
from .content import PlanContent, PreviousPlan
from .versions import Fingerprint, as_version

ACTION_PLAN = "action_plan"

__all__ = [
    "ACTION_PLAN",
    "CaseFile",
    "PlanContent",
    "PreviousPlan",
    "action_plans",
    "copies",
    "missing_for_plan",
]


def missing_for_plan(file: CaseFile, say: Say) -> str:
    """What the case still needs before it gets an action plan, as a sentence for its row; ""
    when nothing is missing or the case is not Active (then it wants none)."""
    if file.case.status != "Active" or not file.case.code:
        return ""
    goal, action = bool(plan_goals(file)), bool(plan_actions(file))
    if goal and action:
        return ""
    what = "action" if goal else "goal" if action else "both"
    return say(f"plan.missing.{what}")


def copies(file: CaseFile, say: Say) -> tuple[str, ...]:
    """The household letters of the copies that the case should have ("" = the team's)."""
    active = file.case.status == "Active" and file.case.code
    if not active or not plan_goals(file) or not plan_actions(file):
        return ()
    return ("", *(home.letter for home in plan_copies(file.team, file.staff, say)))


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
    if not copies(file, say):
        return ()
    allowed = plan_shares(file.case, file.team, file.staff, say) if shares is None else shares
    homes = [("", "", everything())]
    homes += [
        (home.letter, home.label, seen_from(home, file.case, file.team, file.staff, say, settings))
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
        for letter, label, seen in homes
    )


def _wanted(content: PlanContent, shares: tuple[WantedShare, ...], say: Say) -> WantedDocument:
    words = {"code": content.case_code, "version": content.version, "copy": content.household}
    return WantedDocument(
        code=content.case_code,
        kind=ACTION_PLAN,
        household=content.household,
        title=say("plan.title_of_copy" if content.household else "plan.title", **words),
        content=content,
        names=content.names,
        shares=shares,
        because=say(
            "plan.because_copy" if content.household else "plan.because",
            goals=len(content.goals),
            actions=len(content.actions),
            **words,
        ),
    )
