"""The grade after a grade."""

import pytest

from service.casework.grades import next_grade


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("7", "8"),
        (" 7 ", "8"),
        ("07", "8"),
        ("11", "12"),
        ("12", ""),
        ("K", "1"),
        ("k", "1"),
        ("Pre-K", "K"),
        ("Grade 9", "Grade 10"),
        ("Year 7", "Year 8"),
        ("Grado 3", "Grado 4"),
        ("0", ""),
        ("13", ""),
        ("7th", ""),
        ("7/8", ""),
        ("Juniors", ""),
        ("", ""),
    ],
)
def test_the_next_grade(written: str, expected: str) -> None:
    assert next_grade(written) == expected
