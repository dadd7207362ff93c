"""The visible content of a web page."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.language.web_pages import LONGEST_TEXT, LONGEST_TITLE, MOST_TITLES, WebPage, read

TAGS = (
    *"<html> <body <p> </p <title> <h1> <!-- --> <![CDATA[ ]]> &#0; &#xD800; &amp é <meta content=x <script> {} []".split(),
    "\0",
    "\x01",
)
URL = "https://example.org/a/rivers"


def page(html: str, *, whole: bool = True) -> WebPage:
    return read(html.encode(), "text/html", "utf-8", URL, whole=whole)


def test_titles_come_from_everywhere_with_those_of_the_work_itself_first():
    web_page = page(
        """<html><head><title>Rivers | Example</title><meta property="og:title" content="Rivers, shared">
        <meta name="citation_title" content="Rivers that never were"><meta name="DC.Title" content="Rivers, Dublin">
        <meta name="twitter:title" content="Rivers, short">
        <script type="application/ld+json">{"@graph": [{"@type": "Article", "headline": "Rivers, headline"}]}</script></head>
        <body><h1>Rivers <i>within</i></h1></body></html>"""
    )

    assert [(title.source, title.text) for title in web_page.titles] == [
        ("citation_title", "Rivers that never were"),
        ("dc.title", "Rivers, Dublin"),
        ("og:title", "Rivers, shared"),
        ("twitter:title", "Rivers, short"),
        ("JSON-LD", "Rivers, headline"),
        ("h1", "Rivers within"),
        ("title", "Rivers | Example"),
    ]


def test_titles_are_few_and_short():
    metas = "".join(f"<meta name=citation_title content='{number} {'x' * 2000}'>" for number in range(50))

    web_page = page(metas + "<title>last</title>")

    assert len(web_page.titles) == MOST_TITLES
    assert max(len(title.text) for title in web_page.titles) == LONGEST_TITLE
    assert web_page.titles[-1].text == "last"


def test_the_text_is_what_a_reader_sees():
    web_page = page(
        "<head><title>No</title><style>p{}</style></head><body><script>var a</script><noscript>old</noscript><p>A <b>w</b>ord"
        "<p>and<br>another&nbsp;one<table><tr><td>x<td>y</table><textarea>typed</textarea></body>"
    )

    assert web_page.text == "A word and another one x y"


def test_anchors_are_ids_and_names_of_links():
    assert page('<p id="one"></p><a name="two">x</a><input name="three">').ids == {"one", "two"}


@pytest.mark.parametrize(
    ("content", "target", "delay"),
    [
        ("0; url=/new/place", "https://example.org/new/place", 0),
        ("5;URL='https://example.com/x'", "https://example.com/x", 5),
        ("0;next", "https://example.org/a/next", 0),
        ("30", "", 0),
        ("nonsense", "", 0),
    ],
)
def test_the_target_of_a_meta_refresh_is_read(content: str, target: str, delay: int):
    web_page = page(f'<meta http-equiv="Refresh" content="{content}">')

    assert (web_page.refresh, web_page.delay) == (target, delay)


def test_a_refresh_for_readers_without_scripts_does_not_count():
    assert page('<noscript><meta http-equiv="refresh" content="0; url=/noscript"></noscript>').refresh == ""


@pytest.mark.parametrize(
    ("script", "target"),
    [
        ('window.onload=function(){window.location.href="/lander"}', "https://example.org/lander"),
        ("location.replace('https://example.com/x');", "https://example.com/x"),
        ('document.cookie="a=1"; location.href="/a/rivers"', ""),
        ("load('/rivers.json')", ""),
        ("var page = 1; " * 30 + "location = '/x'", ""),
    ],
)
def test_a_page_with_nothing_but_a_script_may_redirect(script: str, target: str):
    assert page(f"<html><head><script>{script}</script></head><body></body></html>").refresh == target
    assert page(f"<script>{script}</script><p>Rivers</p>").refresh == ""
    assert page(f"<script>{script}</script><script>{script}</script>").refresh == ""


def test_a_page_with_a_password_field_has_a_login():
    assert page("<form><input type=PassWord></form>").login
    assert not page("<form><input type=search></form>").login


@pytest.mark.parametrize(
    "html",
    [
        "<body><div id=root></div><script src=/app.js></script></body>",
        "<body><script>" + "var a = 1;" * 50 + "</script>Loading</body>",
        "<body><nav>" + "menu " * 150 + "</nav><div id=__next></div><script src=/a.js></script><script src=/b.js></script></body>",
        "<noscript>You need to enable JavaScript</noscript>"
        + "menu " * 150
        + "<script src=/a.js></script><script src=/b.js></script>",
    ],
)
def test_a_page_built_by_scripts_is_recognised(html: str):
    assert page(html).scripted


@pytest.mark.parametrize(
    "html",
    [
        "<p>Short and plain.</p>",
        "<p>" + "A long text with a script or two. " * 60 + "</p><script src=/a.js></script><div id=app></div>",
        '<p>Rivers.</p><script type="application/ld+json">{"text": "' + "x" * 900 + '"}</script>',
    ],
)
def test_a_page_with_text_or_without_scripts_is_not_built_by_them(html: str):
    assert not page(html).scripted


def test_the_language_is_that_of_the_text_or_else_the_declared_one():
    russian = "<html lang=en><p>История степных дорог и рек, которых никогда не было в этом краю, но о которых писали"

    assert page(russian).language == "ru"
    assert page("<html lang=kk-KZ><p>123").language == "kk"


def test_a_pdf_is_recognised_by_its_bytes_whatever_its_media_type():
    content = b"%PDF-1.5\n1 0 obj << /Producer (x) /Title (Rivers that never were) >> endobj"

    for media_type in ("application/pdf", "application/octet-stream", "text/html"):
        web_page = read(content, media_type, "", URL, whole=False)
        assert [(title.source, title.text) for title in web_page.titles] == [("PDF", "Rivers that never were")]
        assert not web_page.markup


def test_an_error_page_sent_as_a_pdf_is_read_as_a_page():
    assert read(b"<html><title>Not here</title>", "application/pdf", "", URL, whole=True).titles[0].text == "Not here"


def test_plain_text_has_text_but_no_title():
    web_page = read("Реки\nи дороги".encode("koi8-r") * 9, "text/plain", "", URL, whole=True)

    assert web_page.titles == ()
    assert web_page.text.startswith("Реки и дороги")


def test_files_of_other_types_have_no_content():
    assert read(b"\x89PNG\r\n", "image/png", "", URL, whole=True) == WebPage(markup=False)


def test_the_charset_of_the_page_applies_to_its_titles():
    web_page = read("<title>Реки</title><p>Реки и дороги степи".encode("cp1251"), "text/html", "iso-8859-1", URL, whole=True)

    assert web_page.titles[0].text == "Реки"


def test_a_page_with_elements_nested_too_deep_is_unread_not_empty():
    assert not page("<div>" * 5000 + "text").whole


def test_long_text_is_truncated():
    web_page = page("word " * 60_000)

    assert len(web_page.text) == LONGEST_TEXT
    assert not web_page.whole


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.lists(
            st.sampled_from(TAGS),
            max_size=40,
        ).map(lambda parts: " ".join(parts).encode()),
    ),
    st.sampled_from(["text/html", "application/pdf", "text/plain", "", "image/png"]),
)
def test_any_bytes_are_read_without_an_error(content: bytes, media_type: str):
    assert isinstance(read(content, media_type, "", "http://[", whole=True), WebPage)


@pytest.mark.parametrize(
    "piece", ["<", "<p>", "<b>", "</p>", "<meta http-equiv=refresh content=';;;'>", "<h1>", "&", "<title>", "<!--", "<a id="]
)
def test_time_grows_at_most_linearly_with_the_page(piece: str):
    started = perf_counter()
    page(piece * ((1 << 18) // len(piece)))

    assert perf_counter() - started < 1


def test_an_ordinary_page_of_256_kib_is_read_quickly():
    words = [f"{number:06x}" for number in range(1, 9_000_000, 17_000)]
    rows = [
        f"<div class=row><p>{' '.join(words[at % 400 : at % 400 + 40])} <a href='/{at}'>more</a></p></div>" for at in range(800)
    ]
    html = "<title>Rivers</title>" + "".join(rows)
    times = []
    for _ in range(3):
        started = perf_counter()
        page(html)
        times.append(perf_counter() - started)

    assert min(times) < 0.1
