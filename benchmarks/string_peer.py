"""refextract (GPL), another program that parts printed references, in an environment and a process of its own.

It needs libmagic (Debian: libmagic1). A string that it cuts into several references counts with the first value of each field.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import peers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NAME = "refextract 1.1.7"
FIELDS: dict[str, tuple[str, ...]] = {
    "author": ("author",),
    "title": ("title",),
    "container_title": ("journal_title",),
    "issued": ("year", "journal_year"),
    "volume": ("journal_volume",),
    "page": ("journal_page",),
}
"""Its names of the fields that it has. Dates are years, and issues are read but not given."""
PARSING = """
import json, sys, time
from refextract import extract_references_from_string as read

texts = json.load(sys.stdin)
read(texts[0])
start = time.process_time()
references = [read(text) for text in texts]
json.dump([time.process_time() - start, references], sys.stdout)
"""


def parsed(folder: Path, texts: Sequence[str]) -> tuple[list[dict[str, str]], float]:
    """Return the fields of each string, and the processor time in seconds; no fields if the program cannot be installed."""
    commands = peers.install(folder, (NAME,))
    if NAME not in commands:
        return [], 0.0
    done = subprocess.run([*commands[NAME], "-c", PARSING], check=True, capture_output=True, text=True, input=json.dumps(texts))
    seconds, strings = json.loads(done.stdout)
    return [_fields(references) for references in strings], seconds


def _fields(references: Sequence[dict[str, list[str]]]) -> dict[str, str]:
    values = {
        label: [value for reference in references for name in names for value in reference.get(name, ())]
        for label, names in FIELDS.items()
    }
    return {label: texts[0] for label, texts in values.items() if texts}
