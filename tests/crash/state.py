"""What a school looks like, told so that two runs can be compared.

Ids that are random for each run (files, rows that people typed) are named by what they stand
for; moments of the clock are left out. Everything else is as people see it: the rows of every
tab, the events of every calendar, the files with their text and who may open them, the mails.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docx import Document

from tests.school_fixture import ADMIN, DANA, DOCX, ROOT, TOMAS, LiveSchool

from .busy_day import NORA, RUTH, everything_of

ROW_ID = re.compile(r"\bhf-[0-9a-v]{13}\b")
PLACE = re.compile(r"#gid=\d+(&range=[A-Z]+\d+(:[A-Z]+\d+)?)?")  # where in a workbook
REFERENCE = re.compile(r"\bHF-[A-V0-9]{16}\b")  # of a mail; made of the referral's number
JOURNAL = "Holdfast journal"  # hidden; how a batch is judged, not what the school says
EARLIER, WHICH_TIME = "earlier_versions", ("holdfast_take", "holdfast_says")
CLOCK_COLUMNS = ("When", "Received", "Acknowledged")
PEOPLE = ("maren.okafor@alder-creek.example", DANA, TOMAS, NORA, RUTH, ADMIN)

State = dict[str, Counter[str]]


def describe(live: LiveSchool, numbers: bool = True) -> State:
    """The school by part ("caseload/Diary", "calendar dana…", "files", "mail …"): how often
    each thing is there. Without `numbers` referrals are named by what they say: a form that
    could not be read for a while changes their order."""
    files = everything_of(live)
    referrals = {} if numbers else _referral_names(live)
    away = {f["id"] for f in files if f.get("appProperties", {}).get("holdfast") == EARLIER}
    names = _Names({f["id"]: _file_name(f) for f in files}, _diary_names(live), referrals)
    state: State = {}
    for book in live.found["workbooks"]:
        for tab in live.people.gspread_as(ADMIN).open_by_key(live.found["workbooks"][book]):
            if tab.title == JOURNAL:
                continue
            state[f"{book}/{tab.title}"] = Counter(
                names.of(str(_row(row)))
                for row in live.rows(book, tab.title)
                if not (tab.title == "Attention" and not row["What"])  # settled, and blank again
            )
    for person in PEOPLE:
        events = Counter(names.of(str(_event(each))) for each in live.events(person))
        state[f"calendar {person}"] = events
        inbox = live.mails(person)
        assert len({mail["Message-ID"] for mail in inbox}) == len(inbox), "A mail was sent twice."
        references = Counter(r for mail in inbox for r in set(REFERENCE.findall(mail["text"])))
        assert all(n == 1 for n in references.values()), "Two mails bear one reference."
        mails = Counter(names.of(str(_mail(each, numbers))) for each in inbox)
        state[f"mail {person}"] = mails
    state["files"] = Counter(names.of(str(_file(live, file, away))) for file in files)
    return state


def differences(expected: State, found: State) -> list[str]:
    """Plain lines: what is missing and what is there too much, by part."""
    lines = []
    for part in sorted(expected.keys() | found.keys()):
        wanted, there = expected.get(part, Counter()), found.get(part, Counter())
        lines += [f"{part}: missing {n} × {what}" for what, n in (wanted - there).items()]
        lines += [f"{part}: too much {n} × {what}" for what, n in (there - wanted).items()]
    return lines


@dataclass(frozen=True, slots=True)
class _Names:
    files: Mapping[str, str]
    rows: Mapping[str, str]
    referrals: Mapping[str, str]

    def of(self, text: str) -> str:
        for file_id, name in self.files.items():
            text = text.replace(file_id, name)
        for number, name in self.referrals.items():
            text = text.replace(number, name)
        text = ROW_ID.sub(lambda found: self.rows.get(found[0], "hf-#"), text)
        return PLACE.sub("", text)


def _file_name(file: Mapping[str, Any]) -> str:
    """A document that was brought up to date is called the same however often."""
    held = {k: v for k, v in file.get("appProperties", {}).items() if k not in WHICH_TIME}
    return f"<{file['name']}|{'|'.join(f'{k}={v}' for k, v in sorted(held.items()))}>"


def _diary_names(live: LiveSchool) -> dict[str, str]:
    """Each Diary row by what it says; rows that say the same are told apart by their number."""
    names: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for row in live.rows("caseload", "Diary"):
        says = "/".join(str(row[c]) for c in ("Student", "Kind", "Date", "Start"))
        seen[says] += 1
        names[row["Row ID"]] = f"<diary {says} #{seen[says]}>"
    assert len(names) == sum(seen.values()), "A Row ID stands in the Diary twice."
    return names


def _referral_names(live: LiveSchool) -> dict[str, str]:
    held = live.rows("restricted", "Safety referrals")
    rows = [row for row in live.rows("office", "Referrals") if row["Concern"]]
    return {row["Referral ID"]: f"<R {row['Concern'][:30]}>" for row in [*rows, *held]}


def _row(row: Mapping[str, str]) -> dict[str, str]:
    return {
        heading: ("(a moment)" if heading in CLOCK_COLUMNS and cell else cell)
        for heading, cell in row.items()
        if cell
    }


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("summary", "start", "end", "description", "reminders", "status")
    told = {name: event[name] for name in kept if name in event}
    return told | {"of": event.get("extendedProperties", {}).get("private", {}).get("holdfast")}


def _mail(mail: Mapping[str, Any], numbers: bool) -> dict[str, Any]:
    if numbers:
        return {name: mail[name] for name in ("To", "Subject", "text")}
    said = REFERENCE.sub("<reference>", mail["text"])
    return {"To": mail["To"], "Subject": mail["Subject"], "text": said}


def _file(live: LiveSchool, file: Mapping[str, Any], away: Set[str]) -> dict[str, Any]:
    people = {p["emailAddress"]: p["role"] for p in file["permissions"]}
    told = {
        "name": _file_name(file),
        "in": "Earlier versions" if away & {*file.get("parents", ())} else "",
        "kind": file["mimeType"],
        "trashed": file["trashed"],
        "people": sorted(people.items()),
    }
    if file["mimeType"].endswith("document"):
        told["text"] = _text(live, file["id"])
    if file.get("appProperties", {}).get("holdfast") == "progress_sheet":
        told["sheet"] = _progress(live, file["id"])
    return told


def _text(live: LiveSchool, file_id: str) -> str:
    address = f"{ROOT}/drive/v3/files/{file_id}/export"
    answer = live.people.session_as(ADMIN).get(address, params={"mimeType": DOCX})
    return _words(answer.content)


@lru_cache(maxsize=64)
def _words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    text = "\n".join([*(p.text for p in document.paragraphs), *cells])
    pictures = [
        hashlib.sha256(part.blob).hexdigest()[:8]
        for part in document.part.package.iter_parts()
        if part.content_type.startswith("image/")
    ]
    return f"{text}\n{sorted(pictures)}"


def _progress(live: LiveSchool, file_id: str) -> list[Any]:
    book = live.people.gspread_as(ADMIN).open_by_key(file_id)
    address = f"/v4/spreadsheets/{file_id}?fields=sheets(properties.title,charts.spec.title)"
    return [
        live.google(address, ADMIN),
        [(tab.title, tab.get_all_values()) for tab in book.worksheets()],
    ]
