"""Finds people credited in a claim that cites works of others, and estimates how certain the mismatch is.

A case needs three conditions: someone is credited, none of the works cited is by them or names them, and at least one of these
works is not explained by any other name in the claim. `benchmarks/planted.py` and `benchmarks/precision.py` measure what this
finds and where it is wrong.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from kzcheck import data
from kzcheck.finding import Severity
from kzcheck.language.alternatives import any_of, whole_words
from kzcheck.language.attribution import Credit, credits  # noqa: A004
from kzcheck.language.attribution.people import cut, people
from kzcheck.language.attribution.words import bare
from kzcheck.language.endings import dictionary_forms
from kzcheck.language.folding import fold_name
from kzcheck.language.quotations import quotations
from kzcheck.language.sentences import Span, part_of_article, split
from kzcheck.matching.attribution.authorship import (
    REPORTING,
    Index,
    last_name,
    named_in,
    wrote,
    year_differs,
)
from kzcheck.matching.attribution.citing import AROUND, Citing
from kzcheck.matching.attribution.markers import (
    has_own_marker,
    is_governed,
    is_of_others,
    marker_left_out,
    names_bracketed,
)
from kzcheck.matching.attribution.second_hand import lone_view, second_hand
from kzcheck.matching.names import is_named, may_be_misspelt, same_person, surname

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.article import Article, Claim, Reference
    from kzcheck.csl import Name
    from kzcheck.language.attribution import CreditKind

# Fewer words in quotation marks are a term, not a quotation ("soft power").
QUOTED_WORDS = 5
# A fragment this short, left by a marker's full stop, is not a sentence of its own.
FRAGMENT_WORDS = 2
# Shorter surnames are also common words ("An", "Long").
TELLING_LETTERS = 5


PEOPLE = frozenset(["quotation", "paraphrase", "mention"])
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_MAYBE_A_MARKER = re.compile(r"[\s.,;]*(?:\[[^\][]*\]|\([^()]*\))?[\s.,;]*")


@cache
def _background() -> re.Pattern[str]:
    """Return the pattern of "Building on the work of Smith et al., recent studies show …", where the studies are cited."""
    heads, sources = (any_of(data.words(f"claims.{field}")) for field in ("background_heads", "background_sources"))
    return re.compile(rf"{heads}\b[^,]{{0,160}},\s*(?:\w+\s+){{0,3}}{sources}\b", re.IGNORECASE)


class Miscredit(Struct, frozen=True):
    """People credited in a claim that cites works of others.

    `reference` is the work at fault, `own` are the works of the list by exactly these people. `sure` is true if the text and the
    list alone prove it.
    """

    claim: Claim
    credit: Credit
    reference: Reference
    own: tuple[Reference, ...]
    severity: Severity
    sure: bool


def miscredits(article: Article) -> Iterator[Miscredit]:
    """Yield the people credited in claims that cite works of others; a claim with an undefined citation is skipped."""
    known = {reference.id: reference for reference in article.references}
    index = Index(article.references)
    persons, sourced, nouns = _persons(article), _sourced(article, known), cache(lambda: _lower_words(article))
    for claim in article.claims:
        cited = [known.get(citation.reference) for citation in claim.citations]
        references = tuple(reference for reference in cited if reference)
        if not references or len(references) < len(cited) or part_of_article(claim.section) in {"back", "epigraph"}:
            continue
        named = tuple(credited(claim))
        if not named:
            continue
        everyone = (*credits(claim.text), *named)
        ourselves = whole_words("claims.own_data").search(claim.text)
        unexplained = tuple(
            reference
            for reference in references
            if not _accounted_for(reference, everyone, claim.text)
            and not (ourselves and _is_own(reference, article))
            and not is_governed(reference, claim.text)
        )
        citing = Citing(claim, references, unexplained, named, index, persons, sourced, nouns, article.author)
        for credit in named:
            bracketed = names_bracketed(credit, everyone, claim.text)
            if read_in := tuple(reference for reference in references if _accounted_for(reference, bracketed, "")):
                yield from _read_elsewhere(structs.replace(citing, unexplained=read_in), credit)
            else:
                yield from _miscredits_of(citing, credit)


def credited(claim: Claim) -> list[Credit]:
    """Return the people that a claim credits: those listed by the article's author, or those in the marker's own sentence.

    In a second-hand citation ("quoted in Erickson and Murphy") the quoting authors replace the people quoted.
    """
    quotes = any(len(quotation.split()) >= QUOTED_WORDS for quotation in claim.own_quotations)
    if claim.attributed_to:
        return list(_listed(claim, "quotation" if quotes else "paraphrase"))
    start, sentence = own_sentence(claim.text)
    own = []
    for credit in credits(sentence):
        kind, names = credit.kind, credit.names
        if credit.secondhand:
            kind, names = "paraphrase", credit.carriers
        elif quotes and kind == "paraphrase" and credit.act not in {"do", None}:
            kind = "quotation"
        background = _background().match(sentence)
        lent = kind != "quotation" and _lends(credit, sentence)
        if kind in PEOPLE and names and not lent and not (background and credit.end < background.end()):
            own.append(structs.replace(credit, kind=kind, names=names, start=credit.start + start, end=credit.end + start))
    return own


def _lends(credit: Credit, sentence: str) -> bool:
    """Return whether people own what somebody else used: "the cohort of Ross et al.", "Ross's strains"."""
    before, after = _lent()
    return bool(before.search(sentence[: credit.start][-AROUND:]) or after.match(sentence[credit.end - 2 :][:AROUND]))


@cache
def _lent() -> tuple[re.Pattern[str], re.Pattern[str]]:
    materials = any_of(data.words("claims.materials"))
    before = rf"\b{materials}\s+(?:of|from|by)\s+(?:the\s+)?$"
    return re.compile(before, re.IGNORECASE), re.compile(rf".{{0,2}}['’]s?\s+(?:[\w-]+\s+){{0,3}}{materials}\b", re.IGNORECASE)


def _listed(claim: Claim, kind: CreditKind) -> Iterator[Credit]:
    if any(credit.secondhand for credit in credits(claim.text)):
        return
    for name in claim.attributed_to:
        if people(cut(name)):
            start = max(claim.text.find(name), 0)
            end = start + len(name) if name in claim.text else 0
            yield Credit(kind, start, end, (name,), "attributed-to", "view", personal=True, role=True)


def own_sentence(text: str) -> tuple[int, str]:
    """Return the sentence to which a claim's citations belong, and its start: the last one, because markers come at the end.

    Measured on 923 contexts of citations with labelled sentences: the marker's own sentence belongs to it in .99 of the cases;
    with the uncited sentence before it, in .71. A sentence that is only a quotation belongs to the uncited sentence before it,
    which names its author.
    """
    sentences = split(text) or (Span(0, len(text)),)
    last = len(sentences) - 1
    while last and len(text[sentences[last].start : sentences[last].end].split()) <= FRAGMENT_WORDS:
        last -= 1
    first = last
    while first and _is_quotation(text, sentences[first]) and not _ends_in_marker(text, sentences[first - 1]):
        first -= 1
    start = sentences[first].start
    return start, text[start : sentences[last].end]


def _is_quotation(text: str, sentence: Span) -> bool:
    """Return whether a sentence consists of a quotation of some length and at most a marker."""
    words = text[sentence.start : sentence.end]
    first = next(iter(quotations(words)), None)
    return bool(first and first.start == 0 and first.words >= QUOTED_WORDS and _MAYBE_A_MARKER.fullmatch(words, first.end))


def _ends_in_marker(text: str, sentence: Span) -> bool:
    return text[sentence.start : sentence.end].rstrip(" .").endswith(("]", ")"))


def slip(written: str, cited: Sequence[Reference]) -> tuple[Reference, Name] | None:
    """Return the cited work and its author whose surname is almost the one in the text; None if an author has that surname."""
    names = [(reference, name) for reference in cited for name in (*reference.item.author, *reference.item.editor)]
    word = last_name(written)
    forms = {fold_name(form) for form in (written, *dictionary_forms(word))}
    if any(forms & {surname(name), fold_name(name.family)} for _, name in names):
        return None
    return next(((reference, name) for reference, name in names if may_be_misspelt(word, name.family)), None)


def _persons(article: Article) -> frozenset[str]:
    """Return the folded surnames that the article credits anywhere with a given name, initials or a profession."""
    return frozenset(
        fold_name(last_name(name))
        for claim in article.claims
        for credit in credits(claim.text)
        if credit.personal and credit.kind in PEOPLE
        for name in credit.names
    )


def _sourced(article: Article, known: Mapping[str, Reference]) -> frozenset[str]:
    """Return the folded surnames beside which some claim cites a work by that author: its source need not be cited each time."""
    return frozenset(
        name
        for claim in article.claims
        for citation in claim.citations
        if citation.reference in known
        for name in map(surname, known[citation.reference].item.author)
        if name in _capitalised(claim.text)
    )


def _lower_words(article: Article) -> frozenset[str]:
    """Return the words that the article's text and titles write in lower case: these are not surnames."""
    texts = (*(claim.text for claim in article.claims), *(reference.item.title for reference in article.references))
    return frozenset(word for text in texts for word in _WORD.findall(text) if word.islower())


