"""Which addresses of the internet are nobody's business: those of this machine, of networks around it, and of no network at all."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

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
