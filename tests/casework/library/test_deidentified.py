"""What counts as naming a student, and what is let pass."""

from __future__ import annotations

import pytest

from service.casework.library.deidentified import StudentNames

STUDENTS = (
    ("Ana Silva", "00142", ()),
    ("Zoë O'Brien", "00777", ("Zozo",)),
    ("Mei-Ling Chen", "00305", ("Mei Chen",)),
    ("Dana Whitfield", "2026", ()),
    ("Plato", "12", ()),
)
KNOWN = StudentNames(STUDENTS, ["Dana Whitfield"])


@pytest.mark.parametrize(
    "text",
    [
        "We argued that Ana Silva needs time and a half.",
        "ana  silva",
        "Silva, Ana: a quiet room",
        "For Silva Ana, and for nobody else",
        "In 2026, Zoe OBrien spoke for herself",
        "Mei Ling Chen's case",
        "as for Mei Chen",
        "student 00142",
        "https://example.org/files/00777/slides",
        "x " * 5_000 + "Ana Silva",
        f"{'x' * 3_000} Ana Silva",
    ],
)
def test_a_full_name_or_an_id_is_found_wherever_it_stands(text: str) -> None:
    assert KNOWN.stand_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ana argued well, and so did Ms. Silva",
        "Anabel Silvan",
        "A talk by Dana Whitfield in 2026",
        "Plato, The Republic, page 12",
        "142 students came",
        "Ana. Then the Silva report",
    ],
)
def test_what_may_be_innocent_is_let_pass(text: str) -> None:
    assert not KNOWN.stand_in(text)