def _is_own(reference: Reference, article: Article) -> bool:
    """Return whether a work is by an author of the article: "our group" explains the citation, whoever else is named."""
    return any(same_person(name, author) for name in reference.item.author for author in article.author)


def _accounted_for(reference: Reference, everyone: Sequence[Credit], text: str) -> bool:
    """Return whether the text names an author of a work, or an editor if it has no authors: this explains the citation.

    A short surname is a word like others, unless an initial is before it: "J. Li".
    """
    item = reference.item
    writers = item.author or tuple(name for _, _, name in item.names())
    written = [name for credit in everyone for name in (*credit.names, *credit.carriers)]
    if any(is_named(name, writer) for name in written for writer in writers):
        return True
    if any(name.given and f"{name.given[:1]}. {name.family}" in text for name in writers):
        return True
    surnames = {surname(name) for name in writers if len(name.family or name.literal) >= TELLING_LETTERS} - {""}
    return not surnames.isdisjoint(_capitalised(text))


@lru_cache(maxsize=1 << 10)
def _capitalised(text: str) -> frozenset[str]:
    return frozenset(fold_name(form) for word in _WORD.findall(text) if not word.islower() for form in (word, bare(word)))


def _miscredits_of(citing: Citing, credit: Credit) -> Iterator[Miscredit]:
    """Judge people as the authors of one work; if neither the list nor the citations have such a work, one by one."""
    if any(wrote(credit, reference.item) for reference in citing.cited):
        return
    own = citing.works_of(credit)
    if not own:
        for name in credit.names:
            of_one = structs.replace(credit, names=(name,), others=credit.others and name == credit.names[-1])
            if own := citing.works_of(of_one):
                credit = of_one
                break
    case = _case(citing, credit, own)
    if case:
        yield case


