"""Settings: what is read, from where, and what is said of what is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from kzcheck.errors import UsageError
from kzcheck.settings import load

WHOLE = """
contact = "editor@example.org"
select = ["REF", "ATTR601"]
[severity]
LINK501 = "warning"
[style]
citations = "numeric-order"
references = "gost-7.0.5"
[[ignore]]
code = "WORK401"
reference = "22"
reason = "seen on paper"
until = 2027-01-01
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
"""

TWO_SERVICES = "[services.crossref]\nrate = 3\n[services.doi]\n"
IGNORES = "[[ignore]]\ncode = 'REF'\nreason = 'x'\n[[ignore]]\ncode = 'REF'\nreason = 'x'\n"


def test_every_documented_setting_is_read():
    settings = load(WHOLE, {})

    assert settings.select == ("REF", "ATTR601")
    assert settings.style.references == "gost-7.0.5"
    assert settings.ignore[0].until == date(2027, 1, 1)
    assert settings.services["crossref"].rate == 10
    assert settings.links.per_host == 2
    assert settings.links.hosts["example.org"].accept == (403,)


def test_the_environment_is_stronger_than_the_file():
    settings = load(
        WHOLE,
        {
            "KZCHECK_CONTACT": "ci@example.org",
            "KZCHECK_SERVICES_SEMANTIC_SCHOLAR_KEY": "k",
            "KZCHECK_LINKS_PER_HOST": "7",
            "KZCHECK_STYLE_REFERENCES": "apa7",
        },
    )

    assert settings.contact == "ci@example.org"
    assert settings.services["semantic-scholar"].key == "k"
    assert settings.links.per_host == 7
    assert settings.style.references == "apa7"
    assert settings.style.citations == "numeric-order"


def test_no_file_means_defaults():
    assert load("", {}).select == ("ALL",)


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
def test_what_is_wrong_is_said_with_its_line(text: str, said: str):
    with pytest.raises(UsageError) as caught:
        load(text, {"KZCHECK_LINKS_PER_HOST": "3"} if text == "links = 3" else {})

    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("KZCHECK_LINKS_PER_HOST", "many"), ("KZCHECK_SERVICES_CROSSREF_RATE", "fast"), ("KZCHECK_STYLE_CITATIONS", "gost")],
)
def test_a_variable_that_is_wrong_is_named(variable: str, value: str):
    with pytest.raises(UsageError) as caught:
        load("", {variable: value})

    assert str(caught.value).startswith(f"{variable}: expected ")


def test_a_file_that_is_no_settings_at_all_is_not_listed_to_its_end():
    with pytest.raises(UsageError) as caught:
        load("".join(f"key{number} = 1\n" for number in range(500)), {})

    assert str(caught.value).endswith("\nkzcheck.toml: and 480 more")


def test_all_unknown_settings_are_listed_at_once():
    with pytest.raises(UsageError) as caught:
        load("contakt = 'x'\nselekt = []\n", {})

    assert len(str(caught.value).split("\n")) == 2
