"""REF212, REF215, REF221: text in an entry left by sites, markup and tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kzcheck.finding import Confidence, Edit, Fix, Problem, Severity, excerpt
from kzcheck.identifiers import shown, split
from kzcheck.language import markup, traces
from kzcheck.language.languages import texts
from kzcheck.language.page_titles import find_site_text
from kzcheck.rule import rule
from kzcheck.wording import FieldName, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Reference
    from kzcheck.case import Case

_SITE_TEXTS = {
    "site": template("the title ends with the name of the website: “{words}”"),
    "page": template("“{words}” is the title of a page on the website, not of the work"),
    "format": template("“{words}” does not belong in the title"),
}
_NOT_ON_A_SITE = frozenset(
    "book chapter thesis report legislation bill standard patent paper-conference collection classic".split()
)


@rule("REF212", "site-text-in-title", Severity.NOTE, confidence=Confidence.LIKELY, key=("words",))
def site_text_in_title(case: Case) -> Iterator[Problem]:
    """A title contains what the site added to it, or is that of a login or error page.

    Why:
        The title of a web page often ends in the name of the site: “… – YouTube”, “… | BBC News”. Copied along, the name is printed
        twice and hides the work from searches. “Just a moment…”, “Access denied” and “Log in” are what the site showed in place of
        the work. The site's name is known from the rest of the entry: its container, publisher and URL.

    Example:
        title: Roads of the valley | Example News         # in an entry with URL https://news.example.org/roads
        title: Roads of the valley                        # good
        container-title: Example News

    Silent:
        Titles with a dash or a bar of their own, and works about logging in, are not reported. Books, chapters, theses, reports and
        laws are not checked.

    Fix:
        Delete what the site added (title), and name the site as the container (container-title).
    """
    for reference in case.article.references:
        item = reference.item
        if item.type in _NOT_ON_A_SITE or not item.title:
            continue
        url = split(item.url) if item.url else None
        trace = find_site_text(
            item.title,
            names=(item.container_title, item.publisher),
            host=url.host if url else "",
            authors=[name.family or name.literal for name in item.author],
        )
        if trace:
            edits = (Edit("title", item.title, trace.title, "the entry", reference=item.id),) if trace.title else ()
            yield Problem(
                reference.place("title"),
                _SITE_TEXTS[trace.kind],
                {"words": shown(trace.words)},
                reference=reference.id,
                excerpt=excerpt(item.title, trace.words),
                fix=Fix("write “{title}”", {"title": shown(trace.title)}, edits)
                if trace.title
                else Fix("enter the title of the work"),
            )


_MARKUPS = {
    "entity": template("HTML entity in {field}: {words}"),
    "tag": template("HTML tag in {field}: {words}"),
    "LaTeX": template("raw LaTeX in {field}: {words}"),
    "brace": template("unmatched brace in {field}: {words}"),
    "unclosed tag": template("unmatched tag in {field}: {words}"),
}


@rule("REF215", "markup-in-field", Severity.WARNING, key=("field", "words"))
def markup_in_field(case: Case) -> Iterator[Problem]:
    r"""A field contains markup that no citation style reads.

    Why:
        HTML entities, tags and LaTeX commands are printed as they are (`AT&amp;T`), and no service matches them.

    Example:
        title: Salt &amp; \textit{Sand}        # an entity and LaTeX
        title: Salt & <i>Sand</i>              # good

    Silent:
        CSL reads `<i>`, `<b>`, `<sub>`, `<sup>`, `<sc>` and `<span>`, if each is closed. Braces around capitals ({DNA}), prices
        ($100), `<` in a formula, LaTeX in a BibTeX file, and notes are fine.

    Fix:
        Write the character itself, and `<i>…</i>` for italics.
    """
    for reference in case.article.references:
        latex = case.article.formats.get(reference.location.file) == "bibtex"
        for path, text in texts(reference.item):
            if path == "note" or _MARKUP_SIGNS.isdisjoint(text):  # notes of reference managers are not printed
                continue
            if marks := [mark for mark in markup.find(text) if not (latex and mark.kind in ("LaTeX", "brace"))]:
                yield _marked_up(reference, path, text, marks)


_MARKUP_SIGNS = frozenset("&<\\${}")


def _marked_up(reference: Reference, path: str, text: str, marks: list[markup.Markup]) -> Problem:
    plain = text
    replacements = {mark.words: mark.plain for mark in marks}
    for words, character in replacements.items():
        plain = plain.replace(words, character) if character is not None else plain
    sure = None not in replacements.values() and markup.is_plain(plain)
    return Problem(
        reference.place(path),
        _MARKUPS[marks[0].kind],
        {"field": FieldName(path), "words": shown(marks[0].words)},
        reference=reference.id,
        excerpt=excerpt(text, *replacements),
        fix=Fix("write “{text}”", {"text": shown(plain)}, edits=(Edit(path, text, plain, "the entry", reference=reference.id),))
        if sure
        else Fix("write the characters themselves, and <i>…</i> for italics"),
    )


@rule("REF221", "machine-trace", Severity.WARNING, key=("field", "words"))
def machine_trace(case: Case) -> Iterator[Problem]:
    """An entry or the text contains something left by a tool.

    Why:
        Chat programs and templates leave traces around citations: `utm_source=chatgpt.com` in a URL, `oaicite`, `turn0search0`,
        `[cite: 3]`, “[Insert source]”, “Author, A. A.” or “Title of article”. The trace shows that nobody has read the entry since,
        not who wrote the text.

    Example:
        URL: https://example.org/roads?utm_source=chatgpt.com      # left by a chat program
        URL: https://example.org/roads                             # good

    Silent:
        Works about chat programs or about citing are not reported. Ordinary advertising codes (utm_source=…) are reported by
        LINK513.

    Fix:
        Delete the trace, and compare the entry with the work itself.
    """
    for reference in case.article.references:
        yield from _traces_in_entry(reference)
    for claim in case.article.claims:
        if words := next(traces.find(claim.text), None):
            yield Problem(
                claim.place("text"),
                "text left by a tool: {words}",
                {"words": shown(_visible(words))},
                claim=claim.id,
                excerpt=excerpt(claim.text, words),
                fix=Fix("delete it, and compare the claim with its source"),
            )


def _traces_in_entry(reference: Reference) -> Iterator[Problem]:
    item = reference.item
    for path, text in item.texts():
        words = next(traces.find(text), None)
        if not words and path in ("title", "container_title", "publisher") and traces.is_template(text):
            words = text
        if words:
            yield _trace(reference, path, text, words)
    for role, place, name in item.names():
        if traces.is_template_name(name.family or name.literal, name.given):
            yield _trace(reference, f"{role}.{place}", str(name), str(name))


def _trace(reference: Reference, path: str, text: str, words: str) -> Problem:
    return Problem(
        reference.place(path),
        "text left by a tool in {field}: {words}",
        {"field": FieldName(path), "words": shown(_visible(words))},
        reference=reference.id,
        excerpt=excerpt(text, words),
        fix=Fix("delete it, and compare the entry with the work itself"),
    )


def _visible(words: str) -> str:
    return "".join(character if character.isprintable() else f"U+{ord(character):04X} " for character in words)


RULES = (site_text_in_title, markup_in_field, machine_trace)
