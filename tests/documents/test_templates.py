"""Templates as staff write them: forgiving of Google Docs, closed to everything but the plan."""

import io
import re
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from service.casework.registry import REGISTERS
from service.documents import catalogue as catalogue_file
from service.documents import check_template, default_template, open_template, render_document
from service.documents.catalogue import catalogue, problem_sentence, template_texts

from .reading import EMPTY, FULL, parts, template, text_of

TEMPLATE = default_template("action_plan")
SAMPLES = {d.kind: d.samples for register in REGISTERS for d in register.documents}


def problem(*paragraphs, **more):
    made = render_document(template(*paragraphs, **more), FULL)
    assert made.docx == b""
    (sentence,) = made.problems
    return sentence


def shown(*paragraphs, **more):
    made = render_document(template(*paragraphs, **more), FULL)
    assert made.problems == ()
    return text_of(made.docx)


def test_every_kind_in_the_catalogue_has_a_template_that_is_fit():
    for kind, entry in catalogue().items():
        samples = SAMPLES.get(kind, (FULL, EMPTY))
        made = default_template(kind)
        assert check_template(made, kind=kind, samples=samples) == (), entry.name
        assert default_template(kind) == default_template(kind)
    assert template_texts("action_plan", "xx") == template_texts("action_plan")


@pytest.mark.parametrize("language", ["en-GB", "en-gb", "es"])
def test_a_template_in_another_language_is_as_fit(language):
    made = default_template("action_plan", language)
    assert made != TEMPLATE
    assert check_template(made, language) == ()
    assert "C-0000" in text_of(render_document(made, FULL, language).docx)


def test_spanish_has_all_the_words_of_a_template_and_british_english_what_differs():
    english, british = template_texts("action_plan"), template_texts("action_plan", "en-GB")
    assert british.model_copy(update={"page": "letter", "language": "en-US"}) == english
    spanish = template_texts("action_plan", "es").model_dump()
    for name, text in english.model_dump().items():
        if name not in ("page", "facts"):
            assert spanish[name] != text, name
    for ours, theirs in zip(english.facts, spanish["facts"], strict=True):
        assert theirs[0] != ours[0]
        assert theirs[1] == ours[1]
    tags = re.compile(r"{[{%].*?[%}]}")
    for name in ("running_head", "running_foot"):
        assert tags.findall(spanish[name]) == tags.findall(getattr(english, name))


def test_what_is_wrong_with_a_template_is_said_in_spanish_with_the_same_values():
    folder = Path(catalogue_file.__file__).resolve().parents[2] / "sheets_templates/documents"
    english, spanish = (
        yaml.safe_load((folder / f"problems.{language}.yaml").read_text("utf-8"))
        for language in ("en", "es")
    )
    assert list(spanish) == list(english)
    values = {"name": "<name>", "near": "<near>", "text": "<text>"}
    for key, sentence in english.items():
        said = problem_sentence(key, "es", **values)
        assert said != problem_sentence(key, **values)
        found = re.compile(r"<\w+>|{[{%]+p?r?t?r?\b")
        assert sorted(found.findall(said)) == sorted(found.findall(sentence.format_map(values))), (
            key
        )


def test_a_template_is_opened_once_per_version():
    same = bytes(bytearray(TEMPLATE))
    assert open_template(TEMPLATE) is open_template(same)
    assert open_template(template("{{ version }}")) is not open_template(TEMPLATE)


# ---------------------------------------------------------------- as staff write them


def test_tags_in_pieces_and_with_curly_quotes():
    assert "C-0000" in shown(["{", "{ case", "_co", "de }", "}"])
    assert "none" in shown("{{ household_name | default(“none”) if false else ‘none’ }}")
    assert "A, B" in shown("{{ [“A”, “B”] | join(‘, ’) }}")
    assert "C-0000" in shown("{{\u00a0case_code\u00a0}}")


def test_a_template_that_went_through_google_docs():
    """Google's export writes its own runs, fonts and attributes, and no style names of ours."""
    document = Document(io.BytesIO(TEMPLATE))
    for paragraph in list(document.element.body.iter(qn("w:p"))):
        paragraph.set(qn("w:rsidR"), "00000000")
        for run in list(paragraph.iter(qn("w:r"))):
            pieces = [(t, t.text) for t in run.iter(qn("w:t")) if t.text and "{" in t.text]
            for text, words in pieces:
                half = len(words) // 2
                text.text = words[:half]
                twin = OxmlElement("w:r")
                properties = OxmlElement("w:rPr")
                properties.append(OxmlElement("w:rtl"))
                properties[0].set(qn("w:val"), "0")
                twin.append(properties)
                rest = OxmlElement("w:t")
                rest.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                rest.text = words[half:]
                twin.append(rest)
                run.addnext(twin)
    packed = io.BytesIO()
    document.save(packed)
    assert check_template(packed.getvalue()) == ()
    for content in (FULL, EMPTY):
        again = render_document(packed.getvalue(), content)
        assert again.problems == ()
        assert text_of(again.docx) == text_of(render_document(TEMPLATE, content).docx)


