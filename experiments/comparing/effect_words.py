"""What a rule file does, in words: what differs by more than luck alone would make of it, and for how many."""

from math import isnan

from experiments.comparing.compare import OUTCOMES, Difference
from experiments.comparing.effect import Effect
from experiments.counting.words import number, spread

SHARES = ("dropout", "ruptures_a_session", "repaired", "reliable_improvement", "reliable_deterioration")
"""Outcomes that are told in per cent, and compared in percentage points, on one scale."""


def is_told(d: Difference) -> bool:
    """Whether there is a difference at all to tell of."""
    return not isnan(d.difference)


def is_sure(d: Difference) -> bool:
    """Whether the interval leaves out zero: more than luck alone would make of it."""
    return d.low > 0.0 or d.high < 0.0


def digits(d: Difference) -> int:
    """Digits with which an outcome is told."""
    size = max(abs(d.a), abs(d.b))
    return 1 if size > 10 else 2 if size > 1 else 3


def value(d: Difference, x: float) -> str:
    """An outcome in words."""
    return f"{number(100 * x, 1)} %" if d.outcome in SHARES else number(x, digits(d))


def apart(d: Difference) -> str:
    """A difference in words."""
    return f"{number(100 * d.difference, 1, '+')} points" if d.outcome in SHARES else number(d.difference, digits(d), "+")


def interval(d: Difference) -> str:
    """The interval of a difference in words, or nothing where there is none."""
    if not d.low < d.high:
        return ""
    return spread(100 * d.low, 100 * d.high, 1, "+") if d.outcome in SHARES else spread(d.low, d.high, digits(d), "+")


def in_words(found: Effect) -> str:
    """The effect in a few sentences."""
    if not found.touched:
        return "It changes nobody's life: every dyad lives the same as under the default rules, to the last bit."
    sure = [f"{OUTCOMES[d.outcome][0]}: {value(d, d.a)} → {value(d, d.b)}" for d in found.differences if is_told(d) and is_sure(d)]
    looked_at = f"of {len(found.differences)} outcomes, each at 95 %: one in twenty would stand out by luck alone"
    none = "No outcome differs by more than what chance alone would leave."
    told = f"By more than chance differ ({looked_at}): {'; '.join(sure)}." if sure else none
    return f"{told} Under your rules {found.worse:,} dyads end worse than under the defaults, and {found.better:,} better."
