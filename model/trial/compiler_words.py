"""What the compiler does not take, in plain words, with what to write instead: its commonest messages, which name types and no fix."""

import re
from typing import NamedTuple

COMMONEST = (
    (r"Function\(<class 'float'>\).*>>> float\(bool\)", "float(…) cannot take a comparison; write 1.0 if … else 0.0", "float"),
    (
        r"Cannot unify .* for '(?P<name>\w+)",
        "{name} is a number on one path and something else on another; let it be a number on each",
        "{name}",
    ),
    (r"<built-in function (?P<name>and|or|xor)_>\)", "& and | are for whole numbers; between conditions write and, or", "{name}"),
    (r">>> getitem\(\w*Tuple\(.*float64\)", "a place in a tuple is a whole number; write int(…) around it", "["),
    (r"imprecise type: (?P<name>list|dict|set)", "lists that begin empty are of no kind; keep numbers, and add them up in a for loop", ""),
    (r"use of yield|generator", "a for within brackets is more than it takes; write the loop out, line by line", "for"),
)
"""Patterns of the compiler's messages, each with what is wrong and what would be right, and what of the line it is about."""
SIGNS = {"and": "&", "or": "|", "xor": "^"}
"""How the compiler's names of operations are written."""


class Meant(NamedTuple):
    """What a message of the compiler means: in words, and the piece of the line that it is about, where that is known."""

    words: str = ""
    piece: str = ""


def meant(message: str) -> Meant:
    """What a message of the compiler means, and what to write instead; nothing where it is none of the commonest."""
    for pattern, words, piece in COMMONEST:
        if found := re.search(pattern, message, re.DOTALL):
            named = found.groupdict()
            about = piece.format(**named)
            return Meant(words.format(**named), SIGNS.get(about, about))
    return Meant()


def line_in(error: Exception, file: str) -> int | None:
    """The innermost line of a file that an error of the compiler names; None where it names none of them."""
    named = re.search(rf"{re.escape(file)} \((\d+)\)", str(error))
    place = getattr(error, "loc", None)
    if named:
        return int(named[1])
    return place.line if place and place.filename == file else None


def without_place(line: str) -> str:
    """A line of a message without the place that it ends with, and the full stop before that."""
    return re.sub(r" Raised from .+ \(\d+\)$", "", line).rstrip(".")
