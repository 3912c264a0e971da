"""What each kind of letter says to one home, in its language.

The sentences were written by people (sheets_templates/documents/letters/). What staff wrote in
their own words (a goal, a line to the family) is read through the eyes of this home: nothing in it
tells of another. Nothing of a Service referral, of a flag or of the Diary's notes is in any letter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial

from ..award.records import AwardRow
from ..award.standing import standing_words
from ..called import paper_names
from ..case_file import in_order
from ..diary_kinds import PLANNED
from ..masking.household_copies import Seen, seen_from
from ..records import Case, DiaryEntry, Goal
from ..school import School
from ..wants import Say
from ..week.records import checks_by_case
from .homes import LetterHome, Team
from .progress_words import good_lines, progress_line
from .records import (
    AWARD,
    BOOKED,
    GOOD_NEWS,
    MEETING,
    NOT_NEEDED,
    PROGRESS_REPORT,
    RETURN,
    Letter,
)

TEXTS = "letters"
APART = "Apart"
MOST = 12  # goals in one letter
LEFT_OUT = ("plan.left_out", "plan.other_person", "plan.another_person")


@dataclass(frozen=True, slots=True)
class LetterContent:
    """What the template of a letter gets, in the family's language."""

    case_code: str
    version: int
    title: str = ""
    day: str = ""
    dear: str = ""
    texts: tuple[str, ...] = ()
    list: str = ""
    points: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    note: str = ""
    interpreter: str = ""
    closing: str = ""
    manager: str = ""
    role: str = ""
    questions: str = ""
    page_word: str = ""
    of_word: str = ""


@dataclass(frozen=True, slots=True)
class _Writing:
    """One letter to one home, while it is written. `spoken` is whether there are sentences in the
    home's language."""

    letter: Letter
    case: Case
    home: LetterHome
    school: School
    say: Say
    spoken: bool
    goals: tuple[Goal, ...]
    look: Callable[[], Seen]

    @property
    def seen(self) -> Seen:
        """Through the eyes of this home; worked out where something is read at all."""
        return self.look()

    @property
    def language(self) -> str:
        return (self.letter.language or self.home.language).strip()

    def told(self, key: str, **values: object) -> str:
        names = paper_names(self.case, self.school.settings)
        return self.say(
            f"letter.{key}",
            student=names.student,
            school=names.school or self.say("letter.our_school"),
            manager=self.school.name_of(self.case.case_manager),
            language=self.language,
            **values,
        )

    def paragraphs(self, key: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.told(key).split("\n\n") if part.strip())

    def lines(self, key: str) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.told(key).splitlines() if line.strip())


def say_to(letter: Letter, home: LetterHome, school: School) -> tuple[Say, bool]:
    """The sentences in a home's language, and whether there are any: where nobody has written
    them, it is English."""
    wanted = (letter.language or home.language).strip()
    own = school.ask.texts(TEXTS, wanted or school.settings.language or "en")
    english = own or school.ask.texts(TEXTS, "en") or school.say
    return english, own is not None


def letter_content(
    letter: Letter,
    case: Case,
    home: LetterHome,
    team: Team,
    goals: tuple[Goal, ...],
    school: School,
) -> LetterContent:
    """All that stands in it; `goals` are those of the case."""
    say, spoken = say_to(letter, home, school)
    eyes = _left_out_in(say, school.say)
    look = cache(partial(seen_from, home.home, case, team, school.staff, eyes, school.settings))
    writing = _Writing(letter, case, home, school, say, spoken, goals, look)
    phone, names = school.settings.school_phone, [each.person for each in home.readers]
    shared = LetterContent(
        case_code=case.code,
        version=1,
        title=writing.told(f"{letter.key}.title"),
        day=writing.told("day", day=school.ask.kept(day_key(letter)) or school.today),
        dear=_dear(writing, [name.strip() for name in names if name.strip()]),
        texts=writing.paragraphs(f"{letter.key}.text"),
        interpreter=_interpreter(writing),
        closing=writing.told("closing"),
        manager=school.name_of(case.case_manager),
        role=writing.told("role"),
        questions=writing.told("questions", phone=phone)
        if phone
        else writing.told("questions_office"),
        page_word=writing.told("page"),
        of_word=writing.told("of"),
    )
    return _OF_KIND.get(letter.kind, _with_points)(shared, writing)


def _left_out_in(say: Say, of_school: Say) -> Say:
    """The school's words for who is who, and the family's for what is left out."""

    def either(key: str, /, **values: object) -> str:
        return (say if key in LEFT_OUT else of_school)(key, **values)

    return either


def day_key(letter: Letter) -> str:
    """Under which is kept on which day a letter was written."""
    return f"letter:{letter.row.row_id}"


def _dear(writing: _Writing, names: list[str]) -> str:
    if not names:
        return writing.told("dear_family")
    *first, last = names
    called = writing.told("and").join([", ".join(first), last] if first else [last])
    return writing.told("dear", names=called)


