"""HTML: one file for people, which asks nobody for anything and lets no markup of others do anything."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from kzcheck.formats import links, records
from kzcheck.formats.html import pictures
from kzcheck.formats.html.attributes import target
from kzcheck.formats.html.page import page
from kzcheck.formats.text import clean, sentence
from kzcheck.formats.view import View
from kzcheck.sources import SOURCES

if TYPE_CHECKING:
    from kzcheck.finding import Report


def render(report: Report) -> str:
    """Return the report as one HTML page."""
    # Our own files: the policy knows them by the hash of these very characters.
    style, script = Markup(_read("style.css")), Markup(_read("script.js"))  # noqa: S704
    view = View(report)
    drawn = (pictures.claims_on_references(view), pictures.years(view), pictures.links_by_age(view))
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            page=page(view),
            pictures=list(filter(None, drawn)),
            style=style,
            script=script,
            policy="; ".join(
                (
                    "default-src 'none'",
                    f"style-src {_source(style)}",
                    f"script-src {_source(script)}",
                    "base-uri 'none'",
                    "form-action 'none'",
                )
            ),
        )
        .replace("##", "#&#35;")  # of texts: the runner of a job obeys ##[error] where a page is written into its log
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
    )
    environment.filters.update(target=target, sentence=sentence, service=lambda name: SOURCES[name].title)
    environment.globals.update(LINKS=links.WORDS, RECORDS=records.WORDS)
    return environment


def _template(name: str) -> str:
    """Return a template without its line ends, which part no words: a browser opens long lists a sixth faster without them."""
    return _read(name).replace("\n", "")


def _read(name: str) -> str:
    return files("kzcheck.formats.html").joinpath("templates", name).read_text("utf-8")


def _source(text: str) -> str:
    """Return how a Content-Security-Policy names an inline script or style sheet (CSP Level 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _harmless(value: object) -> object:
    """Return what a template prints: text as one harmless line, which keeps a blank at either end; markup of ours as it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    before, after = " " if value[:1].isspace() else "", " " if value[-1:].isspace() and value.strip() else ""
    return f"{before}{clean(value)}{after}"
