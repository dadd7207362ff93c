"""HTML: one file for people, which asks nobody for anything and lets no markup of others do anything."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from kzcheck.formats import checked, compared, links, naming, records, view
from kzcheck.formats.html import page, pictures
from kzcheck.formats.text import clean, sentence
from kzcheck.sources import SOURCES
from kzcheck.wording import in_use, listing, long_date, written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kzcheck.finding import Report


def render(report: Report) -> str:
    """Return the report as one HTML page."""
    read = page.Page(report)
    drawn = (pictures.claims_on_references(read), pictures.years(read), pictures.links_by_age(read))
    return filled("report.html.j2", ("style.css",), "script.js", page=read, pictures=list(filter(None, drawn)))


def filled(template: str, styles: Sequence[str], script: str, **values: object) -> str:
    """Return a page made of one of our templates, with style sheets and a script of ours in it."""
    # The policy knows them by the hash of these very characters.
    style, script = Markup("".join(map(asset, styles))), Markup(asset(script))  # noqa: S704
    policy = f"default-src 'none'; style-src {hashed(style)}; script-src {hashed(script)}; base-uri 'none'; form-action 'none'"
    made = _environment().get_template(template).render(language=in_use(), style=style, script=script, policy=policy, **values)
    return made.replace("##", "#&#35;")  # of texts: the runner of a job obeys ##[error] where a page is written into its log


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
    )
    environment.filters.update(
        clean=clean, sentence=sentence, service=lambda name: written(SOURCES[name].title), target=page.target
    )
    environment.filters.update(figures=_figures)
    environment.globals.update(
        checked=checked, compared=compared, html=page, links=links, naming=naming, records=records, views=view
    )
    environment.globals.update(_=written, listing=listing, long_date=long_date)
    return environment


def _template(name: str) -> str:
    """Return a template without its line ends, which part no words: a browser opens long lists a sixth faster without them."""
    return asset(name).replace("\n", "")


def asset(name: str) -> str:
    """Return one of our own files: a template, a style sheet, a script."""
    return files("kzcheck.formats.html").joinpath("templates", name).read_text("utf-8")


def hashed(text: str) -> str:
    """Return how a Content-Security-Policy names an inline script or style sheet (CSP Level 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _figures(text: str) -> Markup:
    """Return a text with the number at its start in bold."""
    words = text.lstrip("0123456789,.\N{NO-BREAK SPACE}")
    return Markup("<strong>{}</strong>{}").format(text.removesuffix(words), words)


def _harmless(value: object) -> Markup | str:
    """Return what a template prints: text as one harmless line, which keeps a blank at either end; markup of ours as it is."""
    if isinstance(value, Markup):
        return value
    text = str(value)
    before, after = " " if text[:1].isspace() else "", " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{clean(text)}{after}"
