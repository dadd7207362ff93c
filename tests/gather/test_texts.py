"""Texts of cited works: where they are sought and in which order, what is refused, and what is kept and sent."""

from __future__ import annotations

import hashlib
import re
import signal
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, get_args
from unicodedata import normalize
from urllib.parse import quote, unquote

import pytest
from msgspec.structs import replace

from kzcheck.article import Article, Citation, Claim, Location, Reference
from kzcheck.case import case_of
from kzcheck.evidence import load, save
from kzcheck.gather import gather, replay, steps
from kzcheck.gather.steps import Copying
from kzcheck.gather.texts import getting
from kzcheck.reasons import Reason
from kzcheck.settings import HostSettings, LinkSettings, NetworkSettings, ServiceSettings, Settings
from kzcheck.sources import ServiceName
from kzcheck.texts import LONGEST_PASSAGE, NoText, TextAtHand
from lab import pages
from lab.archives import Archive, Copy
from lab.page_modes import journal, paywalled
from lab.scenes import Answer, html
from lab.server import Lab
from lab.services import Services, down
from pdf_files import flow, pdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from kzcheck.csl import Item
    from kzcheck.gather import Gathered
    from lab.server import Call

NOW = datetime(2026, 3, 1, tzinfo=UTC)
HERE = Location("references.yaml", 1, 1, 1, 2)
TEXTS = {"texts": ("QUOT701",)}
LINKS_TOO = {"links": ("LINK501",), **TEXTS}
WORK = pages.work(pages.thrown("ferries"))
OTHER, UNKNOWN = (pages.work(pages.thrown(seed)) for seed in ("lighthouses", "unknown"))
LONG = 120
"""Sentences of a page that has the whole text of an article."""
WORDS = next(text for text in WORK.sentences(LONG) if text not in OTHER.sentences(LONG)).rstrip(".")
"""What only this text says, and the article quotes."""
SERVICES = ("openalex", "unpaywall", "pubmed")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KZCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))


def cited(work: pages.Work = WORK, name: str = "4", url: str = "", **fields: object) -> Item:
    return replace(pages.item(work, 1, url, "article-journal", work.title), id=name, **fields)


def citing(*items: Item | Reference, quoted: str = WORDS) -> Article:
    """Return an article with a claim for each work, which quotes it."""
    references = tuple(item if isinstance(item, Reference) else Reference(item, HERE) for item in items)
    claims = tuple(
        Claim(
            f"c{number}",
            f'Whoever kept moonlit ledgers wrote that "{quoted}".',
            HERE,
            citations=(Citation(reference.id, HERE),),
            quotations=(quoted,),
        )
        for number, reference in enumerate(references)
    )
    return Article(references=references, claims=claims, language="en")


def settings(
    *allowed: str,
    services: Mapping[str, str] | None = None,
    archive: str = "",
    contact: str = "",
    timeout: float = 60.0,
    **links: object,
) -> Settings:
    on = {**(services or {}), **({"wayback": archive} if archive else {})}
    return Settings(
        contact=contact,
        links=LinkSettings(allow_private=allowed, interval=0.0, second_look=0.1, **links),  # type: ignore[arg-type]
        network=NetworkSettings(cache=False, timeout=timeout),
        services={name: ServiceSettings(url=on.get(name, ""), enabled=name in on) for name in get_args(ServiceName)},
    )


def gathered(  # noqa: PLR0913 - all but two are keywords with a default
    article: Article,
    chosen: Settings,
    codes: Mapping[str, tuple[str, ...]] = TEXTS,
    *,
    folder: Path | None = None,
    within: Path | None = None,
    offline: bool = False,
) -> Gathered:
    return gather(article, codes, NOW, chosen, folder=folder, within=within, offline=offline)


def unchecked(article: Article, result: Gathered) -> dict[str, str]:
    """Return why claims were not compared with texts, by their ids."""
    left = steps.left_open(case_of(article, result.evidence), TEXTS, result.explained)
    return {subject.claim or "": subject.reason for subject in left}


