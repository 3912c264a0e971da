"""The discovery documents that ship inside google-api-python-client, as tables.

`find(verb, path)` gives the route of a request; `check_params` and `check_body` refuse
what the document does not know, with Google's own sentences; `check_answer` holds our own
answers to the response schema. Methods carry their discovery id; those of Drive v2, which
gspread still uses for imports, are called `drive.v2.files.update` and so on.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote

from googleapiclient.discovery_cache import get_static_doc

from . import fields, schemas
from .answer_schemas import answer_faults
from .errors import ERRORS_LIST_APIS, ApiError, bad_request

SERVED = (
    ("sheets", "v4"),
    ("drive", "v3"),
    ("drive", "v2"),
    ("docs", "v1"),
    ("calendar", "v3"),
    ("forms", "v1"),
    ("gmail", "v1"),
    ("oauth2", "v2"),
    ("iamcredentials", "v1"),
)
# Accepted by every method beside what its document lists.
ALWAYS = {
    "$.xgafv": {"type": "string"},
    "$userProject": {"type": "string"},
    "$httpMethod": {"type": "string"},
    "access_token": {"type": "string"},
    "userIp": {"type": "string"},
    "uploadType": {"type": "string"},
    "upload_id": {"type": "string"},
    "upload_protocol": {"type": "string"},
    "callback": {"type": "string"},
}
# Reads although they are POSTs, because what to read does not fit into a URL.
READ_POSTS = (
    "getByDataFilter",
    "batchGetByDataFilter",
    "freebusy.query",
    "developerMetadata.search",
)
# Where Google's error texts place the body of a method whose body is one field of its request.
BODY_PREFIX = {
    "sheets.spreadsheets.create": "spreadsheet",
    "sheets.spreadsheets.values.update": "data",
    "sheets.spreadsheets.values.append": "data",
    "forms.forms.create": "form",
    "docs.documents.create": "document",
    "gmail.users.messages.send": "message",
}
PLACEHOLDER = re.compile(r"\{\+?(\w+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """One method of one API."""

    method_id: str
    api: str
    verb: str
    path: str
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    params: dict[str, dict[str, Any]]
    required: tuple[str, ...]
    defaults: dict[str, Any]
    api_params: frozenset[str]
    request: dict[str, Any] | None
    response: dict[str, Any] | None
    schemas: dict[str, Any]
    scopes: frozenset[str]
    reads: bool
    upload: bool
    download: bool


@cache
def document(api: str, version: str) -> dict[str, Any]:
    """A discovery document as shipped."""
    loaded: dict[str, Any] = json.loads(get_static_doc(api, version))
    return loaded


@cache
def routes() -> dict[str, Route]:
    """Every method of every served API, by method id."""
    found: dict[str, Route] = {}
    for api, version in SERVED:
        doc = document(api, version)
        methods = list(_methods(doc))
        known = frozenset(name for one in methods for name in one.get("parameters", {}))
        for one in methods:
            route = _route(doc, api, version, one, known)
            found[route.method_id] = route
    return found


def _methods(resource: dict[str, Any]) -> Any:
    yield from resource.get("methods", {}).values()
    for below in resource.get("resources", {}).values():
        yield from _methods(below)


def _route(
    doc: dict[str, Any],
    api: str,
    version: str,
    method: dict[str, Any],
    known: frozenset[str],
) -> Route:
    method_id = method["id"]
    if (api, version) == ("drive", "v2"):
        method_id = method_id.replace("drive.", "drive.v2.", 1)
    path = doc["servicePath"] + method["path"]
    own = method.get("parameters", {})
    return Route(
        method_id=method_id,
        api=api,
        verb=method["httpMethod"],
        path=path,
        pattern=_pattern(path),
        names=tuple(PLACEHOLDER.findall(path)),
        params=ALWAYS | doc["parameters"] | own,
        required=tuple(
            name for name, one in own.items() if one.get("required") and one["location"] == "query"
        ),
        defaults={
            name: _param(one, name, one["default"], api)
            for name, one in own.items()
            if "default" in one
        },
        api_params=known,
        request=method.get("request"),
        response=method.get("response"),
        schemas=doc["schemas"],
        scopes=frozenset(method.get("scopes", ())),
        reads=method["httpMethod"] == "GET" or method_id.endswith(READ_POSTS),
        upload=method.get("supportsMediaUpload", False),
        download=method.get("supportsMediaDownload", False),
    )


def _pattern(path: str) -> re.Pattern[str]:
    parts, at = [], 0
    for hit in PLACEHOLDER.finditer(path):
        wild = "(.+)" if hit[0].startswith("{+") else "([^/]+)"
        parts += [re.escape(path[at : hit.start()]), wild]
        at = hit.end()
    return re.compile("/" + "".join(parts) + re.escape(path[at:]) + "$")


@cache
def _table() -> dict[tuple[str, str, str], list[Route]]:
    """Routes by verb and the first two segments of their path, most particular first."""
    table: dict[tuple[str, str, str], list[Route]] = {}
    for route in routes().values():
        first, second = _head("/" + route.path)
        table.setdefault((route.verb, first, second), []).append(route)
    for listed in table.values():
        listed.sort(key=lambda route: (-len(PLACEHOLDER.sub("", route.path)), len(route.names)))
    return table


def _head(path: str) -> tuple[str, str]:
    parts = path.split("/", 3)
    second = parts[2] if len(parts) > 2 else ""
    return parts[1], "" if "{" in second else second.partition(":")[0]


def find(verb: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a request and its path parameters, decoded; None if there is none.

    `path` is still percent-encoded: a slash inside a parameter is not a separator.
    """
    if not path.startswith("/"):
        return None
    first, second = _head(path)
    table = _table()
    for key in ((verb, first, second), (verb, first, "")):
        for route in table.get(key, ()):
            hit = route.pattern.match(path)
            if hit:
                values = map(unquote, hit.groups())
                return route, dict(zip(route.names, values, strict=True))
    if "%3A" in path:
        return find(verb, path.replace("%3A", ":"))
    return None


