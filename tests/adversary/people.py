"""Staff at work between any two calls of a sync: seeded, through the public APIs, and with an
account of what each of them typed last."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from .account import Account, Truth
from .gestures import deleting, inserting, moving, pasting, put, sorting
from .small_book import ATTENTION, DIARY, SmallBook


class People(Account):
    """`act` does one thing. A row is known by its Notes, which nobody but its author writes."""

    def __init__(self, book: SmallBook, rng: random.Random, story: list[str]) -> None:
        super().__init__(book, rng, story)
        self.acts: list[tuple[int, Callable[[], bool]]] = [
            (10, self.edit_cell),
            (6, self.sort),
            (5, self.add_row),
            (5, self.insert_blank),
            (4, self.delete_row),
            (4, self.move_row),
            (3, self.move_column),
            (2, self.insert_column),
            (1, self.own_column),
            (2, self.rename_heading),
            (1, self.rename_tab),
            (3, self.copy_row),
            (2, self.delete_id),
            (3, self.paste_block),
            (1, self.sort_some_columns),
            (1, self.filter),
            (2, self.type_over_service_cell),
            (4, self.take_back),
            (2, self.pick),
            (1, self.sort_attention),
            (1, self.own_tab),
        ]

    # -- what they do

    def add_row(self, at_end: bool = False) -> bool:
        grid, columns, _ = self.rows()
        key = self.new_key()
        cells = {c: self.value(c) for c in ("student", "kind", "date", "status")} | {"notes": key}
        empty = [i for i, row in enumerate(grid) if i and all(c is None for c in row)]
        position = len(grid)
        if empty and not at_end and self.rng.random() < 0.5:
            position = self.rng.choice(empty)
        self.book.staff(*(put(DIARY, position, columns[c], v) for c, v in cells.items()))
        self.truth[key] = Truth(cells)
        return self.say(f"new row {key} in row {position}: {cells['student']} {cells['date']}")

    def edit_cell(self) -> bool:
        _, columns, places = self.rows()
        key = self.some_row(places)
        if key is None:
            return False
        column = self.rng.choice(("date", "date", "status", "student", "kind"))
        value, before = self.value(column), self.truth[key].cells.get(column)
        self.book.staff(put(DIARY, places[key], columns[column], value))
        self.type(key, column, value)
        self.undo.append((f"{column} of {key}", lambda: self._put_back(key, column, before)))
        return self.say(f"{column} of {key} = {value}")

    def _put_back(self, key: str, column: str, value: Any) -> bool:
        _, columns, places = self.rows()
        if key not in places:
            return False
        self.book.staff(put(DIARY, places[key], columns[column], value))
        self.type(key, column, value)
        return True

    def sort(self) -> bool:
        grid, columns, _ = self.rows()
        column = self.rng.choice(sorted(columns))
        self.book.staff(sorting(DIARY, columns[column], len(grid), self.rng.random() < 0.5))
        return self.say(f"sort by {column}")

    def insert_blank(self) -> bool:
        grid, _, _ = self.rows()
        at = self.rng.randrange(1, len(grid) + 1)
        self.book.staff(inserting(DIARY, "ROWS", at))
        return self.say(f"insert a blank row at {at}")

    def delete_row(self) -> bool:
        grid, columns, places = self.rows()
        key = self.some_row(places)
        if key is None or len(places) < 3:
            return False
        row = list(grid[places[key]])
        said = {c: self._at(row, i) for c, i in columns.items()}
        own = self._own(grid, row)
        self.book.staff(deleting(DIARY, "ROWS", places[key]))
        truth = self.truth.pop(key)
        self.deleted.add(key)
        self.undo.append((f"deletion of {key}", lambda: self._bring_back(key, truth, said, own)))
        return self.say(f"delete {key}")

    def _own(self, grid: list[list[Any]], row: list[Any]) -> Any:
        places = [i for i, h in enumerate(grid[0]) if self.own_heading and h == self.own_heading]
        return self._at(row, places[0]) if places else None

    def _bring_back(self, key: str, truth: Truth, said: dict[str, Any], own: Any) -> bool:
        grid, columns, places = self.rows()
        if key in places or set(said) - set(columns):
            return False
        at = self.rng.randrange(1, len(grid) + 1)
        cells = [put(DIARY, at, columns[c], v) for c, v in said.items() if v is not None]
        if own is not None and self.own_heading in grid[0]:
            cells.append(put(DIARY, at, grid[0].index(self.own_heading), own))
        self.book.staff(inserting(DIARY, "ROWS", at), *cells)
        self.truth[key] = truth
        self.deleted.discard(key)
        return True

    def take_back(self) -> bool:
        if not self.undo:
            return False
        what, deed = self.undo.pop()
        return self.say(f"undo the {what}") if deed() else False

    def move_row(self) -> bool:
        grid, _, places = self.rows()
        key = self.some_row(places)
        if key is None or len(grid) < 4:
            return False
        to = self.rng.randrange(1, len(grid))
        if to in (places[key], places[key] + 1):
            return False
        self.book.staff(moving(DIARY, "ROWS", places[key], to))
        return self.say(f"move {key} to row {to}")

    def move_column(self) -> bool:
        grid, _, _ = self.rows()
        width = len(grid[0])
        index, to = self.rng.randrange(width), self.rng.randrange(width)
        if to in (index, index + 1):
            return False
        self.book.staff(moving(DIARY, "COLUMNS", index, to))
        return self.say(f"move column {index} to {to}")

    def insert_column(self) -> bool:
        grid, _, _ = self.rows()
        if len(grid[0]) > 20:
            return False
        at = self.rng.randrange(len(grid[0]) + 1)
        self.book.staff(inserting(DIARY, "COLUMNS", at))
        return self.say(f"insert a column at {at}")

    def own_column(self) -> bool:
        grid, _, places = self.rows()
        if self.own_heading:
            return False
        at = len(grid[0])
        self.own_heading = "Our own"
        typed = [put(DIARY, 0, at, self.own_heading)]
        for key, position in places.items():
            self.truth[key].own = f"own {key}"
            typed.append(put(DIARY, position, at, f"own {key}"))
        self.book.staff(
            inserting(DIARY, "COLUMNS", at - 1), moving(DIARY, "COLUMNS", at - 1, at + 1), *typed
        )
        return self.say("a column of their own")

    def rename_heading(self) -> bool:
        _, columns, _ = self.rows()
        column = self.rng.choice(sorted(columns))
        self.made += 1
        self.book.staff(put(DIARY, 0, columns[column], f"{column} {self.made}"))
        return self.say(f"rename {column}")

    def rename_tab(self) -> bool:
        self.made += 1
        properties = {"sheetId": DIARY, "title": f"Our diary '{self.made}'"}
        self.book.staff({"updateSheetProperties": {"properties": properties, "fields": "title"}})
        return self.say("rename the tab")

    def copy_row(self) -> bool:
        """Copy a whole row, hidden id and all, and make it another one."""
        grid, columns, places = self.rows()
        key = self.some_row(places)
        if key is None or not self.clean(grid[places[key]], columns):
            return False
        fresh, at = self.new_key(), len(grid)
        width = len(grid[0])
        changed = {"notes": fresh} | (
            {"date": self.value("date")} if self.rng.random() < 0.5 else {}
        )
        self.book.staff(
            pasting(DIARY, places[key], at, width),
            *(put(DIARY, at, columns[c], v) for c, v in changed.items()),
        )
        self.truth[fresh] = Truth(self.truth[key].cells | changed, own=self.truth[key].own)
        self.truth[fresh].service = dict(self.truth[key].service)
        self.touched_ids |= {key, fresh}
        return self.say(f"copy {key} to {fresh} with its id")

    def delete_id(self) -> bool:
        _, columns, places = self.rows()
        key = self.some_row(places)
        if key is None:
            return False
        self.book.staff(put(DIARY, places[key], columns["row_id"], None))
        self.touched_ids.add(key)
        return self.say(f"delete the id of {key}")

    def paste_block(self) -> bool:
        grid, columns, _ = self.rows()
        column = self.rng.choice(("date", "status", "student"))
        start = self.rng.randrange(1, len(grid)) if len(grid) > 3 else 0
        block = list(range(start, min(start + 3, len(grid))))
        if not start or len(block) < 2 or not all(self.clean(grid[i], columns) for i in block):
            return False
        value = grid[start][columns[column]]
        self.book.staff(*(put(DIARY, i, columns[column], value) for i in block[1:]))
        for i in block[1:]:
            self.type(grid[i][columns["notes"]], column, value)
        return self.say(f"paste {value} down {column}, rows {block}")

    def sort_some_columns(self) -> bool:
        """Select two columns and sort only those: their cells change rows."""
        grid, columns, _ = self.rows()
        left = min(columns["date"], columns["status"])
        used = [row for row in grid[1:] if any(c is not None for c in row)]
        if abs(columns["date"] - columns["status"]) != 1 or not all(
            self.clean(row, columns) for row in used
        ):
            return False
        order = sorting(DIARY, columns["date"], len(grid), True)
        order["sortRange"]["range"] |= {"startColumnIndex": left, "endColumnIndex": left + 2}
        self.book.staff(order)
        for row in self.rows()[0][1:]:
            key = self._at(row, columns["notes"])
            for column in ("date", "status") if key in self.truth else ():
                if self._at(row, columns[column]) != self.truth[key].cells.get(column):
                    self.type(key, column, self._at(row, columns[column]))
        return self.say("sort only Date and Status")

    def filter(self) -> bool:
        grid, _, _ = self.rows()
        cells = {"sheetId": DIARY, "startRowIndex": 0, "endRowIndex": len(grid)}
        self.book.staff({"setBasicFilter": {"filter": {"range": cells}}})
        return self.say("a filter")

    def type_over_service_cell(self) -> bool:
        _, columns, places = self.rows()
        key = self.some_row(places)
        if key is None:
            return False
        self.made += 1
        text = f"typed {self.made}"
        self.book.staff(put(DIARY, places[key], columns["calendar"], text))
        self.truth[key].service["calendar"] = text
        return self.say(f"type '{text}' over Calendar of {key}")

    def pick(self) -> bool:
        grid, columns = self.book.grid(ATTENTION), self.book.columns("attention")
        rows = [i for i, r in enumerate(grid) if i and self._at(r, columns["what"])]
        if not rows:
            return False
        at = self.rng.choice(rows)
        question = self._at(grid[at], columns["row_id"])
        if not question:
            return False
        text = f"pick {question}"
        self.book.staff(put(ATTENTION, at, columns["pick"], text))
        self.picks[question] = text
        return self.say(f"pick for {question}")

    def sort_attention(self) -> bool:
        grid, columns = self.book.grid(ATTENTION), self.book.columns("attention")
        if len(grid) < 3:
            return False
        self.book.staff(sorting(ATTENTION, columns["what"], len(grid), self.rng.random() < 0.5))
        return self.say("sort Attention")

    def own_tab(self) -> bool:
        self.made += 1
        properties = {"title": f"Mine {self.made}", "sheetId": self.made}
        self.book.staff(
            {"addSheet": {"properties": properties}}, put(self.made, 0, 0, f"mine {self.made}")
        )
        return self.say("a tab of their own")
