"""The workbooks as files: what docs/workbooks.md promises stands in them; bad files say where."""

from __future__ import annotations

import pytest

from service.workbook.templates import (
    TemplateError,
    key_of,
    load_template,
    load_templates,
    read_template,
)

PROMISED = {
    ("caseload", "caseload"): "Student · Student ID · Grade · Case manager · Status · Support level"
    " · Plan type · Needs · Strengths · Reading level · Make-up times · Random things to do ·"
    " Graduation path · Activities · Review due · Staff may be told · Also known as · Case code* ·"
    " Next* · Last family contact* · Grade check* · Goals on track* · Award points* · Action plan*"
    " · Progress sheet*",
    ("caseload", "diary"): "Student · Kind · Date · Start · Minutes · Status · With · How · Notes ·"
    " Next step · Repeat · Owner* · Calendar* · Case code* · Row ID*",
    ("caseload", "goals"): "Student · Goal · Kind · Measure · Unit · Direction · Baseline · Target"
    " · Start · Due · Latest* · On track* · Recommendation* · Case code* · Row ID*",
    ("caseload", "actions"): "Student · Action · Who · Due · Status · Done on · Resource · Consent"
    " · Outcome · Case code* · Row ID*",
    ("caseload", "accommodations"): "Student · School year · Accommodation · Type · Where · From ·"
    " Until · Q1 · Q1 why · Q2 · Q2 why · Q3 · Q3 why · Q4 · Q4 why · Goal wanted · Proposal* ·"
    " Case code* · Row ID*",
    ("caseload", "team"): "Student · Person · Role · Household · Email · Phone · Language · Rights"
    " · May see · Invite · Ask first · Checked on · Case code* · Row ID*",
    ("caseload", "attention"): "Whose* · What* · Student* · Where* · Why* · Since* · Link* · Pick"
    " · Row ID*",
    ("office", "students"): "Student ID · Student · Grade · Also known as · Status* · Case manager*"
    " · Case code*",
    ("office", "staff"): "Email · Name · Role · Capacity · Grades · Languages · Working hours",
    ("office", "school_days"): "From · To · What · Who · Cover",
    ("office", "settings"): "Setting · Value · What it does · Source*",
    ("restricted", "flags"): "Case code · Speak to · Before · From · Until",
    ("progress", "measurements"): "Date · Goal · Value · Phase · Note · Row ID*",
    ("progress", "behaviour"): "Date · Class · Target · Score · What helped · By",
}


@pytest.mark.parametrize(("workbook", "tab"), PROMISED)
def test_the_headings_are_the_promised_ones(workbook: str, tab: str) -> None:
    columns = load_template(workbook).by_key[tab].columns
    written = " · ".join(c.heading + ("*" if c.service else "") for c in columns)
    assert written == PROMISED[workbook, tab]


def test_safety_referrals_read_like_referrals() -> None:
    office, restricted = load_template("office"), load_template("restricted")
    assert office.by_key["referrals"].columns == restricted.by_key["safety_referrals"].columns


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
        read_template("x", text)
