"""From a template and a plan's content to a .docx.

docxtpl does the work; this module keeps it safe and repeatable. Values go in as text only
(escaped, without what XML cannot hold); the result is parsed strictly, because a lenient parser
silently loses rows; pictures are opaque to the template; equal content gives equal bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Mm
from docxtpl import DocxTemplate
from jinja2 import Template
from jinja2.exceptions import SecurityError, TemplateError
from lxml import etree

from service.casework.bar_chart import BarChart
from service.casework.chart_facts import ChartFacts
from service.casework.text import fit_text
from service.casework.wants import NO_NAMES, PaperNames

from .bar_pictures import WIDTH_MM as BARS_MM
from .bar_pictures import bars_height_mm, bars_png
from .catalogue import ENGLISH, catalogue, problem_sentence
from .charts import WIDTH_MM, chart_png, height_mm
from .packing import NotADocument, check_size, repacked
from .sandbox import (
    PlanEnvironment,
    TagNotAllowed,
    TooMuch,
    measured,
    noting_unknown_names,
    picture_taken,
    rendered,
)
from .template_layout import set_paper

Picture = ChartFacts | BarChart  # what becomes one
_HIDDEN = (
    "row_id",
    "home",
    "row_says",
    "names",
    "paper",
)  # for comparing versions, not for reading
CORE_PROPERTIES = RELATIONSHIP_TYPE.CORE_PROPERTIES
_EPOCH = datetime(1980, 1, 1)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NO_TEXT_HERE = {
    _WORD + name for name in ("body", "p", "r", "tbl", "tr", "tc", "hyperlink", "hdr", "ftr")
}
_TAG_BEGINS = re.compile(r"\{(?:<[^<>]{0,500}>)*[{%#]")
MOST_MARKUP = 300_000_000  # characters of a part times its tags; a long template has 20 million
_PARAGRAPH = re.compile(r"<w:p([ >])")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document (b"" when the template cannot be used), and what its template's keeper should
    know, as sentences."""

    docx: bytes
    problems: tuple[str, ...] = ()


class TemplateFault(Exception):
    """The template cannot be used; `sentence` says why and how to mend it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class OpenTemplate:
    """A template's bytes, with its parts prepared and compiled once for all plans."""

    docx: bytes
    patched: dict[str, str] = field(default_factory=dict, compare=False)
    compiled: dict[str, Template] = field(default_factory=dict, compare=False)


def open_template(docx: bytes) -> OpenTemplate:
    """The template, opened once per version (kept by its content). Raises TemplateFault."""
    try:
        check_size(docx)
    except NotADocument:
        raise TemplateFault(problem_sentence("not_docx")) from None
    return _opened(hashlib.sha256(docx).digest(), _Bytes(docx))


@dataclass(frozen=True, slots=True)
class _Bytes:
    """A document's bytes that take no part in the comparison of cache keys: the hash does."""

    docx: bytes = field(compare=False)


@lru_cache(maxsize=16)
def _opened(digest: bytes, source: _Bytes) -> OpenTemplate:
    return OpenTemplate(source.docx)


class DocumentContent(Protocol):
    """What any kind of document gets: a frozen dataclass of texts, lists and rows."""

    @property
    def case_code(self) -> str: ...

    @property
    def version(self) -> int: ...


def render_document(
    template: bytes,
    content: DocumentContent,
    language: str = ENGLISH,
    kind: str = "action_plan",
    names: PaperNames = NO_NAMES,
) -> Rendered:
    """A document as .docx, in which a template may call student and school by `names`. Never
    raises for what a template or a value holds: a template that cannot be used gives no document
    and a sentence that says why."""
    try:
        opened = open_template(template)
        with noting_unknown_names() as unknown, measured():
            docx = _rendered(opened, content, language, kind, names)
    except TemplateFault as fault:
        return Rendered(b"", (fault.sentence,))
    missing = dict.fromkeys(unknown)
    return Rendered(
        docx, tuple(problem_sentence("unknown_name", language, name=name) for name in missing)
    )


