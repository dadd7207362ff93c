"""Exceptions for internal addresses: their forms, and what they allow."""

from __future__ import annotations

import socket
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.errors import UsageError
from kzcheck.web.guard import Guard, InternalAddressError
from kzcheck.web.internal import Allowance, allowances
from lab import Answer, Lab

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("word", "target", "port"),
    [
        ("intranet", "intranet", None),
        ("Wiki.Example.ORG.", "wiki.example.org", None),
        ("wiki_1.example.org:8080", "wiki_1.example.org", 8080),
        ("bücher.example", "xn--bcher-kva.example", None),
        ("xn--bcher-kva.example", "xn--bcher-kva.example", None),
        (" 10.0.0.5 ", IPv4Network("10.0.0.5/32"), None),
        ("10.0.0.5:80", IPv4Network("10.0.0.5/32"), 80),
        ("10.0.0.0/8", IPv4Network("10.0.0.0/8"), None),
        ("10.0.0.0/8:443", IPv4Network("10.0.0.0/8"), 443),
        ("fd00::1", IPv6Network("fd00::1/128"), None),
        ("[fd00::1]", IPv6Network("fd00::1/128"), None),
        ("[FD00::1]:8080", IPv6Network("fd00::1/128"), 8080),
        ("fd00::/8", IPv6Network("fd00::/8"), None),
        ("[fd00::/8]:65535", IPv6Network("fd00::/8"), 65535),
    ],
)
def test_names_addresses_and_networks_can_be_allowed(word: str, target: object, port: int | None):
    assert allowances([word]) == (Allowance(target, port),)


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("", "not a host name, an address or a network"),
        ("http://intranet/", "a URL cannot be allowed: write its host name alone"),
        ("*.example.org", "not a host name"),
        ("a b", "not a host name"),
        ("a..b", "not a host name"),
        ("x" * 64, "not a host name"),
        ("[fd00::1", "not a host name"),
        ("[fd00::1]x", "not a host name"),
        ("fd00::1::2", "not a host name"),
        ("127.1", "write all four numbers"),
        ("2130706433", "write all four numbers"),
        ("0x7f.0.0.1", "write all four numbers"),
        ("10.0.0.256", "write all four numbers"),
        ("10.1.2.3/8", "did you mean 10.0.0.0/8?"),
        ("10.0.0.0/33", "write it as 10.0.0.0/8"),
        ("intranet/24", "write it as 10.0.0.0/8"),
        ("intranet:", "'' is not a port"),
        ("intranet:http", "'http' is not a port"),
        ("intranet:0", "'0' is not a port"),
        ("intranet:65536", "'65536' is not a port"),
        ("intranet:\u0661", "is not a port"),
    ],
)
def test_an_invalid_entry_is_reported(word: str, words: str):
    with pytest.raises(UsageError) as raised:
        allowances([word])

    assert str(raised.value).startswith(repr(word))
    assert words in str(raised.value)


@settings(max_examples=100)
@given(st.text("a1.:/[]-_%é ", max_size=20))
def test_no_other_error_is_raised(word: str):
    with suppress(UsageError):
        allowances([word])


@pytest.fixture
def lab() -> Iterator[Lab]:
    with Lab(lambda _: Answer()) as lab:
        yield lab


def passes(lab: Lab, allowed: str, host: str, *addresses: str) -> bool:
    """Return whether a guard with this allowance connects to a host with these addresses."""
    port = int(lab.servers[0].rpartition(":")[2])
    rows = [socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0] for address in addresses]
    guard = Guard(allowances([allowed.replace("PORT", str(port))]), lambda *_: rows)
    try:
        guard.connect(host, port, 1).close()
    except InternalAddressError:
        return False
    return True


@pytest.mark.parametrize("allowed", ["wiki.example.org", "wiki.example.org:PORT", "127.0.0.1", "127.0.0.1:PORT", "127.0.0.0/8"])
@pytest.mark.parametrize("host", ["wiki.example.org", "WIKI.example.org."])
def test_an_allowed_name_or_network_is_accepted(lab: Lab, allowed: str, host: str):
    assert passes(lab, allowed, host, "127.0.0.1")


def test_an_allowed_name_is_accepted_whatever_its_addresses(lab: Lab):
    assert passes(lab, "wiki.example.org", "wiki.example.org", "127.0.0.1", "10.0.0.1")


@pytest.mark.parametrize("allowed", ["other.example.org", "wiki.example.org:1", "127.0.0.1:1", "127.0.0.2", "10.0.0.0/8", "::1"])
def test_other_internal_hosts_are_refused(lab: Lab, allowed: str):
    assert not passes(lab, allowed, "wiki.example.org", "127.0.0.1")


def test_a_name_is_accepted_only_if_every_internal_address_is_in_an_allowed_network(lab: Lab):
    assert not passes(lab, "127.0.0.0/8", "wiki.example.org", "127.0.0.1", "169.254.169.254")
    assert passes(lab, "127.0.0.0/8", "wiki.example.org", "127.0.0.1", "127.0.0.2", "93.184.215.14")
    assert not lab.calls
