"""Texts of cited works on the command line: what is planned, required and read, and what an author's folder cannot make it do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lab.scenes import html
from lab.server import Lab
from lab.services import Services

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from conftest import Edit, Run

TITLE = "A Grammar of Invented Things"
LINE = "Nobody had counted them before the second census, and the accounts that were consulted disagree."
TEXT = f"{TITLE}\n\nA. B. Iskakova\n\n" + f"{LINE}\n\n" * 40


def give(folder: Path, name: str = "1.txt") -> None:
    """Put the text of the first work beside the list."""
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts" / name).write_text(TEXT, "utf-8")


def test_a_plan_lists_the_pages_to_read_and_who_is_asked_for_open_copies(kzcheck: Run, folder: Path, edit: Edit):
    edit(
        folder / "references.yaml",
        "  number-of-pages: 210",
        "  URL: https://jane:secret@example.org/grammar\n  DOI: 10.5555/grammar",
    )
    with Services() as services:
        plan = kzcheck(
            "audit", folder, "--plan", "--select", "QUOT", env=services.environment | {"KZCHECK_CONTACT": "a@example.org"}
        )
        without = kzcheck("audit", folder, "--plan", "--select", "QUOT", env=services.environment).stdout

        assert services.asked == []
    assert "Texts: 1 page would be read whole" in plan.stdout
    assert "example.org/grammar" in plan.stdout
    assert "secret" not in plan.stdout
    assert services.urls["unpaywall"] in plan.stdout
    assert services.urls["unpaywall"] not in without
    assert services.urls["openalex"] in without


def test_texts_are_required_of_every_claim(kzcheck: Run, folder: Path, edit: Edit):
    give(folder)
    done = kzcheck("audit", folder, "--offline", "--require", "texts", "--select", "QUOT")
    edit(folder / "claims.yaml", '{ref: "2", page: "12"}', '"1"')
    met = kzcheck("audit", folder, "--offline", "--require", "texts", "--select", "QUOT")

    assert done.returncode == 3
    assert "1 of 2 claims checked" in done.stdout
    assert met.returncode == 0, met.stdout + met.stderr


def test_saved_evidence_of_texts_gives_the_same_report_without_the_files(
    kzcheck: Run, folder: Path, tmp_path_factory: pytest.TempPathFactory
):
    give(folder)
    saved = tmp_path_factory.mktemp("saved") / "evidence.json"
    here = kzcheck("audit", folder, "--offline", "--format", "json", "--save-evidence", saved)
    (folder / "texts" / "1.txt").unlink()
    there = kzcheck("audit", folder, "--format", "json", "--evidence", saved)

    assert json.loads(saved.read_text("utf-8"))["texts"]["1"]["where"] == "texts/1.txt"
    assert there.stdout == here.stdout


def test_an_author_cannot_have_a_file_of_the_user_read(
    kzcheck: Run, folder: Path, edit: Edit, tmp_path_factory: pytest.TempPathFactory
):
    home = tmp_path_factory.mktemp("home")
    secret, saved = home / "secret.txt", home / "evidence.json"
    secret.write_text(TEXT, "utf-8")
    edit(folder / "references.yaml", "  number-of-pages: 210", f"  custom: {{file: {secret}}}")
    (folder / "texts").mkdir()
    (folder / "texts" / "1.txt").symlink_to(secret)
    done = kzcheck("audit", folder, "--offline", "--select", "QUOT", "--save-evidence", saved)

    assert json.loads(saved.read_text("utf-8"))["comparisons"] == {}
    assert "no text of [1]: its file is not in the article's folder, or hidden" in " ".join(done.stdout.split())


def test_texts_beside_the_list_are_no_manuscripts_of_the_article(kzcheck: Run, folder: Path):
    (folder / "references.yaml").rename(folder / "list.yaml")
    give(folder, "1.md")
    (folder / "texts" / "2.tex").write_text("\\documentclass{article}\\bibliography{mine}", "utf-8")
    (folder / "texts" / "mine.bib").write_text("@book{x, title={Mine}}", "utf-8")
    done = kzcheck("audit", folder, "--offline", "--format", "json", "--select", "QUOT")

    assert done.returncode == 0, done.stderr
    assert "list: list.yaml; claims: claims.yaml" in done.stderr


def test_the_page_of_a_cited_work_is_read(kzcheck: Run, folder: Path, edit: Edit, tmp_path_factory: pytest.TempPathFactory):
    saved = tmp_path_factory.mktemp("saved") / "evidence.json"
    page = f"<title>{TITLE}</title><article><h1>{TITLE}</h1><p>A. B. Iskakova</p>"
    page += "".join(f"<p>{number}. {LINE}</p>" for number in range(400)) + "</article>"
    with Lab(lambda _: html(page)) as lab:
        edit(folder / "references.yaml", "  number-of-pages: 210", f"  URL: {lab.url}/grammar")
        kzcheck("audit", folder, "--select", "QUOT", "--save-evidence", saved, f"--allow-private={lab.servers[0]}")

        assert "/grammar" in lab.paths
    assert json.loads(saved.read_text("utf-8"))["texts"]["1"]["origin"] == "page"


def test_a_statement_is_compared_with_the_open_copy_of_a_doi(kzcheck: Run, folder: Path):
    page = (
        f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>"
        + f"<p>{LINE}</p>" * 300
        + "</article></body></html>"
    )
    with Lab(lambda _: html(page)) as lab:
        copies = {"10.5555/grammar": [f"{lab.url}/copy"]}
        with Services(copies=copies) as services:
            env = services.environment | {"KZCHECK_CONTACT": "a@example.org"}
            allowed = ("--allow-private", lab.url.removeprefix("http://"))
            source = ("--source", "https://doi.org/10.5555/Grammar", "--no-cache", *allowed)
            done = kzcheck("claim", "--text", f"She says “{LINE.partition(',')[0]}”.", *source, cwd=folder, env=env)
            sent = " ".join(call.path for call in (*lab.calls, *services.lab.calls))

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{lab.url}/copy" in done.stdout
    assert "the quotation is there word for word" in done.stdout
    assert "census" not in sent
