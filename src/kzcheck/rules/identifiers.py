"""ID3xx: identifiers that are malformed as written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kzcheck.finding import Confidence, Edit, Fix, Problem, Severity, excerpt
from kzcheck.identifiers import (
    check_doi,
    check_isbn,
    check_issn,
    check_url,
    doi_in_url,
    is_sample_doi,
    resolver_path,
    shown,
    split,
    whole,
)
from kzcheck.language import traces
from kzcheck.language.folding import lower
from kzcheck.matching.links import slug_of_another
from kzcheck.matching.lists import strays
from kzcheck.rule import rule
from kzcheck.wording import cut, template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kzcheck.article import Reference
    from kzcheck.case import Case
    from kzcheck.identifiers import Flaw

_KINDS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "url": "URL", "pmid": "PMID", "pmcid": "PMCID"}
_WHERE = {
    "doi": template("copy the DOI again from the publication's page"),
    "isbn": template("compare it with the book's imprint page or a library catalogue"),
    "issn": template("look the journal up at portal.issn.org"),
    "url": template("open the page and copy its address again"),
}
_PERHAPS = {
    "doi": template("perhaps {identifier}; check it: copy the DOI again from the publication's page"),
    "isbn": template("perhaps {identifier}; check it: compare it with the book's imprint page or a library catalogue"),
    "issn": template("perhaps {identifier}; check it: look the journal up at portal.issn.org"),
    "url": template("perhaps {identifier}; check it: open the page and copy its address again"),
}

_SHOWN = 60

_FILLER = re.compile(
    r"(?:n\.?\s?/?\s?a\.?|none|nil|null|nan|unknown|undefined|not available|no (?:doi|isbn|issn|url)|tb[ad]|todo|placeholder"
    r"|doi|isbn|issn|url|link|нет|отсутствует|не указано?|жоқ|yok|keine?|aucune?|无|x{2,}|[-–—?.*_#]+|0+)",
    re.IGNORECASE,
)
_SAMPLE_NUMBER = re.compile(r"(\d)(?:[- ]?\1){7}|1-?2-?3-?4-?5-?6-?7-?[89]|x(?:[- ]?x){2}", re.IGNORECASE)
_TEST_DOI = re.compile(r"10\.5555/(?:\D+|[\d.]+)")
"""Crossref's test prefix before words alone, or before the number that a site assigns to works without a DOI."""
_SAMPLE_HOST = re.compile(
    r"(?:.+\.)?(?:example\.(?:com|org|net|edu)|(?:example|test|invalid))|.*x{4}.*|(?:.+\.)?(?:your|my)-?(?:web)?(?:site|domain|url|link)\..+"
)


@rule("ID301", "malformed-doi", Severity.ERROR, key=("kind", "identifier"))
def malformed_doi(case: Case) -> Iterator[Problem]:
    """A DOI is malformed.

    Why:
        Readers who follow it, and every tool that links by it, find nothing. Most such DOIs were broken in copying: the full stop
        of the sentence, a lost slash, a letter for a digit, a dash for a hyphen, a piece of the web address. The DOI in a doi.org
        link (URL) is checked as well. A link or the word “doi” before a correct DOI is a note; a PubMed number in its place is a
        warning.

    Example:
        DOI: 10.5555/letters.2004.17.        # the full stop is not part of it
        DOI: 10.5555/letters.2004.17         # good

    Silent:
        Odd but valid DOIs are not reported: `10.5555/(SICI)1234-5679(199806)49:8<693::AID-ASI4>3.0.CO;2-O`, short DOIs (10/abc),
        prefixes with several full stops, suffixes in any script. Placeholders are reported by ID308.

    Fix:
        Use the corrected form if one is given. Otherwise copy the DOI again from the publication's page.
    """
    for reference in case.article.references:
        item = reference.item
        doi, path = item.doi.strip(), ""
        if doi and not _is_reported("doi", doi) and (flaw := check_doi(doi)):
            yield _problem(reference, "doi", doi, flaw)
        if check_url(item.url) is None:
            path = unquote(re.split(r"[?#]", resolver_path(item.url))[0])
        if (
            path
            and lower(path) not in lower(doi)
            and not _is_reported("doi", path)
            and (flaw := check_doi(path))
            and not flaw.slight
        ):
            yield _problem(reference, "url", path, flaw, resolver="https://doi.org/")