def test_an_unknown_name_stays_empty_and_is_reported():
    made = render_document(
        template("Hello {{ studnet }}{{ goals[0].gaol }}, {{ case_code }}"), FULL
    )
    assert "Hello , C-0000" in text_of(made.docx)
    assert len(made.problems) == 2
    assert "“studnet”" in made.problems[0]
    assert "“gaol”" in made.problems[1]


def test_what_serves_comparison_is_not_for_reading():
    for name in ("home", "goals[0].row_id"):
        made = render_document(template("{{ case_code }}", "{{ " + name + " }}"), FULL)
        assert len(made.problems) == 1


def test_names_in_parts_that_are_not_reached_are_checked_too():
    (found,) = check_template(
        template("{{ case_code }}", "{% if not needs %}{{ nonsens }}{% endif %}")
    )
    assert "nonsens" in found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{% for goal in goals %}{{ goal.goal }}", "cannot be read"),
        ("{{ case_code } }", "cut in two"),
        ("{{ case_code", "cut in two"),
        ("{% endfor %} {{ case_code }}", "cannot be read"),
        ("No tags at all", "fills in nothing"),
        ("{{p case_code }}", "begins with {{p"),
        ("{{ case_code }} {% macro m() %}{% endmacro %}", "“macro”"),
    ],
)
def test_what_is_wrong_is_said_kindly(text, words):
    (found,) = check_template(template(text))
    assert words in found
    assert "Traceback" not in found


def test_the_sentence_says_near_what():
    assert "near “{% for goal in goals" in problem(
        "Fine {{ case_code }}", "{% for goal in goals -}}"
    )


def test_a_tag_half_inside_a_link_is_found():
    document = Document(io.BytesIO(template("{{ case_code }}", ["{{ vers", "ion }}"])))
    paragraph = document.paragraphs[1]._p
    link = OxmlElement("w:hyperlink")
    link.append(paragraph[-1])
    paragraph.append(link)
    packed = io.BytesIO()
    document.save(packed)
    (found,) = check_template(packed.getvalue())
    assert "cut in two" in found
    assert "{{ version }}" in found


@pytest.mark.parametrize("docx", [b"", b"PK\x03\x04", b"<html></html>"])
def test_what_is_no_document(docx):
    made = render_document(docx, FULL)
    assert made.docx == b""
    assert "could not be opened" in made.problems[0]
    assert check_template(docx) == made.problems


def test_a_part_that_is_missing_is_no_crash():
    document = Document(io.BytesIO(TEMPLATE))
    for table in document.element.body.iter(qn("w:tbl")):
        table.remove(table.find(qn("w:tblGrid")))
    packed = io.BytesIO()
    document.save(packed)
    made = render_document(packed.getvalue(), FULL)
    assert made.docx == b""
    assert len(made.problems) == 1


# ---------------------------------------------------------------- nothing but the plan


@pytest.mark.parametrize(
    "tag",
    [
        "{{ goals[0].chart.tpl.save('/tmp/escaped.docx') }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ goals[0].chart.__html__() }}",
        "{{ goals[0].chart|attr('_Picture__html') }}",
        "{{ goals[0].update({'goal': 'x'}) }}",
        "{{ goals.append(1) }}",
        "{{ 'a' * 20000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%0999999999d' % 1 }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ case_code.ljust(999999999) }}",
        "{{ case_code|center(999999999) }}",
        "{{ lipsum(n=100000) }}",
        "{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}",
        "{% for a in goals %}{% for b in goals %}{% for c in goals %}{% for d in goals %}"
        "{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "{% set x = 'aaaaaaaaaa' %}{{ x }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% for a in goals recursive %}{{ loop(goals) }}{% endfor %}",
        "{% filter upper %}x{% endfilter %}",
        "{{ cycler('a').next() }}",
        "{{ namespace(a=1) }}",
        "{{ self }}{{ self._TemplateReference__context }}",
        "{{ 10000 * 10000 * 10000 * 10000 }}",
        "{{ 1 // 0 }}",
        "{{ 7 / 0 }}",
    ],
)
def test_no_way_out_of_the_plan(tag, tmp_path):
    made = render_document(template("{{ case_code }}", tag), FULL)
    assert made.problems != ()
    assert made.docx == b"" or "C-0000" in text_of(made.docx)
    assert len(made.docx) < 100_000
    assert not Path("/tmp/escaped.docx").exists()


