"""The referral forms in other languages: the same form, and answers that mean the same."""

from collections.abc import Iterator

import pytest

from service.casework.settings import CrisisWords
from service.workbook.form_answers import read_response
from service.workbook.form_notices import notice_requests
from service.workbook.forms import (
    FOLDER,
    FORMS,
    FormTemplate,
    Option,
    Page,
    Question,
    form_requests,
    in_every_language,
    load_form,
)

LANGUAGES = ("es",)
OLD, NEW = CrisisWords("911", "call 988"), CrisisWords("112", "llame al 024")
both = pytest.mark.parametrize("key", FORMS)
each = pytest.mark.parametrize("language", LANGUAGES)


def questions(form: FormTemplate) -> Iterator[tuple[Page, Question, tuple[Option, ...]]]:
    return ((page, question, question.options) for page, question in form.questions())


def test_every_language_with_a_form_has_both():
    files = sorted(file.name for file in (FOLDER / "forms").glob("*.yaml"))
    expected = [f"{key}.{language}.yaml" for key in FORMS for language in LANGUAGES]
    assert files == sorted([*(f"{key}.yaml" for key in FORMS), *expected])


@both
@each
def test_a_translated_form_asks_the_same_and_means_the_same(key, language):
    english, other = load_form(key), load_form(key, language)
    assert (other.key, other.email) == (english.key, english.email)
    assert [page.key for page in other.pages] == [page.key for page in english.pages]
    pairs = list(zip(questions(english), questions(other), strict=True))
    for (page, ours, options), (their_page, theirs, their_options) in pairs:
        assert (their_page.key, theirs.key) == (page.key, ours.key)
        assert (theirs.kind, theirs.required) == (ours.kind, ours.required)
        assert [o.value for o in their_options] == [o.value for o in options], ours.key
        assert [o.go_to for o in their_options] == [o.go_to for o in options], ours.key
        assert bool(theirs.help) == bool(ours.help)
        assert theirs.ask != ours.ask


@both
@each
def test_a_translated_form_says_whom_to_call_wherever_english_does(key, language):
    english, other = load_form(key), load_form(key, language)
    texts = [(english.notice, other.notice), (english.confirmation, other.confirmation)]
    texts += [(a.text, b.text) for a, b in zip(english.pages, other.pages, strict=True)]
    for ours, theirs in texts:
        for word in ("{emergency}", "{crisis}"):
            assert ours.count(word) == theirs.count(word)
        assert not ours or ours != theirs


def test_a_language_without_a_form_is_asked_in_english():
    assert load_form("inside", "en-GB") == load_form("inside", "xx") == load_form("inside")
    assert load_form("inside", "ES") == load_form("inside", "es") != load_form("inside")


def answered(form: FormTemplate, **answers: str) -> dict:
    pages = {question.key: page.key for page, question in form.questions() if page.key != "danger"}
    given = {
        form.question_id(pages[key], key): {"textAnswers": {"answers": [{"value": text}]}}
        for key, text in answers.items()
    }
    return {"responseId": "r1", "createTime": "2026-10-14T12:34:56Z", "answers": given}


@both
def test_every_answer_of_every_language_means_the_same_whatever_the_school_speaks(key):
    for asked in in_every_language(load_form(key)):
        for page, question, options in questions(asked):
            if page.key == "danger":
                continue
            for number, option in enumerate(options):
                meant = {
                    read_response(speaks, answered(asked, **{question.key: option.say})).answers[
                        question.key
                    ]
                    for speaks in in_every_language(load_form(key))
                }
                english = next(o for p, q, o in questions(load_form(key)) if q.key == question.key)
                assert meant == {english[number].value}, option.say


def test_no_wording_of_an_answer_means_two_things():
    for key in FORMS:
        meant: dict[tuple[str, str, str], str] = {}
        for form in in_every_language(load_form(key)):
            for page, question, options in questions(form):
                for option in options:
                    for said in (option.say, *option.also):
                        place = (page.key, question.key, said)
                        assert meant.setdefault(place, option.value) == option.value, said


def test_an_answer_in_the_words_of_an_earlier_release_is_still_understood():
    given = answered(load_form("outside"), relationship="A neighbour or friend of the family")
    assert read_response(load_form("outside"), given).answers["relationship"] == "Community"


def standing(form: FormTemplate, crisis: CrisisWords) -> dict:
    """The form as `forms.get` answers it, made in these words."""
    info, _, *made = form_requests(form, crisis)
    items: list[dict] = []
    for request in made:
        create = request["createItem"]
        items.insert(create["location"]["index"], create["item"])
    return {"info": info["updateFormInfo"]["info"], "items": items}


@both
@pytest.mark.parametrize("founded_in", ["en", "es"])
@pytest.mark.parametrize("speaks", ["en", "es"])
def test_other_numbers_reach_a_form_in_the_language_it_was_founded_in(key, founded_in, speaks):
    form = standing(load_form(key, founded_in), OLD)
    assert notice_requests(load_form(key, speaks), OLD, form) == []
    told = notice_requests(load_form(key, speaks), NEW, form)
    texts = [form["info"]["description"], *(item.get("description", "") for item in form["items"])]
    assert len(told) == sum("911" in text for text in texts) == 3
    notice = load_form(key, founded_in).notice
    said = told[0]["updateFormInfo"]["info"]["description"]
    assert said == notice.replace("{emergency}", "112").replace("{crisis}", "llame al 024")
