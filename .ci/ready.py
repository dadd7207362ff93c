"""Say what is missing for a release: `python .ci/ready.py v0.1.0`. Fails if anything is."""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def missing(tag: str, root: Path = ROOT) -> list[str]:
    """Return one line for everything that is not ready."""
    version = runpy.run_path(str(root / "src" / "kzcheck" / "version.py"))
    number = version["__version__"]
    heading = re.search(r"^## (.+)$", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    lines = []
    if tag != f"v{number}":
        lines.append(f"the tag is {tag}, and the version in version.py is {number}: the tag must be v{number}")
    if "example.org" in version["HOME"]:
        lines.append(f"the address in version.py is still the placeholder {version['HOME']}")
    if not heading or not re.fullmatch(rf"{re.escape(number)} \(\d{{4}}-\d\d-\d\d\)", heading[1]):
        lines.append(f'CHANGELOG.md must begin with "## {number} (the day, as 2026-12-31)"')
    return lines


if __name__ == "__main__":
    lines = missing(sys.argv[1])
    print("\n".join(lines))  # noqa: T201
    sys.exit(bool(lines))
