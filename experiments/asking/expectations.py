"""What the literature leads one to expect of a number, what it was to the model before, and whether what is found agrees."""

import re
from dataclasses import dataclass
from math import inf, isfinite

from experiments.evidence.targets import Target, patterns, targets

AGREES, DIFFERS, OPEN = "agrees", "differs", "cannot tell at this size"
FITTED = "fitted, so that agreement is no test"
NEVER_FITTED = "never fitted, written down before it was computed"
SEEN = "known beforehand or contested, so that agreement is no test"
BUILT_IN = "put in by a rule, so that agreement is no test"
FOLLOWS = "neither fitted nor put in by a single rule"


CITED = re.compile(r"(?:^|; )([^;()]+?) \((\d{4})\)")
"""Each of the works that a source names: authors and year."""
KNOWN = {**targets(), **patterns()}
"""Every published finding by its key."""


@dataclass(frozen=True)
class Expectation:
    """The range in which a number should lie, by whom, and what of it the model was given.

    `standing` says what an agreement is worth; `finding` is the key of a published finding, if it is one.
    """

    low: float
    high: float
    source: str
    standing: str
    finding: str = ""

    def verdict(self, low: float, high: float) -> str:
        """Whether an interval lies in the range, outside it, or on both sides of an end.

        Where only more, or only less, is expected, the end itself is neither: no effect at all is not the effect that was expected.
        """
        if not (isfinite(low) and isfinite(high)):
            return OPEN
        if self.one_sided:
            low, high, end = (low, high, self.low) if isfinite(self.low) else (-high, -low, -self.high)
            return AGREES if low > end else DIFFERS if high <= end else OPEN
        if self.low <= low and high <= self.high:
            return AGREES
        return DIFFERS if high < self.low or low > self.high else OPEN

    @property
    def one_sided(self) -> bool:
        """Whether only more, or only less, than some value is expected."""
        return isfinite(self.low) != isfinite(self.high)

    @property
    def range(self) -> str:
        """The range in words."""
        if not isfinite(self.high):
            return "above 0" if self.low == 0.0 else f"above {self.low:g}"
        if not isfinite(self.low):
            return "below 0" if self.high == 0.0 else f"below {self.high:g}"
        return f"{self.low:g} to {self.high:g}".replace("-", "−")

    @property
    def short(self) -> str:
        """What an agreement is worth, in few words."""
        return self.standing.partition(",")[0]

    @property
    def by(self) -> str:
        """Who expects it, without where it was published: names and year."""
        return "; ".join(f"{who}, {year}" for who, year in CITED.findall(self.source)) or self.source


def published(finding: str) -> Expectation:
    """The range of a published finding, and what the model knew of it; KeyError when there is none of that name."""
    target = KNOWN[finding]
    return Expectation(target.low, target.high, target.source, standing(finding, target), finding)


def as_large_as(finding: str, of_it: str = BUILT_IN) -> Expectation:
    """The range of a published finding for another number, on the same scale, of which its authors would expect the same size."""
    target = KNOWN[finding]
    return Expectation(target.low, target.high, target.source, of_it)


def standing(finding: str, target: Target) -> str:
    """What an agreement with a published finding is worth."""
    if finding in targets():
        return FITTED if target.counted else SEEN
    words = NEVER_FITTED if target.counted else SEEN
    notes = {
        "its path is built in": target.by_construction,
        "the figure is from memory": target.memory,
        "the range is our own": target.own_range,
    }
    return "; ".join([words, *(note for note, holds in notes.items() if holds)])


THEORY = "theory text"
"""What the article that the model was built from says."""
OWN = "our own reading"
"""What nobody has published or said, and follows from how the model is meant."""


def more(source: str, of_it: str = BUILT_IN, least: float = 0.0) -> Expectation:
    """More than `least` is expected."""
    return Expectation(least, inf, source, of_it)


def less(source: str, of_it: str = BUILT_IN, most: float = 0.0) -> Expectation:
    """Less than `most` is expected."""
    return Expectation(-inf, most, source, of_it)


def alike(within: float, source: str, of_it: str = FOLLOWS) -> Expectation:
    """No difference to speak of is expected: less than `within` either way."""
    return Expectation(-within, within, source, of_it)
