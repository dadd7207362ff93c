"""Settings: their sources, and messages about errors in them."""

from __future__ import annotations

import os
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kzcheck import layers
from kzcheck.errors import UsageError
from kzcheck.layers import Configuration, SettingsFile
from kzcheck.readers import configuration
from kzcheck.settings import OF_ARTICLES, LetterSettings, Settings

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """
contact = "editor@example.org"
language = "ru"
select = ["REF", "ATTR601"]
[severity]
LINK501 = "warning"
[style]
citations = "numeric-order"
references = "gost-7.0.5"
[services.crossref]
url = "https://api.example.org"
enabled = true
rate = 10
concurrency = 3
[links]
per-host = 2
second-look = 1.5
[links.hosts."example.org"]
per-host = 1
interval = 2
skip = false
accept = [403]
[network]
proxy = ""
ca-bundle = ""
[retractions]
path = ""
[letter]
journal = "Invented Rivers"
signature = "Ada Doe"
days = 14
"""

IGNORE = """
[[ignore]]
code = "WORK401"
reference = "22"
reason = "seen on paper"
until = 2027-01-01
"""
TWO_SERVICES = "[services.crossref]\nrate = 3\n[services.doi]\n"
IGNORES = "[[ignore]]\ncode = 'REF'\nreason = 'x'\n[[ignore]]\ncode = 'REF'\nreason = 'x'\n"


def load(article: str, environment: dict[str, str], **options: object) -> Configuration:
    return layers.load(SettingsFile(article), environment, **options)


def test_every_documented_setting_is_read():
    settings = load("", {}, user=SettingsFile(WHOLE, "mine.toml")).settings

    assert settings.select == ("REF", "ATTR601")
    assert settings.language == "ru"
    assert settings.style.references == "gost-7.0.5"
    assert load(IGNORE, {}).settings.ignore[0].until == date(2027, 1, 1)
    assert settings.services["crossref"].rate == 10
    assert settings.links.per_host == 2
    assert settings.links.hosts["example.org"].accept == (403,)
    assert settings.letter == LetterSettings("Invented Rivers", "Ada Doe", 14)


def test_the_environment_overrides_the_file():
    settings = load(
        '[style]\ncitations = "notes"',
        {
            "KZCHECK_CONTACT": "ci@example.org",
            "KZCHECK_SERVICES_SEMANTIC_SCHOLAR_KEY": "k",
            "KZCHECK_LINKS_PER_HOST": "7",
            "KZCHECK_STYLE_REFERENCES": "apa7",
        },
        user=SettingsFile(WHOLE, "mine.toml"),
    ).settings

    assert settings.contact == "ci@example.org"
    assert settings.services["semantic-scholar"].key == "k"
    assert settings.links.per_host == 7
    assert settings.style.references == "apa7"
    assert settings.style.citations == "notes"


