"""Lists: filters, order, pages, sync tokens."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.app import Emulator

from .conftest import ANA, refusal, talk


def items(ana: Any, **params: Any) -> list[dict[str, Any]]:
    answer = ana.events().list(calendarId="primary", **params).execute()
    return list(answer.get("items", []))


def add(ana: Any, event_id: str, day: int = 6, **more: Any) -> None:
    times = {
        "start": {"dateTime": f"2026-03-{day:02d}T09:00:00-05:00"},
        "end": {"dateTime": f"2026-03-{day:02d}T10:00:00-05:00"},
    }
    ana.events().insert(calendarId="primary", body=talk(id=event_id) | times | more).execute()


def token(ana: Any, **params: Any) -> str:
    answer = ana.events().list(calendarId="primary", **params).execute()
    return str(answer["nextSyncToken"])


def test_a_sync_tells_of_new_changed_and_deleted_events_once(ana: Any) -> None:
    for name in ("aaaaa1", "aaaaa2", "aaaaa3"):
        add(ana, name)
    first = token(ana)
    ana.events().delete(calendarId="primary", eventId="aaaaa2").execute()
    ana.events().patch(calendarId="primary", eventId="aaaaa3", body={"summary": "x"}).execute()
    add(ana, "aaaaa4")
    answer = ana.events().list(calendarId="primary", syncToken=first).execute()
    told = {event["id"]: event["status"] for event in answer["items"]}
    assert told == {"aaaaa2": "cancelled", "aaaaa3": "confirmed", "aaaaa4": "confirmed"}
    again = ana.events().list(calendarId="primary", syncToken=answer["nextSyncToken"]).execute()
    assert again["items"] == []


def test_a_change_between_two_pages_is_told_by_the_next_sync(ana: Any) -> None:
    for number in range(5):
        add(ana, f"aaaaa{number}")
    request = ana.events().list(calendarId="primary", maxResults=2)
    page = request.execute()
    seen = [event["id"] for event in page["items"]]
    ana.events().delete(calendarId="primary", eventId="aaaaa0").execute()
    add(ana, "aaaaa9")
    while "nextPageToken" in page:
        assert "nextSyncToken" not in page
        request = ana.events().list_next(request, page)
        page = request.execute()
        seen += [event["id"] for event in page["items"]]
    assert seen == [f"aaaaa{number}" for number in range(5)] + ["aaaaa9"]
    told = ana.events().list(calendarId="primary", syncToken=page["nextSyncToken"]).execute()
    assert [event["id"] for event in told["items"]] == ["aaaaa0", "aaaaa9"]


@pytest.mark.parametrize(
    "extra",
    [
        {"timeMin": "2026-03-01T00:00:00Z"},
        {"timeMax": "2026-03-01T00:00:00Z"},
        {"q": "talk"},
        {"orderBy": "updated"},
        {"updatedMin": "2026-03-01T00:00:00Z"},
        {"privateExtendedProperty": ["a=b"]},
        {"sharedExtendedProperty": ["a=b"]},
        {"iCalUID": "x"},
        {"showDeleted": False},
    ],
)
def test_a_sync_token_goes_with_no_filter(ana: Any, extra: dict[str, Any]) -> None:
    first = token(ana)
    request = ana.events().list(calendarId="primary", syncToken=first, **extra)
    assert refusal(request)[0] == 400


def test_an_expired_or_strange_sync_token_is_gone(ana: Any, app: Emulator) -> None:
    first = token(ana)
    gone = (410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.")
    assert refusal(ana.events().list(calendarId="primary", syncToken="nonsense")) == gone
    app.handle("POST", "/_emulator/calendar/expire_sync_tokens")
    assert refusal(ana.events().list(calendarId="primary", syncToken=first)) == gone
    second = token(ana)
    assert ana.events().list(calendarId="primary", syncToken=second).execute()["items"] == []
    other = ana.calendars().insert(body={"summary": "Team"}).execute()["id"]
    assert refusal(ana.events().list(calendarId=other, syncToken=second)) == gone


def test_a_filtered_list_ends_without_a_sync_token(ana: Any) -> None:
    answer = ana.events().list(calendarId="primary", q="talk").execute()
    assert "nextSyncToken" not in answer
    assert token(ana, timeMin="2026-03-01T00:00:00Z")


def test_the_window_is_half_open(ana: Any) -> None:
    add(ana, "aaaaa1", 5)
    add(ana, "aaaaa2", 6)
    inside = items(ana, timeMin="2026-03-06T13:59:00Z", timeMax="2026-03-06T14:01:00Z")
    assert [event["id"] for event in inside] == ["aaaaa2"]
    assert items(ana, timeMin="2026-03-06T15:00:00Z") == []
    assert items(ana, timeMax="2026-03-05T14:00:00Z") == []
    swapped = ana.events().list(
        calendarId="primary", timeMin="2026-03-06T15:00:00Z", timeMax="2026-03-06T15:00:00Z"
    )
    assert refusal(swapped)[1] == "timeRangeEmpty"
    bare = ana.events().list(calendarId="primary", timeMin="2026-03-06T15:00:00")
    assert refusal(bare) == (400, "badRequest", "Bad Request")


def test_filters(ana: Any) -> None:
    add(ana, "aaaaa1", extendedProperties={"private": {"k": "1"}, "shared": {"s": "1"}})
    add(ana, "aaaaa2", summary="Plan review", extendedProperties={"private": {"k": "2"}})
    add(ana, "aaaaa3", summary="Other", location="Plan room")
    assert [e["id"] for e in items(ana, privateExtendedProperty=["k=1"])] == ["aaaaa1"]
    assert [e["id"] for e in items(ana, sharedExtendedProperty=["s=1"])] == ["aaaaa1"]
    assert items(ana, privateExtendedProperty=["k=1", "k=2"]) == []
    assert [e["id"] for e in items(ana, q="plan")] == ["aaaaa2", "aaaaa3"]
    assert [e["id"] for e in items(ana, q="PLAN review")] == ["aaaaa2"]


def test_deleted_events_show_only_on_request(ana: Any) -> None:
    add(ana, "aaaaa1")
    ana.events().delete(calendarId="primary", eventId="aaaaa1").execute()
    assert items(ana) == []
    assert [event["status"] for event in items(ana, showDeleted=True)] == ["cancelled"]
    assert len(items(ana, updatedMin="2026-03-02T00:00:00Z")) == 1
    old = ana.events().list(calendarId="primary", updatedMin="2025-01-01T00:00:00Z")
    assert refusal(old)[:2] == (410, "updatedMinTooLongAgo")


def test_order(ana: Any, app: Emulator) -> None:
    add(ana, "aaaaa1", 9)
    app.workspace.clock.advance(60)
    add(ana, "aaaaa2", 5)
    ids = [event["id"] for event in items(ana, orderBy="startTime", singleEvents=True)]
    assert ids == ["aaaaa2", "aaaaa1"]
    app.workspace.clock.advance(60)
    ana.events().patch(calendarId="primary", eventId="aaaaa1", body={"summary": "x"}).execute()
    assert [e["id"] for e in items(ana, orderBy="updated")] == ["aaaaa2", "aaaaa1"]
    unordered = ana.events().list(calendarId="primary", orderBy="startTime")
    assert refusal(unordered)[0] == 400


def test_a_fields_mask_is_applied(ana: Any) -> None:
    add(ana, "aaaaa1")
    answer = ana.events().list(calendarId="primary", fields="items(id,start/dateTime)").execute()
    start = {"dateTime": "2026-03-06T09:00:00-05:00"}
    assert answer == {"items": [{"id": "aaaaa1", "start": start}]}


def test_state_and_sync_tokens_survive_a_restart(tmp_path: Any) -> None:
    from googleapiclient.discovery import build_from_document
    from googleapiclient.discovery_cache import get_static_doc

    from emulator.app import create_app
    from emulator.inprocess import Http

    def client() -> Any:
        app = create_app(data=tmp_path, check=True)
        document = get_static_doc("calendar", "v3")
        return build_from_document(document, http=Http(app, ANA)), app

    ana, app = client()
    add(ana, "aaaaa1")
    first = token(ana)
    app.workspace.database.close()
    ana, app = client()
    assert ana.events().list(calendarId="primary", syncToken=first).execute()["items"] == []
    add(ana, "aaaaa2")
    told = ana.events().list(calendarId="primary", syncToken=first).execute()["items"]
    assert [event["id"] for event in told] == ["aaaaa2"]
    app.workspace.database.close()
