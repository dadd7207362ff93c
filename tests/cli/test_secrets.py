"""Keys and addresses that cannot be sent are wrong use, said in one line that does not hold them."""

from __future__ import annotations

import pytest

from kzcheck.cli.options import Asking
from kzcheck.cli.run import settings_of
from kzcheck.errors import UsageError

NAME = "KZCHECK_SERVICES_SEMANTIC_SCHOLAR"


@pytest.mark.parametrize("key", ["SECRET\nX-Evil: 1", "SECRET\r\n", "SECRET ключ", " SECRET", "SECRET\u2028", "SECRET\x7f"])
def test_a_key_that_no_header_can_carry_is_wrong_use(monkeypatch: pytest.MonkeyPatch, key: str):
    monkeypatch.setenv(f"{NAME}_KEY", key)
    with pytest.raises(UsageError) as caught:
        settings_of("", Asking())

    assert str(caught.value) == f"{NAME}_KEY: holds a character that no key can have; copy it anew"


@pytest.mark.parametrize("url", ["ftp://example.org", "http://", "nonsense", "file:///etc/passwd"])
def test_an_address_that_is_none_of_the_web_is_wrong_use(monkeypatch: pytest.MonkeyPatch, url: str):
    monkeypatch.setenv(f"{NAME}_URL", url)
    with pytest.raises(UsageError) as caught:
        settings_of("", Asking())

    assert str(caught.value) == f"{NAME}_URL: expected a web address, as https://api.example.org"


def test_a_key_in_the_file_is_named_by_its_line_alone():
    with pytest.raises(UsageError) as caught:
        settings_of('[services.openalex]\nkey = "SECRET ключ"\n', Asking())

    assert str(caught.value).startswith("kzcheck.toml:2: ")
    assert "SECRET" not in str(caught.value)


def test_a_key_with_odd_but_lawful_signs_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(f"{NAME}_KEY", "a:b/c+d=={}%")

    assert settings_of("", Asking()).services["semantic-scholar"].key == "a:b/c+d=={}%"
