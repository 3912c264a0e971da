"""Who gets which copy of a plan, what each copy leaves out, and which fields a card may show."""

from dataclasses import replace

import pytest

from service.casework.disclosure import (
    disclosure_problems,
    plan_copies,
    plan_shares,
    settle_shares,
    share_name,
    waiting_problems,
)
from service.casework.households import households
from service.casework.masking.household_copies import seen_from
from service.casework.records import StaffMember
from service.casework.rights import EVERYTHING, may_see, visible_fields
from service.casework.wants import WantedShare

from .two_household_case import (
    CASE,
    FATHER,
    FILE,
    MOTHER,
    STAFF,
    TEACHER,
    fingerprint,
    member,
    plans,
    row,
    say,
)

MANAGER = WantedShare("j.pena@school.example", "writer")
THEIRS = ("Paulo", "Costa", "paulo@", "0199", "Home B", "Evening story")


def shares(*team, staff=STAFF):
    return plan_shares(CASE, team, staff, say)


def readers(*team, copy=""):
    return {share.email for share in shares(*team)[copy] if share.role == "reader"}


# ---------------------------------------------------------------- copies


def test_two_homes_get_a_copy_each_and_the_team_its_own():
    wanted = plans()
    assert list(wanted) == ["", "A", "B"]
    assert wanted["A"].title == "Action plan · C-0142 · v1 · A"
    assert wanted[""].shares == (MANAGER, WantedShare(TEACHER.email, "reader"))
    assert wanted["A"].shares == (MANAGER, WantedShare(MOTHER.email, "reader"))
    assert wanted["B"].shares == (MANAGER, WantedShare(FATHER.email, "reader"))


def test_a_home_never_reads_of_the_other():
    wanted = plans()
    told = repr(wanted["A"])
    for detail in THEIRS:
        assert detail not in told
    for detail in ("Inês", "ines@", "0141", "Home A"):
        assert detail not in repr(wanted["B"])
    assert "Evening story" in repr(wanted["B"])
    assert "someone else in the family" in told  # in needs, where a name stood
    assert "call (left out)" in told


def test_dates_of_the_other_home_are_left_out():
    days = {copy: [date.row_id for date in plan.content.dates] for copy, plan in plans().items()}
    assert days == {"": ["d1", "d2", "d3", "d4"], "A": ["d1", "d3", "d4"], "B": ["d1", "d2", "d4"]}


def test_a_home_that_is_invited_apart_hears_only_of_its_own_meetings():
    apart = replace(MOTHER, invite="Apart")
    file = replace(FILE, team=(apart, FATHER, TEACHER))
    assert [date.row_id for date in plans(file)["A"].content.dates] == ["d1", "d3"]


def test_only_the_team_copy_lists_the_family():
    wanted = plans()
    named = {copy: [c.name for c in plan.content.contacts] for copy, plan in wanted.items()}
    assert named[""] == ["Jordan Peña", "Ngozi Okafor", "Inês Silva", "Paulo Costa"]
    assert named["A"] == named["B"] == ["Jordan Peña", "Ngozi Okafor"]


@pytest.mark.parametrize(
    "text",
    [
        "Paulo Costa", "paulo costa", "Costa, Paulo", "PAULO", "Paulo's car", "Mr Costa",
        "Pa\u200bulo", "Pau\u202elo", "Pau\x07lo", "write to PAULO@family.example.",
        "555-555-0199", "+1 (555) 555 0199",
        "0141 or 555.555.0199", "555-0141 555-555-0199",
    ],
)  # fmt: skip
def test_details_are_found_however_they_are_written(text):
    (home, _) = households(FILE.team, say)
    masked = seen_from(home, CASE, FILE.team, STAFF, say).mask(f"See {text} now")
    for detail in ("paulo", "costa", "paulo@", "0199"):
        assert detail not in masked.casefold().replace("\u200b", "")


def test_an_address_without_the_name_in_it_is_found_too():
    team = (MOTHER, replace(FATHER, email="pc77@family.example"))
    (home, _) = households(team, say)
    masked = seen_from(home, CASE, team, STAFF, say).mask(
        "PC77@Family.example, ines@family.example"
    )
    assert masked == "(left out), ines@family.example"


def test_names_the_home_may_read_stay():
    (home, _) = households(FILE.team, say)
    text = "Inês Silva and Ana, with Ngozi Okafor; 555-0141; costal, Paulownia, on 2026-12-04"
    assert seen_from(home, CASE, FILE.team, STAFF, say).mask(text) == text


def test_a_name_that_is_a_word_counts_with_a_capital_only():
    will = replace(FATHER, person="Will Costa")
    team = (MOTHER, will)
    (home, _) = households(team, say)
    masked = seen_from(home, CASE, team, STAFF, say).mask("She will read with Will")
    assert masked == "She will read with someone else in the family"