def _interpreter(writing: _Writing) -> str:
    """Booked, for a meeting; else an offer, where this home speaks another language than the
    letter. It stays where an interpreter was declined: that may change."""
    school_s = writing.school.ask.texts(TEXTS, writing.school.settings.language or "en")
    same = school_s is not None and school_s("language.names") == writing.say("language.names")
    same = same and writing.spoken
    if writing.letter.kind == MEETING and writing.letter.interpreter == BOOKED:
        return writing.told("meeting.booked_any" if same else "meeting.booked")
    if not writing.spoken:
        return writing.told("interpreter")
    if same or writing.letter.interpreter == NOT_NEEDED:
        return ""
    return writing.told("in_your_language")


# ---------------------------------------------------------------- kind by kind


def _with_points(shared: LetterContent, writing: _Writing) -> LetterContent:
    return replace(shared, points=writing.lines(f"{writing.letter.key}.points"))


def _good_news(shared: LetterContent, writing: _Writing) -> LetterContent:
    """What is known to have gone well: the newest line to the family, and goals. Where nothing is
    written down, the letter says so by asking them to call."""
    lines = [*good_lines(_goals(writing), writing.seen.mask, writing.say)]
    checks = checks_by_case(writing.school).get(writing.case.code, [])
    newest = next((each.family_line for each in reversed(checks) if each.family_line.strip()), "")
    if newest:
        lines.insert(0, writing.seen.mask(newest))
    if not lines:
        return replace(shared, texts=(*shared.texts, writing.told("good_news.call")))
    return replace(
        shared,
        list=writing.told("good_news.list"),
        points=tuple(lines),
        ends=(writing.told("good_news.end"),),
    )


def _meeting(shared: LetterContent, writing: _Writing) -> LetterContent:
    entry = _next(writing, ("Meeting", "Plan review"))
    points: tuple[str, ...] = ()
    if entry is not None:
        key = "meeting.when_at" if entry.start else "meeting.when"
        points = (writing.told(key, day=entry.day, start=entry.start),)
        if entry.how:
            points += (writing.told("meeting.how", how=entry.how),)
    ends = () if entry is not None else (writing.told("meeting.no_day"),)
    return replace(
        shared,
        points=points,
        ends=(*ends, writing.told("meeting.bring")),
        note=writing.told("meeting.not_legal"),
    )


def _progress(shared: LetterContent, writing: _Writing) -> LetterContent:
    goals = _goals(writing)
    lines = tuple(progress_line(goal, writing.seen.mask, writing.say) for goal in goals)
    none = () if lines else (writing.told("progress_report.none"),)
    return replace(shared, points=lines, ends=(*none, writing.told("progress_report.end")))


def _return(shared: LetterContent, writing: _Writing) -> LetterContent:
    entry = _next(writing, ("First Talk",))
    said = writing.told("return.no_talk")
    if entry is not None:
        key = "return.talk_at" if entry.start else "return.talk"
        said = writing.told(key, day=entry.day, start=entry.start)
    return replace(_with_points(shared, writing), texts=(*shared.texts, said))


def _award(shared: LetterContent, writing: _Writing) -> LetterContent:
    """The student's own standing alone, as the tab has it, in the words of this language."""
    rows = [row for row in writing.school.of(AwardRow) if row.code == writing.case.code]
    newest = max(rows, key=lambda row: row.row.position, default=None)
    spoken = replace(writing.school, ask=replace(writing.school.ask, say=writing.say))
    said = standing_words(newest, spoken) if newest is not None else ""
    lines = tuple(
        writing.told("award.sum", sum=part) if part.startswith("(") else part
        for part in said.split("; ")
        if part
    )
    ends = () if lines else (writing.told("award.none"),)
    return replace(shared, points=lines, ends=(*ends, writing.told("award.end")))


_OF_KIND: dict[str, Callable[[LetterContent, _Writing], LetterContent]] = {
    GOOD_NEWS: _good_news,
    MEETING: _meeting,
    PROGRESS_REPORT: _progress,
    RETURN: _return,
    AWARD: _award,
}


def _goals(writing: _Writing) -> list[Goal]:
    """The goals of the plan in an order of their own, so that sorting the tab changes nothing."""
    found = [goal for goal in writing.goals if goal.goal.strip()]
    return sorted(found, key=lambda goal: in_order(goal.goal, goal.row))[:MOST]


def _next(writing: _Writing, kinds: tuple[str, ...]) -> DiaryEntry | None:
    """The next planned day of these kinds that this home may know of: not one with somebody of
    another home, and where the homes are invited apart, only one with them."""
    school, seen = writing.school, writing.seen
    apart = any(each.invite == APART for each in writing.home.readers)
    coming = [
        (entry.day, entry.row.row_id, entry)
        for entry in school.of(DiaryEntry)
        if entry.code == writing.case.code and entry.kind in kinds and entry.status == PLANNED
        if entry.day is not None and entry.day >= school.today
        if not seen.is_theirs(entry.with_whom) and (not apart or seen.is_ours(entry.with_whom))
    ]
    return min(coming, key=lambda found: found[:2])[2] if coming else None
