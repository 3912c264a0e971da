"""What goes to a family waits for the case manager's *Hand on*.

A copy is made, read by the case manager, and only then handed on, by a Yes under Team's Hand on:
on a card, or typed. A Yes is good once, for the file that stood when it was given, and only where
the cell had been seen empty before. So a row that was copied with its Yes hands on nothing, nor
does one that was typed before there was a copy or is left from an earlier version. Where something
waits, such a Yes is emptied, and asked for again.

What has been handed on is not written into any more: the next version is a file of its own, and
waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from service.casework.case_file import CaseFile
from service.casework.households import is_family
from service.casework.records import TeamMember
from service.casework.settings import SchoolSettings
from service.casework.wants import Say, WantedMessage
from service.keys import Keys
from service.ports import Agreed

from ..card_words import ON_CARD, on_card, said_by
from ..changes import Change, Forget, Remember
from ..projection import Projection

HAND_ON = "hand_on"
OPEN = "hand_on_open"
COLUMN, YES = "hand_on", "Yes"
Known = Mapping[tuple[str, str], Agreed]
Rows = tuple[TeamMember, ...]


def share_key(file_key: str, email: str, keys: Keys) -> str:
    """Under which the ledger knows who has a file: people by hash alone."""
    return f"{file_key}|{keys.fingerprint('share', email)[:20]}"


def code_of(file_key: str) -> str:
    """The case that a document is about; "" for a progress sheet, which no family gets."""
    return file_key.split(":")[1] if ":" in file_key else ""


@dataclass(slots=True)
class HandingOn:
    """What was handed on to whom, as far as one run has settled it. `managers` are the agreed
    ones, by case; `names` what everybody on Staff is called, by e-mail address."""

    keys: Keys
    say: Say
    known: Known
    managers: Mapping[str, str]
    names: Mapping[str, str]
    families: Mapping[str, Mapping[str, Rows]]  # code -> e-mail address -> their rows
    rows: Rows  # all rows of families
    by_file: Mapping[str, tuple[str, ...]]  # a document -> what is known of its readers
    settled: dict[str, tuple[str, str]] = field(default_factory=dict)  # key -> document, e-mail
    entries: dict[str, Agreed] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)
    waiting: set[tuple[str, str]] = field(default_factory=set)  # code, e-mail

    def asks(self, file_key: str, email: str) -> bool:
        """Whether this person gets a document only once it is handed on."""
        return email in self.families.get(code_of(file_key), ())

    def settle(self, file_key: str, emails: Iterable[str]) -> None:
        """Look at who may have a document; before anything is decided about it. Whoever may not
        have it any more is forgotten."""
        for email in emails:
            if self.asks(file_key, email):
                key = share_key(file_key, email, self.keys)
                self.settled[key] = (file_key, email)
                self._settle(key, file_key, email)
        self.over |= {key for key in self.by_file.get(file_key, ()) if key not in self.settled}

    def _settle(self, key: str, file_key: str, email: str) -> None:
        before, standing = self.known.get((HAND_ON, key)), self._standing(file_key)
        given = self.known.get(("share", key))
        if before is not None and standing and before.object_id == standing:
            entry = before
        elif standing and given is not None and given.marks.get("file") == standing:
            entry = Agreed(HAND_ON, key, standing)  # they had it before this was asked
        elif standing and self._is_said(code_of(file_key), email):
            by = self._who(self.families[code_of(file_key)][email])
            allowed = {k: v for k, v in before.marks.items() if k == "allowed"} if before else {}
            entry = Agreed(HAND_ON, key, standing, {"mail": "1", "by": self._mark(by), **allowed})
        else:
            entry = before or Agreed(HAND_ON, key)
            self.waits(file_key, email)
        self.entries[key] = entry

    def handed_on(self, file_key: str, email: str) -> str:
        """The file that was handed on to this person last, "" for none: the one that stands, or
        the one before, which a run that was cut short may still owe them."""
        entry = self.entries.get(share_key(file_key, email, self.keys))
        return entry.object_id if entry is not None and self._standing(file_key) else ""

    def is_closed(self, file_key: str) -> bool:
        """Whether the file that stands was handed on to anybody: it is not written into again."""
        standing = self._standing(file_key)
        here = [each for key, each in self.entries.items() if self.settled[key][0] == file_key]
        here += [self.known[HAND_ON, key] for key in self.by_file.get(file_key, ())]
        return standing != "" and any(each.object_id == standing for each in here)

    def waits(self, file_key: str, email: str) -> None:
        """Something is there, or is being made, that this person has not got."""
        self.waiting.add((code_of(file_key), email))

    def by(self, file_key: str, email: str) -> str:
        """Who handed it on, in words: by name where a card said it."""
        entry = self.entries[share_key(file_key, email, self.keys)]
        if "mail" not in entry.marks:
            return ""
        return self._called(entry.marks.get("by", "")) or self.say("hand_on.typed")

    def allow(self, file_key: str, email: str, who: str) -> None:
        """Keep in mind who has allowed it ("in Office", or a name), until it is handed on."""
        key = share_key(file_key, email, self.keys)
        entry = self.entries[key]
        self.entries[key] = replace(entry, marks={**entry.marks, "allowed": self._mark(who)})

    def allowed_by(self, file_key: str, email: str) -> str:
        entry = self.entries.get(share_key(file_key, email, self.keys))
        return self._called(entry.marks.get("allowed", "")) if entry else ""

    def _mark(self, who: str) -> str:
        return self.keys.fingerprint("by", who) if who else ""

    def _called(self, mark: str) -> str:
        """Whose mark it is; the ledger knows nobody by name."""
        known = (*self.names.values(), self.say("managers.in_office"))
        return next((who for who in known if self._mark(who) == mark), "") if mark else ""

    # ------------------------------------------------ the word itself

    def _standing(self, file_key: str) -> str:
        known = self.known.get(("document", file_key))
        return "" if known is None or known.marks.get("gone") else known.object_id

    def _is_said(self, code: str, email: str) -> bool:
        """Whether a Yes stands in every row of this person that was not there before. Only for a
        case whose manager is agreed on: it is their word."""
        rows = self.families[code][email]
        said = all(row.hand_on == YES and (OPEN, row.row.row_id) in self.known for row in rows)
        return said and bool(self.managers.get(code))

    def _who(self, rows: Rows) -> str:
        """What whoever said it on a card is called; "" = it was typed."""
        people = tuple(self.names)
        said = (said_by(self.known, self.keys, row.row.row_id, COLUMN, YES, people) for row in rows)
        return next((self.names[who] for who in said if who), "")

    # ------------------------------------------------ what follows

    def changes(self, projection: Projection) -> Iterator[Change]:
        """What is to be remembered; in the rows, a Yes that is used up is emptied where something
        waits."""
        for code, email in sorted(self.waiting):
            for row in self.families[code][email]:
                if row.hand_on:
                    agree = [Agreed(OPEN, row.row.row_id)] if row.row.row_id else []
                    because = self.say("hand_on.asked_again")
                    projection.cells(row.row, {COLUMN: ""}, because, agree=agree)
        fresh = [each for key, each in self.entries.items() if self._is_new(key, each)]
        seen = {row.row.row_id: row for row in self.rows if row.row.row_id}
        fresh += [
            Agreed(OPEN, row_id)
            for row_id, row in seen.items()
            if not row.hand_on and (OPEN, row_id) not in self.known
        ]
        if fresh:
            yield Remember(tuple(fresh))
        over = [(HAND_ON, key) for key in sorted(self.over - set(self.settled))]
        over += [
            key
            for key in self.known
            if key[0] == OPEN and (key[1] not in seen or seen[key[1]].hand_on)
        ]
        over += [
            (ON_CARD, f"{row_id}/{COLUMN}")
            for row_id, row in seen.items()
            if row.hand_on and on_card(self.known, self.keys, row_id, COLUMN, row.hand_on)
        ]
        if over:
            yield Forget(tuple(over))

    def _is_new(self, key: str, entry: Agreed) -> bool:
        before = self.known.get((HAND_ON, key))
        now = (entry.object_id, dict(entry.marks))
        return before is None or (before.object_id, dict(before.marks)) != now

    def mails(
        self,
        link: Callable[[str, str], str],
        speak: Callable[[str], Say],
        settings: SchoolSettings,
    ) -> Iterator[WantedMessage]:
        """To each who has got what was handed on, once, in the language that Team says. The share
        stands by then: the link opens."""
        for key, (file_key, email) in self.settled.items():
            entry, given = self.known.get((HAND_ON, key)), self.known.get(("share", key))
            if entry is None or given is None or "mail" not in entry.marks:
                continue
            if given.marks.get("file") != entry.object_id:
                continue
            code = code_of(file_key)
            say = speak(self.families[code][email][0].language)
            phone, school = settings.school_phone, settings.school_name
            ring = say("messages.ring", phone=phone) if phone else say("messages.ring_office")
            address = link("document", entry.object_id)
            yield WantedMessage(
                key=f"hand_on:{key.rpartition('|')[2]}:{entry.object_id}",
                to=email,
                subject=say("hand_on.subject", school=school),
                text="\n\n".join([say("hand_on.mail", link=address), ring, school]),
                because=self.say("hand_on.because", code=code),
                language=self.families[code][email][0].language,
            )


def handing_on(keys: Keys, say: Say, known: Known, files: Iterable[CaseFile]) -> HandingOn:
    """Nothing settled yet. `files` are all cases."""
    managers: dict[str, str] = {}
    families: dict[str, dict[str, Rows]] = {}
    names: dict[str, str] = {}
    rows: list[TeamMember] = []
    for file in files:
        names = names or {person.email: person.name or person.email for person in file.staff}
        case = file.case
        manager = case.case_manager if case.is_confirmed and case.case_manager in names else ""
        managers[case.code] = manager
        family = [each for each in file.team if is_family(each, say)]
        rows += family
        of_case = families.setdefault(case.code, {})
        for each in family:
            if each.email and each.email != manager:
                of_case[each.email] = (*of_case.get(each.email, ()), each)
    by_file: dict[str, list[str]] = {}
    for kind, key in known:
        if kind == HAND_ON:
            by_file.setdefault(key.partition("|")[0], []).append(key)
    return HandingOn(
        keys,
        say,
        known,
        managers,
        names,
        families,
        tuple(rows),
        {file_key: tuple(found) for file_key, found in by_file.items()},
    )
