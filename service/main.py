"""`service.main:app` is the WSGI application, for gunicorn and for `python -m service serve`.

Importing it costs next to nothing: settings are read, and everything else is loaded, at the first
request; then what every card needs is fetched in the background, so that a first card need not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

_lock = Lock()
_made: list[Flask] = []


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request. Raises settings.SettingsProblem when the settings cannot work."""
    return application()(environ, start_response)


def application() -> Flask:
    """The Flask application, made once per process."""
    with _lock:
        if not _made:
            _made.append(_make())
        return _made[0]


def _make() -> Flask:
    import logging

    from .logs import start_logging
    from .served_schools import ServedSchools
    from .settings import load_settings
    from .web.app import create_app
    from .web.syncing import in_background
    from .wiring import open_school

    start_logging()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # one line a request says nothing
    settings = load_settings()
    made = create_app(open_school(settings), others=ServedSchools(settings))
    in_background(made.extensions["holdfast"].warm_up)
    return made
