"""python -m emulator --port P [--data DIR] [--quotas] [--host H] [--addon URL] [--variants …]."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from types import FrameType

from werkzeug.serving import WSGIRequestHandler, make_server

from .app import create_app
from .errors import ApiError
from .pages import relay
from .variants import Value, parse


class Handler(WSGIRequestHandler):
    """Keeps connections open between requests, and keeps quiet: tests count, logs do not."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing about an ordinary request."""


def read_variants(text: str) -> dict[str, Value]:
    """An option of the command line."""
    try:
        return parse(text)
    except ApiError as wrong:
        raise argparse.ArgumentTypeError(wrong.message) from None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m emulator", description="A local Workspace.")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--data", help="folder that keeps the state; none: in memory only")
    parser.add_argument("--quotas", action="store_true", help="enforce Google's limits")
    parser.add_argument("--addon", help="address of the service behind the add-on's panel")
    parser.add_argument("--addon-audience", help="the audience of its ID tokens; else its address")
    parser.add_argument("--variants", type=read_variants, help="name=value,… (variants.py)")
    options = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_app(data=options.data, quotas=options.quotas, variants=options.variants)
    if options.addon:
        app.addon = relay.Service(options.addon, options.addon_audience or options.addon)
    server = make_server(options.host, options.port, app, threaded=True, request_handler=Handler)

    def stop(signum: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    print(f"The local Workspace is at http://{options.host}:{server.port}", flush=True)
    server.serve_forever()  # ends at KeyboardInterrupt and closes its socket
    print("The local Workspace has ended.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
