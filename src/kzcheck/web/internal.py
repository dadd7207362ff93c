"""Decides which addresses are internal, and parses the exceptions that the user allows: host names, addresses and networks.

Internal are the addresses of this machine, of networks around it, and of no network at all.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

CLOSED_4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network, and "any address of this machine"
            "10.0.0.0/8",
            "100.64.0.0/10",  # carrier-grade NAT; 100.100.100.200 gives Alibaba's machines their secrets
            "127.0.0.0/8",
            "168.63.129.16/32",  # Azure's host server for each of its machines
            "169.254.0.0/16",  # link-local; 169.254.169.254 gives cloud machines their secrets
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",  # relays to 6to4
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
OPEN_6 = IPv6Network("2000::/3")
CLOSED_6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # Teredo and other protocols
            "2001:db8::/32",
            "2002::/16",  # 6to4
            "3fff::/20",
        ),
    )
)
NAT64 = IPv6Network("64:ff9b::/96")
LAST_PORT = 65535
NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
PARTS = re.compile(r"\[(?P<bracketed>[^]]*)\](?::(?P<its_port>.*))?|(?P<bare>[^:]*)(?::(?P<port>[^:]*))?|(?P<colons>[^][]*)")


class Allowance(Struct, frozen=True):
    """An exception for internal addresses: a host name, whatever its addresses, or a network, whatever name leads there.

    A name is in lower case, in its form on the wire, without brackets or a final dot. `port` restricts the exception to one port.
    """

    target: str | IPv4Network | IPv6Network
    port: int | None = None


def allowances(words: Iterable[str]) -> tuple[Allowance, ...]:
    """Parse entries of the form `NAME`, `ADDRESS` or `CIDR`, optionally with `:PORT`; IPv6 needs brackets before a port.

    Raises:
        UsageError: an entry has another form.
    """
    return tuple(_allowance(word.strip()) for word in words)


def is_internal(address: str) -> bool:
    """Return whether an address, as written by the system, cannot belong to a public web server.

    Internal are the networks that IANA's two registries of special-purpose addresses call not globally reachable, multicast, and
    tunnels to IPv4; of IPv6, only the range allocated by IANA is public. The list is our own because the standard
    library's differs between versions of Python. A NAT64 address is judged by the IPv4 address in it: in a network without
    IPv4, all of IPv4 is reached this way.
    """
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return any(ip in network for network in CLOSED_4)
    if ip in NAT64:
        return is_internal(str(IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip not in OPEN_6 or any(ip in network for network in CLOSED_6)


def _allowance(word: str) -> Allowance:
    if "://" in word:
        raise UsageError(f"{word!r}: a URL cannot be allowed: write its host name alone")
    parts = PARTS.fullmatch(word)
    if not parts:
        raise UsageError(f"{word!r}: not a host name, an address or a network")
    target = next(part for part in parts.group("bracketed", "bare", "colons") if part is not None)
    port = next((part for part in parts.group("its_port", "port") if part is not None), None)
    return Allowance(_target(word, target.lower()), None if port is None else _port(word, port))


def _target(word: str, text: str) -> str | IPv4Network | IPv6Network:
    if "/" in text:
        return _network(word, text)
    try:
        return ip_network(ip_address(text))
    except ValueError:
        pass
    try:
        name = text.removesuffix(".").encode("idna").decode()
    except UnicodeError:
        name = ""
    if not NAME.fullmatch(name):
        raise UsageError(f"{word!r}: not a host name, an address or a network")
    if NUMBER.fullmatch(name.rpartition(".")[2]):
        raise UsageError(f"{word!r}: not an address: write all four numbers, as in 10.0.0.5")
    return name


def _network(word: str, text: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        raise UsageError(f"{word!r}: not a network: write it as 10.0.0.0/8 or fd00::/8") from None
    if str(network.network_address) != str(ip_address(text.partition("/")[0])):
        raise UsageError(f"{word!r}: not a network: did you mean {network}?")
    return network


def _port(word: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < len("100000") and 0 < int(text) <= LAST_PORT):
        raise UsageError(f"{word!r}: {text!r} is not a port: write a number from 1 to {LAST_PORT}")
    return int(text)
