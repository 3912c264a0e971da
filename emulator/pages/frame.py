"""What all pages share: the template frame, answers, refusals, static files.

    @show("/mail")                        a page; a refusal becomes a page that says why
    @data("/spreadsheets/d/<id>/data")    JSON for a script; a refusal is {"error": sentence}

Scripts and styles come from `static/` only; the Content-Security-Policy allows no others.
"""

from __future__ import annotations

import functools
import json
import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from werkzeug.exceptions import NotFound
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from emulator.call import page
from emulator.errors import ApiError
from emulator.people import DEVELOPER
from emulator.workspace import Workspace

from . import people

HERE = Path(__file__).parent
STATIC = HERE / "static"
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
KINDLY = {
    403: "This is not shared with {person}. Choose another person above, or ask its owner.",
    404: "There is nothing at this address, or it is not shared with {person}.",
}
Handler = Callable[..., Response]


def show(rule: str, methods: tuple[str, ...] = ("GET",)) -> Callable[[Handler], Handler]:
    """Register a page: handler(request, workspace, person, **route arguments).

    `?person=` in the address chooses the person from then on, as the switch does.
    """

    def register(handler: Handler) -> Handler:
        @page(rule, methods)
        @functools.wraps(handler)
        def answer(request: Request, workspace: Workspace, person: str, **route: Any) -> Response:
            person = person.strip().lower()
            try:
                shown = handler(request, workspace, person, **route)
            except ApiError as error:
                shown = render(
                    "refused.html",
                    request,
                    workspace,
                    person,
                    error.status,
                    sentence=sentence(error, person),
                )
            if request.args.get("person"):
                shown.set_cookie("as", person, samesite="Lax")
            return shown

        return handler

    return register


def data(rule: str, methods: tuple[str, ...] = ("GET",)) -> Callable[[Callable[..., Any]], Any]:
    """Register an address that answers a script with JSON: the handler gives a dict."""

    def register(handler: Callable[..., Any]) -> Callable[..., Any]:
        @page(rule, methods)
        @functools.wraps(handler)
        def answer(request: Request, workspace: Workspace, person: str, **route: Any) -> Response:
            person = person.strip().lower()
            try:
                return as_json(handler(request, workspace, person, **route))
            except ApiError as error:
                return as_json({"error": sentence(error, person)}, error.status)

        return handler

    return register


def sentence(error: ApiError, person: str) -> str:
    """A refusal in words for who looks at the page."""
    known = KINDLY.get(error.status, "That did not work. Please try again.")
    said = error.message if error.status not in KINDLY else None
    return said or known.format(person=person)


def as_json(value: Any, status: int = 200) -> Response:
    """A JSON answer; a str is taken for JSON that is ready to be sent."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return Response(
        text.encode("utf-8", "surrogatepass"),
        status,
        {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
        content_type="application/json; charset=utf-8",
    )


def render(
    template: str,
    request: Request,
    workspace: Workspace,
    person: str,
    status: int = 200,
    **values: Any,
) -> Response:
    """A page in the common frame."""
    known = people.known(workspace)
    me = next((one for one in known if one.email == person), None)
    text = TEMPLATES.get_template(template).render(
        person=person,
        me=me,
        chosen=person != DEVELOPER,
        circles=people.circles(known),
        here=request.full_path.rstrip("?"),
        path=request.path,
        **values,
    )
    return secured(Response(text, status, mimetype="text/html"))


def secured(shown: Response) -> Response:
    """With the headers that every page carries."""
    shown.headers["Content-Security-Policy"] = POLICY
    shown.headers["X-Content-Type-Options"] = "nosniff"
    shown.headers["Referrer-Policy"] = "same-origin"
    shown.headers["Cache-Control"] = "no-store"
    return shown


def back_to(address: str) -> Response:
    """See another of our pages next; anything else leads home."""
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return redirect(address if ours else "/", 303)


def sent_json(request: Request) -> dict[str, Any]:
    """What a script sent. Raises ApiError(400) if it is no JSON object."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise ApiError(400, "The page sent something that is not a JSON object.")
    return sent


@page("/static/pages/<path:name>")
def static(request: Request, workspace: Workspace, person: str, name: str) -> Response:
    """A script or style of these pages."""
    file = (STATIC / name).resolve()
    if not file.is_relative_to(STATIC) or not file.is_file():
        raise NotFound
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    shown = Response(file.read_bytes(), mimetype=kind)
    shown.headers["Cache-Control"] = "no-cache"
    shown.headers["X-Content-Type-Options"] = "nosniff"
    shown.add_etag()
    return shown.make_conditional(request.environ)


TEMPLATES.filters["inaddress"] = lambda text: quote(str(text), safe="")