@rule("ID302", "malformed-isbn", Severity.ERROR, key=("kind", "identifier"))
def malformed_isbn(case: Case) -> Iterator[Problem]:
    """An ISBN has the wrong length or fails its check digit.

    Why:
        The last digit of an ISBN is computed from the others, so one mistyped digit shows at once. Now and then a publisher has
        printed a wrong number, and few catalogues find the book by it. An ISSN in this field is a warning, an old nine-digit number
        a note.

    Example:
        ISBN: 978-0-306-40615-8        # the last digit must be 7
        ISBN: 978-0-306-40615-7        # good

    Silent:
        Several ISBNs in one field, hyphens, spaces, “(pbk.)” and “ISBN-13:” are fine.

    Fix:
        Compare the number (ISBN) with the book's imprint page. kzcheck never guesses a digit.
    """
    return _in_numbers(case, "isbn", check_isbn)


@rule("ID303", "malformed-issn", Severity.ERROR, key=("kind", "identifier"))
def malformed_issn(case: Case) -> Iterator[Problem]:
    """An ISSN has the wrong length or fails its check digit.

    Why:
        The last character of an ISSN (a digit or X) is computed from the others. If it does not fit, the number belongs to no
        journal. An ISBN in this field is a warning.

    Example:
        ISSN: 0317-8470        # the last digit must be 1
        ISSN: 0317-8471        # good

    Silent:
        Several ISSNs in one field, a missing hyphen, a small x and “(print)” are fine.

    Fix:
        Look the journal up at portal.issn.org and correct the number (ISSN). kzcheck never guesses a digit.
    """
    return _in_numbers(case, "issn", check_issn)


@rule("ID304", "malformed-url", Severity.WARNING, key=("kind", "identifier"))
def malformed_url(case: Case) -> Iterator[Problem]:
    """A URL is malformed.

    Why:
        A space, two schemes, the full stop of the sentence or a lost end make a link that leads nowhere. A host without “https://”
        or “www.” is a note.

    Example:
        URL: https//example.org/report.pdf (accessed 5 May 2020)        # no colon, and words after the address
        URL: https://example.org/report.pdf                            # good

    Silent:
        Addresses in any script (/wiki/Өзен), ports, pairs of brackets, fragments, “|” and “[”, a URL within the address (as in
        archives) and names such as urn: and hdl: are valid. An ellipsis at the end is reported by REF211, a placeholder by ID308.

    Fix:
        Use the corrected form if one is given. Otherwise open the page and copy its address again (URL).
    """
    for reference in case.article.references:
        url = reference.item.url.strip()
        lone_doi = not reference.item.doi.strip() and _bare_doi(url)
        if url and not lone_doi and not _is_reported("url", url) and (flaw := check_url(url)):
            yield _problem(reference, "url", url, flaw)


@rule("ID305", "doi-as-url", Severity.NOTE, key=("doi",))
def doi_as_url(case: Case) -> Iterator[Problem]:
    """The URL contains a DOI, and the DOI field is empty.

    Why:
        Styles print a DOI in a form of their own, and most programs look for it only in its own field. A DOI is reported only if
        its end is certain: in links to doi.org and in plain links to the publisher's page.

    Example:
        URL: https://doi.org/10.5555/letters.2004.17        # no DOI beside it
        DOI: 10.5555/letters.2004.17                        # good

    Silent:
        Links to supplements, to one version of a preprint and to a chapter of the DOI's book are not reported. Nor are
        placeholders, and words or numbers under the test prefix, as in 10.5555/sample.

    Fix:
        Move the DOI to its own field (DOI). A link to doi.org can then be deleted.
    """
    for reference in case.article.references:
        item = reference.item
        url = item.url.strip()
        bare = _bare_doi(url)
        doi = bare or (doi_in_url(url) if check_url(url) is None else "")
        if item.doi.strip() or not doi or _is_sample("doi", doi) or _TEST_DOI.fullmatch(doi):
            continue
        edits = [Edit("doi", None, doi, "the URL", reference.id)]
        if bare or resolver_path(url):
            edits.append(Edit("url", item.url, None, "the URL holds only the DOI", reference.id))
        yield Problem(
            reference.place("url"),
            "the DOI {doi} is in the URL, and the DOI field is empty",
            {"doi": shown(doi)},
            reference=reference.id,
            excerpt=excerpt(whole(url), doi),
            fix=Fix("move it to the DOI field", edits=tuple(edits)),
        )


