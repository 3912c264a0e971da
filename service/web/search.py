"""What somebody may find: in workbooks and papers, by today's rights, this year first.

Which rows may be shown is told twice: quickly, by role and by whose case it is, for all that was
found; and by the rights of the very case for what is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from service.casework.plans.action_plan import ACTION_PLAN
from service.casework.records import SHELF, Case, RowRef
from service.casework.rights import BEHAVIOR_GOALS, EVERYTHING, shared_fields, visible_fields
from service.casework.text_search import Wanted, searchable
from service.casework.wants import accepted_code
from service.ports import FileSeen
from service.reconcile.documents.earlier_versions import EARLIER
from service.workbook.searching import RowFound, SearchIndex
from service.workbook.templates import ON_DEMAND

from .answering import CASE_MANAGER, CASELOAD, COORDINATOR, OFFICE, CardRequest
from .school_view import registers_of, shared_book

MOST = 25  # hits that one card shows
CASES, GOALS, HISTORY, REFERRALS = "caseload", "goals", "history", "referrals"
# On Office, beside what registers have there about students.
OF_OFFICE = (REFERRALS, HISTORY)
BEHAVIOR = "Behavior"
_WORD = re.compile(r"\w+")
NOBODY = Case(RowRef(CASELOAD, CASES, ""), "", "")


@dataclass(frozen=True, slots=True)
class Hit:
    """`code` "" = about no student. `link` opens the very cell or file, "" where this person cannot
    open it."""

    tab: str
    title: str
    excerpt: str
    day: date | None
    code: str = ""
    student: str = ""
    link: str = ""


@dataclass(frozen=True)
class Search:
    """`asked` is what was typed, `looked_for` its words."""

    request: CardRequest
    asked: str
    looked_for: Wanted

    # ------------------------------------------------ workbooks

    def in_cases(self) -> list[Hit]:
        """In the rows about students and, for the coordinator, in History and referrals."""
        caseload = self.request.cache.index(CASELOAD)
        found = [*self._about_students(caseload), *self._of_office()]
        return self._shown(found)

    def in_shelf(self) -> list[Hit]:
        """What all staff share: arguments, presentations, handouts, resources."""
        if SHELF not in shared_fields(self.request.person) or SHELF not in ON_DEMAND:
            return []
        seen = shared_book(self.request, SHELF)
        if seen is None:
            return []
        index = self.request.cache.index(SHELF)
        found = [(SHELF, index, each, "") for each in index.rows(self.looked_for, seen.tabs)]
        found.sort(key=lambda one: self._rank(one[2].day), reverse=True)
        return [self._hit(*one) for one in found[:MOST]]

    def _about_students(
        self, index: SearchIndex
    ) -> Iterator[tuple[str, SearchIndex, RowFound, str]]:
        for found in index.rows(self.looked_for, self._tabs(index)):
            if found.tab == CASES and not self._whole_in_cell(found):
                continue
            code = self._code_of_history(found) if found.tab == HISTORY else found.code
            if self._may_be(found, code):
                yield CASELOAD, index, found, code

    def _of_office(self) -> Iterator[tuple[str, SearchIndex, RowFound, str]]:
        if self.request.person.role not in (COORDINATOR, CASE_MANAGER):
            return
        index = self.request.cache.index(OFFICE)
        for found in index.rows(self.looked_for, (t for t in OF_OFFICE if t in index.seen.tabs)):
            code = accepted_code(found.row.text("status"))
            if self.request.person.role == COORDINATOR or code in self._own:
                yield OFFICE, index, found, code

    def _tabs(self, index: SearchIndex) -> Iterator[str]:
        for tab in index.seen.template.tabs:
            if tab.about_student or tab.key in (CASES, HISTORY):
                yield tab.key

    def _whole_in_cell(self, found: RowFound) -> bool:
        """Columns of a case stand behind rights of their own: all words must be in the one."""
        return self.looked_for.is_in(searchable(found.row.text(found.column)))

    def _code_of_history(self, found: RowFound) -> str:
        return self._codes_by_name.get(found.row.text("student"), "")

    # ------------------------------------------------ rights

    def _may_be(self, found: RowFound, code: str) -> bool:
        """Whether it may be this person's to see; `_may` decides."""
        if not code:
            return found.tab == HISTORY and self.request.person.role == COORDINATOR
        return code in self._own or bool(self._rights(found) & self._base)

    def _may(self, found: RowFound, code: str) -> bool:
        if not code:
            return self.request.person.role == COORDINATOR
        return bool(self._rights(found) & self.request.fields_of(code))

    def _rights(self, found: RowFound) -> frozenset[str]:
        """The fields of which one is needed."""
        if found.tab == CASES:
            return frozenset({found.column}) & EVERYTHING
        if found.tab in (HISTORY, REFERRALS):
            return frozenset({"referral" if found.tab == REFERRALS else "diary"})
        if found.tab == GOALS and found.row.text("kind") in (BEHAVIOR, "Behaviour"):
            return frozenset({GOALS, BEHAVIOR_GOALS})
        return self._right_of_tab.get(found.tab, frozenset())

    @cached_property
    def _right_of_tab(self) -> Mapping[str, frozenset[str]]:
        """Of each tab about students: the field called like it, or that of its topic's section on
        the case card; no field, nobody."""
        found = {}
        for register in registers_of(self.request):
            section = next((s.right for s in register.sections if s.card == "case"), "")
            for _, tab in register.tabs:
                right = tab if tab in EVERYTHING else section
                found[tab] = frozenset({right} if right else ())
        return found

    @cached_property
    def _base(self) -> frozenset[str]:
        """What this role sees of every case."""
        return visible_fields(self.request.person, NOBODY, ())

    @cached_property
    def _own(self) -> frozenset[str]:
        """The cases of which this person may see more: their own, and those whose Team may name
        them."""
        request = self.request
        return frozenset((*request.own_codes(), *request.caseload.codes_with_team(request.person)))

    @cached_property
    def _codes_by_name(self) -> Mapping[str, str]:
        """The case of each student, as History calls them; namesakes have their id there."""
        found: dict[str, str] = {}
        for row in self.request.caseload.seen.tabs[CASES].rows:
            name = row.text("student")
            found[name] = "" if name in found else row.text("case_code")
        return found

    # ------------------------------------------------ what is shown

    def _shown(self, found: Iterable[tuple[str, SearchIndex, RowFound, str]]) -> list[Hit]:
        ranked = sorted(found, key=lambda one: self._rank(one[2].day), reverse=True)
        may = (one for one in ranked if self._may(one[2], one[3]))
        return [self._hit(*one) for one in islice(may, MOST)]

    def _rank(self, day: date | None) -> tuple[bool, date]:
        """This year first, and the newest first; what has no day is of now, behind what has."""
        year = self.request.office.settings.school_year.year_of
        today = self.request.office.today
        return (day is None or year(day) == year(today), day or date.min)

    def _hit(self, book: str, index: SearchIndex, found: RowFound, code: str) -> Hit:
        tab = index.seen.tabs[found.tab]
        ref = RowRef(book, found.tab, tab.row_id(found.row), found.row.position)
        links = self.request.context.links
        return Hit(
            tab=found.tab,
            title=tab.title,
            excerpt=found.excerpt,
            day=found.day,
            code=code,
            student=self._names.get(code, "") if code else "",
            link=links.cell({book: index.seen}, ref, found.column) if self._opens(book) else "",
        )

    def _opens(self, book: str) -> bool:
        """Whether this person's role is among those who are in the workbook."""
        role = self.request.person.role
        return book == SHELF or role == COORDINATOR or (role == CASE_MANAGER and book == CASELOAD)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        rows = self.request.caseload.seen.tabs[CASES].rows
        return {row.text("case_code"): row.text("student") for row in rows}

    # ------------------------------------------------ papers

    def in_papers(self) -> list[Hit]:
        """Documents in which the words stand: one Drive call. Raises GatewayError."""
        school = self.request.school
        files = school.card_workspace.files.with_text(
            school.ledger.token("school"), " ".join(_WORD.findall(self.asked))
        )
        # What lies in Earlier versions says nothing that the document in its place does not.
        earlier = {each.key for each in school.ledger.agreed_of(EARLIER)}
        found = (each for each in files if each.file_id not in earlier and self._may_read(each))
        return [self._paper(each) for each in found][:MOST]

    def _may_read(self, file: FileSeen) -> bool:
        code, kind = file.properties.get("holdfast_key", ""), file.properties.get("holdfast", "")
        fields = self.request.fields_of(code) if code else frozenset[str]()
        if kind == ACTION_PLAN:
            is_home_s = bool(file.properties.get("holdfast_household"))
            return "action_plan" in fields and (not is_home_s or "team" in fields)
        right = self._right_of_kind.get(kind, "")
        return right in fields

    @cached_property
    def _right_of_kind(self) -> Mapping[str, str]:
        """Of each kind of document: the right of its topic's section on the case card, or that of
        the access record."""
        found: dict[str, str] = {}
        for register in registers_of(self.request):
            section = next((s.right for s in register.sections if s.card == "case"), "accesses")
            found |= {document.kind: section for document in register.documents}
        return found

    def _paper(self, file: FileSeen) -> Hit:
        code = file.properties["holdfast_key"]
        home = file.properties.get("holdfast_household", "")
        opens = self.request.may_open(f"{file.properties['holdfast']}:{code}:{home}")
        return Hit(
            tab="papers",
            title="",
            excerpt=file.name,
            day=file.modified.astimezone(self.request.office.zone).date()
            if file.modified
            else None,
            code=code,
            student=self._names.get(code, ""),
            link=self.request.context.links.file("document", file.file_id) if opens else "",
        )