def test_without_a_file_the_defaults_apply():
    assert load("", {}).settings.select == ("ALL",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("contakt = 'x'", 'kzcheck.toml:1: unknown setting "contakt"; did you mean "contact"?'),
        ("\n[services.crosref]\nurl = 'x'", 'kzcheck.toml:2: unknown name "crosref"; did you mean "crossref"?'),
        ("a =", "kzcheck.toml:1: not TOML: Invalid value"),
        ("[links]\nper-host = 'many'", "kzcheck.toml:2: links.per-host: expected a whole number"),
        ("[severity]\nREF = 'fatal'", 'kzcheck.toml:2: severity.REF: expected one of "error", "warning", "note"'),
        ("[[ignore]]\ncode = 'REF'", "kzcheck.toml:1: ignore: `reason` is missing"),
        ("select = 'ALL'", "kzcheck.toml:1: select: expected a list in square brackets"),
        ("select = []", "kzcheck.toml:1: select: names no rule"),
        ("links = 3", "kzcheck.toml:1: links: expected a table"),
        ("[letter]\ndays = 0", "kzcheck.toml:2: letter.days: expected a whole number from 1 to 365"),
        (
            "style = {citations = 'numbers'}",
            'kzcheck.toml:1: style.citations: expected one of "numeric-order", "numeric-alphabetical"',
        ),
        ("[services.crossref]\nkey = ''\nrate = 'fast'", "kzcheck.toml:3: services.crossref.rate: expected a number"),
        (TWO_SERVICES + "rate = 'fast'", "kzcheck.toml:4: services.doi.rate: expected a number above 0"),
        ("[services]\ncrossref = {rate = 'fast'}", "kzcheck.toml:2: services.crossref.rate: expected a number"),
        ("services.crossref.rate = 'fast'", "kzcheck.toml:1: services.crossref.rate: expected a number"),
        ("[services]\ncrossref = 3", "kzcheck.toml:2: services.crossref: expected a table"),
        ("[links.hosts.'example.org']\naccept = [403, 'x']", "kzcheck.toml:2: links.hosts.example.org.accept: expected a whole"),
        (IGNORES + "until = 2027-01-01T00:00:00Z", "kzcheck.toml:7: ignore.until: expected a date, as 2027-01-31"),
        (IGNORES + "reference = 22", "kzcheck.toml:7: ignore.reference: expected text in quotation marks"),
        (IGNORES + "ref = '22'", 'kzcheck.toml:7: unknown setting "ref"'),
        ("a = " + "[" * 9000, "kzcheck.toml:1: not TOML: "),
        ("[links]\nconcurrency = " + "9" * 5000, "kzcheck.toml:2: not TOML: "),
    ],
)
def test_an_invalid_setting_is_reported_with_its_line(text: str, said: str):
    with pytest.raises(UsageError) as caught:
        load(text, {"KZCHECK_LINKS_PER_HOST": "3"} if text == "links = 3" else {}, trusted=True)

    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("KZCHECK_LINKS_PER_HOST", "many"), ("KZCHECK_SERVICES_CROSSREF_RATE", "fast"), ("KZCHECK_STYLE_CITATIONS", "gost")],
)
def test_an_invalid_variable_is_named(variable: str, value: str):
    with pytest.raises(UsageError) as caught:
        load("", {variable: value})

    assert str(caught.value).startswith(f"{variable}: expected ")


@pytest.mark.parametrize("variable", ["KZCHECK_CONTACT", "KZCHECK_NETWORK_CACHE", "KZCHECK_LINKS_INTERVAL"])
def test_a_variable_that_is_not_utf_8_is_named(variable: str):
    with pytest.raises(UsageError) as caught:
        load("", {variable: os.fsdecode(b"jane\xff@example.org")})

    assert str(caught.value) == f"{variable}: is not text in UTF-8; set it again"


def test_a_file_that_is_not_settings_is_not_listed_completely():
    with pytest.raises(UsageError) as caught:
        load("".join(f"key{number} = 1\n" for number in range(500)), {})

    assert str(caught.value).endswith("\nkzcheck.toml: and 480 more")


def test_all_unknown_settings_are_listed_at_once():
    with pytest.raises(UsageError) as caught:
        load("contakt = 'x'\nselekt = []\n", {})

    assert len(str(caught.value).split("\n")) == 2


USERS = """
contact = "author@example.org"
select = ["REF"]
[services.crossref]
url = "https://crossref.example.org"
key = "k"
[network]
proxy = "http://proxy.example.org"
[links]
allow-private = ["10.0.0.0/8"]
[links.hosts."example.org"]
accept = [403]
per-host = 9
[retractions]
path = "/etc/passwd"
[letter]
signature = "Somebody else"
"""


def test_an_article_may_only_set_how_it_is_judged():
    configured = load(USERS, {})

    assert configured.settings == Settings(select=("REF",), links=configured.settings.links)
    assert configured.settings.links.hosts["example.org"].accept == (403,)
    assert configured.settings.links.hosts["example.org"].per_host is None
    assert configured.settings.links.allow_private == ()
    assert [refused for layer in configured.layers for refused in layer.refused] == [
        ("contact", 2),
        ("services.crossref.url", 5),
        ("services.crossref.key", 6),
        ("network.proxy", 8),
        ("links.allow-private", 10),
        ("links.hosts.example.org.per-host", 13),
        ("retractions.path", 15),
        ("letter.signature", 17),
    ]


