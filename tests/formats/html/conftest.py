"""A report with everything that the page can show. Its works, people and answers are invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from kzcheck.article import Article, At, Citation, Claim, Ignore, Location, Reference, Style
from kzcheck.csl import Date, Item, Name
from kzcheck.evidence import Absent, Asked, Evidence, Failed, Found, Hop, Memento, Record, Resolution, Unchecked, Update
from kzcheck.finding import (
    Confidence,
    Edit,
    Finding,
    Fix,
    Hidden,
    PageOutcome,
    Problem,
    Report,
    RulePage,
    SeenRecord,
    Severity,
    WorkOutcome,
    excerpt,
    fingerprint,
)
from kzcheck.reasons import Reason

GATHERED = datetime(2026, 1, 2, tzinfo=UTC)
LATE = Reason("out-of-time", {"seconds": 600})
RIVERS = Item(
    id="1",
    type="article-journal",
    title="Rivers that never are, and the maps that show them to travellers",
    author=(Name("Öztürk", "Can"), Name("Doe", "Jane"), Name("Roe", "Richard"), Name("Moe", "Mary"), Name("Poe", "Paul")),
    container_title="Journal of Invented Geography",
    issued=Date((2010,)),
    volume="4",
    page="11-29",
    doi="10.5555/rivers",
    language="en",
    url="https://journal.example.org/rivers",
)
RECORDED = replace(
    RIVERS,
    id="",
    title="Rivers that never were, and the maps that show them to travellers",
    author=(*RIVERS.author[:4], Name("Loe", "Lena")),
    volume="5",
    publisher="Steppe Press",
    url="",
)
RETRACTED = Update("retraction", "10.5555/notice", Date((2020, 5, 1)), "publisher", "Invented data")


def place(line: int, file: str = "references.yaml") -> Location:
    return Location(file, line, 3, line, 12)


def found(code: str, name: str, severity: Severity, problem: Problem, sureness: Confidence = Confidence.SURE) -> Finding:
    return Finding(code, name, severity, sureness, problem.location, problem, fingerprint(code, problem))


def rule(code: str, name: str, severity: Severity) -> RulePage:
    why = "A reader who follows it finds something else.\n\nBooks are compared by `title`."
    return RulePage(
        code,
        name,
        severity,
        Confidence.SURE,
        (),
        "Something is not as it is said to be.",
        why,
        "4  # bad\n  5  # good",
        "It says nothing of `webpage` entries.",
        "Look it up.",
    )


def reference(item: Item, line: int, printed: str = "", archived: str = "") -> Reference:
    return Reference(item, place(line), printed=printed, archived=archived)


def _references() -> tuple[Reference, ...]:
    return (
        reference(
            RIVERS,
            2,
            "Öztürk C., Doe J., Roe R., Moe M., Poe P. Rivers that never are, and the maps that show them to travellers // "
            "Journal of Invented Geography. 2010. Vol. 4. P. 11–29.",
        ),
        reference(
            Item("2", type="book", title="A Grammar of Invented Things", author=(Name("Iskakova"),), issued=Date((2001,))),
            12,
        ),
        reference(
            Item(
                "3",
                type="webpage",
                title="Об изобретённых городах",
                author=(Name("Иванов", "И."),),
                language="ru",
                url="http://press.example.org/towns",
                accessed=Date((2015, 3, 1)),
            ),
            20,
            "Иванов И. Об изобретённых городах. URL: http://press.example.org/towns (дата обращения: 01.03.2015).",
            "https://archive.example.org/web/20150301000000/http://press.example.org/towns",
        ),
        reference(
            Item(
                "4",
                type="report",
                title="Where towns were",
                issued=Date((2016,)),
                url="http://old.example.org/report",
                language="en",
            ),
            30,
        ),
        reference(Item("Иванов 2004", type="book", title="Города", language="xx-nonsense", issued=Date((2004,))), 40),
        reference(Item("6", type="webpage", title="Behind a wall", url="https://wall.example.org/"), 50),
        reference(Item("7", type="book", title="Nobody knows it", issued=Date((1999,))), 60),
        reference(Item("8", title="الأنهار المخترعة", author=(Name("حسن", "أحمد"),), issued=Date((2008,)), language="ar"), 70),
        reference(Item("9", title="架空の川", author=(Name("山田", "花子"),), issued=Date((2012,)), language="ja"), 80),
    )


def _claims() -> tuple[Claim, ...]:
    at = At(file="article.docx", page="2", line=7)
    return (
        Claim(
            "c1",
            "Doe said that “rivers never were, and that is all that can be said”.",
            place(3, "claims.yaml"),
            (Citation("2", place(5, "claims.yaml")),),
            section="Introduction",
            paragraph="1",
            at=at,
        ),
        Claim(
            "c2",
            "Rivers never were.",
            place(8, "claims.yaml"),
            (Citation("1", place(9, "claims.yaml"), locator="12"), Citation("3", place(9))),
            section="Introduction",
        ),
        Claim("c3", "Towns were moved in 1911.", place(12, "claims.yaml"), (), section="Towns"),
        Claim(
            "c4",
            "Towns were lost, see https://lost.example.org/list.",
            place(15, "claims.yaml"),
            (Citation("4", place(16)), Citation("99", place(16))),
            section="Towns",
        ),
    )


def _findings(claims: tuple[Claim, ...]) -> tuple[Finding, ...]:
    quotation = Problem(
        place(4, "claims.yaml"),
        "Doe is not an author of [2], which is by Iskakova",
        claim="c1",
        reference="2",
        excerpt=excerpt(claims[0].text, "Doe", "rivers never were"),
        fix=Fix("cite a work by Doe, or say where it was read"),
        related=(place(12),),
    )
    volume = Problem(
        place(6),
        "volume 4 is 5 in the record of Crossref",
        reference="1",
        excerpt=excerpt("4", "4"),
        fix=Fix("compare it with the work", edits=(Edit("volume", "4", "5", "Crossref", reference="1"),)),
    )
    return (
        found("WORK421", "retracted-work", Severity.ERROR, Problem(place(2), "was retracted on 2020-05-01", reference="1")),
        found("ATTR601", "misattributed-quotation", Severity.ERROR, quotation, Confidence.LIKELY),
        found("WORK415", "volume-issue-pages-differ", Severity.WARNING, volume),
        found(
            "LINK501", "dead-link", Severity.WARNING, Problem(place(33), "http://old.example.org/report: no page", reference="4")
        ),
        replace(found("REF201", "missing-field", Severity.WARNING, Problem(place(60), "no author", reference="7")), known=True),
        found(
            "CITE109",
            "uncited-claim",
            Severity.NOTE,
            Problem(place(12, "claims.yaml"), "a statement with a year", claim="c3"),
            Confidence.POSSIBLE,
        ),
        found("REF213", "missing-accessed-date", Severity.NOTE, Problem(place(50), "no accessed date", reference="6")),
        found("KZ001", "unused-ignore", Severity.NOTE, Problem(place(3, "kzcheck.toml"), "this ignore hides nothing")),
        found("KZ003", "not-checked", Severity.NOTE, Problem(place(60), "not checked", reference="7")),
    )


def _resolutions() -> dict[str, Resolution]:
    crossref = Record("crossref", "10.5555/rivers", RECORDED, updated_by=(RETRACTED,), url="https://api.example.org/rivers")
    openalex = Record("openalex", "W1", replace(RECORDED, publisher=""), url="https://openalex.example.org/W1")
    town = Record(
        "open-library", "OL1", Item("", type="book", title="Towns", issued=Date((2005,))), url="https://library.example.org/OL1"
    )
    return {
        "1": Resolution(
            (
                Asked("crossref", "DOI", "10.5555/rivers", Found((crossref,)), time=GATHERED),
                Asked("openalex", "DOI", "10.5555/rivers", Found((openalex,)), time=datetime(2025, 12, 1, tzinfo=UTC)),
            ),
            (RETRACTED,),
        ),
        "2": Resolution((Asked("k10plus", "title", "A Grammar of Invented Things", Failed(LATE)),)),
        "Иванов 2004": Resolution((Asked("open-library", "title", "Города", Found((town,))),)),
        "7": Resolution(
            (Asked("crossref", "title", "Nobody knows it", Absent()), Asked("k10plus", "title", "Nobody knows it", Absent()))
        ),
    }


def _outcomes(resolutions: dict[str, Resolution]) -> dict[str, WorkOutcome]:
    def seen(key: str, *differs: str) -> tuple[SeenRecord, ...]:
        answers = [question.answer for question in resolutions[key].asked]
        return tuple(SeenRecord(record, differs) for answer in answers if isinstance(answer, Found) for record in answer.records)

    return {
        "1": WorkOutcome("found", seen("1", "title", "author", "volume")),
        "2": WorkOutcome("failed"),
        "Иванов 2004": WorkOutcome("unsure", seen("Иванов 2004", "title", "issued")),
        "7": WorkOutcome("absent"),
    }


def _pages() -> dict[str, PageOutcome]:
    def page(state: str, url: str, *hops: Hop, **more: object) -> PageOutcome:
        given: dict[str, object] = {
            "kind": "",
            "cause": "",
            "status": hops[-1].status,
            "final": url,
            "title": "",
            "hops": hops,
            **more,
        }
        return PageOutcome(state, **given)

    copy = Memento("https://archive.example.org/web/20170101000000/http://old.example.org/report", datetime(2017, 1, 1, tzinfo=UTC))
    return {
        "https://journal.example.org/rivers": page(
            "ok", "https://journal.example.org/rivers", Hop("https://journal.example.org/rivers", 200), title="Rivers"
        ),
        "http://press.example.org/towns": page(
            "moved",
            "https://new.example.org/towns",
            Hop("http://press.example.org/towns", 301),
            Hop("https://press.example.org/towns", 301),
            Hop("https://new.example.org/towns", 200),
            title="Об изобретённых городах",
        ),
        "http://old.example.org/report": page(
            "dead",
            "http://old.example.org/report",
            Hop("http://old.example.org/report", 404),
            cause="answers 404",
            since=datetime(2025, 11, 3, tzinfo=UTC),
            archived=copy,
        ),
        "https://wall.example.org/": page(
            "blocked",
            "https://wall.example.org/",
            Hop("https://wall.example.org/", 403),
            cause="asks for proof that the reader is human",
        ),
        "https://lost.example.org/list": page(
            "soft-404", "https://lost.example.org/", Hop("https://lost.example.org/list", 200), cause="says that it does not exist"
        ),
    }


@pytest.fixture
def rich() -> Report:
    """A report of nine references and four claims with everything possible: records, links, known and hidden findings."""
    claims, resolutions = _claims(), _resolutions()
    hidden = found("REF203", "malformed-pages", Severity.WARNING, Problem(place(3), "“12–1” runs backwards", reference="1"))
    findings = _findings(claims)
    return Report(
        kzcheck="0.0.0",
        article=Article(
            _references(),
            claims,
            title="On Rivers",
            author=(Name("Doe", "Jane"),),
            issued=Date((2020,)),
            language="en",
            has_claims=True,
        ),
        style=Style("numeric-order", "gost-7.0.5", ("citations",)),
        evidence=Evidence(
            gathered=GATHERED,
            kzcheck="0.0.0",
            resolutions=resolutions,
            silent={"semantic-scholar": Reason("no-key")},
        ),
        findings=findings,
        hidden=(Hidden(hidden, Ignore(place(2), ("REF203",), reason="seen on paper")),),
        unchecked=(
            Unchecked("records", ("WORK401",), (replace(LATE, service="k10plus"),), reference="2"),
            Unchecked(
                "links",
                ("LINK501",),
                (Reason("the-page", {"reason": Reason("challenge", {"words": "cf-mitigated: challenge"})}),),
                reference="6",
                url="https://wall.example.org/",
            ),
            *(Unchecked("texts", ("QUOT701",), (Reason("not-compared"),), claim=claim.id) for claim in claims if claim.citations),
        ),
        rules=(
            *(rule(finding.code, finding.name, finding.severity) for finding in findings),
            rule("REF203", "malformed-pages", Severity.WARNING),
        ),
        subjects={"records": 9, "links": 5, "texts": 3},
        missed={"records": 1, "links": 1, "texts": 3},
        outcomes=_outcomes(resolutions),
        pages=_pages(),
        events={"c3": (1911,)},
    )
