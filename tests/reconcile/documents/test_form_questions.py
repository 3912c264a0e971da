"""A form whose questions people deleted, doubled or made anew: told, and read with care."""

from __future__ import annotations

from typing import Any

import pytest

from tests.school_fixture import LiveSchool

GATE = pytest.mark.gate("forms that people changed")
QUIET = {"sheets": 3, "drive": 1, "forms": 2, "calendar": 2}
DANGER = "Is anyone in danger, or being hurt?"
ADULT = "Is an adult at this school part of the worry?"


def form(school: LiveSchool) -> dict[str, Any]:
    path = f"/v1/forms/{school.found['forms']['inside']}"
    answer: dict[str, Any] = school.google(path, school.found["admin"])
    return answer


def edit(school: LiveSchool, *requests: dict[str, Any]) -> None:
    path = f"/v1/forms/{school.found['forms']['inside']}:batchUpdate"
    school.google(path, school.found["admin"], "POST", {"requests": list(requests)})


def where(school: LiveSchool, title: str) -> int:
    return [item.get("title", "") for item in form(school)["items"]].index(title)


def delete(school: LiveSchool, title: str) -> dict[str, Any]:
    """Delete the first item of this title; it, without ids, to be made anew."""
    index = where(school, title)
    gone = form(school)["items"][index]
    edit(school, {"deleteItem": {"location": {"index": index}}})
    return without_ids(gone)


def without_ids(item: dict[str, Any]) -> dict[str, Any]:
    bare = {name: value for name, value in item.items() if name != "itemId"}
    if "questionItem" in bare:
        asked = dict(bare["questionItem"]["question"])
        del asked["questionId"]
        bare["questionItem"] = {"question": asked}
    return bare


def create(school: LiveSchool, item: dict[str, Any], index: int) -> None:
    edit(school, {"createItem": {"item": item, "location": {"index": index}}})


def told(school: LiveSchool) -> dict[str, dict[str, Any]]:
    """What Attention says about the forms, by what is the matter; all of it the coordinator's."""
    rows = [row for row in school.rows("office", "Attention") if "form “" in row["What"]]
    assert all(row["Whose"].startswith(("maren.okafor", "Maren")) for row in rows)
    return {row["What"]: row for row in rows}


def written(school: LiveSchool, book: str, tab: str) -> list[dict[str, Any]]:
    return [row for row in school.rows(book, tab) if row["Concern"]]


def test_a_question_of_safety_that_was_deleted_is_told_at_once_and_everything_counts_as_yes(
    small: LiveSchool,
) -> None:
    small.sync()
    deleted = delete(small, ADULT)
    small.refer(student_name="Ana Silva", concern="Tired.", person="nora.lind@alder-creek.example")
    small.sync()
    (what, row), *more = told(small).items()
    assert ADULT in what
    assert not more
    assert "every referral goes to safeguarding" in row["Why"]
    assert not written(small, "office", "Referrals")
    (held,) = written(small, "restricted", "Safety referrals")
    assert held["Urgency"] == "An adult here (not read)"
    unsafe = [each for each in small.school.doctor(small.now) if each.level == "unsafe"]
    assert [each.what for each in unsafe if each.where == "form/inside"] == [what]

    create(small, deleted, where(small, "Who is it about?"))
    small.refer(
        student_name="Zoë O'Brien", concern="Alone.", person="dana.whitfield@alder-creek.example"
    )
    small.sync()
    assert [row["Concern"] for row in written(small, "office", "Referrals")] == ["Alone."]
    ((what, row),) = told(small).items()
    assert "is a new question" in what
    small.change("office", "Attention", {"What": what}, {"Pick": "It is meant so"})
    small.sync()
    assert not told(small)
    small.sync()
    assert not told(small)
    assert not [each for each in small.school.doctor(small.now) if each.where == "form/inside"]


@pytest.mark.parametrize(
    ("copy", "workbook"),
    [("Yes", "restricted"), pytest.param("No", "office", marks=GATE)],
)
def test_a_question_that_stands_twice_is_told_and_any_yes_counts(
    small: LiveSchool, copy: str, workbook: str
) -> None:
    small.sync()
    original = form(small)["items"][where(small, ADULT)]
    create(small, without_ids(original), where(small, "Who is it about?"))
    answers = answered(small, {"student_name": "Ana Silva", "concern": "Tired."}, copy)
    assert answers[ADULT] == ["No", copy]
    small.sync()
    assert [what for what in told(small) if "twice" in what and ADULT in what]
    tab = {"restricted": "Safety referrals", "office": "Referrals"}[workbook]
    assert len(written(small, workbook, tab)) == 1


def answered(school: LiveSchool, answers: dict[str, str], copy: str) -> dict[str, list[str]]:
    """Fill in the inside form, with `copy` in the second question of the same words; what was
    answered, by title."""
    given: dict[str, list[str]] = {}
    fields = {}
    words = {"Who is it about?": "student_name", "What have you seen or heard?": "concern"}
    for item in form(school)["items"]:
        if item.get("title") == "Call first":
            break
        question = item.get("questionItem", {}).get("question")
        if not question:
            continue
        title = item["title"]
        said = answers.get(words.get(title, ""), "")
        if title in (DANGER, ADULT):
            said = copy if title in given else "No"
        if title == "Who are you to the student?":
            said = "I work at this school"
        if said:
            given.setdefault(title, []).append(said)
            fields[f"entry.{int(question['questionId'], 16)}"] = said
    session = school.people.session_as("nora.lind@alder-creek.example")
    address = f"{school.people.url}/forms/d/e/{school.found['forms']['inside']}/formResponse"
    session.post(address, data=fields, timeout=30).raise_for_status()
    return given


@GATE
def test_answers_that_have_no_no_count_as_yes_and_it_is_told(small: LiveSchool) -> None:
    small.sync()
    index = where(small, ADULT)
    item = form(small)["items"][index]
    options = item["questionItem"]["question"]["choiceQuestion"]["options"]
    options[1] = {"value": "Not that I know of"}
    update = {"item": item, "location": {"index": index}, "updateMask": "questionItem"}
    edit(small, {"updateItem": update})
    person = "nora.lind@alder-creek.example"
    small.refer(
        student_name="Ana Silva", concern="Tired.", adult_here="Not that I know of", person=person
    )
    small.sync()
    ((what, row),) = told(small).items()
    assert "cannot be answered with No" in what
    assert "counts as yes" in row["Why"]
    assert len(written(small, "restricted", "Safety referrals")) == 1


@GATE
def test_the_page_that_says_call_first_is_missed(small: LiveSchool) -> None:
    small.sync()
    delete(small, "Call first")
    small.sync()
    assert [what for what in told(small) if "The page “Call first” is gone" in what]
    unsafe = {each.what for each in small.school.doctor(small.now) if each.level == "unsafe"}
    assert [what for what in unsafe if "Call first" in what]


def test_other_words_and_questions_of_the_school_s_own_are_nobody_s_concern(
    small: LiveSchool,
) -> None:
    small.sync()
    index = where(small, ADULT)
    item = form(small)["items"][index] | {"title": "Is one of our grown-ups part of it?"}
    own = {"title": "Which bus?", "questionItem": {"question": {"textQuestion": {}}}}
    edit(
        small,
        {"updateItem": {"item": item, "location": {"index": index}, "updateMask": "title"}},
        {"createItem": {"item": own, "location": {"index": index}}},
    )
    assert not small.sync().changes
    assert not told(small)
    assert small.sync().calls == QUIET
