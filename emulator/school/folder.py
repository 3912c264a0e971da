"""The folder in which `make run` keeps its school: one run at a time, and never wiped unasked.

workspace/   the local Workspace        holdfast.db   the service's ledger
port         where the pages answer: links in the workbooks hold it
founding     there while a school is being founded; left behind if that was interrupted
in-use       locked by the run that works here, and says where it answers
*.log        what the programs said
"""

from __future__ import annotations

import fcntl
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = 8900


class Refused(Exception):
    """Why nothing was started, in a sentence that says what to do."""


class Folder:
    """`path` need not exist yet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.workspace = path / "workspace"
        self.database = path / "holdfast.db"
        self._port, self._founding = path / "port", path / "founding"

    @property
    def kept(self) -> bool:
        """Whether a school is here."""
        return self.workspace.exists()

    @property
    def interrupted(self) -> bool:
        """Whether its founding did not come to its end."""
        return self.kept and self._founding.exists()

    @contextmanager
    def held(self) -> Iterator[None]:
        """For one run alone. Raises Refused when another one works here."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "in-use").open("a+", encoding="utf-8") as mark:
            try:
                fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                mark.seek(0)
                where = mark.read().strip() or "another window"
                raise Refused(
                    f"This school is open already, at {where}: use it there, or end it with "
                    "Ctrl-C where it runs and start again."
                ) from None
            self._mark = mark
            yield

    def opened(self, address: str, port: int) -> None:
        """Keep for others, and for the next run, where this one answers."""
        self._mark.truncate(0)
        self._mark.write(address)
        self._mark.flush()
        self._port.write_text(str(port), encoding="utf-8")

    def port(self) -> int:
        """Where the pages answered last time."""
        kept = self._port.read_text(encoding="utf-8") if self._port.exists() else ""
        return int(kept) if kept.isdigit() else PORT

    def wipe(self) -> None:
        """Away with the school, and with nothing else that may be in the folder."""
        shutil.rmtree(self.workspace)
        for pattern in ("holdfast.db*", "port", "founding", "*.log"):
            for one in self.path.glob(pattern):
                one.unlink()

    @contextmanager
    def founding(self) -> Iterator[None]:
        """Say on disk that a school is being founded, until that is done."""
        self._founding.touch()
        yield
        self._founding.unlink()


def require_free(port: int) -> None:
    """Raises Refused when another program answers at this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Refused(
                f"Port {port} is in use by another program: end that one, or take another port "
                f"with `make run ARGS='--port {port + 50}'`."
            ) from None
