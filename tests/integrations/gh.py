"""A stand-in for GitHub's program `gh`, which records its calls and answers from files.

The folder GH_PLACE holds `answers.json`, with a list of pages for each endpoint of the API and for `runs`, and the files left by
runs, in `artifacts/RUN/NAME`. If it holds a file `forbidden`, every call fails, as with a token without permission. `asked.jsonl`
gets one line per call.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PLACE = Path(os.environ["GH_PLACE"])
VALUES = ("repo", "workflow", "branch", "event", "status", "limit", "json", "jq", "name", "dir", "title")


def text_of(file: str) -> str:
    return Path(file).read_text("utf-8")


parser = argparse.ArgumentParser(prog="gh", allow_abbrev=False)
parser.add_argument("words", nargs="+")
parser.add_argument("--method", default="GET")
parser.add_argument("--paginate", action="store_true")
parser.add_argument("--silent", action="store_true")
parser.add_argument("--field", dest="body", type=lambda given: text_of(given.removeprefix("body=@")))
parser.add_argument("--body-file", dest="body", type=text_of)
for value in VALUES:
    parser.add_argument(f"--{value}")
asked = parser.parse_intermixed_args()

with (PLACE / "asked.jsonl").open("a", encoding="utf-8") as log:
    log.write(json.dumps(vars(asked)) + "\n")
if (PLACE / "forbidden").exists():
    sys.exit("gh: Resource not accessible by integration (HTTP 403)")

match asked.words:
    case ["run", "download", run]:
        left = PLACE / "artifacts" / run / asked.name
        if not left.is_dir():
            sys.exit("no artifact matches any of the names or patterns provided")
        shutil.copytree(left, asked.dir)
    case ["run", "list"] | ["api", _] if asked.method == "GET":
        pages = json.loads(text_of(str(PLACE / "answers.json")))
        kind = "runs" if asked.words[0] == "run" else asked.words[1]
        if kind not in pages:
            sys.exit("gh: Not Found (HTTP 404)")
        for page in pages[kind] if asked.paginate else pages[kind][:1]:
            subprocess.run(["jq", "--raw-output", asked.jq], input=json.dumps(page), text=True, encoding="utf-8", check=True)
    case ["api", _] | ["issue", "create"] | ["issue", "comment", _]:
        pass
    case _:
        sys.exit(f"gh: unknown command {' '.join(asked.words)}")