def _rendered(
    opened: OpenTemplate, content: DocumentContent, language: str, kind: str, names: PaperNames
) -> bytes:
    try:
        document = _PlanDocument(opened)
        context = context_of(content, names, document.picture)
        document.render(context, jinja_env=_environment(), autoescape=True)
        if catalogue()[kind].layout == "blocks":
            set_paper(document.docx, names.paper)
        _name(document.docx, f"{content.case_code} · v{content.version}")
        packed = io.BytesIO()
        document.save(packed)
    except TemplateFault:
        raise
    except TooMuch:
        name = catalogue()[kind].name
        raise TemplateFault(problem_sentence("too_much", language, name=name)) from None
    except TagNotAllowed as problem:
        raise TemplateFault(problem_sentence("not_allowed", language, name=problem.part)) from None
    except SecurityError as problem:
        raise TemplateFault(problem_sentence("not_allowed", language, name=str(problem))) from None
    except TemplateError as problem:
        near = _near(getattr(problem, "docx_context", None), language)
        raise TemplateFault(problem_sentence("unreadable", language, near=near)) from None
    except etree.XMLSyntaxError:
        raise TemplateFault(problem_sentence("layout", language, near="")) from None
    except (KeyError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        # What a template can still do to docxtpl and python-docx: a missing part, a table
        # without a grid, a filter on the wrong kind of value.
        raise TemplateFault(problem_sentence("layout", language, near="")) from None
    return repacked(packed.getvalue())


def _name(document: Any, title: str) -> None:
    """Titles the file for screen readers, without a date of its own; only where it has
    properties (Google's export has none, and python-docx would add some with today's date)."""
    if any(rel.reltype == CORE_PROPERTIES for rel in document.part.package.rels.values()):
        properties = document.core_properties
        properties.title = title
        properties.created = properties.modified = _EPOCH


def _near(context: Iterator[str] | None, language: str) -> str:
    lines = [line.strip() for line in context or () if "{" in line]
    text = lines[-1][:60] if lines else ""
    return problem_sentence("near", language, text=text) if text else ""


@lru_cache(maxsize=1)
def _environment() -> PlanEnvironment:
    return PlanEnvironment()


class _PlanDocument(DocxTemplate):
    """docxtpl with prepared parts, strict parsing and no Jinja in file properties."""

    def __init__(self, opened: OpenTemplate) -> None:
        super().__init__(io.BytesIO(opened.docx))
        self._opened = opened

    def patch_xml(self, src_xml: str) -> str:
        if src_xml not in self._opened.patched:
            if len(src_xml) * (1 + len(_TAG_BEGINS.findall(src_xml))) > MOST_MARKUP:
                raise TooMuch  # docxtpl reads the whole of a part for every tag
            self._opened.patched[src_xml] = super().patch_xml(src_xml)
        return self._opened.patched[src_xml]

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        self.current_rendering_part = part
        template = self._opened.compiled.get(src_xml)
        if template is None:
            template = self._compiled(src_xml, jinja_env)
            self._opened.compiled[src_xml] = template
        xml = rendered(template, context).replace("\n<w:p", "<w:p")
        xml = self.resolve_listing(xml)
        _parsed(xml)
        return xml

    def _compiled(self, src_xml: str, environment: PlanEnvironment) -> Template:
        lines = _PARAGRAPH.sub(r"\n<w:p\1", src_xml)  # one paragraph a line: errors say which
        try:
            return environment.compiled(lines)
        except TemplateError as problem:
            number = max((getattr(problem, "lineno", None) or 1) - 4, 0)
            shown = lines.splitlines()[number : number + 4]
            problem.docx_context = (re.sub(r"<[^>]+>", "", line) for line in shown)  # type: ignore[attr-defined]
            raise

    def fix_tables(self, xml: str) -> Any:
        return super().fix_tables(xml)

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """File properties are shown without opening the file: nothing of a plan goes there."""

    def picture(self, facts: Picture) -> str:
        """The chart as the XML of an inline picture in the part that is being rendered."""
        picture_taken()
        if isinstance(facts, BarChart):
            drawn, width, height = bars_png(facts), BARS_MM, bars_height_mm(facts)
            words = [facts.alt]
        else:
            drawn, width, height = chart_png(facts), WIDTH_MM, height_mm(facts)
            words = [facts.alt, *(facts.legend.phases if facts.legend else ())]
        inline = self.current_rendering_part.new_pic_inline(
            io.BytesIO(drawn), Mm(width), Mm(height)
        )
        inline.docPr.set("descr", fit_text("; ".join(words)))
        inline.docPr.set("name", "Chart")
        drawing = etree.tostring(inline, encoding="unicode")
        return (
            f"</w:t></w:r><w:r><w:drawing>{drawing}</w:drawing></w:r>"
            '<w:r><w:t xml:space="preserve">'
        )


def _parsed(xml: str) -> None:
    """Raises lxml's XMLSyntaxError for broken XML, TemplateFault for text outside of text."""
    tree = etree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", xml))
    for element in tree.iter(*_NO_TEXT_HERE):
        pieces = [element.text, *(child.tail for child in element)]
        if any(piece and piece.strip() for piece in pieces):
            raise TemplateFault(problem_sentence("stray"))


# ---------------------------------------------------------------- what the template gets


class _Picture:
    """A chart in a template: it can be put into the page, and nothing else can be done to it."""

    __slots__ = ("__html",)

    def __init__(self, html: Callable[[], str]) -> None:
        self.__html = html

    def __html__(self) -> str:
        return self.__html()

    def __str__(self) -> str:
        return ""

    __repr__ = __str__


def context_of(
    content: DocumentContent, names: PaperNames, picture: Callable[[Picture], str]
) -> dict[str, Any]:
    """A document's fields and names, as plain text, lists and rows; charts as opaque pictures."""
    plain: dict[str, Any] = {**_plain(names, picture), **_plain(content, picture)}
    return plain


def _plain(value: Any, picture: Callable[[Picture], str]) -> Any:
    match value:
        case None:
            return ""
        case str():
            return fit_text(value)
        case ChartFacts() | BarChart():
            return _Picture(lambda: picture(value))
        case tuple() | list():
            return [_plain(item, picture) for item in value]
        case _ if is_dataclass(value):
            return {
                each.name: _plain(getattr(value, each.name), picture)
                for each in fields(value)
                if each.name not in _HIDDEN
            }
    return value
