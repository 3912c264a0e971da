"""Who is meant by a written name.

Student id, else exact name, else also-known-as. A name that is only like somebody's, more than one
student or none is a question for a person, never a guess: "Erika" is not "Erik", and a roster lags
behind (docs/casework.md, "Intake and triage"). Spelling is compared without case, Latin accents,
apostrophes and stray spaces, and "Silva, Ana" reads as "Ana Silva"; marks of other scripts tell
names apart and are kept. Namesakes read "Ana Silva · 0142".
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from .records import RosterStudent

DOT: Final = " · "
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_APOSTROPHES: Final = re.compile(r"['’‘ʼʻ`´′]")
_ID_APOSTROPHES: Final = "'’‘`´′"  # typed before an id so that Sheets keeps its zeros
_MOST_COMPARED: Final = 1_000  # letters of a text that is compared as a name
_MOST_TYPED: Final = 200  # letters of what may be a student's name; a longer text is none
_OTHER_NAMES: Final = 20  # of one student
_ID: Final = re.compile(r"[\w-]{1,40}")
_LOOKED_AT: Final = 200  # spellings weighed for one name; the likeliest come first
_SHOWN: Final = 5  # candidates offered in a question
_WORTH_SHOWING: Final = 60.0  # below this likeness (of 100) a name is not even offered
_PART_OF_NAME: Final = 0.95  # a name given in part is never quite as sure as a whole one
_ONE_WORD: Final = 0.85  # and a single word of it is worth a question only
_SHORT_FORM: Final = 88.0  # so is "Jon" or "J." for Jonathan, beside the same surname


@dataclass(frozen=True, slots=True)
class Candidate:
    student: RosterStudent
    score: float  # likeness, 0 to 100


@dataclass(frozen=True, slots=True)
class Match:
    """`kind`: "id", "exact", "also" and "near" (the very words, in another order) settle on
    `student`; "several" and "none" are to be asked (`student` None). `candidates` are ranked, best
    first, and at most five."""

    kind: str
    student: RosterStudent | None
    candidates: tuple[Candidate, ...] = ()


def fold(name: str) -> str:
    """A name as it is compared: "  Zoë  O’Brien-Łukasz " -> "zoe obrien lukasz". What stands
    after a thousand letters is not compared."""
    return _folded(name[:_MOST_COMPARED])


@lru_cache(maxsize=65_536)
def _folded(name: str) -> str:
    last, comma, first = name.partition(",")
    plain = f"{first} {last}" if comma and first.strip() and last.strip() else name
    plain = plain.casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", plain))
    return " ".join("".join(_compared(decomposed)).split())


def _compared(decomposed: str) -> Iterator[str]:
    """What counts of a decomposed text: letters, digits, and the marks of every script but Latin
    (a vowel sign in Devanagari, the voicing of a kana, the breve of a Cyrillic letter)."""
    latin = True
    for each in decomposed:
        group = unicodedata.category(each)[0]
        if group == "M":
            if not latin:
                yield each
        elif group in "LN":
            latin = group == "N" or unicodedata.name(each, "").startswith("LATIN")
            yield each
        elif unicodedata.category(each) != "Cf":  # joiners and marks of direction are not seen
            latin = True
            yield " "


def display_names(students: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What a drop-down calls each (name, student id), in the same order: the name alone where
    it is unlike every other, else "Ana Silva · 0142". Names that differ only in accents or case
    count as alike."""
    pairs = list(students)
    often = Counter(fold(name) for name, _ in pairs)
    return tuple(
        f"{name}{DOT}{student_id}" if often[fold(name)] > 1 and student_id else name
        for name, student_id in pairs
    )


def plain_id(written: str) -> str:
    """An id without the apostrophe before it: "'0142" is 0142."""
    return written.strip().lstrip(_ID_APOSTROPHES).strip()


def parse_display(written: str) -> tuple[str, str]:
    """(name, student id) of what may be typed or picked: "Ana Silva · 0142", "Ana Silva (0142)",
    "Ana Silva #0142", "Ana Silva · grade 9 · 0142", "0142". The id is "" where none is written."""
    text = " ".join(written[:_MOST_TYPED].split())
    name, id_written = _apart(text)
    if id_written:
        return name.partition(DOT)[0], id_written
    bare = plain_id(text)
    return ("", bare) if bare and " " not in bare and any(map(str.isdigit, bare)) else (text, "")


