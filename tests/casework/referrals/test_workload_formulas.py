"""How full a caseload is: each formula against the numbers of its source."""

from dataclasses import replace

import pytest

from service.casework.records import StaffMember
from service.casework.referrals.workload import Newcomer, enrollment
from service.casework.referrals.workload_formulas import Enrollment, full_load, load_of
from service.casework.settings import FORMULAS, SchoolSettings

from ..two_household_case import row

VIRGINIA = SchoolSettings()


def of(formula):
    return replace(VIRGINIA, workload_formula=formula)


def students(*levels):
    """("Level I", 18) is eighteen students; a plan type may follow after "/"."""
    found = []
    for level, count in levels:
        support, _, plan = level.partition("/")
        found += [Newcomer(support_level=support, plan_type=plan)] * count
    return found


@pytest.mark.parametrize(
    ("held", "amount", "most", "unit", "over"),
    [
        # one kind alone: in students (Figure 1)
        ([("Level I", 24)], 24, 24, "students", False),
        ([("Level I", 25)], 25, 24, "students", True),
        ([("Level II", 8)], 8, 8, "students", False),
        ([("Level II", 9)], 9, 8, "students", True),
        ([("Level II with para", 10)], 10, 10, "students", False),
        ([("Level II with para", 11)], 11, 10, "students", True),
        ([("Level II/autism", 6)], 6, 6, "students", False),
        ([("Level II/autism", 7)], 7, 6, "students", True),
        ([("Level II with para, deaf-blindness", 8)], 8, 8, "students", False),
        ([("Level II with para/multiple disabilities", 9)], 9, 8, "students", True),
        ([("Level I/autism", 24)], 24, 24, "students", False),
        ([("speech", 68)], 68, 68, "students", False),
        ([("Level I/speech or language impairment", 69)], 69, 68, "students", True),
        # both levels: in points (Figure 2)
        ([("Level II", 1), ("Level I", 17)], 19.5, 20, "points", False),
        ([("Level II", 1), ("Level I", 18)], 20.5, 20, "points", True),
        ([("Level II with para", 1), ("Level I", 18)], 20, 20, "points", False),
        ([("Level II/autism", 1), ("Level I", 1)], 4.3, 20, "points", False),
        ([("Level II with para/autism", 1), ("Level I", 1)], 3.5, 20, "points", False),
        ([("speech", 10), ("Level II", 4)], 20, 20, "points", False),
        # Level II alone of several kinds: no number in the rule, points
        ([("Level II", 4), ("Level II with para", 5)], 20, 20, "points", False),
        # speech beside Level I: the stricter of the two numbers
        ([("speech", 12), ("Level I", 13)], 25, 24, "students", True),
        ([], 0, 20, "points", False),
    ],
)
def test_virginia(held, amount, most, unit, over):
    load = load_of(students(*held), VIRGINIA)
    assert (load.amount, load.most, load.unit, load.over) == (
        pytest.approx(amount),
        most,
        unit,
        over,
    )


@pytest.mark.parametrize(
    ("level", "points", "assumed"),
    [
        ("Level I", 1, 0),
        ("level 1", 1, 0),
        ("1", 1, 0),
        ("Level II", 2.5, 0),
        ("2", 2.5, 0),
        ("II with paraprofessional", 2, 0),
        ("Level II, with para", 2, 0),
        ("Level II without a para", 2.5, 0),
        ("Level II/IEP - Autism", 3.3, 0),
        ("Level II with para, deaf-blindness", 2.5, 0),
        ("Level II/multiple disabilities", 3.3, 0),
        ("Level I/autism", 1, 0),
        ("speech", 1, 0),
        ("", 1, 1),
        ("some", 1, 1),
    ],
)
def test_virginia_points_as_people_write_the_level(level, points, assumed):
    """A capacity of one's own is in points, so it shows them."""
    load = load_of(students((level, 1)), VIRGINIA, capacity=10)
    assert (load.amount, load.most, load.unit, load.assumed) == (points, 10, "points", assumed)


