"""What the templates ask of a report beside what every format knows: cards and their anchors, states to filter by, a verdict."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from functools import cached_property
from itertools import chain, groupby
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from msgspec import Struct

from kzcheck.finding import Severity
from kzcheck.formats import compared, links, records
from kzcheck.formats.checked import unmade
from kzcheck.formats.naming import counted, home, path_of, rule_name, short
from kzcheck.formats.text import clean
from kzcheck.formats.view import View, severities
from kzcheck.identifiers import find_urls, normal_doi, shown, split
from kzcheck.identifiers.urls import WEB
from kzcheck.wording import Plural, listing, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kzcheck.article import Claim, Reference
    from kzcheck.csl import Item
    from kzcheck.evidence import Unchecked
    from kzcheck.finding import Excerpt, Finding, RulePage
    from kzcheck.formats.naming import Subject
    from kzcheck.steps import StepName

    Entry = TypeVar("Entry", Claim, Reference)

AGAIN = Plural("checked again after {count} day", "checked again after {count} days")
BELOW = Plural("{count:,} finding below", "{count:,} findings below")
MORE_BELOW = Plural("{count:,} more finding below", "{count:,} more findings below")
MANY = 300
"""Cards beyond which a browser is asked to lay out only those that are seen."""
MOST_CLAIMS = 60
"""Claims that rest on one reference which are named."""
RELATED = 5
"""Other places of a finding that are named."""
LONGEST_VALUE = 300
"""Characters of one value of an edit."""
LONGEST_EXCERPT = 1000
"""Characters of one excerpt."""
LONGEST_REASON = 300
"""Characters of a reason for which something was not checked."""
LONGEST_TITLE = 200
"""Characters of a title in the line that stands for a work."""
LONGEST_URL = 2000
"""Characters of a URL that is a link: what servers and browsers take (https://www.rfc-editor.org/rfc/rfc9110#section-4.1 asks for
8,000 and warns of less)."""
SHOWN_URL = 120
"""Characters of a URL that are shown."""

TWO_LETTERS = frozenset(
    """aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa
    ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr
    ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl
    ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur
    uz ve vi vo wa wo xh yi yo za zh zu""".split()
)
"""The codes of ISO 639-1."""
_TAG = re.compile(r"([a-z]{2})(?:-[a-z]{4})?(?:-[a-z]{2})?", re.IGNORECASE | re.ASCII)
_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_DIGITS = 20
"""Hexadecimal digits of a digest: 80 bits, which no list of references brings to a second of its kind."""
_NUMBER = re.compile(r"\.\d.*")
"""The place within a list: readers know "author", not "author.2"."""


class Page(View, frozen=True, dict=True):
    """A report as the templates read it."""

    @cached_property
    def listed(self) -> dict[str, Reference]:
        """The references by their ids; of several with one id, the first: links lead to its card."""
        return {reference.id: reference for reference in reversed(self.article.references)}

    @property
    def title(self) -> str:
        """The title of the article or, where it has none, of its list."""
        return clean(self.article.title) or written("Citations in {file}", {"file": path_of(self.report, home(self.report))})

    @cached_property
    def nowhere(self) -> frozenset[StepName]:
        """The steps that were made for no subject, for one and the same reason: that is said once, and of no card again."""
        reasons: dict[StepName, set[str]] = {}
        for item in self.report.unchecked:
            reasons.setdefault(item.step, set()).add(item.reason)
        subjects, missed = self.report.subjects, self.report.missed
        return frozenset(
            step for step, texts in reasons.items() if len(texts) == 1 and 0 < subjects.get(step, 0) <= missed.get(step, 0)
        )

    @property
    def sections(self) -> Iterator[tuple[str, list[tuple[str, Claim]]]]:
        """The parts of the article: their titles, and their claims with the anchors of their cards."""
        for title, cards in groupby(anchored("claim", self.article.claims), key=lambda card: card[1].section):
            yield clean(title), list(cards)

    @property
    def choices(self) -> Iterator[tuple[str, str, list[tuple[str, str, int]]]]:
        """What cards can be chosen by: a name, a label, and values with their words and how many there are."""
        codes = Counter((finding.code, rule_name(finding)) for finding in self.findings)
        rules = [(code, f"{code} {name}", number) for (code, name), number in sorted(codes.items())]
        yield "code", written("Rule"), rules
        references = self.article.references
        works = Counter[str](self.outcome(reference.id).state for reference in references)
        visits = Counter(chain.from_iterable(links.states(self.report, reference) for reference in references))
        for name, label, words, states in (
            ("record", written("Record"), records.WORDS, works),
            ("link", written("Link"), links.WORDS, visits),
        ):
            yield name, label, [(state, written(word), states[state]) for state, word in words.items() if states[state]]

    @property
    def rules(self) -> Iterator[tuple[RulePage, str]]:
        """The rules that found something, each with how much."""
        counts = Counter(finding.code for finding in self.findings)
        hidden = Counter(hidden.finding.code for hidden in self.report.hidden)
        for rule in sorted(self.report.rules, key=lambda rule: rule.code):
            shown = [counted(counts[rule.code], "finding")] if counts[rule.code] else []
            if numbers := shown + ([counted(hidden[rule.code], "hidden")] if hidden[rule.code] else []):
                yield rule, ", ".join(numbers)

    @property
    def verdict(self) -> str:
        """What is to be looked at."""
        new = severities(finding for finding in self.findings if not finding.known)
        if serious := [counted(number, str(severity)) for severity, number in new.items() if number and severity > Severity.NOTE]:
            return written("{numbers} to check", {"numbers": listing(serious)})
        known = any(finding.known for finding in self.findings)
        return written("No new errors or warnings" if known else "No errors or warnings")

    @property
    def unmade(self) -> str:
        """What was not checked, or only in part, in a sentence each."""
        return unmade(self.checks)

    def on(self, subject: Subject | None) -> list[Finding]:
        """Return the findings on a claim or a reference, or else on the files: new before known ones, the worst first."""
        return sorted(self.by_subject.get(subject, ()), key=lambda finding: (finding.known, -finding.severity))

    def is_open(self, findings: Iterable[Finding]) -> bool:
        """Whether the card with these findings is open from the start: an error or a warning is new."""
        return any(finding.severity > Severity.NOTE and not finding.known for finding in findings)

    def not_checked(self, subject: Subject) -> list[str]:
        """Return what was not checked about a claim or a reference alone, a line a reason."""
        return _reasons(item for item in self.unchecked.get(subject, ()) if item.step not in self.nowhere)

    def unasked(self, *, of_claims: bool) -> list[str]:
        """Return what was checked of no claim, or else of no reference, a line a reason."""
        items = chain.from_iterable(self.unchecked.values())
        return _reasons(item for item in items if (item.claim is not None) == of_claims and item.step in self.nowhere)

    def card(self, finding: Finding) -> tuple[str, str]:
        """Return the anchor of the card on which a finding stands, and what that card is about."""
        match self.subject(finding):
            case "claim", name:
                own = self.called(("claim", name))
                words = own if self.is_numbered(name) else written("claim {id}", {"id": own})
                return anchor("claim", name), words
            case "reference", name:
                return anchor("ref", name), f"[{clean(name)}] {short(self.listed[name])}".strip()
            case _:
                return "files", clean(finding.claim or finding.reference or "") or self.whole

    def addresses(self, claim: Claim) -> list[links.Link]:
        """Return what became of the URLs in a claim's text."""
        urls = dict.fromkeys(url.value for url in find_urls(claim.text))
        return [links.link(self.report, url) for url in urls if url in self.report.pages]

    def beside(self, claim: Claim) -> tuple[compared.Beside, ...]:
        """Return what a claim has in common with the texts of the works that it cites."""
        return compared.beside(self.report, claim.id)

    def states(self, claim: Claim) -> tuple[str, str]:
        """Return the states of the records and of the links that a claim rests on, as the attributes of its card."""
        works = [self.listed[citation.reference] for citation in claim.citations if citation.reference in self.listed]
        visits = [state for work in works for state in links.states(self.report, work)]
        visits += [address.state for address in self.addresses(claim)]
        return " ".join(dict.fromkeys(self.outcome(work.id).state for work in works)), " ".join(dict.fromkeys(visits))


