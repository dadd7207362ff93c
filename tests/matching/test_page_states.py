"""The state of a URL after all visits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kzcheck.article import Article, Location, Reference
from kzcheck.csl import Item
from kzcheck.evidence import Earlier, Hop, Layer, Mention, Page, PageTitle, Sibling, Sign, Visit
from kzcheck.matching.links.page_states import PageState, around, judge, states, wants_copy, wants_second_look, wants_sibling
from kzcheck.reasons import Reason

URL = "https://example.org/a/rivers"
NOW = datetime(2025, 3, 1, 12, tzinfo=UTC)
TITLE = "The slow rivers of the invented steppe"
ITEM = Item(id="1", title=TITLE, url=URL)
OTHER = "A guide to the best of online games and bonuses"


def visit(*hops: str | tuple[str, int | None], title: str = "", signs: dict[str, str] | None = None, length: int = 5000) -> Visit:
    """Return a visit: hops are URLs (status 301, the last 200) or pairs with a status."""
    steps = hops or (URL,)
    all_hops = tuple(
        Hop(*hop) if isinstance(hop, tuple) else Hop(hop, 200 if place == len(steps) else 301) for place, hop in enumerate(steps, 1)
    )
    return Visit(
        NOW,
        all_hops,
        media_type="text/html",
        language="en",
        titles=(PageTitle("title", title),) if title else (),
        signs=tuple(Sign(kind, words) for kind, words in (signs or {}).items()),
        mentions=(Mention("1", 1.0 if title == TITLE else 0.0),),
        length=length,
    )


def broken(layer: Layer, reason: Reason) -> Visit:
    return Visit(NOW, (Hop(URL),), layer=layer, reason=reason)


def state(*visits: Visit, url: str = URL, cited: tuple[Item, ...] = (ITEM,), sibling: Sibling | None = None) -> PageState:
    return judge(url, Page(visits, sibling), cited)


def kind(*visits: Visit, url: str = URL) -> str:
    page_state = state(*visits, url=url)
    return f"{page_state.state}/{page_state.kind}".rstrip("/")


def test_a_page_in_order_is_ok():
    page_state = state(visit(title=TITLE + " | Example"))

    assert (page_state.state, page_state.kind, page_state.cause, page_state.status, page_state.final) == ("ok", "", None, 200, URL)
    assert page_state.title == TITLE


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, "blocked/login"),
        (403, "blocked/forbidden"),
        (451, "blocked/forbidden"),
        (999, "blocked/forbidden"),
        (429, "blocked/pause"),
        (400, "blocked/refused"),
        (405, "blocked/refused"),
        (408, "failed/time-out"),
        (500, "failed/server-error"),
        (503, "failed/server-error"),
        (522, "failed/server-error"),
        (302, "failed/garbage"),
        (777, "failed/garbage"),
        (203, "ok"),
        (206, "ok"),
    ],
)
def test_each_status_has_its_state(status: int, expected: str):
    assert kind(visit((URL, status)), visit((URL, status))) == expected


def test_a_pause_or_challenge_makes_any_status_blocked():
    assert kind(visit((URL, 503), signs={"pause": "Retry-After: 86400"})) == "blocked/pause"
    assert kind(visit((URL, 503), signs={"challenge": "Checking your browser"})) == "blocked/challenge"
    assert kind(visit((URL, 403), signs={"challenge": "cf-mitigated: challenge"})) == "blocked/challenge"


@pytest.mark.parametrize(
    ("layer", "reason", "expected"),
    [
        ("DNS", Reason("no-name-server"), "failed/no-answer"),
        ("connect", Reason("refused-connection"), "failed/refused"),
        ("connect", Reason("unreachable"), "failed/unreachable"),
        ("connect", Reason("late-connection", {"seconds": 5}), "failed/time-out"),
        ("TLS", Reason("certificate-expired"), "failed/tls"),
        ("TLS", Reason("closed-early"), "failed/tls"),
        ("TLS", Reason("late-encryption", {"seconds": 5}), "failed/time-out"),
        ("HTTP", Reason("late", {"seconds": 10}), "failed/time-out"),
        ("HTTP", Reason("closed"), "failed/reset"),
        ("HTTP", Reason("no-http"), "failed/garbage"),
        ("HTTP", Reason("loop"), "failed/loop"),
        ("HTTP", Reason("too-many-redirects", {"times": 15}), "failed/too-many-redirects"),
        ("body", Reason("broken-off"), "failed/reset"),
        ("body", Reason("too-long", {"size": 2}), "failed/too-long"),
        ("body", Reason("damaged"), "failed/garbage"),
        ("guard", Reason("internal"), "failed/unsafe"),
    ],
)
def test_a_visit_without_an_answer_has_failed_and_the_page_is_never_dead(layer: Layer, reason: Reason, expected: str):
    page_state = state(broken(layer, reason), broken(layer, reason))

    assert f"{page_state.state}/{page_state.kind}" == expected
    assert (page_state.layer, page_state.status) == (layer, None)
    assert page_state.cause == Reason("unread", {"reason": reason})


NAMELESS = broken("DNS", Reason("no-such-host"))


@pytest.mark.parametrize(
    ("looks", "expected"),
    [
        ((visit((URL, 404)), visit((URL, 404))), "dead/not-found"),
        ((visit((URL, 404)), visit((URL, 410))), "dead/gone"),
        ((visit((URL, 410)), visit((URL, 410))), "dead/gone"),
        ((NAMELESS, NAMELESS), "dead/no-such-host"),
        ((visit((URL, 404)), broken("HTTP", Reason("late", {"seconds": 10})), visit((URL, 404))), "dead/not-found"),
        ((visit((URL, 404)),), "failed/not-found"),
        ((NAMELESS,), "failed/no-such-host"),
        ((visit((URL, 404)), NAMELESS), "failed/no-such-host"),
        ((visit((URL, 404)), visit((URL, 500))), "failed/not-found"),
        ((visit((URL, 404)), visit(title=TITLE)), "ok"),
        ((NAMELESS, visit((URL, 403))), "blocked/forbidden"),
        ((broken("HTTP", Reason("late", {"seconds": 10})), visit(title=TITLE)), "ok"),
        ((visit(URL, ("https://example.org/new", 404)), visit(URL, ("https://example.org/new", 404))), "dead/not-found"),
    ],
)
def test_dead_requires_two_visits_that_agree(looks: tuple[Visit, ...], expected: str):
    assert kind(*looks) == expected


def test_a_page_that_looked_dead_once_says_so():
    assert str(state(visit((URL, 404))).cause) == "is not found (404), in one check only"


def test_a_404_page_that_shows_the_cited_work_exists():
    assert kind(visit((URL, 404), title=TITLE), visit((URL, 404), title=TITLE)) == "ok"


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        ("challenge", "blocked/challenge"),
        ("login", "blocked/login"),
        ("parked", "soft-404/parked"),
        ("not-found-text", "soft-404/not-found-text"),
        ("empty", "soft-404/empty"),
        ("error-text", "failed/error-text"),
        ("maintenance", "failed/maintenance"),
        ("paywall", "ok"),
        ("scripted", "ok"),
        ("missing-fragment", "ok/fragment"),
    ],
)
def test_each_sign_has_its_state(sign: str, expected: str):
    page_state = visit(signs={sign: "its words"}, title="Example")

    assert kind(page_state, page_state) == expected


@pytest.mark.parametrize("sign", ["challenge", "login", "parked", "not-found-text", "empty", "error-text", "maintenance"])
def test_the_cited_title_outweighs_any_sign(sign: str):
    assert kind(visit(title=TITLE, signs={sign: "its words"})) == "ok"


def test_a_challenge_or_login_takes_precedence_over_the_words_of_the_page():
    assert kind(visit(signs={"not-found-text": "404", "challenge": "captcha"})) == "blocked/challenge"
    assert kind(visit(signs={"not-found-text": "404", "parked": "for sale"})) == "soft-404/parked"


@pytest.mark.parametrize(
    ("final", "expected"),
    [
        ("https://example.org/", "soft-404/home"),
        ("https://www.example.org/kk/", "soft-404/home"),
        ("https://example.org/search?q=rivers", "soft-404/search"),
        ("https://example.org/new/rivers", "moved"),
        ("https://example.com/", "moved"),
        ("https://example.com/rivers", "moved"),
        ("http://www.example.org/en/a/Rivers/?utm_source=x", "ok"),
        ("https://example.org/login?next=/a/rivers", "ok"),
    ],
)
def test_a_permanent_redirect_is_judged_by_its_target(final: str, expected: str):
    assert kind(visit(URL, final)) == expected


@pytest.mark.parametrize("statuses", [(302,), (301, 302), (303,), (307,), (308, 307)])
def test_a_temporary_redirect_does_not_move_a_page(statuses: tuple[int, ...]):
    hops = [(f"{URL}?{place}", status) for place, status in enumerate(statuses)]
    page_state = state(visit(*hops, ("https://example.org/new/rivers", 200)))

    assert page_state.state == "ok"


def test_a_moved_page_gives_its_new_address():
    page_state = state(visit((URL, 301), ("https://example.org/b", 308), ("https://example.org/new/rivers", 200), title=TITLE))

    assert (page_state.state, page_state.final) == ("moved", "https://example.org/new/rivers")


@pytest.mark.parametrize(
    "url", ["https://doi.org/10.5555/x", "https://hdl.handle.net/1/2", "https://purl.example.org/x", "https://w3id.org/x"]
)
def test_addresses_that_serve_to_redirect_do_not_move(url: str):
    assert kind(visit(url, "https://example.com/a/b"), url=url) == "ok"


def test_the_front_page_never_moves_to_itself():
    assert kind(visit("https://example.org/", "https://example.org/en/"), url="https://example.org/") == "ok"


def test_a_front_page_with_the_cited_title_is_the_cited_page():
    assert kind(visit((URL, 302), ("https://example.org/", 200), title=TITLE)) == "ok"


@pytest.mark.parametrize(
    ("target", "expected", "final"),
    [
        ("https://example.org/new/rivers", "moved/meta-refresh", "https://example.org/new/rivers"),
        ("https://example.org/", "soft-404/home", "https://example.org/"),
        ("https://example.org/login", "blocked/login", "https://example.org/login"),
        (URL + "?lang=kk", "ok", URL),
    ],
)
def test_a_page_that_redirects_by_itself_is_judged_by_its_target(target: str, expected: str, final: str):
    page_state = state(visit(signs={"meta-refresh": target}, length=30))

    assert f"{page_state.state}/{page_state.kind}".rstrip("/") == expected
    assert page_state.final == final


def test_a_long_page_that_redirects_later_exists():
    assert kind(visit(signs={"meta-refresh": "https://example.org/next"})) == "ok"


SIBLING = "https://example.org/a/qwertyuiopasdfghjklzxcvbn"


def beside(*hops: str | tuple[str, int], alike: float = 1.0, signs: dict[str, str] | None = None) -> Sibling:
    return Sibling(visit(*(hops or (SIBLING,)), signs=signs), alike)


def test_a_site_that_shows_the_same_page_for_any_address_lacks_the_page():
    assert state(visit(title="Example"), sibling=beside()).kind == "same-as-sibling"
    new = "https://example.org/list"
    assert state(visit((URL, 302), (new, 200)), sibling=beside((SIBLING, 302), (new, 200), alike=0.2)).kind == "same-as-sibling"


@pytest.mark.parametrize(("language", "kind"), [("zh", "same-as-sibling"), ("en", "")])
def test_the_least_text_depends_on_the_script(language: str, kind: str):
    seen = replace(visit(title="示例", length=30), language=language)
    other = Sibling(replace(visit(SIBLING, length=30), language=language), 1.0)

    assert wants_sibling(URL, Page((seen,)), [ITEM]) == bool(kind)
    assert state(seen, sibling=other).kind == kind


@pytest.mark.parametrize(
    ("seen", "sibling"),
    [
        (visit(title="Example"), beside((SIBLING, 404))),
        (visit(title="Example"), beside(alike=0.5)),
        (visit(title="Example"), beside((SIBLING, 302), (URL, 200))),
        (visit(title="Example"), beside(signs={"challenge": "captcha"})),
        (visit(title="Example", signs={"scripted": ""}), beside(signs={"scripted": ""})),
        (visit(title="Example", length=0), beside()),
        (visit(title=TITLE), beside()),
    ],
)
def test_an_honest_different_or_unread_sibling_proves_nothing(seen: Visit, sibling: Sibling):
    assert state(seen, sibling=sibling).state == "ok"


def test_a_page_about_another_subject_has_drifted():
    page_state = state(visit(title=OTHER))

    assert (page_state.state, page_state.kind) == ("soft-404", "drifted")
    assert OTHER in str(page_state.cause)


def test_a_front_page_or_a_scripted_page_never_drifts():
    assert kind(visit("https://example.org/", title=OTHER), url="https://example.org/") == "ok"
    assert kind(visit(title=OTHER, signs={"scripted": ""})) == "ok"


def test_a_page_in_a_claim_alone_is_not_compared():
    assert state(visit(title=OTHER), cited=()).state == "ok"


def test_the_history_shows_since_when_a_state_holds():
    def earlier(days: int, state: str) -> Earlier:
        return Earlier(NOW - timedelta(days), state)

    dead = (visit((URL, 404)), visit((URL, 404)))
    history = (earlier(40, "dead"), earlier(30, "ok"), earlier(5, "dead"), earlier(20, "dead"))

    assert judge(URL, Page(dead, earlier=history), ()).since == NOW - timedelta(20)
    assert judge(URL, Page(dead, earlier=history[:2]), ()).since is None
    assert judge(URL, Page(dead), ()).since is None


def test_a_second_visit_is_needed_if_a_single_one_found_nothing():
    assert wants_second_look(URL, Page((visit((URL, 404)),)), [])
    assert wants_second_look(URL, Page((broken("HTTP", Reason("late", {"seconds": 10})),)), [])
    assert not wants_second_look(URL, Page((visit((URL, 404)), visit((URL, 404)))), [])
    assert not wants_second_look(URL, Page((broken("guard", Reason("internal")),)), [])
    assert not wants_second_look(URL, Page((visit((URL, 403)),)), [])
    assert not wants_second_look(URL, Page((visit(title=TITLE),)), [])


def test_a_sibling_is_needed_if_neither_title_nor_text_decides():
    assert wants_sibling(URL, Page((visit(title="Example"),)), [ITEM])
    assert wants_sibling(URL, Page((visit(),)), [])
    assert wants_sibling(URL, Page((visit(title=OTHER),)), [ITEM])


@pytest.mark.parametrize(
    "page",
    [
        Page((visit(title=TITLE),)),
        Page((replace(visit(title="Example"), mentions=(Mention("1", 1.0),)),)),
        Page((visit((URL, 404)),)),
        Page((visit(title="Example", signs={"scripted": ""}),)),
        Page((replace(visit(title="Example"), media_type="application/pdf"),)),
        Page((visit(title="Example", signs={"not-found-text": "404"}),)),
        Page((visit(title="Example"),), beside()),
        Page((visit(signs={"challenge": "captcha"}),)),
        Page(()),
    ],
)
def test_a_sibling_is_not_needed_if_it_would_decide_nothing(page: Page):
    assert not wants_sibling(URL, page, [ITEM])


def test_a_front_page_needs_no_sibling():
    root = "https://example.org/"

    assert not wants_sibling(root, Page((visit(root, title="Example"),)), [ITEM])


@pytest.mark.parametrize(
    ("state", "wanted"), [("dead", True), ("soft-404", True), ("blocked", True), ("ok", False), ("moved", False), ("failed", False)]
)
def test_a_copy_is_needed_if_a_reader_finds_no_page(state: str, wanted: bool):
    assert wants_copy(PageState(state)) == wanted  # type: ignore[arg-type]


def article(*items: Item) -> Article:
    return Article(tuple(Reference(item, Location("references.yaml", 1, 1, 1, 2)) for item in items))


def test_a_final_address_of_three_urls_of_a_site_is_not_the_page_of_any():
    end = "https://example.org/list"
    pages = {f"https://example.org/a/{name}": Page((visit((f"https://example.org/a/{name}", 302), (end, 200)),)) for name in "bcd"}

    assert {judged.kind for judged in states(article(), pages, {}).values()} == {"sink"}
    assert {judged.state for judged in states(article(), dict(list(pages.items())[:2]), {}).values()} == {"ok"}


def test_addresses_that_differ_only_in_parameters_may_share_a_page():
    end = "https://example.org/books/rivers"
    pages = {
        f"https://example.org/b?pg={page}": Page((visit((f"https://example.org/b?pg={page}", 302), (end, 200)),)) for page in "123"
    }

    assert {judged.state for judged in states(article(), pages, {}).values()} == {"ok"}


def test_a_title_on_two_pages_of_a_site_does_not_prove_drift():
    urls = ("https://example.org/a/b", "https://example.org/a/c")
    items = tuple(Item(id=str(number), title=TITLE, url=url) for number, url in enumerate(urls))
    looks = [replace(visit(url, title=OTHER), mentions=(Mention(str(number), 0.0),)) for number, url in enumerate(urls)]
    pages = {url: Page((look,)) for url, look in zip(urls, looks, strict=True)}

    assert {judged.state for judged in states(article(*items), pages, {}).values()} == {"ok"}
    assert states(article(*items), {urls[0]: pages[urls[0]]}, {})[urls[0]].kind == "drifted"


def test_a_page_is_compared_with_the_reference_at_its_address():
    pages = {
        URL: Page((visit(title=OTHER),)),
        "https://example.org/b/c": Page((visit("https://example.org/b/c", title=OTHER + " 2"),)),
    }
    page_state = states(article(replace(ITEM, url="HTTPS://Example.org/a/rivers")), pages, {})

    assert page_state[URL].kind == "drifted"
    assert page_state["https://example.org/b/c"].state == "ok"


def test_each_of_many_pages_has_its_state():
    urls = [f"https://h{number % 20}.example.org/a/{number}" for number in range(1000, 2000)]
    pages = {url: Page((visit(url, title=f"{OTHER} {url[-4:]}"),)) for url in urls}
    listed = article(*(Item(id=url, title=f"{TITLE} {url[-4:]}", url=url) for url in urls))

    assert list(states(listed, pages, {})) == urls


TEXTS = st.text(max_size=20)
ADDRESSES = st.one_of(TEXTS, st.sampled_from([URL, "https://example.org/", "http://[", "https://example.com/search?q=1"]))
HOPS = st.lists(st.builds(Hop, ADDRESSES, st.one_of(st.none(), st.integers(0, 1000))), max_size=3).map(tuple)
KINDS = ["challenge", "login", "parked", "not-found-text", "empty", "meta-refresh", "scripted", "pause"]
VISITS = st.builds(
    Visit,
    st.just(NOW),
    HOPS,
    layer=st.sampled_from([None, "DNS", "TLS", "guard", "body"]),
    reason=st.sampled_from([None, *map(Reason, ("no-such-host", "refused-connection", "closed", "loop", "internal"))]),
    titles=st.lists(st.builds(PageTitle, st.just("title"), TEXTS), max_size=2).map(tuple),
    signs=st.lists(st.builds(Sign, st.sampled_from(KINDS), ADDRESSES), max_size=3).map(tuple),
    mentions=st.just((Mention("1", 0.0),)),
    length=st.integers(0, 3000),
)
PAGES = st.builds(Page, st.lists(VISITS, max_size=3).map(tuple), st.one_of(st.none(), st.builds(Sibling, VISITS, st.floats(0, 1))))


@settings(max_examples=150, deadline=None)
@given(ADDRESSES, PAGES, TEXTS)
def test_any_page_is_judged_without_an_error_and_never_dead_after_one_visit(url: str, page: Page, title: str):
    cited = [Item(id="1", title=title)]
    page_state = judge(url, page, cited, around({url: page}))
    wants_sibling(url, page, cited)
    wants_second_look(url, page, cited)

    assert page_state.state in {"ok", "moved", "dead", "soft-404", "blocked", "failed"}
    assert page_state.state != "dead" or len(page.visits) > 1
    assert page_state.cause or page_state.state == "ok"
