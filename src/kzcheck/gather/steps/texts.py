"""The step for texts: reads the texts of cited works that can be had, and compares claims with them.

A text is sought in this order: a file that the editor has, the page at the entry's URL, its archived copy, an open-access copy.
Offline, only files are read. No text and no claim is sent to anyone.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kzcheck.article import Claim
from kzcheck.gather.steps import NOT_WANTED, OFFLINE, Copying, StepFile
from kzcheck.gather.texts import files
from kzcheck.reasons import Reason
from kzcheck.texts import NoText, TextAtHand

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from kzcheck.article import Article, Reference
    from kzcheck.case import Case
    from kzcheck.evidence import Evidence, Unchecked
    from kzcheck.gather.steps import Explained, Run
    from kzcheck.gather.texts.at_hand import Shelf
    from kzcheck.settings import Settings
    from kzcheck.texts import Text, TextState

READING, COMPARING = "reading texts", "comparing claims with texts"
NOT_COMPARED, NOT_CITED, NOT_FETCHED = Reason("not-compared"), Reason("not-cited"), Reason("not-fetched")


def gather(run: Run, evidence: Evidence) -> tuple[Evidence, bool]:
    """Add the texts at hand, and what claims have in common with them, to the evidence. Ctrl-C keeps what there is."""
    cited = list(_cited(run.article))
    wanted = [reference for reference in cited if run.only is None or reference.id in run.only]
    paths = files.texts_of(wanted, run.folder) if run.folder else {}
    evidence = replace(evidence, texts=_unread(run, {reference.id for reference in cited}))
    if not wanted or not (run.asks or paths):
        return evidence, False
    from kzcheck.gather.texts.at_hand import Shelf  # noqa: PLC0415 - with the libraries that read

    shelf = Shelf(run.ends)
    try:
        interrupted = _fill(run, evidence, wanted, paths, shelf)
    except KeyboardInterrupt:
        interrupted = True
    # In the order of the list: which text was read first depends on the machine.
    states = {**evidence.texts, **{item.id: state for item in wanted if (state := shelf.states.get(item.id))}}
    texts = {name: shelf.texts[name] for name in states if name in shelf.texts}
    return _compared(run, replace(evidence, texts=states), texts, interrupted=interrupted)


def _cited(article: Article) -> Iterator[Reference]:
    """Yield the references that claims cite."""
    cited = {citation.reference for claim in article.claims for citation in claim.citations}
    return (reference for reference in article.references if reference.id in cited)


def _unread(run: Run, cited: Collection[str]) -> dict[str, TextState]:
    """Return, for the references that no claim cites, that their files are not read."""
    if run.folder is None:
        return {}
    others = [reference for reference in run.article.references if reference.id not in cited]
    return {
        name: NoText((Reason("text-at", {"place": _where(paths[0], run.folder), "reason": NOT_CITED}),))
        for name, paths in files.texts_of(others, run.folder).items()
    }


def _where(path: Path, folder: Path) -> str:
    """Return a path as people know it: from the article's folder."""
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()


def _fill(run: Run, evidence: Evidence, wanted: Sequence[Reference], paths: Mapping[str, Sequence[Path]], shelf: Shelf) -> bool:
    """Read the files that the editor has, and get the other texts unless offline; return whether Ctrl-C ended it."""
    given = [reference for reference in wanted if reference.id in paths]
    for number, reference in enumerate(given):
        run.watch.progress(READING, number, len(given), None)
        _read(run, reference, iter(paths[reference.id]), shelf)
    shelf.reading.finish()
    lacking = [reference for reference in wanted if reference.id not in shelf.texts]
    if not (run.asks and lacking):
        return False
    from kzcheck.gather.texts import getting  # noqa: PLC0415 - with the network's libraries

    return getting.get(run, evidence, lacking, shelf)


