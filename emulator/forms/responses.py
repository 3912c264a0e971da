"""forms.responses.get and list."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime, timedelta

from emulator.call import Call, method
from emulator.errors import ApiError

from .methods import require
from .store import Fields, Response

FILTER = re.compile(
    r"\s*timestamp\s*(>=|>)\s*\"?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?Z\"?\s*$"
)
MOST_RESPONSES = 5000


@method("forms.forms.responses.get")
def get(call: Call) -> Fields:
    """One response; only editors of the form read responses."""
    form = require(call, "writer")
    response = call.workspace.forms.response(form.id, call.params["responseId"])
    if response is None:
        raise ApiError(404, "Requested entity was not found.")
    return {"formId": form.id} | resource(response)


@method("forms.forms.responses.list")
def list_(call: Call) -> Fields:
    """Responses in the order of first submission; the filter looks at the last submission."""
    form = require(call, "writer")
    text = call.params.get("filter") or ""
    since, inclusive = read_filter(text) if text else (None, False)
    start = _start(call, form.id, text)
    size = call.params.get("pageSize") or MOST_RESPONSES
    if size < 0:
        raise ApiError(400, "page_size must not be negative")
    size = min(size, MOST_RESPONSES)
    found = [
        (place, response)
        for place, response in enumerate(call.workspace.forms.responses(form.id))
        if place >= start
        and (since is None or response.submitted > since)
        | (inclusive and response.submitted == since)
    ]
    answer: Fields = {}
    if found:
        answer["responses"] = [resource(response) for _, response in found[:size]]
    if len(found) > size:
        answer["nextPageToken"] = _page_token(form.id, text, found[size][0])
    return answer


def read_filter(text: str) -> tuple[datetime, bool]:
    """`(moment, inclusive)` of `timestamp > T` or `timestamp >= T`; raises 400 otherwise."""
    match = FILTER.match(text)
    if not match:
        raise ApiError(400, f"Invalid filter: {text}")
    sign, seconds, fraction = match.groups()
    try:
        moment = datetime.fromisoformat(seconds).replace(tzinfo=UTC)
    except ValueError:
        raise ApiError(400, f"Invalid filter: {text}") from None
    nanos = int((fraction or ".0")[1:].ljust(9, "0"))
    return moment + timedelta(microseconds=nanos // 1000), sign == ">="


def _page_token(form_id: str, text: str, place: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([form_id, text, place]).encode()).decode()


def _start(call: Call, form_id: str, text: str) -> int:
    """Where a page begins; raises 400 when the token belongs to another form or filter."""
    token = call.params.get("pageToken")
    if not token:
        return 0
    try:
        known_form, known_filter, place = json.loads(base64.urlsafe_b64decode(token))
    except (ValueError, TypeError):
        raise ApiError(400, "Invalid page token.") from None
    if (known_form, known_filter) != (form_id, text):
        raise ApiError(400, "The page token belongs to a request with another form or filter.")
    return int(place)


def resource(response: Response) -> Fields:
    """The FormResponse resource, without the form's id."""
    answer: Fields = {
        "responseId": response.id,
        "createTime": _stamp(response.created),
        "lastSubmittedTime": _stamp(response.submitted),
    }
    if response.email:
        answer["respondentEmail"] = response.email
    if response.answers:
        answer["answers"] = {
            question_id: {
                "questionId": question_id,
                "textAnswers": {"answers": [{"value": value} for value in values]},
            }
            for question_id, values in response.answers.items()
        }
    return answer


def _stamp(moment: datetime) -> str:
    """UTC with as many digits of a second as the moment has, at least milliseconds."""
    text = f"{moment:%Y-%m-%dT%H:%M:%S.%f}"
    return (text[:-3] if text.endswith("000") else text) + "Z"
