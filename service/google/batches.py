"""Many requests in one HTTP call, each answered on its own.

Google's batch succeeds as a whole while its parts fail one by one, so the parts that failed for a
moment are sent again by themselves. Only for requests that are safe to repeat.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from service.ports import GatewayError

from .retries import Transient, explain
from .session import Session, service_for


def run_batch_as(
    session: Session, api: str, person: str, people: Sequence[str], requests: Sequence[Any]
) -> list[dict[str, Any] | GatewayError]:
    """As `run_batch`, each request carried out as its own one of `people`; `person` only brings
    them. Whose access Google refuses has that as an answer, and the others have theirs."""
    answers: dict[int, dict[str, Any] | GatewayError] = {}
    for place, (request, whose) in enumerate(zip(requests, people, strict=True)):
        try:
            request.http = session.patience.call(partial(session.connection, api, whose))
        except GatewayError as error:
            answers[place] = error
    asked = [place for place in range(len(requests)) if place not in answers]
    if asked:
        told = run_batch(session, api, person, [requests[place] for place in asked])
        answers |= dict(zip(asked, told, strict=True))
    return [answers[place] for place in range(len(requests))]


def run_batch(
    session: Session, api: str, person: str, requests: Sequence[Any]
) -> list[dict[str, Any] | GatewayError]:
    """One answer, or the error it ended with, per request and in order."""
    answers: dict[int, Any] = {}
    waiting = list(range(len(requests)))

    def send() -> None:
        nonlocal waiting
        http = session.connection(api, person)
        writes = any(requests[place].method != "GET" for place in waiting)
        session.about_to_call(api, len(waiting), writes=writes)
        answers.update(_send(session, api, http, {place: requests[place] for place in waiting}))
        waiting = [place for place in waiting if isinstance(answers[place], Transient)]
        if waiting:
            raise max((answers[place] for place in waiting), key=lambda one: one.retry_after or 0)

    try:
        session.patience.call(send, changes=True, safe=True)
    except GatewayError as error:  # what is still open ends as its own error, or as the whole's
        for place in range(len(requests)):
            answers.setdefault(place, error)
    return [answers[place] for place in range(len(requests))]


def _send(session: Session, api: str, http: Any, requests: dict[int, Any]) -> dict[int, Any]:
    answers: dict[int, Any] = {}

    def take(place: str, answer: Any, error: Exception | None) -> None:
        answers[int(place)] = explain(error, changes=True) if error else answer

    batch = service_for(api, session.root).new_batch_http_request(callback=take)
    for place, request in requests.items():
        batch.add(request, request_id=str(place))
    batch.execute(http=http)
    return answers