def exists(path: str) -> bool:
    """Whether any verb is served at this path."""
    return any(find(verb, path) for verb in ("GET", "POST", "PUT", "PATCH", "DELETE"))


def check_params(
    route: Route, path_params: dict[str, str], query: list[tuple[str, str]]
) -> dict[str, Any]:
    """The typed parameters of a request. Raises ApiError(400) for what the document lacks."""
    typed: dict[str, Any] = dict(route.defaults)
    violations: list[tuple[str, str]] = []
    sent: dict[str, list[str]] = {}
    for name, value in query:
        sent.setdefault(name, []).append(value)
    for name, values in sent.items():
        spec = route.params.get(name)
        if spec is None and route.api not in ERRORS_LIST_APIS:
            spec = route.params.get(schemas.camel(name))
            name = schemas.camel(name) if spec else name
        if spec is None:
            if name in route.api_params and route.api in ERRORS_LIST_APIS:
                continue  # Drive and Calendar overlook a parameter of a sister method
            violations.append(_unknown_param(name))
            continue
        if spec.get("location") == "path":
            continue
        if spec.get("repeated"):
            typed[name] = [_param(spec, name, value, route.api) for value in values]
        else:
            typed[name] = _param(spec, name, values[-1], route.api)
    if violations:
        raise bad_request(violations)
    for name in route.required:
        if name not in sent:
            text = f"Required parameter: {name}"
            raise ApiError(400, text, reason="required", location=name)
    for name, value in path_params.items():
        typed[name] = _param(route.params[name], name, value, route.api)
    return typed


def _unknown_param(name: str) -> tuple[str, str]:
    return (
        "",
        f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
        f"Field '{name}' could not be found in request message.",
    )


