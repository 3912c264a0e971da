"""What teachers' answers come to, and what they propose: a table of values, and whose say it is."""

from __future__ import annotations

from datetime import date

import pytest

from service.casework.answer_rows import Answer, quarter_from, quarter_words
from service.casework.answers.asking import never_offered, talks, to_teachers
from service.casework.answers.figures import answers_and_proposals, unreadable, who_answered
from service.casework.answers.fill_in import changes, ticks
from service.casework.answers.opinions import is_about
from service.casework.answers.proposals import counted, for_quarter, proposed
from service.casework.answers.quarters import asked_now, can_be_answered
from service.casework.records import CASELOAD, Accommodation, Case, RowRef, TeamMember
from service.casework.school import RuleServices
from service.casework.school_year import Quarter
from service.casework.settings import SchoolSettings
from tests.casework.small_school import CODE, DANA, NORA, SAY, case, day_off, school_with

SYDNEY = SchoolSettings(
    school_year_begins=(1, 27), q1_ends=(4, 2), q2_ends=(7, 3), q3_ends=(9, 25), q4_ends=(12, 17)
)
Q1, Q2 = "2026-27 Q1", "2026-27 Q2"
BREAKS, TIME = "Breaks when asked", "Extra time, one and a half times"


def answer(number: int, quarter: str = Q2, **said: str) -> Answer:
    """A teacher's, about BREAKS; each number is a teacher of their own."""
    more = {
        "about": "Accommodation",
        "accommodation": BREAKS,
        "answered_by": f"t{number}@school.example",
        "answered_as": "Teacher",
        "offered": "Every time",
    }
    row = RowRef(CASELOAD, "answers", f"a{number}-{quarter}", number)
    return Answer(row, CODE, "Ana Silva", quarter=quarter, **(more | said))


def accommodation(what: str = BREAKS, **said) -> Accommodation:
    row = RowRef(CASELOAD, "accommodations", f"m-{what[:3]}", 1)
    return Accommodation(row, CODE, "Ana Silva", "2026-27", what, **said)


def student(**said: str) -> Answer:
    more = {"offered": "", "answered_as": "Student", "answered_by": "Ana Silva"}
    return answer(9, **(more | said))


def used(yes: int, no: int, helped: int = 0, **more: str) -> list[Answer]:
    found = [answer(n, used="Yes", helped="Yes" if n < helped else "No") for n in range(yes)]
    return found + [answer(yes + n, used="No", **more) for n in range(no)]


def of(rows, *, plan="ILP", settings=SchoolSettings(), accommodations=(), **more):
    records = {
        Answer: tuple(rows),
        Accommodation: accommodations or (accommodation(),),
        Case: (case(plan_type=plan),),
    }
    return school_with(records, settings=settings, **more)


def words(rows, **more) -> tuple[str, str]:
    """What stands under Answers and Proposal."""
    (wanted,) = answers_and_proposals(of(rows, **more))
    return wanted.cells["answers"] or "", wanted.cells.get("proposal", "")


NOT_NEEDED = {"used": "No", "why_not": "Not needed"}


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (used(3, 0, helped=2), "keep"),
        (used(1, 2), "goal"),
        ([answer(n, offered="Never", used="No") for n in range(3)], "offer"),
        ([answer(1, used="Yes")], "too_few"),
        ([answer(1, used="Yes"), answer(1, used="Yes", class_name="Art")], "too_few"),
        (used(4, 1, helped=4), "keep"),  # 80%
        (used(3, 1, helped=3), "goal"),  # 75%
        (used(3, 0, helped=1), "change"),  # used by all, helps few
        ([answer(n, used="Yes", helped="Cannot say") for n in range(2)], "keep"),
        ([answer(1, used="Yes"), answer(2, used="Sometimes")], "goal"),
        ([answer(1, used="Yes"), answer(2, offered="Never")], "keep"),
        (used(1, 2, why_not="Not needed"), "keep_by_class"),
        (used(0, 2, why_not="Not needed"), "ask_again"),
        ([answer(n, offered="Never", why_not="Not needed") for n in range(2)], "offer"),
    ],
)
def test_what_is_proposed(now, says):
    assert proposed(now, (), None) == says


