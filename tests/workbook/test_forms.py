"""The two referral forms: their order, their branching, what Google is asked, what comes back."""

import json
from datetime import UTC, datetime

import pytest
from googleapiclient import discovery_cache
from hypothesis import given
from hypothesis import strategies as st

from service.casework.settings import CrisisWords, SchoolSettings
from service.workbook.crisis import crisis_for
from service.workbook.form_answers import read_response
from service.workbook.forms import (
    FOLDER,
    FORMS,
    FormError,
    confirmation,
    form_requests,
    load_form,
    read_form,
)
from service.workbook.wording import load_wording

US = crisis_for("US", load_wording("en").say)
SCHEMAS = json.loads(discovery_cache.get_static_doc("forms", "v1"))["schemas"]
INSIDE, OUTSIDE = (load_form(key) for key in FORMS)


def created(form):
    """Plays the batch as Google does: items stand where they were inserted, and an item can only
    lead to a page that is there already."""
    items = []
    for request in form_requests(form, US)[2:]:
        item, at = request["createItem"]["item"], request["createItem"]["location"]["index"]
        assert 0 <= at <= len(items)
        for option in options(item):
            if "goToSectionId" in option:
                pages = [each["itemId"] for each in items if "pageBreakItem" in each]
                assert option["goToSectionId"] in pages
        items.insert(at, item)
    return items


def options(item):
    question = item.get("questionItem", {}).get("question", {})
    return question.get("choiceQuestion", {}).get("options", [])


def walk(form, choose):
    """The questions a respondent meets, page by page, as Google Forms steers them."""
    pages, asked = [[]], []
    starts = {}
    for item in created(form):
        if "pageBreakItem" in item:
            pages.append([])
            starts[item["itemId"]] = len(pages) - 1
        else:
            pages[-1].append(item)
    at = 0
    while at is not None and at < len(pages):
        following = at + 1
        for item in pages[at]:
            asked.append(item["title"])
            picked = options(item)[choose(item["title"])] if options(item) else {}
            if "goToSectionId" in picked:
                following = starts[picked["goToSectionId"]]
            elif picked.get("goToAction") == "SUBMIT_FORM":
                following = None
        at = following
    return asked


def test_the_questions_come_in_the_promised_order():
    asked = walk(INSIDE, lambda title: 1 if "danger" in title else 0)
    assert asked == [
        "Is anyone in danger, or being hurt?",
        "Is an adult at this school part of the worry?",
        "Who is it about?",
        "Which grade?",
        "What have you seen or heard?",
        "What goes well?",
        "If you work here, what have you tried?",
        "How soon should somebody look into it?",
        "Do the student and the family know that you are telling us?",
        "Who are you to the student?",
        "How may we reach you?",
        "In what language?",
    ]
    outside = walk(OUTSIDE, lambda title: 1 if "danger" in title else -1)
    assert [title for title in asked if title not in outside] == [
        "Which grade?",
        "If you work here, what have you tried?",
    ]
    assert outside.index("What is your name?") == outside.index("How may we reach you?") - 1


@pytest.mark.parametrize("form", [INSIDE, OUTSIDE], ids=FORMS)
def test_danger_means_call_first_then_only_the_next_three_and_send(form):
    asked = walk(form, lambda title: 0)
    assert len(asked) == 5
    assert asked[1] == "Is an adult at this school part of the worry?"
    assert asked[-1] == "What have you seen or heard?"
    call_first = created(form)[-5]
    assert call_first["title"] == "Call first"
    assert call_first["description"].index("911") < call_first["description"].index("tell us")
    assert "make that report yourself" in call_first["description"]


@pytest.mark.parametrize("form", [INSIDE, OUTSIDE], ids=FORMS)
@pytest.mark.parametrize("choice", [0, 1, -1])
def test_nobody_who_sees_no_danger_ends_on_the_danger_page(form, choice):
    asked = walk(form, lambda title: 1 if "danger" in title else choice)
    assert len(asked) == len(set(asked)) > 10


@pytest.mark.parametrize("form", [INSIDE, OUTSIDE], ids=FORMS)
def test_the_notice_comes_before_everything(form):
    info = form_requests(form, US)[0]["updateFormInfo"]["info"]
    first = "This form is not watched round the clock.\nIn danger now: call 911.\nIn a crisis: call"
    assert info["description"].startswith(first)
    assert "988" in info["description"]
    assert "988" in confirmation(form, US)
    assert "{" not in json.dumps(form_requests(form, US)).replace('{"', "").replace("{}", "")