def test_every_setting_is_the_user_s_except_a_few():
    """A new setting is the user's until articles are allowed to make it."""
    assert {path.partition(".")[0] for path in OF_ARTICLES} == {"select", "profile", "severity", "style", "ignore", "links"}
    assert {path for path in OF_ARTICLES if path.startswith("links.hosts.*.")} == {"links.hosts.*.skip", "links.hosts.*.accept"}


def test_a_trusted_article_may_set_what_the_user_may():
    settings = load(USERS, {}, trusted=True).settings

    assert settings.network.proxy == "http://proxy.example.org"
    assert settings.services["crossref"].key == "k"


@pytest.mark.parametrize("trusted", [True, False])
def test_a_key_of_the_user_s_is_never_sent_to_an_address_from_the_article(trusted: bool):
    article = '[services.crossref]\nurl = "https://crossref.example.org"\n[services.openalex]\nrate = 2\n'
    environment = {"KZCHECK_SERVICES_CROSSREF_KEY": "secret", "KZCHECK_SERVICES_OPENALEX_KEY": "other"}
    settings = load(article, environment, trusted=trusted).settings

    assert (settings.services["crossref"].url, settings.services["crossref"].key) in {
        ("https://crossref.example.org", ""),
        ("", "secret"),
    }
    assert settings.services["openalex"].key == "other"


def test_a_key_is_sent_to_the_user_s_address_even_if_the_article_sets_another():
    article = '[services.crossref]\nurl = "https://evil.example.org"\n'
    environment = {"KZCHECK_SERVICES_CROSSREF_KEY": "secret", "KZCHECK_SERVICES_CROSSREF_URL": "https://mine.example.org"}
    service = load(article, environment, trusted=True).settings.services["crossref"]

    assert (service.url, service.key) == ("https://mine.example.org", "secret")


def test_an_error_in_the_user_s_file_is_reported_with_the_name_of_that_file():
    with pytest.raises(UsageError, match=r"^mine.toml:2: links.interval: expected a number of seconds from 0 to 60$"):
        load("select = ['REF']", {}, user=SettingsFile("[links]\ninterval = 100000", "mine.toml"))


def test_ignores_belong_to_an_article():
    with pytest.raises(UsageError, match=r"^mine.toml:2: ignore: belongs in the kzcheck.toml of an article$"):
        load("", {}, user=SettingsFile(IGNORE, "mine.toml"))


@pytest.mark.parametrize("value", ["inf", "nan", "1e18", "-1"])
@pytest.mark.parametrize("setting", ["links.second-look", "links.interval", "network.timeout", "services.crossref.rate"])
def test_no_setting_makes_a_wait_endless(setting: str, value: str):
    with pytest.raises(UsageError, match="expected a number"):
        load("", {}, user=SettingsFile(f"{setting} = {value}", "mine.toml"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (".".join("a" * 40_000) + " = 1", "kzcheck.toml:1: has more than 500 dots in one line; shorten it"),
        ("# " + "x" * (1 << 20), "kzcheck.toml: has more than 1,048,576 characters; shorten it"),
    ],
)
def test_a_file_that_would_take_minutes_to_read_is_refused(text: str, said: str):
    with pytest.raises(UsageError) as caught:
        load(text, {})

    assert str(caught.value) == said


def test_five_hundred_dots_in_a_line_are_read():
    assert load(f"select = ['REF'] # {'.' * 500}", {}).settings.select == ("REF",)


def test_a_misspelt_variable_is_reported_with_a_suggestion():
    warnings = load(
        "", {"KZCHECK_CONTAKT": "a@example.org", "KZCHECK_CACHE_DIR": "x", "KZCHECK_SHARED": "y", "OTHER": "z"}
    ).warnings

    assert warnings == ('the environment variable KZCHECK_CONTAKT is unknown and was ignored; did you mean "KZCHECK_CONTACT"?',)


@pytest.mark.parametrize("name", ["KZCHECK_LINKS_ALLOW_PRIVATE", "KZCHECK_SELECT", "KZCHECK_SEVERITY_REF201"])
def test_a_setting_for_files_alone_is_reported_in_the_environment(name: str):
    (warning,) = load("", {name: "x"}).warnings

    assert warning.startswith(f"the environment variable {name} is unknown and was ignored")


