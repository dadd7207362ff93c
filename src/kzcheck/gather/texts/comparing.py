"""Compares the claims of an article with the texts of the works that they cite."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from kzcheck.language.languages import guess
from kzcheck.matching.passages import cited_part, comparison
from kzcheck.matching.quotations import FOUND, aligning, quotations_of, searching

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kzcheck.article import Article, Claim
    from kzcheck.texts import Alignment, Comparison, Text


class _Stated(NamedTuple):
    """A claim that cites works whose texts are at hand: its language, its quotations with their fields, and those works."""

    claim: Claim
    language: str
    quotations: tuple[tuple[str, str], ...]
    cited: tuple[str, ...]


class Comparing:
    """Compares claims with texts, one text after another, since an index takes far more memory than its text."""

    def __init__(self, article: Article, texts: Mapping[str, Text]) -> None:
        """Take the texts at hand by the ids of the references."""
        self._texts = texts
        self._references = {reference.id: reference for reference in article.references}
        self._claims = [
            _Stated(claim, guess(claim.text) or article.language, quotations_of(claim), cited)
            for claim in article.claims
            if (cited := tuple(name for name in dict.fromkeys(citation.reference for citation in claim.citations) if name in texts))
        ]
        self._words = aligning.vocabulary("\n".join(claim.text for claim in article.claims))
        self._comparisons: dict[str, dict[str, Comparison]] = {}
        self._elsewhere: dict[str, dict[str, tuple[Alignment, ...]]] = {}

    def with_text(self, name: str) -> int:
        """Compare with the text of a reference the claims that cite it, and quotations of others; return its number of passages."""
        text = self._texts[name]
        quotations, passages = searching.Searchable(text), comparison.PassageIndex(text)
        for stated in self._claims:
            claim = stated.claim
            cites = name in stated.cited
            alignments = tuple(
                replace(aligning.aligned(words, quotations, stated.language, known=self._words, thorough=cites), quotation=field)
                for field, words in stated.quotations
            )
            if cites:
                part = cited_part(claim, self._references[name])
                compared = comparison.compared(part, passages, stated.language, reference=name)
                self._comparisons.setdefault(claim.id, {})[name] = replace(compared, alignments=alignments)
            elif held := tuple(alignment for alignment in alignments if alignment.similarity >= FOUND):
                self._elsewhere.setdefault(claim.id, {})[name] = held
        return passages.passages

    @property
    def comparisons(self) -> dict[str, tuple[Comparison, ...]]:
        """What each claim has in common with the texts that it was compared with, by the claims' ids."""
        return {claim: tuple(self._with_others(claim, texts)) for claim, texts in self._comparisons.items()}

    def _with_others(self, claim: str, texts: Mapping[str, Comparison]) -> Iterator[Comparison]:
        """Add where other texts have the quotations of a claim that no cited text has."""
        held = {part.quoted for compared in texts.values() for part in compared.alignments if part.similarity >= FOUND}
        others = {
            name: lacking
            for name, alignments in self._elsewhere.get(claim, {}).items()
            if (lacking := tuple(alignment for alignment in alignments if alignment.quoted not in held))
        }
        for compared in texts.values():
            yield replace(compared, elsewhere=others) if others else compared