@pytest.mark.parametrize(
    ("before", "word", "says"),
    [
        (2, student(used="No", why_not="Not needed"), "drop"),
        (2, student(used="Yes"), "ask_student"),
        (2, None, "ask_student"),
        (1, student(used="No", why_not="Not needed"), "ask_again"),  # one answer is too few
        (0, student(used="No", why_not="Not needed"), "ask_again"),
    ],
)
def test_a_drop_takes_not_needed_twice_running_and_the_students_word(before, word, says):
    now = [answer(n, **NOT_NEEDED) for n in range(2)]
    earlier = [answer(n, Q1, **NOT_NEEDED) for n in range(before)]
    assert proposed(now, earlier, word) == says


@pytest.mark.parametrize(
    ("plan", "ends"), [("IEP", "notice first."), ("504 plan", "notice first."), ("ILP", "used).")]
)
def test_a_drop_is_the_teams_where_there_is_an_iep_or_a_504_plan(plan, ends):
    rows = [answer(n, quarter, **NOT_NEEDED) for n in range(2) for quarter in (Q1, Q2)]
    rows.append(student(used="No", why_not="Not needed"))
    said, proposal = words(rows, plan=plan)
    assert said == "Q2: 2 asked, 2 offered, 0 used"
    assert proposal.startswith("Drop: ")
    assert proposal.endswith(ends)
    assert ("The team, with the family, decides" in proposal) is (plan != "ILP")


def test_the_summary_counts_teachers_and_the_proposal_names_classes():
    rows = [
        answer(1, used="Yes", class_name="Art"),
        answer(2, used="No", class_name="Maths"),
        answer(3, used="No", why_not="Forgot", class_name="English"),
        student(used="No"),
    ]
    said, proposal = words(rows)
    assert said == "Q2: 3 asked, 3 offered, 1 used"
    assert proposal.startswith("Add a goal to use it")
    assert proposal.endswith("not used in Maths, English.")


def test_one_row_about_all_speaks_for_each_and_an_exception_goes_before_it():
    rows = [answer(n, accommodation="", used="Yes") for n in range(3)]
    rows.append(answer(2, used="No", why_not="Forgot"))
    school = of(rows, accommodations=(accommodation(), accommodation(TIME)))
    first, second = answers_and_proposals(school)
    assert first.cells["answers"] == "Q2: 3 asked, 3 offered, 2 used"
    assert second.cells["answers"] == "Q2: 3 asked, 3 offered, 3 used"
    rows[-1] = answer(2, used="", offered="")  # marked, and not said yet
    (one, _) = answers_and_proposals(of(rows, accommodations=school.of(Accommodation)))
    assert one.cells["answers"] == "Q2: 2 asked, 2 offered, 2 used"


def test_a_later_quarter_that_people_filled_in_goes_before():
    rows, filled = used(2, 0, helped=2), ((("", ""),) * 2 + (("Used", ""), ("", "")))
    assert words(rows)[1].startswith("Keep (Q2")
    assert words(rows, accommodations=(accommodation(quarters=filled),))[1] == ""


def test_what_somebody_typed_is_a_teachers_where_it_says_offered():
    rows = [
        answer(1, answered_by="", answered_as="", class_name="Art", used="Yes"),
        answer(2, answered_by="", answered_as="", offered="", used="No"),
        answer(3, used="Yes"),
    ]
    school = of(rows)
    assert [want.cells["as"] for want in who_answered(school)] == ["Teacher", "Student"]
    assert words(rows)[0] == "Q2: 2 asked, 2 offered, 2 used"