@rule("ID307", "identifiers-disagree", Severity.WARNING, confidence=Confidence.LIKELY, key=("identifier",))
def identifiers_disagree(case: Case) -> Iterator[Problem]:
    """The DOI of an article begins like those of another journal, or the words of a URL are those of another title.

    Why:
        Most publishers build their DOIs from a journal's code, ISSN or initials, so the DOIs of one journal begin alike. Here the
        DOI leads to another journal, or the entry names the wrong one. The list itself shows which beginning belongs to which
        journal: at least three other articles must have it, all in one journal. An address made of the words of a title, none of
        which is in the entry, is a note.

    Example:
        # [3], [4] and [5] are in Invented Rivers, and their DOIs begin with 10.5555/rivers
        - {id: "9", type: article-journal, container-title: Journal of Roads, DOI: 10.5555/rivers.2012.7}

    Silent:
        Abbreviations of one journal, names with a word in common, and beginnings that many journals of a publisher share are not
        reported. Nor are articles older or newer than all the others, because journals change their names. One DOI in two entries
        is reported by REF207.

    Fix:
        Look the article up, and correct its DOI (DOI) or its journal (container-title). If the URL leads to another page, correct
        the URL or the title.
    """
    references = case.article.references
    for stray in strays([reference.item for reference in references]):
        reference, first = references[stray.place], references[stray.others[0]]
        doi = reference.item.doi.strip()
        yield Problem(
            reference.place("doi"),
            "the DOI {identifier} begins like those of {others}, which are in “{theirs}”, not in “{journal}”",
            {
                "identifier": shown(doi),
                "others": tuple(f"[{references[place].id}]" for place in stray.others),
                "theirs": cut(first.item.container_title, _SHOWN),
                "journal": cut(reference.item.container_title, _SHOWN),
            },
            reference=reference.id,
            excerpt=excerpt(whole(doi), doi),
            fix=Fix("check the article, and correct its DOI or its journal"),
            related=(first.place("doi"),),
        )
    for reference in references:
        if reference.item.url and (slug := slug_of_another(reference.item)):
            yield Problem(
                reference.place("url"),
                "the words in the URL, “{identifier}”, do not match the title, “{title}”",
                {"identifier": cut(shown(slug), _SHOWN), "title": cut(reference.item.title, _SHOWN)},
                reference=reference.id,
                excerpt=excerpt(whole(reference.item.url), slug),
                fix=Fix("open the page; if it is a different one, correct the URL or the title"),
                severity=Severity.NOTE,
                confidence=Confidence.POSSIBLE,
            )


@rule("ID308", "placeholder-identifier", Severity.WARNING, confidence=Confidence.LIKELY, key=("kind", "identifier"))
def placeholder_identifier(case: Case) -> Iterator[Problem]:
    """An identifier is a placeholder, not a real number.

    Why:
        Templates, manuals and text generators contain numbers such as 10.1000/xyz123, 10.xxxx/…, 978-1-234-56789-7 and 0000-0000,
        hosts such as example.com, and words such as “n/a”. In a list of references they are left over and lead nowhere.

    Example:
        DOI: 10.1000/xyz123                  # a placeholder
        DOI: 10.5555/letters.2004.17         # good

    Silent:
        Real numbers of organisations that also give samples are not reported, such as 10.1000/182, the DOI Handbook.

    Fix:
        Find the work's own identifier, or delete the field.
    """
    for reference in case.article.references:
        item = reference.item
        for field, kind in _KINDS.items():
            text = item.text(field).strip()
            if text and _is_sample(field, text) and not (field == "url" and _holds(text, item.doi)):
                yield Problem(
                    reference.place(field),
                    "{identifier} is a placeholder, not a real {kind}",
                    {"identifier": shown(text), "kind": kind},
                    reference=reference.id,
                    excerpt=excerpt(whole(text), text),
                    fix=Fix("find the work's own {kind}, or leave the field empty", {"kind": kind}),
                )


