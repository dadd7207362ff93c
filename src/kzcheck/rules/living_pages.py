"""LINK504, 509, 510, 512: links to living pages that could last longer or lead to a better place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec.structs import replace

from kzcheck.article import ARCHIVED
from kzcheck.evidence import NoCopy, NotAsked
from kzcheck.finding import Confidence, Fix, Problem, Severity
from kzcheck.identifiers import shown, whole
from kzcheck.matching.links import address, is_resolver, is_secured, original, without_fragment
from kzcheck.rule import rule
from kzcheck.wording import LISTED, Words, cut, template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kzcheck.case import Case
    from kzcheck.matching.links import Link, SeenLink

_KEPT = re.compile(r"archive|arquivo\.pt|webcitation|vefsafn|perma\.cc")
"""Hosts of archives, whose pages are themselves copies."""

_INSECURE = (
    template("the page {url} is given with http:// although its site uses https://"),
    template("the archived copy {url} is given with http:// although its site uses https://"),
)
_NO_PLACE = (template("the page {url} has no section “{place}”"), template("the archived copy {url} has no section “{place}”"))
_NO_WORDS = (
    template("the page {url} does not contain the words that the link points to (“{place}”)"),
    template("the archived copy {url} does not contain the words that the link points to (“{place}”)"),
)
_UNTOLD = template("; it gave no answer for {left} more")


@rule("LINK504", "moved-link", Severity.NOTE, needs=("links",), key=("url",))
def moved_link(case: Case) -> Iterator[Problem]:
    """A page has moved permanently.

    Why:
        Redirects are forgotten when a site is rebuilt. A move is reported if every redirect is permanent (301, 308), or if the page
        itself sends readers on.

    Example:
        URL: https://example.org/old/rivers        # moved to https://example.org/works/rivers

    Silent:
        Addresses that are meant to lead elsewhere (DOIs, handles, PURLs, short links) and archived copies are not reported. Nor are
        new addresses that differ only in https, www, a slash or a language, or that lead to a login.

    Fix:
        Check that the new page shows the work, and give its address (URL).
    """
    for seen in case.seen_in("moved"):
        if seen.link.is_copy or original(seen.link.url) is not None:
            continue
        final = seen.state.final
        values = {"final": shown(final)}
        if seen.state.kind == "meta-refresh":
            advice = Fix("check that it is the same page, and give the new address: {new}", {"new": whole(final)})
            yield _problem(seen, template("the page {url} forwards readers to {final}"), values, advice)
        else:
            new = without_fragment(final) if seen.missing_fragment else final
            message = template("the page {url} has moved permanently to {final}")
            yield _problem(seen, message, values, _write(seen, new, "the redirect"))


@rule("LINK509", "insecure-link", Severity.NOTE, needs=("links",), in_ci=False, key=("url", "first"))
def insecure_link(case: Case) -> Iterator[Problem]:
    """Links begin with http://, although their hosts lead to the same pages over https.

    Why:
        What is sent over http can be read and changed on the way, and browsers warn readers. All such links are one finding.

    Example:
        URL: http://example.org/rivers        # leads to https://example.org/rivers

    Silent:
        Hosts that answer over http only, or that show another page over https, are not reported.

    Fix:
        Write https:// (URL).
    """
    links = [(seen, secure) for seen in case.seen_in("ok") if (secure := seen.secure)]
    edits = tuple(
        edit
        for seen, secure in links
        if is_secured(seen.link.url, secure)
        for edit in seen.link.edits(secure, template("its host"))
    )
    if links:
        several = template("{count} links begin with http:// although their sites use https://: {named}")
        single = _INSECURE[links[0][0].link.is_copy]
        yield _together([seen for seen, _ in links], several, single, Fix("write https://", edits=edits))


@rule(
    "LINK510", "unarchived-link", Severity.NOTE, needs=("links",), confidence=Confidence.LIKELY, in_ci=False, key=("url", "first")
)
def unarchived_link(case: Case) -> Iterator[Problem]:
    """Pages are online, but the Wayback Machine has no copy of them.

    Why:
        Half of all links in papers and court opinions no longer lead to what was cited (Zittrain, Albert and Lessig, 2014), and a
        copy can be made only while the page is online. All such links are one finding.

    Example:
        URL: https://example.org/rivers        # no copy is known

    Silent:
        Addresses that archives and registries preserve themselves (DOIs, handles, archived copies) are not reported. Nor are pages
        of which the entry gives a copy, or about which the archive was not asked.

    Fix:
        Save the page at https://web.archive.org/save, and add the copy to the entry (custom.archived).
    """
    copied = {reference.urls.get("url") for reference in case.article.references if ARCHIVED in reference.urls}
    unarchived = [
        seen
        for seen in case.seen_in("ok", "moved")
        if not (seen.link.is_copy or seen.link.url in copied or _is_kept(seen.link.url))
    ]
    if lone := [seen for seen in unarchived if isinstance(seen.page.archived, NoCopy)]:
        several = template("{count} pages are online, but the Wayback Machine has no copy of them: {named}")
        single = template("the page {url} is online, but the Wayback Machine has no copy of it")
        fix = Fix("save what is online at https://web.archive.org/save, and add each copy to its entry (custom.archived)")
        problem = _together(lone, several, single, fix)
        left = sum(isinstance(seen.page.archived, NotAsked) for seen in unarchived)
        yield replace(problem, values={**problem.values, "left": left}, also=(*problem.also, _UNTOLD)) if left else problem


@rule("LINK512", "missing-fragment", Severity.NOTE, needs=("links",), confidence=Confidence.LIKELY, key=("url", "place"))
def missing_fragment(case: Case) -> Iterator[Problem]:
    """A link points to a place that its page does not have.

    Why:
        Readers land at the top and may not find what is meant: a section was renamed, or the quoted words (#:~:text=) were changed.

    Example:
        URL: "https://example.org/rivers#table-9"        # the page has no such place

    Silent:
        Pages built by scripts, pages that were not read to their end, and fragments that name no place are not reported.

    Fix:
        Point to the new place, or delete what follows the page's address (URL).
    """
    for seen in case.seen_in("ok", "moved"):
        fragment = seen.missing_fragment
        if not fragment:
            continue
        _, directive, words = fragment.partition(":~:")
        message = (_NO_WORDS if directive else _NO_PLACE)[seen.link.is_copy]
        place = unquote(words.removeprefix("text=") if directive else fragment)
        rewritten = _write(seen, without_fragment(seen.link.url), template("the URL itself"))
        moved = Fix("link to the section where it is now, or delete the part of the link after #")
        yield _problem(seen, message, {"place": cut(place)}, moved if seen.state.state == "moved" else rewritten)


def _is_kept(url: str) -> bool:
    return is_resolver(url) or bool(_KEPT.search(address(url).host))


def _write(seen: SeenLink, new: str, source: str) -> Fix:
    return Fix("write {new}", {"new": whole(new)}, seen.link.edits(new, source))


def _problem(seen: SeenLink, message: str, values: Mapping[str, object], fix: Fix) -> Problem:
    link = seen.link
    return Problem(
        link.location,
        message,
        {"url": shown(link.url), **values},
        reference=link.reference.id if link.reference else None,
        claim=link.claim.id if link.claim else None,
        excerpt=link.excerpt,
        fix=fix,
    )


def _together(links: Sequence[SeenLink], several: str, single: str, fix: Fix) -> Problem:
    """Return one problem for several links, at the place of the first."""
    first, *rest = links
    problem = _problem(first, single, {}, fix)
    if not rest:
        return problem
    return replace(
        problem,
        message=several,
        values={
            "count": len(links),
            "named": tuple(_place(seen.link) for seen in links),
            "first": tuple(seen.link.name for seen in links[:LISTED]),
        },
        related=tuple(seen.link.location for seen in rest),
    )


def _place(link: Link) -> str | Words:
    return Words(template("claim {id}"), {"id": link.claim.name}) if link.claim else link.name


RULES = (moved_link, insecure_link, unarchived_link, missing_fragment)