@pytest.mark.parametrize("tag", ["{{ goals[0].chart|upper }}", "{{ goals }}", "{{ loop }}"])
def test_objects_show_nothing_of_themselves(tag):
    made = render_document(template("{{ case_code }}", tag), FULL)
    assert "object at 0x" not in (text_of(made.docx) if made.docx else "")


def test_a_picture_may_stand_in_the_header_too():
    made = render_document(template("{{ case_code }}", header="{{ goals[0].chart }}"), FULL)
    assert made.problems == ()
    assert any("header" in name and b".png" in part for name, part in parts(made.docx).items())


LONG = "Fifty thousand. " * 3_125
MANY = replace(
    FULL,
    strengths=(LONG,) * 40,
    goals=tuple(replace(FULL.goals[0], row_id=str(n), goal=LONG) for n in range(40)),
)
LOOPS = "{% for a in goals %}{% for b in goals %}{% for c in goals %}"
ENDS = "{% endfor %}" * 3


@pytest.mark.parametrize(
    "tag",
    [
        LOOPS + "{{ a.goal }}" + ENDS,
        LOOPS + ENDS,
        LOOPS + "{{ c.chart }}" + ENDS,
        "{% for a in strengths %}{% for b in a %}{% for c in a %}" + ENDS,
        "{% for a in strengths %}{% for b in strengths %}{{ b }}{% endfor %}{% endfor %}",
        "{% for a in goals if a.goal %}{% for b in goals if b.goal %}{{ b.goal }}" + ENDS[12:],
        "{% for a in goals %}{{ strengths|join }}{% endfor %}",
        "{{ strengths|join(strengths|join(strengths|join)) }}",
        "{{ [case_code, case_code]|join(strengths|join(strengths[0]|upper)) }}",
        "{{ strengths[0] ~ " + " ~ ".join(["strengths[0]"] * 100) + " }}",
        "{{ strengths[0] + " + " + ".join(["strengths[0]"] * 100) + " }}",
        "{{ strengths[0] }}" * 100,
    ],
)
def test_a_template_that_asks_for_too_much_is_refused_by_name_and_takes_little(tag):
    tracemalloc.start()
    begun = time.process_time()
    made = render_document(template("{{ case_code }}", tag), MANY)
    used, (_, most) = time.process_time() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made.docx == b""
    (sentence,) = made.problems
    assert sentence.startswith(f"The template “{catalogue()['action_plan'].name}” asks for more")
    assert most < 100_000_000
    assert used < 20


def test_what_is_counted_is_counted_over_all_parts_of_a_document_and_anew_for_each():
    half = "{{ strengths[0] }}" * 45
    once = template("{{ case_code }}", half)
    assert render_document(once, MANY).problems == ()
    assert render_document(once, MANY).problems == ()
    assert render_document(template("{{ case_code }}", half, header=half), MANY).docx == b""


def test_a_long_plan_is_far_from_too_much():
    many = tuple(replace(FULL.goals[0], row_id=str(n)) for n in range(60))
    actions = tuple(replace(FULL.actions[0], row_id=str(n)) for n in range(120))
    made = render_document(TEMPLATE, replace(FULL, goals=many, actions=actions, strengths=(LONG,)))
    assert made.problems == ()


def test_a_template_whose_tags_have_no_end_is_read_once():
    begun = time.process_time()
    for text in ("{{r " * 12_000, "{% " * 16_000, "{#" * 24_000, "{{" * 24_000):
        assert render_document(template("{{ case_code }}", text), FULL).docx == b""
        assert check_template(template("{{ case_code }}", text))
    assert time.process_time() - begun < 60


def test_each_wall_stands_alone():
    """The sandbox behind the allow-list refuses what the list would have let through."""
    from jinja2.exceptions import SecurityError

    from service.documents.sandbox import PlanEnvironment

    environment = PlanEnvironment()
    for source in ("{{ 'a' * 20000000 }}", "{{ 2 ** 9999 }}", "{{ [1] * 10000 }}"):
        with pytest.raises(SecurityError):
            environment.from_string(source).render()
    assert environment.from_string("{{ x.upper }}{{ x.__class__ }}").render(x="a") == ""
