"""Names of other students in what staff wrote about one: a record that is about several may be read
by each only as far as it is about them (34 CFR 99.12(a))."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..names import fold, parse_display
from ..records import Case, StaffMember, TeamMember
from ..text import fit_text
from ..wants import Say
from .household_copies import taken_out
from .names_in_text import NamesInText
from .person_names import Language, person_name


def without_other_students(
    case: Case,
    others: Iterable[str],
    team: Iterable[TeamMember],
    staff: Iterable[StaffMember],
    say: Say,
) -> Callable[[str], str]:
    """A text without the names of `others`, in all their parts. A part that somebody on this
    student's Team has too stays, and so does the whole name of a colleague."""
    language, own = Language.of(say), {fold(case.student), *map(fold, case.also_known_as)}
    staff = tuple(staff)
    hidden = {fold(name): name for name in (parse_display(each)[0] for each in others)}
    team_names = [member.person for member in team]
    kept = own | {fold(name) for name in team_names}
    managers = [person.name for person in staff if person.email == case.case_manager]
    finder = NamesInText(
        [person_name(name, language) for folded, name in hidden.items() if folded not in kept],
        [person_name(name, language) for name in (*team_names, *managers)],
        [person_name(name, language) for name in (case.student, *case.also_known_as)],
        [person_name(person.name, language) for person in staff],
        language,
    )
    said = say("whole_record.another_student")

    def mask(text: str) -> str:
        fit = fit_text(text)
        places = [(start, end, said) for start, end, _ in finder.places(fit)]
        return taken_out(fit, places)

    return mask
