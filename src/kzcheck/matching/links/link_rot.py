"""Links of an article: every place that gives a URL, and what was seen of the page behind it."""

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
    """A URL as the article has it, and where: in a `field` of a reference, or in the text of a claim."""

    url: str
    location: Location
    reference: Reference | None = None
    claim: Claim | None = None
    field: str = "url"

    @property
    def is_copy(self) -> bool:
        """Whether it is what an entry gives as an archived copy of its page."""
        return self.field == ARCHIVED

    @property
    def name(self) -> str:
        """What holds the link, as a message names it among others."""
        return f"[{self.reference.id}]" if self.reference else f"claim {self.claim.id}" if self.claim else ""

    @property
    def excerpt(self) -> Excerpt:
        """The text around the URL, which is marked in it, without a password."""
        url = whole(self.url)
        return excerpt(self.claim.text.replace(self.url, url) if self.claim else url, url)

    def edits(self, new: str, source: str) -> tuple[Edit, ...]:
        """Return the edit that writes another URL in its place; there is none in the text of a claim."""
        if self.reference is None:
            return ()
        old = self.reference.archived if self.is_copy else self.reference.item.url
        return (Edit(self.field, old, new, source, self.reference.id),)


class SeenLink(Struct, frozen=True):
    """A link, the page behind it, what all looks at that come to, and the look that counts."""

    link: Link
    page: Page
    state: PageState
    visit: Visit

    @property
    def is_elsewhere(self) -> bool:
        """Whether the address led to another page than its own."""
        return not same_page(self.link.url, self.state.final)

    @property
    def missing_fragment(self) -> str:
        """The fragment that the page lacks, "" where it has it, or cannot be known to lack it."""
        signs = {sign.kind: sign.words for sign in self.visit.signs}
        return signs.get("missing-fragment", "").removeprefix("#") if self.visit.whole and "scripted" not in signs else ""

    @property
    def secure(self) -> str:
        """The address over https to which one over http led, with nothing else changed that tells pages apart; "" if it did not."""
        url, hops = self.link.url, self.visit.hops
        if not (lower(url).startswith("http://") and self.visit.final.startswith("https://")):
            return ""
        secure = [hop.url for hop in hops if hop.url.startswith("https://") and hop.status and same_page(url, hop.url)]
        return next((address for address in secure if is_secured(url, address)), next(iter(secure), ""))


def links(article: Article) -> Iterator[Link]:
    """Yield the links of all references, then those of all claims, each once in a claim."""
    for reference in article.references:
        for field, url in reference.urls.items():
            yield Link(url, reference.place(field), reference=reference, field=field)
    for claim in article.claims:
        for url in dict.fromkeys(address.value for address in find_urls(claim.text)):
            yield Link(url, claim.place("text"), claim=claim)


def seen(article: Article, pages: Mapping[str, Page], states: Mapping[str, PageState]) -> Iterator[SeenLink]:
    """Yield the pages that have a state, for each place that links to one."""
    if not pages:
        return
    for link in links(article):
        page, state = pages.get(link.url), states.get(link.url)
        if page and page.visits and state:
            fitting = (visit for visit in reversed(page.visits) if visit.status == state.status)
            yield SeenLink(link, page, state, next(fitting, page.visits[-1]))


def is_secured(url: str, secure: str) -> bool:
    """Tell whether the other address is that of a URL over http with the scheme changed, and nothing else."""
    return normal_url(secure) == normal_url("https" + url[len("http") :])


def without_fragment(url: str) -> str:
    """Return a URL without its text directive (`#:~:text=…`), or else without its fragment."""
    address, directive, _ = url.partition(":~:")
    return address.removesuffix("#") if directive else url.partition("#")[0]