def _read_elsewhere(citing: Citing, credit: Credit) -> Iterator[Miscredit]:
    """Judge people before a bracket with the names and year of others; another mention may cite a work of theirs."""
    of_the_article = any(is_named(name, author) for name in credit.names for author in citing.authors)
    if of_the_article or any(citing.index.any_by(name) for name in credit.names) or not citing.unexplained:
        return
    if any(named_in(credit, reference) or any(slip(name, [reference]) for name in credit.names) for reference in citing.cited):
        return
    severity = second_hand(citing, credit) or lone_view(citing, credit)
    if severity:
        yield Miscredit(citing.claim, credit, citing.unexplained[0], (), severity, sure=False)


def _case(citing: Citing, credit: Credit, own: tuple[Reference, ...]) -> Miscredit | None:
    if not own and any(is_named(name, author) for name in credit.names for author in citing.authors):
        return None
    by_them = [reference for reference in citing.cited if named_in(credit, reference) and not citing.taken(reference, credit)]
    if by_them:
        other_year = [reference for reference in by_them if year_differs(credit, reference.item)]
        if own and credit.years and len(other_year) == len(by_them):
            return Miscredit(citing.claim, credit, (citing.unexplained or other_year)[0], own, _default(credit), sure=True)
        return None
    if any(slip(name, citing.unexplained) for name in credit.names):
        return None  # reported by ATTR604
    own_marker = has_own_marker(credit, {reference.id for reference in citing.cited})
    if not citing.unexplained or own_marker or marker_left_out().search(citing.claim.text):
        return None
    if all(is_of_others(credit, reference, citing.claim.text) for reference in citing.unexplained):
        return None
    if credit.kind == "mention" and not {fold_name(last_name(name)) for name in credit.names}.isdisjoint(citing.sourced):
        return None  # a term such as "the Solow model", whose source is cited elsewhere
    severity, sure = _moved(credit, own, citing.unexplained) if own else (second_hand(citing, credit), False)
    return Miscredit(citing.claim, credit, citing.unexplained[0], own, severity, sure=sure) if severity else None


def _default(credit: Credit) -> Severity:
    return Severity.ERROR if credit.kind == "quotation" else Severity.WARNING


def _moved(credit: Credit, own: Sequence[Reference], unexplained: Sequence[Reference]) -> tuple[Severity | None, bool]:
    """Judge people with another work in the list: the citation number may be wrong."""
    default = _default(credit)
    if credit.others or bool(credit.years) or len(credit.names) > 1:
        return default, credit.kind != "mention"
    if credit.kind == "mention":
        return (Severity.NOTE if credit.cue else None), False
    if credit.office and credit.kind == "paraphrase":
        wrote_it = credit.act in {"view", "think"} and any(reference.item.type not in REPORTING for reference in own)
        return (Severity.NOTE if wrote_it else None), False
    reporting = all(reference.item.type in REPORTING for reference in unexplained)
    statements = all(reference.item.type in REPORTING for reference in own) and not (
        credit.personal or credit.act in {"view", "think"}
    )
    return (Severity.NOTE if reporting or statements else default), credit.personal
