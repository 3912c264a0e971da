"""Action plans: when a case gets one, what stands in it, and what changed since."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from service.casework.plans.action_plan import CaseFile, missing_for_plan
from service.casework.plans.versions import (
    must_be_new_document,
    part_fingerprints,
    says_the_same,
    to_remember,
    what_changed,
)
from service.casework.progress import OnTrack
from service.keys import FINGERPRINT_CHARS
from tests.casework.two_household_case import (
    ACTIONS,
    CASE,
    DIARY,
    FATHER,
    FILE,
    GOAL,
    MOTHER,
    TEACHER,
    TODAY,
    fingerprint,
    plans,
    row,
    say,
)

ONE_HOME = replace(FILE, team=(MOTHER, TEACHER))


def content(file=ONE_HOME, **more):
    return plans(file, **more)[""].content


def plain(words):
    return words.replace("\u00a0", " ")  # dates do not break at the end of a line


def changed(file, **more):
    """What `file`'s plan says has changed since FILE's, which somebody has edited."""
    old = content()
    remembered = replace(to_remember(None, old, fingerprint), edited=True)
    return content(file, previous={"": remembered}).changes


def test_one_home_gets_one_plan_with_every_part():
    (plan,) = plans(ONE_HOME).values()
    assert plan.title == "Action plan · C-0142 · v1"
    said = plan.content
    assert (plain(said.target_end), plain(said.next_review)) == ("25 Jan 2027", "14 Dec 2026")
    assert said.strengths == ("Draws machines", "Kind to others")
    assert said.goals[0].target == "60 words/min"
    assert plain(said.goals[0].now) == "26 words/min (25 Sep 2026)"
    assert said.goals[0].chart.phases == ((date(2026, 9, 16), "Tutoring"),)
    assert [plain(a.by) for a in said.actions] == ["4 Dec 2026", "11 Dec 2026", "done 12 Nov 2026"]
    assert [a.what for a in said.accommodations] == ["Extended time"]
    assert said.accommodations[0].how_i_ask == "“My plan says: Extended time. May I, please?”"
    assert [c.name for c in said.contacts] == ["Jordan Peña", "Ngozi Okafor"]
    assert [plain(d.when) for d in said.dates] == [f"{day} Dec 2026" for day in (1, 3, 4, 14)]


def test_no_contact_log_no_plan_type_no_name_in_a_title():
    for plan in plans().values():
        shown = repr(plan)
        assert "secret" not in shown
        assert "autism" not in shown
        assert "Clinic" not in shown
        assert "Silva" not in plan.title
        assert "Home" not in plan.title


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"goals": ()}, "at least one goal on"),
        ({"actions": ()}, "at least one action on"),
        ({"goals": (), "actions": ()}, "one goal and one action"),
        ({"actions": (replace(ACTIONS[0], status="Dropped"),)}, "at least one action"),
    ],
)
def test_what_is_missing_is_said(change, sentence):
    file = replace(FILE, **change)
    assert plans(file) == {}
    assert sentence in missing_for_plan(file, say)


@pytest.mark.parametrize("status", ["Referred", "Monitor", "Exited", ""])
def test_only_an_active_case_has_a_plan(status):
    file = replace(FILE, case=replace(CASE, status=status))
    assert plans(file) == {}
    assert missing_for_plan(file, say) == ""


def test_a_day_that_passes_or_a_sorted_tab_changes_nothing():
    shuffled = replace(FILE, actions=ACTIONS[::-1], diary=DIARY[::-1], team=FILE.team[::-1])
    for other in (plans(today=TODAY + timedelta(days=40)), plans(shuffled)):
        assert other == plans()


def test_what_comes_next_is_counted_from_what_was_done_last():
    done = replace(DIARY[0], row=row("diary", "d9"), day=date(2026, 12, 3))
    file = replace(ONE_HOME, diary=(*DIARY, done))
    assert [each.row_id for each in content(file).dates] == ["d2", "d3", "d4"]


def test_an_accommodation_ends_with_its_last_day():
    ends = replace(FILE.accommodations[0], until=date(2026, 11, 25))
    file = replace(ONE_HOME, accommodations=(ends,))
    assert content(file, today=date(2026, 11, 25)).accommodations
    assert not content(file, today=date(2026, 11, 26)).accommodations


def test_a_review_after_the_target_end_says_why_and_one_before_it_does_not():
    late = replace(DIARY[4], day=date(2027, 2, 1))
    assert content().review_why == ""
    said = content(replace(ONE_HOME, diary=(*DIARY[:4], late)))
    assert plain(said.next_review) == "1 Feb 2027"
    assert "After the target end" in said.review_why
    assert (
        content(replace(ONE_HOME, diary=(), case=replace(CASE, review_due=None))).review_why == ""
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (OnTrack.NO_LINE, ""),
        (OnTrack.TOO_EARLY, "Too early to say. We keep measuring."),
        (OnTrack.OFF, "Not yet moving as we hoped. We look together for what helps more."),
        (OnTrack.ON, "On the way to the target."),
        (OnTrack.AHEAD, "Ahead of what we planned. Well done!"),
    ],
)
def test_verdicts_are_kind_words_and_a_kinder_word_is_no_change(found, said):
    progress = replace(FILE.progress["g1"], on_track=found, on_track_words="As in the row")
    (goal,) = content(replace(ONE_HOME, progress={"g1": progress})).goals
    assert goal.verdict == said
    other = replace(goal, verdict="Said otherwise")
    plan = content()
    assert part_fingerprints(replace(plan, goals=(goal,)), fingerprint) == part_fingerprints(
        replace(plan, goals=(other,)), fingerprint
    )


def test_the_legend_has_the_phases_by_name_and_says_nothing_that_a_version_compares():
    (goal,) = content().goals
    assert goal.chart.legend.phases == ("Tutoring, from Wed 16 Sep",)
    plan = content()
    bare = replace(goal, chart=replace(goal.chart, legend=None))
    assert part_fingerprints(replace(plan, goals=(bare,)), fingerprint) == part_fingerprints(
        plan, fingerprint
    )


def test_a_plan_made_before_papers_had_names_says_the_same():
    marks = part_fingerprints(content(), fingerprint)
    then = {name: mark for name, mark in marks.items() if name != "names"}
    assert says_the_same(then, marks)
    assert not says_the_same({**marks, "names": "another"}, marks)
    assert not says_the_same({**then, "goal:gone": "x"}, marks)


# ---------------------------------------------------------------- versions


def test_unchanged_stays_as_it_is_even_when_edited():
    first = content()
    for edited in (False, True):
        remembered = replace(to_remember(None, first, fingerprint), edited=edited)
        assert content(previous={"": remembered}) == first
        assert not must_be_new_document(remembered, first, fingerprint)


def test_a_change_refreshes_in_place_until_a_person_has_edited():
    remembered = to_remember(None, content(), fingerprint)
    more = replace(ONE_HOME, goals=(replace(GOAL, target=70),))
    assert content(more, previous={"": remembered}).version == 1
    second = content(more, previous={"": replace(remembered, edited=True)})
    assert (second.version, second.changes) == (2, ("Goals: 1 changed.",))
    assert must_be_new_document(replace(remembered, edited=True), second, fingerprint)
    after = to_remember(replace(remembered, edited=True), second, fingerprint)
    assert content(more, previous={"": after}) == second  # and stays the second


def test_a_refreshed_version_still_tells_what_changed_since_the_one_before():
    edited = replace(to_remember(None, content(), fingerprint), edited=True)
    more = replace(ONE_HOME, goals=(replace(GOAL, target=70),))
    second = to_remember(edited, content(more, previous={"": edited}), fingerprint)
    newer = replace(more, actions=(*ACTIONS, replace(ACTIONS[0], row=row("actions", "a9"))))
    assert content(newer, previous={"": second}).changes == (
        "Goals: 1 changed.",
        "Actions: 1 new.",
    )
    assert content(previous={"": second}).changes == ("Nothing has changed since version 1.",)


@pytest.mark.parametrize(
    ("change", "sentences"),
    [
        (
            {"goals": (replace(GOAL, due=date(2027, 2, 8)), replace(GOAL, row=row("goals", "g2")))},
            ("Goals: 1 changed, 1 new.", "The target end or the next review has moved."),
        ),
        (
            {"actions": tuple(replace(a, status="Done") for a in ACTIONS)},
            ("Actions: 2 done.",),
        ),
        ({"actions": ACTIONS[:1]}, ("Actions: 2 no longer in the plan.",)),
        ({"actions": (replace(ACTIONS[0], due=None), *ACTIONS[1:])}, ("Actions: 1 changed.",)),
        ({"accommodations": ()}, ("Accommodations: 1 no longer in the plan.",)),
        ({"case": replace(CASE, needs="Something else")}, ("Strengths or needs are worded anew.",)),
        ({"team": (MOTHER,)}, ("Whom to call has changed.",)),
        ({"diary": DIARY[3:]}, ("There are new dates.",)),
        ({"progress": {}}, ("New measurements for 1 of the goals.",)),
    ],
)
def test_what_changed_is_counted_from_keyed_hashes(change, sentences):
    assert changed(replace(ONE_HOME, **change)) == sentences


def test_marks_tell_nothing_and_do_not_depend_on_version():
    marks = part_fingerprints(content(), fingerprint)
    for name, mark in marks.items():
        assert re.fullmatch(r"[a-z]+(:[a-v0-9]{12})?", name)
        assert re.fullmatch(rf"[a-f0-9]{{{FINGERPRINT_CHARS}}}", mark)
    again = replace(content(), version=7, changes=("x",))
    assert part_fingerprints(again, fingerprint) == marks
    assert what_changed(marks, again, fingerprint, say) == ()


def test_marks_of_a_key_that_has_gone_settle_silently():
    lost = replace(to_remember(None, content(), fingerprint), marks={}, edited=True, version=3)
    assert content(previous={"": lost}).version == 3
    assert content(previous={"": lost}).changes == ("This version replaces version 2.",)


def test_a_letter_that_means_another_home_is_never_written_into_the_same_document():
    before = plans()["A"].content
    remembered = to_remember(None, before, fingerprint)
    moved = replace(
        FILE,
        team=(replace(MOTHER, household="Harbour"), replace(FATHER, household="Garden"), TEACHER),
    )
    after = plans(moved, previous={"A": remembered})["A"].content
    assert after.home == "Garden"
    assert after.version == 2
    assert must_be_new_document(remembered, after, fingerprint)
    assert after.changes == ("This version replaces version 1.",)


def test_a_file_with_nothing_but_goal_and_action_makes_a_plan():
    bare = CaseFile(replace(CASE, review_due=None), (replace(GOAL, due=None, start=None,
        baseline=None, target=None, unit=""),), (replace(ACTIONS[0], due=None),))  # fmt: skip
    said = plans(bare)[""].content
    assert said.target_end == said.next_review == "to be agreed"
    assert plain(said.goals[0].now) == "not measured yet"
    assert (said.contacts, said.dates, said.accommodations) == ((), (), ())
