"""forms.create, get, batchUpdate and setPublishSettings."""

from __future__ import annotations

from urllib.parse import urlsplit

from emulator.call import Call, method
from emulator.errors import ApiError
from emulator.workspace import HEX

from . import edit
from .items import BadItem, Ways, one_line
from .store import MIME_TYPE, Fields, Form, compact, default_settings

UNTITLED = "Untitled form"


@method("forms.forms.create")
def create(call: Call) -> Fields:
    """An empty form with a title, owned by the acting person; published unless `unpublished`."""
    body = call.body
    info = body.get("info") or {}
    extra = [name for name, value in body.items() if name != "info" and value not in (None, [], {})]
    if extra or info.get("description"):
        raise ApiError(
            400,
            "Only info.title can be set when creating a form. To add items and change settings, "
            "use batchUpdate.",
        )
    if not info.get("title"):
        raise ApiError(400, "info.title was not provided")
    try:
        one_line(info["title"])
    except BadItem as wrong:
        raise ApiError(400, str(wrong)) from None
    drive, forms = call.workspace.drive, call.workspace.forms
    file = drive.create(call.person, info.get("documentTitle") or UNTITLED, MIME_TYPE)
    public = not call.params.get("unpublished")
    settings = default_settings(call.person)
    form = Form(file.id, info["title"], settings=settings, published=public, accepting=public)
    forms.forms[file.id] = form
    return resource(call, form)


@method("forms.forms.get")
def get(call: Call) -> Fields:
    """The whole form."""
    return resource(call, require(call, "reader"))


@method("forms.forms.batchUpdate")
def batch_update(call: Call) -> Fields:
    """Change a form; every request is carried out, or none."""
    form = require(call, "writer")
    _check_revision(form, call.body.get("writeControl") or {})
    variant = call.workspace.variant
    ways = Ways(
        new_id=lambda: call.workspace.new_id(8, HEX),
        own_ids=variant("form_ids") == "own",
        goto_same_batch=variant("form_goto_same_batch") == "accepted",
    )
    changed, replies = edit.apply_requests(form, call.body.get("requests") or [], ways)
    changed.revision += 1
    call.workspace.forms.forms[form.id] = changed
    call.workspace.drive.touch(form.id, call.person)
    answer: Fields = {
        "replies": replies,
        "writeControl": {"requiredRevisionId": changed.revision_id},
    }
    if call.body.get("includeFormInResponse"):
        answer["form"] = resource(call, changed)
    return answer


@method("forms.forms.setPublishSettings")
def set_publish_settings(call: Call) -> Fields:
    """Publish or unpublish a form, and open or close it for responses."""
    form = require(call, "writer")
    state = (call.body.get("publishSettings") or {}).get("publishState")
    if state is None:
        raise ApiError(400, "publish_settings.publish_state was not provided")
    published = bool(state.get("isPublished"))
    accepting = bool(state.get("isAcceptingResponses"))
    if accepting and not published:
        raise ApiError(400, "A form that is not published cannot accept responses.")
    form.published, form.accepting = published, accepting
    call.workspace.drive.touch(form.id, call.person)
    return {"formId": form.id, "publishSettings": _publishing(form)}


def require(call: Call, role: str) -> Form:
    """The form, if the acting person has that role on its file; 404 or 403 otherwise."""
    form_id = call.params["formId"]
    call.workspace.drive.require(call.person, form_id, role)
    form: Form | None = call.workspace.forms.forms.get(form_id)
    if form is None:
        raise ApiError(404, "Requested entity was not found.")
    return form


def _check_revision(form: Form, control: Fields) -> None:
    required, target = control.get("requiredRevisionId"), control.get("targetRevisionId")
    if required and required != form.revision_id:
        raise ApiError(
            400,
            f"The required revision ID '{required}' does not match the latest revision ID.",
            status_name="FAILED_PRECONDITION",
        )
    if target and not "00000001" <= target <= form.revision_id:
        raise ApiError(400, f"The target revision ID '{target}' is not a revision of this form.")


def resource(call: Call, form: Form) -> Fields:
    """The Form resource."""
    info = {
        "title": form.title,
        "description": form.description,
        "documentTitle": call.workspace.drive.files[form.id].name,
    }
    whole = {
        "formId": form.id,
        "info": compact(info),
        "settings": compact(form.settings),
        "items": compact(form.items),
        "revisionId": form.revision_id,
        "responderUri": responder_uri(call.base, form.id),
        "publishSettings": _publishing(form),
    }
    return {name: value for name, value in whole.items() if value != []}


def _publishing(form: Form) -> Fields:
    state = {"isPublished": form.published, "isAcceptingResponses": form.accepting}
    return {"publishState": compact(state)}


def responder_uri(base: str, form_id: str) -> str:
    """Where respondents fill the form in; docs.google.com for a client of Google's hosts."""
    host = urlsplit(base).hostname or ""
    if host.endswith(".googleapis.com"):
        base = "https://docs.google.com"
    return f"{base}/forms/d/e/{form_id}/viewform"
