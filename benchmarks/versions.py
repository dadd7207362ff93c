"""What two versions of kzcheck find differently: each finding by its code and place, offline, on the same lists and articles.

    git worktree add ../before REVISION
    python benchmarks/versions.py ../before

Each version runs as a process on the article of this folder, on all whole articles and on all real entries of the labelled data.
Each finding that only one of them has is printed in a line; the last line gives the totals. The exit code is 1 if they differ.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from gold import GOLD, articles, dump, items

ROOT = Path(__file__).parents[1]


class Place(NamedTuple):
    """A finding as it is compared: where, which code, and how serious."""

    file: str
    line: int
    column: int
    code: str
    severity: str


def findings(source: Path, path: Path) -> list[Place]:
    """Return the findings of the version at `source` in an article or list, without what was not checked."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "PYTHONPATH": str(source / "src"), "KZCHECK_CACHE_DIR": cache, "XDG_CONFIG_HOME": cache}
        done = subprocess.run(
            [sys.executable, "-m", "kzcheck", "audit", str(path), "--offline", "--fail-on", "never", "--format", "json"],
            env=environment,
            capture_output=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr.decode()
    return sorted(
        Place(at["file"], at["line"], at["column"], finding["code"], finding["severity"])
        for finding in json.loads(done.stdout)["findings"]
        if finding["code"] != "KZ003"
        for at in [finding["location"]]
    )


def main() -> int:
    """Compare, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path, help="a checkout of the other version")
    other = parser.parse_args().other.resolve()
    same = different = 0
    with tempfile.TemporaryDirectory() as place:
        entries = Path(place) / "references.yaml"
        paths = [ROOT]
        if GOLD.is_dir():
            dump(entries, {"references": items("all")})
            paths += [*articles("all"), entries]
        for path in paths:
            before, after = (findings(source, path) for source in (other, ROOT))
            for sign, differing, others in (("-", before, after), ("+", after, before)):
                left = list(others)
                for one in differing:
                    if one in left:
                        left.remove(one)
                        same += sign == "+"
                    else:
                        different += 1
                        print(f"{sign} {path.name} {one.file}:{one.line}:{one.column} {one.severity} {one.code}")
    print(f"{len(paths)} lists and articles: {same:,} findings the same, {different:,} not")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main())
