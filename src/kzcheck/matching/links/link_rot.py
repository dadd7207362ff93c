"""Lists the links of an article: every place with a URL, and what was seen of the page behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.article import ARCHIVED, Claim, Location, Reference
from kzcheck.evidence import Page, Visit  # noqa: TC001 - as above
from kzcheck.finding import Edit, excerpt
from kzcheck.identifiers import find_urls, normal_url, whole
from kzcheck.language.folding import lower
from kzcheck.matching.links.url_relations import same_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kzcheck.article import Article
    from kzcheck.finding import Excerpt
    from kzcheck.matching.links.page_states import PageState


class Link(Struct, frozen=True):
    """A URL as the article writes it, and its place: a `field` of a reference, or the text of a claim."""

    url: str
    location: Location
    reference: Reference | None = None
    claim: Claim | None = None
    field: str = "url"

    @property
    def is_copy(self) -> bool:
        """Whether an entry gives it as an archived copy of its page."""
        return self.field == ARCHIVED

    @property
    def name(self) -> str:
        """What a message calls the place of the link."""
        return f"[{self.reference.id}]" if self.reference else f"claim {self.claim.id}" if self.claim else ""

    @property
    def excerpt(self) -> Excerpt:
        """The text around the URL, with the URL marked and without a password."""
        url = whole(self.url)
        return excerpt(self.claim.text.replace(self.url, url) if self.claim else url, url)

    def edits(self, new: str, source: str) -> tuple[Edit, ...]:
        """Return the edit that replaces the URL; the text of a claim is not edited."""
        if self.reference is None:
            return ()
        old = self.reference.archived if self.is_copy else self.reference.item.url
        return (Edit(self.field, old, new, source, self.reference.id),)


class SeenLink(Struct, frozen=True):
    """A link, the page behind it, the state of that page, and the visit that decided it."""

    link: Link
    page: Page
    state: PageState
    visit: Visit

    @property
    def is_elsewhere(self) -> bool:
        """Whether the address led to another page."""
        return not same_page(self.link.url, self.state.final)

    @property
    def missing_fragment(self) -> str:
        """The fragment that the page lacks, or ""."""
        signs = {sign.kind: sign.words for sign in self.visit.signs}
        return signs.get("missing-fragment", "").removeprefix("#") if self.visit.whole and "scripted" not in signs else ""

    @property
    def secure(self) -> str:
        """The https address to which an http address led with nothing else changed that distinguishes pages, or ""."""
        url, hops = self.link.url, self.visit.hops
        if not (lower(url).startswith("http://") and self.visit.final.startswith("https://")):
            return ""
        secure = [hop.url for hop in hops if hop.url.startswith("https://") and hop.status and same_page(url, hop.url)]
        return next((address for address in secure if is_secured(url, address)), next(iter(secure), ""))


def links(article: Article) -> Iterator[Link]:
    """Yield the links of all references, then those of all claims, each once per claim."""
    for reference in article.references:
        for field, url in reference.urls.items():
            yield Link(url, reference.place(field), reference=reference, field=field)
    for claim in article.claims:
        for url in dict.fromkeys(address.value for address in find_urls(claim.text)):
            yield Link(url, claim.place("text"), claim=claim)


def seen(article: Article, pages: Mapping[str, Page], states: Mapping[str, PageState]) -> Iterator[SeenLink]:
    """Yield the pages that have a state, for each place that links to them."""
    if not pages:
        return
    for link in links(article):
        page, state = pages.get(link.url), states.get(link.url)
        if page and page.visits and state:
            fitting = (visit for visit in reversed(page.visits) if visit.status == state.status)
            yield SeenLink(link, page, state, next(fitting, page.visits[-1]))


def is_secured(url: str, secure: str) -> bool:
    """Return whether the other address is the https form of an http URL, with nothing else changed."""
    return normal_url(secure) == normal_url("https" + url[len("http") :])


def without_fragment(url: str) -> str:
    """Return a URL without its text directive (`#:~:text=…`), or else without its fragment."""
    address, directive, _ = url.partition(":~:")
    return address.removesuffix("#") if directive else url.partition("#")[0]
