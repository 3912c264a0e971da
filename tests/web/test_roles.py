"""The card Roles, and the same as a document."""

from __future__ import annotations

from .conftest import DANA, MAREN, NORA, button, headers, words


def test_everybody_reads_it_the_own_role_first(panel):
    for person, role in ((DANA, "Case manager"), (MAREN, "Coordinator"), (NORA, "Teacher")):
        card = panel.card(person, "roles")
        assert headers(card)[0] == role
        assert len(headers(card)) == 7
    said = words(panel.card(NORA, "roles"))
    assert "Sees of students whose Team says so: case code, case manager, student's name" in said
    assert "As a document" not in said


def test_the_coordinator_gets_it_as_a_document(panel):
    made = button(panel.card(MAREN, "roles"), "As a document for the policy manual")
    panel.card(MAREN, "roles_paper", made)
    panel.live.later(minutes=6)
    panel.live.sync()
    (paper,) = panel.live.files(holdfast="roles_matrix")
    assert paper["name"] == "Roles and rights · 5 Oct 2026"
    assert panel.post(DANA, "roles_paper").status_code == 403
