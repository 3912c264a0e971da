"""Where a respondent fills a form in: viewform (the page) and formResponse (sending it).

Open forms need no sign-in. A form that collects verified addresses, or that is published to
a domain or to named people only, asks who is there: `Authorization: Bearer as:<email>`, or
the cookie `as=<email>` that the pages' switch sets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from werkzeug.wrappers import Request
from werkzeug.wrappers import Response as Page

from emulator.call import page
from emulator.workspace import Workspace

from . import view
from .answers import Outcome, read, typed_answers
from .reading import may_answer
from .sections import Answers, each_question, split
from .store import Form, Response

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
CLOSED = "This form is no longer taking answers. Please ask whoever sent you the link."
UNKNOWN = "There is no form here. Please check the link, or ask whoever sent it to you."
UNKNOWN_EDIT = "This link for editing is not known. Please check that you have the whole of it."
SIGN_IN = "This form is for people of the school. Please sign in to answer it."
NOT_YOU = "This form is not open to your account. Please ask whoever sent you the link."


@dataclass(frozen=True, slots=True)
class Filled:
    """What the page shows filled in, what is wrong with it, and the sections seen so far."""

    values: Answers
    email: str
    edited: Response | None
    problems: dict[str, str] = field(default_factory=dict)
    seen: tuple[int, ...] = (0,)


@page("/forms/d/e/<form_id>/viewform", methods=("GET",))
def viewform(request: Request, workspace: Workspace, person: str, form_id: str) -> Page:
    """The form, empty, prefilled by `entry.<question id>=`, or with an earlier response."""
    form, refused = _open(request, workspace, form_id)
    if form is None or refused is not None:
        return refused or _notice(404, UNKNOWN)
    values = typed_answers(form, _lists(request.args))
    email = request.args.get("emailAddress", "")
    edited = None
    if token := request.args.get("edit2"):
        edited = workspace.forms.by_edit_token(form_id, token)
        if edited is None:
            return _notice(404, UNKNOWN_EDIT)
        values, email = edited.answers, edited.email or ""
    shown = _form_page(form, request, Filled(values, email, edited))
    if request.args.get("person"):
        shown.set_cookie("as", request.args["person"], samesite="Lax")
    return shown


@page("/forms/d/e/<form_id>/formResponse", methods=("POST",))
def form_response(request: Request, workspace: Workspace, person: str, form_id: str) -> Page:
    """Take a response: 200 with a confirmation, 400 with the page and what is missing."""
    form, refused = _open(request, workspace, form_id)
    if form is None or refused is not None:
        return refused or _notice(404, UNKNOWN)
    token = request.values.get("edit2")
    edited = workspace.forms.by_edit_token(form_id, token) if token else None
    if token and edited is None:
        return _notice(404, UNKNOWN_EDIT)
    posted = _lists(request.args) | _lists(request.form)
    outcome = read(form, posted)
    if outcome.problems:
        values = typed_answers(form, posted)
        email = posted.get("emailAddress", [""])[0]
        return _again(form, request, outcome, values, email, edited)
    email_kept = signed_in(request) if form.collects == "VERIFIED" else outcome.email
    response = workspace.forms.submit(form_id, outcome.answers, email_kept, edited)
    here = f"/forms/d/e/{form_id}/viewform"
    return _page(
        "done.html",
        200,
        form=form,
        edited=edited is not None,
        edit_link=f"{here}?edit2={quote(response.edit_token)}",
        again_link=here,
    )


def signed_in(request: Request) -> str | None:
    """Who is there, None for nobody: the header, the switch's cookie, or `?person=`."""
    if "authorization" in request.headers:
        return request.headers["authorization"].partition("as:")[2].strip().lower() or None
    named = request.args.get("person") or request.cookies.get("as") or request.cookies.get("person")
    return named.strip().lower() if named and "@" in named else None


def _open(request: Request, workspace: Workspace, form_id: str) -> tuple[Form | None, Page | None]:
    """The form, or the page that says why it cannot be filled in."""
    form: Form | None = workspace.forms.forms.get(form_id)
    file = workspace.drive.files.get(form_id)
    if form is None or file is None or not form.published or workspace.drive.in_trash(file):
        return None, _notice(404, UNKNOWN)
    if not form.accepting:
        return form, _notice(200 if request.method == "GET" else 403, CLOSED, form.title)
    person = signed_in(request)
    welcome = may_answer(file, person)
    if person is None and (not welcome or form.collects == "VERIFIED"):
        return form, _page("sign_in.html", 401, form=form, message=SIGN_IN, action=request.path)
    if not welcome:
        return form, _notice(403, NOT_YOU, form.title)
    return form, None


def _again(
    form: Form,
    request: Request,
    outcome: Outcome,
    values: Answers,
    email: str,
    edited: Response | None,
) -> Page:
    """The page once more, with everything typed, opened at the section of the first problem."""
    seen = outcome.seen
    sections = split(form.items)
    for place, index in enumerate(outcome.seen):
        here = {question["questionId"] for _, question in each_question(sections[index])}
        if here & outcome.problems.keys() or (index == 0 and "email" in outcome.problems):
            seen = outcome.seen[: place + 1]
            break
    filled = Filled(values, email, edited, outcome.problems, seen)
    return _form_page(form, request, filled)


def _form_page(form: Form, request: Request, filled: Filled) -> Page:
    titles = view.titles(form) | {"email": "Your e-mail address"}
    problems = filled.problems
    return _page(
        "form.html",
        400 if problems else 200,
        form=form,
        sections=view.sections(form, filled.values, problems),
        problems=[(key, titles.get(key, ""), text) for key, text in problems.items()],
        email=filled.email,
        email_problem=problems.get("email", ""),
        seen=list(filled.seen),
        action=request.path.replace("/viewform", "/formResponse"),
        edit_token=filled.edited.edit_token if filled.edited else "",
        person=signed_in(request),
    )


def _notice(status: int, message: str, title: str = "Form") -> Page:
    return _page("notice.html", status, message=message, title=title)


def _page(template: str, status: int, **values: Any) -> Page:
    text = TEMPLATES.get_template(template).render(**values)
    return Page(text, status=status, mimetype="text/html")


def _lists(values: Any) -> dict[str, list[str]]:
    return {name: values.getlist(name) for name in values}