def test_letters_stay_with_their_home():
    assert [h.letter for h in households((FATHER, MOTHER), say)] == ["A", "B"]
    assert [h.letter for h in households((FATHER,), say)] == ["B"]
    named = (replace(MOTHER, household="Sea"), replace(FATHER, household=" lake "))
    assert [(h.letter, h.label) for h in households(named, say)] == [("A", "lake"), ("B", "Sea")]
    same = (MOTHER, replace(FATHER, household="home  a"))
    assert len(households(same, say)) == 1


def test_the_student_alone_makes_no_home():
    student = member("t9", "Ana Silva", role="Student", household="Home C")
    assert len(households((MOTHER, FATHER, student), say)) == 2


# ---------------------------------------------------------------- shares


@pytest.mark.parametrize("rights", ["Full", "Shared"])
def test_full_and_shared_rights_may_read(rights):
    assert readers(replace(MOTHER, rights=rights)) == {MOTHER.email}


@pytest.mark.parametrize("rights", ["None by order", "Limited by order", "Unknown", "", "full?"])
def test_any_other_right_gives_a_guardian_nothing(rights):
    assert readers(replace(MOTHER, rights=rights)) == set()
    assert readers(replace(MOTHER, rights=rights, role="Neighbour")) == set()


@pytest.mark.parametrize("words", [(), ("Progress", "Dates"), ("Nothing",), ("Plan", "Nothing")])
def test_only_who_may_see_the_plan_gets_it(words):
    assert readers(replace(MOTHER, may_see=words)) == set()


def test_a_colleague_needs_no_parental_rights_and_a_stranger_does():
    assert readers(TEACHER) == {TEACHER.email}
    assert readers(replace(TEACHER, email="x@elsewhere.example")) == set()
    assert readers(replace(TEACHER, rights="Unknown")) == set()


def test_an_unknown_case_manager_gets_nothing():
    typo = replace(CASE, case_manager="j.pena@scool.example")
    assert plan_shares(typo, (MOTHER,), STAFF, say)[""] == (WantedShare(MOTHER.email, "reader"),)


def test_the_stricter_row_counts():
    twice = replace(MOTHER, rights="None by order")
    assert readers(MOTHER, twice) == set()


def test_one_address_in_two_homes_gets_neither_copy_and_is_asked_about():
    both = replace(FATHER, email=MOTHER.email)
    given = shares(MOTHER, both)
    assert given == {"": (MANAGER,), "A": (MANAGER,), "B": (MANAGER,)}
    asked = disclosure_problems(CASE, (MOTHER, both), STAFF, say)
    assert [problem.column for problem in asked] == ["email", "email"]


def test_family_without_a_home_waits_where_there_are_two():
    grandmother = member(
        "t7", "Rosa Silva", role="Grandmother", email="rosa@f.example", rights="Full"
    )
    assert readers(grandmother) == {"rosa@f.example"}
    assert "rosa@f.example" not in repr(shares(MOTHER, FATHER, grandmother))
    assert "rosa@f.example" not in repr(shares(MOTHER, grandmother))
    (asked,) = disclosure_problems(CASE, (MOTHER, FATHER, grandmother), STAFF, say)
    assert (asked.column, asked.whose) == ("household", CASE.case_manager)
    assert "Rosa" not in asked.why


def test_a_home_in_which_nobody_may_have_it_gets_no_copy():
    barred = replace(FATHER, rights="None by order")
    assert [home.letter for home in plan_copies((MOTHER, barred), STAFF, say)] == ["A"]
    told = repr(plans(replace(FILE, team=(MOTHER, barred, TEACHER)))["A"])
    assert not [detail for detail in THEIRS if detail in told]


# ---------------------------------------------------------------- widening waits


def settled(team, agreed, allowed=frozenset()):
    wanted = plan_shares(CASE, team, STAFF, say)
    return settle_shares(CASE, team, wanted, agreed, fingerprint, say, allowed)


def test_the_first_agreement_is_what_team_says():
    first = settled(FILE.team, None)
    assert first.now == plan_shares(CASE, FILE.team, STAFF, say)
    assert not any(first.waiting.values())
    assert settled(FILE.team, first.marks).now == first.now
    assert "example" not in repr(first.marks)


def test_a_new_person_waits_for_the_coordinator_and_a_refusal_needs_no_waiting():
    agreed = settled((MOTHER, TEACHER), None).marks
    aunt = member("t8", "Lia Silva", role="Aunt", email="lia@f.example", rights="Full",
                  household="Home A")  # fmt: skip
    team = (MOTHER, aunt, TEACHER)
    later = settled(team, agreed)
    assert later.waiting[""] == (WantedShare("lia@f.example", "reader"),)
    assert "lia@f.example" not in repr(later.now)
    (question,) = waiting_problems(CASE, team, later, fingerprint, say)
    name = share_name(CASE.code, "lia@f.example", fingerprint)
    assert (question.key, question.whose) == (f"widen:{name}", "")
    assert question.pick[0] == "Share the plan"
    allowed = settled(team, agreed, frozenset({name}))
    assert WantedShare("lia@f.example", "reader") in allowed.now[""]
    assert settled(team, allowed.marks).now == allowed.now


