from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzcheck.web.failures import LateError
from kzcheck.web.guard import Guard, InternalAddressError
from kzcheck.web.internal import Allowance, allowances, is_internal
from lab import Answer, Lab

if TYPE_CHECKING:
    from collections.abc import Callable
    from ipaddress import IPv4Address, IPv6Address

    from kzcheck.web.guard import Found

    LookUp = Callable[[str, int], list[Found]]

LOOPBACK = """127.0.0.1 127.1 127.255.255.254 2130706433 0x7f000001 0x7f.1 017700000001 0177.0.0.1 0.0.0.0 0 localhost LOCALHOST
localhost. ::1 0:0:0:0:0:0:0:1 :: ::ffff:127.0.0.1 ::ffff:7f00:1 ::127.0.0.1 64:ff9b::7f00:1""".split()

INTERNAL = """10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.100.100.200 169.254.169.254 168.63.129.16 192.0.0.192
192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 0.1.2.3 192.88.99.1
fe80::1 fe80::1%1 fec0::1 fc00::1 fd00:ec2::254 ff02::1 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:808:808:: 3fff::1 5f00::1
::ffff:8.8.8.8 ::ffff:0:127.0.0.1 64:ff9b::a00:1 64:ff9b::169.254.169.254 64:ff9b:1::808:808""".split()

PUBLIC = """8.8.8.8 1.1.1.1 100.63.255.255 100.128.0.0 172.32.0.1 192.0.1.1 198.20.0.1 223.255.255.254 2606:4700::1111 2a00:1450::1
2001:4860:4860::8888 64:ff9b::8.8.8.8""".split()


INNER_NAMES = "localhost wiki wiki.internal Wiki.Internal. a.localhost printer.local nas.home.arpa".split()


def row(host: str, port: int) -> tuple[object, ...]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]


@pytest.fixture
def lab():
    with Lab(lambda _: Answer()) as lab:
        yield lab


def port(lab: Lab) -> int:
    return int(lab.servers[0].rpartition(":")[2])


