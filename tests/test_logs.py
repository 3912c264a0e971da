"""Log lines: machine-readable, and silent about people."""

import io
import json
import logging

import pytest

from service.logs import log, start_logging


@pytest.fixture
def lines():
    stream = io.StringIO()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    start_logging(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = before
    root.setLevel(level)


def test_a_line_is_what_cloud_run_reads(lines):
    log("sync", run="20261014T120000-ab12", changes={"create_event": 3}, seconds=1.25)
    (line,) = lines()
    assert line["severity"] == "INFO"
    assert line["message"] == "sync"
    assert line["time"].endswith("+00:00")
    assert (line["run"], line["changes"], line["seconds"]) == (
        "20261014T120000-ab12",
        {"create_event": 3},
        1.25,
    )


def test_what_is_not_on_the_list_is_dropped(lines):
    log("sync", student="C-0001", reason="Ana Silva", part="ana@school.example", count=[1])
    log("sync", changes={"Ana Silva": 1, "fine": "José", "kept": 2}, api="sheets")
    first, second = lines()
    assert set(first) == {"severity", "time", "message", "logger"}
    assert second["changes"] == {"kept": 2}
    assert second["api"] == "sheets"


def test_an_error_is_a_type_and_places_never_a_message(lines):
    try:
        raise ValueError("Ana Silva talks of leaving")
    except ValueError:
        log("failed", logging.ERROR, part="workbook/office")
    (line,) = lines()
    assert line["exception"] == "ValueError"
    assert "tests/test_logs.py:" in line["where"][-1]
    assert "Ana" not in json.dumps(line)


def test_libraries_say_only_that_they_spoke(lines):
    logging.getLogger("googleapiclient.http").warning("GET /files?q=%s", "name='Ana Silva'")
    logging.getLogger("any").info("too quiet to hear")
    try:
        raise KeyError("Ana Silva")
    except KeyError:
        logging.getLogger("any").exception("Ana %s", "Silva")
    warned, failed = lines()
    assert warned["message"].startswith("googleapiclient.http:")
    assert failed["exception"] == "KeyError"
    assert "Ana" not in json.dumps([warned, failed])


def test_a_message_with_a_persons_words_in_it_is_dropped_too(lines):
    log("about Ana Silva")
    assert "Ana" not in json.dumps(lines())