# ---------------------------------------------------------------- quarters


@pytest.mark.parametrize(
    ("settings", "today", "quarter"),
    [
        (SchoolSettings(), date(2026, 10, 10), None),  # Q1 ends on 31 October
        (SchoolSettings(), date(2026, 10, 11), Quarter(2026, 1)),
        (SchoolSettings(), date(2026, 10, 31), Quarter(2026, 1)),
        (SchoolSettings(), date(2026, 11, 1), None),
        (SchoolSettings(), date(2027, 1, 4), Quarter(2026, 2)),
        (SYDNEY, date(2026, 3, 20), Quarter(2026, 1)),
        (SYDNEY, date(2026, 12, 1), Quarter(2026, 4)),
        (SYDNEY, date(2026, 12, 20), None),
    ],
)
def test_the_last_three_weeks_of_a_quarter(settings, today, quarter):
    assert asked_now(of((), settings=settings, today=today)) == quarter


def test_who_is_late_can_answer_for_two_weeks_and_nothing_before_the_module_came():
    assert can_be_answered(of((), today=date(2026, 11, 14))) == Quarter(2026, 1)
    assert can_be_answered(of((), today=date(2026, 11, 15))) is None
    since = SchoolSettings(more={"answers_counts_from": "2026-11-02"})
    assert can_be_answered(of((), settings=since, today=date(2026, 11, 10))) is None


@pytest.mark.parametrize(
    ("written", "quarter"),
    [
        ("2026-27 Q2", Quarter(2026, 2)),
        ("2026/2027 q2", Quarter(2026, 2)),
        ("2026–27 · Q4", Quarter(2026, 4)),
        ("2026 T3", Quarter(2026, 3)),
        ("2026-27 Q5", None),
        ("Q2", None),
        ("???", None),
        ("", None),
    ],
)
def test_a_quarter_as_people_write_it(written, quarter):
    assert quarter_from(written) == quarter


def test_a_quarter_is_called_by_its_school_year():
    assert quarter_words(Quarter(2026, 2), SchoolSettings().school_year) == "2026-27 Q2"
    assert quarter_words(Quarter(2099, 4), SchoolSettings().school_year) == "2099-00 Q4"
    assert quarter_words(Quarter(2026, 2), SYDNEY.school_year) == "2026 Q2"


# ---------------------------------------------------------------- who is asked and told

JANUARY = date(2027, 1, 5)
ASKED = RuleServices(say=SAY, hashed=lambda text: f"h{len(text)}", link=lambda row: "https://x")


def team(**said) -> TeamMember:
    more = {"person": "Nora", "role": "Teacher", "may_see": ("Accommodations",)}
    return TeamMember(RowRef(CASELOAD, "team", "t1"), CODE, "Ana Silva", **(more | said))


def mails(*rows, member=None, today=JANUARY, days_off=()):
    records = {
        Answer: rows,
        Accommodation: (accommodation(), accommodation(TIME)),
        TeamMember: (member or team(),),
    }
    return list(to_teachers(school_with(records, today=today, ask=ASKED, days_off=days_off)))


def test_a_teacher_on_team_gets_one_mail_a_quarter_that_names_nobody():
    (mail,) = mails()
    assert mail.to == NORA.email
    assert mail.key.startswith("answers:2026-Q2:h")
    assert "2026-27 Q2" in mail.text
    for word in ("Ana", "Silva", CODE, BREAKS):
        assert word not in mail.text + mail.subject


@pytest.mark.parametrize(
    "how",
    [
        {"member": team(may_see=())},
        {"member": team(rights="None by order")},
        {"member": team(person="Somebody else")},
        {"today": date(2026, 12, 20)},
        {"today": date(2027, 1, 3)},  # a Sunday
        {"days_off": (day_off(JANUARY, JANUARY),)},
    ],
)
def test_nobody_else_is_asked_and_not_on_another_day(how):
    assert mails(**how) == []


