"""Takes metadata from `version.py`: the project's addresses, and the README with links that work outside the repository."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

VERSION = "src/kzcheck/version.py"
LINK = re.compile(r"(!?)(\[[^\]]*\])\((?!https?:|#|mailto:)([^)]+)\)")


class CustomMetadataHook(MetadataHookInterface):
    """Hatchling's hook for the fields that pyproject.toml calls dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the addresses and the README."""
        version = runpy.run_path(str(Path(self.root, VERSION)))
        home, tag = version["HOME"], f"v{version['__version__']}"
        pages = f"{home}/blob/{tag}"
        metadata["urls"] = {
            "Homepage": home,
            "Source": home,
            "Documentation": f"{pages}/docs/index.md",
            "Changelog": f"{pages}/CHANGELOG.md",
            "Issues": f"{home}/issues",
        }
        readme = Path(self.root, "README.md").read_text("utf-8")
        text = LINK.sub(lambda link: f"{link[1]}{link[2]}({home}/{'raw' if link[1] else 'blob'}/{tag}/{link[3]})", readme)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
