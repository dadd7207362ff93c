"""REF204, REF214, REF222: letters, names and terms in another script or language than their surroundings."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kzcheck.finding import Confidence, Edit, Fix, Problem, Severity, excerpt
from kzcheck.identifiers import shown
from kzcheck.language.languages import guess, texts
from kzcheck.language.scripts import main_script, mixed_words, script, scripts
from kzcheck.rule import rule
from kzcheck.wording import FieldName, Words, cut, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kzcheck.article import Reference
    from kzcheck.case import Case
    from kzcheck.csl import Item


@rule("REF204", "mixed-script", Severity.WARNING, key=("word", "field"))
def mixed_script(case: Case) -> Iterator[Problem]:
    """A word contains a look-alike letter of another script.

    Why:
        A Cyrillic “а” in a Latin word looks right but breaks every search: no service finds the title. Only look-alike letters
        inside a word are reported.

    Example:
        title: Сorpus linguistics        # the first letter is Cyrillic
        title: Corpus linguistics        # good

    Silent:
        Bilingual titles have words in two scripts. Greek letters in science (β-catenin), units, Latin acronyms with a Cyrillic
        ending and words joined by a hyphen are fine.

    Fix:
        Retype the word in its own script.
    """
    for reference in case.article.references:
        for path, text in texts(reference.item):
            if text.isascii():
                continue
            if words := list(mixed_words(text)):
                mended = text
                for word in reversed(words):
                    mended = mended[: word.start] + word.suggestion + mended[word.start + len(word.word) :]
                first = words[0]
                yield Problem(
                    reference.place(path),
                    "“{word}” in {field} contains letters of another script: {letters}",
                    {
                        "word": shown(first.word),
                        "field": FieldName(path),
                        "letters": tuple(
                            Words(template("{script} {letter}"), {"script": Words(script(letter)), "letter": letter})
                            for letter in dict.fromkeys(first.foreign)
                        ),
                    },
                    reference=reference.id,
                    excerpt=excerpt(text, *(word.word for word in words)),
                    fix=Fix(
                        "write “{word}” in one script",
                        {"word": first.suggestion},
                        edits=(Edit(path, text, mended, "the entry", reference=reference.id),),
                    ),
                )


ALPHABETS = frozenset(
    (
        template("Latin"),
        template("Cyrillic"),
        template("Greek"),
        template("Armenian"),
        template("Georgian"),
        template("Hebrew"),
        template("Arabic"),
    )
)
"""Scripts between which a list's names and titles do not normally alternate, as they do between Latin and Han."""

TITLE_WORDS = 3
"""Words from which a title has a language: shorter ones are Latin names used in any language ("Homo ludens", "HTML5")."""

ONE_SCRIPT = 0.9
"""Share of a title's letters in its main script; below it the title is bilingual."""

HABIT = 2
"""Other entries with the same two scripts that make it the list's habit."""

_SHOWN = 60

TRANSLITERATED = frozenset(("Cyrillic", "Latin"))
TRANSLITERATIONS = frozenset(("ru-Latn", "kk-Latn"))
"""Transliterations in the terms of `guess`; other languages do not count: English titles in Russian journals are usual."""

_PARALLEL = re.compile(r"\s[=/]\s|\[[^\[\]]{4,}\]")


@rule("REF214", "author-script-differs", Severity.NOTE, confidence=Confidence.LIKELY, key=("name",))
def author_script_differs(case: Case) -> Iterator[Problem]:
    """The author is in one script and the title in another.

    Why:
        Indexes list the author of such an entry twice, and no service matches it; the name may have been typed on the wrong
        keyboard. A journal, book or publisher in Cyrillic beside a transliterated title is reported too, and the reverse.

    Example:
        author: [{family: Доу, given: Дж.}]        # the title is in English
        title: Rivers that never were

        author: [{family: Doe, given: J.}]         # good
        title: Rivers that never were

    Silent:
        Works with a translator, an original title or a parallel form are not reported, nor are organisations, user names of one
        word, and titles of one or two words. Names beside Chinese, Japanese or Korean titles, English titles in Russian journals,
        and lists in which three or more entries mix the same two scripts are fine.

    Fix:
        Write the author (author) as the work itself does, in the script of its title.
    """
    pairs = [(reference, _two_scripts(reference)) for reference in case.article.references]
    counts = Counter(pair for _, pair in pairs if pair)
    for reference, pair in pairs:
        if pair and counts[pair] <= HABIT:
            author, title = pair
            name = reference.item.author[0]
            yield Problem(
                reference.place("author.0"),
                "the author “{name}” is in {author} script, the title in {title} script",
                {"name": shown(str(name)), "author": Words(author), "title": Words(title)},
                reference=reference.id,
                excerpt=excerpt(f"{name}. {reference.item.title}", name.family),
                fix=Fix("write the author's name as in the work itself"),
            )
    yield from _transliterated_beside(case)


def _transliterated_beside(case: Case) -> Iterator[Problem]:
    """Yield containers and publishers in other letters than the title, if one of the two is transliterated."""
    differing = [(reference, *pair) for reference in case.article.references for pair in _in_other_letters(reference.item)]
    counts = Counter(field for _, field, _ in differing)
    for reference, field, title in differing:
        if counts[field] <= HABIT:
            text = reference.item.text(field)
            yield Problem(
                reference.place(field),
                "{field}, “{name}”, is in {other} script, the title in {title} script",
                {
                    "field": FieldName(field),
                    "name": cut(shown(text), _SHOWN),
                    "other": Words(main_script(text)),
                    "title": Words(title),
                },
                reference=reference.id,
                excerpt=excerpt(text, text),
                fix=Fix("write both in the script of the work itself"),
            )


