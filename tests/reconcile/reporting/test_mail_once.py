"""A mail goes once: found again by the reference in it, whichever Message-ID Gmail gives it; and
where Sent may not be searched, a person says whether it has gone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from emulator.app import create_app
from tests.school_fixture import LiveSchool, questions

NORA = "nora@family.example"
GONE, AGAIN = "It has gone", "Send it again"


def school(folder: Path, **variants: object) -> LiveSchool:
    app = create_app(variants={"find_replace": "typed", **variants})
    live = LiveSchool(folder, app=app).init().fill()
    live.sync()
    live.refer("outside", parent_name="Nora", reach=NORA, student_name="Ana", concern="Sleep")
    return live


def fault(live: LiveSchool, method: str, status: int, **spec: object) -> None:
    body = {"method": f"gmail.users.{method}", "status": status, "times": 1, **spec}
    live.control("POST", "faults", body)


def alerted_school(folder: Path, **variants: object) -> LiveSchool:
    """One in which safeguarding was told of a referral: no row remembers that mail."""
    live = school(folder, **variants)
    live.refer(
        "outside",
        parent_name="Nora",
        reach=NORA,
        student_name="Ana",
        concern="Sleep",
        adult_here="Yes",
    )
    live.sync()
    return live


def references(live: LiveSchool, to: str = "") -> list[str]:
    """The references of the mails that were sent, all or those to one address."""
    admin = live.found["admin"]
    sent = live.google("/gmail/v1/users/me/messages?labelIds=SENT&maxResults=500", admin)
    mails = [live._mail(each["id"], admin) for each in sent.get("messages", ())]
    lines = [mail["text"].strip().splitlines()[-1] for mail in mails if to in mail["To"]]
    return [re.fullmatch(r"Reference: (HF-[A-V0-9]{16})", line)[1] for line in lines]


def sent_to_nora(live: LiveSchool) -> list[str]:
    return references(live, NORA)


def asked(live: LiveSchool) -> list[dict[str, str]]:
    return [row for row in questions(live, "office") if "HF-" in row["What"]]


@pytest.mark.parametrize("message_id", ["kept", "replaced"])
def test_a_mail_whose_answer_was_lost_is_found_and_not_sent_again(tmp_path, message_id):
    live = school(tmp_path, gmail_message_id=message_id)
    fault(live, "drafts.send", 503, when="after")
    live.sync()
    assert len(sent_to_nora(live)) == 1
    assert not live.sync().changes


def lose_the_ledger(live: LiveSchool) -> None:
    live.school.ledger._engine.dispose()
    (live.folder / "ledger.db").unlink()
    live.school = live.open()


@pytest.mark.parametrize("message_id", ["kept", "replaced"])
def test_after_the_loss_of_the_ledger_no_mail_is_sent_again(tmp_path, message_id):
    live = alerted_school(tmp_path, gmail_message_id=message_id)
    sent = references(live)
    lose_the_ledger(live)
    assert live.school.rebuild(live.now)["messages"] >= 1
    assert "send_mail" not in live.sync().changes
    assert references(live) == sent


@pytest.mark.parametrize(("answer", "mails"), [(GONE, 1), (AGAIN, 2)])
def test_where_sent_may_not_be_searched_a_person_is_asked(tmp_path, answer, mails):
    live = school(tmp_path)
    fault(live, "drafts.send", 503, when="after")
    fault(live, "messages.list", 403, times=100)
    live.sync()
    live.sync()
    assert len(sent_to_nora_despite(live)) == 1
    (question,) = asked(live)
    assert sent_to_nora_despite(live)[0] in question["What"]
    fault(live, "messages.list", 403, times=100)
    live.change("office", "Attention", {"What": question["What"]}, {"Pick": answer})
    live.sync()
    assert len(sent_to_nora_despite(live)) == mails
    assert not asked(live)
    live.control("DELETE", "faults")
    assert not live.sync().changes


def test_where_sent_may_not_be_searched_rebuild_leaves_it_to_a_person(tmp_path):
    live = alerted_school(tmp_path)
    sent = references(live)
    lose_the_ledger(live)
    fault(live, "messages.list", 403, times=100)
    live.school.rebuild(live.now)
    live.sync()
    live.control("DELETE", "faults")
    assert references(live) == sent
    assert asked(live)
    live.sync()  # and now it may be searched
    assert not asked(live)
    assert references(live) == sent


def test_a_word_to_send_it_again_counts_once(tmp_path):
    live = school(tmp_path)
    fault(live, "drafts.send", 503, when="after")
    fault(live, "messages.list", 403, times=100)
    live.sync()
    (question,) = asked(live)
    live.change("office", "Attention", {"What": question["What"]}, {"Pick": AGAIN})
    fault(live, "drafts.send", 503, when="after")
    live.sync()
    live.sync()
    assert len(sent_to_nora_despite(live)) == 2
    assert asked(live)


def sent_to_nora_despite(live: LiveSchool) -> list[str]:
    """The same while Gmail refuses to be searched; the refusals end."""
    live.control("DELETE", "faults")
    return sent_to_nora(live)
