"""A small school, and a coordinator's desk that can be looked at again after each round.

`Office` plays the part of the sheets: it takes what the rules want, once per key, and shows the
rows as they stand then, as the reconciler does.
"""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

from service.casework.free_slot import FreeSlot
from service.casework.names import Roster
from service.casework.records import (
    CASELOAD,
    OFFICE,
    RESTRICTED,
    Case,
    DiaryEntry,
    Referral,
    Response,
    RosterStudent,
    RowRef,
    StaffMember,
)
from service.casework.referrals import coordinator_decision, first_talk, intake, triage, workload
from service.casework.referrals.context import ReferralContext, Suggestion
from service.casework.schooldays import SchoolCalendar
from service.casework.settings import SchoolSettings
from service.workbook.wording import load_wording, wording_for

NOW = datetime(2026, 10, 14, 14, 30, tzinfo=UTC)  # a Wednesday, 10:30 in New York
SAY = load_wording().say
SETTINGS = SchoolSettings(
    school_name="Alder Creek",
    school_phone="555 0142",
    safeguarding_lead="ines@school.example",
    alternate_safeguarding_lead="ben@school.example",
)


def student(student_id, name, grade="9"):
    return RosterStudent(RowRef(OFFICE, "students", student_id), student_id, name, grade)


def person(email, name, role, **more):
    return StaffMember(RowRef(OFFICE, "staff", email), email, name, role, **more)


ROSTER = (
    student("0142", "Ana Silva", "9"),
    student("0177", "Ana Silva", "11"),
    student("0203", "Siobhán O’Connor", "10"),
    student("0031", "Chen Mei", "5"),
)
STAFF = (
    person("dana@school.example", "Dana Whitfield", "Case manager", grades=("9-11",)),
    person("kwame@school.example", "Kwame Boateng", "Case manager", languages=("French",)),
    person("cora@school.example", "Cora Diaz", "Coordinator"),
    person("dee@school.example", "Dee Park", "Deputy"),
    person("nora@school.example", "Nora Lind", "Teacher"),
)


def response(form="outside", number=1, respondent="", **answers):
    answers = {"danger": "no", "adult_here": "no", "student_name": "Chen Mei"} | answers
    at = NOW - timedelta(minutes=5)
    return Response(form, f"response-{number}", at, at, respondent, answers)


def case(code="C-0007", name="Chen Mei", student_id="0031", **more):
    more = {"status": "Active", "case_manager": "kwame@school.example"} | more
    return Case(RowRef(CASELOAD, "caseload", code), code, name, student_id, **more)