def _in_other_letters(item: Item) -> Iterator[tuple[str, str]]:
    """Yield the fields that are in other letters than the title, with the title's script."""
    title = main_script(item.title)
    parallel = item.translator or item.original_title or item.title_short or _PARALLEL.search(item.title)
    if title not in TRANSLITERATED or parallel or len(item.title.split()) < TITLE_WORDS:
        return
    for field in ("container_title", "publisher"):
        text = item.text(field)
        if main_script(text) in TRANSLITERATED - {title} and len(scripts(text)) == 1 and not _PARALLEL.search(text):
            latin = text if title == "Cyrillic" else item.title
            if guess(latin) in TRANSLITERATIONS:
                yield field, title


def _two_scripts(reference: Reference) -> tuple[str, str] | None:
    """Return the scripts of an entry's authors and of its title, if each has one and they differ."""
    item = reference.item
    families = [name.family for name in item.author]
    if not families or not all(name.family and name.given for name in item.author) or _has_parallel_form(item):
        return None
    author, title = main_script("".join(families)), main_script(item.title)
    if author == title or len(scripts("".join(families))) > 1 or not {author, title} <= ALPHABETS:
        return None
    letters = [letter for letter in item.title if letter.isalpha()]
    alone = sum(script(letter) == title for letter in letters) >= ONE_SCRIPT * len(letters)
    return (author, title) if alone and len(item.title.split()) >= TITLE_WORDS else None


def _has_parallel_form(item: Item) -> bool:
    others = (item.original_title, item.title_short, item.container_title)
    if item.translator or "editor_translator" in item.contributors or _PARALLEL.search(item.title):
        return True
    return any(text and not scripts(text) & scripts(item.title) for text in others)


class Term(NamedTuple):
    """A term in a list's own language: its alphabet, and its place."""

    alphabet: str
    words: str
    path: str


ENOUGH = 5
"""Entries with a term that make a habit."""

CONSISTENT = 0.8
"""Share of entries that follow their own language from which the others are oversights."""

_TERMS = {
    "page": re.compile(
        r"(?<![\w.])(?:(?P<Cyrillic>[СсБб]|стр|бет)|(?P<Latin>[Pp]{1,2}|[Pp]gs?))\.\s?(?=[0-9IVXLC])|\d\s?(?:(?P<Cyrillic2>[сб])|(?P<Latin2>p{1,2}))\.?(?!\w)"
    ),
    "volume": re.compile(r"(?<![\w.])(?:(?P<Cyrillic>[Тт])|(?P<Latin>[Vv]ol))\.\s?(?=[0-9IVXLC])"),
    "issue": re.compile(r"(?<![\w.])(?:(?P<Cyrillic>№|[Вв]ып\.)|(?P<Latin>[Nn]o\.|[Ii]ss(?:ue|\.)|[Nn]r\.))\s?(?=\d)"),
}
_FIELDS = {"page": ("page", "number_of_pages"), "volume": ("volume",), "issue": ("issue", "number")}


@rule("REF222", "terms-in-other-language", Severity.NOTE, confidence=Confidence.LIKELY, key=("term",))
def terms_in_other_language(case: Case) -> Iterator[Problem]:
    """A term such as С., P., № or Vol. is not in the language of its entry, although the rest of the list is consistent.

    Why:
        GOST writes “С. 5–9” after a Russian title and “P. 5–9” after an English one. Five entries must have the term, and four in
        five of them must follow the language of their title; the rest are reported.

    Example:
        printed: "Doe J. Rivers that never were // J. Invented Geogr. 2010. Vol. 4. С. 11–29."      # a Russian term
        printed: "Doe J. Rivers that never were // J. Invented Geogr. 2010. Vol. 4. P. 11–29."      # good

    Silent:
        A list may use the terms of one language throughout. The language of the journal or book counts too: an English title in a
        Russian volume may have Russian terms.

    Fix:
        Write the term in the language of the entry, as the rest of the list does.
    """
    for field in _TERMS:
        terms = [(reference, term) for reference in case.article.references if (term := _term(reference, field))]
        own = sum(term.alphabet == main_script(reference.item.title) for reference, term in terms)
        if len(terms) < ENOUGH or len({term.alphabet for _, term in terms}) == 1 or own < CONSISTENT * len(terms):
            continue
        for reference, term in terms:
            if term.alphabet not in (main_script(reference.item.title), main_script(reference.item.container_title)):
                text = reference.printed if term.path == "printed" else reference.item.text(term.path)
                yield Problem(
                    reference.place(term.path),
                    "“{term}” is not in the language of the work, unlike such terms in the other entries",
                    {"term": term.words},
                    reference=reference.id,
                    excerpt=excerpt(text, term.words),
                    fix=Fix("write the term for {field} in the language of the work", {"field": FieldName(field)}),
                )


def _term(reference: Reference, field: str) -> Term | None:
    """Return the last term for a field in the entry's own fields, or else in the entry as printed."""
    if main_script(reference.item.title) not in ("Latin", "Cyrillic"):
        return None
    for path in (*_FIELDS[field], "printed"):
        text = reference.printed if path == "printed" else reference.item.text(path)
        if matches := list(_TERMS[field].finditer(text)):
            kinds = {name.rstrip("2") for name, value in matches[-1].groupdict().items() if value}
            return Term(kinds.pop(), matches[-1][0].strip(), path)
    return None


RULES = (mixed_script, author_script_differs, terms_in_other_language)
