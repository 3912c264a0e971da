"""Nothing that could say something about a person gets into the ledger."""

import pytest

from service.ledger import NotOpaque
from service.ports import Agreed

PERSONAL = [
    "Ana Silva",
    "ana@school.example",
    "José",
    "talks of self-harm",
    "line\nbreak",
    "x" * 2001,
]


@pytest.mark.parametrize("text", PERSONAL)
def test_personal_text_is_refused_wherever_it_is_offered(ledger, clock, text):
    offers = [
        lambda: ledger.agree([Agreed("row", text)]),
        lambda: ledger.agree([Agreed(text, "hf-1")]),
        lambda: ledger.agree([Agreed("row", "hf-1", text)]),
        lambda: ledger.agree([Agreed("row", "hf-1", "", {"student": text})]),
        lambda: ledger.agree([Agreed("row", "hf-1", "", {text: "1"})]),
        lambda: ledger.set_tokens({"drive": text}),
        lambda: ledger.set_tokens({text: "1"}),
        lambda: ledger.intend("mail", text),
        lambda: ledger.intend("mail", "hf-1", text),
        lambda: ledger.next_number(text, 1),
        lambda: ledger.take_lease(text, "me", 1),
        lambda: ledger.record_run("run", clock.now, clock.now, {"problems": [text]}),
        lambda: ledger.record_run("run", clock.now, clock.now, {"changes": {text: 1}}),
        lambda: ledger.record_access(clock.now, "me@x.example", text, "card", "own case"),
        lambda: ledger.set_key_id(text),
    ]
    for offer in offers:
        with pytest.raises(NotOpaque) as refused:
            offer()
        assert text not in str(refused.value)
    assert ledger.agreed() == {}
    assert ledger.unsettled() == {}
    assert ledger.last_run() is None


def test_what_google_hands_out_is_taken(ledger):
    for value in ['"3181161784712000"', "~!!~AI9FV7Tc_x==", "CPDAlvWDx70CEPDAlvWDx70CGAU="]:
        ledger.agree([Agreed("event", "hf-1", "a0v9", {"etag": value})])
        ledger.set_tokens({"drive": value})
    ledger.intend("mail", "ack:R-0001", "<abc0v@holdfast>")


@pytest.mark.parametrize("text", ["ana@school.example", "José", "x" * 121])
def test_a_reason_is_a_fixed_phrase(ledger, clock, text):
    with pytest.raises(NotOpaque):
        ledger.record_access(clock.now, "me@x.example", "C-0001", text, "own case")
    with pytest.raises(NotOpaque):
        ledger.record_access(clock.now, "me@x.example", "C-0001", "card", text)


def test_an_object_is_no_count(ledger, clock):
    with pytest.raises(NotOpaque, match="bytes"):
        ledger.record_run("run", clock.now, clock.now, {"problems": b"2"})
