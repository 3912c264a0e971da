"""Forms: the referral forms and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .session import Session

PAGE = 5000


class GoogleForms:
    """Fills `ports.Forms`, as one person."""

    def __init__(self, session: Session, person: str) -> None:
        self._session = session
        self._person = person

    def create(self, title: str) -> str:
        body = {"info": {"title": title, "documentTitle": title}}
        return str(self._write(self._forms.create(body=body), safe=False)["formId"])

    def batch_update(self, form_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Not repeated when the answer was lost: a second time would add the questions twice."""
        request = self._forms.batchUpdate(formId=form_id, body=dict(body))
        answer: dict[str, Any] = self._write(request, safe=False)
        return answer

    def get(self, form_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._read(self._forms.get(formId=form_id))
        return answer

    def publish(self, form_id: str, domain: str = "") -> None:
        """Published, and answerable by everybody in `domain`; without one by anyone with the link.
        Who may answer is a permission in Drive (forms/api/guides, *Responders*)."""
        state = {"isPublished": True, "isAcceptingResponses": True}
        request = self._forms.setPublishSettings(
            formId=form_id, body={"publishSettings": {"publishState": state}}
        )
        self._write(request, safe=True)
        who = {"type": "domain", "domain": domain} if domain else {"type": "anyone"}
        body = {"view": "published", "role": "reader", **who}
        permissions = self._session.collection("drive", "permissions")
        request = permissions.create(fileId=form_id, body=body, supportsAllDrives=True, fields="id")
        self._session.execute("drive", self._person, request, changes=True, safe=True)

    def responders(self, form_id: str) -> frozenset[str]:
        request = self._session.collection("drive", "permissions").list(
            fileId=form_id,
            includePermissionsForView="published",
            fields="permissions(type,view)",
            supportsAllDrives=True,
        )
        answer = self._session.execute("drive", self._person, request)
        listed = answer.get("permissions", ())
        return frozenset(each["type"] for each in listed if each.get("view") == "published")

    def responses(self, form_id: str, since: str) -> tuple[dict[str, Any], ...]:
        responses = self._session.collection("forms", "forms.responses")
        wanted: dict[str, Any] = {"formId": form_id, "pageSize": PAGE}
        if since:
            wanted["filter"] = f"timestamp > {since}"
        found: list[dict[str, Any]] = []
        while True:
            answer = self._read(responses.list(**wanted))
            found += answer.get("responses", ())
            if not answer.get("nextPageToken"):
                return tuple(sorted(found, key=lambda one: str(one["lastSubmittedTime"])))
            wanted["pageToken"] = answer["nextPageToken"]  # the filter stays along the chain

    @property
    def _forms(self) -> Any:
        return self._session.collection("forms", "forms")

    def _read(self, request: Any) -> Any:
        return self._session.execute("forms", self._person, request)

    def _write(self, request: Any, safe: bool) -> Any:
        return self._session.execute("forms", self._person, request, changes=True, safe=safe)