def reasons(result: Gathered, name: str = "4") -> list[str]:
    """Return why no text of a work could be had; addresses are left out."""
    state = result.evidence.texts[name]
    assert isinstance(state, NoText)
    return [re.sub(r"^http://\S+: ", "", str(reason)) for reason in state.reasons]


def at_hand(result: Gathered, name: str = "4") -> TextAtHand:
    state = result.evidence.texts[name]
    assert isinstance(state, TextAtHand), state
    return state


def similarity(result: Gathered, claim: str = "c0") -> float:
    """Return how like the text a claim's quotation is."""
    return result.evidence.comparisons[claim][0].alignments[0].similarity


def whole(work: pages.Work = WORK) -> str:
    """Return a page with the whole text of a work."""
    return pages.article(work, count=LONG)


def plain(work: pages.Work = WORK) -> str:
    """Return a file with the whole text of a work."""
    return f"{work.title}\n\n{work.author}\n\n" + "\n\n".join(work.sentences(LONG))


def printed(work: pages.Work = WORK) -> bytes:
    """Return a PDF with the whole text of a work."""
    sentences = work.sentences(LONG)
    first = [*flow(work.title, size=18), *flow(work.author, top=730)]
    rest = [flow(" ".join(sentences[start : start + 30])) for start in range(0, LONG, 30)]
    return pdf(first, *rest, title=work.title)


@contextmanager
def web(*answers: Answer, copies: Mapping[str, Sequence[str]] | None = None) -> Iterator[tuple[Lab, Services]]:
    """Open a web whose pages /0, /1, … have these answers, and the services that name open copies."""
    with ExitStack() as stack:
        lab = stack.enter_context(Lab(lambda call: answers[int(call.path.strip("/").partition(".")[0])]))
        served = {doi: [f"{lab.url}{path}" for path in paths] for doi, paths in (copies or {}).items()}
        yield lab, stack.enter_context(Services((cited(doi="10.5555/ferries"),), copies=served))


def chosen(lab: Lab, services: Services, *names: str, **more: object) -> Settings:
    """Return settings with these services."""
    return settings(*lab.servers, services={name: services.urls[name] for name in names}, **more)  # type: ignore[arg-type]


# Files that the editor has


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("10.5555/abc", "10.5555%2Fabc.txt"),
        ("Иванов 2010", "Иванов 2010.txt"),
        ("Иванов 2010", quote("Иванов 2010") + ".txt"),
        ("Ёлкин", normalize("NFD", "Ёлкин.txt")),
        ("100%", "100%25.txt"),
        ("v1.2", "v1.2.TXT"),
    ],
)
def test_a_file_is_known_by_the_id_in_its_name(tmp_path: Path, name: str, file: str):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / file).write_text(plain(), "utf-8")
    result = gathered(citing(cited(name=name)), settings(), folder=tmp_path, offline=True)

    text = at_hand(result, name)
    assert (text.origin, text.where) == ("file", f"texts/{file}")
    assert text.sha256 == hashlib.sha256(plain().encode()).hexdigest()
    assert text.passages > 10
    assert similarity(result) == 1.0


def test_texts_are_beside_the_list_wherever_it_is(tmp_path: Path):
    (tmp_path / "lists" / "texts").mkdir(parents=True)
    (tmp_path / "lists" / "texts" / "4.txt").write_text(plain(), "utf-8")
    reference = Reference(cited(), replace(HERE, file="lists/references.yaml"))

    assert at_hand(gathered(citing(reference), settings(), folder=tmp_path, offline=True)).where == "lists/texts/4.txt"


