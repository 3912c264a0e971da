"""Which counts are not shown, and that none of them can be worked out."""

import pytest

from service.casework.small_counts import hidden


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, ""),
        ({"a": 10, "b": 11}, ""),
        ({"a": 9}, "a"),
        ({"a": 0, "b": 9, "c": 10}, "ab"),
        ({"a": 9, "b": 30, "c": 12}, "ac"),
        ({"a": 9, "b": 12, "c": 12}, "ab"),
        ({"a": 3, "b": 4, "c": 50}, "ab"),
    ],
)
def test_few_are_hidden_and_never_one_alone(counts, expected):
    assert hidden(counts, 10) == frozenset(expected)
