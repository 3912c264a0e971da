"""Requests are held against the discovery documents; refusals are Google's own."""

import pytest

from emulator.app import WrongAnswer, create_app
from emulator.call import HANDLERS, method
from emulator.discovery import check_answer, find, routes
from tests.emulator.clients import ask


@pytest.fixture
def app():
    return create_app()


def refusal(answer):
    status, body = answer
    return status, body["error"]["message"]


def test_an_unknown_key_is_refused_where_it_stands(app):
    status, body = ask(
        app, "POST", "/v4/spreadsheets/x:batchUpdate", {"requests": [{"frobnicate": {}}]}
    )
    text = (
        "Invalid JSON payload received. Unknown name \"frobnicate\" at 'requests[0]': "
        "Cannot find field."
    )
    detail = {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [{"field": "requests[0]", "description": text}],
    }
    assert status == 400
    assert body["error"] == {
        "code": 400,
        "message": text,
        "status": "INVALID_ARGUMENT",
        "details": [detail],
    }


def test_the_values_of_a_range_are_a_list_of_lists(app):
    url = "/v4/spreadsheets/x/values/A1%3AB2?valueInputOption=RAW"
    expected = (
        "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"A1:D4\""
    )
    assert refusal(ask(app, "PUT", url, {"values": "A1:D4"})) == (400, expected)
    status, text = refusal(ask(app, "PUT", url, {"values": [["x"], "y"]}))
    assert (status, text[:30]) == (400, "Invalid value at 'data.values[")


@pytest.mark.parametrize(
    ("request_body", "text"),
    [
        (
            {"addSheet": {"properties": {"title": {"a": 1}}}},
            "Invalid value at 'requests[0].add_sheet.properties.title' (TYPE_STRING), "
            "Starting an object on a scalar field",
        ),
        (
            {"addSheet": {"properties": {"sheetId": "first"}}},
            "Invalid value at 'requests[0].add_sheet.properties.sheet_id' (TYPE_INT32), \"first\"",
        ),
        (
            {"addSheet": {"properties": [1]}},
            'Invalid JSON payload received. Unknown name "properties" at '
            "'requests[0].add_sheet': Proto field is not repeating, cannot start list.",
        ),
        (
            {"addSheet": "now"},
            "Invalid value at 'requests[0].add_sheet' "
            '(type.googleapis.com/google.apps.sheets.v4.AddSheetRequest), "now"',
        ),
    ],
)
def test_a_wrong_type_is_refused_in_googles_words(app, request_body, text):
    body = {"requests": [request_body]}
    assert refusal(ask(app, "POST", "/v4/spreadsheets/x:batchUpdate", body)) == (400, text)


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"3"])
def test_a_body_is_an_object(app, body):
    status, text = refusal(ask(app, "POST", "/v4/spreadsheets", body))
    assert status == 400
    assert "pread" in text or "Root element must be a message." in text


def test_an_unknown_parameter_is_refused(app):
    status, text = refusal(ask(app, "GET", "/v4/spreadsheets/x?frob=1"))
    assert status == 400
    assert text == (
        'Invalid JSON payload received. Unknown name "frob": Cannot bind query parameter. '
        "Field 'frob' could not be found in request message."
    )


def test_a_wrong_enum_and_number_in_a_parameter(app):
    status, text = refusal(ask(app, "PUT", "/v4/spreadsheets/x/values/A1?valueInputOption=X", {}))
    assert status == 400
    assert text.startswith("Invalid value at 'value_input_option' (type.googleapis.com/")
    assert refusal(ask(app, "GET", "/drive/v3/files?pageSize=many")) == (
        400,
        "Invalid integer value: 'many'.",
    )
    assert refusal(ask(app, "GET", "/drive/v3/files?pageSize=5000"))[1] == (
        "Invalid value '5000'. Values must be within the range: [1, 1000]"
    )


def test_standard_parameters_are_accepted(app):
    standard = "alt=json&prettyPrint=false&key=K&quotaUser=q&$.xgafv=1&supportsTeamDrives=TRUE"
    assert ask(app, "GET", f"/drive/v3/files?{standard}&includeItemsFromAllDrives=True")[0] == 200


def test_a_sister_methods_parameter_is_overlooked_by_drive_only(app):
    # gspread sends includeItemsFromAllDrives to files.get, and Drive answers.
    status, _ = ask(app, "GET", "/drive/v3/files/root?includeItemsFromAllDrives=True")
    assert status == 200
    status, _ = ask(app, "GET", "/v4/spreadsheets/x?valueInputOption=RAW")
    assert status == 400


def test_drive_overlooks_what_its_older_version_knew(app):
    # gspread sends v2's `withLink` when it shares, and Drive v3 answers.
    status, made = ask(app, "POST", "/drive/v3/files", {"title": "of v2"})
    assert (status, made["name"]) == (200, "Untitled")
    shared = {"type": "anyone", "role": "reader", "withLink": True}
    assert ask(app, "POST", f"/drive/v3/files/{made['id']}/permissions", shared)[0] == 200
    shared["frobnicate"] = True
    assert ask(app, "POST", f"/drive/v3/files/{made['id']}/permissions", shared)[0] == 400


