"""Under which addresses others in the network can open the pages: what a lecturer writes on the board."""

import os
import socket
from contextlib import suppress

SERVED = "DYADS_SERVED"
"""Environment variable that says where the pages are served, as host:port; whoever begins to serve them sets it (`serve`)."""
EVERYBODY = ("0.0.0.0", "::", "")
"""Hosts that mean: whoever reaches this machine."""
SOMEWHERE = ("192.0.2.1", "10.255.255.254", "172.31.255.254", "192.168.255.254")
"""One address beyond, and one in each range of networks of a house; nothing is ever sent there."""


def serve(host: str, port: int) -> tuple[str, ...]:
    """Keep where the pages are served, for whoever asks later (`here`), and give the addresses under which others can open them."""
    os.environ[SERVED] = f"{host}:{port}"
    return here()


def here() -> tuple[str, ...]:
    """The addresses under which others can open these pages; none where only this machine can, or where nobody said."""
    host, _, port = os.environ.get(SERVED, "").rpartition(":")
    return addresses(host, int(port)) if port.isdecimal() else ()


def addresses(host: str, port: int) -> tuple[str, ...]:
    """The addresses under which others can open pages that are served at a host and a port; none for this machine alone."""
    if host in EVERYBODY:
        return tuple(f"http://{own}:{port}" for own in of_this_machine())
    return () if is_own(host) else (f"http://{f'[{host}]' if ':' in host else host}:{port}",)


def is_own(host: str) -> bool:
    """Whether a host is this machine as only it can name itself."""
    return host == "localhost" or host == "::1" or host.startswith("127.")


def of_this_machine() -> tuple[str, ...]:
    """The addresses from which this machine would speak to others, the usual one first; none without a network."""
    found = dict.fromkeys(own for beyond in SOMEWHERE if (own := speaking_to(beyond)))
    return tuple(own for own in found if not is_own(own))


def speaking_to(beyond: str) -> str:
    """From which of its addresses this machine would speak to another; nothing is sent; empty where there is no way."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect((beyond, 9))
        return str(way.getsockname()[0])
    return ""
