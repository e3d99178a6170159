"""A line between a browser and a server that can be cut, and mended."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Line:
    """Hands on to a port on this machine whatever comes to its own, until it is cut."""

    def __init__(self, to: int):
        self.to, self.whole = to, True
        self.ends: list[socket.socket] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.answer, daemon=True).start()

    def answer(self) -> None:
        """Take calls; while the line is cut, hang up at once."""
        while True:
            try:
                caller, _ = self.door.accept()
            except OSError:
                return
            if not self.whole:
                caller.close()
                continue
            called = socket.create_connection(("127.0.0.1", self.to))
            self.ends += [caller, called]
            for one, other in ((caller, called), (called, caller)):
                threading.Thread(target=carry, args=(one, other), daemon=True).start()

    def cut(self) -> None:
        """Every connection breaks, and nobody gets through."""
        self.whole = False
        for end in self.ends:
            hang_up(end)
        self.ends.clear()

    def mend(self) -> None:
        """Whoever calls gets through again."""
        self.whole = True


def carry(one: socket.socket, other: socket.socket) -> None:
    """Hand on what one says, until it says no more."""
    try:
        while said := one.recv(65_536):
            other.sendall(said)
    except OSError:
        pass
    hang_up(one)
    hang_up(other)


def hang_up(end: socket.socket) -> None:
    """Close, whatever state it is in."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def line(to: str) -> Iterator[Line]:
    """A line to the server at this address."""
    found = Line(int(to.rsplit(":", 1)[1]))
    try:
        yield found
    finally:
        found.cut()
        found.door.close()
