"""State that survives a restart: one SQLite file, one pickled row per changed object.

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
from typing import Any, TypeVar

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
            "CREATE TABLE IF NOT EXISTS objects (shelf TEXT, key TEXT, content BLOB, "
            "place INTEGER, PRIMARY KEY (shelf, key))"
        )

    def load(self, shelf: str) -> Shelf[Any]:
        """Everything on one shelf, in the order in which it was first put there."""
        rows = self.connection.execute(
            "SELECT key, content FROM objects WHERE shelf = ? ORDER BY place, rowid",
            (shelf,),
        )
        return Shelf((key, pickle.loads(content)) for key, content in rows)

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
        if key not in shelf:
            self.connection.execute("DELETE FROM objects WHERE shelf = ? AND key = ?", (name, key))
            return
        content = pickle.dumps(dict.__getitem__(shelf, key), pickle.HIGHEST_PROTOCOL)
        self.connection.execute(
            "INSERT INTO objects (shelf, key, content, place) VALUES (?, ?, ?, "
            "(SELECT coalesce(max(place), 0) + 1 FROM objects)) "
            "ON CONFLICT (shelf, key) DO UPDATE SET content = excluded.content",
            (name, key, content),
        )

    def clear(self) -> None:
        """Forget everything."""
        self.connection.execute("DELETE FROM objects")

    def close(self) -> None:
        self.connection.close()
