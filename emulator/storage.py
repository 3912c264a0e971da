"""State that survives a restart: one SQLite file, one pickled row per changed object
(of a spreadsheet, per changed stretch of rows).

A store keeps its objects in shelves, which are dicts. With `--data`, a shelf remembers
which keys were looked up or set during a call; the app saves those after every call that
does not only read, before the answer is sent. So nothing that was answered is lost when
the process is killed, and no store has to remember to save. A GET changes nothing.

Walking over a shelf (`values()`, `items()`) does not count as a look-up: whoever finds an
object that way and changes it takes it again by its key.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

T = TypeVar("T")


class Shelf(dict[str, T]):
    """A dict that remembers which keys may have changed. Keys are strings."""

    def __init__(self, entries: Iterable[tuple[str, T]] = ()) -> None:
        super().__init__(entries)
        self.touched: set[str] = set()

    def __getitem__(self, key: str) -> T:
        self.touched.add(key)
        return super().__getitem__(key)

    def __setitem__(self, key: str, value: T) -> None:
        self.touched.add(key)
        super().__setitem__(key, value)

    def __delitem__(self, key: str) -> None:
        self.touched.add(key)
        super().__delitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.touched.add(key)
        return super().get(key, default)

    def pop(self, key: str, *default: Any) -> Any:
        self.touched.add(key)
        return super().pop(key, *default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        self.touched.add(key)
        return super().setdefault(key, default)


class InPieces(Protocol):
    """An object that is large, and of which a call changes little: saved piece by piece.

    A piece that equals the one saved before is not written again. The head, named "", is.
    """

    def pieces(self) -> dict[str, Any]: ...

    @classmethod
    def whole(cls, pieces: dict[str, Any]) -> Self: ...


class Database:
    """The SQLite file in the `--data` folder. It holds Python pickles: open only your own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.connection = sqlite3.connect(
            folder / "workspace.sqlite", check_same_thread=False, isolation_level=None
        )
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=NORMAL")
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS pieces (shelf TEXT, key TEXT, piece TEXT, content BLOB, "
            "PRIMARY KEY (shelf, key, piece))"
        )
        self.saved: dict[tuple[str, str], dict[str, Any]] = {}

    def load(self, shelf: str, kind: type[InPieces] | None = None) -> Shelf[Any]:
        """Everything on one shelf, in the order in which it was first put there."""
        rows = self.connection.execute(
            "SELECT key, piece, content FROM pieces WHERE shelf = ? ORDER BY rowid",
            (shelf,),
        )
        found: dict[str, dict[str, Any]] = {}
        for key, piece, content in rows:
            found.setdefault(key, {})[piece] = pickle.loads(content)
        if kind is None:
            return Shelf((key, pieces[""]) for key, pieces in found.items())
        for key, pieces in found.items():
            self.saved[shelf, key] = pieces
        return Shelf((key, kind.whole(pieces)) for key, pieces in found.items())

    def save(self, shelves: dict[str, Shelf[Any]]) -> None:
        """Write what may have changed, in one transaction."""
        if not any(shelf.touched for shelf in shelves.values()):
            return
        self.connection.execute("BEGIN")
        for name, shelf in shelves.items():
            for key in shelf.touched:
                self._save_one(name, key, shelf)
        self.connection.execute("COMMIT")

    def _save_one(self, name: str, key: str, shelf: Shelf[Any]) -> None:
        one = dict.get(shelf, key)
        pieces = {} if one is None else one.pieces() if hasattr(one, "pieces") else {"": one}
        saved = self.saved.pop((name, key), {"": None})
        for piece in saved.keys() - pieces.keys():
            self.connection.execute(
                "DELETE FROM pieces WHERE shelf = ? AND key = ? AND piece = ?", (name, key, piece)
            )
        for piece, content in pieces.items():
            if piece == "" or saved.get(piece) != content:
                self._write(name, key, piece, content)
        if len(pieces) > 1:
            self.saved[name, key] = pieces

    def _write(self, name: str, key: str, piece: str, content: Any) -> None:
        self.connection.execute(
            "INSERT INTO pieces (shelf, key, piece, content) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (shelf, key, piece) DO UPDATE SET content = excluded.content",
            (name, key, piece, pickle.dumps(content, pickle.HIGHEST_PROTOCOL)),
        )

    def clear(self) -> None:
        """Forget everything."""
        self.connection.execute("DELETE FROM pieces")
        self.saved.clear()

    def close(self) -> None:
        self.connection.close()
