"""Keys and addresses that cannot be sent are wrong use, reported in one line without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kzcheck.cli.options import Asking
from kzcheck.cli.run import configuration_of
from kzcheck.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

NAME = "KZCHECK_SERVICES_SEMANTIC_SCHOLAR"


@pytest.mark.parametrize("key", ["SECRET\nX-Evil: 1", "SECRET\r\n", "SECRET ключ", " SECRET", "SECRET\u2028", "SECRET\x7f"])
def test_a_key_that_no_header_can_carry_is_wrong_use(monkeypatch: pytest.MonkeyPatch, key: str):
    monkeypatch.setenv(f"{NAME}_KEY", key)
    with pytest.raises(UsageError) as caught:
        configuration_of(None, Asking())

    assert str(caught.value) == f"{NAME}_KEY: contains a character that no key can have; copy it again"


@pytest.mark.parametrize("url", ["ftp://example.org", "http://", "nonsense", "file:///etc/passwd", "http://[::1", "http://x:99999"])
def test_an_address_that_is_not_http_is_wrong_use(monkeypatch: pytest.MonkeyPatch, url: str):
    monkeypatch.setenv(f"{NAME}_URL", url)
    with pytest.raises(UsageError) as caught:
        configuration_of(None, Asking())

    assert str(caught.value) == f"{NAME}_URL: expected a web address, as https://api.example.org"


def test_a_bad_key_in_the_user_s_file_is_reported_by_its_line_alone(mine: Path):
    mine.write_text('[services.openalex]\nkey = "SECRET ключ"\n', "utf-8")
    with pytest.raises(UsageError) as caught:
        configuration_of(None, Asking())

    assert str(caught.value).startswith(f"{mine}:2: ")
    assert "SECRET" not in str(caught.value)


def test_a_key_with_unusual_but_valid_characters_is_accepted(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(f"{NAME}_KEY", "a:b/c+d=={}%")

    assert configuration_of(None, Asking()).settings.services["semantic-scholar"].key == "a:b/c+d=={}%"


@pytest.mark.parametrize(
    ("url", "taken"),
    [
        ("https://api.example.org", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:8080/graph", True),
        ("http://localhost", True),
        ("http://api.example.org", False),
        ("http://127.0.0.1.example.org", False),
        ("http://10.0.0.1", False),
    ],
)
def test_a_key_is_sent_only_over_https_or_to_this_machine(monkeypatch: pytest.MonkeyPatch, url: str, taken: bool):
    monkeypatch.setenv(f"{NAME}_URL", url)
    monkeypatch.setenv(f"{NAME}_KEY", "SECRET")
    if taken:
        assert configuration_of(None, Asking()).settings.services["semantic-scholar"].key == "SECRET"
        return
    with pytest.raises(UsageError) as caught:
        configuration_of(None, Asking())

    assert str(caught.value) == f"{NAME}_URL: a key is sent over https only; change the address, or remove the key"