def test_narrowing_happens_at_once():
    agreed = settled((MOTHER, TEACHER), None).marks
    later = settled((replace(MOTHER, rights="None by order"), TEACHER), agreed)
    assert later.now[""] == (MANAGER, WantedShare(TEACHER.email, "reader"))
    assert not any(later.waiting.values())
    # ... and getting it back is a widening again.
    assert settled((MOTHER, TEACHER), later.marks).waiting[""]


def test_from_the_team_copy_to_the_own_home_is_narrower_and_back_is_wider():
    one = settled((MOTHER, TEACHER), None).marks
    two = settled(FILE.team, one)
    assert two.now["A"] == (MANAGER, WantedShare(MOTHER.email, "reader"))
    assert two.waiting["B"] == (WantedShare(FATHER.email, "reader"),)
    back = settled((MOTHER, replace(FATHER, household="Home A")), two.marks)
    assert WantedShare(MOTHER.email, "reader") in back.waiting[""]


def test_moving_into_the_other_home_waits():
    agreed = settled(FILE.team, None).marks
    step = member("t6", "Eva", role="Stepmother", household="Home A", may_see=())
    team = (step, replace(MOTHER, household="Home B"), FATHER)
    assert settled(team, agreed).waiting["B"] == (WantedShare(MOTHER.email, "reader"),)


def test_a_new_case_manager_does_not_wait():
    agreed = settled((MOTHER,), None).marks
    case = replace(CASE, case_manager=TEACHER.email)
    wanted = plan_shares(case, (MOTHER,), STAFF, say)
    later = settle_shares(case, (MOTHER,), wanted, agreed, fingerprint, say)
    assert later.now[""][0] == WantedShare(TEACHER.email, "writer")


# ---------------------------------------------------------------- cards


def staff(role, email="someone@school.example"):
    return StaffMember(row("staff", "9"), email, "Someone", role)


def test_a_teacher_sees_the_accommodations_of_own_students_and_nothing_else():
    teacher = staff("Teacher", TEACHER.email)
    for words in (("Accommodations",), ("Accommodations", "Plan", "Progress", "Dates")):
        named = replace(TEACHER, may_see=words)
        seen = visible_fields(teacher, CASE, (named,))
        marks = {"daily_points"}  # what they themselves note on their card
        assert seen == {"case_code", "student", "accommodations", "case_manager"} | marks
    assert visible_fields(teacher, CASE, (replace(TEACHER, may_see=("Plan",)),)) == frozenset()
    assert visible_fields(teacher, CASE, (MOTHER, FATHER)) == frozenset()


def test_a_teacher_may_be_named_by_name_where_no_address_is_written():
    teacher = staff("Teacher", TEACHER.email)
    named = replace(TEACHER, email="", person=teacher.name, may_see=("Accommodations",))
    namesake = staff("Head", "namesake@school.example")

    def seen(member, everybody=(teacher,)):
        return visible_fields(teacher, CASE, (member,), staff=everybody)

    assert "accommodations" in seen(named)
    assert seen(named, (teacher, namesake)) == frozenset()  # who of the two is not known
    assert seen(named, ()) == frozenset()
    assert seen(replace(named, email="other@school.example")) == frozenset()
    assert seen(replace(named, household="Elm Street")) == frozenset()  # that is family
    assert seen(replace(named, rights="None by order")) == frozenset()


def test_the_case_manager_and_the_cover_see_the_case_and_others_a_summary():
    mine = staff("Case manager", CASE.case_manager)
    other = staff("Case manager")
    assert visible_fields(mine, CASE, ()) == EVERYTHING
    assert "needs" not in visible_fields(other, CASE, ())
    assert visible_fields(other, CASE, (), frozenset({CASE.case_manager})) == EVERYTHING


@pytest.mark.parametrize(
    "role", ["Head", "Counselor", "Deputy", "Safeguarding lead", "Case manager"]
)
def test_nobody_else_sees_needs_plan_type_or_diary(role):
    seen = visible_fields(staff(role), CASE, FILE.team)
    assert not seen & {"needs", "plan_type", "diary", "goals", "team", "accesses"}
    assert "case_manager" in seen  # whom to ask


@pytest.mark.parametrize("role", ["", "Parent", "coordinator", "Aide", "Admin"])
def test_an_unknown_role_sees_nothing(role):
    assert visible_fields(staff(role), CASE, FILE.team) == frozenset()
    assert not may_see(staff("Coordinator", ""), "student", CASE, ())


def test_an_order_takes_back_what_team_grants():
    head = staff("Head", TEACHER.email)
    assert "needs" in visible_fields(head, CASE, (TEACHER,))
    ordered = replace(TEACHER, rights="Limited by order")
    assert "needs" not in visible_fields(head, CASE, (TEACHER, ordered))


def test_the_coordinator_sees_all_and_the_flags_too():
    assert visible_fields(staff("Coordinator"), CASE, ()) == EVERYTHING
