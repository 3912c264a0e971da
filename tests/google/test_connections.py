"""No answer reaches another request, and no request is sent twice behind our back."""

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

import pytest

from service.google import Session, open_workspace
from service.google.access import LocalAccess
from service.google.connections import Connection
from service.google.retries import Patience
from service.ports import Unreachable
from tests.serving import HEARS_S

THREADS, ROUNDS = 12, 25


class Server:
    """A tiny HTTP server that answers each file with its own name, or drops the connection."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.drop = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                self.rfile.read(length)
                outer.seen.append(self.command)
                if outer.drop:
                    outer.drop -= 1
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                name = unquote(urlsplit(self.path).path.rsplit("/", 1)[1])
                who = self.headers["authorization"]
                body = json.dumps({"id": name, "name": f"{who} {name}"}).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PATCH = answer

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.http.server_port}"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(HEARS_S,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture
def server():
    running = Server()
    yield running
    running.close()


def files_at(server, transport=None, person="admin@holdfast.example"):
    session = Session(
        LocalAccess(), server.root, transport=transport, patience=Patience(2, sleep=lambda _: None)
    )
    return open_workspace(session, admin=person, mail_from=person, time_zone="UTC").files


def test_every_thread_gets_its_own_answers(server):
    files = files_at(server)

    def ask(thread: int) -> list[str]:
        return [
            name
            for turn in range(ROUNDS)
            for name in [f"file-{thread}-{turn}"]
            if files.get(name).name != f"Bearer as:admin@holdfast.example {name}"
        ]

    with ThreadPoolExecutor(THREADS) as pool:
        wrong = [name for names in pool.map(ask, range(THREADS)) for name in names]
    assert wrong == []
    assert len(server.seen) == THREADS * ROUNDS


def test_every_thread_has_a_connection_of_its_own(server):
    made = []

    def transport():
        made.append(threading.get_ident())
        return Connection()

    files = files_at(server, transport)
    together = threading.Barrier(4)

    def ask(turn: int) -> None:
        together.wait()
        files.get(f"one-{turn}")
        files.get(f"two-{turn}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(4)))
    assert len(made) == len(set(made)) == 4


def test_a_lost_answer_is_not_asked_for_again_behind_our_back(server):
    """httplib2 by itself sends this POST a second time."""
    server.drop = 1
    with pytest.raises(Unreachable) as raised:
        files_at(server).create("Holdfast", "application/vnd.google-apps.folder")
    assert raised.value.maybe_applied
    assert server.seen == ["POST"]


def test_nor_on_a_connection_that_was_in_use_before(server):
    files = files_at(server)
    files.get("warm")
    server.drop = 1
    with pytest.raises(Unreachable):
        files.create("Holdfast", "application/vnd.google-apps.folder")
    assert server.seen == ["GET", "POST"]


def test_a_connection_that_was_idle_is_opened_anew(server, monkeypatch):
    files = files_at(server)
    files.get("warm")
    monkeypatch.setattr("service.google.connections.IDLE_S", -1.0)
    assert files.create("fresh", "application/vnd.google-apps.folder").file_id == "files"


def test_nobody_there_means_nothing_happened(server):
    files = files_at(server)
    server.close()
    with pytest.raises(Unreachable) as raised:
        files.create("Holdfast", "application/vnd.google-apps.folder")
    assert not raised.value.maybe_applied
    server.http.server_close()
