"""What stands in a rule that Python and the compiled engine do not answer alike, read off its code, each with its line."""

from collections.abc import Iterator
from types import FunctionType
from typing import Any, NamedTuple

from model.errors import Kind
from model.rule_files.steps import Step, steps

NUMBERS = (int, float, bool)
"""The types of number that are the same on both engines; a type made of one of these may count otherwise."""
FAR = 2**63
"""From here on a whole number has no room in the 64 bits that the compiled engine gives it."""
TRY = "catches errors{}; compiled, none is raised (1.0 / 0.0 is infinite there): instead of try ask before it fails, as in if x > 0.0."
IS = "uses is{}, which asks whether two are one object; compiled, it asks whether they are equal: write == or !=."
INVERT = "uses ~{}, which is not in Python what not is (~True is -2, and counts as true); write not."
SHIFT = "uses {}{}; whole numbers beyond 64 bits are others when compiled: write * 2.0, or / 2.0."


class Unlike(NamedTuple):
    """Something that the engines answer otherwise: its line, what is wrong with it, as it is written, and of which kind it is.

    What is wrong has a gap for the function in which it stands.
    """

    line: int
    says: str
    piece: str
    kind: Kind = Kind.STRANGE


def unlike(f: FunctionType) -> Iterator[Unlike]:
    """What of a function, and of those inside it, the two engines would answer otherwise, the first of each kind."""
    met, every = set(), steps(f.__code__)
    for i, step in enumerate(every):
        found = judged(every[i - 1] if i else step, step)
        if found and found.says not in met:
            met.add(found.says)
            line = next((near.line for near in every[i:] if near.line), f.__code__.co_firstlineno)  # where errors are caught says none
            yield found._replace(line=line)


def judged(before: Step, step: Step) -> Unlike | None:
    """What is wrong with a step, given the one before it; None where both engines do the same."""
    if step.name in ("PUSH_EXC_INFO", "SETUP_FINALLY"):
        return Unlike(step.line, TRY, "except", Kind.OTHER)
    if step.name == "IS_OP" and not (before.name == "LOAD_CONST" and before.of is None):
        return Unlike(step.line, IS, "is")
    if step.name == "UNARY_INVERT":
        return Unlike(step.line, INVERT, "~")
    if step.name == "BINARY_OP" and step.words.rstrip("=") in ("<<", ">>"):
        return Unlike(step.line, SHIFT.format(step.words, "{}"), step.words)
    return None


def odd(value: Any) -> str:
    """What is wrong with a number that a rule uses; nothing where it is the same on both engines, or no number."""
    if not isinstance(value, int | float) or type(value) is float:
        return ""
    if type(value) not in NUMBERS:
        return f"a {type(value).__name__}, which may count otherwise; write float(…) around it"
    return "" if -FAR <= value < FAR else "beyond 64 bits; write it with a point, as in 1e19"
