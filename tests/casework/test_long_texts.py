"""A text of ten times the length takes about ten times as long, whatever stands in it.

A cell holds up to 50,000 characters. Whatever reads it is either given a bounded part of it, or
takes time in proportion: what takes the square of it would hold the service for minutes.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from service.casework import accommodation_rows, checks, names, settings, text, working_hours
from service.casework.diary import reviews
from service.casework.households import households, is_family, same_home
from service.casework.masking.household_copies import seen_from
from service.casework.plans import body
from service.casework.records import RosterStudent, RowRef, StaffMember
from service.casework.referrals import messages, workload
from service.casework.thing_lines import open_things, ticked, with_thing
from service.documents.template_check import _whole_tags
from service.web.views import cases
from service.workbook import cells, look, spelling, wording

from .masking.test_household_copies import COACH, HALF_SISTER, father, seen
from .referrals import referral_office as desk
from .two_household_case import CASE, MOTHER, SETTINGS, member, row, say

SHORT, LONG = 4_900, 49_000
MOST_TIMES = 20  # ten, and as much again for a machine with other work
NOT_LOOKED_AT = 0.25  # seconds; below that nobody waits

TODAY = date(2026, 11, 20)
ROSTER = names.Roster(
    RosterStudent(RowRef("office", "students", str(n)), f"{n:05}", name, "9")
    for n, name in enumerate(["Ana Silva", "Zoë O'Brien", "Pedro Costa", "Li Wu"] * 20)
)
EYES = seen(
    father(phone="703-555-0199 x42 / 703 555 0188", person="Juan-Carlos O'Brien de la Cruz"),
    HALF_SISTER,
    COACH,
)
# What makes a pattern begin and fail again and again: before, over and over, behind.
TEXTS = [
    ("", "a", "!"),
    ("", "1", "!"),
    ("#", "1", "!"),
    ("a · ", "1-", " x"),
    ("9", " ", "!"),
    ("9-", " ", "x"),
    ("r", " ", "!"),
    ("no", " ", "!"),
    ("a@", "a.", ","),
    ("", "@", ""),
    ("", "1 ", "x"),
    ("", "1 - ", "x"),
    ("", "mon-", ""),
    ("", "9-12 ", ""),
    ("", "(", "1"),
    ("", "- ", "x"),
    ("", "\n ", "x"),
    ("", "ab ", ""),
    ("", "Costa, P. ", ""),
    ("", "ext ", "x"),
    ("", "{{", ""),
    ("", "{%", "}"),
    ("", "C-1", ""),
    ("", "é'", ""),
]


def _with(person: str) -> None:
    home = (MOTHER, father(person=person, phone=person, role=person))
    for each in households(home, say):
        seen_from(each, CASE, home, (), say, SETTINGS).mask("Costa drives, 555 0199")


def _cell(reader: Callable[[str], object]) -> Callable[[str], None]:
    def read(written: str) -> None:
        try:
            reader(written)
        except cells.Unreadable:
            return

    return read


def _settings(written: str) -> None:
    keys = list(settings.SchoolSettings.__dataclass_fields__)
    settings.settings_from(dict.fromkeys(keys, written), say)
    settings.settings_from({written: "1"}, say)


def _checked(written: str) -> None:
    who = member("t1", written, role=written, email=written, phone=written, household=written)
    everywhere = replace(
        CASE,
        plan_type=written,
        student_id=written,
        grade=written,
        support_level=written,
        also_known_as=(written,),
    )
    checks.check_caseload(
        checks.Caseload(cases=(everywhere,), team=(who,)), desk.Office().calendar, TODAY, say
    )
    checks.check_staff((_member(written),), say)


def _member(written: str) -> StaffMember:
    return StaffMember(
        row("staff", "1"), written, written, "Case manager", working_hours=written,
        grades=(written,), languages=(written,),
    )  # fmt: skip


def _referred(written: str) -> None:
    office = desk.Office(staff=(*desk.STAFF, _member(written)))
    answers = dict.fromkeys(
        ("student_name", "concern", "referrer_name", "reach", "language", "grade", "tried"), written
    )
    office.receive(desk.response(**answers))
    office.sync()
    for column in ("student", "same_as", "reason", "case_manager", "brief", "decision"):
        office.type("R-0031", **{column: written})
    office.sync()


def _workload(written: str) -> None:
    student = desk.case(support_level=written, plan_type=written, grade=written)
    workload.suggest(
        (_member(written),),
        (student,),
        workload.Newcomer(
            grade=written, support_level=written, plan_type=written, language=written
        ),
        desk.Office().calendar,
        TODAY,
        settings.SchoolSettings(),
        say,
    )


READERS: dict[str, Callable[[str], object]] = {
    "a name as compared": names.fold,
    "a name with its id": names.parse_display,
    "a grade": names.grade_number,
    "a student's name": ROSTER.match,
    "a student's id": lambda written: ROSTER.match("Ana Silva", written),
    "part of a name": ROSTER.holding,
    "other names": lambda written: names.Roster(
        [replace(ROSTER.students[0], also_known_as=tuple(written.split()))]
    ),
    "working hours": working_hours.parse_working_hours,
    "fit text": text.fit_text,
    "a role": lambda written: is_family(replace(MOTHER, role=written, household=""), say),
    "a household's label": same_home,
    "names and numbers on Team": _with,
    "a household's text": EYES.mask,
    "whose a text is": lambda written: (EYES.is_theirs(written), EYES.is_ours(written)),
    "lines of a plan": lambda written: body._plain_lines(written),
    "a list": cells.read_list,
    "a number": _cell(cells.read_number),
    "a date": _cell(lambda written: cells.read_date(written, TODAY)),
    "a time": _cell(cells.read_time),
    "a moment": cells.read_moment,
    "a choice": _cell(lambda written: cells.read_choice(written, ("Yes", "No"))),
    "a spelling": spelling.fold,
    "an id": look.is_given,
    "a language": wording.wording_for,
    "an address": lambda written: messages.Referrer(reach=written).email,
    "who referred": lambda written: messages.Referrer(written, written, written).written,
    "a kind of plan": reviews.plan_kind,
    "a school year": accommodation_rows.school_year_of,
    "random things": lambda written: (
        open_things(written),
        with_thing(written, written),
        ticked(written, "a", TODAY, say),
    ),
    "a plan's links": lambda written: cases.CODE.findall(written),
    "tags of a template": lambda written: list(_whole_tags(written)),
    "the settings": _settings,
    "the checks": _checked,
    "a referral": _referred,
    "a workload": _workload,
}


def seconds(reader: Callable[[str], object], written: str) -> float:
    names._folded.cache_clear()
    begun = time.process_time()
    reader(written)
    return time.process_time() - begun


# Seconds each: they read a text many times.
LONG_READ = {"a household's text", "a referral", "whose a text is"}
GATE = pytest.mark.gate("tests through the front door at length")


@pytest.mark.parametrize(
    "what", [pytest.param(what, marks=GATE if what in LONG_READ else ()) for what in READERS]
)
def test_ten_times_the_text_takes_about_ten_times_as_long(what: str) -> None:
    reader = READERS[what]
    reader("Ana Silva")  # what is loaded once is not counted
    for before, again, behind in TEXTS:

        def text_of(length: int, parts: tuple[str, str, str] = (before, again, behind)) -> str:
            before, again, behind = parts
            return (before + again * length)[:length] + behind

        small = seconds(reader, text_of(SHORT))
        assert small < 10 * NOT_LOOKED_AT, (before, again, behind)
        large = seconds(reader, text_of(LONG))
        if large > max(
            NOT_LOOKED_AT, MOST_TIMES * small
        ):  # once more: others may have been at work
            small, large = (
                min(seconds(reader, text_of(length)) for _ in range(2)) for length in (SHORT, LONG)
            )
        assert large <= max(NOT_LOOKED_AT, MOST_TIMES * small), (before, again, behind)
