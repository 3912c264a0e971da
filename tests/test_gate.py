"""What `make test` leaves to the gate is said, and the gate leaves out nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.at_length import AT_LENGTH, ONE_OF_A_KIND, TESTS
from tests.conftest import left_out

ROOT = Path(__file__).resolve().parents[1]


def test_what_is_left_out_is_counted_once(request: pytest.FixtureRequest) -> None:
    assert left_out([request.node]) == Counter()
    for _ in range(2):
        request.node.add_marker(pytest.mark.gate("histories", 10))
    request.node.add_marker(pytest.mark.gate("walks"))
    assert left_out([request.node]) == Counter(histories=10, walks=1)


def test_every_test_of_the_gate_says_what_it_plays(request: pytest.FixtureRequest) -> None:
    marks = [mark for item in request.session.items for mark in item.iter_markers("gate")]
    assert [mark for mark in marks if not mark.args or not isinstance(mark.args[0], str)] == []


def test_the_gate_leaves_out_nothing_and_decides_what_lands() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert '\ntest: $(READY)\n\t@$(TEST) -m "not gate" $(ARGS)\n' in makefile
    assert "\ngate: $(READY)\n\t@$(TEST) $(ARGS)\n" in makefile
    decides = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert decides[-3:] == ["make check", "make test", "make gate"]


def test_what_goes_through_the_front_door_at_length_is_there() -> None:
    named = {(folder, f"test_{name}.py") for folder, names in AT_LENGTH.items() for name in names}
    assert [each for each in sorted(named) if not TESTS.joinpath(*each).is_file()] == []
    for file, tests in ONE_OF_A_KIND.items():
        text = (TESTS / file).read_text("utf-8")
        assert [name for name in tests if f"def {name}(" not in text] == [], file


def test_the_cases_that_are_played_all_the_same_are_there(request: pytest.FixtureRequest) -> None:
    """Of a name that no test has any more all cases would wait for the gate."""
    options = request.config.option
    if options.keyword or any("::" in each for each in request.config.args):
        pytest.skip("only some of the tests are looked at")
    found = {(item.path.relative_to(TESTS).as_posix(), item.name) for item in request.session.items}
    looked_at = {file for file, _ in found}
    wanted = {
        (file, f"{name}[{case}]")
        for file, tests in ONE_OF_A_KIND.items()
        if file in looked_at
        for name, cases in tests.items()
        for case in cases
    }
    assert wanted <= found, sorted(wanted - found)
