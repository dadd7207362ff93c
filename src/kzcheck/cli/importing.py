"""`kzcheck import`: a manuscript as the two files that people edit."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from kzcheck.article import Article, Claim, Reference

EPILOG = """Examples:
  kzcheck import paper.docx
  kzcheck import paper.docx --into checked/
  kzcheck import paper.docx --update

Writes references.yaml and claims.yaml, and says what was understood and what was not. kzcheck audit then reads these two files."""

REFERENCES, CLAIMS = "references.yaml", "claims.yaml"
LISTED = 20
"""Places that were not understood that are listed."""


def import_(
    file: Annotated[Path, typer.Argument(help="The manuscript.", metavar="FILE", readable=False)],
    *,
    into: Annotated[
        Path | None, typer.Option(help="The folder for the two files; it is made if it is missing.", metavar="DIR", readable=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over both files if they exist.")] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Keep your edits of entries and sentences that the manuscript still has.")
    ] = False,
) -> None:
    """Write the references and sentences of a manuscript into files that you can edit."""
    from hashlib import sha256

    from kzcheck import importing
    from kzcheck.cli.progress import reading
    from kzcheck.cli.run import out, warn, write
    from kzcheck.errors import UsageError
    from kzcheck.formats.text import clean
    from kzcheck.readers import files, read_files
    from kzcheck.readers.folders import article_files
    from kzcheck.readers.understood import understood
    from kzcheck.writing import oddity

    with reading():
        article, found = read_files(article_files(file))
    if found.manuscript is None:
        raise UsageError(f"{file}: is not a manuscript; give the text itself, such as paper.docx")
    folder = into or found.folder
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f"--into {folder}: {files.reason(error)}") from None
    targets = (folder / REFERENCES, folder / CLAIMS)
    there = [path for path in targets if files.is_there(path)]
    if there and not (force or update):
        names = " and ".join(path.name for path in there)
        raise UsageError(f"{folder}: {names} exist already; --update keeps your edits in them, --force writes over them")
    if odd := next((f"{path}: {wrong}" for path in there if (wrong := oddity(path))), ""):
        raise UsageError(odd)
    name = found.name(found.manuscript)
    references = importing.references_yaml(article.references)
    claims = importing.claims_yaml(article.claims)
    digest = sha256(files.content(found.manuscript, name)).hexdigest()
    heads = ["references:\n", f"{importing.head_of(article, _from(folder, found.manuscript), digest)}claims:\n"]
    said = [f"{name}: {understood(article)}"]
    if update and there:
        before = _before(folder, {path.name for path in there})
        references, claims, changes = _updated(article, references, claims, before)
        heads = [_head(before.sources.get(REFERENCES, ""), heads[0]), _head(before.sources.get(CLAIMS, ""), heads[1])]
        said += changes
    write(targets[0], "".join((heads[0], *(references or ["[]\n"]))).encode())
    write(targets[1], "".join((heads[1], *(claims or ["[]\n"]))).encode())
    said += _not_understood(article)
    out("".join(f"{clean(line)}\n" for line in said))
    for path, entries in zip(targets, (references, claims), strict=True):
        out(f"{clean(str(path))}: {len(entries):,} written\n")
    if not references:
        warn(f"{name}: has no list of references that was recognised; write {REFERENCES}, or give the list beside the manuscript")


def _from(folder: Path, path: Path) -> str:
    """Return the path of a file from a folder, or only its name if it is outside."""
    import os

    name = os.path.relpath(path, folder).replace(os.sep, "/")
    return path.name if name.startswith("../") else name


def _not_understood(article: Article) -> Iterator[str]:
    """Yield what was not understood, and where."""
    from kzcheck.article import offset_in
    from kzcheck.formats.naming import count

    document = article.document
    if document is None:
        return
    lines: list[str] = []

    def line(location: object, text: str) -> None:
        spot = document.spot(offset_in(document, location))  # type: ignore[arg-type]
        paragraph = f"paragraph {spot.paragraph}" if spot.paragraph else ""
        page = f"page {spot.page}" if spot.page else ""
        lines.append(f"  {', '.join(part for part in (spot.section, paragraph, page) if part) or 'beginning'}: {text}")

    for note in article.unreadable:
        if note.location.file in document.sources:
            line(note.location, str(note.wrong))
    for claim in article.claims:
        for citation in claim.citations:
            if not citation.reference and citation.location.file in document.sources:
                among = f", which may be {', '.join(citation.among)}" if citation.among else ""
                line(citation.location, f"no entry for “{citation.written}”{among}")
    if lines:
        yield f"not understood: {count(len(lines), 'place')}"
        yield from lines[:LISTED]
        if len(lines) > LISTED:
            yield f"  and {len(lines) - LISTED:,} more"


def _before(folder: Path, there: AbstractSet[str]) -> Article:
    """Return what is in the files in the folder; `there` are the names of those that exist."""
    from kzcheck.readers import read
    from kzcheck.readers.folders import ArticleFiles

    lists = (folder / REFERENCES,) if REFERENCES in there else ()
    return read(ArticleFiles(folder, lists, folder / CLAIMS if CLAIMS in there else None))


def _head(before: str, now: str) -> str:
    """Return the beginning of a file up to its entries: as it was `before`, with the manuscript as it is `now`.

    It is as it is `now` if there was none, or if it did not say, as we write it, of which manuscript it was made.
    """
    import re

    entries = re.search(rf"^{now.splitlines()[-1]}[ \t]*(?:#.*)?\n", before, re.MULTILINE)
    manuscript = re.compile(r"  file: .*\n  sha256: \"?[0-9a-f]{64}\"?", re.IGNORECASE)
    made_of, kept = manuscript.search(now), before[: entries.end()] if entries else ""
    if made_of is None:
        return kept or now
    return manuscript.sub(lambda _: made_of[0], kept, count=1) if manuscript.search(kept) else now


def _updated(
    article: Article, references: Sequence[str], claims: Sequence[str], before: Article
) -> tuple[list[str], list[str], list[str]]:
    """Return the entries with the edited ones in the place of those whose words are still printed alike, and what changed.

    The entries of a file that does not exist yet are returned as they are.
    """
    said: list[str] = []
    results: list[list[str]] = []
    kinds: tuple[tuple[str, Sequence[Reference | Claim], Sequence[Reference | Claim], Sequence[str], str], ...] = (
        ("references", before.references, article.references, references, REFERENCES),
        ("claims", before.claims, article.claims, claims, CLAIMS),
    )
    for kind, old, new, entries, file in kinds:
        if file not in before.sources:
            results.append([*entries])
            continue
        blocks = _blocks(before.sources[file], old)
        by_words = {words: number for number, subject in reversed([*enumerate(old)]) if (words := _words(subject))}
        merged, taken = [], set()
        for subject, entry in zip(new, entries, strict=True):
            number = by_words.get(_words(subject), -1)
            if number < 0 or number in taken:
                merged.append(entry)
                continue
            taken.add(number)
            merged.append(_renamed(blocks[number], entry))
        gone = [subject.id for number, subject in enumerate(old) if number not in taken]
        said.append(f"{kind}: {len(taken):,} kept, {len(merged) - len(taken):,} new or changed, {len(gone):,} gone or changed")
        results.append(merged)
    return results[0], results[1], said


def _words(subject: Reference | Claim) -> str:
    """Return the words by which an entry is known again: as printed, or else its own."""
    text = subject.printed or getattr(subject, "text", "") or subject.id
    return " ".join(text.split())


def _blocks(text: str, subjects: Sequence[Reference | Claim]) -> list[str]:
    """Return the lines of each entry in a file, from its dash to the next entry."""
    lines = text.splitlines(keepends=True)
    starts = []
    for subject in subjects:
        start = subject.location.line - 1
        while start and not lines[start].lstrip().startswith("-"):
            start -= 1
        starts.append(start)
    ends = [*starts[1:], len(lines)]
    return ["".join(lines[start:end]).rstrip("\n") + "\n" for start, end in zip(starts, ends, strict=True)]


def _renamed(block: str, entry: str) -> str:
    """Return an edited entry with the id that it has now, if that is on its first line."""
    import re

    head = re.compile(r"(- id: )(\"(?:[^\"\\]|\\.)*\"|[^\s#]+)")
    now = head.match(entry)
    return head.sub(lambda match: f"{match[1]}{now[2]}", block, count=1) if now and head.match(block) else block
