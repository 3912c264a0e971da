"""A form that lost, doubled or remade a question that Holdfast depends on: told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from service.casework.records import OFFICE, Problem, RowRef
from service.casework.wants import Say
from service.ports import Agreed
from service.workbook.form_questions import (
    KIND,
    LOST,
    UNREAD,
    FormQuestions,
    Place,
    from_marks,
)
from service.workbook.forms import SAFETY_KEYS, FormTemplate, load_form

from ..changes import Change, Remember


def faults(
    forms: Mapping[str, str],
    looked_at: Mapping[str, FormQuestions],
    known: Mapping[tuple[str, str], Agreed],
    language: str,
    say: Say,
    pick: Callable[[str], str],
) -> tuple[list[Problem], list[Change]]:
    """Questions for the coordinator about each form (`forms`: key -> id), and what to remember: of
    forms that were looked at in this run, and of what was said to be meant so. They are quoted in
    their own `language`."""
    problems, changes = list[Problem](), list[Change]()
    for key, form_id in forms.items():
        agreed = known.get((KIND, key))
        before = from_marks(agreed.marks) if agreed else FormQuestions()
        now = replace(looked_at.get(key, before), meant=before.meant)
        meant = {at: what for at, what in now.wrong.items() if pick(_key(key, at))}
        still = {at: what for at, what in before.meant.items() if now.wrong.get(at) == what}
        now = replace(now, meant=still | meant)
        looked = key in looked_at or now.meant != before.meant
        if looked and (agreed is None or dict(agreed.marks) != now.marks):
            changes.append(Remember((Agreed(KIND, key, form_id, now.marks),)))
        offered = say("forms.meant")
        for place, wrong, what, why in told(load_form(key, language), now, say):
            row, may_stay = RowRef(OFFICE, "referrals", ""), not is_unsafe(place, wrong)
            pick_from = (offered,) if may_stay else ()
            problems.append(Problem(_key(key, place), row, "", what, why, pick=pick_from))
    return problems, changes


def told(
    template: FormTemplate, found: FormQuestions, say: Say
) -> Iterator[tuple[Place, str, str, str]]:
    """(place, what is the matter, the same in words, what follows and what to do) of each that
    nobody has said is meant so; what touches safety comes first."""
    words = {(page.key, question.key): question.ask for page, question in template.questions()}
    words |= {(page.key, ""): page.title for page in template.pages}
    for place, wrong in sorted(found.open.items(), key=lambda each: not is_unsafe(*each)):
        what = say(f"forms.{wrong}.what", question=words.get(place, ""), form=template.title)
        because = "safety" if is_unsafe(place, wrong) else "why"
        yield place, wrong, what, f"{say(f'forms.{wrong}.{because}')} {say(f'forms.{wrong}.mend')}"


def is_unsafe(place: Place, wrong: str) -> bool:
    """Whether a child in danger may be missed for it, or everybody is read by safeguarding."""
    return (place[1] in SAFETY_KEYS and wrong in (LOST, UNREAD)) or place == ("danger", "")


def _key(form: str, place: Place) -> str:
    return f"form:{form}:{'/'.join(place)}"
