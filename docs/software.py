"""How programs cite and list kzcheck: CITATION.cff and codemeta.json, made from pyproject.toml, version.py and CHANGELOG.md."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import yaml

from kzcheck.version import HOME, __version__

ROOT = Path(__file__).parents[1]
HEADING = re.compile(r"^## (?P<version>\S+) \((?P<day>\d{4}-\d\d-\d\d)\)$", re.MULTILINE)
"""The heading of a release in the changelog; the version that is not yet released has no day."""


def files() -> dict[Path, str]:
    """Return the text of both files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    days = {match["version"]: match["day"] for match in HEADING.finditer((ROOT / "CHANGELOG.md").read_text("utf-8"))}
    authors = [author["name"] for author in project["authors"]]
    citation = {
        "cff-version": "1.2.0",
        "message": "If you report results of kzcheck, please cite the version that you used.",
        "type": "software",
        "title": project["name"],
        "abstract": project["description"],
        "authors": [{"name": name} for name in authors],
        "version": __version__,
        **({"date-released": days[__version__]} if __version__ in days else {}),
        "license": project["license"],
        "repository-code": HOME,
        "keywords": project["keywords"],
    }
    software = {
        "@context": "https://w3id.org/codemeta/3.0",
        "type": "SoftwareSourceCode",
        "name": project["name"],
        "description": project["description"],
        "author": [{"type": "Organization", "name": name} for name in authors],
        "version": __version__,
        **({"datePublished": days[__version__]} if __version__ in days else {}),
        "license": f"https://spdx.org/licenses/{project['license']}",
        "codeRepository": HOME,
        "issueTracker": f"{HOME}/issues",
        "readme": f"{HOME}/blob/v{__version__}/README.md",
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {project['requires-python']}",
        "developmentStatus": "active",
        "keywords": project["keywords"],
    }
    head = "# Made by docs/generate.py. The address is a placeholder as long as it is at example.org.\n"
    return {
        ROOT / "CITATION.cff": head + yaml.safe_dump(citation, sort_keys=False, allow_unicode=True, width=120),
        ROOT / "codemeta.json": json.dumps(software, indent=2, ensure_ascii=False) + "\n",
    }
