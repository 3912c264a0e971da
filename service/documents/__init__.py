"""Templates into documents: what staff write as an ordinary Google Doc, filled in for each plan."""

from .default_template import default_template
from .render import OpenTemplate, Rendered, TemplateFault, open_template, render_plan
from .template_check import check_template

__all__ = [
    "OpenTemplate",
    "Rendered",
    "TemplateFault",
    "check_template",
    "default_template",
    "open_template",
    "render_plan",
]
