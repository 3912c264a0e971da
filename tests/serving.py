"""Servers that tests start beside themselves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from werkzeug.serving import WSGIRequestHandler, make_server

# How soon one hears that it shall end, in seconds. By itself every half second: longer than what
# most tests ask of it.
HEARS_S: Final = 0.02


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


@contextmanager
def served_at(app: Any) -> Iterator[str]:
    """The address at which `app` answers, in threads of this process, until we leave."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(HEARS_S,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