def test_who_has_answered_gets_no_mail():
    assert mails(answer(1, accommodation="", answered_by=NORA.email, used="Yes")) == []


@pytest.mark.parametrize(
    ("plan", "offered", "count"),
    [("IEP", "Never", 1), ("504", "Never", 1), ("ILP", "Never", 0), ("IEP", "Sometimes", 0)],
)
def test_the_case_manager_is_told_what_an_iep_owes_and_was_never_offered(plan, offered, count):
    rows = [answer(n, offered=offered, used="No") for n in range(2)]
    told = list(never_offered(of(rows, plan=plan, today=JANUARY, ask=ASKED)))
    assert len({mail.key for mail in told}) == count
    assert all(mail.to == DANA.email and "Ana" not in mail.text for mail in told)
    assert not list(never_offered(of(rows, plan=plan, today=date(2027, 3, 1), ask=ASKED)))


def test_who_disagrees_is_talked_to_once():
    rows = [answer(1, used="No", why_not="I disagree, let's talk", answered_by=NORA.email)]
    (row,) = talks(of(rows, today=JANUARY, ask=ASKED))
    assert (row.tab, row.cells["kind"], row.cells["with"]) == ("diary", "Teacher contact", "Nora")
    assert row.cells["date"] == date(2027, 1, 6)
    done = RuleServices(say=SAY, done={row.key})
    assert not list(talks(of(rows, today=JANUARY, ask=done)))


# ---------------------------------------------------------------- Q1 to Q4, and what is unreadable


@pytest.mark.parametrize(
    ("rows", "choice"),
    [
        (used(3, 0), "Used"),
        (used(1, 2), "Sometimes"),
        (used(0, 2), "Not used"),
        ([answer(n, offered="Never") for n in range(2)], "Not offered"),
        ([answer(n, **NOT_NEEDED) for n in range(2)], "Not needed"),
    ],
)
def test_the_choice_of_a_quarter(rows, choice):
    assert for_quarter(counted(rows)) == choice


def test_a_quarter_is_filled_in_when_a_person_saves_and_only_where_it_is_empty():
    rows = [answer(1, used="No", why_not="Forgot", class_name="Art"), answer(2, used="Yes")]
    school = of(rows)
    (tick,) = ticks(school, CODE)
    assert tick.words == f"{BREAKS} · Q2: Sometimes"
    ((tab, row_id, cells),) = changes(school, DANA, CODE, frozenset({tick.item}))
    assert (tab, row_id) == ("accommodations", "m-Bre")
    assert cells == {"q2": "Sometimes", "q2_why": "Forgot (Art)"}
    assert not list(changes(school, DANA, CODE, frozenset()))
    filled = (("", ""), ("Used", ""), ("", ""), ("", ""))
    assert not list(ticks(of(rows, accommodations=(accommodation(quarters=filled),)), CODE))


@pytest.mark.parametrize(
    ("said", "columns"),
    [
        ({"quarter": "soon"}, ["quarter"]),
        ({"quarter": "", "used": "Yes"}, ["quarter"]),
        ({"quarter": "", "used": "", "offered": ""}, []),
        ({"accommodation": "A pony"}, ["accommodation"]),
        ({"accommodation": "breaks"}, []),
        ({"accommodation": ""}, []),
        ({"about": "Co-teaching", "quarter": "soon"}, []),
    ],
)
def test_what_cannot_be_read_is_one_kind_question(said, columns):
    problems = list(unreadable(of([answer(1, **({"quarter": Q2} | said))])))
    assert [each.column for each in problems] == columns
    assert all("Please" in each.why and each.whose == DANA.email for each in problems)


def test_an_accommodation_is_known_by_the_beginning_of_its_words():
    assert is_about("extra time", accommodation(TIME))
    assert not is_about("ext", accommodation(TIME))
    assert not is_about("", accommodation(TIME))
