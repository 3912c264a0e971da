"""The workbooks as files; bad files say where. What stands in them is held in tests/contract."""

from __future__ import annotations

import pytest

from service.workbook.templates import (
    TemplateError,
    WorkbookTemplate,
    key_of,
    load_template,
    load_templates,
    read_entry,
)


def test_safety_referrals_read_like_referrals_and_are_answered_in_their_row() -> None:
    office, restricted = load_template("office"), load_template("restricted")
    columns = restricted.by_key["safety_referrals"].columns
    (pick,) = (each for each in columns if each.key == "pick")
    assert not pick.service
    assert office.by_key["referrals"].columns == tuple(each for each in columns if each is not pick)


def test_no_two_things_share_an_identity() -> None:
    ids: list[int] = []
    for template in load_templates().values():
        ids += [template.sheet_id(tab.key) for tab in template.tabs]
        ids += [template.metadata_id(t.key, c.key) for t in template.tabs for c in t.columns]
    assert len(ids) == len(set(ids))
    assert all(0 < each < 2**31 for each in ids)


def test_keys() -> None:
    assert key_of("Make-up times") == "make_up_times"
    assert key_of("Q1 why") == "q1_why"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("workbook: x\ntitle: X\ntabs: []", "tabs"),
        ("workbook: x\ntitle: X\ntabs: [{heading: A, columns: [{heading: B, kind: txt}]}]", "kind"),
        (
            "workbook: x\ntitle: X\n"
            "tabs: [{heading: A, columns: [{heading: B, kind: text}, {heading: b, kind: text}]}]",
            "there twice",
        ),
        ("workbook: x: y", "cannot be read"),
    ],
)
def test_a_bad_file_says_where(text: str, says: str) -> None:
    with pytest.raises(TemplateError, match=says):
        read_entry("x", text, WorkbookTemplate)
