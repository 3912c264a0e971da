"""The web service: a Flask application over one school, or several.

    GET  /health            the process is alive
    GET  /ready             it can reach its ledger and its workbooks
    GET  /metrics           every school in numbers, for the district's account
    POST /addon/<action>    the add-on's cards (Google's event object in, card JSON out)
    POST /hooks/look        "look again"

Only the first two are open. Every other view passes through `guarded`, which checks the token
before anything is read, and marks the view so that a test can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from flask import Flask, Response, g, jsonify, request
from werkzeug.exceptions import BadRequest, RequestTimeout

from service.logs import of_school

from . import views
from .answering import OFFICE
from .desk import LOCAL_AUDIENCE, SchoolDesk
from .district import DistrictDesk
from .event import read_event
from .parts import NoOthers, OtherSchools, SchoolService
from .schools import Caller, Desks
from .syncing import Spawn, in_background

LARGEST_REQUEST = 512 * 1024
OPEN = frozenset({"health", "ready"})

View = Callable[..., Response]

assert views  # importing them registers the actions


def create_app(
    school: SchoolService, spawn: Spawn = in_background, others: OtherSchools | None = None
) -> Flask:
    """The WSGI application of one school, and of `others` beside it. `spawn` starts work beside a
    request."""
    app = Flask("holdfast", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    beside = others or NoOthers()
    desks = Desks(school, spawn, beside)
    district = DistrictDesk(desks, beside)
    app.extensions["holdfast"] = desks.first

    @app.get("/health")
    def health() -> Response:
        return jsonify({"status": "ok"})

    @app.get("/ready")
    def ready() -> Response:
        return desks.first.ready()

    @app.post("/addon/<action>")
    @guarded(desks.caller)
    def addon(action: str) -> Response:
        asked = read_event(action, _body())
        if district.is_asked(g.caller, asked):
            return district.answer(asked)
        desk = desks.desk_for(g.caller, asked)
        g.desk, g.seal = desk, desk.seal(g.email) if g.caller.has_several else ""
        given = {key: value for key, value in asked.given.items() if key != "school"}
        g.asked = replace(asked, given=given)
        with of_school(desk.school_id):
            return desk.answer(g.asked)

    @app.post("/hooks/look")
    @guarded(desks.caller)
    def look() -> Response:
        answers = []
        for desk in desks.desks_to_look(g.caller, read_event("look", _body())):
            g.desk = desk
            with of_school(desk.school_id):
                answers.append(desk.look_again())
        return answers[0]

    @app.get("/metrics")
    @guarded(district.reader)
    def metrics() -> Response:
        return district.metrics()

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        desk: SchoolDesk = g.get("desk", desks.first)
        with of_school(desk.school_id if "desk" in g else ""):
            return desk.on_error(error)

    app.after_request(_no_traces)
    return app


def guarded(who: Callable[[str], Caller]) -> Callable[[View], View]:
    """Nobody passes without a token that counts; `who` tells from it who asks, or refuses. It
    stands in `flask.g.email`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> Response:
            g.caller = who(request.headers.get("Authorization", ""))
            g.email = g.caller.email
            return view(*args, **kwargs)

        checked.is_guarded = True  # type: ignore[attr-defined]
        return checked

    return decorate


def _body() -> object:
    """What was sent, parsed; None for what is no JSON. Raises BadRequest for what is nested so
    deeply that nobody sent it in earnest, RequestTimeout for what never came to its end."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        raise BadRequest from None
    except (ConnectionError, TimeoutError, BlockingIOError):
        raise RequestTimeout from None


def _no_traces(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    if "tools" in g:
        response.headers["X-Holdfast-Tools"] = g.tools  # a panel shows no others
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


__all__ = ["LOCAL_AUDIENCE", "OFFICE", "OPEN", "create_app"]
