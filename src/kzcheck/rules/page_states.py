"""LINK501–503, 505, 506, 508: lost or unreadable pages that an article links to, and their replacements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kzcheck.article import ARCHIVED
from kzcheck.evidence import Copies, NoCopy, NotAsked
from kzcheck.finding import Confidence, Edit, Fix, Problem, Severity
from kzcheck.identifiers import shown, whole
from kzcheck.matching.links import given_copy, is_spared, replacement
from kzcheck.rule import rule
from kzcheck.sources import ARCHIVE
from kzcheck.wording import Plural, cut, template, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kzcheck.article import Reference
    from kzcheck.case import Case
    from kzcheck.evidence import Archived, Memento
    from kzcheck.matching.links import Replacement, SeenLink
    from kzcheck.wording import Template

_Forms = tuple[str, ...]
"""A message about a page, then one about an archived copy; if there are four, each is followed by that for an address that led
elsewhere."""

_GONE: dict[int, _Forms] = {
    404: (
        template("the page {url} returns 404 Not Found"),
        template("the page {url} leads to {final}, which returns 404 Not Found"),
        template("the archived copy {url} returns 404 Not Found"),
        template("the archived copy {url} leads to {final}, which returns 404 Not Found"),
    ),
    410: (
        template("the page {url} returns 410 Gone"),
        template("the page {url} leads to {final}, which returns 410 Gone"),
        template("the archived copy {url} returns 410 Gone"),
        template("the archived copy {url} leads to {final}, which returns 410 Gone"),
    ),
}
_NO_HOST: _Forms = (
    template("the page {url} {cause}"),
    template("the archived copy {url} {cause}"),
)
_SOFT: dict[str, _Forms] = {
    "not-found-text": (
        template("the page {url} says “{words}” (status {status})"),
        template("the page {url} leads to {final}, which says “{words}” (status {status})"),
        template("the archived copy {url} says “{words}” (status {status})"),
        template("the archived copy {url} leads to {final}, which says “{words}” (status {status})"),
    ),
    "empty": (
        template("the page {url} is empty"),
        template("the page {url} leads to {final}, which is empty"),
        template("the archived copy {url} is empty"),
        template("the archived copy {url} leads to {final}, which is empty"),
    ),
    "search": (
        template("the page {url} leads to the search page of its site, {final}"),
        template("the archived copy {url} leads to the search page of its site, {final}"),
    ),
    "sink": (
        template("the page {url} leads to {final}, as do other addresses of its site"),
        template("the archived copy {url} leads to {final}, as do other addresses of its site"),
    ),
    "same-as-sibling": (
        template("the page {url} shows what its site shows for any made-up address"),
        template("the page {url} leads to {final}, which shows what its site shows for any made-up address"),
        template("the archived copy {url} shows what its site shows for any made-up address"),
        template("the archived copy {url} leads to {final}, which shows what its site shows for any made-up address"),
    ),
}
_PARKED: _Forms = (
    template("the page {url} is a placeholder page of a domain seller or web server (“{words}”)"),
    template("the page {url} leads to {final}, which is a placeholder page of a domain seller or web server (“{words}”)"),
    template("the archived copy {url} is a placeholder page of a domain seller or web server (“{words}”)"),
    template("the archived copy {url} leads to {final}, which is a placeholder page of a domain seller or web server (“{words}”)"),
)
_HOME: _Forms = (
    template("the page {url} redirects to the home page {final}"),
    template("the archived copy {url} redirects to the home page {final}"),
)
_SENT_HOME: _Forms = (
    template("the page {url} forwards readers to the home page {final}"),
    template("the archived copy {url} forwards readers to the home page {final}"),
)
_DRIFTED: _Forms = (
    template("the page {url} has the title “{title}”; the cited title appears nowhere on it"),
    template("the page {url} leads to {final}, which has the title “{title}”; the cited title appears nowhere on it"),
    template("the archived copy {url} has the title “{title}”; the cited title appears nowhere on it"),
    template("the archived copy {url} leads to {final}, which has the title “{title}”; the cited title appears nowhere on it"),
)
_FAILS: _Forms = (
    template("the page {url} {cause}"),
    template("the archived copy {url} {cause}"),
)
_LOOKS = Plural(", in {looks} check", ", in {looks} checks", "looks")
_SINCE = template(", since {since}")

_ADD = (
    template("add the archived copy of {day} to the entry (custom.archived): {copy}"),
    template("add the archived copy of {day}, {distance}, to the entry (custom.archived): {copy}"),
)
_PUT = (
    template("replace it with the archived copy of {day} (custom.archived): {copy}"),
    template("replace it with the archived copy of {day}, {distance} (custom.archived): {copy}"),
)
_SAME_DAY = template("the day it was read")
_GAPS = {
    ("day", True): Plural("{count} day after it was read", "{count} days after it was read"),
    ("day", False): Plural("{count} day before it was read", "{count} days before it was read"),
    ("month", True): Plural("{count} month after it was read", "{count} months after it was read"),
    ("month", False): Plural("{count} month before it was read", "{count} months before it was read"),
    ("year", True): Plural("{count} year after it was read", "{count} years after it was read"),
    ("year", False): Plural("{count} year before it was read", "{count} years before it was read"),
}
_MONTH, _YEAR = 30.44, 365.25
"""The average number of days in a month and in a year."""
_MONTHS, _YEARS = 60, 731
"""Days from which a time is given in months, and in years."""


class Gap(Struct, frozen=True):
    """The days between reading a page and archiving a copy of it."""

    days: int

    def __str__(self) -> str:
        """Return the time in words: "12 days after it was read"."""
        days = abs(self.days)
        if not days:
            return written(_SAME_DAY, {})
        count, unit = (days, "day") if days < _MONTHS else (days / _MONTH, "month") if days < _YEARS else (days / _YEAR, "year")
        return written(_GAPS[unit, self.days > 0], {"count": round(count)})


@rule("LINK501", "dead-link", Severity.ERROR, needs=("links",), key=("url",))
def dead_link(case: Case) -> Iterator[Problem]:
    """A page is gone: its server says so, or its host does not exist.

    Why:
        Readers cannot check what rests on it. A page counts as gone if two looks in one audit agree: 404, 410, or a host that does
        not exist.

        An archived copy that the entry gives (custom.archived) is looked at as well. The finding is a note while the copy may show
        the page, or if the copy is lost but the page lives: readers still reach the work. The same is true of LINK502, LINK503,
        LINK505 and LINK506.

    Example:
        - {id: "4", type: webpage, title: A river nobody saw, URL: "https://example.org/rivers"}    # answers 404, twice

    Silent:
        Failures that may pass (no answer in time, a lost connection, a bad certificate, an error of the server) are reported by
        LINK508. Pages that refuse programs count as not checked, and a page that shows the cited work lives, even if it answers
        404. Nothing is reported if no host answered at all.

    Fix:
        Give the archived copy of the day on which the page was read (custom.archived), or the page's new address (URL).
    """
    for seen in case.seen_in("dead"):
        status = seen.state.status or 0
        looks = sum(visit.layer == "DNS" if seen.state.layer == "DNS" else visit.status in _GONE for visit in seen.page.visits)
        forms = _GONE.get(status, _NO_HOST)
        values = {"looks": looks, "cause": seen.state.cause} if forms is _NO_HOST else {"looks": looks}
        yield _lost(seen, forms, values, case, _LOOKS)


@rule("LINK502", "soft-404", Severity.WARNING, needs=("links",), confidence=Confidence.LIKELY, key=("url",))
def soft_404(case: Case) -> Iterator[Problem]:
    """A site reports success but does not show the page.

    Why:
        For any address, many servers answer with status 200 and send “Page not found”, an empty page, a search or one and the same
        page. Other checkers take that for a living link. The message gives the evidence.

    Example:
        - {id: "4", type: webpage, title: A river nobody saw, URL: "https://example.org/rivers"}    # says "Page not found"

    Silent:
        A page with the cited title is never reported. Pages that ask for a login or for proof that the reader is human, and pages
        built by scripts, are not judged.

    Fix:
        Look at the page. If the work is gone, give the archived copy (custom.archived) or the new address (URL).
    """
    for seen in case.seen_in("soft-404"):
        if forms := _SOFT.get(seen.state.kind):
            says = {"words": _words(seen), "status": seen.state.status} if seen.state.kind == "not-found-text" else {}
            yield _lost(seen, forms, says, case)


@rule("LINK503", "parked-domain", Severity.WARNING, needs=("links",), confidence=Confidence.LIKELY, key=("url",))
def parked_domain(case: Case) -> Iterator[Problem]:
    """A domain is for sale, or its server shows only a placeholder.

    Why:
        The site is gone, and whoever buys the domain decides what readers find there. The message quotes the page.

    Example:
        - {id: "4", type: webpage, title: A river nobody saw, URL: "https://rivers.example.org/"}    # "domain is for sale"

    Silent:
        Works about domains and their sale are not reported, nor is a page with the cited title.

    Fix:
        Give the archived copy (custom.archived), or the work's new address (URL).
    """
    for seen in _soft(case, "parked"):
        yield _lost(seen, _PARKED, {"words": _words(seen)}, case)


@rule("LINK505", "redirected-to-home", Severity.WARNING, needs=("links",), confidence=Confidence.LIKELY, key=("url",))
def redirected_to_home(case: Case) -> Iterator[Problem]:
    """The address of a page leads to the home page of its site.

    Why:
        This is how many sites say that a page is gone. Readers find nothing but the name of the site.

    Example:
        - {id: "4", type: webpage, title: A river nobody saw, URL: "https://example.org/rivers"}    # leads to https://example.org/

    Silent:
        A home page is not reported if it is what the entry cites, if it has the cited title, or if it belongs to another site or to
        a part of the site with its own host.

    Fix:
        Search the site for the work. If it is gone, give the archived copy (custom.archived).
    """
    for seen in _soft(case, "home"):
        yield _lost(seen, _SENT_HOME if seen.state.layer == "body" else _HOME, {}, case)


@rule("LINK506", "drifted-page", Severity.WARNING, needs=("links",), confidence=Confidence.LIKELY, key=("url",))
def drifted_page(case: Case) -> Iterator[Problem]:
    """A page is about something other than the cited work.

    Why:
        Addresses outlive their pages, and pages change. A page is reported if all its titles are in the language of the cited title
        but unlike it, and the cited title appears nowhere in the text. If both are in English, it is enough that the page has at
        most a fifth of the title's words and names none of the authors. A page is also reported if its title sells gambling, pills
        or sex, as the pages of hijacked domains do, and neither the entry nor its URL is about that.

    Example:
        - {id: "4", type: webpage, title: A river nobody saw, URL: "https://example.org/4"}    # "Best online games"

    Silent:
        A title in another language or script proves nothing, nor does one that names the site, the journal or an author. Chapters
        of a cited book, home pages, short pages and pages built by scripts are left alone.

    Fix:
        Look at the page. If it is another one, correct the URL, or give the archived copy of the day on which it was read
        (custom.archived).
    """
    for seen in _soft(case, "drifted"):
        yield _lost(seen, _DRIFTED, {"title": cut(seen.state.title)}, case)


@rule("LINK508", "failing-link", Severity.NOTE, needs=("links",), key=("url",))
def failing_link(case: Case) -> Iterator[Problem]:
    """A page could not be read at present.

    Why:
        A slow answer, a lost connection, an invalid certificate or an error of the server may pass, and one machine's view proves
        little. Earlier audits on this machine tell since when the page has failed; one that fails for weeks is as good as gone.

    Example:
        URL: https://example.org/rivers        # its server answers 503

    Silent:
        Pages that are gone are reported by LINK501. Pages that refuse programs count as not checked. Nothing is reported if no host
        answered at all: the fault may be here.

    Fix:
        Try again on another day and from another network. If the page keeps failing, give the archived copy (custom.archived).
    """
    for seen in case.seen_in("failed"):
        last = seen.page.visits[-1]
        sent = last.layer is not None or last.status is not None
        if sent and seen.state.kind != "unsafe":
            cause = seen.state.cause
            counted = not cause or cause.code != "one-look"
            values = {"cause": cause, "looks": len(seen.page.visits)} if counted else {"cause": cause}
            yield _problem(seen, _FAILS, values, _again(seen, case), case, *((_LOOKS,) if counted else ()))


def _soft(case: Case, kind: str) -> Iterator[SeenLink]:
    return (seen for seen in case.seen_in("soft-404") if seen.state.kind == kind)


def _words(seen: SeenLink) -> str:
    """Return the words on the page that show its state."""
    return cut(next((sign.words for sign in seen.visit.signs if sign.kind == seen.state.kind), ""))


def _lost(seen: SeenLink, forms: _Forms, values: Mapping[str, object], case: Case, *also: Template) -> Problem:
    """Return the problem of a lost page: a note if readers can reach the work anyway."""
    problem = _problem(seen, forms, values, _instead(seen, case), case, *also)
    return replace(problem, severity=Severity.NOTE) if is_spared(seen, case.evidence, case.pages) else problem


def _problem(seen: SeenLink, forms: _Forms, values: Mapping[str, object], fix: Fix, case: Case, *also: Template) -> Problem:
    """Return a problem with the form for this link, and the date since when earlier audits saw this state, if not today."""
    link, since = seen.link, seen.state.since
    half = len(forms) // 2
    fitting = forms[half:] if link.is_copy else forms[:half]
    message = fitting[-1] if seen.is_elsewhere else fitting[0]
    earlier = {"since": since.date()} if since and since.date() < case.evidence.gathered.date() else {}
    final = {"final": shown(seen.state.final)} if "{final}" in message else {}
    return Problem(
        link.location,
        message,
        {"url": shown(link.url), **final, **values, **earlier},
        reference=link.reference.id if link.reference else None,
        claim=link.claim.id if link.claim else None,
        excerpt=link.excerpt,
        fix=fix,
        also=(*also, _SINCE) if earlier else also,
    )


def _instead(seen: SeenLink, case: Case) -> Fix:
    """Return the replacement of a lost page: none if the entry has a copy, else one that was read and shows the page."""
    reference = seen.link.reference
    if nothing := _nothing(seen, case):
        return nothing
    if reference and ARCHIVED in reference.urls and not seen.link.is_copy:
        return Fix("find the current address of the page, or another copy: the archived copy in the entry does not show it")
    best = replacement(seen, case.article, case.evidence)
    if best.memento:
        return _offer(reference, best, best.memento)
    return _no_other(best.archived) if seen.link.is_copy else _no_copy(best.archived)


def _no_other(archived: Archived | None) -> Fix:
    """Return the fix for a copy without an alternative."""
    if isinstance(archived, NotAsked):
        return Fix("find another copy, or delete this one: the Wayback Machine {reason}", {"reason": archived.reason})
    if archived:
        return Fix("find another copy, or delete this one: the Wayback Machine has no copy that shows the page")
    return Fix("find another copy, or delete this one")


def _no_copy(archived: Archived | None) -> Fix:
    """Return the fix for a page without a copy."""
    match archived:
        case Copies():
            return Fix("find the current address of the page, or another source: none of the archived copies checked shows it")
        case NoCopy():
            return Fix("find the current address of the page, or another source: the Wayback Machine has no copy of it")
        case NotAsked(reason):
            return Fix(
                "find the current address of the page, or an archived copy: the Wayback Machine {reason}", {"reason": reason}
            )
        case None:
            return Fix("find the current address of the page, or an archived copy")


def _again(seen: SeenLink, case: Case) -> Fix:
    """Return the fix for a page that could not be read at the moment."""
    if nothing := _nothing(seen, case):
        return nothing
    if seen.link.reference and ARCHIVED in seen.link.reference.urls:
        return Fix("try again on another day; if it still fails, give another archived copy from the day it was read")
    return Fix("try again on another day; if it still fails, give the archived copy from the day it was read")


def _nothing(seen: SeenLink, case: Case) -> Fix | None:
    """Return that nothing needs doing about a page, if the entry has a copy that may show it; else None."""
    known = given_copy(seen, case.evidence)
    if known == "shows":
        return Fix("no change needed: the archived copy in the entry shows the page")
    if known == "unsure" and seen.link.reference:
        return Fix(
            "check whether the archived copy in the entry shows the page; if so, no change is needed: {copy}",
            {"copy": whole(seen.link.reference.archived)},
        )
    return None


def _offer(reference: Reference | None, best: Replacement, memento: Memento) -> Fix:
    """Return the fix that adds a copy, or asks to check an unread one."""
    values = {"day": memento.time.date(), "copy": whole(memento.url)}
    if not best.shows:
        return Fix("check whether the archived copy of {day} shows the page: {copy}", values, alone=True)
    if reference is None:
        return Fix("give the archived copy of {day}: {copy}", values, alone=True)
    edits = (Edit(ARCHIVED, reference.archived or None, memento.url, ARCHIVE.title, reference.id),)
    messages = _PUT if reference.archived else _ADD
    if best.days is None:
        return Fix(messages[0], values, edits)
    return Fix(messages[1], {**values, "distance": Gap(best.days)}, edits)


RULES = (dead_link, soft_404, parked_domain, redirected_to_home, drifted_page, failing_link)
