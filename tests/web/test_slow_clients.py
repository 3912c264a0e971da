"""Half-sent requests hold up nobody, as gunicorn serves and as one's own machine does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection, socket

import pytest
import requests

from service.cli import gunicorn
from service.web.slow_clients import BODY_S, HEAD_S, LocalRequests

ROOT = Path(__file__).resolve().parents[2]
THREADS = 4


def free_port() -> int:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def health(port: int) -> int:
    session = requests.Session()
    session.trust_env = False
    return session.get(f"http://127.0.0.1:{port}/health", timeout=8).status_code


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """gunicorn, with the arguments that `serve` gives it; the same for all, so that what one test
    leaves half-sent is there while the next one asks."""
    tmp_path, port = tmp_path_factory.mktemp("served"), free_port()
    settings = {"HOLDFAST_WORKSPACE_URL": "http://127.0.0.1:9", "HOLDFAST_DATABASE_URL":
                f"sqlite:///{tmp_path / 'ledger.db'}"}  # fmt: skip
    command = [sys.executable, *gunicorn(f"127.0.0.1:{port}", THREADS)]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(tmp_path), **settings}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as server:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if health(port) == 200:
                    break
            except (requests.ConnectionError, requests.Timeout):
                assert server.poll() is None
        yield port
        assert not (tmp_path / ".gunicorn").exists(), "a socket over which it could be steered"
        server.send_signal(signal.SIGQUIT)  # at once: SIGTERM waits for whoever is half-sent


@pytest.mark.parametrize("half", [b"", b"P", b"POST /addon/home HTTP/1.1\r\nHost: x\r\nContent-Le"])
def test_half_sent_heads_take_no_thread(port: int, half: bytes) -> None:
    held = [create_connection(("127.0.0.1", port)) for _ in range(THREADS * 5)]
    for each in held:
        each.sendall(half)
    begun = time.monotonic()
    assert [health(port) for _ in range(3)] == [200] * 3
    assert time.monotonic() - begun < HEAD_S / 2
    for each in held:
        each.close()


def test_a_head_in_two_parts_is_answered(port: int) -> None:
    with create_connection(("127.0.0.1", port), timeout=8) as slow:
        slow.sendall(b"GET /health HTTP/1.1\r\nHo")
        assert health(port) == 200
        slow.sendall(b"st: x\r\nConnection: close\r\n\r\n")
        assert slow.recv(100).startswith(b"HTTP/1.1 200")


def test_on_ones_own_machine_a_connection_waits_no_longer() -> None:
    assert 0 < (LocalRequests.timeout or 0) <= BODY_S