class Office:
    """`people type` with `type`, forms come in with `receive`, `sync` settles everything."""

    def __init__(self, cases=(), diary=(), settings=SETTINGS, staff=STAFF, days_off=()):
        self.cases, self.diary = list(cases), list(diary)
        self.settings, self.staff, self.now = settings, staff, NOW
        self.calendar = SchoolCalendar(tuple(days_off))
        self.referrals: dict[tuple[str, str], dict] = {}
        self.rows, self.messages, self.events, self.talks = {}, {}, {}, {}
        self.problems, self.picks, self.sent = (), {}, {}
        self.responses, self.ids = [], {}
        self.slot = FreeSlot(NOW.date() + timedelta(days=1), datetime(2026, 1, 1, 9, 0).time())

    @property
    def desk(self):
        return ReferralContext(
            now=self.now,
            settings=self.settings,
            calendar=self.calendar,
            say=SAY,
            speak=lambda language: wording_for(language).say,
            link=lambda row: f"https://sheets.example/{row.workbook}/{row.tab}/{row.row_id}",
            code_for=lambda referral_id: f"C-1{referral_id[-3:]}",
            roster=Roster(ROSTER),
            suggest=self.suggest,
            staff=self.staff,
            cases=tuple(self.cases),
            referrals=tuple(self.read(*place) for place in sorted(self.referrals)),
            diary=tuple(self.diary),
            done=frozenset([*self.rows, *self.messages, *self.talks]),
            sent=self.sent,
            picks=self.picks,
        )

    def suggest(self, who, grade, language):
        newcomer = workload.Newcomer(grade=who.grade if who else grade, language=language)
        today = self.now.date()
        found = workload.suggest(
            self.staff, self.cases, newcomer, self.calendar, today, self.settings, SAY
        )
        best = next((each for each in self.staff if each.email == found.email), None)
        return Suggestion(best, found.why)

    def receive(self, *responses):
        for each in responses:
            self.responses = [r for r in self.responses if r.response_id != each.response_id]
            self.responses.append(each)
            self.ids.setdefault(each.response_id, f"R-{len(self.ids) + 31:04d}")
        return self.sync()

    def type(self, referral_id, workbook=OFFICE, **cells):
        self.referrals[workbook, referral_id].update(cells)
        return self.sync()

    def sync(self):
        for _ in range(8):
            before = repr((self.referrals, self.rows, self.messages, self.cases, self.diary))
            wanted = [intake.receive(r, self.ids[r.response_id], self.desk) for r in self.responses]
            for each in wanted:
                self.apply(each)
            standing = triage.attend(self.desk)
            self.apply(standing)
            decided = coordinator_decision.decide(self.desk)
            self.apply(decided)
            self.events = {each.follow_up_id: each for each in standing.events}
            self.problems = (*standing.problems, *decided.problems)
            if before == repr((self.referrals, self.rows, self.messages, self.cases, self.diary)):
                return self
        raise AssertionError("the rules do not settle")

    def apply(self, wanted):
        for row in wanted.rows:
            if row.key not in self.rows:
                self.rows[row.key] = row
                if row.cells:
                    self.add(row)
        for want in wanted.cells:
            if want.row.workbook == CASELOAD:
                self.cases = [
                    replace(c, **want.cells) if c.code == want.row.row_id else c for c in self.cases
                ]
                continue
            self.referrals[want.row.workbook, want.row.row_id].update(want.cells)
        for message in wanted.messages:
            self.messages.setdefault(message.key, message)
            self.sent.setdefault(message.key, self.now)
        for talk in wanted.first_talks:
            if talk.request.key not in self.talks:
                self.talks[talk.request.key] = talk
                row = first_talk.diary_row(talk, self.slot)
                ref = RowRef(CASELOAD, "diary", row.key)
                cells = {"kind": row.cells["kind"], "status": row.cells["status"]}
                self.diary.append(DiaryEntry(ref, talk.code, talk.student, **cells))

    def add(self, row):
        if row.tab == "caseload":
            names = {"student", "student_id", "grade", "case_manager", "status"}
            cells = {name: value for name, value in row.cells.items() if name in names}
            code = row.cells["case_code"]
            self.cases.append(Case(RowRef(CASELOAD, "caseload", code), code, **cells))
        else:
            self.referrals[row.workbook, row.cells["referral_id"]] = dict(row.cells)

    def read(self, workbook, referral_id):
        cells = self.referrals[workbook, referral_id]
        known = {each.name for each in fields(Referral)}
        tab = "referrals" if workbook == OFFICE else "safety_referrals"
        ref = RowRef(workbook, tab, referral_id)
        cells = {"received": None} | {k: v for k, v in cells.items() if k in known}
        return Referral(row=ref, **cells)

    def office(self, referral_id="R-0031"):
        return self.referrals[OFFICE, referral_id]

    def suggested(self, referral_id="R-0031"):
        """The address of whom Suggested names."""
        return self.desk.person(self.office(referral_id)["suggested"]).email

    def restricted(self, referral_id="R-0031"):
        return self.referrals[RESTRICTED, referral_id]

    def asked(self):
        return {problem.key: problem for problem in self.problems}

    def change_case(self, code, **changes):
        self.cases = [replace(c, **changes) if c.code == code else c for c in self.cases]
        return self.sync()


TEACHER = {
    "form": "inside",
    "respondent": "nora@school.example",
    "relationship": "Staff",
    "concern": "Cries before school.",
}


def received(**more):
    """An office in which a teacher's referral has just come in."""
    return Office(**more).receive(response(**TEACHER))
