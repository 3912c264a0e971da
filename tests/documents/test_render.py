"""Plans as documents: all parts in order, hostile values as text, equal content as equal bytes."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from service.casework.chart_facts import ChartFacts, ChartLegend
from service.casework.plans.content import PlanGoal
from service.casework.text import fit_text
from service.documents import default_template, render_document
from service.documents.charts import ROW_MM, chart_png, drawn, height_mm
from tests.casework.two_household_case import plans

from .reading import EMPTY, FULL, parts, template, text_of

FIELDS = 3 + 5 + 3 + 3 + 1 + 2  # texts of a plan with one row of each kind
TEMPLATE = default_template("action_plan")
HOSTILE = [
    '=IMPORTXML("http://x.example","//a")',
    "<script>alert(1)</script> & <w:p>&amp;</w:p> ]]>",
    "{{ 7 * 7 }} {% for x in goals %} {{ goal.chart.tpl.save('/tmp/x') }} {# c #} {_{ 1 }_}",
    "'; DROP TABLE students; -- %s %(x)s {0} $x$ \\frac",
    "Zoë D’Arcy-Øst 你好 שלום مرحبا 👩‍👩‍👧‍👦 e\u0301",
    "zero\u200bwidth\ufeff and no\u00a0break",
]


def picture(n=12, **more):
    first = date(2026, 9, 7)
    points = tuple((first + timedelta(weeks=i), 20.0 + 2 * i) for i in range(n))
    return ChartFacts(points, 20.0, ((first, 20.0), (date(2027, 1, 25), 60.0)), **more)


def rendered(content, using=TEMPLATE):
    made = render_document(using, content)
    assert made.problems == ()
    for name, part in parts(made.docx).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(part)
    return made.docx


def test_every_part_in_its_order():
    text = text_of(rendered(FULL))
    order = [
        "C-0000 · version 2 · copy A", "Action plan", "C-0000", "Target end", "1 Dec 2026",
        "1 Nov 2026", "What changed", "Goals: 1 new.", "What goes well", "What is hard right now",
        "Draws", "Reading aloud", "Goal", "Now", "Target", "By", "Read", "24 words",
        "on track", "60 words", "Who", "What",
        "Teacher", "Reads along", "What I may use", "More time", "Tests",
        "May I?", "Whom to call", "Next dates", "Sam Doe", "555-0100", "Meeting", "In my own words",
        "Signatures", "Student", "Family", "Case manager",
    ]  # fmt: skip
    place = 0
    for piece in order:
        assert piece in text[place:], piece
        place = text.index(piece, place)


def test_nothing_agreed_yet_reads_well():
    text = text_of(rendered(EMPTY))
    for sentence in ("To be written together.", "Nothing is open.", "None agreed at present.",
                     "Ask the school office.", "None planned yet."):  # fmt: skip
        assert sentence in text
    assert "{" not in text
    assert "None\n" not in text


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_stands_there_as_text(value):
    text = text_of(rendered(everywhere(value)))
    assert text.count(value) == FIELDS


def test_very_long_text_is_all_there():
    long = "word & <tag> " * 3900
    assert text_of(rendered(replace(FULL, needs=(long,)))).count("word & <tag> ") == 3900


def test_lines_and_tabs_stay_lines_and_tabs():
    assert "one\ntwo\nthree" in text_of(rendered(replace(FULL, needs=("one\r\ntwo\tthree",))))


def test_what_a_document_cannot_hold_is_taken_out():
    value = "a\x00b\x07c\x0cd\ud800e\uffffe\u202ef\u2066g"
    assert "abc\ndeefg" in text_of(rendered(replace(FULL, needs=(value,))))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(), max_size=60) | st.sampled_from(HOSTILE))
def test_any_text_at_all_stands_there_as_text(value):
    text = text_of(rendered(everywhere(value)))
    shown = fit_text(value).replace("\t", "\n").replace("\r", "\n")
    assert text.count(shown) >= FIELDS


def everywhere(value):
    """A plan in which every text is `value`."""

    def filled(row):
        texts = {f: value for f in row.__slots__ if isinstance(getattr(row, f), str)}
        return replace(row, **texts)

    lists = ("goals", "actions", "accommodations", "contacts", "dates")
    return replace(
        FULL,
        changes=(value,),
        strengths=(value,),
        needs=(value,),
        **{name: tuple(map(filled, getattr(FULL, name))) for name in lists},
    )


# ---------------------------------------------------------------- the same again


OF_ITS_OWN = """
import sys
from service.documents import default_template, render_document
from service.documents.template_check import EMPTY, FULL

