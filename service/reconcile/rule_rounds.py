"""One run's decisions about the workbooks: rounds of rules until nothing new is wanted.

Each round reads the school as it will be so far and asks the rules again, so that a decision and
all it sets in motion are settled in one run. Quiet schools take one round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from service.casework.records import CASELOAD, OFFICE, Busy, Problem
from service.casework.school import School
from service.casework.wants import (
    Keep,
    OnceDone,
    SlotRequest,
    Value,
    Want,
    WantedAppointment,
    WantedCells,
    WantedEvent,
    WantedMessage,
    WantedRow,
    accepted_code,
)
from service.ports import Agreed
from service.workbook.templates import ON_DEMAND

from .appointments import find_slot
from .case_managers import Settled, settle_managers, with_agreed_managers
from .changes import AppendRow, Change, ChangeCells, CloseQuestion, Remember
from .context import SchoolContext
from .from_memory import with_memory
from .growth import is_upgraded_now
from .kept_days import to_keep
from .numbering import Numbering
from .observe import FREE_BUSY, Observed
from .projection import Projection
from .reporting.mail_sender import letters
from .reporting.picked import Picked
from .rows.row_ids import (
    give_case_codes,
    give_row_ids,
    give_student_ids,
    settle_codes,
)
from .rows.row_matching import RowsApart
from .school_records import name_mark, read_school, read_settings, settle_ownership

# The id column of the tabs whose rows are known by an id of their own.
OWN_ID = {
    "referrals": "referral_id",
    "safety_referrals": "referral_id",
    "caseload": "case_code",
}
# Rules settle in three or four rounds; more means that two of them disagree.
MOST_ROUNDS = 12


class RulesDisagree(RuntimeError):
    """Two rules keep undoing each other's wishes; a defect, never a person's fault."""


@dataclass(slots=True)
class RuleRounds:
    """Collects what one run wants of workbooks, mail and calendars. See `settle`."""

    observed: Observed
    context: SchoolContext
    projection: Projection
    picks: Mapping[str, str]  # Row ID of the question -> what was picked
    apart: RowsApart = field(default_factory=RowsApart)
    done: set[str] = field(default_factory=set)
    sent: dict[str, datetime] = field(default_factory=dict)
    messages: dict[str, WantedMessage] = field(default_factory=dict)
    alerts: dict[str, WantedEvent] = field(default_factory=dict)
    kept: dict[str, date] = field(default_factory=dict)
    slots: dict[str, SlotRequest] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remember: list[Agreed] = field(default_factory=list)
    found: list[AppendRow] = field(default_factory=list)  # rows that stand, and are not agreed on
    managers: Settled = field(default_factory=Settled)
    numbering: Numbering = field(init=False)
    _booked: dict[str, list[Busy]] = field(default_factory=dict)
    _picked: Picked = field(init=False)

    def __post_init__(self) -> None:
        office = self.observed.workbooks.get(OFFICE)
        self._picked = Picked(self.context.keys, self.observed.known, self.picks, office)
        self.numbering = Numbering(self.observed, self.context.keys, self.projection)

    # ------------------------------------------------ rounds

    def settle(self) -> School:
        """Ask the rules until nothing new is wanted; the school as it will be then."""
        self._prepare()
        for _ in range(MOST_ROUNDS):
            self.problems = list(self.apart.problems)
            moved = self._identify()
            moved = self._name_rows() or moved
            school = self.read_school()
            self.problems += [*school.problems, *self.managers.problems]
            moved = self.take(self.managers.wants, school) or moved
            moved = self._roster_ids(school) or moved
            for register in self.context.registers:
                for rule in register.rules:
                    moved = self.take(rule(school), school) or moved
            if not moved:
                self.remember += self.managers.agree
                return school
        raise RulesDisagree("The rules did not settle.")

    def read_school(self) -> School:
        """The school as it will be so far."""
        services = replace(
            self.context.services,
            link=lambda row: self.context.links.cell(
                self.observed.workbooks, self.projection.expected(row)
            ),
            pick=self.pick,
            any_picks=bool(self.picks),
            done=frozenset(self.done),
            sent=self.sent,
            responses=self.observed.responses,
            case_code=self.numbering.case_code,
            referral_number=self.numbering.referral,
        )
        known, keys = self.observed.known, self.context.keys
        services = with_memory(services, known, keys, self.kept, self.managers.agree)
        school = read_school(self.projection, self.observed.now, services, self.context.registers)
        self.managers = settle_managers(
            school,
            known,
            keys,
            lambda code: self.projection.is_added(CASELOAD, "caseload", code),
            lambda key: (self.pick(key), self.picked_by(key, school)),
        )
        return with_agreed_managers(school, self.managers)

    def _prepare(self) -> None:
        known = self.observed.known
        for (kind, key), agreed in known.items():
            if kind in ("row", "message"):
                self.done.add(key)
            if kind == "message" and agreed.at is not None:
                self.sent[key] = agreed.at
        self._take_in_opened_cases(self.numbering.opened)
        if is_upgraded_now(known):
            self._grant()

    def _grant(self) -> None:
        """A school that was running before this release: what its people have dealt with in their
        own way is not added now."""
        school = self.read_school()
        for register in self.context.registers:
            for key in register.granted(school) if register.granted else ():
                self.done.add(key)
                self.remember.append(Agreed("row", key))

    def _take_in_opened_cases(self, given: Mapping[str, str]) -> None:
        """Cases whose row was added by a run that was cut short before it could note it."""
        for referral_id, code in given.items():
            key = f"case:{referral_id}"
            if key not in self.done and self.projection.stands(
                CASELOAD, "caseload", "case_code", code
            ):
                self.done.add(key)
                self.remember.append(Agreed("row", key, code))

    # ------------------------------------------------ ids and owners of rows

    def _identify(self) -> bool:
        caseload = self.projection.book(CASELOAD)
        if caseload is None:
            return False
        say, now = self.context.say, self.observed.now
        coded = give_case_codes(
            caseload, self.apart, self.numbering.new_code, say("changes.case_code")
        )
        named = give_row_ids(coded.seen, self.apart, self.context.new_id, say("changes.row_id"))
        given = [*coded.given, *named.given]
        moved = [self.projection.cells(c.row, c.cells, c.because, c.kind, c.agree) for c in given]
        today = now.astimezone(self.projection.zone).date()
        settings, _ = read_settings(self.projection.book(OFFICE), say, today)
        ownership = settle_ownership(
            named.seen,
            self.projection.book(OFFICE),
            settings,
            self.observed.known,
            self.pick,
            self.context.keys,
            say,
            today,
        )
        self.problems += ownership.problems
        self.remember += [each for each in ownership.confirmed if each not in self.remember]
        owned = settle_codes(named.seen, ownership.codes, say("changes.whose_row"))
        for cells in owned.given:
            row = next(
                r for r in named.seen.tabs[cells.row.tab].rows if r.position == cells.row.position
            )
            code = str(cells.cells["case_code"])
            mark = {"name": name_mark(row.text("student"), self.context.keys)}
            agree = [Agreed("whose", cells.row.row_id, code, mark)] if cells.row.row_id else []
            moved.append(
                self.projection.cells(cells.row, cells.cells, cells.because, cells.kind, agree)
            )
        return any(moved)

    def _name_rows(self) -> bool:
        """Ids for the rows of workbooks that are about no student."""
        moved, because = [], self.context.say("changes.row_id")
        for book in ON_DEMAND:
            seen = self.projection.book(book)
            if seen is not None:
                for c in give_row_ids(seen, self.apart, self.context.new_id, because).given:
                    moved.append(self.projection.cells(c.row, c.cells, c.because, c.kind, c.agree))
        return any(moved)

    def pick(self, problem_key: str) -> str:
        """What a person chose on Attention about a problem, or ""."""
        return self._picked.of(problem_key)

    def picked_by(self, problem_key: str, school: School) -> str:
        """Who chose it, in words: by name where a card said it, else "in Office"."""
        who = self._picked.who(problem_key, (person.email for person in school.staff))
        return school.name_of(who) if who else self.context.say("managers.in_office")

    def want_change(self, change: Change) -> None:
        """Foresee a change of a workbook that was worked out elsewhere."""
        match change:
            case AppendRow():
                want = WantedRow(
                    change.row_key, change.workbook, change.tab, change.cells, change.because
                )
                self.projection.row(
                    change.row_key, want, change.kind, change.agree, change.offers, change.tells
                )
            case ChangeCells():
                self.projection.cells(
                    change.row, change.cells, change.because, change.kind, change.agree
                )
            case CloseQuestion():
                self.projection.settle(change)
            case Remember():
                self.remember.extend(change.agree)

    def mails(self) -> list[Change]:
        """The mails to send, alerts first."""
        known = self.observed.known
        return [*letters(self.messages.values(), self.context, self.pick, known)]

    def remembered(self) -> list[Change]:
        return [Remember(tuple(self.remember))] if self.remember else []

    # ------------------------------------------------ what rules want

    def take(self, wants: Iterable[Want | Problem], school: School) -> bool:
        """Note what a rule wants; True when any of it is new."""
        moved = False
        for want in wants:
            match want:
                case WantedRow():
                    moved = self.take_row(want) or moved
                case WantedMessage():
                    if want.key not in self.done:
                        self.messages[want.key] = want
                        self.done.add(want.key)
                        moved = True
                case WantedCells():
                    agree = [self._kept(want.once, school.today)] if want.once else []
                    moved = self.projection.want_cells(self._once_done(want), agree) or moved
                case WantedEvent():
                    self.alerts[want.follow_up_id] = want
                case WantedAppointment():
                    moved = self._book(want, school) or moved
                case Keep():
                    self.remember.append(self._kept(want.text, want.day))
                case Problem():
                    self.problems.append(want)
        return moved

    def _kept(self, text: str, day: date) -> Agreed:
        self.kept[text] = day
        return to_keep(self.context.keys, text, day)

    def take_row(self, row: WantedRow) -> bool:
        """Want a row once for ever; a row of this key that stands already is only remembered."""
        if row.key in self.done:
            return False
        self.done.add(row.key)
        if not row.cells:
            self.remember.append(Agreed("row", row.key))
            return True
        column = OWN_ID.get(row.tab, "row_id")
        row_id = str(row.cells.get(column) or self.context.keys.row_id("row", row.key))
        agreed = Agreed("row", row.key, row_id)
        if self.projection.stands(row.workbook, row.tab, column, row_id):
            # It was added, and the answer was lost before we could note it; or History could not
            # be written then.
            self.remember.append(agreed)
            self.found.append(AppendRow(row_id, row.workbook, row.tab, row.cells, row.because))
            return True
        cells: dict[str, Value] = {**row.cells, column: row_id}
        return self.projection.row(row_id, replace(row, cells=cells), agree=[agreed])

    def _once_done(self, want: WantedCells) -> WantedCells:
        """Acknowledged says so only once the mail has really gone; Status remembers a case only
        once its row really stands."""
        cells, key = dict(want.cells), f"ack:{want.row.row_id}"
        said, status = cells.get("acknowledged"), cells.get("status")
        if isinstance(said, str) and key in self.messages:
            cells["acknowledged"] = OnceDone(key, said)
        code = accepted_code(status) if isinstance(status, str) else ""
        if isinstance(status, str) and self.projection.is_added(CASELOAD, "caseload", code):
            cells["status"] = OnceDone(code, status)
        return replace(want, cells=cells)

    def _roster_ids(self, school: School) -> bool:
        caseload, because = self.projection.book(CASELOAD), self.context.say("changes.student_id")
        given = give_student_ids(caseload, school.roster, because).given if caseload else ()
        moved = [self.projection.cells(c.row, c.cells, c.because, c.kind) for c in given]
        return any(moved)

    # ------------------------------------------------ appointments

    def _book(self, want: WantedAppointment, school: School) -> bool:
        """Find a free slot; without knowing when its owner is busy, ask for that first."""
        request = want.request
        if request.key in self.done:
            return False
        if request.owner not in self.observed.busy:
            # Where Google does not say who is busy when, it waits: that is told as a gap.
            if not any(gap.part == FREE_BUSY for gap in self.observed.gaps):
                self.slots[request.key] = request
            return False
        busy = [*self.observed.busy[request.owner], *self._booked.get(request.owner, ())]
        booking = find_slot(request, busy, school)
        if booking.slot is None:
            self.problems.append(want.no_slot(booking.because))
            return False
        begin = datetime.combine(booking.slot.day, booking.slot.start, school.zone)
        taken = Busy(begin, begin + timedelta(minutes=request.minutes))
        self._booked.setdefault(request.owner, []).append(taken)
        return self.take_row(want.row_at(booking.slot))
