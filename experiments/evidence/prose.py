"""What is told of the evidence in words, taken from where it is written, so that no page tells it otherwise.

The first look at the further patterns can never be taken again; so its result is the one that is kept here, and not measured.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from experiments.evidence import measures

FIRST_MET, FIRST_COUNTED = 26, 28
"""Patterns that the model met when they were first computed, and how many counted then."""
FIRST_MISSED: Mapping[str, float] = {"P28": 0.04, "P30": -0.21}
"""What it showed then of those that it missed."""


def first_missed() -> str:
    """What was missed at the first look, with the values."""
    return " and ".join(f"{key} ({f'{value:.2f}'.replace('0.', '.')})" for key, value in FIRST_MISSED.items())


@cache
def template() -> str:
    """The page of evidence as it is written, before numbers are filled in."""
    return files("experiments.evidence").joinpath("page.md").read_text("utf-8")


def paragraph(begins: str) -> str:
    """The paragraph of the page that begins so, on one line and without marks; KeyError where there is none."""
    for part in template().split("\n\n"):
        if part.startswith(begins):
            return plain(part)
    raise KeyError(begins)


def points(heading: str) -> list[str]:
    """The points of the list under a heading of the page; KeyError where there is no such heading."""
    _, found, rest = template().partition(f"## {heading}\n")
    if not found:
        raise KeyError(heading)
    return [plain(part) for part in rest.partition("\n## ")[0].strip().removeprefix("- ").split("\n- ")]


@cache
def outcome_words() -> str:
    """What the measures mean by OUT, in the sentence in which they declare it."""
    text = " ".join((measures.__doc__ or "").split())
    return text[text.index("OUT is") :].partition(". ")[0] + "."


def under(heading: str, text: str) -> str:
    """What stands under a heading of a text, as `Expectation: …`, in one line; empty where there is none."""
    found = re.search(rf"^{heading}: (.*?)(?=\n\n|\Z)", text, re.DOTALL | re.MULTILINE)
    return " ".join(found[1].split()) if found else ""


def plain(text: str) -> str:
    """Markdown without its marks, on one line."""
    return " ".join(text.replace("*", "").replace("`", "").split())