made = [render_document(default_template("action_plan"), EMPTY)]
assert "matplotlib" not in sys.modules
made.append(render_document(default_template("action_plan"), FULL))
assert "matplotlib" in sys.modules
assert "matplotlib.pyplot" not in sys.modules
sys.stdout.buffer.write(made[-1].docx)
"""


def test_another_process_makes_equal_bytes_and_loads_matplotlib_only_for_a_picture():
    assert any(goal.chart for goal in FULL.goals)
    process = [sys.executable, "-c", OF_ITS_OWN]
    assert subprocess.run(process, capture_output=True, check=True).stdout == rendered(FULL)


# ---------------------------------------------------------------- pictures


def test_a_picture_says_what_it_shows():
    facts = picture(alt='From "20" to <42> & more')
    docx = rendered(replace(FULL, goals=(replace(FULL.goals[0], chart=facts),)))
    body = etree.fromstring(parts(docx)["word/document.xml"])
    (described,) = body.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    )
    assert described.get("descr") == facts.alt
    assert chart_png(facts) in parts(docx).values()


@pytest.mark.parametrize(
    "facts",
    [
        ChartFacts(((date(2026, 9, 7), 5.0),)),
        ChartFacts(((date(2026, 9, 7), 0.0), (date(2026, 9, 7), 0.0)), 0.0),
        ChartFacts(((date(2026, 9, 7), 1e300), (date(2026, 9, 8), -1e300))),
        picture(phases=((date(2026, 9, 14), "$x_$ {{ 1 }} 你\nb"),) * 9, first_label="$\\frac{1}$"),
        picture(80),
    ],
)
def test_any_measurements_make_a_picture(facts):
    assert chart_png(facts).startswith(b"\x89PNG")


def test_a_legend_makes_the_picture_higher_by_a_row_for_its_strokes_and_each_phase():
    plain = picture(phases=((date(2026, 9, 28), "Tutoring"),))
    told = replace(
        plain, legend=ChartLegend("measured", "aim", "start", ("Tutoring, from 28 Sep",))
    )
    assert height_mm(told) == pytest.approx(height_mm(plain) + 2 * ROW_MM)
    docx = rendered(replace(FULL, goals=(replace(FULL.goals[0], chart=told),)))
    body = parts(docx)["word/document.xml"].decode()
    assert "Tutoring, from 28 Sep" in body  # for those who do not see the picture
    assert chart_png(told) != chart_png(plain)
    assert chart_png(told) in parts(docx).values()


def test_a_picture_leaves_nothing_of_itself_in_the_next():
    drawn.cache_clear()
    plain = ChartFacts(((date(2026, 9, 7), 5.0),))
    before = chart_png(plain)
    chart_png(picture(phases=((date(2026, 9, 28), "Tutoring"),), first_label="x"))
    drawn.cache_clear()
    assert chart_png(plain) == before


def test_five_goals_five_pictures():
    goals = tuple(
        PlanGoal(str(i), f"Goal {i}", "1", "2", "3", chart=picture(i + 3)) for i in range(5)
    )
    docx = rendered(replace(FULL, goals=goals))
    assert sum(name.endswith(".png") for name in parts(docx)) == 5


# ---------------------------------------------------------------- made for people


def test_real_headings_header_rows_and_a_language():
    body = etree.fromstring(parts(rendered(FULL))["word/document.xml"])
    styles = [style.get(qn("w:val")) for style in body.iter(qn("w:pStyle"))]
    assert styles.count("Heading1") >= 9
    assert len(list(body.iter(qn("w:tblHeader")))) >= 5
    assert b'w:lang w:val="en-US"' in parts(TEMPLATE)["word/styles.xml"]


def test_no_student_data_in_file_properties():
    properties = parts(rendered(everywhere("Silva")))["docProps/core.xml"].decode()
    assert "Silva" not in properties
    assert "C-0000 · v2" in properties


def test_the_other_home_is_nowhere_in_the_file():
    for copy, others in (
        ("A", ("Paulo", "Costa", "0199", "paulo@")),
        ("B", ("Inês", "0141", "ines@")),
    ):
        docx = rendered(plans()[copy].content)
        whole = "".join(part.decode("utf-8", "replace") for part in parts(docx).values())
        for detail in others:
            assert detail not in whole, (copy, detail)


def test_a_value_is_never_read_as_a_template():
    using = template("{{ needs[0] }}{% if household %} {{ household }}{% endif %}")
    assert "{{ case_code }} A" in text_of(
        rendered(replace(FULL, needs=("{{ case_code }}",)), using)
    )


def test_many_at_once_keep_to_themselves():
    def one(number):
        code, word = f"C-{number:04}", f"<{number}>"
        goals = tuple(
            replace(goal, goal=word, chart=picture(number % 9 + 3)) for goal in FULL.goals
        )
        text = text_of(rendered(replace(FULL, case_code=code, goals=goals)))
        return text.count(code) == 3 and word in text

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(one, range(40)))