def _param(spec: dict[str, Any], name: str, text: str, api: str) -> Any:
    value = schemas.scalar(spec, text)
    if value is schemas.BAD and text == "" and spec["type"] != "string":
        return None
    if value is schemas.BAD:
        raise _bad_param(spec, name, text, api)
    low, high = spec.get("minimum"), spec.get("maximum")
    if (low is not None and value < float(low)) or (high is not None and value > float(high)):
        message = f"Invalid value '{text}'. Values must be within the range: [{low}, {high}]"
        raise ApiError(400, message, reason="invalidParameter", location=name)
    return value


def _bad_param(spec: dict[str, Any], name: str, text: str, api: str) -> ApiError:
    if api not in ERRORS_LIST_APIS:
        check = schemas.RequestCheck({}, api)
        check.invalid(schemas.snake(name), spec, text, name[:1].upper() + name[1:])
        return bad_request(check.violations)
    if spec.get("format") == "date-time":
        return ApiError(400, "Bad Request", reason="badRequest")
    if "enum" in spec:
        message = f"Invalid string value: '{text}'. Allowed values: [{', '.join(spec['enum'])}]"
    else:
        message = f"Invalid {spec['type']} value: '{text}'."
    return ApiError(400, message, reason="invalidParameter", location=name)


def check_body(route: Route, body: Any) -> dict[str, Any]:
    """The body as Google reads it. Raises ApiError(400) with Google's own sentences."""
    if route.request is None:
        return body if isinstance(body, dict) else {}
    # What is right to the letter reads as it stands, and nearly every request is.
    if not answer_faults(route.schemas, route.request, body):
        return body
    # Drive v3 overlooks what v2 knew: gspread still sends `withLink` when it shares.
    older = document("drive", "v2")["schemas"] if route.api == "drive" else None
    check = schemas.RequestCheck(route.schemas, route.api, older)
    read = check.value(route.request, body, BODY_PREFIX.get(route.method_id, ""))
    if not check.violations:
        return read or {}
    for field, text in check.violations:
        if route.api == "calendar" and "protobuf.Timestamp" in text:
            raise ApiError(400, schemas.malformed(_at(body, field)), reason="invalid")
    raise bad_request(check.violations)


def _at(body: Any, path: str) -> str:
    """The value at a snake_case path such as `start.date_time`."""
    for part in re.findall(r"[^.\[\]]+", path):
        if isinstance(body, list):
            body = body[int(part)]
        else:
            body = next(value for key, value in body.items() if schemas.snake(key) == part)
    return str(body)


def check_mask(route: Route, text: str | None) -> fields.Mask | None:
    """The `fields` parameter, parsed and known to the response schema, or ApiError(400)."""
    if not text:
        return None
    bad = bad_mask_paths(route.method_id, text)
    if not bad:
        return fields.parse(text)
    if route.api in ("drive", "calendar"):
        message = f"Invalid field selection {bad[0].rpartition('.')[2]}"
        raise ApiError(400, message, reason="invalidParameter", location="fields")
    raise bad_request(
        [
            (
                p,
                f"Error expanding 'fields' parameter. Cannot find matching fields for path '{p}'.",
            )
            for p in bad
        ],
        "Request contains an invalid argument.",
    )


@cache
def bad_mask_paths(method_id: str, text: str) -> tuple[str, ...]:
    """What a method's response schema does not know of a mask."""
    route = routes()[method_id]
    try:
        mask = fields.parse(text)
    except (fields.MaskSyntaxError, RecursionError):
        return (text,)
    return tuple(fields.unknown_paths(mask, route.schemas, route.response or {"type": "any"}))


def check_answer(method_id: str, answer: Any) -> list[str]:
    """Everything in an answer that the method's response schema does not allow."""
    route = routes()[method_id]
    if route.response is None:
        return [] if not answer else [f"{method_id} answers nothing, got {answer!r:.80}"]
    return answer_faults(route.schemas, route.response, answer)