def test_inside_knows_who_writes_and_outside_asks_nobody_to_sign_in():
    def collects(form):
        return form_requests(form, US)[1]["updateSettings"]["settings"]["emailCollectionType"]

    assert collects(INSIDE) == "VERIFIED"
    assert collects(OUTSIDE) == "DO_NOT_COLLECT"


@pytest.mark.parametrize("form", [INSIDE, OUTSIDE], ids=FORMS)
def test_the_requests_are_what_the_forms_api_takes(form):
    for request in form_requests(form, US):
        conforms(request, "Request")
    ids = [item["itemId"] for item in created(form)]
    ids += [
        item["questionItem"]["question"]["questionId"]
        for item in created(form)
        if "questionItem" in item
    ]
    assert len(ids) == len(set(ids))
    assert all(len(each) == 8 and 0 < int(each, 16) < 2**31 for each in ids)


def conforms(value, schema_name):
    schema = SCHEMAS[schema_name]
    for key, part in value.items():
        declared = schema["properties"][key]
        assert not declared.get("readOnly"), key
        kind = declared.get("type")
        if "$ref" in declared:
            conforms(part, declared["$ref"])
        elif kind == "array":
            for each in part:
                conforms(each, declared["items"]["$ref"])
        else:
            assert isinstance(part, {"string": str, "boolean": bool, "integer": int}[kind])
            assert part in declared.get("enum", [part])


def test_ids_are_the_same_for_ever():
    # Answers already given carry these; a change here would orphan them.
    assert INSIDE.question_id("start", "danger") == "6fcf04d0"
    assert INSIDE.question_id("danger", "concern") != INSIDE.question_id("worry", "concern")
    assert INSIDE.question_id("start", "danger") != OUTSIDE.question_id("start", "danger")


# The ids of 1.0, whose forms had five pages: an answer that was given then is still read.
FIRST_IDS = {
    "inside": "6fcf04d0 6122f711 5fc1da4b 45bb5225 4bcc71a4 720f0909 3db6c107 0b86d418 2416dcf2 "
    "051a075b 53ebdf68 67cb9c5d 1b4f9cf7 2f6d587d 7e402438 27480031",
    "outside": "47754360 0609b1a3 5ba18690 2e6af96e 2eb656dc 4d28a33b 4894140a 12a62dc4 414bc8f3 "
    "299bc6a6 2306dcd2 5bd1b88a 72b34970 76089c53 7001091b 450e158a",
}


@pytest.mark.parametrize("form", [INSIDE, OUTSIDE], ids=FORMS)
def test_a_form_of_fewer_pages_keeps_the_ids_of_its_questions(form):
    ids = [form.question_id(page.key, question.key) for page, question in form.questions()]
    assert ids == FIRST_IDS[form.key].split()


@pytest.mark.parametrize("form", [INSIDE, OUTSIDE], ids=FORMS)
def test_there_are_no_more_pages_than_branches(form):
    branches = {option.go_to for _, q in form.questions() for option in q.options}
    assert {page.key for page in form.pages[1:]} == branches - {"", "submit"}
    assert form.pages[0].questions[0].key == "danger"


@pytest.mark.parametrize(
    ("key", "language", "people"),
    [
        ("inside", "en", "students and staff"),
        ("outside", "en", "families and neighbors"),
        ("inside", "es", "estudiantes y personal"),
        ("outside", "es", "familias y vecinos"),
    ],
)
def test_the_title_says_for_whom_a_form_is(key, language, people):
    assert people in load_form(key, language).title


def test_a_list_of_students_cannot_be_put_into_the_form():
    text = (FOLDER / "forms" / "outside.yaml").read_text("utf-8")
    before = "        kind: line\n        required: true\n"
    assert before in text
    listed = text.replace(before, "        kind: drop_down\n        options: [Ana, Ben]\n", 1)
    with pytest.raises(FormError, match="never a list of students"):
        read_form(listed)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("go_to: worry}", "go_to: nowhere}"), "no page 'nowhere'"),
        (("go_to: worry}", "}"), "either every option says go_to, or none does"),
        (("key: student_name", "key: pupil"), "no question has the key student_name"),
        (("call {emergency}", "call somebody"), "must give {emergency}"),
        (("key: danger\n    title", "key: worry\n    title"), "same key"),
        (("kind: paragraph", "kind: essay"), "kind"),
        (("email: none", "emails: none"), "emails"),
        (("pages:", "pages: ["), "cannot be read"),
    ],
)
def test_a_form_file_with_a_fault_says_which(change, complaint):
    text = (FOLDER / "forms" / "outside.yaml").read_text("utf-8")
    assert change[0] in text
    with pytest.raises(FormError, match=complaint):
        read_form(text.replace(*change))


