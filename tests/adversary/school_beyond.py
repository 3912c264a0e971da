"""Staff at work beyond the sheets: calendars, plan documents, the form, Attention; and a tab that
somebody empties."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tests.school_fixture import DANA

from .gestures import deleting, inserting, put
from .school_account import Truth, serial
from .school_hands import Refused
from .school_people import InTheSheets
from .school_sheets import CASES, DIARY
from .school_world import NORA, OWNERS, STAFF, THANDI, ZOE

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY = "word/document.xml"


@dataclass
class Emptied:
    """What stood on the Diary when somebody emptied it."""

    grid: list[list[Any]]
    columns: dict[str, int]
    truths: dict[str, Truth]
    events: set[str]  # follow-ups that had an event then


@dataclass
class People(InTheSheets):
    """`act` does one thing. `acts` are the gestures, each with how often it is done."""

    acts: tuple[tuple[int, Callable[[], bool]], ...] = ()
    emptied: Emptied | None = None
    unplanned: set[str] = field(default_factory=set)  # follow-ups whose event a person deleted
    sent: dict[str, str] = field(default_factory=dict)  # concern of a response -> edit token
    whose: dict[str, str] = field(default_factory=dict)  # id -> row of the Diary, as seen in peace
    in_sync: bool = False  # whether Holdfast is at work just now
    picked: bool = False  # whether anybody ever picked an answer on Attention
    named: set[tuple[Any, str]] = field(default_factory=set)  # of whom, and the answer
    broken: list[str] = field(default_factory=list)  # promises seen broken on the way

    def __post_init__(self) -> None:
        super().__post_init__()
        seen = self.look(DIARY)
        self.whose = {seen.at(at, "row_id"): key for key, at in self.places(DIARY, seen).items()}
        self.acts = (
            (12, self.edit),
            (3, self.rename_student),
            (1, self.change_manager),
            (4, self.add_row),
            (3, self.adopt),
            (3, self.paste_block),
            (4, self.decide),
            (6, self.sort),
            (4, self.insert_blank),
            (4, self.move_row),
            (3, self.delete_row),
            (2, self.move_column),
            (1, self.own_column),
            (2, self.rename_heading),
            (1, self.rename_tab),
            (1, self.filter),
            (1, self.own_tab),
            (8, self.drag_event),
            (3, self.delete_event),
            (1, self.retitle_event),
            (2, self.write_in_plan),
            (2, self.write_in_plan_meanwhile),
            (1, self.throw_plan_away),
            (2, self.refer),
            (1, self.change_answer),
            (2, self.pick),
            (1, self.empty_diary),
            (4, self.take_back),
            (2, self.copy_row),
            (2, self.delete_id),
            (1, self.type_over_grey),
            (1, self.sort_some_columns),
        )

    def without(self, *names: str) -> None:
        """Nobody does these any more."""
        self.acts = tuple(act for act in self.acts if act[1].__name__ not in names)

    def act(self) -> None:
        weights = [weight for weight, _ in self.acts]
        for _ in range(4):
            (_, deed), *_ = self.rng.choices(self.acts, weights)
            try:
                if deed():
                    return
            except Refused as refused:
                self.story.append(f"    (refused {deed.__name__}: {str(refused)[:120]})")

    # ------------------------------------------------ calendars

    def _some_event(self) -> tuple[str, dict[str, Any], str] | None:
        """An event of a Diary row that is known: whose, the event, the row."""
        owner = self.rng.choice(OWNERS)
        seen = self.look(DIARY)
        places = self.places(DIARY, seen)
        ids = [seen.at(at, "row_id") for at in range(1, len(seen.grid))]
        rows = {i: key for key, at in places.items() if ids.count(i := seen.at(at, "row_id")) == 1}
        if self.in_sync:
            # An id may stand in a wrong row for a moment; whose event it is, people know.
            rows = {i: key for i, key in rows.items() if self.whose.get(i, key) == key}
        else:
            self.whose |= rows
        found = [
            (owner, event, rows[follow_up])
            for event in self.hands.events(owner)
            if (follow_up := follow_up_of(event)) in rows
        ]
        return self.rng.choice(sorted(found, key=lambda each: each[2])) if found else None

    def drag_event(self) -> bool:
        found = self._some_event()
        if found is None:
            return False
        owner, event, key = found
        day = date(1899, 12, 30) + timedelta(days=int(self.new_day()))
        if "date" in event["start"]:
            moved = [{"date": day.isoformat()}, {"date": (day + timedelta(days=1)).isoformat()}]
            dragged: dict[str, Any] = {"date": float(serial(day))}
            # It stays without a time, whatever somebody types there.
            self.rows[DIARY.part][key].cells["start"].drags.append(None)
        else:
            begins, ends = (
                datetime.fromisoformat(event[edge]["dateTime"]).replace(tzinfo=None)
                for edge in ("start", "end")
            )
            hour = self.rng.choice((begins.hour, 8, 9, 13))
            first = datetime.combine(day, begins.time().replace(hour=hour))
            both = (first, first + (ends - begins))
            zone = {"timeZone": "America/New_York"}
            moved = [{"dateTime": moment.isoformat(), **zone} for moment in both]
            start = (first.hour * 60 + first.minute) / 1440
            dragged = {"date": float(serial(day))}
            if hour != begins.hour:  # else it stays at its time, whatever somebody types there
                dragged["start"] = start
            else:
                self.rows[DIARY.part][key].cells["start"].drags.append(start)
        path = f"/calendar/v3/calendars/{owner}/events/{event['id']}"
        self.hands.call(path, "PATCH", {"start": moved[0], "end": moved[1]}, owner)
        self.drag(key, **dragged)
        return self.say(f"calendar: event of {key!r} dragged to {moved[0]} ({dragged})")

    def delete_event(self) -> bool:
        found = self._some_event()
        if found is None:
            return False
        owner, event, key = found
        self.hands.call(
            f"/calendar/v3/calendars/{owner}/events/{event['id']}", "DELETE", None, owner
        )
        self.unplanned.add(follow_up_of(event))
        self.drag(key, status="Cancelled")
        if self.in_sync and owner != self.manager_of(key):
            # In the very moment in which it is handed over it counts as gone from there.
            self.rows[DIARY.part][key].cells["status"].maybe.append("Planned")
        return self.say(f"calendar: event of {key!r} deleted")

    def manager_of(self, key: str) -> str:
        """Whose calendar a row's event belongs to, as the sheets say now."""
        diary, cases = self.look(DIARY), self.look(CASES)
        at = self.places(DIARY, diary).get(key)
        student = diary.at(at, "student") if at is not None else None
        emails = {each["Name"]: each["Email"] for each in STAFF}
        for row in range(1, len(cases.grid)):
            if student is not None and cases.at(row, "student") == student:
                manager = cases.at(row, "case_manager")
                return emails.get(manager, manager)
        return ""

    def retitle_event(self) -> bool:
        found = self._some_event()
        if found is None:
            return False
        owner, event, key = found
        path = f"/calendar/v3/calendars/{owner}/events/{event['id']}"
        self.hands.call(path, "PATCH", {"summary": "Bring the folder"}, owner)
        return self.say(f"calendar: event of {key!r} has another title")

    # ------------------------------------------------ documents

    def write_in_plan(self) -> bool:
        """While no sync runs."""
        return not self.in_sync and self.write_in_plan_meanwhile()

    def write_in_plan_meanwhile(self) -> bool:
        plans = sorted(self.hands.files("action_plan"), key=lambda file: str(file["name"]))
        if not plans:
            return False
        plan = self.rng.choice(plans)
        self.made += 1
        text = f"Written by hand {self.made}."
        whole = self.hands.call(f"/drive/v3/files/{plan['id']}/export?mimeType={DOCX}")
        path = f"/upload/drive/v3/files/{plan['id']}?uploadType=media"
        self.hands.call(path, "PATCH", with_paragraph(whole, text), DANA, kind=DOCX)
        before = self.written.get(plan["id"], "")
        self.written[plan["id"]] = f"{before}|{text}".strip("|")
        return self.say(f"documents: {text!r} in {plan['name']}")

    def throw_plan_away(self) -> bool:
        plans = sorted(self.hands.files("action_plan"), key=lambda file: str(file["name"]))
        if not plans:
            return False
        plan = self.rng.choice(plans)
        self.hands.call(f"/drive/v3/files/{plan['id']}", "PATCH", {"trashed": True})
        self.trashed.add(plan["id"])
        return self.say(f"documents: {plan['name']} into the bin")

    def plan_text(self, file_id: str) -> str:
        whole = self.hands.call(f"/drive/v3/files/{file_id}/export?mimeType={DOCX}")
        with zipfile.ZipFile(io.BytesIO(whole)) as parts:
            return re.sub("<[^>]+>", "", parts.read(BODY).decode())

    # ------------------------------------------------ the form, Attention

    def refer(self) -> bool:
        if len(self.sent) >= 2:
            return False
        student = self.rng.choice((ZOE, THANDI))
        self.made += 1
        concern = f"Is tired, referral {self.made}."
        live = self.hands.live
        self.sent[concern] = live.refer(person=NORA, student_name=student, concern=concern)
        return self.say(f"form: {student} is referred: {concern}")

    def change_answer(self) -> bool:
        if not self.sent:
            return False
        concern = self.rng.choice(sorted(self.sent))
        token = self.sent.pop(concern)
        self.made += 1
        better = f"Is very tired, referral {self.made}."
        live = self.hands.live
        live.refer(person=NORA, edit=token, student_name=ZOE, concern=better)
        self.sent[better] = token
        return self.say(f"form: {concern!r} is now {better!r}")

    def pick(self) -> bool:
        """Choose one of the answers that a question offers."""
        seen = self.hands.look("caseload", "attention")
        asked = []
        for at in range(1, len(seen.grid)):
            offered = re.search(r"under Pick: (.*)\.$", str(seen.at(at, "why") or ""))
            if offered and seen.at(at, "what"):
                asked.append((at, offered[1].split(" | ")))
        if not asked:
            return False
        at, choices = self.rng.choice(asked)
        chosen = self.rng.choice(choices)
        here = self.hands.sheet_id("caseload", "attention")
        self.hands.change("caseload", put(here, at, seen.columns["pick"], chosen))
        self.picked = True
        self.named.add((seen.at(at, "student"), chosen))
        return self.say(f"attention: {seen.at(at, 'what')!r}: {chosen!r} picked")

    # ------------------------------------------------ an emptied tab

    def empty_diary(self) -> bool:
        seen = self.look(DIARY)
        places = self.places(DIARY, seen)
        if self.emptied is not None or len(places) < 4:
            return False
        planned = {
            seen.at(at, "row_id") for at in places.values() if seen.at(at, "status") == "Planned"
        }
        events = {follow_up_of(e) for owner in OWNERS for e in self.hands.events(owner)}
        known = self.rows[DIARY.part]
        truths = {key: known.pop(key) for key in places}
        self.emptied = Emptied(
            seen.grid, dict(seen.columns), truths, (planned & events) - self.unplanned
        )
        for at in places.values():
            self.note_past(seen, at)
        every = deleting(self.here(DIARY), "ROWS", 1)
        every["deleteDimension"]["range"]["endIndex"] = len(seen.grid)
        self.hands.change("caseload", every)
        return self.say("diary: EMPTIED")

    def take_back(self) -> bool:
        """Undo of the emptying: every row is back, hidden ids and all."""
        if self.emptied is None:
            return False
        before, self.emptied = self.emptied, None
        here = self.here(DIARY)
        now = self.look(DIARY)
        add = inserting(here, "ROWS", 1)
        add["insertDimension"]["range"]["endIndex"] = len(before.grid)
        typed = [
            put(here, at, now.columns[column], row[index])
            for at, row in enumerate(before.grid)
            if at
            for column, index in before.columns.items()
            if index < len(row) and row[index] is not None
        ]
        self.hands.change("caseload", add, *typed)
        for key, truth in before.truths.items():
            truth.own = None
            self.rows[DIARY.part][key] = truth
        standing = {follow_up_of(e) for owner in OWNERS for e in self.hands.events(owner)}
        lost = before.events - standing - self.unplanned
        if lost:
            self.broken.append(f"events deleted though the Diary was emptied and asked for: {lost}")
        return self.say("diary: the emptying is undone")


def follow_up_of(event: dict[str, Any]) -> str:
    """The Row ID that an event of Holdfast's is about."""
    private = event.get("extendedProperties", {}).get("private", {})
    return str(private.get("holdfast", ""))


def with_paragraph(document: bytes, text: str) -> bytes:
    """A Word file with one more paragraph at its end."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as parts, zipfile.ZipFile(out, "w") as whole:
        for part in parts.namelist():
            content = parts.read(part)
            if part == BODY:
                more = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>".encode()
                at = content.rfind(b"<w:sectPr")
                at = at if at > 0 else content.rfind(b"</w:body>")
                more = more.removesuffix(b"</w:body>")
                content = content[:at] + more + content[at:]
            whole.writestr(part, content)
    return out.getvalue()
