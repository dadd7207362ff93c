"""Pictures in a report: their statements, links and omissions."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from kzcheck.article import Article, Citation, Claim, Location, Reference
from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Evidence
from kzcheck.finding import Confidence, Finding, PageOutcome, Problem, Report, Severity, WorkOutcome, fingerprint
from kzcheck.formats.html import pictures
from kzcheck.formats.html.page import anchor
from kzcheck.formats.html.pictures.drawing import LETTER, fit
from kzcheck.formats.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from markupsafe import Markup

PLACE = Location("references.yaml", 1, 1, 1, 2)
LARGEST = 60_000
HOSTILE = '"><img onerror=x> <script>alert(1)</script> ]]> javascript:x \u202egnp \x00 \x1b[31m \ud800 =cmd|x `' + "long" * 25_000


def claims_on_references(of: Report) -> Markup:
    return pictures.claims_on_references(View(of))


def years(of: Report) -> Markup:
    return pictures.years(View(of))


def links_by_age(of: Report) -> Markup:
    return pictures.links_by_age(View(of))


def reference(name: str, year: int | None = 2000, accessed: int | None = None, url: str = "", author: str = "Ash") -> Reference:
    issued, read = (Date(start=(one,)) if one else None for one in (year, accessed))
    item = Item(name, type="book", title="Fire", author=(Name(family=author),), issued=issued, accessed=read, url=url)
    return Reference(item, PLACE)


def claim(name: str, *cites: str, section: str = "") -> Claim:
    return Claim(name, f"Claim {name}.", PLACE, tuple(Citation(one, PLACE) for one in cites), section=section)


def finding(severity: Severity, code: str = "REF201", *, known: bool = False, **subject: str) -> Finding:
    problem = Problem(PLACE, "something is amiss", **subject)
    return Finding(code, "name", severity, Confidence.SURE, PLACE, problem, fingerprint(code, problem), known=known)


def page(state: str) -> PageOutcome:
    return PageOutcome(state, "", "", None, "", "", ())


def report(
    references: tuple[Reference, ...], claims: tuple[Claim, ...] = (), findings: tuple[Finding, ...] = (), **more: object
) -> Report:
    return Report(
        "0.0.0",
        Article(references, claims, has_claims=bool(claims)),
        Evidence(gathered=datetime(2026, 1, 2, tzinfo=UTC), kzcheck="0.0.0"),
        findings,
        **more,
    )


def parsed(picture: Markup) -> etree._Element:
    """Return the figure as XML, to prove that it is well-formed."""
    return etree.fromstring(str(picture))


def described(picture: Markup) -> str:
    return " ".join(node.text or "" for node in parsed(picture).iter("title", "desc"))


def leads(picture: Markup) -> set[str]:
    return {node.get("href") for node in parsed(picture).iter("a")}


def look(picture: Markup, says: str) -> tuple[str | None, str, str | None]:
    """Return the class, the outline and the fill of the mark with this title."""
    (path,) = [link.find("path") for link in parsed(picture).iter("a") if (link.findtext("title") or "").startswith(says)]
    return path.get("class"), re.sub(r"^M[\d. ]+", "", path.get("d")), path.get("fill")


@pytest.fixture
def sound() -> Report:
    """A report with two works found, each cited once, and a note on a claim without a citation."""
    return report(
        (reference("1"), reference("2")),
        (claim("c1", "1", section="Introduction"), claim("c2", "2", section="Results"), claim("c3", section="Results")),
        (finding(Severity.NOTE, claim="c3"),),
        outcomes={"1": WorkOutcome("found"), "2": WorkOutcome("found")},
    )


def weak(sound: Report, *findings: Finding, **outcomes: WorkOutcome) -> Report:
    return report(
        sound.article.references, sound.article.claims, findings or sound.findings, outcomes={**sound.outcomes, **outcomes}
    )


class TestAnchors:
    def test_a_plain_name_is_unchanged(self):
        assert anchor("claim", "c01") == "claim-c01"

    @pytest.mark.parametrize("name", ["", "Иванов 2004", 'a"b', "a b", "x" * 5000, "\ud800", "~c01"])
    def test_an_odd_name_is_safe_in_an_address(self, name: str):
        assert re.fullmatch(r"ref-~[0-9a-f]{20}", anchor("ref", name))

    def test_different_names_have_different_anchors(self):
        odd = ["a b", "a  b", "a\tb", "A b", "", " ", *("x" * size for size in range(65, 80))]

        assert len({anchor("ref", name) for name in odd}) == len(odd)
        assert anchor("ref", anchor("ref", "a b").removeprefix("ref-")) != anchor("ref", "a b")


def test_words_are_truncated_to_their_space():
    assert fit("rivers", 6 * LETTER) == "rivers"
    assert fit("rivers", 5 * LETTER) == "rive…"


class TestClaimsOnReferences:
    def test_a_citation_links_to_its_claim_and_a_row_to_its_reference(self, sound: Report):
        assert leads(claims_on_references(sound)) == {"#claim-c1", "#claim-c2", "#claim-c3", "#ref-1", "#ref-2"}

    def test_it_says_that_nothing_is_wrong(self, sound: Report):
        said = described(claims_on_references(sound))

        assert "No errors or warnings on claims and references" in said
        assert "1 of 3 claims cite nothing" in said
        assert "2 found" in said

    def test_it_says_what_is_wrong(self, sound: Report):
        amiss = (finding(Severity.ERROR, claim="c1", reference="1"), finding(Severity.WARNING, reference="2"))
        said = described(claims_on_references(weak(sound, *amiss)))

        assert "Errors or warnings on 1 of 3 claims and 1 of 2 references" in said
        assert "Errors on claims: c1. Warnings on references: 2." in said

    def test_notes_and_unchecked_steps_are_not_weaknesses(self, sound: Report):
        mild = (finding(Severity.NOTE, reference="1"), finding(Severity.ERROR, "KZ003", reference="2"))

        assert "No errors or warnings" in described(claims_on_references(weak(sound, *mild)))

    def test_an_unknown_state_does_not_look_sound(self, sound: Report):
        states = (WorkOutcome(state) for state in ("found", "unsure", "absent", "failed"))
        looks = [look(claims_on_references(weak(sound, **{"1": state})), "c1 cites") for state in states]

        assert len(set(looks)) == 4
        assert [mark[0] for mark in looks] == ["ok", "muted", "muted", "muted"]
        assert looks[3] == look(claims_on_references(weak(sound, **{"1": WorkOutcome("not-asked")})), "c1 cites")

    def test_severities_differ_in_shape_and_known_findings_are_hollow(self, sound: Report):
        looks = [
            look(claims_on_references(weak(sound, finding(severity, known=known, claim="c3"))), "c3, ")
            for severity, known in (
                (Severity.ERROR, False),
                (Severity.WARNING, False),
                (Severity.NOTE, False),
                (Severity.ERROR, True),
            )
        ]

        assert len({shape for _, shape, _ in looks}) == 3
        assert looks[0][1:] == (looks[3][1], "currentColor")
        assert looks[3][2] is None

    def test_a_new_finding_takes_precedence_over_a_known_one_of_its_severity(self, sound: Report):
        both = (finding(Severity.ERROR, claim="c3"), finding(Severity.ERROR, known=True, claim="c3"))

        assert look(claims_on_references(weak(sound, *both)), "c3, ")[2] == "currentColor"
        assert look(claims_on_references(weak(sound, *reversed(both))), "c3, ")[2] == "currentColor"

    def test_it_says_that_no_service_was_asked(self, sound: Report):
        silent = report(sound.article.references, sound.article.claims, sound.findings)

        assert "No works were looked up." in str(claims_on_references(silent))
        assert "No service" not in str(claims_on_references(sound))

    def test_it_explains_only_the_marks_it_contains(self, sound: Report):
        assert "a ring" not in str(claims_on_references(sound))
        assert "a ring" in str(claims_on_references(weak(sound, **{"1": WorkOutcome("failed")})))

    @pytest.mark.parametrize(
        "nothing",
        [
            report(()),
            report((reference("1"),), (), (finding(Severity.NOTE, reference="1"),)),
            report((), (claim("c1", "1"),), (finding(Severity.NOTE, claim="c1"),)),
            report((reference("1"),), (claim("c1", "1"),)),
        ],
    )
    def test_without_citations_or_findings_there_is_no_picture(self, nothing: Report):
        assert claims_on_references(nothing) == ""

    def test_of_a_long_list_only_weak_entries_are_drawn_and_it_says_so(self):
        references = tuple(reference(str(number)) for number in range(3400))
        claims = tuple(claim(f"c{number}", str(number), str(number * 7 % 3400)) for number in range(3400))
        many = report(references, claims, tuple(finding(Severity.WARNING, reference=str(number)) for number in range(0, 3400, 3)))
        picture = claims_on_references(many)

        assert len(str(picture).encode()) < LARGEST
        assert "not drawn: 3,360 other references" in picture
        assert claims_on_references(report(references, claims)) == ""

    def test_each_of_many_citations_has_a_mark(self):
        references = tuple(reference(str(number)) for number in range(5))
        claims = tuple(claim(f"c{number}", *map(str, range(5))) for number in range(50))
        outcomes = {str(number): WorkOutcome("found") for number in range(5)}
        picture = claims_on_references(report(references, claims, (finding(Severity.NOTE, reference="1"),), outcomes=outcomes))
        alone = [node for node in parsed(picture).iter("title") if " cites " in (node.text or "")]
        (together,) = [node.get("d") for node in parsed(picture).iter("path") if (node.get("d") or "").endswith("h0")]

        assert len(alone) + together.count("M") == 250

    def test_references_cited_everywhere_remain_small(self):
        references = tuple(reference(str(number)) for number in range(60))
        claims = tuple(claim(f"c{number}", *map(str, range(60))) for number in range(500))

        drawn = claims_on_references(report(references, claims, (finding(Severity.NOTE, reference="1"),)))

        assert 0 < len(str(drawn).encode()) < 1.5 * LARGEST

    def test_repeated_ids_and_undefined_citations_do_no_harm(self):
        found = (finding(Severity.NOTE, reference="1"),)
        double = report((reference("1"), reference("1")), (claim("c1", "1", "gone"), claim("c1", "1")), found)

        assert parsed(claims_on_references(double)) is not None


class TestYears:
    @staticmethod
    def told(*findings: Finding, source: int | None = 1997, **more: tuple[int, ...]) -> Report:
        events = {"c1": (2005,), "c2": (1990, 1991, 1992), **more}
        return report((reference("1", source), reference("2")), (claim("c1", "1"), claim("c2", "2")), findings, events=events)

    def test_an_event_later_than_its_source_stands_out(self):
        picture = years(self.told(finding(Severity.WARNING, "FACT801", claim="c1")))

        assert "1 of 2 claims with years and dated sources mentions an event later than the sources" in described(picture)
        assert "c1 mentions 2005; its latest source is from 1997." in described(picture)
        assert look(picture, "c1: 2005")[0] == "sev-warning"
        assert look(picture, "c2: 1990")[0] == "muted"
        assert "#claim-c1" in leads(picture)

    def test_a_later_event_without_a_finding_is_not_marked(self):
        picture = years(self.told(finding(Severity.WARNING, "FACT801", claim="c1"), c2=(1990, 2012)))

        assert look(picture, "c2: 2012")[0] == "muted"
        assert look(picture, "c2: 2012")[2] is None
        assert "1 ring is not a finding" in picture

    def test_a_claim_with_an_undated_source_is_counted_but_not_drawn(self):
        for names in (("1",), ("1", "2")):
            undated = report(
                (reference("1", None), reference("2")),
                (claim("c1", *names), claim("c2", "2")),
                (finding(Severity.WARNING, "FACT801", claim="c2"),),
                events={"c1": (2005,), "c2": (1990, 2012)},
            )
            picture = years(undated)

            assert leads(picture) == {"#claim-c2"}
            assert "Not drawn: 1 claim with years that cites no source or an undated one." in picture

    def test_the_latest_source_counts(self):
        both = report(
            (reference("1", 1997), reference("2", 2010)),
            (claim("c1", "1", "2"), claim("c2", "1")),
            (finding(Severity.WARNING, "FACT801", claim="c2"),),
            events={"c1": (2005, 2006, 2007), "c2": (2001,)},
        )

        assert look(years(both), "c1: 2005, source of 2010")[2] == "currentColor"

    def test_without_a_finding_there_is_no_picture(self):
        assert years(self.told()) == ""
        assert years(report(())) == ""

    def test_a_single_finding_makes_a_picture(self):
        alone = report(
            (reference("1"),), (claim("c1", "1"),), (finding(Severity.NOTE, "FACT801", claim="c1"),), events={"c1": (2002,)}
        )

        assert look(years(alone), "c1: 2002")[0] == "sev-note"

    def test_distant_years_do_not_compress_the_others(self):
        late = finding(Severity.WARNING, "FACT801", claim="c1")
        far = self.told(late, c1=(-380, 1635, 1867, 1995, 2005), c2=tuple(range(1960, 1999)))

        assert "earlier" in years(far)
        assert "earlier" not in years(self.told(late))

    @pytest.mark.parametrize("odd", [10**12, -(10**12), 2105, 0, -380])
    def test_impossible_years_do_no_harm(self, odd: int):
        told = self.told(finding(Severity.WARNING, "FACT801", claim="c2"), source=odd, c2=(1990, 1991, 2012, odd))

        assert "c2: 1990" in years(told)
        assert len(years(told)) < LARGEST

    def test_a_picture_of_many_years_remains_small(self):
        references = tuple(reference(str(number), 1900 + number % 125) for number in range(3400))
        claims = tuple(claim(f"c{number}", str(number)) for number in range(3400))
        events = {f"c{number}": (1800 + number * 7 % 225, 1950 + number % 70) for number in range(3400)}
        found = tuple(finding(Severity.WARNING, "FACT801", claim=f"c{number}") for number in range(0, 3400, 2))

        assert len(str(years(report(references, claims, found, events=events))).encode()) < LARGEST


class TestLinksByAge:
    @staticmethod
    def linked(*states: str | None, year: int | None = 2010, accessed: int | None = None) -> Report:
        references = tuple(
            reference(str(number), year, accessed, f"https://example.org/{number}") for number, _ in enumerate(states, 1)
        )
        pages = {f"https://example.org/{number}": page(state) for number, state in enumerate(states, 1) if state}
        return report(references, pages=pages)

    def test_it_counts_lost_and_unknown_pages(self):
        said = described(links_by_age(self.linked("ok", "dead", "soft-404", "blocked", None)))

        assert "2 of 5 links no longer lead to the cited page; the state of 2 is unknown" in said
        assert "Dead: references 2." in said
        assert "Not visited: references 5." in said

    def test_an_unknown_page_does_not_look_sound(self):
        picture = links_by_age(self.linked("ok", "failed", "dead"))

        assert [look(picture, f"2010: 1 of 3 {state}")[0] for state in ("ok", "not read", "dead")] == ["ok", "muted", "sev-error"]

    def test_a_bar_links_to_the_reference(self):
        assert leads(links_by_age(self.linked("ok", "dead"))) == {"#ref-1", "#ref-2"}

    def test_the_access_year_takes_precedence_over_the_issue_year(self):
        assert "2019: 1 of 1 dead: 1" in links_by_age(self.linked("dead", year=2010, accessed=2019))

    @pytest.mark.parametrize("year", [None, 1867, 2105])
    def test_an_implausible_age_of_a_link_is_ignored(self, year: int | None):
        assert "no year: 1 of 1 dead: 1" in links_by_age(self.linked("dead", year=year))

    def test_without_a_lost_or_moved_page_there_is_no_picture(self):
        assert links_by_age(self.linked(None, None)) == ""
        assert links_by_age(self.linked("ok", "blocked")) == ""
        assert links_by_age(report(())) == ""

    def test_a_picture_of_many_links_remains_small(self):
        states = ("ok", "moved", "dead", "soft-404", "blocked", "failed", None)
        references = tuple(
            reference(str(number), 1950 + number % 76, None, f"https://example.org/{number}") for number in range(3400)
        )
        pages = {f"https://example.org/{number}": page(state) for number in range(3400) if (state := states[number % 7])}

        assert len(str(links_by_age(report(references, pages=pages))).encode()) < LARGEST


@pytest.mark.parametrize("draw", [claims_on_references, years, links_by_age])
def test_hostile_texts_are_harmless_and_bounded(draw: Callable[[Report], Markup]):
    url = "https://example.org/x"
    hostile = report(
        (reference(HOSTILE, 1997, None, url, HOSTILE),),
        (claim(HOSTILE, HOSTILE, section=HOSTILE), claim("c2", HOSTILE, section="Results")),
        (
            finding(Severity.WARNING, "FACT801", claim=HOSTILE, reference=HOSTILE),
            finding(Severity.ERROR, reference=HOSTILE),
        ),
        pages={url: page("dead")},
        events={HOSTILE: (2005,)},
    )
    picture = draw(hostile)
    names = {node.tag for node in parsed(picture).iter()}

    assert names <= {"figure", "div", "svg", "title", "desc", "path", "text", "a", "figcaption", "b"}
    assert all(re.fullmatch(r"#(?:claim|ref)-(?:~[0-9a-f]{20}|c2)", link) for link in leads(picture))
    assert not {node.get(name) for node in parsed(picture).iter() for name in ("style", "onclick", "onerror")} - {None}
    assert not re.search(r"[\x00-\x08\x1b\u202e\ud800-\udfff]", picture)
    assert len(picture) < 12_000


@pytest.mark.parametrize("draw", [claims_on_references, years])
def test_words_accompany_colours_and_each_drawing_has_a_name(draw: Callable[[Report], Markup]):
    found = (finding(Severity.WARNING, "FACT801", claim="c1", reference="1"),)
    root = parsed(draw(report((reference("1", 1997),), (claim("c1", "1"),), found, events={"c1": (2005,)})))
    svg = root.find("div/svg")
    ids = {node.get("id") for node in root.iter()}

    assert {svg.get("aria-labelledby"), svg.get("aria-describedby")} <= ids
    assert root.findtext("figcaption/b")
    assert not [node for node in root.iter() for name in ("fill", "stroke") if node.get(name) not in {None, "none", "currentColor"}]
