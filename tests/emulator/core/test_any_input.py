"""Whatever is sent, a well-formed answer or Google's error body comes back."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.app import create_app, method_table
from emulator.discovery import Route, routes
from tests.emulator.clients import ask

from .test_every_method import address

IMPLEMENTED = [method_id for _, method_id, done in method_table() if done]
WITH_BODY = [method_id for method_id in IMPLEMENTED if routes()[method_id].request]
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
JSON = st.recursive(
    PLAIN, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=5), v, max_size=3)
)
TEXTS = st.sampled_from(["", "a", "A1", "Sheet1!A1:B2", "x@y.example", "0", "2026-03-01", "🙂"])
MOMENTS = st.sampled_from(["2026-03-01T09:00:00Z", "2026-03-01T09:00:00+02:00"])
FORMATS = {"google-datetime": MOMENTS, "date-time": MOMENTS, "date": st.just("2026-03-01")}
FORMATS |= {"int64": st.just("3"), "uint64": st.just("3"), "byte": st.just("YQ==")}
FORMATS |= {"google-duration": st.just("3s"), "google-fieldmask": st.sampled_from(["*", "a.b"])}


@st.composite
def by_schema(draw: Any, route: Route, schema: dict[str, Any], depth: int = 0) -> Any:
    """A body with some of the keys that the schema knows, filled at random."""
    while "$ref" in schema:
        schema = route.schemas[schema["$ref"]]
    kind = schema.get("type", "object")
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    if kind == "array":
        if depth > 6:
            return []
        return draw(st.lists(by_schema(route, schema["items"], depth + 1), max_size=2))
    if kind == "object":
        known = sorted(schema.get("properties", {}).items())
        size = 3 if len(known) < 20 else 2
        chosen = draw(st.lists(st.sampled_from(known), max_size=size)) if known else []
        chosen = chosen if depth < 7 else []
        return {name: draw(by_schema(route, one, depth + 1)) for name, one in chosen}
    if kind == "integer":
        return draw(st.integers(-2, 12))
    if kind == "number":
        return draw(st.sampled_from([0, 0.5, 1, -3]))
    if kind == "boolean":
        return draw(st.booleans())
    if kind == "any":
        return draw(st.sampled_from([None, "=1/0", "x", 3, True, "2026-03-01"]))
    return draw(FORMATS.get(schema.get("format", ""), TEXTS))


def sound(app, method_id, body, **params):
    """The answer is a success, or an error body with a sentence."""
    route = routes()[method_id]
    needed = dict.fromkeys((*route.names, *route.required), "x")
    needed |= {n: route.params[n]["enum"][0] for n in needed if "enum" in route.params[n]}
    needed |= {n: "1" for n in needed if route.params[n]["type"] == "integer"}
    if "calendarId" in needed:
        needed["calendarId"] = "primary"
    verb, url = address(method_id, needed | params)
    status, answer = ask(app, verb, url, body)
    assert status < 500 or status == 501, answer
    if status >= 400:
        assert answer["error"]["code"] == status
        assert answer["error"]["message"]
    return answer


@pytest.fixture(scope="module")
def app():
    return create_app(check=True)


@pytest.mark.parametrize("method_id", WITH_BODY)
def test_any_json_is_answered(app, method_id):
    @settings(max_examples=6, deadline=None, derandomize=True)
    @given(JSON)
    def check(body):
        sound(app, method_id, body)

    check()


def existing(app, method_id):
    """The id of a thing of the right kind, so that a request reaches the handler's heart."""
    kinds = {"spreadsheetId": "sheets.spreadsheets.create", "formId": "forms.forms.create"}
    for name, maker in kinds.items():
        if name in routes()[method_id].names:
            body = {"info": {"title": "t"}} if name == "formId" else {}
            made = sound(app, maker, body)
            return {name: made[name]}
    if "fileId" in routes()[method_id].names:
        return {"fileId": sound(app, "drive.files.create", {"name": "x"})["id"]}
    return {}


@pytest.mark.parametrize("method_id", WITH_BODY)
def test_any_body_that_fits_the_schema_is_answered(app, method_id):
    route = routes()[method_id]
    there = existing(app, method_id)

    @settings(max_examples=15, deadline=None, derandomize=True)
    @given(by_schema(route, route.request))
    def check(body):
        sound(app, method_id, body, **there)

    check()


KINDS = [
    (method_id, kind)
    for method_id in ("sheets.spreadsheets.batchUpdate", "forms.forms.batchUpdate")
    for kind in sorted(routes()[method_id].schemas["Request"]["properties"])
]


@pytest.mark.parametrize(("method_id", "kind"), KINDS)
def test_any_kind_of_batch_request_is_answered(app, method_id, kind):
    route = routes()[method_id]
    there = existing(app, method_id)

    @settings(max_examples=5, deadline=None, derandomize=True)
    @given(by_schema(route, route.schemas["Request"]["properties"][kind], 1))
    def check(body):
        sound(app, method_id, {"requests": [{kind: body}]}, **there)

    check()


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe", b'{"name": NaN}', b'{"name": "\\ud800"}', b'{"name": 1e999}', b"[" * 100_000],
)
def test_bytes_that_are_no_json(app, body):
    for method_id in ("drive.files.create", "sheets.spreadsheets.create"):
        assert sound(app, method_id, body)["error"]["code"] == 400


def test_depth_without_end(app):
    assert sound(app, "drive.files.list", None, q="(" * 50_000)["error"]["code"] == 400
    assert sound(app, "drive.files.list", None, q="not " * 50_000)["error"]["code"] == 400
    assert sound(app, "drive.files.list", None, fields="a(" * 50_000)["error"]["code"] == 400


@pytest.mark.parametrize("path", ["*", "/v4/", "//v4", "/%ff", "/drive/v3/files/%00"])
def test_odd_paths(app, path):
    assert ask(app, "GET", path)[0] in (308, 400, 404)


@pytest.mark.parametrize("part", [b"", b"GET", b"\xff\xff", b"GET /nope HTTP/1.1\r\n\r\n"])
def test_odd_batches(app, part):
    body = b"--b\r\nContent-Type: application/http\r\n\r\n" + part + b"\r\n--b--"
    kind = "multipart/mixed; boundary=b"
    status, answer = ask(app, "POST", "/batch/drive/v3", body, content_type=kind)
    assert status == 200
    assert "HTTP/1.1 404" in answer


@pytest.mark.parametrize("spec", [{"advance": "x"}, {"now": 5}, [1], b"{"])
def test_odd_controls(app, spec):
    assert ask(app, "POST", "/_emulator/clock", spec)[0] == 400
