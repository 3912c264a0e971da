"""`doctor --live` finds exactly the Google that is there, by Google's API alone."""

from datetime import datetime, timedelta

import pytest

from emulator.variants import VARIANTS
from service.google.probes import PROBES, probe_all

from .conftest import ADMIN

NOT_BY_AN_API = {"addon_callback", "hd_claim", "data_images"}
START = datetime.fromisoformat("2026-10-05T13:00:00+00:00")


def found(session, local):
    local.control("POST", "clock", {"now": START.isoformat()})
    passed = [START]

    def wait(seconds):
        passed[0] += timedelta(seconds=seconds)
        local.control("POST", "clock", {"now": passed[0].isoformat()})

    return {each.name: each for each in probe_all(session, ADMIN, ADMIN, wait)}


def each_value():
    for one in VARIANTS:
        for value in one.values:
            if one.name not in NOT_BY_AN_API:
                yield one.name, "7" if value == "seconds" else value


@pytest.mark.parametrize(("name", "value"), each_value())
def test_each_value_of_each_variant_is_found(session, local, name, value):
    local.control("POST", "variants", {name: value})
    every = found(session, local)
    assert every[name].value == value
    set_here = local.control("GET", "variants")
    assert {n: each.value for n, each in every.items() if each.value} == {
        n: str(v) for n, v in set_here.items() if n in PROBES and every[n].value
    }


def test_all_that_an_api_can_show_is_probed():
    assert set(PROBES) | NOT_BY_AN_API == {one.name for one in VARIANTS}


def test_only_google_is_asked_and_everything_lies_in_the_bin(session, local, workspace):
    found(session, local)
    assert not [name for name in local.counts() if "emulator" in name]
    assert workspace.files.find(holdfast="scratch") == ()
    here = [
        file for file in local.app.workspace.drive.files.values() if not file.settings.get("root")
    ]
    assert len(here) > 4
    assert all(file.trashed for file in here)


def test_what_cannot_be_told_is_said_and_the_others_go_on(session, local):
    local.fault("forms.forms.create", 403, times=9)
    every = found(session, local)
    assert every["form_ids"].value == ""
    assert every["form_ids"].why
    assert every["doc_revisions"].value == "apart"
    local.control("POST", "variants", {"form_ids": "own"})
    local.control("DELETE", "faults")
    assert found(session, local)["form_goto_same_batch"].value == ""
