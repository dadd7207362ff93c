"""Signs that a page is not the one requested."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.data.cues import PageKind
from kzcheck.evidence import PageTitle
from kzcheck.language import page_signs
from kzcheck.language.folding import fold
from kzcheck.language.page_signs import LONGEST_WORDS, signs
from kzcheck.language.web_pages import WebPage, read

if TYPE_CHECKING:
    from collections.abc import Mapping

URL = "https://example.org/a/rivers"
LONG = "Rivers that never were are told of in many books, and roads along them in many more. " * 40


def kinds(html: str, url: str = URL, final: str = "", *, whole: bool = True) -> dict[str, str]:
    page = read(html.encode(), "text/html", "utf-8", final or url, whole=whole)
    return {sign.kind: sign.words for sign in signs(page, url, final or url, {}, 200)}


def with_headers(headers: Mapping[str, str], status: int) -> dict[str, str]:
    return {sign.kind: sign.words for sign in signs(WebPage(text=LONG), URL, URL, headers, status)}


def titled(title: str, text: str = LONG) -> str:
    return f"<html><head><title>{title}</title></head><body><p>{text}</p></body></html>"


def test_an_ordinary_page_has_no_sign():
    assert kinds(titled("Rivers that never were | Example Journal")) == {}


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Page not found - Example Journal",
        "404 Not Found",
        "Error 404: page not found",
        "Oops! The page you are looking for could not be found",
        "The requested document does not exist",
        "Страница не найдена — Пример",
        "Ошибка 404",
        "Бет табылмады | Мысал",
        "Sayfa Bulunamadı - Örnek",
        "SAYFA BULUNAMADI",
        "Seite nicht gefunden | Beispiel",
        "Page introuvable",
        "La page demandée n'existe pas",
        "Página no encontrada",
        "Página não encontrada",
        "Pagina non trovata",
        "Nie znaleziono strony",
        "Сторінку не знайдено",
        "Stránka nenalezena",
        "Pagina niet gevonden",
        "页面不存在 - 示例",
        "お探しのページが見つかりません",
        "페이지를 찾을 수 없습니다",
        "الصفحة غير موجودة",
        "صفحه یافت نشد",
        "Không tìm thấy trang",
        "Такої сторінки немає",
        "Diese Seite existiert leider nicht.",
        "Cette page semble ne pas exister…",
        "Nie można znaleźć strony",
        "Stránku se nepodařilo najít",
        "A keresett oldal nem található",
        "Siden ble ikke funnet",
        "Sivua ei ole olemassa",
        "Stran ne obstaja",
        "Orria ez da aurkitu",
        "δεν βρέθηκε η σελίδα",
        "요청하신 페이지를 찾을 수 없습니다",
        "הדף שחיפשת לא קיים",
        "পৃষ্ঠা খুঁজে পাওয়া যায়নি",
        "ไม่พบหน้าเว็บ",
        "Ештеңе табылмады",
        "Haber bulunamadı - Bozkır Gazetesi",
        "К сожалению, ничего не найдено",
        "Contenu introuvable | Le Courrier",
        "Contenido no disponible",
        "找不到您要访问的页面",
        "Мақала жойылған",
        "Kayıt bulunamadı",
        "المقال غير متاح",
    ],
)
def test_a_title_that_says_not_found_is_a_sign_in_any_language(title: str):
    assert "not-found-text" in kinds(titled(title))


@pytest.mark.parametrize(
    "title",
    [
        "Page not found: how libraries of four countries lose what they once had on the web",
        "The history of the 404 error and what it tells us about the web",
        "Route 404",
        "Lost and not found: essays on rivers",
        "Страница, которой не было: книга о реках степи и о дорогах",
        "The page is no longer turned: reading in the nineteenth century",
        "404 days in the steppe",
    ],
)
def test_a_work_about_something_not_found_is_not_a_sign(title: str):
    assert "not-found-text" not in kinds(titled(title))


def test_a_not_found_notice_is_a_sign_on_a_short_page_but_not_on_a_long_one():
    notice = "Sorry, the page you requested could not be found. It may have moved."

    assert kinds(titled("Example Journal", notice))["not-found-text"] == "page you requested could not be found"
    assert "not-found-text" not in kinds(titled("Example Journal", notice + LONG))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Кешіріңіз! Сіз сұраған парақ жоқ немесе жойылған.", "сұраған парақ жоқ"),
        ("Üzgünüz! Ulaşmaya çalıştığınız sayfa taşınmış olabilir.", "Ulaşmaya çalıştığınız sayfa"),
        ("Неправильно набран адрес, или её больше нет.", "Неправильно набран адрес"),
        ("Hoppla! Diese Seite wurde leider nicht gefunden.", "Seite wurde leider nicht gefunden"),
        ("La page à laquelle vous tentez d'accéder n'existe pas.", "page à laquelle vous tentez d'accéder"),
        ("抱歉，您所访问的页面已不存在。请返回首页。", "抱歉，您所访问的页面已不存在。请返回首页"),
        ("عذراً. الصفحة التي طلبتها غير موجودة.", "الصفحة التي طلبتها"),
    ],
)
def test_the_words_of_a_sign_are_quoted_as_on_the_page(text: str, words: str):
    assert kinds(titled("Example", text))["not-found-text"] == words


def test_a_redirect_to_an_error_page_is_a_sign():
    for path in ("/404", "/en/404.html", "/errors/404", "/en/page-not-found", "/notfound.aspx?from=a"):
        assert "not-found-text" in kinds(titled("Example"), final=f"https://example.org{path}"), path
    for path in ("/news/404", "/a/404-days", "/lost-and-not-found-in-the-steppe"):
        assert "not-found-text" not in kinds(titled("Example"), final=f"https://example.org{path}"), path
    assert "not-found-text" not in kinds(titled("Example"), url="https://example.org/404")


@pytest.mark.parametrize(
    "text",
    [
        "Yazdırmak istediğiniz sayfa aralığını girin.",
        "روی برگه مورد نظر کلیک کنید.",
        "마지막 쪽입니다. 다음 페이지가 없습니다.",
        "これが最後です。次のページはありません。",
        "Titulinio puslapio nėra, viršelis nuplėštas.",
        "Eine zweite Seite gibt es nicht: das Blatt ist leer.",
        "Die angeforderten Seiten liegen im Lesesaal.",
        "Zadejte číslo stránky, kterou chcete tisknout.",
        "Nomor halaman tidak ada pada naskah ini.",
        "在您查看的文章之后，该文章的注释不在此列。",
        "Материал удалён с поверхности сосуда, страница рукописи утрачена.",
        "Contenu de la boîte introuvable au dépôt, haber bulunamadığı için.",
    ],
)
def test_a_short_page_about_pages_is_not_a_sign(text: str):
    assert "not-found-text" not in kinds(titled("Example", text))


def test_an_error_code_is_a_sign_in_a_notice_but_not_in_a_short_manual():
    assert "not-found-text" not in kinds(titled("ping", "A server that is not there answers 404 Not Found to this command. " * 10))
    assert "not-found-text" in kinds(titled("Example", "HTTP 404. Go back."))


def test_a_heading_is_a_sign_even_above_a_long_menu():
    assert "not-found-text" in kinds(f"<title>Example</title><h1>Бет табылмады</h1><p>{LONG}")


def test_a_page_that_declares_a_citation_exists():
    assert "not-found-text" not in kinds("<meta name=citation_title content='Page not found'><title>Page not found</title>text")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Just a moment...", "Enable JavaScript and cookies to continue"),
        ("Один момент…", "Подождите"),
        ("example.org", "Checking your browser before accessing example.org."),
        ("Attention Required! | Cloudflare", "Why have I been blocked?"),
        ("Access Denied", "You don't have permission to access this on this server. Reference #18.2d351ab8.1557333295.a4e16ab"),
        ("Making sure you're not a bot!", "Loading"),
        ("DDoS-Guard", "wait"),
        ("Проверка браузера", ""),
        ("Ой!", "Подтвердите, что вы не робот"),
        ("Request unsuccessful", "Request unsuccessful. Incapsula incident ID: 1-2"),
        ("Bir dakika lütfen...", ""),
        ("请稍候…", ""),
    ],
)
def test_a_page_that_asks_for_proof_of_being_human_is_a_challenge(title: str, text: str):
    assert "challenge" in kinds(titled(title, text))


def test_a_challenge_is_also_recognised_by_headers_sources_and_names():
    assert with_headers({"cf-mitigated": "challenge"}, 403)["challenge"] == "cf-mitigated: challenge"
    assert "challenge" in with_headers({"x-datadome": "protected"}, 403)
    assert "challenge" not in with_headers({"x-datadome": "protected", "server": "cloudflare"}, 200)
    assert "challenge" in kinds("<title>example.org</title><script src='https://ct.captcha-delivery.com/c.js'></script>")
    assert "challenge" in kinds("<title>example.org</title><div id=px-captcha></div>")


def test_an_article_about_challenges_is_not_one():
    assert "challenge" not in kinds(titled("Just a moment: a philosophy of time", LONG))
    assert "challenge" not in kinds(titled("Are you human? Captchas and their readers", LONG + "Checking your browser"))


@pytest.mark.parametrize(
    ("title", "final"),
    [
        ("Sign in | Example", "https://example.org/login?next=/a/rivers"),
        ("Вход — Пример", "https://example.org/users/sign_in"),
        ("Кіру", "https://example.org/kz/login"),
        ("Giriş Yap", "https://example.org/giris"),
        ("Anmelden", "https://sso.example.org/idp/profile"),
        ("Connexion", URL),
        ("登录", URL),
    ],
)
def test_a_login_page_is_recognised_by_its_form_with_its_title_or_address(title: str, final: str):
    form = f"<title>{title}</title><form><input name=u><input type=password></form><p>{LONG}"

    assert "login" in kinds(form, final=final)


def test_a_form_in_the_header_of_a_page_does_not_make_it_a_login_page():
    assert "login" not in kinds(f"<title>Rivers</title><form><input type=password></form><p>{LONG}")
    assert "login" not in kinds(titled("Connexion entre les fleuves et les routes"))


def test_a_short_page_that_requires_a_login_is_a_login_wall():
    assert "login" in kinds(titled("Forum", "You must be logged in to view this page."))
    assert "login" in kinds("<title>Форум</title><p>Для просмотра необходимо авторизоваться. <input type=password>" + LONG[:900])
    assert "login" not in kinds(titled("Rivers", LONG[:900] + "You must be logged in to view this picture."))


def test_a_login_page_that_was_requested_is_in_order():
    assert "login" not in kinds("<title>Sign in</title><input type=password>", url="https://example.org/login")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("example.org", "This domain is for sale! Make an offer."),
        ("example.org", "The domain name example.org may be for sale."),
        ("Домен продаётся", "Купить"),
        ("example.org", "Домен example.org продаётся. Оформить заявку"),
        ("example.org", "This website is for sale!"),
        ("域名 example.org 正在出售", "该域名正在出售"),
        ("example.org", "Bu alan adı satılıktır"),
        ("example.org", "Diese Domain steht zum Verkauf"),
        ("example.org", "此域名出售"),
        ("Welcome to nginx!", "If you see this page, the web server is installed."),
        ("Apache2 Ubuntu Default Page: It works", LONG[:3300]),
        ("Account Suspended", "Contact your hosting provider"),
        ("Сайт заблокирован", "Обратитесь в поддержку"),
    ],
)
def test_placeholder_pages_of_domain_sellers_and_servers_are_parked(title: str, text: str):
    assert "parked" in kinds(titled(title, text))


def test_a_host_or_script_of_a_domain_seller_makes_a_page_parked():
    assert kinds(titled("x"), final="https://www.hugedomains.com/domain_profile.cfm")["parked"] == "hugedomains.com"
    assert "parked" in kinds("<script src='//img.sedoparking.com/js/x.js'></script><p>" + LONG)
    assert "parked" in kinds("<script>window.onload=function(){window.location.href='/lander'}</script>")
    assert "parked" in kinds("<meta http-equiv=refresh content='0;url=https://www.hugedomains.com/x'>")
    assert "parked" not in kinds("<script>window.location.href='/landing'</script>")
    assert "parked" not in kinds(titled("x"), url="https://www.hugedomains.com/a", final="https://www.hugedomains.com/b")
    assert "parked" not in kinds(titled("x"), final="https://jordan.com/a")


def test_a_work_about_domain_trading_is_not_parked():
    assert "parked" not in kinds(titled("Why this domain is for sale", LONG * 3))


@pytest.mark.parametrize(
    ("kind", "title", "text"),
    [
        ("error-text", "Database Error", "Error establishing a database connection"),
        ("error-text", "Ошибка", "Внутренняя ошибка сервера"),
        ("error-text", "Example", "Fatal error: Uncaught Exception in /var/www/x.php"),
        ("maintenance", "Example", "We are down for maintenance and will be back soon."),
        ("maintenance", "Технические работы", "Скоро вернёмся"),
        ("maintenance", "Örnek", "Sitemiz bakımda"),
        ("paywall", "Rivers", LONG + "Subscribe to continue reading."),
    ],
)
def test_error_messages_and_paywalls_of_a_site_are_recognised(kind: str, title: str, text: str):
    assert kind in kinds(titled(title, text))


def test_words_that_a_work_may_use_are_not_an_error():
    assert "maintenance" not in kinds(titled("Bridges", "Of two bridges under construction, one fell. " * 20))
    assert "error-text" not in kinds(titled("Application errors", "A fatal error occurred in one of nine clinics. " * 20))


def test_a_page_without_text_is_empty():
    assert "empty" in kinds("<html><title>x</title><body> </body></html>")


@pytest.mark.parametrize(
    "html",
    [
        "<img src=scan.png>",
        "<iframe src=viewer></iframe>",
        "<frameset><frame src=a></frameset>",
        "<div id=root></div><script src=a.js></script>",
    ],
)
def test_a_page_of_pictures_frames_or_scripts_is_not_empty(html: str):
    assert "empty" not in kinds(html)


def test_a_partly_read_page_is_not_empty():
    assert "empty" not in kinds("<title>x</title>", whole=False)


def test_the_target_of_a_redirect_is_a_sign_and_never_truncated():
    target = "https://example.org/" + "x" * 300

    assert kinds(f"<meta http-equiv=refresh content='0; url={target}'>")["meta-refresh"] == target
    assert "meta-refresh" not in kinds("<meta http-equiv=refresh content='600; url=/a/rivers'>" + LONG)


@pytest.mark.parametrize(
    "fragment",
    ["part-2", "name", "%D1%80%D0%B5%D0%BA%D0%B0", ".D1.80.D0.B5.D0.BA.D0.B0", "readme", ":~:text=never%20were,many%20more"],
)
def test_an_existing_anchor_is_not_missing(fragment: str):
    html = f"<h2 id=part-2></h2><a name=name></a><h2 id=река></h2><p id=user-content-readme>{LONG}"

    assert "missing-fragment" not in kinds(html, url=f"{URL}#{fragment}")


@pytest.mark.parametrize("fragment", ["", "top", "page=7", "L10-L20", "!/route", "/route", "page-12", "v=onepage&q=river"])
def test_a_fragment_that_is_not_an_anchor_is_not_missing(fragment: str):
    assert "missing-fragment" not in kinds(titled("x"), url=f"{URL}#{fragment}")


def test_a_missing_anchor_is_a_sign():
    assert kinds(titled("x"), url=URL + "#part-9")["missing-fragment"] == "#part-9"
    assert "missing-fragment" in kinds(titled("x"), url=URL + "#:~:text=lakes%20of%20glass")
    assert "missing-fragment" not in kinds(titled("x"), url=URL + "#part-9", whole=False)
    assert "missing-fragment" not in kinds("<div id=root></div><script src=a.js></script>", url=URL + "#part-9")


def test_a_retry_after_header_is_a_sign():
    assert with_headers({"retry-after": "86400"}, 429)["pause"] == "Retry-After: 86400"
    assert "pause" not in with_headers({"retry-after": "86400"}, 200)


def test_files_other_than_pages_have_no_words():
    page = WebPage((PageTitle("PDF", "Page not found"),), markup=False)

    assert signs(page, URL, URL, {}, 200) == ()


def test_quoted_words_are_short_and_on_one_line():
    words = with_headers({"cf-mitigated": "x\n" * 500}, 403)["challenge"]

    assert len(words) <= LONGEST_WORDS
    assert "\n" not in words


@pytest.mark.parametrize(
    "title",
    [
        "Best online casino bonuses 2026",
        "STEPPE88 | Situs Slot Gacor Hari Ini",
        "Онлайн-казино с выводом денег",
        "DENEME BONUSU Veren Siteler – Güncel Giriş",
        "真人百家乐在线投注",
        "オンラインカジノおすすめランキング",
        "온라인카지노 추천",
        "สล็อตเว็บตรง แตกง่าย",
        "Nhà cái uy tín nhất",
        "Die besten Sportwetten-Anbieter",
        "Les machines à sous gratuites",
        "Apuestas deportivas en vivo",
        "Melhores sites de apostas esportivas",
        "Nettikasinot ilman rekisteröitymistä",
        "bet365 login",
    ],
)
def test_titles_that_advertise_gambling_are_recognised_in_any_language(title: str):
    assert page_signs.advertised(title)


@pytest.mark.parametrize(
    "title",
    [
        "Hazard assessment of alpine rivers",
        "Kumar and Singh on rivers",
        "Slot allocation at airports",
        "Surah al-Bakara: a commentary",
        "Time slots in the scheduling of trains",
        "Процедура Генплана: общие слова",
        "独创性与学术写作",
        "포커스 그룹 인터뷰",
        "토토로의 숲",
        "พนักงานของรัฐ",
    ],
)
def test_words_similar_to_advertising_are_not_mistaken_for_it(title: str):
    assert not page_signs.advertised(title)


def test_every_phrase_of_each_kind_is_found():
    for kind in get_args(PageKind):
        for phrase in page_signs.phrases(kind):
            folded = fold(phrase)
            assert folded
            assert kind not in page_signs.SEARCHED or page_signs.search(kind, folded), phrase
            assert folded in page_signs.whole(kind)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40), st.text(max_size=40))
def test_any_page_is_read_without_an_error(title: str, text: str, url: str, final: str):
    page = WebPage((PageTitle("title", title),), text=text, ids=frozenset((title,)), refresh=final, sources=(url,))

    assert isinstance(signs(page, url, final, {}, 200), tuple)


@pytest.mark.parametrize("piece", ["page ", "the page you ", "404 | ", "| - ", "a-", "页面", "reference # a."])
def test_time_grows_at_most_linearly_with_the_page(piece: str):
    page = WebPage((PageTitle("title", (piece * 500)[:500]),), text=(piece * 2000)[:1999])
    started = perf_counter()
    signs(page, URL, URL, {}, 200)

    assert perf_counter() - started < 0.3
