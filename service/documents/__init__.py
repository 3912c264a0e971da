"""Templates into documents: what staff write as an ordinary Google Doc, filled in for each plan.

In reading order:

    catalogue         which documents there are
    default_template, block_template, template_layout: how their templates begin
    sandbox           what a template's author may say;  template_check: is it fit for use
    render            a template and a plan's content -> a .docx, with charts and
                      bar_pictures;  packing: its bytes
"""

from .default_template import default_template, first_template, template_name
from .render import OpenTemplate, Rendered, TemplateFault, open_template, render_document
from .template_check import check_template

__all__ = [
    "OpenTemplate",
    "Rendered",
    "TemplateFault",
    "check_template",
    "default_template",
    "first_template",
    "open_template",
    "render_document",
    "template_name",
]
