"""What is installed is pinned whole: every library, in one version, by the hashes of its files."""

from __future__ import annotations

import re

import pytest
from packaging.utils import canonicalize_name

from .image_layout import ROOT, instructions, listed, locked, needed

LISTS = ("requirements", "requirements-dev")


def direct(name: str) -> dict[str, str]:
    """Library: version, as a list that people write has them."""
    lines = (ROOT / f"{name}.in").read_text("utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and line[0] not in "#-"]
    return {canonicalize_name(name.partition("[")[0]): version for name, version in pairs}


@pytest.mark.parametrize("name", LISTS)
def test_every_library_is_pinned_by_the_hashes_of_its_files(name: str) -> None:
    pinned = locked(f"{name}.txt")
    assert len(pinned) > len(direct(name))
    for each, hashes in pinned:
        assert [term.operator for term in each.specifier] == ["=="], each
        assert hashes, each
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", digest) for digest in hashes), each


@pytest.mark.parametrize("name", LISTS)
def test_what_is_pinned_is_what_the_list_says(name: str) -> None:
    pinned = {
        canonicalize_name(each.name): str(each.specifier) for each, _ in locked(f"{name}.txt")
    }
    for library, version in direct(name).items():
        assert pinned[library] == f"=={version}", "run `make lock`"


def test_nothing_that_is_needed_is_left_out() -> None:
    """pip refuses such a list by itself; here nothing is installed to see it."""
    pinned = {canonicalize_name(each.name) for each, _ in locked()}
    assert {canonicalize_name(name) for name in needed()} <= pinned
    assert {canonicalize_name(each.name) for each in listed()} <= pinned


def test_no_list_says_where_libraries_come_from() -> None:
    for name in LISTS:
        for ending in ("in", "txt"):
            text = (ROOT / f"{name}.{ending}").read_text("utf-8")
            assert not re.search(r"index-url|find-links|://", text)


def test_image_and_makefile_take_nothing_whose_hash_is_unknown() -> None:
    (install,) = [line for line in instructions("RUN") if line.startswith("pip install")]
    assert install == "pip install --require-hashes -r requirements.txt"
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert "--require-hashes -r requirements-dev.txt" in makefile


def test_what_the_image_is_built_on_can_be_pinned_in_one_place() -> None:
    assert instructions("FROM") == ["${BASE}"]
    (base,) = instructions("ARG")
    assert re.fullmatch(r"BASE=python:3\.12-slim(@sha256:[0-9a-f]{64})?", base)