def anchor(kind: str, name: str) -> str:
    """Return the id of an element and the fragment of links to it: the same for the same `kind` ("claim", "ref") and name.

    A plain name stays as it is. Any other becomes a digest after a tilde, which no plain one has, so that no two are the same;
    the characters are those that RFC 3986, section 2.3, leaves unreserved.

    >>> anchor("claim", "c01")
    'claim-c01'
    >>> anchor("ref", "Иванов 2004")
    'ref-~33ca3b81746df85f8fd2'
    """
    if _PLAIN.fullmatch(name):
        return f"{kind}-{name}"
    return f"{kind}-~{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:_DIGITS]}"


class Target(Struct, frozen=True):
    """A URL as text, and as an address to follow: "" where it is none that a page should lead to."""

    text: str
    href: str


def target(url: str) -> Target:
    """Return a URL as text and as an address, which only a whole one on the web is, without a user's name."""
    parts = split(url)
    web = parts is not None and parts.scheme in WEB and parts.slashes and bool(parts.host) and not parts.user
    return Target(shown(clean(url), SHOWN_URL), url if web and len(url) <= LONGEST_URL and clean(url) == url else "")


def lang(language: str) -> str:
    """Return a language as a `lang` attribute takes it (BCP 47), "" where it is none: lists give countries and words, too.

    >>> lang("ru-RU"), lang("Kazakh")
    ('ru-RU', '')
    """
    match = _TAG.fullmatch(language.strip())
    return match[0] if match and match[1].lower() in TWO_LETTERS else ""


