"""Every command in a block of the documentation does what the page says, in the folder that it is meant for.

A command that names `paper/` or a list is typed beside them, any other in the article's folder, `paper/`, as README.md and
docs/commands.md say. The commands of a page are run in order, so one may use the files of another. Blocks that show what a command
prints (`$ kzcheck …`) are compared with it by `docs/generate.py --check`.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import shutil
import subprocess
import tarfile
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pymarc
import pytest
from docx import Document
from typer.testing import CliRunner

from kzcheck.cli import app
from kzcheck.csl import Date, Item, Name
from kzcheck.readers import read
from lab import Answer, Lab, snapshots
from lab.services import Services

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docx.document import Document as DocxDocument

ROOT = Path(__file__).parents[1]
PAGES = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
BLOCK = re.compile(r"^```(?:sh|bash|shell|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

ARTICLE, LISTS = "paper", ("refs.bib", "refs.ris", "paper.bib", "software.bib")
MANUSCRIPT = "paper.docx"
EXAMPLES = ROOT / "examples"
"""The folder of a manuscript with planted faults: an audit of it ends with 1."""
ORIGIN = "refs/remotes/origin/main"
EARLIER = frozenset(("old.json", "new.json", "evidence.json"))
"""What an earlier audit left, or an editor sent, if a page uses it and no command on it has written it."""
WRITING = ("--write", "--output", "-o", "--save-evidence")
"""Options that name a file to write."""
NOT_RUN = {
    "kzcheck corpus audit articles/ --out results": "starts a cluster, which takes seconds; tests/corpus has it",
    "kzcheck corpus audit articles/ --out results --offline": "as above",
    "kzcheck corpus audit oa_comm_xml.PMC000xxxxxx.tar.gz --out results --offline": "as above",
    "kzcheck corpus audit @paths.txt --out results --offline --select CITE,REF": "as above",
    "kzcheck corpus audit articles/ --out results --offline --scheduler tcp://head:8786": "as above",
    "kzcheck corpus report results": "needs what these write",
    "make audit": "makes an environment and installs packages",
    "make test": "is all tests",
    "make lock": "asks the package index",
    "pipx install .": "installs packages",
    "pip install kzcheck[index]": "installs packages",
    "pip install kzcheck[cluster]": "installs packages",
    "pip install kzcheck[index,opensearch]": "installs packages",
    "kzcheck index build crossref-2025.tar --covers crossref --into opensearch": "needs an OpenSearch",
    "uv tool install .": "installs packages",
    ". .venv/bin/activate": "changes the shell that it is typed in",
    "podman build --tag kzcheck .": "needs podman and a base image",
    "podman run --rm --read-only --cap-drop all --volume $PWD:/article:ro kzcheck audit": "needs the image",
}
"""Commands that no test runs, and why."""
OFFLINE = ("reference https://example.org/paper.pdf",)
"""Commands that would visit a page: they are run with `--offline`."""

REFERENCES = """\
references:
- {id: "22", type: book, author: [{family: Iskakova, given: A. B.}], title: A Grammar of Invented Things, publisher: Steppe Press,
  publisher-place: Almaty, issued: 2001, number-of-pages: 210, language: en, DOI: 10.5555/grammar}
- {id: nye1990, type: article-journal, author: [{family: Öztürk, given: Can}], title: Rivers that never were, issued: 2010,
  container-title: Journal of Invented Geography, volume: 4, issue: 2, page: 11-29, language: en, DOI: 10.5555/rivers}
