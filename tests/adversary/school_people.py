"""Staff at work in the workbooks between any two calls of a sync."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .gestures import deleting, inserting, moving, pasting, put, sorting
from .school_account import Account, Cell, Truth
from .school_hands import Seen, cell
from .school_sheets import CASES, DIARY, GOALS, REFERRALS, Sheet

Act = Callable[[], bool]
COLUMNS = {
    DIARY: ("date", "date", "date", "start", "status", "status", "minutes", "kind", "next_step"),
    CASES: ("status", "reading_level", "review_due", "strengths"),
}
FIRST_SAID = ("student", "kind", "date", "start", "goal", "action", "target", "unit")
OWN = "Our own"
ON_THE_WAY = "… "  # what is only written while a batch is under way
GREY = ((DIARY, "calendar"), (DIARY, "calendar"), (CASES, "next"), (GOALS, "latest"))


class InTheSheets(Account):
    """What a hand does in a sheet. Each answers whether there was anything to do."""

    def sheet(self) -> Sheet:
        return self.rng.choice((DIARY, DIARY, DIARY, *self.sheets))

    def open_sheet(self) -> Sheet:
        """One in which people add and delete rows."""
        return self.rng.choice((DIARY, DIARY, *self.open_sheets))

    def some(self, sheet: Sheet) -> tuple[Seen, str, int] | None:
        """A look, and a row that is known."""
        seen = self.look(sheet)
        places = self.places(sheet, seen)
        if not places:
            return None
        key = self.rng.choice(sorted(places))
        return seen, key, places[key]

    def here(self, sheet: Sheet) -> int:
        return self.hands.sheet_id(sheet.book, sheet.tab)

    # ------------------------------------------------ typing

    def edit(self) -> bool:
        sheet = self.sheet()
        found = self.some(sheet)
        if found is None:
            return False
        seen, key, at = found
        column = self.rng.choice(COLUMNS.get(sheet, sheet.typed))
        value = self.value(sheet, column)
        if column not in seen.columns or seen.at(at, column) == value:
            return False
        self.hands.change(sheet.book, put(self.here(sheet), at, seen.columns[column], value))
        self.type(sheet, key, column, value)
        return self.say(f"{sheet.tab}: {column} of {key!r} = {value}")

    def change_manager(self) -> bool:
        """A case goes to the other case manager, and its events with it."""
        found = self.some(CASES)
        if found is None:
            return False
        seen, key, at = found
        value = self.value(CASES, "case_manager")
        if seen.at(at, "case_manager") == value:
            return False
        index = seen.columns["case_manager"]
        self.hands.change("caseload", put(self.here(CASES), at, index, value))
        self.type(CASES, key, "case_manager", value)
        return self.say(f"caseload: {key!r} goes to {value}")

    def rename_student(self) -> bool:
        """Another student's name in a row of this one."""
        sheet = self.open_sheet()
        found = self.some(sheet) if "student" in sheet.typed else None
        if found is None:
            return False
        seen, key, at = found
        value = self.value(sheet, "student")
        if seen.at(at, "student") == value:
            return False
        self.hands.change(sheet.book, put(self.here(sheet), at, seen.columns["student"], value))
        self.type(sheet, key, "student", value)
        return self.say(f"{sheet.tab}: {key!r} is now {value}'s")

    def add_row(self) -> bool:
        sheet = self.open_sheet()
        seen = self.look(sheet)
        key, at = self.new_text(sheet), len(seen.grid)
        first = sheet.typed if sheet in self.others else FIRST_SAID
        cells = {c: self.value(sheet, c) for c in first if c in sheet.typed}
        if sheet is DIARY:
            cells |= {"status": "Planned"}
        typed = {**cells, sheet.known_by: key}
        self.write_row(sheet, seen, at, typed)
        self.rows[sheet.part][key] = Truth({c: Cell(cells.get(c)) for c in sheet.typed})
        return self.say(f"{sheet.tab}: new row {key!r} at {at}: {cells}")

    def write_row(self, sheet: Sheet, seen: Seen, at: int, cells: dict[str, Any]) -> None:
        here = self.here(sheet)
        typed = [put(here, at, seen.columns[c], v) for c, v in cells.items() if c in seen.columns]
        self.hands.change(sheet.book, inserting(here, "ROWS", at), *typed)

    def adopt(self) -> bool:
        """Write the first note on a row that Holdfast made (a First Talk, the next of a series)."""
        seen = self.look(DIARY)
        fresh = [
            at
            for at in range(1, len(seen.grid))
            if seen.at(at, "notes") is None and seen.at(at, "row_id") and seen.at(at, "student")
        ]
        if not fresh:
            return False
        at, key = self.rng.choice(fresh), self.new_text(DIARY)
        self.hands.change("caseload", put(self.here(DIARY), at, seen.columns["notes"], key))
        cells = {c: Cell(seen.at(at, c)) for c in DIARY.typed}
        self.rows[DIARY.part][key] = Truth(cells, of_service=True)
        return self.say(f"diary: note {key!r} on the row at {at}, which Holdfast made")

    def paste_block(self) -> bool:
        """One value down three rows."""
        sheet = self.open_sheet()
        seen = self.look(sheet)
        places = {at: key for key, at in self.places(sheet, seen).items()}
        column = "status" if sheet is DIARY else sheet.typed[-1]
        starts = [at for at in places if at + 1 in places]
        if not starts:
            return False
        start = self.rng.choice(sorted(starts))
        block = [at for at in range(start, start + 3) if at in places]
        value = seen.at(start, column)
        if str(value).startswith(ON_THE_WAY):
            return False
        here, index = self.here(sheet), seen.columns[column]
        self.hands.change(sheet.book, *(put(here, at, index, value) for at in block[1:]))
        for at in block[1:]:
            self.type(sheet, places[at], column, value)
        return self.say(f"{sheet.tab}: {value} pasted down {column}, rows {block}")

    def decide(self) -> bool:
        """The coordinator decides on a referral."""
        found = self.some(REFERRALS)
        if found is None:
            return False
        seen, key, at = found
        decision = self.value(REFERRALS, "decision")
        cells = {"decision": decision} | ({"reason": "Known."} if decision == "Decline" else {})
        here = self.here(REFERRALS)
        self.hands.change("office", *(put(here, at, seen.columns[c], v) for c, v in cells.items()))
        for column, value in cells.items():
            self.type(REFERRALS, key, column, value)
        return self.say(f"referrals: {seen.at(at, 'referral_id')} is decided: {decision}")

    # ------------------------------------------------ rows and columns

    def sort(self) -> bool:
        sheet = self.sheet()
        seen = self.look(sheet)
        column = self.rng.choice([c for c in sorted(seen.columns) if c != "row_id"])
        height, up = len(seen.grid), self.rng.random() < 0.5
        order = sorting(self.here(sheet), seen.columns[column], height, up)
        self.hands.change(sheet.book, order)
        return self.say(f"{sheet.tab}: sorted by {column}, {'up' if up else 'down'}")

    def insert_blank(self) -> bool:
        sheet = self.sheet()
        at = self.rng.randrange(1, len(self.look(sheet).grid) + 1)
        self.hands.change(sheet.book, inserting(self.here(sheet), "ROWS", at))
        return self.say(f"{sheet.tab}: a blank row at {at}")

    def move_row(self) -> bool:
        sheet = self.sheet()
        height = len(self.look(sheet).grid)
        if height < 3:
            return False
        at, to = self.rng.randrange(1, height), self.rng.randrange(1, height + 1)
        if to in (at, at + 1):
            return False
        self.hands.change(sheet.book, moving(self.here(sheet), "ROWS", at, to))
        return self.say(f"{sheet.tab}: row {at} moved to {to}")

    def delete_row(self) -> bool:
        sheet = self.open_sheet()
        found = self.some(sheet)
        if found is None or len(self.rows[sheet.part]) < 4:
            return False
        seen, key, at = found
        self.note_past(seen, at)
        self.hands.change(sheet.book, deleting(self.here(sheet), "ROWS", at))
        del self.rows[sheet.part][key]
        return self.say(f"{sheet.tab}: {key!r} deleted")

    def note_past(self, seen: Seen, at: int) -> None:
        """What took place, or did not, stays in the calendar though its row is deleted."""
        if "notes" in seen.columns and seen.at(at, "status") in ("Done", "Missed"):
            self.past.add(seen.at(at, "row_id"))

    def move_column(self) -> bool:
        sheet = self.sheet()
        width = len(self.look(sheet).grid[0])
        at, to = self.rng.randrange(width), self.rng.randrange(width)
        if to in (at, at + 1):
            return False
        self.hands.change(sheet.book, moving(self.here(sheet), "COLUMNS", at, to))
        self.hands.moved(sheet.book)
        return self.say(f"{sheet.tab}: column {at} moved to {to}")

    def own_column(self) -> bool:
        """A column of their own, with something in each row."""
        sheet = self.open_sheet()
        seen = self.look(sheet)
        if OWN in seen.grid[0]:
            return False
        at, here = self.rng.randrange(1, len(seen.grid[0])), self.here(sheet)
        places = self.places(sheet, seen)
        typed = [put(here, row, at, f"own {key}") for key, row in places.items()]
        self.hands.change(sheet.book, inserting(here, "COLUMNS", at), put(here, 0, at, OWN), *typed)
        self.hands.moved(sheet.book)
        for key in places:
            self.rows[sheet.part][key].own = f"own {key}"
        return self.say(f"{sheet.tab}: a column of their own at {at}")

    # ------------------------------------------------ names, filters, tabs

    def rename_heading(self) -> bool:
        sheet = self.sheet()
        seen = self.look(sheet)
        column = self.rng.choice(sorted(seen.columns))
        self.made += 1
        text = f"{column} {self.made}"
        self.hands.change(sheet.book, put(self.here(sheet), 0, seen.columns[column], text))
        return self.say(f"{sheet.tab}: {column} is called {text!r} now")

    def rename_tab(self) -> bool:
        sheet = self.sheet()
        self.made += 1
        properties = {"sheetId": self.here(sheet), "title": f"Our '{sheet.tab}' {self.made}"}
        request = {"updateSheetProperties": {"properties": properties, "fields": "title"}}
        self.hands.change(sheet.book, request)
        return self.say(f"{sheet.tab}: the tab is renamed")

    def filter(self) -> bool:
        sheet = self.sheet()
        cells = {"sheetId": self.here(sheet), "startRowIndex": 0}
        self.hands.change(sheet.book, {"setBasicFilter": {"filter": {"range": cells}}})
        return self.say(f"{sheet.tab}: a filter")

    def own_tab(self) -> bool:
        self.made += 1
        properties = {"title": f"Mine {self.made}", "sheetId": self.made}
        request = {"addSheet": {"properties": properties}}
        self.hands.change("caseload", request, put(self.made, 0, 0, f"mine {self.made}"))
        return self.say("a tab of their own")

    def copy_row(self) -> bool:
        """A whole row copied, its hidden id too, and made another one."""
        sheet = self.open_sheet()
        found = self.some(sheet)
        if found is None:
            return False
        seen, key, at = found
        truth = self.rows[sheet.part][key]
        if any(seen.at(at, c) != truth.value(c) for c in sheet.typed):
            return False  # something of Holdfast's is on its way there
        here, to, fresh = self.here(sheet), len(seen.grid), self.new_text(sheet)
        width = len(seen.grid[0])
        change = put(here, to, seen.columns[sheet.known_by], fresh)
        self.hands.change(
            sheet.book, inserting(here, "ROWS", to), pasting(here, at, to, width), change
        )
        copied = {c: Cell(truth.value(c)) for c in sheet.typed}
        self.rows[sheet.part][fresh] = Truth(copied, truth.own, dict(truth.grey))
        self.touched |= {(sheet.part, key), (sheet.part, fresh)}
        return self.say(f"{sheet.tab}: {key!r} copied with its id to {fresh!r} at {to}")

    def delete_id(self) -> bool:
        sheet = self.open_sheet()
        found = self.some(sheet)
        if found is None or "row_id" not in found[0].columns:
            return False
        seen, key, at = found
        self.hands.change(sheet.book, put(self.here(sheet), at, seen.columns["row_id"], None))
        self.touched.add((sheet.part, key))
        return self.say(f"{sheet.tab}: the id of {key!r} deleted")

    def type_over_grey(self) -> bool:
        """A text of one's own in a cell that Holdfast fills."""
        sheet, column = self.rng.choice(GREY)
        found = self.some(sheet)
        if found is None:
            return False
        seen, key, at = found
        self.made += 1
        text = f"typed over {self.made}"
        self.hands.change("caseload", put(self.here(sheet), at, seen.columns[column], text))
        self.rows[sheet.part][key].grey[column] = text
        return self.say(f"{sheet.tab}: {text!r} typed over {column} of {key!r}")

    def sort_some_columns(self) -> bool:
        """Date and its neighbour sorted alone: their cells change rows."""
        seen = self.look(DIARY)
        if abs(seen.columns["date"] - seen.columns["start"]) != 1:
            return False
        left = min(seen.columns["date"], seen.columns["start"])
        order = sorting(self.here(DIARY), seen.columns["date"], len(seen.grid), True)
        order["sortRange"]["range"] |= {"startColumnIndex": left, "endColumnIndex": left + 2}
        before = self.places(DIARY, seen)
        self.hands.change("caseload", order)
        after = self.look(DIARY)
        for key, at in before.items():
            for column in ("date", "start"):
                now = cell(after.grid[at], after.columns[column])
                if now == seen.at(at, column):
                    continue
                self.type(DIARY, key, column, now)
                if str(now).startswith(ON_THE_WAY):
                    self._on_its_way(seen, key, column, now)
        return self.say("diary: only Date and Start sorted")

    def _on_its_way(self, seen: Seen, key: str, column: str, text: str) -> None:
        """What Holdfast was just writing was sorted into another row: either the value it stands
        for, or the one it replaced."""
        known = self.rows[DIARY.part]
        (of,) = (k for k, at in self.places(DIARY, seen).items() if seen.at(at, column) == text)
        source, cell_of = known[of].cells[column], known[key].cells[column]
        cell_of.typed = source.typed if of != key else cell_of.once[-1]
        cell_of.maybe = [*source.drags, *source.once]