def test_of_several_files_the_first_that_can_be_read_counts(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "4.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "texts" / "4.txt").write_text(plain(), "utf-8")

    assert at_hand(gathered(citing(cited()), settings(), folder=tmp_path, offline=True)).where == "texts/4.txt"


def test_a_file_of_a_work_that_no_claim_cites_is_not_read(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    for name, work in (("4", WORK), ("5", OTHER)):
        (tmp_path / "texts" / f"{name}.txt").write_text(plain(work), "utf-8")
    article = citing(cited(), cited(OTHER, "5"))
    result = gathered(replace(article, claims=article.claims[:1]), settings(), folder=tmp_path, offline=True)

    assert at_hand(result)
    assert reasons(result, "5") == ["texts/5.txt: it was not read, since no claim cites the work"]


def test_texts_come_in_the_order_of_the_list_whichever_is_read_first(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "4.pdf").write_bytes(b"%PDF-1.7 and no more")  # so that the text of [4] is the second file
    for name, work in (("4", WORK), ("5", OTHER)):
        (tmp_path / "texts" / f"{name}.txt").write_text(plain(work), "utf-8")
    result = gathered(citing(cited(), cited(OTHER, "5")), settings(), folder=tmp_path, offline=True)

    assert list(result.evidence.texts) == ["4", "5"]


def test_the_time_limit_is_one_for_requests_and_texts(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "4.txt").write_text(plain(), "utf-8")
    with web(Answer(delay=60)) as (lab, _):
        article = citing(cited(), cited(OTHER, "5", f"{lab.url}/0"))
        result = gathered(article, settings(*lab.servers, timeout=2.0), LINKS_TOO, folder=tmp_path)

    assert reasons(result)[0] == f"texts/4.txt: {Reason('no-time')}"


def test_an_entry_names_its_file(tmp_path: Path):
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "old.pdf").write_bytes(printed())
    result = gathered(citing(Reference(cited(), HERE, file="scans/old.pdf")), settings(), folder=tmp_path, offline=True)

    assert (at_hand(result).where, at_hand(result).pages) == ("scans/old.pdf", 5)
    assert similarity(result) >= 0.95


@pytest.mark.parametrize(
    "file",
    [
        "../secret.txt",
        "texts/../../secret.txt",
        "{outside}/secret.txt",
        ".hidden/secret.txt",
        ".secret.txt",
        "link.txt",
        "nul\0.txt",
    ],
)
def test_an_entry_leads_to_no_file_out_of_the_folder_or_hidden_in_it(tmp_path: Path, file: str):
    folder = tmp_path / "article"
    (folder / ".hidden").mkdir(parents=True)
    for place in (tmp_path, folder / ".hidden"):
        (place / "secret.txt").write_text(plain(), "utf-8")
    (folder / ".secret.txt").write_text(plain(), "utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    reference = Reference(cited(), HERE, file=file.format(outside=tmp_path))
    result = gathered(citing(reference), settings(), folder=folder, within=folder, offline=True)

    assert not result.evidence.comparisons
    assert reasons(result)[0].partition(": ")[2] in {
        "its file is not in the article's folder, or hidden",
        "its file cannot be opened",
    }


@pytest.mark.parametrize(("within", "kind"), [(True, NoText), (False, TextAtHand)])
def test_a_link_leads_out_of_the_folder_only_if_it_is_trusted(tmp_path: Path, within: bool, kind: type):
    folder = tmp_path / "article"
    (folder / "texts").mkdir(parents=True)
    (tmp_path / "mine.txt").write_text(plain(), "utf-8")
    (folder / "texts" / "4.txt").symlink_to(tmp_path / "mine.txt")
    result = gathered(citing(cited()), settings(), folder=folder, within=folder if within else None, offline=True)

    assert isinstance(result.evidence.texts["4"], kind)


def test_a_missing_file_and_the_text_of_another_work_are_told(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "4.txt").write_text(plain(OTHER), "utf-8")
    reference = Reference(cited(), HERE, file="scans/4.pdf")
    article = citing(reference)
    result = gathered(article, settings(), folder=tmp_path, offline=True)

    assert reasons(result) == [
        "scans/4.pdf: its file does not exist",
        f"texts/4.txt: {Reason('another-work')}",
    ]
    assert unchecked(article, result) == {"c0": "no text of [4]: its file does not exist"}


def test_a_short_file_of_the_editor_is_a_part_of_the_work(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "4.txt").write_text(plain(), "utf-8")
    (tmp_path / "texts" / "5.txt").write_text(f"{OTHER.title}\n\n{OTHER.author}\n\n{' '.join(OTHER.sentences(9))}", "utf-8")
    result = gathered(citing(cited(), cited(OTHER, "5")), settings(), folder=tmp_path, offline=True)

    assert [at_hand(result, name).whole for name in ("4", "5")] == [True, False]


def test_offline_only_files_are_read(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "4.txt").write_text(plain(), "utf-8")
    with web(html(whole(OTHER))) as (lab, services):
        article = citing(cited(), cited(OTHER, "5", f"{lab.url}/0"))
        result = gathered(article, chosen(lab, services, *SERVICES), folder=tmp_path, offline=True)

        assert lab.calls == services.lab.calls == []
    assert result.evidence.texts.keys() == {"4"}
    assert unchecked(article, result) == {"c1": "the audit was run offline"}


# The web


def test_the_page_of_an_entry_is_read_whole():
    with web(html(whole())) as (lab, _):
        result = gathered(citing(cited(url=f"{lab.url}/0")), settings(*lab.servers))

        assert (at_hand(result).origin, at_hand(result).where) == ("page", f"{lab.url}/0")
    assert similarity(result) == 1.0


def test_the_editors_file_comes_before_the_page(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "4.txt").write_text(plain(), "utf-8")
    with web(html(whole())) as (lab, services):
        article = citing(cited(url=f"{lab.url}/0", doi="10.5555/ferries"))
        result = gathered(article, chosen(lab, services, *SERVICES, contact="a@example.org"), folder=tmp_path)

        assert lab.calls == []
        assert not [path for name, path in services.asked if "best_oa" in path or name == "unpaywall"]
    assert at_hand(result).origin == "file"


def test_if_no_file_can_be_read_the_page_is(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "4.pdf").write_bytes(b"%PDF-1.7 and no more")
    with web(html(whole())) as (lab, _):
        result = gathered(citing(cited(url=f"{lab.url}/0")), settings(*lab.servers), folder=tmp_path)

    assert at_hand(result).origin == "page"


@pytest.mark.parametrize("page", [paywalled(WORK), journal(WORK), pages.article(WORK)], ids=["paywall", "landing", "abstract"])
def test_a_page_with_only_the_beginning_of_an_article_is_not_its_text(page: str):
    with web(html(page)) as (lab, _):
        result = gathered(citing(cited(url=f"{lab.url}/0")), settings(*lab.servers))

    assert not result.evidence.comparisons
    assert len(reasons(result)) == 2


def test_a_page_about_something_else_is_not_the_text():
    with web(html(whole(OTHER))) as (lab, _):
        result = gathered(citing(cited(url=f"{lab.url}/0")), settings(*lab.servers))

    assert reasons(result)[0] == str(Reason("another-work"))


def test_of_a_dead_page_the_archived_copy_is_read():
    with Lab(lambda _: html("<h1>Not Found</h1>", 404)) as lab:
        url = f"{lab.url}/notes/one"
        copy = Copy(f"{WORK.year + 1}0501093000", html(whole()))
        with Lab(Archive({url: [copy]})) as archive:
            article = citing(cited(url=url))
            result = gathered(article, settings(*lab.servers, archive=archive.url), LINKS_TOO)

        assert len([call for call in lab.calls if call.path == "/notes/one"]) == 2  # both for the step on links
    assert (at_hand(result).origin, at_hand(result).where) == ("archive", f"https://web.archive.org/web/{copy.timestamp}/{url}")
    assert similarity(result) == 1.0


def test_the_copy_in_an_entry_comes_before_an_open_copy():
    with web(html("gone", 404), html(whole()), html(whole()), copies={"10.5555/ferries": ["/2"]}) as (lab, services):
        reference = Reference(cited(url=f"{lab.url}/0", doi="10.5555/ferries"), HERE, archived=f"{lab.url}/1")
        result = gathered(citing(reference), chosen(lab, services, "openalex"))

        assert lab.paths == ["/0", "/1"]
    assert at_hand(result).origin == "archive"


@pytest.mark.parametrize("service", ["openalex", "unpaywall"])
def test_an_open_copy_is_found_by_doi(service: str):
    pdf_page = Answer(headers={"Content-Type": "application/pdf"}, body=printed())
    with web(html("gone", 404), pdf_page, copies={"10.5555/ferries": ["/1.pdf"]}) as (lab, services):
        article = citing(cited(url=f"{lab.url}/0", doi="10.5555/Ferries"))
        result = gathered(article, chosen(lab, services, service, contact="a@example.org"))

        assert (at_hand(result).origin, at_hand(result).where) == ("open-access", f"{lab.url}/1.pdf")
        assert [
            call.headers["user-agent"] for call in (received.call for received in lab.calls) if "@" in call.headers["user-agent"]
        ] == []
    assert similarity(result) >= 0.95


def test_unpaywall_is_asked_only_with_the_users_address():
    with web(copies={"10.5555/ferries": []}) as (lab, services):
        article = citing(cited(doi="10.5555/ferries"))
        for contact in ("", "a@example.org"):
            gathered(article, chosen(lab, services, "unpaywall", contact=contact))
        plans = [
            steps.file_of("texts").plan(article, chosen(lab, services, "unpaywall", contact=contact)) for contact in ("", "a@b.cd")
        ]

        assert services.asked == [("unpaywall", "/v2/10.5555/ferries?email=a%40example.org")]
        assert plans == [Copying((), ()), Copying((), (("unpaywall", services.urls["unpaywall"]),))]


JATS = f"""<article xml:lang="en"><front><article-meta><title-group><article-title>{WORK.title}</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>{WORK.author.partition(" ")[2]}</surname>
<given-names>{WORK.author.partition(" ")[0]}</given-names></name></contrib></contrib-group></article-meta></front>
<body><sec><title>Ferries</title>{"".join(f"<p>{sentence}</p>" for sentence in WORK.sentences(LONG))}</sec></body></article>"""


@pytest.mark.parametrize("by", ["number", "page", "copy"])
def test_an_article_of_pubmed_central_is_asked_for_as_xml(by: str):
    page = "https://www.ncbi.nlm.nih.gov/pmc/articles/1234567"
    item = cited(doi="10.5555/ferries", url=page if by == "page" else "", other={"pmcid": "PMC1234567"} if by == "number" else {})
    copies = {"10.5555/ferries": [page] if by == "copy" else []}
    with Services((item,), copies=copies, articles={"1234567": JATS}) as services:
        result = gathered(citing(item), settings(services={name: services.urls[name] for name in SERVICES}))

    assert at_hand(result).where == "https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/"
    assert similarity(result) == 1.0


@pytest.mark.parametrize(("other", "named"), [({"pmcid": "PMC1234567"}, ["pubmed"]), ({}, [])])
def test_the_plan_names_pubmed_central_for_entries_with_its_number(other: dict[str, str], named: list[str]):
    with Services(()) as services:
        copying = steps.file_of("texts").plan(citing(cited(other=other)), settings(services={"pubmed": services.urls["pubmed"]}))

    assert isinstance(copying, Copying)
    assert [name for name, _ in copying.services] == named


def test_services_that_do_not_answer_and_works_without_a_copy_are_told():
    with web(copies={"10.5555/ferries": []}) as (lab, services):
        article = citing(cited(doi="10.5555/ferries"), cited(OTHER, "5", doi="10.5555/other"), cited(UNKNOWN, "6"))
        result = gathered(article, chosen(lab, services, "openalex"))
        services.handlers["openalex"] = down(418)
        silent = gathered(article, chosen(lab, services, "openalex"))

    assert reasons(result) == ["no open copy of it is known"]
    assert reasons(silent) == ["OpenAlex: the service failed (HTTP 418)"]
    assert reasons(result, "6") == ["no DOI of it is known, by which an open copy could be found"]


def test_a_service_that_wants_no_more_requests_is_not_asked_for_copies():
    with web() as (lab, services):
        services.handlers["openalex"] = lambda _: Answer(429, {"Retry-After": "86400"})
        result = gathered(citing(cited(doi="10.5555/ferries")), chosen(lab, services, "openalex"))

        assert not [path for _, path in services.asked if "best_oa" in path]
    assert reasons(result) == ["OpenAlex: the service asks for a pause (HTTP 429)"]


def test_unpaywall_is_asked_only_about_works_of_which_openalex_names_no_copy():
    known, other = cited(doi="10.5555/ferries"), cited(OTHER, "5", doi="10.5555/other")
    with Services((known,), copies={"10.5555/ferries": ["http://127.0.0.1:9/1"], "10.5555/other": []}) as services:
        addresses = {name: services.urls[name] for name in SERVICES}
        gathered(citing(known, other), settings(services=addresses, contact="a@example.org"))

        assert [path.partition("?")[0] for name, path in services.asked if name == "unpaywall"] == ["/v2/10.5555/other"]


def test_hosts_that_the_settings_skip_are_skipped_for_copies_too():
    with web(html(whole()), html(whole()), copies={"10.5555/ferries": ["/1"]}) as (lab, services):
        article = citing(cited(url=f"{lab.url}/0", doi="10.5555/ferries"))
        skipping = chosen(lab, services, "openalex", hosts={lab.servers[0]: HostSettings(skip=True)})
        result = gathered(article, skipping)

        assert lab.calls == []
    assert reasons(result) == ["the settings exclude its host"] * 2
    assert steps.file_of("texts").plan(article, skipping).urls == ()


def test_no_text_comes_from_an_internal_host():
    with web(html(whole()), copies={"10.5555/ferries": ["/0"]}) as (lab, services):
        result = gathered(citing(cited(doi="10.5555/ferries")), replace(chosen(lab, services, "openalex"), links=LinkSettings()))

        assert lab.calls == []
    assert "internal address" in reasons(result)[0]


def test_a_silent_host_costs_no_more_than_the_time_limit():
    with web(Answer(delay=60), html(whole(OTHER))) as (lab, _):
        article = citing(cited(url=f"{lab.url}/0"), cited(OTHER, "5", f"{lab.url}/1"))
        started = time.monotonic()
        result = gathered(article, settings(*lab.servers, timeout=2.0))

        assert time.monotonic() - started < 20
    assert at_hand(result, "5")
    assert "time limit for all requests" in reasons(result)[0]


def test_a_text_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(getting, "LARGEST", 4000)
    with web(html(whole())) as (lab, _):
        result = gathered(citing(cited(url=f"{lab.url}/0")), settings(*lab.servers))

    assert reasons(result)[0] == "its file is too large"


def test_ctrl_c_keeps_the_texts_that_were_got():
    def answer(call: Call) -> Answer:
        if call.path == "/1":
            signal.raise_signal(signal.SIGINT)
            return Answer(delay=60)
        return html(whole())

    with Lab(answer) as lab:
        article = citing(cited(url=f"{lab.url}/0"), cited(OTHER, "5", f"{lab.url}/1"))
        result = gathered(article, settings(*lab.servers, per_host=1))

    assert result.interrupted
    assert similarity(result) == 1.0
    assert unchecked(article, result) == {
        "c1": "no text of [5]: the page cannot be read: the host did not answer before the run was interrupted"
    }


# What is compared


def test_a_quotation_that_no_cited_text_has_is_sought_in_the_others(tmp_path: Path):
    only_here = "the seventh ferry carried no mapmaker across the strait that winter"
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "4.txt").write_text(f"{plain()}\n\nYet {only_here}.\n", "utf-8")
    (tmp_path / "texts" / "5.txt").write_text(plain(OTHER), "utf-8")
    article = citing(cited(), cited(OTHER, "5"), quoted=only_here)
    result = gathered(article, settings(), folder=tmp_path, offline=True)

    (comparison,) = result.evidence.comparisons["c1"]
    assert comparison.alignments[0].similarity < 0.6
    assert {name: held[0].similarity for name, held in comparison.elsewhere.items()} == {"4": 1.0}
    assert result.evidence.comparisons["c0"][0].elsewhere == {}


def test_only_short_pieces_of_a_text_are_kept(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "4.txt").write_text(plain(), "utf-8")
    long = " ".join(WORK.sentences(LONG)[:9])
    result = gathered(citing(cited(), quoted=long), settings(), folder=tmp_path, offline=True)
    kept = str(
        [
            (comparison.passages, [(a.words, a.after, a.omitted) for a in comparison.alignments])
            for comparison in result.evidence.comparisons["c0"]
        ]
    )

    words = plain().split()
    pieces = [" ".join(words[start : start + LONGEST_PASSAGE + 1]) for start in range(len(words) - LONGEST_PASSAGE)]
    assert WORDS in kept
    assert not [piece for piece in pieces if piece in kept]


def test_evidence_of_texts_is_the_same_when_read_back_and_without_what_changed(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    for name, work in (("4", WORK), ("5", OTHER)):
        (tmp_path / "texts" / f"{name}.txt").write_text(plain(work), "utf-8")
    article = citing(cited(), cited(OTHER, "5"))
    evidence = gathered(article, settings(), folder=tmp_path, offline=True).evidence
    read = load(save(evidence), "evidence.json")
    changed = replace(article, claims=(replace(article.claims[0], text="Something else."), article.claims[1]))
    other_entry = replace(article, references=(replace(article.references[0], item=cited(OTHER, "4")), article.references[1]))

    assert read == evidence
    assert replay(article, read, NOW).evidence.comparisons == evidence.comparisons
    assert replay(changed, read, NOW).evidence.comparisons.keys() == {"c1"}
    assert unchecked(changed, replay(changed, read, NOW)) == {"c0": "new or changed since the evidence was gathered"}
    left = replay(other_entry, read, NOW).evidence
    assert left.texts.keys() == {"5"}
    assert [(comparison.reference, comparison.elsewhere) for comparison in left.comparisons["c1"]] == [("5", {})]


def test_edited_evidence_without_reasons_leaves_claims_unchecked():
    article = citing(cited())
    evidence = gathered(article, settings(), offline=True).evidence
    edited = replay(article, load(save(replace(evidence, texts={"4": NoText(())})), "evidence.json"), NOW)

    assert unchecked(article, edited) == {"c0": "the evidence has nothing on it"}


# What is sent


def test_no_word_of_a_claim_or_text_is_sent(tmp_path: Path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "5.txt").write_text(plain(OTHER), "utf-8")
    with web(html("gone", 404), html(whole()), copies={"10.5555/ferries": ["/1"]}) as (lab, services):
        article = citing(cited(url=f"{lab.url}/0", doi="10.5555/ferries"), cited(OTHER, "5"))
        result = gathered(article, chosen(lab, services, *SERVICES, contact="a@example.org"), LINKS_TOO, folder=tmp_path)
        calls = [received.call for received in (*lab.calls, *services.lab.calls)]

    assert at_hand(result).origin == "open-access"
    sent = unquote(" ".join(f"{call.method} {call.path} {' '.join(map(str, call.headers.items()))}" for call in calls)).lower()
    said = {word for text in (plain(), plain(OTHER), article.claims[0].text) for word in re.findall(r"\w{5,}", text.lower())}
    of_titles = {word for work in (WORK, OTHER) for word in re.findall(r"\w{5,}", f"{work.title} {work.author}".lower())}
    assert {call.method for call in calls} == {"GET"}
    assert len(said - of_titles) > 20
    assert [word for word in sorted(said - of_titles) if re.search(rf"\b{word}\b", sent)] == []


def test_passwords_in_addresses_are_not_in_evidence():
    with web(html(whole())) as (lab, _):
        url = lab.url.replace("http://", "http://reader:hunter2@")
        result = gathered(citing(cited(url=f"{url}/0")), settings(*lab.servers))

    assert at_hand(result).where == f"{url}/0".replace("hunter2", "…")
    assert b"hunter2" not in save(result.evidence)
