"""The second list of Russian and Kazakh journals, "References": titles in Latin letters, their English translation in brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from grammar import headline, title
from labelled import Labelled, joined
from letters import in_latin
from styles.parts import Naming, Piece, inverted
from styles.patterns import filled, listed, responsible, slots

if TYPE_CHECKING:
    from random import Random

    from works import Work

LANGUAGES = ("(In Russ.)", "(In Russian)", "(in Russ.)", "[in Russian]", "(in Russian)", "(Rus.)", "(In Russ., abstract in Eng.)")
KAZAKH = ("(In Kaz.)", "[in Kazakh]", "(in Kazakh)")
PATTERNS = {
    "article-journal": (
        "{author}{title}⟨ [{parallel}]⟩. {host}⟨, {issued}⟩⟨, vol. {volume}⟩⟨, no. {issue}⟩⟨, pp. {page}⟩.{doi}{language}",
        "{author}{title}⟨ [{parallel}]⟩. {host}.⟨ {issued}⟩⟨;{volume}⟩⟨({issue})⟩⟨:{page}⟩.{language}{doi}",
        "{author}⟨({issued}) ⟩{title}⟨ [{parallel}]⟩. {host}⟨, vol. {volume}⟩⟨, no. {issue}⟩⟨, pp. {page}⟩.{doi}{language}",
        "{author}⟨({issued}). ⟩{title}⟨ [{parallel}]⟩. {host}⟨, {volume}⟩⟨({issue})⟩⟨, {page}⟩.{doi}{language}",
        "{author}{title}⟨ [{parallel}]⟩ // {host}.⟨ {issued}⟩.⟨ Vol. {volume}⟩.⟨ № {issue}⟩.⟨ P. {page}⟩.{language}",
        "{author}⟨{parallel}⟩. {host}.⟨ {issued}⟩.⟨ Vol. {volume}⟩⟨, no. {issue}⟩⟨, pp. {page}⟩.{language}{doi}",
        "{author}⟨“{title}⟩⟨ [{parallel}]⟩”, {host}⟨, vol. {volume}⟩⟨, no. {issue}⟩⟨ ({issued})⟩⟨, pp. {page}⟩.{language}",
    ),
    "book": (
        "{author}{title}⟨ [{parallel}]⟩.{medium}⟨ {place}⟩⟨, {publisher}⟩⟨, {issued}⟩.⟨ {extent} p.⟩{language}",
        "{author}{title}⟨ [{parallel}]⟩.⟨ {place}⟩⟨: {publisher}⟩⟨; {issued}⟩.⟨ {extent} p.⟩{language}",
        "{author}⟨({issued}) ⟩{title}⟨ [{parallel}]⟩.⟨ {place}⟩⟨: {publisher}⟩⟨, {extent} p.⟩{language}",
        "{author}⟨({issued}). ⟩{title}⟨ [{parallel}]⟩.⟨ {place}⟩⟨: {publisher}⟩.{language}",
        "{author}{title}⟨ [{parallel}]⟩⟨, {ed}⟩⟨, {publisher}⟩⟨, {place}⟩⟨, {issued}⟩⟨, {extent} p.⟩{language}",
    ),
    "chapter": (
        "{author}{title}⟨ [{parallel}]⟩. {host}⟨ ({ed})⟩.⟨ {place}⟩⟨, {publisher}⟩⟨, {issued}⟩⟨, pp. {page}⟩.{language}",
        "{author}⟨({issued}) ⟩{title}⟨ [{parallel}]⟩. In: {host}⟨ {ed}⟩.⟨ {place}⟩⟨: {publisher}⟩⟨, pp. {page}⟩.{language}",
        "{author}{title}⟨ [{parallel}]⟩.⟨ {host_genre}⟩ {host}.⟨ {place}⟩⟨, {issued}⟩⟨, pp. {page}⟩.{language}",
    ),
    "thesis": (
        "{author}{title}⟨ [{parallel}]⟩.⟨ {degree}⟩.⟨ {place}⟩⟨, {issued}⟩.⟨ {extent} p.⟩{language}",
        "{author}⟨({issued}). ⟩{title}⟨ [{parallel}]⟩⟨ ({degree})⟩.⟨ {place}⟩.{language}",
    ),
    "webpage": (
        "{author}{title}⟨ [{parallel}]⟩.⟨ {container}⟩.⟨ Available at: {url}⟩⟨ (accessed {accessed})⟩.{language}",
        "{author}{title}⟨ [{parallel}]⟩.{medium}⟨ URL: {url}⟩⟨ (Accessed: {accessed})⟩.{language}",
    ),
}
DEGREES = (
    "Cand. Sci. (Philology) thesis",
    "PhD dissertation",
    "Diss. dokt. ist. nauk",
    "Doct. Diss.",
    "Extended abstract of candidate’s thesis",
)


def write(work: Work, random: Random) -> Labelled:
    """Return a reference to a work in Cyrillic letters as such lists print it."""
    source, written = work.language, in_latin(work, random)
    translation = title("en", random)
    parallel = headline(translation, "en") if random.random() < 0.4 else translation
    written = replace(written, subtitle="", parallel_title=parallel if random.random() < 0.8 else "")
    naming = Naming(random.choice((",", "", "")), random.choice((".", ".", ".", "")), random.choice((" ", "", "")))
    table = slots(written, random, dash=random.choice(("–", "-")))
    table["author"] = lambda: _authors(written, naming, random)
    table["ed"] = lambda: responsible(
        written, "editor", random.choice(("ed. by {}", "Ed. by {}", "{} (ed.)", "ed. {}")), naming, random
    )
    table["host"] = lambda: _host(written, random)
    table["medium"] = lambda: [(random.choice((" [Electronic resource].", " [Elektronnyj resurs].", "", "")), "")]
    table["degree"] = lambda: [(random.choice(DEGREES), "genre")]
    table["doi"] = lambda: [(" DOI: ", ""), (work.doi, "doi")] if work.doi else []
    language = random.choice(KAZAKH if source == "kk" else LANGUAGES) if random.random() < 0.7 else ""
    table["language"] = lambda: [(" " + language[0], ""), (language[1:-1], "note"), (language[-1], "")] if language else []
    kind = "chapter" if work.kind == "paper-conference" and work.container else work.kind
    pattern = random.choice(PATTERNS.get(kind, PATTERNS["book"]))
    return joined(filled(pattern, table), f"{source}/references")


def _host(work: Work, random: Random) -> list[Piece]:
    """Return a journal or book, at times with its translation."""
    pieces: list[Piece] = [(work.container, "container_title")]
    if random.random() < 0.45:
        english = headline(title("en", random), "en")
        pieces += [(random.choice((" [", " = ")), ""), (english, "container_title")]
        pieces += [("]", "")] if pieces[-2][0] == " [" else []
    return pieces


def _authors(work: Work, naming: Naming, random: Random) -> list[Piece]:
    if not work.authors:
        return [(work.organisation, "author"), (". ", "")] if work.organisation else []
    names = [inverted(person, naming) for person in work.authors]
    text = listed(names, ", ", random.choice((", ", ", ", " and ", ", & ", " & ")))
    return [(text, "author"), (random.choice((" ", " ", ". ", ", ")), "")]
