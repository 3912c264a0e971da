"""Fields masks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.fields import Mask, MaskSyntaxError, apply, parse, update

THING = {"a": 1, "b": {"c": 2, "d": [{"e": 3, "f": 4}, {"e": 5}]}, "g": None}


@pytest.mark.parametrize(
    ("mask", "picked"),
    [
        ("a", {"a": 1}),
        ("*", THING),
        ("b/c", {"b": {"c": 2}}),
        ("b.c", {"b": {"c": 2}}),
        ("b(c,d/e)", {"b": {"c": 2, "d": [{"e": 3}, {"e": 5}]}}),
        ("b/d(f)", {"b": {"d": [{"f": 4}, {}]}}),
        ("b,b/c", {"b": THING["b"]}),
        ("b/c, a", {"b": {"c": 2}, "a": 1}),
        ("*/c", {"a": 1, "b": {"c": 2}, "g": None}),
        ("zzz", {}),
    ],
)
def test_a_mask_selects(mask, picked):
    assert apply(parse(mask), THING) == picked


@pytest.mark.parametrize("text", ["", "a,,b", "a(", "a(b", "a)", "a/", ",a", "a()"])
def test_a_mask_that_cannot_be_read(text):
    with pytest.raises(MaskSyntaxError):
        parse(text)


@pytest.mark.parametrize(
    ("mask", "after"),
    [
        ("a", {"a": 9, "b": {"c": 2}, "k": 1}),
        ("b/c", {"a": 1, "b": {"c": 8}, "k": 1}),
        ("b.x,k", {"a": 1, "b": {"c": 2, "x": 7}}),
        ("*", {"a": 9, "b": {"c": 8, "x": 7}}),
        ("q", {"a": 1, "b": {"c": 2}, "k": 1}),
    ],
)
def test_an_update_mask_changes_only_what_it_names(mask, after):
    target = {"a": 1, "b": {"c": 2}, "k": 1}
    update(parse(mask), target, {"a": 9, "b": {"c": 8, "x": 7}})
    assert target == after


NAMES = st.text("abc", min_size=1, max_size=2)
MASKS = st.recursive(
    st.just(Mask()), lambda m: st.dictionaries(NAMES, m, max_size=3).map(Mask), max_leaves=8
)


def written(mask: Mask) -> str:
    return ",".join(f"{name}({written(m)})" if m else name for name, m in mask.items())


@given(MASKS.filter(bool))
def test_a_mask_reads_back_as_written(mask):
    assert parse(written(mask)) == mask


@given(MASKS, st.recursive(st.integers(), lambda v: st.dictionaries(NAMES, v) | st.lists(v)))
def test_applying_twice_changes_nothing_more(mask, value):
    once = apply(mask, value)
    assert apply(mask, once) == once
