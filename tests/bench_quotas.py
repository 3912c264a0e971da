"""Cards while people type: Google's limits hold, an edit comes each second for five minutes, each
says "look again", and cards are asked for all the while. Counted are those that fail.

The clock is the local Workspace's: nobody waits, and a refusal for speed is met as often as in a
minute that passes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from emulator.app import create_app as local_workspace
from service.google.retries import Patience
from service.web.app import create_app
from service.web.syncing import LEAST_S
from tests.school_fixture import DANA, DOMAIN, TOMAS, LiveSchool

AUDIENCE = "holdfast-tests"
MAREN = f"maren.okafor@{DOMAIN}"
ASKED = (("home", DANA), ("home", MAREN), ("attention", TOMAS), ("workload", MAREN))


@dataclass(slots=True)
class UnderEdits:
    """What five minutes came to: `cards` asked for, `failed` among them, and `syncs`."""

    cards: int = 0
    failed: int = 0
    syncs: int = 0


def cards_under_edits(seconds: int = 300, every: int = 2) -> UnderEdits:
    """`every`: a card is asked for so often, in seconds."""
    found = UnderEdits()
    with tempfile.TemporaryDirectory() as folder:
        live = LiveSchool(Path(folder)).init().fill()
        live.sync()
        live.sync()
        limited = local_workspace(quotas=True)
        limited.restore(live.app.snapshot())
        live.app = limited
        live.set_clock(live.now)
        live.school = live.open()
        live.school.card_patience = Patience(attempts=3, sleep=lambda s: None)
        live.school.session.patience = Patience(sleep=lambda s: live.later(seconds=s))
        jobs: list[Callable[[], None]] = []
        app = create_app(live.school, spawn=jobs.append)
        app.extensions["holdfast"].syncing._pause.set()
        client = app.test_client()
        tokens = {
            person: live.control("POST", "id_token", {"email": person, "aud": AUDIENCE})["id_token"]
            for person in (DANA, TOMAS, MAREN)
        }
        last = -LEAST_S
        for second in range(seconds):
            live.later(seconds=1)
            tab = live.tab("caseload", "Diary", (DANA, TOMAS)[second % 2])
            tab.update_acell("H3", f"Word {second}")
            head = {"Authorization": f"Bearer {tokens[DANA]}"}
            client.post("/hooks/look", json={}, headers=head)
            if jobs and second - last >= LEAST_S:
                last = second
                found.syncs += 1
                jobs.pop(0)()
            if second % every == 0:
                action, person = ASKED[second // every % len(ASKED)]
                head = {"Authorization": f"Bearer {tokens[person]}"}
                answer = client.post(f"/addon/{action}", json={}, headers=head)
                found.cards += 1
                if answer.status_code != 200:
                    found.failed += 1
    return found


if __name__ == "__main__":
    print(cards_under_edits())