def _apart(text: str) -> tuple[str, str]:
    """Name and student id, where an id stands behind "·", "#", "(" or a dash; else ("", "").
    The first such sign counts behind which nothing but an id stands."""
    for place, sign in enumerate(text):
        if not (sign in "·#(" or (sign in "-–" and text[place - 1 : place] == " ")):
            continue
        rest = plain_id(text[place + 1 :].strip().removeprefix("#").removesuffix(")"))
        if _ID.fullmatch(rest) and any(map(str.isdigit, rest)):
            return text[:place].rstrip(), rest
    return "", ""


def grade_number(grade: str) -> int | None:
    """9 for "9", "09", "9th", "Grade 9"; 0 for "K"; None when there is no telling."""
    text = grade[:_MOST_TYPED].strip().casefold()
    if text in ("k", "kg", "kindergarten"):
        return 0
    digits = re.findall(r"\d+", text)
    return int(digits[0]) if len(digits) == 1 and len(digits[0]) < 5 else None


def _likeness(one: str, other: str) -> float:
    """How alike two folded names are, 0 to 100, whatever the order of their words."""
    whole = fuzz.token_sort_ratio(one, other)
    share = _PART_OF_NAME if " " in one and " " in other else _ONE_WORD
    part = fuzz.token_set_ratio(one, other) * share
    return max(whole, part, _SHORT_FORM if _is_short_form(one, other) else 0.0)


def _is_short_form(one: str, other: str) -> bool:
    pairs = list(zip(one.split(), other.split(), strict=False))
    return one.count(" ") == other.count(" ") > 0 and all(
        a.startswith(b) or b.startswith(a) for a, b in pairs
    )


