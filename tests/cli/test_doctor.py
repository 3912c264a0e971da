"""Each thing that is unsafe or missing is named, with its mend; a sound school is left in peace."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from service.ports import Permission
from service.reconcile.setup.doctor import Facts, FileFacts, examine
from service.workbook.wording import load_wording

SAY = load_wording().say
NOW = datetime(2026, 10, 14, 12, tzinfo=UTC)
ADMIN = "admin@school.example"
STAFF = {
    "co@school.example": "Coordinator",
    "cm@school.example": "Case manager",
    "safe@school.example": "Safeguarding lead",
    "deputy@school.example": "Deputy",
    "head@school.example": "Head",
    "teacher@school.example": "Teacher",
}


def person(email: str, role: str = "writer") -> Permission:
    return Permission(email, email, role, "user")


def file(kind: str, key: str, *people: Permission, **more) -> FileFacts:
    return FileFacts(kind, key, key.title(), people=(person(ADMIN, "owner"), *people), **more)


SOUND = Facts(
    admin=ADMIN,
    now=NOW,
    last_run=NOW - timedelta(hours=1),
    staff=STAFF,
    families=frozenset({"mother@home.example"}),
    files=(
        file("folder", "folder"),
        file("workbook", "caseload", person("cm@school.example"), person("co@school.example")),
        file("workbook", "office", person("co@school.example"), person("deputy@school.example")),
        file("workbook", "restricted", person("safe@school.example")),
        file("own_book", "my_time", person("cm@school.example"), owner="cm@school.example"),
        file("form", "inside"),
        file("form", "outside"),
        file("template", "action_plan", person("co@school.example")),
    ),
)


def with_file(kind: str, key: str, *people: Permission, **more) -> Facts:
    others = tuple(f for f in SOUND.files if (f.kind, f.key) != (kind, key))
    return replace(SOUND, files=(*others, file(kind, key, *people, **more)))


def test_a_sound_school_is_left_in_peace():
    assert examine(SOUND, SAY) == ()


anyone = Permission("anyone", "", "reader", "anyone")
domain = Permission("domain", "", "reader", "domain")
group = Permission("group", "all@school.example", "reader", "group")
UNSAFE = [
    (with_file("folder", "folder", anyone), "everybody who has the link"),
    (with_file("workbook", "office", anyone), "everybody who has the link"),
    (with_file("workbook", "caseload", domain), "students included"),
    (with_file("workbook", "office", group), "all@school.example"),
    (with_file("folder", "folder", person("co@school.example", "reader")), "every file inside"),
    (with_file("workbook", "caseload", person("head@school.example")), "(Head)"),
    (with_file("workbook", "caseload", person("teacher@school.example", "reader")), "(Teacher)"),
    (with_file("workbook", "restricted", person("cm@school.example")), "(Case manager)"),
    (with_file("workbook", "office", person("ana.silva@pupils.example")), "may be a student"),
    (with_file("workbook", "caseload", person("mother@home.example", "reader")), "own copy"),
    (with_file("form", "inside", person("co@school.example")), "read every response"),
    (
        with_file("own_book", "my_time", person("co@school.example"), owner="cm@school.example"),
        "belongs to one person",
    ),
    (with_file("template", "action_plan", person("who@else.example")), "not on Staff"),
    (replace(SOUND, open_summaries=("outside",)), "summary of responses"),
]


@pytest.mark.parametrize(("facts", "said"), UNSAFE)
def test_what_is_unsafe_is_named_with_its_mend(facts, said):
    (finding,) = examine(facts, SAY)
    assert finding.level == "unsafe"
    assert said in f"{finding.what} {finding.mend}"
    assert finding.mend.endswith(".")
    assert finding.where


NO_LEAD = {who: role for who, role in STAFF.items() if role != "Safeguarding lead"}
LACKING = [
    (replace(SOUND, settings_missing=("HOLDFAST_AUDIENCE",)), "HOLDFAST_AUDIENCE"),
    (replace(SOUND, ledger_sentence="The ledger does not answer."), "HOLDFAST_DATABASE_URL"),
    (replace(SOUND, refused_scopes={"gmail": "https://x/gmail.send"}), "https://x/gmail.send"),
    (replace(SOUND, staff=NO_LEAD, files=()), "Safeguarding lead"),
    (with_file("workbook", "office", state="missing"), "init"),
    (with_file("form", "inside", state="refused"), "cannot be read"),
    (replace(SOUND, closed_forms=("inside",)), "takes no responses"),
    (replace(SOUND, calendars=("cm@school.example",)), "cm@school.example"),
    (
        replace(SOUND, template_problems=(("action_plan", "{{ plann }} is not known."),)),
        "{{ plann }}",
    ),
    (replace(SOUND, last_run=NOW - timedelta(days=3)), "11 Oct 2026"),
]


@pytest.mark.parametrize(("facts", "said"), LACKING)
def test_what_is_missing_or_broken_is_named_with_its_mend(facts, said):
    (finding,) = examine(facts, SAY)
    assert finding.level in ("missing", "broken")
    assert said in f"{finding.what} {finding.mend}"


def test_what_is_unsafe_comes_first():
    facts = replace(with_file("folder", "folder", anyone), settings_missing=("HOLDFAST_AUDIENCE",))
    assert [finding.level for finding in examine(facts, SAY)] == ["unsafe", "missing"]


def test_while_staff_cannot_be_read_nobody_is_called_a_stranger():
    facts = replace(SOUND, staff={}, staff_read=False)
    assert examine(facts, SAY) == ()