def _in_numbers(case: Case, field: str, check: Callable[[str], Iterable[tuple[str, Flaw]]]) -> Iterator[Problem]:
    for reference in case.article.references:
        text = reference.item.text(field)
        if text and not _is_reported(field, text):
            yield from (_problem(reference, field, written, flaw) for written, flaw in check(text))


def _is_sample(field: str, text: str) -> bool:
    """Return whether the text of a field is a placeholder ("n/a") or a sample identifier."""
    if _FILLER.fullmatch(text):
        return True
    if field == "doi":
        flaw = check_doi(text)
        return is_sample_doi(flaw.mended if flaw and flaw.mended and not flaw.field else text)
    if field in ("isbn", "issn"):
        return bool(_SAMPLE_NUMBER.search(text))
    if field == "url" and check_url(text) is None:
        url = split(text)
        return bool(url and url.slashes and _SAMPLE_HOST.fullmatch(url.host)) or is_sample_doi(resolver_path(text))
    return False


def _is_reported(field: str, text: str) -> bool:
    """Return whether another rule reports the text of a field: a sample (ID308), words of a tool (REF221), an ellipsis (REF211)."""
    left_over = text.startswith(("[", "<", "【")) and any(traces.find(text))
    return left_over or _is_sample(field, text) or (field == "url" and text.endswith(("..", "…")))


def _holds(url: str, doi: str) -> bool:
    """Return whether the sample DOI in a URL is the one reported for the DOI field."""
    path = resolver_path(url)
    return bool(path) and path in doi


def _bare_doi(url: str) -> str:
    """Return the DOI in the URL field without a scheme ("10.…", "doi:10.…", "doi.org/10.…"), or ""."""
    if not re.match(r"10\.\d|doi:|(?:dx\.|www\.)?doi\.org/", url, re.IGNORECASE):
        return ""
    flaw = check_doi(url)
    return url if flaw is None else flaw.mended if flaw.slight else ""


def _problem(reference: Reference, field: str, written: str, flaw: Flaw, resolver: str = "") -> Problem:
    kind = "DOI" if resolver else _KINDS[field]
    old = reference.item.text(field)
    severity = Severity.NOTE if flaw.slight else Severity.WARNING if flaw.field else None
    return Problem(
        reference.place(field),
        flaw.wrong,
        {"kind": kind, "identifier": shown(written), **flaw.values},
        reference=reference.id,
        excerpt=excerpt(whole(old), flaw.at or written),
        fix=_fix(reference, field, written, flaw, resolver),
        severity=severity,
    )


def _fix(reference: Reference, field: str, written: str, flaw: Flaw, resolver: str) -> Fix:
    old = reference.item.text(field)
    kind = "doi" if resolver else field
    if not flaw.mended:
        return Fix(_WHERE[kind])
    mended = resolver + flaw.mended
    if not flaw.sure:
        return Fix(_PERHAPS[kind], {"identifier": whole(mended)})
    if flaw.field:
        empty = not reference.item.text(flaw.field)
        moved = (
            Edit(field, old, None, "the identifier is of another kind", reference.id),
            Edit(flaw.field, None, mended, "the entry", reference.id),
        )
        return Fix(
            "move it to the {field} field", {"field": _KINDS[flaw.field]}, edits=moved if empty and old.strip() == written else ()
        )
    new = mended if resolver else old.replace(written, mended, 1)
    secret = shown(old, len(old)) != old
    edits = () if secret or new == old else (Edit(field, old, new, "the corrected text", reference.id),)
    return Fix("write {identifier}", {"identifier": whole(mended)}, edits)


RULES = (malformed_doi, malformed_isbn, malformed_issn, malformed_url, doi_as_url, identifiers_disagree, placeholder_identifier)