"""
CLAIMS = """\
article: {title: An Invented Article, author: [{family: Doe, given: Jane}], issued: 2020, language: en}
claims:
- {id: c01, section: Introduction, text: Some hold that politics cannot engender culture., cites: ["22"]}
- {id: c02, section: Introduction, text: Some rivers never were., cites: [{ref: nye1990, page: "12"}]}
"""
BIBTEX = "@book{{{id}, author = {{Doe, Jane}}, title = {{Winds}}, publisher = {{Steppe}}, address = {{Almaty}}, year = {{2001}}}}\n"
WORKS = [
    Item(
        str(number),
        type="book",
        title=f"Rivers in the Year {1900 + number}",
        author=(Name(family="Doe", given="J."),),
        publisher="Steppe Press",
        publisher_place="Almaty",
        issued=Date(start=(1900 + number,)),
        doi=f"10.5555/rivers-{number}",
    )
    for number in range(1, 28)
]
"""The works in the list of `paper.docx`."""
RIS = "TY  - BOOK\nID  - winds\nAU  - Doe, Jane\nTI  - Winds and Waves\nPB  - Steppe\nCY  - Almaty\nPY  - 2001\nER  - \n"
RETRACTIONS = (
    b"RetractionDate,RetractionDOI,OriginalPaperDOI,RetractionNature,Reason\n5/1/2020 0:00,10.5555/n,10.5555/x,Retraction,+D;\n"
)


class Line(NamedTuple):
    """A command line: its text without comments, its commands between bars, each as its words, and the file after `>`."""

    text: str
    commands: list[list[str]]
    file: str


def lines(page: Path) -> Iterator[Line]:
    """Yield the command lines in the blocks of a page; a line that ends in a bar goes on."""
    for block in BLOCK.findall(page.read_text("utf-8")):
        for text in block.replace("|\n", "| ").splitlines():
            lexer = shlex.shlex(text, posix=True, punctuation_chars="|>")
            lexer.whitespace_split = True
            words = list(lexer)
            end = words.index(">") if ">" in words else len(words)
            commands = [list(part) for is_bar, part in groupby(words[:end], "|".__eq__) if not is_bar]
            if commands:
                yield Line(" ".join(words), commands, "".join(words[end + 1 :]))


PAGES_WITH_LINES = {str(page.relative_to(ROOT)): found for page in PAGES if (found := list(lines(page)))}


class Desk:
    """The folders in which the commands of one page are typed, and what is needed to run them."""

    def __init__(self, around: Path, environment: dict[str, str]) -> None:
        self.around, self.article = around, around / ARTICLE
        self.place = around
        self._environment: dict[str, str | None] = {**environment}

    def run(self, line: Line) -> None:
        """Run a line, and check that it succeeds and writes the files that it names."""
        text = BIBTEX.format(id="pasted")
        for words in line.commands:
            match words:
                case ["kzcheck", *arguments]:
                    text = self._kzcheck(arguments, text)
                case ["mv", old, new]:
                    (self.place / old).rename(self.place / new)
                case ["jq", "-r", _]:
                    assert json.loads(text)["findings"] == []
                case ["pbpaste"]:
                    pass
                case _:
                    pytest.fail(f"neither run nor listed in NOT_RUN: {line.text}")
        if line.file:
            (self.place / line.file).write_text(text, "utf-8")

    def _kzcheck(self, arguments: list[str], text: str) -> str:
        if any(word.split("/")[0] in {ARTICLE, EXAMPLES.name, MANUSCRIPT, *LISTS} for word in arguments):
            self.place = self.around
        elif arguments[0] != "diff":
            self.place = self.article
        if arguments[0] == "diff" or "--evidence" in arguments:
            self._earlier(EARLIER.intersection(arguments))
        options = ["--offline"] if " ".join(arguments) in OFFLINE else []
        with contextlib.chdir(self.place):
            done = CliRunner().invoke(app, [*arguments, *options], input=text, env=self._environment)
        code = int(any(word.startswith(f"{EXAMPLES.name}/") for word in arguments))
        assert done.exit_code == code, f"{shlex.join(arguments)}\n{done.output}"
        for option, value in pairwise(arguments):
            if option in WRITING:
                assert (self.place / value.rpartition(":")[2]).stat().st_size, value
        return done.stdout

    def _earlier(self, names: Iterable[str]) -> None:
        for name in names:
            if not (self.place / name).exists():
                option = "--save-evidence" if name == "evidence.json" else "--write"
                self._kzcheck(["audit", "--offline", option, name], "")


def manuscript() -> DocxDocument:
    """Return a Word document whose text cites the first of its 27 entries."""
    document = Document()
    document.add_heading("Introduction", 1)
    document.add_paragraph("It is well known that rivers rise in spring [1].")
    document.add_heading("References", 1)
    for work in WORKS:
        document.add_paragraph(f"{work.id}. Doe J. {work.title}. Almaty: Steppe Press, {work.year}. https://doi.org/{work.doi}")
    return document


def put_snapshots(folder: Path) -> None:
    """Put works into a folder as services, libraries and authors keep them."""
    with tarfile.open(folder / "crossref-2025.tar", "w") as archive:
        member, content = tarfile.TarInfo("crossref/0.jsonl"), snapshots.lines([snapshots.crossref(1)])
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    book = pymarc.Record(fields=[pymarc.Field("001", data="77")])
    book.add_field(pymarc.Field("245", pymarc.Indicators("1", "0"), [pymarc.Subfield("a", "Rivers")]))
    (folder / "catalogue.mrc").write_bytes(book.as_marc())
    (folder / "my-library.bib").write_text(BIBTEX.format(id="own"), "utf-8")


@pytest.fixture
def desk(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The article's folder in a repository, lists beside it, and services and a table of retractions on this machine."""
    article = tmp_path / ARTICLE
    article.mkdir()
    (article / "references.yaml").write_text(REFERENCES, "utf-8")
    (article / "claims.yaml").write_text(CLAIMS, "utf-8")
    (article / "nye.txt").write_text("Soft power, some say, is the power to attract rather than to coerce.\n", "utf-8")
    (article / "list.txt").write_text("Doe J. Winds. Almaty: Steppe Press, 2001. 210 p.\n", "utf-8")
    shutil.copytree(EXAMPLES, tmp_path / EXAMPLES.name)
    manuscript().save(str(tmp_path / MANUSCRIPT))
    put_snapshots(article)
    for name in LISTS:
        (tmp_path / name).write_text(RIS if name.endswith(".ris") else BIBTEX.format(id=name.partition(".")[0]), "utf-8")
    git = ["git", "-C", str(article), "-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message=x"], ["update-ref", ORIGIN, "HEAD"]):
        subprocess.run([*git, *command], check=True, capture_output=True)
    works = [*WORKS, *(reference.item for reference in read(article).references)]
    with Services(works) as services, Lab(lambda _: Answer(200, {"content-type": "text/csv"}, RETRACTIONS)) as table:
        cache = {"KZCHECK_CACHE_DIR": str(tmp_path_factory.mktemp("cache")), "KZCHECK_RETRACTIONS_URL": f"{table.url}/table.csv"}
        index = {"KZCHECK_INDEX_PATH": str(tmp_path_factory.mktemp("data") / "index")}
        yield Desk(tmp_path, {**services.environment, **cache, **index})


@pytest.mark.parametrize("page", PAGES_WITH_LINES)
def test_the_commands_of_a_page_do_what_it_says(desk: Desk, page: str):
    for line in PAGES_WITH_LINES[page]:
        if line.text not in NOT_RUN:
            desk.run(line)


def test_every_command_that_is_not_run_is_on_a_page():
    assert {line.text for found in PAGES_WITH_LINES.values() for line in found} >= NOT_RUN.keys()


def test_a_command_that_is_neither_run_nor_listed_is_noticed(desk: Desk, tmp_path: Path):
    page = tmp_path / "page.md"
    page.write_text("```sh\ncurl https://example.org/\n```\n", "utf-8")

    with pytest.raises(pytest.fail.Exception, match="neither run nor listed"):
        desk.run(next(lines(page)))
