"""Who sees which calendar: acl, calendar lists, free/busy, settings."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.app import Emulator
from emulator.calendar import reading
from emulator.errors import ApiError

from .conftest import ANA, BEN, NOW, refusal, talk

DAY = {"timeMin": "2026-03-06T00:00:00Z", "timeMax": "2026-03-07T00:00:00Z"}


def give(ana: Any, role: str, value: str = BEN, kind: str = "user") -> dict[str, Any]:
    body = {"role": role, "scope": {"type": kind, "value": value}}
    return dict(ana.acl().insert(calendarId="primary", body=body).execute())


def test_colleagues_see_only_that_one_is_busy(ana: Any, ben: Any) -> None:
    ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    seen = ben.events().list(calendarId=ANA).execute()
    assert seen["accessRole"] == "freeBusyReader"
    assert "summary" not in seen["items"][0]
    assert "creator" not in seen["items"][0]
    needed = "You need to have writer access to this calendar."
    request = ben.events().insert(calendarId=ANA, body=talk())
    assert refusal(request) == (403, "requiredAccessLevel", needed)
    assert refusal(ben.acl().list(calendarId=ANA))[:2] == (403, "requiredAccessLevel")


def test_strangers_see_nothing(ana: Any, calendar: Any) -> None:
    ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    stranger = calendar("eve@elsewhere.example")
    assert refusal(stranger.events().list(calendarId=ANA)) == (404, "notFound", "Not Found")
    body = DAY | {"items": [{"id": ANA}]}
    answer = stranger.freebusy().query(body=body).execute()
    assert answer["calendars"][ANA]["errors"] == [{"domain": "global", "reason": "notFound"}]


def test_a_reader_does_not_see_private_events(ana: Any, ben: Any) -> None:
    give(ana, "reader")
    ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    ana.events().insert(
        calendarId="primary", body=talk(id="abc12346", visibility="private")
    ).execute()
    seen = ben.events().list(calendarId=ANA).execute()["items"]
    assert [event.get("summary") for event in seen] == ["First Talk C-0142", None]
    give(ana, "writer")
    seen = ben.events().list(calendarId=ANA).execute()["items"]
    assert seen[1]["summary"] == "First Talk C-0142"


def test_rules_come_and_go(ana: Any, ben: Any) -> None:
    rule = give(ana, "writer")
    assert rule["id"] == f"user:{BEN}"
    ana.acl().patch(calendarId="primary", ruleId=rule["id"], body={"role": "reader"}).execute()
    assert ana.acl().get(calendarId="primary", ruleId=rule["id"]).execute()["role"] == "reader"
    ana.acl().delete(calendarId="primary", ruleId=rule["id"]).execute()
    ids = [rule["id"] for rule in ana.acl().list(calendarId="primary").execute()["items"]]
    assert ids == [f"user:{ANA}", "domain:school.example"]
    assert refusal(ana.acl().delete(calendarId="primary", ruleId=rule["id"]))[0] == 404
    bad = {"role": "reader", "scope": {"type": "user", "value": "nobody"}}
    assert refusal(ana.acl().insert(calendarId="primary", body=bad))[:2] == (400, "invalid")
    own = ana.acl().delete(calendarId="primary", ruleId=f"user:{ANA}")
    assert refusal(own)[:2] == (403, "cannotChangeOwnAcl")


def test_a_secondary_calendar_lives_and_dies(ana: Any, ben: Any) -> None:
    made = ana.calendars().insert(body={"summary": "Team", "timeZone": "Europe/Paris"}).execute()
    assert ana.calendars().get(calendarId=made["id"]).execute()["timeZone"] == "Europe/Paris"
    assert refusal(ben.calendarList().insert(body={"id": made["id"]}))[0] == 404
    rule = {"role": "reader", "scope": {"type": "user", "value": BEN}}
    ana.acl().insert(calendarId=made["id"], body=rule).execute()
    entry = ben.calendarList().insert(body={"id": made["id"]}).execute()
    assert entry["accessRole"] == "reader"
    assert [c["id"] for c in ben.calendarList().list().execute()["items"]] == [BEN, made["id"]]
    assert ben.calendarList().get(calendarId="primary").execute()["primary"] is True
    renamed = ana.calendars().patch(calendarId=made["id"], body={"summary": "Crew"}).execute()
    assert (renamed["summary"], renamed["timeZone"]) == ("Crew", "Europe/Paris")
    ben.calendarList().delete(calendarId=made["id"]).execute()
    assert refusal(ben.calendarList().get(calendarId=made["id"]))[0] == 404
    ana.calendars().delete(calendarId=made["id"]).execute()
    assert refusal(ana.events().list(calendarId=made["id"]))[0] == 404
    assert refusal(ana.calendars().delete(calendarId="primary"))[0] == 403


def test_free_busy_merges_and_leaves_out_what_does_not_block(ana: Any, ben: Any) -> None:
    def add(hour: int, minutes: int = 60, **more: Any) -> None:
        body = {
            "start": {"dateTime": f"2026-03-06T{hour:02d}:00:00Z"},
            "end": {"dateTime": f"2026-03-06T{hour + minutes // 60:02d}:{minutes % 60:02d}:00Z"},
        }
        ana.events().insert(calendarId="primary", body=talk() | body | more).execute()

    add(10)
    add(10, 90)
    add(13, transparency="transparent")
    daily = {
        "recurrence": ["RRULE:FREQ=DAILY;COUNT=2"],
        "start": {"dateTime": "2026-03-05T15:00:00Z", "timeZone": "UTC"},
        "end": {"dateTime": "2026-03-05T16:00:00Z", "timeZone": "UTC"},
    }
    add(15, **daily)
    body = DAY | {"items": [{"id": ANA}, {"id": "x@y.example"}]}
    answer = ben.freebusy().query(body=body).execute()
    assert answer["calendars"][ANA]["busy"] == [
        {"start": "2026-03-06T10:00:00Z", "end": "2026-03-06T11:30:00Z"},
        {"start": "2026-03-06T15:00:00Z", "end": "2026-03-06T16:00:00Z"},
    ]
    assert answer["calendars"]["x@y.example"]["errors"][0]["reason"] == "notFound"
    assert refusal(ben.freebusy().query(body={"items": []}))[:2] == (400, "required")


def test_settings(ana: Any) -> None:
    assert ana.settings().get(setting="timezone").execute()["value"] == "America/New_York"
    assert refusal(ana.settings().get(setting="mood"))[0] == 404


def test_the_agenda_reads_and_moves_as_a_person(ana: Any, app: Emulator) -> None:
    ana.events().insert(calendarId="primary", body=talk(id="abc12345")).execute()
    assert [entry["id"] for entry in reading.calendars(app.workspace, ANA)] == [ANA]
    end = NOW.replace(day=30)
    (shown,) = reading.appointments(app.workspace, ANA, ANA, NOW, end)
    assert (shown.summary, shown.start.hour) == ("First Talk C-0142", 9)
    reading.move_appointment(
        app.workspace,
        ANA,
        ANA,
        shown.id,
        NOW.replace(day=9),
        NOW.replace(day=9, hour=15),
        shown.etag,
    )
    (moved,) = reading.appointments(app.workspace, ANA, ANA, NOW, end)
    assert moved.start.day == 9
    with pytest.raises(ApiError) as caught:
        reading.delete_appointment(app.workspace, ANA, ANA, shown.id, shown.etag)
    assert caught.value.status == 412
    reading.delete_appointment(app.workspace, ANA, ANA, shown.id)
    assert reading.appointments(app.workspace, ANA, ANA, NOW, end) == []
