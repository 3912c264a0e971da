"""A sync that is held up with one call to Google on its way, past every check of the service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httplib2

from emulator.inprocess import Http
from tests.crash.worlds import kind_of_call
from tests.school_fixture import LiveSchool

READS = (":getByDataFilter", ":batchGetByDataFilter", "freeBusy")


def writes(method: str, uri: str, body: Any) -> bool:
    path = uri.partition("?")[0]
    if "/batch/" in path:
        return any(f"{verb} /" in str(body) for verb in ("POST", "PATCH", "PUT", "DELETE"))
    return method != "GET" and not path.endswith(READS)


@dataclass(slots=True)
class Paused:
    """The transport of the sync that is held up: before writing call number `at` goes out, or the
    first one whose kind ends on `at_kind`, `meanwhile` happens."""

    live: LiveSchool
    at: int
    meanwhile: Callable[[], None]
    calls: list[str] = field(default_factory=list)
    at_kind: str = ""

    def connection(self) -> Any:
        return Pausing(self)


class Pausing(Http):
    def __init__(self, paused: Paused) -> None:
        super().__init__(paused.live.app)
        self.paused = paused

    def request(
        self, uri: str, method: str = "GET", body: Any = None, *args: Any, **kwargs: Any
    ) -> tuple[httplib2.Response, bytes]:
        paused = self.paused
        if writes(method, uri, body):
            paused.calls.append(kind_of_call(method, uri))
            ends = bool(paused.at_kind) and paused.calls[-1].endswith(paused.at_kind)
            if len(paused.calls) == paused.at or ends:
                paused.at_kind = ""
                paused.meanwhile()
        return super().request(uri, method, body, *args, **kwargs)
