"""What the add-on's Apps Script relay does, for the side panel in the browser.

    POST /addon/relay/<action>   {"event": …, "holdfast": {"workbook_id", "tab", "row_id"}}
    GET, POST /_emulator/addon   {"url", "audience"}: where the service is; null for nowhere

The relay makes an ID token for the chosen person, as ScriptApp.getIdentityToken() does, and
posts Google's event object to `<url>/addon/<action>`. While the service answers, it asks the
Workspace in turn; so the relay runs outside the lock that makes every request atomic.

The event is that of Apps Script: `commonEventObject.formInputs.<name>[""].stringInputs`.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import requests
from werkzeug.http import parse_cookie

from emulator.addon_host import taken
from emulator.call import Answer, Ask
from emulator.oauth import tokens
from emulator.people import DEVELOPER

if TYPE_CHECKING:
    from emulator.app import Emulator

URL, AUDIENCE = "HOLDFAST_ADDON_URL", "HOLDFAST_ADDON_AUDIENCE"
PREFIX, CONTROL = "/addon/relay/", "/_emulator/addon"
ACTION = re.compile(r"[a-z][a-z0-9_-]{0,60}", re.IGNORECASE)
SECONDS = 30  # what Google allows a card callback
JSON = [("Content-Type", "application/json; charset=utf-8"), ("Cache-Control", "no-store")]


@dataclass(frozen=True, slots=True)
class Service:
    """Where the add-on's service answers, and the audience its tokens are for."""

    url: str
    audience: str


def from_environment() -> Service | None:
    """As HOLDFAST_ADDON_URL and HOLDFAST_ADDON_AUDIENCE say; None if they do not."""
    url = os.environ.get(URL, "")
    return Service(url, os.environ.get(AUDIENCE) or url) if url else None


def is_for_relay(path: str) -> bool:
    """Whether a request is answered here."""
    return path.startswith(PREFIX) or path == CONTROL


def handle(emulator: Emulator, ask: Ask) -> Answer:
    """Answer one request of the panel or of a test."""
    try:
        sent = json.loads(ask.body or b"{}")
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        return _answer(400, card("That did not arrive", "The page sent no JSON object."))
    if ask.path == CONTROL:
        return _configure(emulator, ask.verb, sent)
    action = ask.path.removeprefix(PREFIX)
    if ask.verb != "POST" or not ACTION.fullmatch(action):
        return _answer(404, card("No such action", "The add-on has no action at this address."))
    if emulator.addon is None:
        text = "No service is connected to this Workspace yet. <b>make run</b> connects it."
        return _answer(200, card("Holdfast is not connected", text))
    return _forward(emulator, emulator.addon, action, _person(ask), sent)


def _configure(emulator: Emulator, verb: str, sent: dict[str, Any]) -> Answer:
    if verb == "POST":
        url = str(sent.get("url") or "")
        emulator.addon = Service(url, str(sent.get("audience") or url)) if url else None
    service = emulator.addon
    told = {"url": service.url, "audience": service.audience} if service else {"url": None}
    return _answer(200, told)


def _person(ask: Ask) -> str:
    bearer = ask.headers.get("authorization", "")
    if bearer.startswith("Bearer as:"):
        return bearer.removeprefix("Bearer as:").strip().lower()
    cookies = parse_cookie(ask.headers.get("cookie", ""))
    return (cookies.get("as") or DEVELOPER).strip().lower()


def _forward(
    emulator: Emulator, service: Service, action: str, person: str, sent: dict[str, Any]
) -> Answer:
    with emulator.lock:
        spec = {"email": person, "aud": service.audience}
        token = tokens.id_token(emulator.workspace.oauth, spec)
    body = event(sent.get("event") or {}, sent.get("holdfast") or {})
    session = requests.Session()
    session.trust_env = False
    tools = None
    try:
        got = session.post(
            f"{service.url.rstrip('/')}/addon/{action}",
            json=body,
            headers={"Authorization": f"Bearer {token}"},
            timeout=SECONDS,
            allow_redirects=False,
        )
        said, tools = got.json(), got.headers.get("X-Holdfast-Tools")
    except requests.JSONDecodeError:
        said = card("Holdfast could not answer", f"It said {got.status_code}. Please try again.")
    except requests.RequestException:
        text = "Holdfast does not answer at the moment. Nothing was changed. Please try again."
        said = card("Holdfast is away", text)
    answer = said if isinstance(said, dict) else card("Holdfast", "An odd answer.")
    button = "action" in body["commonEventObject"]["parameters"]
    shown = taken(answer, emulator.addon_answers, button, emulator.workspace.variants)
    return _answer(200, shown if tools is None else {**shown, "tools": tools.split()})


def event(sent: dict[str, Any], holdfast: dict[str, Any]) -> dict[str, Any]:
    """Google's event object as the relay passes it on, with the selected row beside it."""
    zone = sent.get("timeZone") or {}
    common = {
        "hostApp": "SHEETS",
        "platform": "WEB",
        "userLocale": str(sent.get("userLocale") or "en"),
        "timeZone": {"id": str(zone.get("id", "")), "offset": str(zone.get("offset", "0"))},
        "parameters": {str(k): str(v) for k, v in (sent.get("parameters") or {}).items()},
        "formInputs": {k: {"": v} for k, v in (sent.get("formInputs") or {}).items()},
    }
    row = {name: str(holdfast.get(name) or "") for name in ("workbook_id", "tab", "row_id")}
    return {"commonEventObject": common, "holdfast": row}


def card(title: str, text: str) -> dict[str, Any]:
    """An answer of the relay itself, in the shape of the service's."""
    widgets = [{"textParagraph": {"text": text}}]
    shown = {"header": {"title": title}, "sections": [{"widgets": widgets}]}
    return {"action": {"navigations": [{"pushCard": shown}]}}


def _answer(status: int, value: dict[str, Any]) -> Answer:
    return Answer(status, JSON, json.dumps(value, ensure_ascii=False).encode())
