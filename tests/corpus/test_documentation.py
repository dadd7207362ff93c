"""The examples on the page about corpora run on the tables of a corpus."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from kzcheck.corpus import tables
from kzcheck.corpus.rows import rows

if TYPE_CHECKING:
    from kzcheck.finding import Report

PAGE = Path(__file__).parents[2] / "docs" / "corpora.md"
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
SHOWN = ("An Invented Journal", "title:reki kotorykh net 2012", "1.0", "no-such-host")
"""What the output of each example has."""


@pytest.fixture
def corpus(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables with an unknown and a retracted work, in the working directory."""
    result = rows(report, "a/1")
    unknown, retracted = (
        replace(result.findings[0], code=code, reference=reference) for code, reference in (("WORK401", "1"), ("WORK421", "2"))
    )
    article = replace(result.articles[0], journal="An Invented Journal")
    tables.write(
        tmp_path / "results" / "tables", 0, [replace(result, articles=(article,), findings=(*result.findings, unknown, retracted))]
    )
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize(("example", "shown"), [*zip(EXAMPLES, SHOWN, strict=True)])
def test_an_example_shows_what_the_tables_have(example: str, shown: str, capsys: pytest.CaptureFixture[str]):
    exec(compile(example, str(PAGE), "exec"), {})  # noqa: S102 - our own page
    assert shown in capsys.readouterr().out
