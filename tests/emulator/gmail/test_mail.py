"""Mail: sent once, delivered to everybody, found again."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.app import Emulator, create_app
from emulator.gmail import mime, reading, search
from emulator.gmail.store import Message
from emulator.inprocess import Http
from emulator.workspace import Clock

ANA, BEN, MUM = "ana@school.example", "ben@school.example", "mum@family.example"
NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


@pytest.fixture
def app() -> Emulator:
    return create_app(clock=Clock(NOW), seed=7, check=True)


@pytest.fixture
def mail(app: Emulator) -> Callable[[str], Any]:
    """`mail(person)` is Google's Gmail client, acting as that person."""

    def build(person: str) -> Any:
        document = get_static_doc("gmail", "v1")
        return build_from_document(document, http=Http(app, person)).users()

    return build


def letter(to: str = BEN, subject: str = "We received your message · R-0031", **more: str) -> Any:
    message = EmailMessage()
    message["To"], message["Subject"] = to, subject
    for name, value in more.items():
        message[name.replace("_", "-")] = value
    message.set_content("Call or text 988 at any time.\n\nThank you & good-bye.\n")
    return message


def body(message: EmailMessage) -> dict[str, str]:
    return {"raw": base64.urlsafe_b64encode(message.as_bytes()).decode()}


def send(gmail: Any, message: EmailMessage) -> dict[str, Any]:
    return dict(gmail.messages().send(userId="me", body=body(message)).execute())


def subjects(gmail: Any, q: str = "", **params: Any) -> list[str]:
    listed = gmail.messages().list(userId="me", q=q, **params).execute().get("messages", [])
    found = []
    for entry in listed:
        got = gmail.messages().get(
            userId="me", id=entry["id"], format="metadata", metadataHeaders=["subject"]
        )
        found.append(got.execute()["payload"]["headers"][0]["value"])
    return found


def refusal(request: Any) -> tuple[int, str, str]:
    with pytest.raises(HttpError) as caught:
        request.execute()
    error = json.loads(caught.value.content)["error"]
    return error["code"], error["errors"][0]["reason"], error["message"]


def test_everybody_named_gets_a_copy_and_nobody_sees_bcc(mail: Any, app: Emulator) -> None:
    message = letter(f"Ben <{BEN}>, {MUM}", Cc="cc@school.example", Bcc="bcc@school.example")
    sent = send(mail(ANA), message)
    assert sent["labelIds"] == ["SENT"]
    for person in (BEN, MUM, "cc@school.example", "bcc@school.example"):
        (entry,) = mail(person).messages().list(userId="me").execute()["messages"]
        got = mail(person).messages().get(userId="me", id=entry["id"]).execute()
        assert set(got["labelIds"]) == {"INBOX", "UNREAD"}
        names = [header["name"] for header in got["payload"]["headers"]]
        assert "Bcc" not in names
        assert "Message-ID" in names
    own = mail(ANA).messages().get(userId="me", id=sent["id"], format="full").execute()
    headers = {h["name"]: h["value"] for h in own["payload"]["headers"]}
    assert headers["Bcc"] == "bcc@school.example"
    assert headers["From"] == ANA


def test_the_clients_message_id_finds_the_message(app: Emulator, mail: Any) -> None:
    app.vary({"gmail_message_id": "kept"})
    gmail = mail(ANA)
    send(gmail, letter(Message_ID="<R-0031.ack@holdfast.example>"))
    send(gmail, letter(subject="Other"))
    for q in (
        "rfc822msgid:R-0031.ack@holdfast.example",
        "rfc822msgid:<R-0031.ack@holdfast.example>",
    ):
        assert subjects(gmail, q) == ["We received your message · R-0031"]
    assert subjects(gmail, "rfc822msgid:R-0031.ack@holdfast.exampl") == []
    assert subjects(mail(BEN), "rfc822msgid:R-0031.ack@holdfast.example") != []


def test_a_message_comes_back_byte_for_byte(app: Emulator, mail: Any) -> None:
    app.vary({"gmail_message_id": "kept"})
    message = letter(From=ANA, Date="Mon, 02 Mar 2026 14:00:00 +0000", Message_ID="<a@b.example>")
    sent = send(mail(ANA), message)
    got = mail(ANA).messages().get(userId="me", id=sent["id"], format="raw").execute()
    assert base64.urlsafe_b64decode(got["raw"]) == message.as_bytes()
    assert got["snippet"] == "Call or text 988 at any time. Thank you &amp; good-bye."
    assert got["internalDate"] == str(int(NOW.timestamp() * 1000))
    assert "payload" not in got


def test_parts_and_attachments(mail: Any) -> None:
    message = letter()
    message.add_alternative("<p>Call or text <b>988</b></p>", subtype="html")
    message.add_attachment(
        b"\x00\x01plan", maintype="application", subtype="pdf", filename="plan.pdf"
    )
    gmail = mail(ANA)
    sent = send(gmail, message)
    payload = gmail.messages().get(userId="me", id=sent["id"]).execute()["payload"]
    assert payload["mimeType"] == "multipart/mixed"
    assert [part["partId"] for part in payload["parts"]] == ["0", "1"]
    plain = payload["parts"][0]["parts"][0]
    assert plain["partId"] == "0.0"
    assert base64.urlsafe_b64decode(plain["body"]["data"]).startswith(b"Call or text 988")
    attached = payload["parts"][1]
    assert attached["filename"] == "plan.pdf"
    content = (
        gmail.messages()
        .attachments()
        .get(userId="me", messageId=sent["id"], id=attached["body"]["attachmentId"])
    )
    assert base64.urlsafe_b64decode(content.execute()["data"]) == b"\x00\x01plan"
    assert subjects(gmail, "has:attachment") == ["We received your message · R-0031"]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("from:ana", ["B", "A"]),
        ("to:mum@family.example", ["B"]),
        ("subject:a", ["A"]),
        ('subject:"a" OR subject:b', ["B", "A"]),
        ("-subject:a", ["B"]),
        ("is:unread", []),
        ("in:sent", ["B", "A"]),
        ("in:inbox", []),
        ("after:2026/03/02", ["B", "A"]),
        ("before:2026/03/02", []),
        ("newer_than:1d", ["B", "A"]),
        ("older_than:1d", []),
        ("good-bye", ["B", "A"]),
        ("good-by", []),
    ],
)
def test_searching(mail: Any, q: str, expected: list[str]) -> None:
    send(mail(ANA), letter(subject="A"))
    send(mail(ANA), letter(MUM, subject="B"))
    assert subjects(mail(ANA), q) == expected