def test_each_ignore_has_its_own_line():
    assert layers.ignore_lines(IGNORES, 2) == [1, 4]
    assert layers.ignore_lines("\nignore = [{code = 'REF', reason = 'x'}, {code = 'ID', reason = 'x'}]", 2) == [2, 2]


@pytest.mark.parametrize("text", ["[" * 200_000, "[ignore " * 25_000, " " * 200_000, "[" + "\n" * 200_000, "zzz" + " " * 200_000])
def test_finding_a_line_is_quick_in_a_hostile_file(text: str):
    content = f"select = ['''\n{text}''']\n[links]\nzzz = 1\n"
    began = time.process_time()
    with pytest.raises(UsageError, match=r"^kzcheck.toml:\d+: unknown setting"):
        load(content, {})

    assert time.process_time() - began < 2.0


def write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_the_nearest_settings_up_to_the_top_of_the_repository_apply(tmp_path: Path):
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    paper = tmp_path / "repository" / "papers" / "rivers"
    paper.mkdir(parents=True)
    write(tmp_path / "kzcheck.toml", 'select = ["ID"]')
    assert configuration.load(paper, {}).settings.select == ("ALL",)

    write(tmp_path / "repository" / "kzcheck.toml", 'select = ["REF"]')
    assert configuration.load(paper, {}).settings.select == ("REF",)

    write(paper.parent / "pyproject.toml", '[project]\nname = "x"\n')
    assert configuration.load(paper, {}).settings.select == ("REF",)

    write(paper.parent / "pyproject.toml", '[tool.kzcheck]\nselect = ["CITE"]\n')
    assert configuration.load(paper / "refs.bib", {}).settings.select == ("CITE",)

    write(paper / "kzcheck.toml", 'select = ["LINK"]')
    assert configuration.load(paper, {}).settings.select == ("LINK",)


def test_a_mistake_in_pyproject_is_reported_with_its_file_and_line(tmp_path: Path):
    text = '[tool.other]\nselect = 1\n\n[tool.kzcheck]\nselekt = ["REF"]\n'
    write(tmp_path / "pyproject.toml", text)

    with pytest.raises(UsageError, match=r'^pyproject.toml:5: unknown setting "selekt"; did you mean "select"\?$'):
        configuration.load(tmp_path, {})

    write(
        tmp_path / "pyproject.toml",
        '[tool.kzcheck]\ncontact = "a@example.org"\n[[tool.kzcheck.ignore]]\ncode = "REF"\nreason = "x"\n',
    )
    loaded = configuration.load(tmp_path, {})
    assert loaded.layers[1].refused == (("contact", 2),)
    assert layers.ignore_lines(loaded.layers[1].text, 1) == [3]


def test_a_file_that_is_chosen_takes_the_place_of_the_articles_and_is_the_users_own(tmp_path: Path):
    paper = tmp_path / "paper"
    write(paper / "kzcheck.toml", 'select = ["REF"]')
    mine = write(
        tmp_path / "mine.toml",
        'select = ["ID"]\ncontact = "me@example.org"\n[services.crossref]\nurl = "https://api.example.org"\n',
    )
    environment = {"KZCHECK_SERVICES_CROSSREF_KEY": "secret"}

    settings = configuration.load(paper, environment, config=mine).settings

    assert (settings.select, settings.contact) == (("ID",), "me@example.org")
    assert settings.services["crossref"].key == "secret"


def test_a_file_in_the_articles_folder_says_no_more_for_being_chosen(tmp_path: Path):
    theirs = write(tmp_path / "paper" / "other.toml", 'select = ["ID"]\ncontact = "me@example.org"\n')
    settings = configuration.load(tmp_path / "paper", {}, config=theirs).settings

    assert (settings.select, settings.contact) == (("ID",), "")
    with pytest.raises(UsageError, match=r"^--config .*missing.toml: there is no such file$"):
        configuration.load(tmp_path / "paper", {}, config=tmp_path / "missing.toml")
