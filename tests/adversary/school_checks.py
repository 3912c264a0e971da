"""What must be true of the school once the last sync has settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.casework.registry import REGISTERS
from service.reconcile.sync import Report
from service.workbook.templates import ON_DEMAND

from .school_account import NEVER, Cell, Truth, plain, when_of
from .school_beyond import OWNERS, People, follow_up_of
from .school_grey import OVER, TODAY, check_grey
from .school_hands import Seen, cell
from .school_people import ON_THE_WAY, OWN
from .school_sheets import DIARY, TEMPLATES, Sheet
from .school_world import DANA, MAREN, NORA, STAFF, TOMAS

# Questions about what a row says, not about whose it is or where it stands: it is dealt with.
REMARKS = ("/done_to_come", "/no_school", "/no_manager", "/two_cases")
ON_DEMAND_TABS = [tab.heading for book in ON_DEMAND for tab in TEMPLATES[book].tabs]
# What the answers make of a row that is Done on a day to come, by column.
OF_EARLY = {
    "status": ("It is still planned", "Planned"),
    "date": ("It took place: date it today", TODAY),
}
OF_A_SHEET = "A measurement belongs to no goal"
# Entries of no row of the Diary: of a person, of a decision, of a register.
NO_ROWS = ("alert-", "decision-", *(f"{register.name}-" for register in REGISTERS))


def check_school(people: People, report: Report) -> list[str]:
    """What is wrong, in plain lines; nothing when all is well."""
    check = _Check(people, report)
    grey = check_grey(
        people.sheets, people.rows, check.seen, check.asked, report.questions, people.touched
    )
    return [
        *check.tabs(),
        *grey,
        *check.calendars(),
        *check.papers(),
        *check.intake(),
        *check.desk(),
    ]


@dataclass
class _Check:
    people: People
    report: Report

    def __post_init__(self) -> None:
        self.seen = {sheet.part: self.people.look(sheet) for sheet in self.people.sheets}
        self.asked: dict[tuple[str, int], set[str]] = {}
        for problem in self.report.questions:
            if not problem.key.endswith(REMARKS) and not problem.key.startswith(OVER):
                place = (f"{problem.row.workbook}/{problem.row.tab}", problem.row.position)
                self.asked.setdefault(place, set()).add(problem.key)
        self.unsure = {part for part, at in self.asked if at <= 0}  # whole tabs
        for sheet in self.people.sheets:
            for places in same_ids(self.seen[sheet.part]):
                # Of rows that share an id one is asked about, for all of them.
                known = [
                    self.asked[sheet.part, at] for at in places if (sheet.part, at) in self.asked
                ]
                self.asked |= {(sheet.part, at): set().union(*known) for at in places if known}
        # A row that may be one that is missing: the event of that one stays meanwhile.
        self.missing = any(
            key.startswith("unsure:")
            for (part, _), each in self.asked.items()
            if part == DIARY.part
            for key in each
        )
        cases = self.seen["caseload/caseload"]
        emails = {each["Name"]: each["Email"] for each in STAFF}
        self.codes: dict[str, str] = {}
        self.managers: dict[str, str] = {}
        asked = [problem.key.split(":") for problem in self.report.questions]
        waiting = {key[1] for key in asked if key[0] == "manager"}
        for at in range(1, len(cases.grid)):
            code, manager = cases.at(at, "case_code"), cases.at(at, "case_manager")
            self.codes[cases.at(at, "student")] = code
            self.managers[code] = emails.get(manager, manager)
            if code in waiting:  # until the coordinator says so, it is the other one's case
                self.managers[code] = next(who for who in OWNERS if who != self.managers[code])

    def questions(self, part: str, at: int) -> set[str]:
        return self.asked.get((part, at), set())

    # ------------------------------------------------ what people typed

    def tabs(self) -> Iterator[str]:
        for sheet in self.people.sheets:
            seen = self.seen[sheet.part]
            places: dict[Any, list[int]] = {}
            for at in range(1, len(seen.grid)):
                if (key := seen.at(at, sheet.known_by)) is not None:
                    places.setdefault(key, []).append(at)
            for key, truth in self.people.rows[sheet.part].items():
                found = places.get(key, [])
                if len(found) != 1:
                    yield f"{sheet.tab}: {key!r} stands in {len(found)} rows"
                else:
                    yield from self.row(sheet, key, truth, seen, found[0])
            if sheet.rows_are_theirs:
                known = self.people.rows[sheet.part]
                for key, found in places.items():
                    # The coordinator's brief is the first note on a First Talk.
                    briefed = sheet is DIARY and seen.at(found[0], "kind") == "First Talk"
                    if key not in known and not briefed:
                        yield f"{sheet.tab}: unknown row {key!r}"
            for row in seen.grid:
                left = [c for c in row if str(c).startswith(ON_THE_WAY)]
                yield from (f"{sheet.tab}: left behind {c!r}" for c in left)
            if "row_id" in seen.columns:
                yield from self.ids(sheet, seen)

    def ids(self, sheet: Sheet, seen: Seen) -> Iterator[str]:
        for found in same_ids(seen):
            if not self.questions(sheet.part, found[0]):
                yield f"{sheet.tab}: one id stands in rows {found}, and nobody is asked"

    def row(self, sheet: Sheet, key: str, truth: Truth, seen: Seen, at: int) -> Iterator[str]:
        asked = self.questions(sheet.part, at)
        for column in sheet.typed:
            if column not in seen.columns:
                yield f"{sheet.tab}: column {column} is gone"
                continue
            said, right = plain(column, seen.at(at, column)), self.right(column, truth, asked)
            if said not in right and not self.by_length(column, truth, said):
                yield f"{sheet.tab}: {column} of {key!r} is {said!r}, should be {right} ({asked})"
        if truth.own is not None:
            headings = seen.grid[0]
            own = cell(seen.grid[at], headings.index(OWN)) if OWN in headings else None
            if own != truth.own:
                yield f"{sheet.tab}: their own column at {key!r} says {own!r}"
        for column, text in truth.grey.items():
            if seen.at(at, column) != text:
                yield f"{sheet.tab}: {column} of {key!r} was typed over; {seen.at(at, column)!r}"
        if (
            sheet.about_student
            and sheet.rows_are_theirs
            and not asked
            and sheet.part not in self.unsure
        ):
            yield from self.service_cells(sheet, key, seen, at)

    def right(self, column: str, truth: Truth, asked: set[str]) -> list[Any]:
        """What may stand in a cell: what was typed last; or what the calendar asked for later."""
        found = truth.cells[column]
        if column in OF_EARLY:
            answer, becomes = OF_EARLY[column]
            whose = truth.cells.get("student")
            if whose and (whose.typed, answer) in self.people.named:
                return [plain(column, each) for each in (found.typed, *found.drags, becomes)]
        if found.maybe:
            return [plain(column, each) for each in (found.typed, *found.drags, *found.maybe)]
        typed, dragged = plain(column, found.typed), plain(column, found.dragged)
        if found.dragged_at == NEVER:
            picked = found.drags if self.people.picked else ()
            return [typed, *(plain(column, each) for each in picked)]
        if any(key.startswith("when:") for key in asked) and found.typed_at > found.dragged_at:
            return [typed]
        if asked or self.either(column, truth, found):
            return [typed, *(plain(column, each) for each in found.drags)]
        return [dragged] if found.dragged_at > found.typed_at else [typed]

    def either(self, column: str, truth: Truth, found: Cell) -> bool:
        """Whether sheet and calendar may both have had the last word: the row was not always
        planned, or its event was deleted as well; its day was sorted out of it, which is asked
        about after a while; what was typed, or dragged, had stood there before; a person picked
        one of the two."""
        status = truth.cells["status"]
        if column == "status":
            return found.typed != "Planned" or found.typed_at != NEVER or self.people.picked
        planned = status.typed == "Planned" and not status.once and status.dragged_at == NEVER
        back = plain(column, found.dragged) in [plain(column, each) for each in found.once]
        no_day = truth.value("date") is None
        again = found.typed in (*found.once, *found.drags)
        return not planned or no_day or back or again or self.people.picked

    @staticmethod
    def by_length(column: str, truth: Truth, said: Any) -> bool:
        """Whoever drags an event drags its length with it."""
        return column == "minutes" and truth.cells["date"].dragged_at != NEVER and bool(said)

    # ------------------------------------------------ what Holdfast wrote

    def service_cells(self, sheet: Sheet, key: str, seen: Seen, at: int) -> Iterator[str]:
        code, student = seen.at(at, "case_code"), seen.at(at, "student")
        if code != self.codes.get(student) and not self.said(student, code):
            yield f"{sheet.tab}: {key!r} is {student}'s, with the case code {code}"
        if not seen.at(at, "row_id"):
            yield f"{sheet.tab}: {key!r} has no id"
        if sheet is DIARY and seen.at(at, "status") == "Planned" and seen.at(at, "date"):
            owner = seen.at(at, "owner")
            if owner != self.managers.get(code):
                yield f"diary: {key!r} ({code}) is on {owner}'s calendar"

    def said(self, student: Any, code: Any) -> bool:
        """Whether a person answered that under this name another's row was meant."""
        named = self.people.named
        return any(self.codes.get(chosen) == code for asked, chosen in named if asked == student)

    def calendars(self) -> Iterator[str]:
        seen = self.seen[DIARY.part]
        rows = {seen.at(at, "row_id"): at for at in range(1, len(seen.grid))}
        standing: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        for owner in OWNERS:
            for event in self.people.hands.events(owner):
                if follow_up := follow_up_of(event):
                    standing.setdefault(follow_up, []).append((owner, event))
        for follow_up, events in standing.items():
            if len(events) > 1:
                yield f"calendar: {len(events)} events of {follow_up}"
            at = rows.get(follow_up)
            if follow_up.startswith(NO_ROWS):
                continue  # it belongs to a module's row or to a person, and to no row of the Diary
            if at is None:
                left_alone = DIARY.part in self.unsure or self.missing
                if not left_alone and follow_up not in self.people.past:
                    yield f"calendar: {events[0][1]['summary']} {follow_up} has no row"
            elif seen.at(at, "status") == "Cancelled" and not self.questions(DIARY.part, at):
                yield f"calendar: {follow_up} is cancelled, its event stands"
        for row_id, at in rows.items():
            if row_id and not self.questions(DIARY.part, at) and DIARY.part not in self.unsure:
                yield from self.event_of(seen, at, standing.get(row_id, []))

    def event_of(
        self, seen: Seen, at: int, events: list[tuple[str, dict[str, Any]]]
    ) -> Iterator[str]:
        code, key = seen.at(at, "case_code"), seen.at(at, "notes")
        planned = seen.at(at, "status") == "Planned" and seen.at(at, "date")
        if not planned or not self.managers.get(code):
            return
        if not events:
            yield f"calendar: no event for {key!r} at row {at}"
            return
        owner, event = events[0]
        if owner != self.managers[code]:
            yield f"calendar: {key!r} ({code}) stands on {owner}'s calendar"
        if code not in event["summary"] and "folder" not in event["summary"]:
            yield f"calendar: {key!r} ({code}) has the event {event['summary']}"
        said = plain("date", seen.at(at, "date")), plain("start", seen.at(at, "start"))
        if said != when_of(event):
            yield f"calendar: {key!r} says {said}, its event {when_of(event)}"

    # ------------------------------------------------ papers, mail, intake, Attention

    def papers(self) -> Iterator[str]:
        for kind in ("action_plan", "progress_sheet"):
            files = self.people.hands.files(kind)
            names = ("holdfast_key", "holdfast_household", "holdfast_version", "holdfast_take")
            which = Counter(tuple(f["appProperties"].get(n, "") for n in names) for f in files)
            yield from (f"documents: {n} × {kind} {each}" for each, n in which.items() if n > 1)
            cases = self.seen["caseload/caseload"]
            whose = {file["id"]: file["appProperties"]["holdfast_key"] for file in files}
            for at in range(1, len(cases.grid)):
                linked, code = str(cases.at(at, kind)), cases.at(at, "case_code")
                wrong = [owner for i, owner in whose.items() if i in linked and owner != code]
                yield from (f"documents: {kind} of {owner} is linked at {code}" for owner in wrong)
        bin_ = {file["id"] for file in self.people.hands.files("action_plan", trashed=True)}
        for file_id in self.people.trashed - bin_:
            yield f"documents: {file_id} was thrown away, and is back"
        for file_id, texts in self.people.written.items():
            if file_id not in self.people.trashed:
                stands = self.people.plan_text(file_id)
                lost = [text for text in texts.split("|") if text not in stands]
                yield from (f"documents: {text!r} is lost" for text in lost)
        for person in (NORA, DANA, TOMAS, MAREN):
            yield from self.mail(person)

    def mail(self, person: str) -> Iterator[str]:
        path = "/gmail/v1/users/me/messages"
        call = self.people.hands.call
        listed = call(f"{path}?labelIds=INBOX&maxResults=500", person=person).get("messages", ())
        ids: Counter[tuple[str, str]] = Counter()
        for each in listed:
            payload = call(f"{path}/{each['id']}?format=metadata", person=person)["payload"]
            headers = {header["name"]: header["value"] for header in payload["headers"]}
            ids[headers["Message-ID"], headers["Subject"]] += 1
        yield from (f"mail: {n} × {each} to {person}" for each, n in ids.items() if n > 1)

    def intake(self) -> Iterator[str]:
        seen = self.seen["office/referrals"]
        rows = range(1, len(seen.grid))
        for column in ("response_id", "referral_id"):
            counts = Counter(seen.at(at, column) for at in rows if seen.at(at, column))
            yield from (
                f"referrals: {each} stands {n} times" for each, n in counts.items() if n > 1
            )
        for concern in self.people.sent:
            found = [at for at in rows if seen.at(at, "concern") == concern]
            if len(found) != 1:
                yield f"referrals: {concern!r} stands in {len(found)} rows"
        cases, diary = self.seen["caseload/caseload"], self.seen[DIARY.part]
        students = Counter(cases.at(at, "student") for at in range(1, len(cases.grid)))
        yield from (
            f"caseload: {n} rows of {each}" for each, n in students.items() if each and n > 1
        )
        known = self.people.rows[DIARY.part]
        copies = {key for key, truth in known.items() if not truth.of_service}
        talks = Counter(
            diary.at(at, "case_code")
            for at in range(1, len(diary.grid))
            if diary.at(at, "notes") not in copies
            and diary.at(at, "kind") == "First Talk"
            and diary.at(at, "status") not in ("Cancelled", "Missed")  # it is planned once more
        )
        yield from (f"diary: {n} First Talks of {each}" for each, n in talks.items() if n > 1)

    def desk(self) -> Iterator[str]:
        """Attention asks just what was reported, once each; History tells nothing twice."""
        asked, unread = Counter[str](), {OF_A_SHEET}
        for book in ("caseload", "office"):
            for tab in ("attention", "history"):
                seen = self.people.hands.look(book, tab)
                rows = range(1, len(seen.grid))
                ids = Counter(seen.at(at, "row_id") for at in rows if seen.at(at, "row_id"))
                yield from (f"{book}/{tab}: {i} stands {n} times" for i, n in ids.items() if n > 1)
                if tab == "attention":
                    standing = [at for at in rows if seen.at(at, "what")]
                    asked.update(str(seen.at(at, "what")) for at in standing)
                    unread.update(seen.at(at, "what") for at in standing if of_on_demand(seen, at))
        wanted = Counter({problem.key: problem.what for problem in self.report.questions}.values())
        # What a progress sheet, Shelf or Data raised stays while nobody touches them.
        kept = {what: n for what, n in (asked - wanted).items() if what not in unread}
        if wanted - asked or kept:
            yield f"attention asks {dict(asked)}, and should ask {dict(wanted)}"


def of_on_demand(seen: Seen, at: int) -> bool:
    """Whether a question is about a tab that is read when it has changed."""
    return str(seen.at(at, "where")).partition(" › ")[0] in ON_DEMAND_TABS


def same_ids(seen: Seen) -> list[list[int]]:
    """Rows that share an id."""
    rows: dict[Any, list[int]] = {}
    for at in range(1, len(seen.grid) if "row_id" in seen.columns else 0):
        if row_id := seen.at(at, "row_id"):
            rows.setdefault(row_id, []).append(at)
    return [found for found in rows.values() if len(found) > 1]
