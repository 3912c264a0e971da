"""What respondents answered: a raw response of the Forms API as a record.

A form keeps the language it was founded in. Its answers are read in every language there is, so
that they mean the same whatever the school speaks today.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from dateutil.parser import isoparse

from service.casework.records import Response

from .form_questions import Place
from .forms import SAFETY_KEYS, FormError, FormTemplate, in_every_language

NO_VERSIONS: Mapping[str, Place] = {}


def read_response(
    template: FormTemplate, raw: Mapping[str, Any], versions: Mapping[str, Place] = NO_VERSIONS
) -> Response:
    """A raw `forms.responses` resource as a record.

    Every question key has an answer, `""` where there is none. Where a question stands on two
    pages, the page that the answer to "danger" leads to counts first. `versions` says by id of
    which question one is another version (`form_questions`): it is read where ours has no answer;
    about safety, whatever is not a no counts. An answer to a question that nobody knows (somebody
    added it) is kept under `more`. The form may stand in another language than `template`.
    Raises FormError when the response has no id or no time.
    """
    response_id = raw.get("responseId")
    last = _instant(raw.get("lastSubmittedTime")) or _instant(raw.get("createTime"))
    if not isinstance(response_id, str) or not response_id or last is None:
        raise FormError("A form response came without its id or its time; it was left where it is.")
    given = raw.get("answers")
    texts = {
        str(question_id): _texts(answer)
        for question_id, answer in (given.items() if isinstance(given, dict) else ())
    }
    answers = {question.key: "" for _, question in template.questions()}
    in_danger = False
    read = set()
    for page, question in template.questions():
        answer, used = _answer(template, (page.key, question.key), texts, versions)
        read |= used
        if answer and (not answers[question.key] or (page.key == "danger" and in_danger)):
            answers[question.key] = answer
        in_danger = in_danger or (question.key == "danger" and answer not in ("", "no"))
    unread = sorted(question_id for question_id in texts if question_id not in read)
    answers["more"] = "\n".join(", ".join(texts[question_id]) for question_id in unread)
    email = raw.get("respondentEmail")
    return Response(
        form=template.key,
        response_id=response_id,
        submitted=_instant(raw.get("createTime")) or last,
        last_submitted=last,
        respondent=email.strip().lower() if isinstance(email, str) else "",
        answers=answers,
    )


def _answer(
    template: FormTemplate,
    place: Place,
    texts: Mapping[str, tuple[str, ...]],
    versions: Mapping[str, Place],
) -> tuple[str, set[str]]:
    """What was answered to a question, and under which ids that is said."""
    own = template.question_id(*place)
    others = sorted(id_ for id_, of in versions.items() if of == place and texts.get(id_))
    means = _meanings(template).get(place, {})
    said = {
        id_: ", ".join(means.get(text, text) for text in texts.get(id_, ()))
        for id_ in (own, *others)
    }
    if place[1] in SAFETY_KEYS:
        worst = next((each for each in said.values() if each not in ("", "no")), "")
        return worst or next(filter(None, said.values()), ""), set(said)
    answered = next((id_ for id_, answer in said.items() if answer), own)
    return said[answered], {own, answered}


@cache
def _meanings(template: FormTemplate) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """What each wording of an answer means, by page and question; the template's own go first."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for form in in_every_language(template):
        for page, question in form.questions():
            means = found.setdefault((page.key, question.key), {})
            for option in question.options:
                for said in (option.say, *option.also):
                    means.setdefault(said, option.value)
    return found


def _texts(answer: Any) -> tuple[str, ...]:
    """The texts of one raw answer; nothing for an upload or anything unexpected."""
    texts = answer.get("textAnswers") if isinstance(answer, dict) else None
    listed = texts.get("answers") if isinstance(texts, dict) else None
    if not isinstance(listed, list):
        return ()
    values = [each.get("value") for each in listed if isinstance(each, dict)]
    return tuple(value.strip() for value in values if isinstance(value, str) and value.strip())


def _instant(text: Any) -> datetime | None:
    """An RFC 3339 time as an aware datetime; None when it is not one."""
    try:
        at = isoparse(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at is not None and at.tzinfo is not None else None