def test_a_bad_fields_mask(app):
    status, body = ask(app, "GET", "/v4/spreadsheets/x?fields=sheets.sheetProperties,sheets(data)")
    assert status == 400
    assert body["error"]["message"] == "Request contains an invalid argument."
    assert body["error"]["details"][0]["fieldViolations"] == [
        {
            "field": "sheets.sheetProperties",
            "description": "Error expanding 'fields' parameter. Cannot find matching fields for "
            "path 'sheets.sheetProperties'.",
        }
    ]
    status, body = ask(app, "GET", "/drive/v3/files?fields=files(frob)")
    assert body["error"]["errors"][0] == {
        "domain": "global",
        "reason": "invalidParameter",
        "message": "Invalid field selection frob",
        "location": "fields",
        "locationType": "parameter",
    }


def test_without_a_token_nothing_is_answered(app):
    status, body = ask(app, "GET", "/v4/spreadsheets/x", person=None)
    assert (status, body["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_broken_json(app):
    status, text = refusal(ask(app, "POST", "/v4/spreadsheets", b'{"a":'))
    assert status == 400
    assert text.startswith("Invalid JSON payload received.")
    assert refusal(ask(app, "POST", "/drive/v3/files", b"{")) == (400, "Parse Error")


def test_a_known_method_that_is_not_carried_out(app):
    status, text = refusal(ask(app, "GET", "/drive/v3/apps"))
    assert (status, text) == (501, "The local Workspace does not carry out drive.apps.list.")


def test_an_unknown_path(app):
    assert ask(app, "GET", "/v9/nothing")[0] == 404


def test_routes_keep_slashes_and_colons_inside_a_parameter():
    route, params = find("GET", "/v4/spreadsheets/abc/values/%27a%2Fb%27!A1:B2")
    assert route.method_id == "sheets.spreadsheets.values.get"
    assert params["range"] == "'a/b'!A1:B2"
    route, params = find(
        "POST", "/v4/spreadsheets/abc/values/A1%3AB2%3Aappend".replace("%3Aa", ":a")
    )
    assert route.method_id == "sheets.spreadsheets.values.append"
    route, params = find("POST", "/v1/projects/-/serviceAccounts/a@b.c:signBlob")
    assert params == {"name": "projects/-/serviceAccounts/a@b.c"}


def test_every_method_of_every_document_finds_its_own_route():
    for method_id, route in routes().items():
        path = "/" + route.path
        for name in route.names:
            value = "projects/p" if "{+" + name in path else "x"
            path = path.replace("{+" + name + "}", value).replace("{" + name + "}", value)
        found = find(route.verb, path)
        assert found, method_id
        # Some methods share one path (a resource name may begin in several ways).
        assert found[0].method_id == method_id or found[0].path.replace(
            found[0].names[0] if found[0].names else "", ""
        ) == route.path.replace(route.names[0], ""), (method_id, found[0].method_id)


def test_an_answer_that_the_document_does_not_allow_is_caught(monkeypatch):
    assert check_answer("drive.files.get", {"id": "x", "frob": 1}) == ["$: unknown key 'frob'"]
    assert check_answer("drive.files.get", {"version": 3}) == ["$.version: 3 is not string int64"]
    assert check_answer("drive.files.list", {"files": {"id": "x"}})
    assert check_answer("drive.files.get", {"createdTime": "yesterday"})
    assert check_answer("sheets.spreadsheets.create", {"properties": {"autoRecalc": "NEVER"}})
    assert check_answer("drive.files.list", {"files": [{"id": None}]})
    app = create_app(check=True)
    monkeypatch.delitem(HANDLERS, "drive.about.get")
    method("drive.about.get")(lambda call: {"frob": True})
    with pytest.raises(WrongAnswer):
        ask(app, "GET", "/drive/v3/about?fields=kind")


def test_the_newer_apis_read_the_names_of_protocol_buffers(app):
    made = ask(app, "POST", "/v4/spreadsheets", {"properties": {"time_zone": "Europe/Berlin"}})
    assert made[1]["properties"]["timeZone"] == "Europe/Berlin"
    path = f"/v4/spreadsheets/{made[1]['spreadsheetId']}"
    written = {"major_dimension": "COLUMNS", "values": [["=1+1", "b"]]}
    query = "?value_input_option=USER_ENTERED"
    assert ask(app, "PUT", f"{path}/values/A1{query}", written)[0] == 200
    shown = ask(app, "GET", f"{path}/values/A1:A2?value_render_option=FORMULA")[1]
    assert shown["values"] == [["=1+1"], ["b"]]
    refused = ask(app, "PUT", f"{path}/values/A1{query}", {"major_dimensions": "ROWS"})[1]
    assert 'Unknown name "major_dimensions"' in refused["error"]["message"]
    assert ask(app, "POST", "/drive/v3/files", {"mime_type": "text/plain"})[0] == 400


def test_a_mask_may_come_as_a_header(app):
    made = ask(app, "POST", "/v4/spreadsheets", {}, x_goog_fieldmask="properties.locale")
    assert made[1] == {"properties": {"locale": "en_US"}}
