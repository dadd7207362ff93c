"""Completion: what the shell offers when somebody presses Tab."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


def completed(kzcheck: Run, *words: str, cwd: Path, shell: str = "bash") -> list[str]:
    """Return what the shell is offered for the last of these words."""
    line = " ".join(("kzcheck", *words))
    env = {
        "_KZCHECK_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words)),
        "_TYPER_COMPLETE_ARGS": line,
    }
    done = kzcheck(env=env, cwd=cwd)
    assert done.stderr == ""
    return done.stdout.split()


def test_the_shell_completes_ids_of_claims_and_references(kzcheck: Run, folder: Path):
    assert completed(kzcheck, "claim", "c", cwd=folder) == ["c1", "c2"]
    assert completed(kzcheck, "reference", "1", cwd=folder) == ["1"]
    assert completed(kzcheck, "reference", "x", cwd=folder) == []
    assert completed(kzcheck, "claim", "--path", folder.name, "c1", cwd=folder.parent) == ["c1"]


@pytest.mark.parametrize("text", [None, "references: [", "- {id: a", "\x00"])
def test_the_shell_is_offered_nothing_if_the_list_cannot_be_read(kzcheck: Run, tmp_path: Path, text: str | None):
    if text is not None:
        (tmp_path / "references.yaml").write_text(text, "utf-8")

    assert completed(kzcheck, "claim", "c", cwd=tmp_path) == []
    assert completed(kzcheck, "reference", "a", cwd=tmp_path) == []


def test_the_shell_is_not_offered_an_id_that_it_might_run(kzcheck: Run, tmp_path: Path):
    """The list may be somebody else's, and zsh evaluates what it is offered."""
    names = [r"x\$(touch made)", "x`touch made`", "x'; touch made; '", "x y", "--help", "x\ny", 'x"z', "x*", "x1"]
    items = [{"id": name, "type": "book", "title": f"Rivers {number}"} for number, name in enumerate(names)]
    (tmp_path / "references.json").write_text(json.dumps(items), "utf-8")

    for shell in ("bash", "zsh"):
        offered = "".join(completed(kzcheck, "reference", "x", cwd=tmp_path, shell=shell))
        assert "x1" in offered
        assert "touch" not in offered
    assert completed(kzcheck, "reference", "x", cwd=tmp_path) == ["x1"]


def test_a_misspelt_command_is_not_reported_while_the_shell_completes_a_line(kzcheck: Run, folder: Path):
    assert "--help" in completed(kzcheck, "adit", "--", cwd=folder)
