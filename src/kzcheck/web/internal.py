"""Which addresses are internal, and which of them the user lets pass: hosts by name, addresses and networks, perhaps with one port.

Internal are the addresses of this machine, of networks around it, and of no network at all: they are nobody's business.
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
            "100.64.0.0/10",  # behind a carrier's NAT; 100.100.100.200 tells Alibaba's machines their secrets
            "127.0.0.0/8",
            "168.63.129.16/32",  # Azure's own server beside each of its machines
            "169.254.0.0/16",  # link-local; 169.254.169.254 tells a cloud's machines their secrets
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
    """One place that may be internal: a host by its name, whatever its addresses, or a network, whatever leads there.

    A name is in lower case, as it is asked for on the wire, without brackets or a dot at its end. `port` narrows it to one.
    """

    what: str | IPv4Network | IPv6Network
    port: int | None = None


def allowances(words: Iterable[str]) -> tuple[Allowance, ...]:
    """Return what is meant by `NAME`, `ADDRESS` or `CIDR`, each perhaps with `:PORT`; IPv6 needs brackets before a port.

    Raises:
        UsageError: one of them is none of these.
    """
    return tuple(_allowance(word.strip()) for word in words)


def is_internal(address: str) -> bool:
    """Return whether an address, as the system writes it, is one that no public web server has.

    The networks are those that IANA's two registries of special-purpose addresses call not globally reachable, multicast, and
    what leads to IPv4 by another way; of IPv6 only what IANA gives out is open. They are a list of our own because the standard
    library's differs from one Python to the next. An address of NAT64 is judged by the IPv4 address in it: where a network has
    no IPv4, all of IPv4 is reached so.
    """
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return any(ip in network for network in CLOSED_4)
    if ip in NAT64:
        return is_internal(str(IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip not in OPEN_6 or any(ip in network for network in CLOSED_6)


def _allowance(word: str) -> Allowance:
    if "://" in word:
        raise UsageError(f"{word!r}: a name, an address or a network can be allowed, not a URL: write its host alone")
    parts = PARTS.fullmatch(word)
    if not parts:
        raise UsageError(f"{word!r}: neither a name, nor an address, nor a network")
    what = next(part for part in parts.group("bracketed", "bare", "colons") if part is not None)
    port = next((part for part in parts.group("its_port", "port") if part is not None), None)
    return Allowance(_what(word, what.lower()), None if port is None else _port(word, port))


def _what(word: str, text: str) -> str | IPv4Network | IPv6Network:
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
        raise UsageError(f"{word!r}: neither a name, nor an address, nor a network")
    if NUMBER.fullmatch(name.rpartition(".")[2]):
        raise UsageError(f"{word!r}: not an address: write all four numbers, as in 10.0.0.5")
    return name


def _network(word: str, text: str) -> IPv4Network | IPv6Network:
    try:
        meant = ip_network(text, strict=False)
    except ValueError:
        raise UsageError(f"{word!r}: not a network: write it as 10.0.0.0/8 or fd00::/8") from None
    if str(meant.network_address) != str(ip_address(text.partition("/")[0])):
        raise UsageError(f"{word!r}: not a network: did you mean {meant}?")
    return meant


def _port(word: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < len("100000") and 0 < int(text) <= LAST_PORT):
        raise UsageError(f"{word!r}: {text!r} is not a port: write a number from 1 to {LAST_PORT}")
    return int(text)
