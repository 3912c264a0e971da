"""Google's addresses as addresses of these pages, and HTML made safe to show."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import nh3
from markupsafe import Markup, escape

HELD = ("/spreadsheets/d/", "/document/d/", "/forms/d/")
EVENT = "/calendar/event"
ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]")
TAGS = {
    "a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "img", "li", "ol", "p", "pre", "s", "span", "strong", "sub", "sup", "table", "tbody",
    "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}}
ATTRIBUTES["th"] = ATTRIBUTES["td"]


def local(address: str) -> str:
    """Where a Google address is found here; any other address as it is.

    The add-on, the calendar and Gmail have one page each; spreadsheets, documents and forms
    keep their path, so that `#gid=…&range=…` goes on to mean the cell.
    """
    parts = urlsplit(address)
    host, tail = parts.netloc.lower(), f"#{parts.fragment}" if parts.fragment else ""
    if host == "docs.google.com" and parts.path.startswith(HELD):
        return parts.path + (f"?{parts.query}" if parts.query else "") + tail
    if host == "drive.google.com":
        file_id = parse_qs(parts.query).get("id") or re.findall(r"/file/d/([\w-]+)", parts.path)
        return f"/open/{file_id[0]}" if file_id else "/"
    if host == "calendar.google.com" or (host, parts.path) == ("www.google.com", EVENT):
        return "/calendar" + (f"?{parts.query}" if parts.query else "")
    if host == "mail.google.com":
        return "/mail"
    return address


def linked(text: str) -> Markup:
    """Plain text with its addresses as links; lines stay lines by CSS."""
    parts, end = [], 0
    for hit in ADDRESS.finditer(text):
        parts.append(escape(text[end : hit.start()]))
        parts.append(Markup('<a href="{}">{}</a>').format(local(hit[0]), hit[0]))
        end = hit.end()
    return Markup("").join([*parts, escape(text[end:])])


def clean(html: str) -> Markup:
    """HTML written by others without anything that could act; links lead to these pages."""

    def rewritten(tag: str, attribute: str, value: str) -> str | None:
        if attribute != "href":
            return value
        return None if value.lower().lstrip().startswith("data:") else local(value)

    safe = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        attribute_filter=rewritten,
        allowed_classes={"h2": {"title"}, "p": {"subtitle"}},
        link_rel="noopener noreferrer",
    )
    return Markup(safe)


def described(text: str) -> Markup:
    """An event's description, which may be HTML or plain text."""
    return clean(text.replace("\n", "<br>")) if re.search(r"</?\w+[^>]*>", text) else linked(text)
