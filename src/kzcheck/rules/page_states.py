"""LINK501–506, 508–510, 512: what was seen of the pages to which the URLs of an article lead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec.structs import replace

from kzcheck.article import ARCHIVED
from kzcheck.evidence import NoCopy, NotAsked
from kzcheck.finding import Confidence, Fix, Problem, Severity
from kzcheck.identifiers import shown, whole
from kzcheck.matching.links import address, again, instead, is_resolver, is_secured, is_spared, original, without_fragment
from kzcheck.matching.sources import cut
from kzcheck.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.case import Case
    from kzcheck.evidence import Evidence
    from kzcheck.matching.links import Seen

LISTED = 8
"""Links that one message names."""

_KEPT = re.compile(r"archive|arquivo\.pt|webcitation|vefsafn|perma\.cc")
"""Hosts of archives: what lies there is a copy itself."""

_GONE = {404: "answers 404 Not Found", 410: "answers 410 Gone"}
_NUMBERS = ("no", "one", "two", "three", "four")
_SOFT = {
    "not-found-text": "{led}says “{words}” with status {status}{since}",
    "empty": "{led}is empty{since}",
    "search": "leads to a search of its site, {final}{since}",
    "sink": "leads to {final}, where other addresses of its site end, too{since}",
    "same-as-sibling": "{led}shows what its site shows for an address that nobody made{since}",
}


@rule("LINK501", "dead-link", Severity.ERROR, needs=("links",), key=("url",))
def dead_link(case: Case) -> Iterator[Problem]:
    """A page is not there any more: its server says so, or there is no such host.

    Why:
        Readers cannot check what rests on it. Said only where two looks in one audit agree on 404, 410 or a host that does not
        exist; what may pass (no answer in time, a lost connection, a bad certificate, a fault of the server) is LINK508, and what
        lets no program in counts as not checked. Where no host at all answered, nothing is said.
        An entry that gives an archived copy (custom.archived) has it visited, too: while that may show the page, or the page lives,
        readers reach the work, and what is wrong with the other is a note. So it is with LINK502, 503, 505 and 506.

    Example:
        - {id: "4", type: webpage, title: A river nobody saw, URL: "https://example.org/rivers"}        # answers 404, twice

    Fix:
        Give the archived copy of the day on which the page was read (custom.archived), or the address where it is now.
    """
    for seen in case.seen_in("dead"):
        said = _GONE.get(seen.state.status or 0, "")
        looks = sum(visit.layer == "DNS" if seen.state.layer == "DNS" else visit.status in _GONE for visit in seen.page.visits)
        values = {
            "led": seen.led if said else "",
            "said": said or cut(str(seen.state.cause)),
            "looks": _number(looks),
            "since": _since(seen, case.evidence),
        }
        yield _lost(seen, "{led}{said}, at {looks} looks{since}", values, case)


@rule("LINK502", "soft-404", Severity.WARNING, needs=("links",), confidence=Confidence.LIKELY, key=("url",))
def soft_404(case: Case) -> Iterator[Problem]:
    """A site answers as if all were well, but what it shows is not the page.

    Why:
        Many servers send "Page not found", an empty page, a search or the same page for every address with the status 200, and
        other checkers take that for a living link. The message gives the sign that says so. A page that has the cited title is
        never reported, nor is one that asks for a login or a proof that its reader is human: those are not checked.

    Example:
        - {id: "4", type: webpage, title: A river nobody saw, URL: "https://example.org/rivers"}        # says "Page not found"

    Fix:
        Look at the page. If the work is not there, give the archived copy, or the address where it is now.
    """
    for seen in case.seen_in("soft-404"):
        if message := _SOFT.get(seen.state.kind):
            words = next((sign.words for sign in seen.visit.signs if sign.kind == seen.state.kind), "")
            values = {
                "led": seen.led,
                "words": cut(words),
                "status": seen.state.status,
                "final": shown(seen.state.final),
                "since": _since(seen, case.evidence),
            }
            used = {name: value for name, value in values.items() if f"{{{name}}}" in message}
            yield _lost(seen, message, used, case)


@rule("LINK503", "parked-domain", Severity.WARNING, needs=("links",), confidence=Confidence.LIKELY, key=("url",))
def parked_domain(case: Case) -> Iterator[Problem]:
    """A domain is for sale, or its server shows nothing but a placeholder.

    Why:
        The site is gone, and whoever buys the domain decides what readers will find there. The message gives the words that
        say so.

    Example:
        - {id: "4", type: webpage, title: A river nobody saw, URL: "https://rivers.example.org/"}        # "domain is for sale"

    Fix:
        Give the archived copy, or the address where the work is now.
    """
    for seen in _soft(case, "parked"):
        words = next((sign.words for sign in seen.visit.signs if sign.kind == "parked"), "")
        values = {"led": seen.led, "words": cut(words), "since": _since(seen, case.evidence)}
        yield _lost(seen, "{led}is a placeholder of a seller or a server (“{words}”){since}", values, case)


@rule("LINK504", "moved-link", Severity.NOTE, needs=("links",), key=("url",))
def moved_link(case: Case) -> Iterator[Problem]:
    """A page has moved to another address for good.

    Why:
        Redirects are forgotten when a site is rebuilt. Said where every redirect was for good (301, 308), or the page itself sends
        its reader on. Not reported: addresses that are meant to lead elsewhere (DOIs, handles, PURLs, short links), and new
        addresses that differ in https, www, a slash, a language, or are those of a login, and archived copies: an archive leads to
        the nearest moment that it has.

    Example:
        URL: https://example.org/old/rivers        # moved to https://example.org/works/rivers

    Fix:
        Give the new address.
    """
    for seen in case.seen_in("moved"):
        if seen.link.is_copy or original(seen.link.url) is not None:
            continue
        final = seen.state.final
        values = {"final": shown(final)}
        if seen.state.kind == "meta-refresh":
            advice = Fix(f"look whether it is the page, and give its address: {whole(final)}")
            yield _problem(seen, "sends its reader on to {final}", values, advice)
        else:
            new = without_fragment(final) if seen.missing_fragment else final
            yield _problem(seen, "has moved for good to {final}", values, _write(seen, new, "the redirect"))


@rule("LINK505", "redirected-to-home", Severity.WARNING, needs=("links",), confidence=Confidence.LIKELY, key=("url",))
def redirected_to_home(case: Case) -> Iterator[Problem]:
    """The address of a page leads to the front page of its site.

    Why:
        That is how many sites say that a page is gone. A reader finds no more than the site's name. Front pages that are cited as
        such, that bear the cited title, or that belong to a part of the site with a host of its own are not reported.

    Example:
        - {id: "4", type: webpage, title: A river nobody saw, URL: "https://example.org/rivers"}        # leads to https://example.org/

    Fix:
        Search the site for the work. If it is gone, give the archived copy.
    """
    for seen in _soft(case, "home"):
        values = {
            "redirects": "sends its reader on" if seen.state.layer == "body" else "redirects",
            "final": shown(seen.state.final),
            "since": _since(seen, case.evidence),
        }
        yield _lost(seen, "{redirects} to the home page {final}{since}", values, case)


@rule("LINK506", "drifted-page", Severity.WARNING, needs=("links",), confidence=Confidence.LIKELY, key=("url",))
def drifted_page(case: Case) -> Iterator[Problem]:
    """A page is about something else than the work that is cited.

    Why:
        Addresses outlive their pages, and pages change under their addresses. Said only where every title of the page is in the
        language of the cited one and unlike it, and the cited title stands nowhere in the text. Titles in another language or
        script, the name of a site, a journal or an author, front pages and pages that scripts build prove nothing.

    Example:
        - {id: "4", type: webpage, title: A river nobody saw, URL: "https://example.org/4"}    # "Best online games"

    Fix:
        Look at the page. If it is another one, give the archived copy of the day on which it was read, or correct the URL.
    """
    for seen in _soft(case, "drifted"):
        message = "{led}bears the title “{title}”; the cited title stands nowhere on it{since}"
        values = {"led": seen.led, "title": cut(seen.state.title), "since": _since(seen, case.evidence)}
        yield _lost(seen, message, values, case)


@rule("LINK508", "failing-link", Severity.NOTE, needs=("links",), key=("url",))
def failing_link(case: Case) -> Iterator[Problem]:
    """A page could not be read just now.

    Why:
        No answer in time, a lost connection, a certificate that is not valid, a fault of the server: that may pass, and one
        machine's view proves little. What earlier audits on this machine saw tells since when; a page that fails for weeks is
        as good as gone.

    Example:
        URL: https://example.org/rivers        # fails on its server (503)

    Fix:
        Try it again on another day, from another network. If it goes on, give an archived copy.
    """
    for seen in case.seen_in("failed"):
        last = seen.page.visits[-1]
        asked = last.layer is not None or last.status is not None
        if asked and seen.state.kind != "unsafe":
            looks = len(seen.page.visits)
            told = seen.state.cause is not None and seen.state.cause.code == "one-look"
            yield _problem(
                seen,
                "{cause}{looks}{since}",
                {
                    "cause": cut(str(seen.state.cause)),
                    "looks": "" if told else f", at {_number(looks)} look{'s' if looks > 1 else ''}",
                    "since": _since(seen, case.evidence),
                },
                again(seen, case.evidence),
            )


@rule("LINK509", "insecure-link", Severity.NOTE, needs=("links",), in_ci=False, key=("url", "named"))
def insecure_link(case: Case) -> Iterator[Problem]:
    """Links begin with http:// though their hosts lead to the same pages over https.

    Why:
        What comes over http can be read and changed on its way, and browsers warn of it. All such links are one finding. Hosts that
        answer over http alone are not reported.

    Example:
        URL: http://example.org/rivers        # leads to https://example.org/rivers

    Fix:
        Write https://.
    """
    found = [(seen, secure) for seen in case.seen_in("ok") if (secure := seen.secure)]
    edits = tuple(
        edit for seen, secure in found if is_secured(seen.link.url, secure) for edit in seen.link.edits(secure, "its host")
    )
    if found:
        several = "{count} links begin with http:// though their hosts lead to https://: {named}"
        fix = Fix("write https://", edits=edits)
        yield _together([seen for seen, _ in found], several, "begins with http:// though its host leads to https://", fix, {})


@rule(
    "LINK510", "unarchived-link", Severity.NOTE, needs=("links",), confidence=Confidence.LIKELY, in_ci=False, key=("url", "named")
)
def unarchived_link(case: Case) -> Iterator[Problem]:
    """Pages live, but the Wayback Machine has no copy of them.

    Why:
        Half of all links in papers and rulings of courts no longer lead to what was cited (Zittrain, Albert and Lessig, 2014). A
        copy can be made only while the page lives. All such links are one finding. Addresses that archives and registries keep
        themselves (DOIs, handles, archived copies) are not reported, nor is a page of which an entry gives a copy, or that the
        archive was not asked about.

    Example:
        URL: https://example.org/rivers        # no copy is known

    Fix:
        Save the page at https://web.archive.org/save, and give the copy as custom.archived.
    """
    copied = {reference.urls.get("url") for reference in case.article.references if ARCHIVED in reference.urls}
    wanted = [
        seen
        for seen in case.seen_in("ok", "moved")
        if not (seen.link.is_copy or seen.link.url in copied or _is_kept(seen.link.url))
    ]
    if found := [seen for seen in wanted if isinstance(seen.page.archived, NoCopy)]:
        left = sum(isinstance(seen.page.archived, NotAsked) for seen in wanted)
        more = f"; it did not tell of {left} more" if left else ""
        several = "{count} pages live, but the Wayback Machine has no copy of them: {named}{more}"
        fix = Fix("save them at https://web.archive.org/save while they live, and give the copies as custom.archived")
        yield _together(found, several, "lives, but the Wayback Machine has no copy of it{more}", fix, {"more": more})


@rule("LINK512", "missing-fragment", Severity.NOTE, needs=("links",), confidence=Confidence.LIKELY, key=("url", "place"))
def missing_fragment(case: Case) -> Iterator[Problem]:
    """A link points to a place within a page that the page does not have.

    Why:
        A reader lands at the top, and may not find what is meant: a part was renamed, or quoted words (#:~:text=) were changed.
        Not reported: pages that scripts build, pages that were not read to their end, and fragments that name no place.

    Example:
        URL: "https://example.org/rivers#table-9"        # the page has no such place

    Fix:
        Point to the place where it is now, or leave out what follows the page's address.
    """
    for seen in case.seen_in("ok", "moved"):
        fragment = seen.missing_fragment
        if not fragment:
            continue
        _, directive, words = fragment.partition(":~:")
        message = "does not have the words to which its address points (“{place}”)" if directive else "has no place “{place}”"
        place = unquote(words.removeprefix("text=") if directive else fragment)
        there = _write(seen, without_fragment(seen.link.url), "the URL itself")
        moved = Fix("point to the place where it is now, or leave out what follows the page's address")
        yield _problem(seen, message, {"place": cut(place)}, moved if seen.state.state == "moved" else there)


def _soft(case: Case, kind: str) -> Iterator[Seen]:
    return (seen for seen in case.seen_in("soft-404") if seen.state.kind == kind)


def _since(seen: Seen, evidence: Evidence) -> str:
    """Return since when earlier audits saw a page in the same state, "" where today is the first day."""
    since = seen.state.since
    return f", since {since:%Y-%m-%d}" if since and since.date() < evidence.gathered.date() else ""


def _is_kept(url: str) -> bool:
    return is_resolver(url) or bool(_KEPT.search(address(url).host))


def _write(seen: Seen, new: str, source: str) -> Fix:
    return Fix(f"write {whole(new)}", edits=seen.link.edits(new, source))


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _lost(seen: Seen, message: str, values: Mapping[str, object], case: Case) -> Problem:
    """Make a problem of a page that is lost: a note where readers reach the work all the same."""
    problem = _problem(seen, message, values, instead(seen, case.article, case.evidence))
    return replace(problem, severity=Severity.NOTE) if is_spared(seen, case.evidence, case.pages) else problem


def _problem(seen: Seen, message: str, values: Mapping[str, object], fix: Fix) -> Problem:
    link = seen.link
    return Problem(
        link.location,
        f"the {'archived copy' if link.is_copy else 'page'} {{url}} {message}",
        {"url": shown(link.url), **values},
        reference=link.reference.id if link.reference else None,
        claim=link.claim.id if link.claim else None,
        excerpt=link.excerpt,
        fix=fix,
    )


def _together(found: Sequence[Seen], several: str, one: str, fix: Fix, values: Mapping[str, object]) -> Problem:
    """Make one problem of all that was found: it stands at the first."""
    first, *rest = found
    problem = _problem(first, one, values, fix)
    if not rest:
        return problem
    more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
    named = " ".join(seen.link.name for seen in found[:LISTED]) + more
    return replace(
        problem,
        message=several,
        values={"count": len(found), "named": named, **values},
        related=tuple(seen.link.location for seen in rest),
    )


RULES = (
    dead_link,
    soft_404,
    parked_domain,
    moved_link,
    redirected_to_home,
    drifted_page,
    failing_link,
    insecure_link,
    unarchived_link,
    missing_fragment,
)