def test_an_unknown_form_is_refused_kindly():
    with pytest.raises(FormError, match="inside, outside"):
        load_form("../crisis")


def test_the_school_s_own_words_win():
    own = SchoolSettings(emergency_number="9-911", crisis_line="ring the night porter").crisis
    info = form_requests(INSIDE, own)[0]["updateFormInfo"]["info"]["description"]
    assert "call 9-911" in info
    assert "ring the night porter" in info
    assert isinstance(own, CrisisWords)


# ---------------------------------------------------------------- what comes back


def raw(form, page="worry", **answers):
    """A response as forms.responses gives it; `answers` by question key."""
    pages = {question.key: each.key for each, question in form.questions() if each.key == page}
    given = {}
    for key, texts in answers.items():
        where = pages.get(key) or next(
            each.key for each, question in form.questions() if question.key == key
        )
        question_id = form.question_id(where, key)
        values = [{"value": text} for text in ([texts] if isinstance(texts, str) else texts)]
        given[question_id] = {"questionId": question_id, "textAnswers": {"answers": values}}
    return {
        "formId": "f1",
        "responseId": "r1",
        "createTime": "2026-10-14T12:34:56.123456789Z",
        "lastSubmittedTime": "2026-10-14T12:34:56.123456789Z",
        "respondentEmail": "Ms.Okafor@School.example",
        "answers": given,
    }


def test_answers_come_back_by_key_and_by_meaning():
    response = read_response(
        INSIDE,
        raw(INSIDE, danger="No", student_name=" Ana ", relationship="I work at this school"),
    )
    assert response.answers["danger"] == "no"
    assert response.answers["student_name"] == "Ana"
    assert response.answers["relationship"] == "Staff"
    assert response.answers["concern"] == ""
    assert response.respondent == "ms.okafor@school.example"
    assert response.submitted == datetime(2026, 10, 14, 12, 34, 56, 123456, UTC)


def test_the_three_answers_of_the_danger_page_count():
    response = read_response(
        OUTSIDE, raw(OUTSIDE, page="danger", danger="Yes", adult_here="Yes", concern="Hurt")
    )
    assert response.answers["danger"] == response.answers["adult_here"] == "yes"
    assert response.answers["concern"] == "Hurt"


def test_who_turned_back_from_danger_is_taken_at_the_last_word():
    both = raw(OUTSIDE, page="danger", danger="No", concern="typed first")
    both["answers"] |= raw(OUTSIDE, page="worry", concern="typed last")["answers"]
    assert read_response(OUTSIDE, both).answers["concern"] == "typed last"
    both = raw(OUTSIDE, page="danger", danger="Yes", concern="typed last")
    both["answers"] |= raw(OUTSIDE, page="worry", concern="typed first")["answers"]
    assert read_response(OUTSIDE, both).answers["concern"] == "typed last"


def test_an_answer_to_a_question_that_was_remade_is_not_lost():
    response = raw(INSIDE, danger="No")
    response["answers"]["00000abc"] = {"textAnswers": {"answers": [{"value": "He has not eaten."}]}}
    assert read_response(INSIDE, response).answers["more"] == "He has not eaten."


def test_a_reworded_option_comes_back_as_it_reads():
    assert read_response(INSIDE, raw(INSIDE, danger="Yes, now!")).answers["danger"] == "Yes, now!"


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["answers", "value", "textAnswers", "questionId", "x"]),
            inner,
            max_size=3,
        )
    ),
)
ids = st.sampled_from([INSIDE.question_id("start", "danger"), "ffffffff", ""])


@given(junk | st.dictionaries(ids, junk))
def test_whatever_google_sends_as_answers_is_survived(answers):
    response = {"responseId": "r", "createTime": "2026-10-14T12:00:00Z", "answers": answers}
    read = read_response(INSIDE, response)
    assert all(isinstance(text, str) for text in read.answers.values())


@given(st.text())
def test_text_comes_back_unchanged_but_for_the_blanks_around_it(text):
    assert read_response(INSIDE, raw(INSIDE, concern=text)).answers["concern"] == text.strip()


@pytest.mark.parametrize("fault", [{"responseId": ""}, {"responseId": 7}, {"createTime": "soon"}])
def test_a_response_without_id_or_time_is_left_where_it_is(fault):
    response = raw(INSIDE) | {"lastSubmittedTime": None} | fault
    with pytest.raises(FormError, match="left where it is"):
        read_response(INSIDE, response)
