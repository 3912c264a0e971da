"""`init` cut short, and begun again, on each Google that may exist: everything is there once."""

from collections import Counter

import pytest

from emulator.controls import read_fault
from service.ports import GatewayError
from service.reconcile.setup.by_hand import to_do
from service.reconcile.setup.founding import found_school
from service.workbook.form_ids import PROPERTY_BYTES, packed, unpacked
from service.workbook.wording import load_wording

from .test_founding import founding, ledger, small_sheets  # noqa: F401

CUT = (
    ("drive.files.create", 1),
    ("drive.files.create", 3),
    ("drive.files.create", 5),
    ("forms.forms.create", 1),
    ("forms.forms.batchUpdate", 1),
    ("forms.forms.batchUpdate", 2),
    ("forms.forms.batchUpdate", 3),
)


class Later:
    """A fault that strikes at the call of this number."""

    def __init__(self, method, number):
        self.fault = read_fault({"method": method, "status": 503, "times": 1, "when": "after"})
        self.method, self.before = method, number - 1

    def hits(self, method, when):
        if (method, when) == (self.method, self.fault.when) and self.before:
            self.before -= 1
            return False
        return self.fault.hits(method, when)

    def error(self):
        return self.fault.error()


def standing(workspace) -> Counter:
    kinds = ("folder", "workbook", "form", "template")
    found = [file for kind in kinds for file in workspace.files.find(holdfast=kind)]
    return Counter(
        (file.properties["holdfast"], file.properties.get("holdfast_key", "")) for file in found
    )


LATE = {"search_delay": 3600}
OTHER = LATE | {"form_ids": "own", "form_goto_same_batch": "refused", "drive_parents": "hidden"}


@pytest.mark.parametrize("variants", [{}, LATE, OTHER], ids=["usual", "late", "all"])
@pytest.mark.parametrize(("method", "number"), CUT)
def test_what_was_begun_is_finished_and_nothing_is_made_twice(
    workspace,
    ledger,  # noqa: F811
    local,
    method,
    number,
    variants,
):
    local.control("POST", "variants", variants)
    local.app.controls.faults.append(Later(method, number))
    with pytest.raises(GatewayError):
        found_school(workspace, ledger, founding())
    local.app.controls.faults.clear()
    school = found_school(workspace, ledger, founding())
    assert found_school(workspace, ledger, founding()) == school
    local.control("POST", "clock", {"advance": 7200})
    found = standing(workspace)
    assert set(found.values()) == {1}
    assert len(found) == 8
    for key, form_id in school["forms"].items():
        form = workspace.forms.get(form_id)
        asked = [item["title"] for item in form["items"] if "questionItem" in item]
        wanted = founding().forms[key]
        assert asked == [question.ask for _, question in wanted.questions()]


def test_a_form_that_may_not_be_moved_stays_where_it_is(workspace, ledger, local):  # noqa: F811
    refused = Later("drive.files.update", 2)  # the first writes the form's marks
    refused.fault = read_fault(
        {"method": refused.method, "status": 403, "times": 1, "reason": "cannotAddParent"}
    )
    local.app.controls.faults.append(refused)
    school = found_school(workspace, ledger, founding())
    assert all(school["forms"].values())
    files = {key: workspace.files.get(file_id) for key, file_id in school["forms"].items()}
    stays = [key for key, file in files.items() if file.parents != (school["folder_id"],)]
    assert stays
    forms, crisis = founding().forms, founding().crisis
    told = to_do(forms, files, school["folder_id"], crisis, "", load_wording("en").say)
    assert [each.what for each in told if "school's folder" in each.what]


def test_ids_fit_into_what_drive_lets_a_file_carry():
    ids = {f"{number:08x}": f"{number + 1:08x}" for number in range(40)}
    properties = packed(ids)
    assert all(len(name + value) <= PROPERTY_BYTES for name, value in properties.items())
    assert len(properties) < 15
    assert unpacked(properties) == ids
    assert packed({}) == {}
