"""How Sphinx builds the documentation as a site: `make docs`. Neither the build nor a reader's browser fetches anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "kzcheck"
author = "The kzcheck developers"
project_copyright = author
version = release = __version__

extensions = ["myst_parser"]
myst_heading_anchors = 3
smartquotes_action = "qe"  # quotes and ellipses only: two hyphens begin an option and are not a dash

html_theme = "furo"
html_title = f"kzcheck {release}"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["options.css"]

HERE = {"](../CHANGELOG.md)": "](changes.md)", "](../CONTRIBUTING.md)": "](contributing.md)", "](../SECURITY.md)": "](security.md)"}
"""Links to files at the top of the repository, and the site's pages made from those files."""


def setup(app: Sphinx) -> None:
    """Let links to files outside the site lead to the pages made from them."""
    app.connect("source-read", _lead_here)


def _lead_here(_app: Sphinx, _name: str, content: list[str]) -> None:
    for there, here in HERE.items():
        content[0] = content[0].replace(there, here)
