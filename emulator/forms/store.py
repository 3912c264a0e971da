"""What is kept of Forms: the forms, and one record per response."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from emulator.workspace import BASE62

if TYPE_CHECKING:
    from emulator.workspace import Workspace

Fields = dict[str, Any]
MIME_TYPE = "application/vnd.google-apps.form"


@dataclass(slots=True)
class Form:
    """One form. `items` are Item resources as JSON; `revision` counts changes of content."""

    id: str
    title: str
    description: str = ""
    items: list[Fields] = field(default_factory=list)
    settings: Fields = field(default_factory=dict)
    published: bool = True
    accepting: bool = True
    revision: int = 1

    @property
    def revision_id(self) -> str:
        return f"{self.revision:08x}"

    @property
    def collects(self) -> str:
        """How e-mail addresses are collected: DO_NOT_COLLECT, VERIFIED or RESPONDER_INPUT."""
        return str(self.settings.get("emailCollectionType", "DO_NOT_COLLECT"))


@dataclass(slots=True)
class Response:
    """One response; `answers` maps a question id to its text answers.

    An edited response keeps its id and `created`; `submitted` moves. `edit_token` is the
    secret in the respondent's edit link.
    """

    id: str
    form_id: str
    created: datetime
    submitted: datetime
    answers: dict[str, list[str]]
    email: str | None
    edit_token: str


class FormsStore:
    """`workspace.forms`."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.forms: dict[str, Form] = workspace.shelf("forms")
        self._responses: dict[str, Response] = workspace.shelf("forms.responses")
        self._by_form: dict[str, dict[str, Response]] = {}
        for response in self._responses.values():
            self._by_form.setdefault(response.form_id, {})[response.id] = response

    # -- called by Drive -------------------------------------------------------------

    def born(self, file_id: str, name: str, person: str) -> None:
        """Drive made an empty form; its title stays empty, as at Google."""
        self.forms[file_id] = Form(file_id, "", settings=default_settings(person))

    def copied(self, source_id: str, file_id: str, name: str, person: str) -> None:
        """Drive copied a form: questions and settings, no responses; it is not published."""
        source = self.forms[source_id]
        self.forms[file_id] = Form(
            file_id,
            source.title,
            source.description,
            deepcopy(source.items),
            dict(source.settings),
            published=False,
            accepting=False,
        )

    def renamed(self, file_id: str, name: str) -> None:
        """The name in Drive is the document's title, which Drive keeps."""

    def gone(self, file_id: str) -> None:
        """Drive deleted a form; its responses go with it."""
        for response_id in self._by_form.pop(file_id, {}):
            del self._responses[f"{file_id}\n{response_id}"]
        self.forms.pop(file_id, None)

    # -- responses -------------------------------------------------------------------

    def responses(self, form_id: str) -> list[Response]:
        """All responses of a form, in the order of their first submission."""
        return list(self._by_form.get(form_id, {}).values())

    def response(self, form_id: str, response_id: str) -> Response | None:
        return self._by_form.get(form_id, {}).get(response_id)

    def by_edit_token(self, form_id: str, token: str) -> Response | None:
        """The response whose edit link holds this token."""
        return next((r for r in self.responses(form_id) if r.edit_token == token), None)

    def submit(
        self,
        form_id: str,
        answers: dict[str, list[str]],
        email: str | None,
        edited: Response | None = None,
    ) -> Response:
        """Keep a new response, or a respondent's change of an earlier one."""
        now = self._moment(form_id)
        if edited is not None:
            edited.answers, edited.submitted = answers, now
            edited.email = email or edited.email
            response = edited
        else:
            response_id = "ACYDBN" + self.workspace.new_id(72, BASE62 + "-_")
            token = "2_ABaOnu" + self.workspace.new_id(40, BASE62 + "-_")
            response = Response(response_id, form_id, now, now, answers, email, token)
        self._responses[f"{form_id}\n{response.id}"] = response
        self._by_form.setdefault(form_id, {})[response.id] = response
        return response

    def _moment(self, form_id: str) -> datetime:
        """Now, but after every earlier submission, so that `timestamp > T` never skips one."""
        now = self.workspace.clock.now().astimezone(UTC)
        last = max((r.submitted for r in self.responses(form_id)), default=None)
        return now if last is None or now > last else last + timedelta(milliseconds=1)


def default_settings(person: str) -> Fields:
    """As the discovery document says: verified addresses in a school's domain, else none."""
    domain = person.partition("@")[2]
    personal = domain in ("gmail.com", "googlemail.com") or domain.endswith("gserviceaccount.com")
    return {"emailCollectionType": "DO_NOT_COLLECT" if personal else "VERIFIED"}


def compact(value: Any) -> Any:
    """JSON as Forms answers it: false, 0, "" and empty lists are left out; {} stays."""
    if isinstance(value, dict):
        kept = {name: compact(inner) for name, inner in value.items()}
        return {k: v for k, v in kept.items() if not (v in (None, False, "", 0) or v == [])}
    if isinstance(value, list):
        return [compact(inner) for inner in value]
    return value
