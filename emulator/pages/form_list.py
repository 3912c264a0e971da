"""The school's forms, and for their editors what was answered."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from emulator.forms import reading
from emulator.forms.sections import each_question, split
from emulator.sheets.locales import local_now
from emulator.workspace import Workspace

from .frame import render, show


@show("/forms")
def form_list(request: Request, workspace: Workspace, person: str) -> Response:
    """The forms that this person may fill in or see."""
    return render("forms.html", request, workspace, person, forms=reading.forms(workspace, person))


@show("/forms/d/<form_id>/edit")
@show("/forms/d/<form_id>/responses")
def responses(request: Request, workspace: Workspace, person: str, form_id: str) -> Response:
    """Every response of a form, the latest first; only for who may edit the form."""
    workspace.drive.require(person, form_id, "writer")
    form = workspace.forms.forms[form_id]
    titles = [
        (question["questionId"], item.get("title") or "a question")
        for section in split(form.items)
        for item, question in each_question(section)
    ]
    listed = [
        (
            f"{local_now(one.submitted, 'America/New_York'):%a %d %b %Y, %H:%M}",
            one.email,
            [(title, one.answers[key]) for key, title in titles if one.answers.get(key)],
        )
        for one in reversed(workspace.forms.responses(form_id))
    ]
    return render("responses.html", request, workspace, person, form=form, responses=listed)
