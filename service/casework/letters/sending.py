"""What goes by mail and what is printed, and what the row says of it.

Nothing goes before somebody has checked it and Send says Yes. A mail goes once, with the letter as
a PDF, to each address of a home that wants its letters so; its subject names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..called import paper_names
from ..school import School
from ..wants import OnceDone, Value, WantedCells, WantedMessage
from .homes import LetterHome, Team, case_of, held_by, is_a_home, letter_homes, teams
from .paper import KIND, paper_of
from .records import GONE, Letter
from .words import say_to
from .works import gone_key


@dataclass(frozen=True, slots=True)
class _Going:
    """One home of a letter that goes; `mails` are (key, address), none where it is printed."""

    home: LetterHome
    mails: tuple[tuple[str, str], ...]


def mails(school: School) -> Iterator[WantedMessage]:
    """Of letters that were checked and may go, those that have not gone."""
    of_case = teams(school)
    for letter in school.of(Letter):
        if letter.is_gone or not letter.may_go:
            continue
        for going in _going(letter, of_case.get(letter.code, ()), school):
            yield from _mails_to(letter, going, school)


def _mails_to(letter: Letter, going: _Going, school: School) -> Iterator[WantedMessage]:
    say, _ = say_to(letter, going.home, school)
    case = school.case(letter.code)
    named = paper_names(case, school.settings).school or say("letter.our_school")
    for key, address in going.mails:
        if key not in school.ask.done:
            yield WantedMessage(
                key=key,
                to=address,
                subject=say("letter.subject", school=named),
                text=say("letter.mail", school=named),
                because=school.say("letters.mail_because", code=letter.code),
                language=letter.language or going.home.language,
                encloses=f"{KIND}:{letter.code}:{paper_of(letter, going.home)}",
                enclosed_as=say("letter.file"),
            )


def _going(letter: Letter, team: Team, school: School) -> Iterator[_Going]:
    """The homes to which it goes now."""
    case = case_of(letter, school)
    if case is None or not case.is_confirmed or not case.case_manager or held_by(letter, school):
        return
    for home in letter_homes(letter, team, school):
        keys = ((_mail_key(letter, home, address, school), address) for address in home.mail)
        yield _Going(home, tuple(keys))


def _mail_key(letter: Letter, home: LetterHome, address: str, school: School) -> str:
    return f"letter:{letter.row.row_id}:{home.home.letter}:{school.ask.hashed(address)[:20]}"


# ---------------------------------------------------------------- what the row says


def sent_cells(school: School) -> Iterator[WantedCells]:
    """What became of every letter that has not gone; the day on which one goes is kept."""
    of_case = teams(school)
    because = school.say("letters.sent_because")
    for letter in school.of(Letter):
        if case_of(letter, school) is None or letter.is_gone:
            continue
        words = standing(letter, of_case.get(letter.code, ()), school)
        goes = isinstance(words, OnceDone) or str(words or "").startswith(GONE)
        once = gone_key(letter) if goes else ""
        yield WantedCells(letter.row, {"sent": words}, because, once)


def standing(letter: Letter, team: Team, school: School) -> Value:
    """What holds it, or that it goes; None while it waits to be read."""
    say = school.say
    if who := held_by(letter, school):
        return say("letters.held", who=who)
    case = case_of(letter, school)
    if case is None or not case.is_confirmed or not case.case_manager:
        return say("letters.no_manager")
    if not letter_homes(letter, team, school):
        known = is_a_home(letter.household, team, school)
        return say("letters.nobody") if known else None
    return _gone_words(letter, team, school) if letter.may_go else None


def _gone_words(letter: Letter, team: Team, school: School) -> Value:
    """Said once every mail has gone: the last of them by the very write that follows it."""
    say, parts, pending = school.say, [], []
    for going in _going(letter, team, school):
        if not going.mails:
            parts.append(say("letters.print", home=going.home.called))
            continue
        days = [school.ask.sent.get(key) for key, _ in going.mails]
        pending += [key for key, _ in going.mails if key not in school.ask.sent]
        known = [at.astimezone(school.zone).date() for at in days if at is not None]
        day = max(known, default=school.today)
        parts.append(say("letters.mailed", home=going.home.called, day=day))
    words = f"{GONE} {'; '.join(parts)}"
    if len(pending) > 1:
        return None
    return OnceDone(pending[0], words) if pending else words