@pytest.mark.parametrize(
    ("held", "amount", "unread", "above"),
    [
        ([("1.6", 1)], 1.6, 0, False),  # learning disability, level 1, elementary
        ([("CD level 3: 3,3", 1)], 3.3, 0, False),  # cognitive disability, level 3, secondary
        ([("1.0", 26)], 26, 0, False),  # a student without special education
        ([("1.0", 26), ("1.6", 1)], 27.6, 0, True),
        ([("", 3), ("1.6", 1)], 1.6, 3, False),
        ([("Level 2", 1)], 0, 1, False),
        ([("1.6 or 2.1", 1)], 0, 1, False),
        ([("0.5", 1)], 0, 1, False),
        ([("33", 1)], 0, 1, False),
    ],
)
def test_wisconsin_counts_no_factor_that_it_cannot_read(held, amount, unread, above):
    load = load_of(students(*held), of("Wisconsin"))
    assert (load.amount, load.unread, load.above) == (pytest.approx(amount), unread, above)
    assert not load.over  # 26 asks for a review, and is no cap


def test_wisconsin_has_a_cap_where_the_school_gives_one():
    assert load_of(students(("5", 5)), of("Wisconsin"), capacity=20).over


@pytest.mark.parametrize(
    ("heads", "capacity", "most", "rule", "over"),
    [
        (28, None, 28, "california", False),
        (29, None, 28, "california", True),
        (32, 32, 32, "california_waiver", False),
        (33, 32, 32, "california_waiver", True),
        (33, 40, 32, "california_waiver", True),  # no waiver goes above 32
        (15, 14, 14, "california", True),
    ],
)
def test_california(heads, capacity, most, rule, over):
    load = load_of(students(("", heads)), of("California"), capacity)
    assert (load.most, load.rule, load.over) == (most, rule, over)


@pytest.mark.parametrize(
    ("level", "share", "most_of_them"),
    [("A", 0.029, 35), ("B", 0.042, 24), ("C", 0.067, 15), ("level d", 0.125, 8)],
)
def test_new_mexico_s_shares(level, share, most_of_them):
    load = load_of(students((level, 1)), of("New Mexico"))
    assert (load.amount, load.most, load.unit) == (share, 1, "post")
    assert round(1 / share) in (most_of_them - 1, most_of_them)
    assert load_of(students(("?", 1)), of("New Mexico")).assumed == 1


@pytest.mark.parametrize("formula", ["Illinois", "Massachusetts"])
def test_where_there_is_no_number_none_is_made_up(formula):
    load = load_of(students(("", 90)), of(formula))
    assert (load.amount, load.most, load.over, load.rule) == (90, None, False, formula.casefold())
    assert load_of(students(("", 13)), of(formula), capacity=12).over
    assert full_load(of(formula)) is None


def counselor(name, capacity=None):
    return StaffMember(row("staff", name), f"{name}@s.example", name, "Counselor", capacity)


@pytest.mark.parametrize(
    ("formula", "most", "posts", "enrolled", "ratio"),
    [
        ("ASCA", 250, [None, None, 125], 1000, 400),
        ("ASCA", 250, [None], 376, 376),
        ("NASP", 500, [None, 250], 750, 500),
        ("SSWAA", 250, [None], 250, 250),
    ],
)
def test_a_ratio_counts_enrolled_students_for_a_post(formula, most, posts, enrolled, ratio):
    settings = of(formula)
    people = [counselor(f"p{number}", capacity) for number, capacity in enumerate(posts)]
    load = load_of((), settings, None, enrollment(people, enrolled, settings))
    assert (load.amount, load.most, load.unit) == (pytest.approx(ratio), most, "enrolled")
    assert load.above == (ratio > most)
    assert not load.over  # a recommendation
    half = load_of((), settings, most / 2, enrollment(people, enrolled, settings))
    assert (half.amount, half.most) == (pytest.approx(ratio / 2), most / 2)


def test_without_a_roster_no_ratio_is_made_up():
    load = load_of((), of("ASCA"), None, Enrollment(0, 2.5))
    assert (load.unit, load.above) == ("no_roster", False)


def test_own_heads_and_every_formula_counts_something():
    assert load_of(students(("", 21)), of("Head count")).over
    assert not load_of(students(("", 21)), of("Head count"), capacity=21).over
    for formula in FORMULAS:
        assert load_of(students(("", 1)), of(formula), None, Enrollment(10, 1)).rule