def anchored(kind: str, entries: Iterable[Entry]) -> Iterator[tuple[str, Entry]]:
    """Yield entries with the anchors of their cards: a further one of the same id gets a number."""
    seen = Counter[str]()
    for entry in entries:
        place = anchor(kind, entry.id)
        seen[place] += 1
        yield place if seen[place] == 1 else f"{place}~{seen[place]}", entry


def title(reference: Reference) -> str:
    """Return the title in the line that stands for a work."""
    item = reference.item
    return clean(item.title or item.container_title or item.url or reference.printed, LONGEST_TITLE)


def entry(item: Item) -> str:
    """Return an entry that the article does not print, as a reader knows one: people, year, title, where it came out."""
    people, name = records.value(item, "author") or records.value(item, "editor"), item.title
    year = f"({item.year})" if item.year else ""
    opening = (" ".join(filter(None, (people, year))), name) if people else (" ".join(filter(None, (name, year))),)
    volume = item.volume + (f"({item.issue})" if item.issue else "")
    container = ", ".join(filter(None, (" ".join(filter(None, (item.container_title, volume))), item.page)))
    publisher = ": ".join(filter(None, (item.publisher_place, item.publisher)))
    return clean(". ".join(filter(None, (*opening, container, publisher))))


def doi_url(doi: str) -> str:
    """Return the address of a DOI, "" where it is not one."""
    normal = normal_doi(doi)
    return f"https://doi.org/{quote(normal, safe='/:;().')}" if normal else ""


def field_name(path: str) -> str:
    """Return the field of an edit as readers know it."""
    return records.label(_NUMBER.sub("", path))


def runs(excerpt: Excerpt) -> Iterator[tuple[str, bool]]:
    """Yield the stretches of an excerpt, parted where marked words begin and end, each with whether it is marked."""
    text, flags = excerpt.text[:LONGEST_EXCERPT], [False] * LONGEST_EXCERPT
    for start, end in excerpt.marks:
        flags[start:end] = [True] * (min(end, LONGEST_EXCERPT) - start)
    for marked, places in groupby(range(len(text)), key=flags.__getitem__):
        yield "".join(text[place] for place in places), marked
    if len(excerpt.text) > LONGEST_EXCERPT:
        yield "…", False


def _reasons(unchecked: Iterable[Unchecked]) -> list[str]:
    """Return what was not checked, a line a reason: "records, links: the audit was run offline"."""
    steps: dict[str, dict[str, None]] = {}
    for item in unchecked:
        steps.setdefault(clean(item.reason, LONGEST_REASON), {})[item.step] = None
    return [f"{', '.join(map(written, names))}: {reason}" for reason, names in steps.items()]