class Roster:
    """The students of a school, made ready for matching. Never changes once made.

    `sure` and `plausible` are likenesses of 100 (settings `name_is_sure_from`,
    `name_is_plausible_from`): who is likely at all, and from when on the only likely student is
    asked about alone. A likeness never settles on anybody.
    """

    def __init__(
        self, students: Iterable[RosterStudent], sure: float = 90.0, plausible: float = 80.0
    ) -> None:
        self.students: Sequence[RosterStudent] = tuple(students)
        self._sure = sure
        self._plausible = plausible
        self._by_id: dict[str, list[int]] = defaultdict(list)
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_other_name: dict[str, list[int]] = defaultdict(list)
        self._by_token: dict[str, set[int]] = defaultdict(set)
        self._spellings_of: list[tuple[str, ...]] = []
        self._spellings: list[str] = []
        self._whose_spelling: list[int] = []
        for number, student in enumerate(self.students):
            self._learn(number, student)

    def match(self, written: str, student_id: str = "", grade: str = "") -> Match:
        """Who is meant. `written` may hold the id ("Ana Silva · 0142"); a grade tells namesakes
        apart and must not speak against a match. Never raises."""
        written = written[:_MOST_TYPED]
        name, id_in_name = parse_display(written)
        given_id = plain_id(student_id[:_MOST_TYPED]) or id_in_name
        if given_id:
            owners = self._with_id(given_id)
            if owners:
                return self._by_given_id(owners, name)
            if not name:
                return Match("none", None)
        if not fold(name):
            return Match("none", None)
        exact = self._by_name.get(fold(name), [])
        if called_so := [*exact, *self._by_other_name.get(fold(name), ())]:
            scored = [(number, 100.0) for number in dict.fromkeys(called_so)]
            match = self._told_apart("exact" if exact else "also", scored, grade)
            if exact and match.student not in (None, *(self.students[each] for each in exact)):
                return Match("several", None, match.candidates)  # a nickname beside the very name
            return match
        return self._near(fold(name), grade)

    def called(self, written: str) -> tuple[RosterStudent, ...]:
        """Students whose very name `written` is, in roster order."""
        folded = fold(parse_display(written)[0])
        return tuple(self.students[n] for n in self._by_name.get(folded, ())) if folded else ()

    def holding(self, written: str) -> tuple[RosterStudent, ...]:
        """Students whose name or other name holds every word of `written` ("ana" -> all Anas),
        in roster order."""
        words = fold(parse_display(written)[0]).split()
        if not words:
            return ()
        numbers = set.intersection(*(self._by_token.get(word, set()) for word in words))
        return tuple(self.students[number] for number in sorted(numbers))

    def _learn(self, number: int, student: RosterStudent) -> None:
        self._by_id[plain_id(student.student_id).casefold()].append(number)
        whole = fold(student.name[:_MOST_TYPED])
        self._by_name[whole].append(number)
        spellings = {whole}
        for other in (fold(each[:_MOST_TYPED]) for each in student.also_known_as[:_OTHER_NAMES]):
            if not other:
                continue
            # "Nia" for Eugenia Okafor is also written "Nia Okafor".
            surname = whole.rpartition(" ")[2]
            spellings |= {other} if " " in other else {other, f"{other} {surname}"}
        for spelling in sorted(spellings - {whole}):
            self._by_other_name[spelling].append(number)
        self._spellings_of.append(tuple(filter(None, sorted(spellings))))
        for spelling in self._spellings_of[number]:
            self._spellings.append(spelling)
            self._whose_spelling.append(number)
            for token in spelling.split():
                self._by_token[token].add(number)

    def _with_id(self, written: str) -> list[int]:
        exact = self._by_id.get(written.casefold())
        if exact or not written.isdecimal():
            return exact or []
        # A number cell may have lost the leading zeros.
        bare = written.lstrip("0")
        return [
            number
            for known, numbers in self._by_id.items()
            if known.isdecimal() and known.lstrip("0") == bare
            for number in numbers
        ]

    def _by_given_id(self, owners: list[int], name: str) -> Match:
        """The id's owner, unless the name beside it is plainly somebody else's: not like the
        owner's, or the very name of another student."""
        scored = [(number, self._likeness_to(fold(name), number)) for number in owners]
        others = [(number, 100.0) for number in self._by_name.get(fold(name), ())]
        theirs = not others or owners[0] in {number for number, _ in others}
        if len(owners) == 1 and theirs and (not name or scored[0][1] >= self._plausible):
            return Match("id", self.students[owners[0]], self._ranked(scored))
        return Match("several", None, self._ranked([*scored, *others]))

    def _told_apart(self, kind: str, scored: list[tuple[int, float]], grade: str) -> Match:
        wanted = grade_number(grade)
        fitting = [
            number
            for number, _ in scored
            if wanted is None or self._grade(number) in (wanted, None)
        ]
        candidates = self._ranked(scored)
        if len(fitting) == 1:
            return Match(kind, self.students[fitting[0]], candidates)
        if len(scored) == 1 and self._is_neighbour(scored[0][0], wanted):
            return Match(kind, self.students[scored[0][0]], candidates)
        return Match("several", None, candidates)

    def _near(self, folded: str, grade: str) -> Match:
        scored = self._scores(folded)
        plausible = [(number, score) for number, score in scored if score >= self._plausible]
        if len(plausible) == 1 and self._is_reordered(folded, plausible[0][0]):
            match = self._told_apart("near", plausible, grade)
            return Match(match.kind, match.student, self._ranked(scored))
        if len(plausible) == 1 and plausible[0][1] >= self._sure:
            return Match("several", None, self._ranked(plausible))
        return Match("several" if plausible else "none", None, self._ranked(scored))

    def _is_reordered(self, folded: str, number: int) -> bool:
        """Whether it is the student's own name, family name first or last."""
        words = sorted(folded.split())
        return any(sorted(each.split()) == words for each in self._spellings_of[number])

    def _scores(self, folded: str) -> list[tuple[int, float]]:
        """Everybody worth showing. A quick look at all spellings comes first, and what is
        likeliest by it is weighed."""
        best: dict[int, float] = {}
        for scorer in (fuzz.token_sort_ratio, fuzz.token_set_ratio):
            for _, _, place in process.extract(
                folded,
                self._spellings,
                scorer=scorer,
                limit=_LOOKED_AT,
                score_cutoff=_WORTH_SHOWING,
            ):
                number = self._whose_spelling[place]
                score = _likeness(folded, self._spellings[place])
                if score >= _WORTH_SHOWING:
                    best[number] = max(best.get(number, 0.0), score)
        return list(best.items())

    def _likeness_to(self, folded: str, number: int) -> float:
        spellings = self._spellings_of[number]
        return max((_likeness(folded, spelling) for spelling in spellings), default=0.0)

    def _ranked(self, scored: Iterable[tuple[int, float]]) -> tuple[Candidate, ...]:
        best: dict[int, float] = {}
        for number, score in scored:
            best[number] = max(best.get(number, 0.0), score)
        order = sorted(best, key=lambda number: (-best[number], number))
        return tuple(Candidate(self.students[number], best[number]) for number in order[:_SHOWN])

    def _grade(self, number: int) -> int | None:
        return grade_number(self.students[number].grade)

    def _is_neighbour(self, number: int, wanted: int | None) -> bool:
        """People are often one grade off; further off it may be somebody else."""
        grade = self._grade(number)
        return wanted is None or grade is None or abs(grade - wanted) <= 1