@pytest.mark.parametrize("address", INTERNAL)
def test_addresses_without_public_servers_are_internal(address: str):
    assert is_internal(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_public_servers_are_not_internal(address: str):
    assert not is_internal(address)


@settings(max_examples=200)
@given(st.ip_addresses())
def test_addresses_that_python_calls_not_global_are_internal(address: IPv4Address | IPv6Address):
    if not address.is_global and not str(address).startswith("64:ff9b::"):
        assert is_internal(str(address))


@pytest.mark.parametrize("spelling", LOOPBACK)
def test_addresses_of_this_machine_are_refused_in_every_spelling(lab: Lab, spelling: str):
    with pytest.raises((InternalAddressError, socket.gaierror)):
        Guard().connect(spelling, port(lab), 1)

    assert not lab.connections


def unknown(_: str, _port: int) -> list[Found]:
    raise socket.gaierror(socket.EAI_NONAME, "no such host")


def inside(_: str, port: int) -> list[Found]:
    return [row("93.184.215.14", port), row("10.0.0.7", port)]


def outside(_: str, port: int) -> list[Found]:
    return [row("93.184.215.14", port)]


@pytest.mark.parametrize("look_up", [unknown, outside])
@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1", "::1", "::ffff:127.0.0.1", *INNER_NAMES])
def test_a_literally_internal_host_is_refused_before_a_proxy_is_asked(host: str, look_up: LookUp):
    with pytest.raises(InternalAddressError):
        Guard((), look_up).refuse_internal(host, 80, 5)


def test_a_name_with_an_internal_address_is_refused_before_a_proxy_is_asked():
    with pytest.raises(InternalAddressError):
        Guard((), inside).refuse_internal("files.example.org", 80, 5)


@pytest.mark.parametrize("look_up", [unknown, outside])
@pytest.mark.parametrize("name", ["api.example.org", "93.184.215.14", "a..b", "localhost.example.org"])
def test_a_proxy_is_asked_for_other_hosts(name: str, look_up: LookUp):
    Guard([Allowance("::1", 80)], look_up).refuse_internal(name, 80, 5)


@pytest.mark.parametrize(
    ("words", "host", "look_up"),
    [
        ("wiki", "wiki", unknown),
        ("wiki.internal:80", "Wiki.internal.", unknown),
        ("localhost", "localhost", unknown),
        ("files.example.org", "files.example.org", inside),
        ("10.0.0.0/8", "files.example.org", inside),
        ("10.0.0.0/8", "files.internal", lambda _, port: [row("10.0.0.7", port)]),
    ],
)
def test_a_proxy_may_be_asked_for_allowed_hosts(words: str, host: str, look_up: LookUp):
    Guard(allowances([words]), look_up).refuse_internal(host, 80, 5)


@pytest.mark.parametrize("look_up", [unknown, inside, outside])
def test_a_proxy_is_asked_for_an_inner_name_only_if_all_its_addresses_are_allowed(look_up: LookUp):
    with pytest.raises(InternalAddressError):
        Guard(allowances(["10.0.0.0/8"]), look_up).refuse_internal("files.internal", 80, 5)


def test_a_name_that_cannot_be_looked_up_quickly_is_left_to_the_proxy():
    asked, release = [], threading.Event()

    def hang(host: str, port: int) -> list[Found]:
        asked.append(host)
        release.wait(20)
        return inside(host, port)

    guard = Guard((), hang)
    start = time.monotonic()
    try:
        with pytest.raises(LateError):
            guard.refuse_internal("files.example.org", 80, 0.1)
        for _ in range(5):
            guard.refuse_internal("api.example.org", 80, 15)
    finally:
        release.set()

    assert time.monotonic() - start < 4
    assert asked == ["files.example.org", "api.example.org"]


@pytest.mark.parametrize(
    ("words", "host", "port", "expected"),
    [
        ("10.0.0.0/8", "10.0.0.7", 80, True),
        ("127.0.0.1", "2130706433", 80, True),
        ("10.0.0.0/8", "192.168.0.7", 80, False),
        ("10.0.0.0/8:443", "10.0.0.7", 80, False),
        ("wiki.corp", "Wiki.corp.", 80, True),
        ("wiki.corp:443", "wiki.corp", 80, False),
        ("wiki.corp", "files.corp", 80, False),
        ("wiki.corp", "10.0.0.7", 80, False),
        ("10.0.0.0/8", "files.corp", 80, True),
    ],
)
def test_allowed_hosts_are_recognised_without_a_look_up(words: str, host: str, port: int, expected: bool):
    assert Guard(allowances([words])).may_allow(host, port) is expected


def test_one_internal_address_among_public_ones_is_enough_to_refuse_a_host(lab: Lab):
    guard = Guard((), lambda _, port: [row("93.184.215.14", port), row("127.0.0.1", port)])

    with pytest.raises(InternalAddressError):
        guard.connect("api.example.org", port(lab), 1)

    assert not lab.connections


def test_a_name_is_looked_up_once_and_only_checked_addresses_are_connected_to(lab: Lab):
    asked = []
    guard = Guard([Allowance("api.example.org", port(lab))], lambda host, port: asked.append(host) or [row("127.0.0.1", port)])

    guard.connect("API.example.org", port(lab), 1).close()

    assert asked == ["API.example.org"]


def test_an_allowance_applies_to_its_own_name_and_port_only(lab: Lab):
    guard = Guard([Allowance("127.0.0.1", port(lab))])

    guard.connect("127.0.0.1", port(lab), 1).close()
    with pytest.raises(InternalAddressError):
        guard.connect("127.0.0.1", port(lab) + 1, 1)
    with pytest.raises(InternalAddressError):
        guard.connect("localhost", port(lab), 1)


def test_the_next_address_is_tried_if_one_refuses_the_connection(lab: Lab):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = closed.getsockname()[1]
    guard = Guard([Allowance("api.example.org", 80)], lambda *_: [row("127.0.0.1", nobody), row("127.0.0.1", port(lab))])

    with guard.connect("api.example.org", 80, 1) as connection:
        assert connection.getpeername()[1] == port(lab)


def test_an_unresponsive_address_leaves_time_for_the_others(lab: Lab):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        waiting = [socket.socket() for _ in range(4)]
        for connection in waiting:
            connection.settimeout(0)
            connection.connect_ex(full.getsockname())
        guard = Guard([Allowance("api.example.org", 80)], lambda *_: [row(*full.getsockname()), row("127.0.0.1", port(lab))])

        with guard.connect("api.example.org", 80, 0.4) as connection:
            assert connection.getpeername()[1] == port(lab)
            assert connection.gettimeout() > 0.1
        for connection in waiting:
            connection.close()


def test_a_look_up_without_an_answer_ends_in_time():
    guard = Guard((), lambda *_: time.sleep(0.6) or [])
    start = time.monotonic()

    with pytest.raises(TimeoutError):
        guard.connect("api.example.org", 80, 0.05)

    assert time.monotonic() - start < 0.4


def test_a_host_without_addresses_is_an_error():
    with pytest.raises(OSError, match="no address"):
        Guard((), lambda *_: []).connect("api.example.org", 80, 1)
