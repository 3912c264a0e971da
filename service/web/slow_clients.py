"""Requests that are sent by halves hold up nobody else.

gunicorn gives a thread to a connection as soon as its first byte is there, and the thread then
waits for the rest without end: as many half-sent requests as there are threads would stop the
service. Here one thread watches all connections at once, a request gets a thread when its head is
complete, and what takes longer than `HEAD_S` is closed. A body may pause for `BODY_S`.
"""

from __future__ import annotations

import socket
import struct
from collections import deque
from threading import Event, Thread
from time import monotonic
from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker
from werkzeug.serving import WSGIRequestHandler

HEAD_S: Final = 10.0
BODY_S: Final = 10
TICK_S: Final = 0.01  # how soon a head is seen to be complete, while one is awaited
LONGEST_HEAD: Final = 64 * 1024  # more than that gunicorn refuses by itself
HEAD_ENDS: Final = b"\r\n\r\n"
FOR_A_WHILE: Final = struct.pack("ll", BODY_S, 0)


class Watcher(ThreadWorker):
    """gunicorn's threaded worker behind one thread that waits for heads of requests."""

    def init_process(self) -> None:
        self._incoming: deque[tuple[Any, float]] = deque()
        self._wake = Event()
        Thread(target=self._watch, name="holdfast-heads", daemon=True).start()
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:
        """Every way to a thread leads through here: new connections and those kept alive."""
        conn.sock.setblocking(False)
        self._incoming.append((conn, monotonic() + HEAD_S))
        self._wake.set()

    def _watch(self) -> None:
        waiting: list[tuple[Any, float]] = []
        while True:
            self._wake.wait(TICK_S if waiting else None)
            self._wake.clear()
            while self._incoming:
                waiting.append(self._incoming.popleft())
            still = []
            for conn, until in waiting:
                if _has_head(conn.sock):
                    self.method_queue.defer(self._give_thread, conn)
                elif monotonic() < until:
                    still.append((conn, until))
                else:
                    self.method_queue.defer(self._give_up, conn)
            waiting = still

    def _give_thread(self, conn: Any) -> None:
        conn.data_ready = True
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, FOR_A_WHILE)
        super().enqueue_req(conn)

    def _give_up(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()


def _has_head(connection: socket.socket) -> bool:
    """Whether the head is complete, or can never be (then the parser says so)."""
    try:
        there = connection.recv(LONGEST_HEAD, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return not there or HEAD_ENDS in there or len(there) >= LONGEST_HEAD


class LocalRequests(WSGIRequestHandler):
    """The same for the service on one's own machine: each connection has a thread of its own, and
    it does not wait for ever."""

    timeout = BODY_S