def test_pages_are_stable_while_mail_comes_in(mail: Any) -> None:
    gmail = mail(ANA)
    for number in range(5):
        send(gmail, letter(subject=f"S{number}"))
    request = gmail.messages().list(userId="me", maxResults=2)
    seen = []
    while request is not None:
        page = request.execute()
        seen += [entry["id"] for entry in page["messages"]]
        send(gmail, letter(subject="late"))
        request = gmail.messages().list_next(request, page)
    assert len(seen) == len(set(seen)) == 5


def test_labels_and_trash(mail: Any) -> None:
    send(mail(ANA), letter())
    ben = mail(BEN)
    (entry,) = ben.messages().list(userId="me", labelIds=["UNREAD"]).execute()["messages"]
    read = {"removeLabelIds": ["UNREAD"]}
    ben.messages().modify(userId="me", id=entry["id"], body=read).execute()
    assert subjects(ben, "is:unread") == []
    ben.messages().trash(userId="me", id=entry["id"]).execute()
    assert subjects(ben) == []
    assert len(subjects(ben, "in:trash")) == 1
    ben.messages().untrash(userId="me", id=entry["id"]).execute()
    assert len(subjects(ben)) == 1
    bad = ben.messages().modify(userId="me", id=entry["id"], body={"addLabelIds": ["Nonsense"]})
    assert refusal(bad) == (400, "invalidArgument", "Invalid label: Nonsense")
    assert "INBOX" in {x["id"] for x in ben.labels().list(userId="me").execute()["labels"]}


def test_an_answer_joins_the_thread(app: Emulator, mail: Any) -> None:
    app.vary({"gmail_message_id": "kept"})
    send(mail(ANA), letter(Message_ID="<one@holdfast.example>"))
    (first,) = mail(BEN).messages().list(userId="me").execute()["messages"]
    send(mail(BEN), letter(ANA, subject="Re", In_Reply_To="<one@holdfast.example>"))
    thread = mail(BEN).threads().get(userId="me", id=first["threadId"]).execute()
    assert len(thread["messages"]) == 2
    assert len(mail(BEN).threads().list(userId="me").execute()["threads"]) == 1


def test_a_mailbox_is_its_owners_alone(mail: Any) -> None:
    sent = send(mail(ANA), letter())
    other = mail(BEN).messages().list(userId=ANA)
    assert refusal(other) == (403, "forbidden", f"Delegation denied for {BEN}")
    missing = mail(BEN).messages().get(userId="me", id=sent["id"])
    assert refusal(missing) == (404, "notFound", "Requested entity was not found.")
    assert mail(ANA).getProfile(userId="me").execute()["messagesTotal"] == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({}, "'raw' RFC822 payload message string or uploading message via /upload/* URL required"),
        ({"raw": "U3ViamVjdDogeA=="}, "Recipient address required"),
        ({"raw": "VG86IG5vYm9keQ0KDQp4"}, "Invalid To header"),
    ],
)
def test_what_cannot_be_sent_is_not(mail: Any, content: Any, message: str) -> None:
    request = mail(ANA).messages().send(userId="me", body=content)
    assert refusal(request) == (400, "invalidArgument", message)
    assert mail(ANA).getProfile(userId="me").execute()["messagesTotal"] == 0


def test_a_foreign_sender_is_replaced_by_the_mailboxs_owner(mail: Any) -> None:
    send(mail(ANA), letter(From="head@school.example"))
    assert subjects(mail(BEN), f"from:{ANA}")
    assert not subjects(mail(BEN), "from:head")


def test_pages_read_letters(mail: Any, app: Emulator) -> None:
    send(mail(ANA), letter())
    (shown,) = reading.letters(app.workspace, BEN)
    assert (shown.sender, shown.unread, shown.html) == (ANA, True, None)
    assert shown.text.startswith("Call or text 988")
    reading.mark_read(app.workspace, BEN, shown.id)
    again = reading.letter(app.workspace, BEN, shown.id)
    assert again is not None
    assert not again.unread
    assert reading.letter(app.workspace, ANA, shown.id) is None


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_search_text_can_be_read(query: str) -> None:
    found = search.read(query, NOW)
    nothing = Message("1", "1", ANA, "", b"", [], NOW, 1)
    assert found.finds(nothing) in (True, False)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_can_be_shown(raw: bytes) -> None:
    message = mime.parse(raw)
    assert mime.payload(message, "x")["partId"] == ""
    assert isinstance(mime.snippet(message), str)
    assert mime.decode(mime.encode(raw)) == raw


def test_taking_out_a_header_leaves_the_rest() -> None:
    raw = b"A: 1\r\nBcc: x@y.example,\r\n z@y.example\r\nB: 2\r\n\r\nBcc: stays\r\n"
    assert mime.without_header(raw, "bcc") == b"A: 1\r\nB: 2\r\n\r\nBcc: stays\r\n"