def _read(run: Run, reference: Reference, paths: Iterator[Path], shelf: Shelf) -> None:
    """Read the first readable file of several with the text of a work."""
    from kzcheck.gather.texts.at_hand import Copy  # noqa: PLC0415 - with the libraries that read

    folder = run.folder or Path()
    for path in paths:
        where = _where(path, folder)
        content = files.content(path, folder, run.within)
        if not isinstance(content, Reason):
            shelf.put(Copy("file", where, path.name, content), reference.item, partial(_read, run, reference, paths, shelf))
            return
        shelf.lack(reference.id, where, content)


def _compared(run: Run, evidence: Evidence, texts: Mapping[str, Text], *, interrupted: bool) -> tuple[Evidence, bool]:
    """Compare the claims with the texts at hand."""
    if not texts:
        return evidence, interrupted
    from kzcheck.gather.texts.comparing import Comparing  # noqa: PLC0415 - with the libraries that align

    states, comparing = dict(evidence.texts), Comparing(run.article, texts)
    try:
        for number, name in enumerate(texts):
            run.watch.progress(COMPARING, number, len(texts), None)
            passages, state = comparing.with_text(name), states[name]
            if isinstance(state, TextAtHand):
                states[name] = replace(state, passages=passages)
    except KeyboardInterrupt:
        interrupted = True
    return replace(evidence, texts=states, comparisons=comparing.comparisons), interrupted


def left_open(case: Case, subjects: Sequence[Unchecked], explained: Explained) -> Iterator[Unchecked]:
    """Yield the claims that could not be compared with the text of each work that they cite, with the reasons."""
    claims = {claim.id: claim for claim in case.article.claims}
    for subject in subjects:
        compared = {comparison.reference for comparison in case.evidence.comparisons.get(subject.claim or "", ())}
        cited = dict.fromkeys(citation.reference for citation in claims[subject.claim or ""].citations)
        if missing := [name for name in cited if name not in compared]:
            yield _explained(subject, missing, case.evidence, explained)


def _explained(subject: Unchecked, missing: Sequence[str], evidence: Evidence, explained: Explained) -> Unchecked:
    """Add the reasons to a claim: why each text could not be had, or why it was not sought or compared."""
    reasons: dict[Reason, None] = {}
    for name in missing:
        state = evidence.texts.get(name)
        if isinstance(state, NoText) and state.reasons:
            first = state.reasons[0]
            reason = first.values["reason"] if first.code == "text-at" else first
            reasons[Reason("text-of", {"reference": name, "reason": reason})] = None
        else:
            reasons |= dict.fromkeys(explained(subject).reasons)
    return replace(subject, reasons=tuple(reasons))


def reason(run: Run, _subject: Unchecked, entry: Reference | Claim | None) -> Reason:
    """Return why the text of a work that a claim cites was not sought or compared."""
    if run.only is not None and isinstance(entry, Claim) and not any(cited.reference in run.only for cited in entry.citations):
        return NOT_WANTED
    if run.offline:
        return OFFLINE
    return NOT_COMPARED if run.asks else NOT_FETCHED


def plan(article: Article, settings: Settings) -> Copying:
    """Return the pages that would be read whole, and who would be asked for open copies."""
    from kzcheck.gather import endpoints  # noqa: PLC0415 - with the network's libraries
    from kzcheck.gather.texts.places import pages  # noqa: PLC0415 - as above
    from kzcheck.identifiers import normal_pmcid  # noqa: PLC0415 - as above
    from kzcheck.services import pubmed  # noqa: PLC0415 - as above

    cited = list(_cited(article))
    asked = list(endpoints.for_copies(settings)) if cited else []
    if any(normal_pmcid(reference.item.text("pmcid")) for reference in cited):
        asked += [endpoint for endpoint in endpoints.endpoints(settings) if endpoint.name == pubmed.SERVICE.name]
    return Copying(pages(cited, settings), tuple((endpoint.name, endpoint.url) for endpoint in asked))


STEP = StepFile(reason, gather, left_open, plan)
