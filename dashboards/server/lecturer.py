"""Who leads a class: whoever opened the pages with the word that the command printed; nobody else may clear a board or see it early.

The address of a visitor would be no proof: behind a proxy everybody comes from this machine. So it is a word, made anew at
every start (or chosen, by the environment variable), which is taken out of the browser's address as soon as it has been read.
"""

import os
import secrets
from collections import OrderedDict
from hmac import compare_digest
from threading import Lock

WORD = "DYADS_LECTURER"
"""Environment variable that holds the word; whoever wants the same one at every start sets it."""
ONE = Lock()
MOST = 50
"""Browsers that lead at most; the one admitted first makes room."""


def word() -> str:
    """The word of this start; made, if nobody chose one."""
    with ONE:
        if not os.environ.get(WORD):
            os.environ[WORD] = secrets.token_hex(6)
        return os.environ[WORD]


def link(where: str) -> str:
    """The address with which a lecturer opens the lessons, for pages that are at `where`."""
    return f"{where}/lessons?word={word()}"


class Lecturers:
    """Which visitors lead, until the server ends."""

    def __init__(self) -> None:
        self._alone = Lock()
        self._known: OrderedDict[str, None] = OrderedDict()

    def admit(self, visitor: str, said: str) -> bool:
        """Whether what a visitor said is the word; whoever said it leads from now on."""
        if not visitor or not compare_digest(said.encode(), word().encode()):
            return False
        with self._alone:
            self._known[visitor] = None
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return True

    def leads(self, visitor: str) -> bool:
        """Whether a visitor leads."""
        with self._alone:
            return visitor in self._known
