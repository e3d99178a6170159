"""Where theories part: on which findings, by how much, and how sure that is.

A verdict asks whether a theory agrees with what was published; a difference asks whether two theories say different things. All live
under the same luck, so that the difference is taken clinic by clinic, and most of the luck drops out of it. A finding parts two theories
where one surely shows it and the other surely misses it; their difference is then always sure, too. Yet the end of a published range may
run between two theories that say nearly the same. So a parting is clear only where even the smallest difference within the interval is
one that the published study could tell, were one of the two exactly right: from the published value to the end of its range.

The intervals are of one finding and two theories each; nothing is taken off for how many there are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import pandas as pd
from scipy.special import stdtrit

from experiments.contest.living import Held, findings
from experiments.contest.verdicts import HIT, MISS, UNSURE, mark, marks, theme_of
from experiments.counting.intervals import jackknifed
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import Score
from experiments.evidence.targets import Target

CLEARLY, BARELY, OPEN = "clearly", "barely", "open"
"""How far a finding parts two theories; open, where they clearly differ and it is unsure whether one of them shows it."""
TOLD_APART = (
    "A finding parts two theories that one shows and the other misses. How far is their difference over clinics with the same luck, "
    "with its 95 % interval by jackknife. They part clearly where all of that interval is more than lies between the published value and "
    "the end of its range, the least that the published study could tell; barely where it is not, so that it is the end of the range "
    "that parts them; and open is what clearly differs where one verdict is unsure. The intervals are of one finding and two theories "
    "each: of many, some are wrong by chance."
)
"""How verdicts and differences go together, in words."""


class Difference(NamedTuple):
    """One theory's value less another's, and its 95 % interval; NaN where one of them cannot be computed."""

    value: float
    low: float
    high: float

    @property
    def least(self) -> float:
        """The smallest size that the interval leaves, 0 if it may be none."""
        return min(abs(self.low), abs(self.high)) if self.low * self.high > 0.0 else 0.0

    @property
    def reversed(self) -> "Difference":
        """The other's value less the one's."""
        return Difference(-self.value, -self.high, -self.low)

    def __str__(self) -> str:
        """The difference and its interval, in figures."""
        return f"{self.value:+.2g} [{self.low:.2g}, {self.high:.2g}]"


class Parting(NamedTuple):
    """A finding, two theories that it parts or may part, and by how much that which `shows` it is above that which `misses` it.

    `told` is the least difference that the published study could tell; where the parting is open, `unsure` names whose verdict is.
    """

    finding: str
    says: str
    theme: str
    counted: bool
    shows: str
    misses: str
    unsure: str
    difference: float
    low: float
    high: float
    told: float
    parted: str

    @property
    def by(self) -> Difference:
        """How far they are apart."""
        return Difference(self.difference, self.low, self.high)

    @property
    def clearness(self) -> float:
        """The smallest difference that the interval leaves, in units of what the published study could tell."""
        return self.by.least / self.told


def difference(one: Score, other: Score) -> Difference:
    """How far one theory's value is above another's on a finding, by jackknife over the clinics whose luck they share.

    TypeError where the scores are not kept clinic by clinic. Source: Tukey (1958); t with clinics - 1 degrees of freedom.
    """
    if not (isinstance(one, Held) and isinstance(other, Held)):
        raise TypeError(f"{one.finding}: scores without their clinics cannot be paired; live the theories with experiments.contest.living")
    apart = one.without - other.without
    value, reach = one.value - other.value, float(stdtrit(len(apart) - 1, 0.975) * jackknifed(apart))
    return Difference(value, value - reach, value + reach)


def told(target: Target) -> float:
    """The least difference that the published study could tell: from its value to the end of its range, the sides being averaged."""
    return sum(target.widths) / 2.0


def parted(marks_of: tuple[str, str], by: Difference, target: Target) -> str:
    """How far a finding parts two theories with these verdicts and this difference; empty where it does not."""
    clear = by.least > told(target)
    if set(marks_of) == {HIT, MISS}:
        return CLEARLY if clear else BARELY
    return OPEN if clear and marks_of.count(UNSURE) == 1 else ""


ORDER: Mapping[str, int] = {HIT: 0, UNSURE: 1, MISS: 2}
"""Who is named first, as nearer to showing a finding."""


def parting(finding: str, one: tuple[str, Score], other: tuple[str, Score]) -> Parting | None:
    """How a finding parts two theories, each given with its name; None where it does not."""
    (shows, near), (misses, far) = sorted((one, other), key=lambda named: ORDER[mark(named[1])])
    target, seen, by = near.target, (mark(near), mark(far)), difference(near, far)
    how = parted(seen, by, target)
    unsure = dict(zip(seen, (shows, misses), strict=True)).get(UNSURE, "")
    return Parting(finding, target.says, theme_of(finding), target.counted, shows, misses, unsure, *by, told(target), how) if how else None


def partings(found: Found, names: Sequence[str]) -> list[Parting]:
    """All that parts any two of these theories: first what parts them clearly, then barely, then what is open; the clearest first."""
    of = {name: {score.finding: score for score in found[name]} for name in names}
    every = [parting(f, (a, of[a][f]), (b, of[b][f])) for a, b in combinations(names, 2) for f in findings()]
    return sorted(filter(None, every), key=lambda p: ((CLEARLY, BARELY, OPEN).index(p.parted), -p.clearness))


class Part(NamedTuple):
    """A finding on which theories part: who shows it, who misses it, and the two of them that are least far apart."""

    finding: str
    says: str
    theme: str
    show: tuple[str, ...]
    miss: tuple[str, ...]
    nearest: Parting

    @property
    def evenness(self) -> int:
        """How many stand on the smaller side."""
        return min(len(self.show), len(self.miss))


def separating(found: Found, names: Sequence[str]) -> list[Part]:
    """The findings on which these theories part: first those that part all clearly, and of these those that part them most evenly."""
    seen, pairs, parts = marks(found), partings(found, names), []
    for finding, target in findings().items():
        show, miss = (tuple(n for n in names if seen.loc[finding, n] == what) for what in (HIT, MISS))
        if show and miss:
            nearest = min((p for p in pairs if p.finding == finding and p.parted != OPEN), key=lambda p: p.clearness)
            parts.append(Part(finding, target.says, theme_of(finding), show, miss, nearest))
    return sorted(parts, key=lambda part: (part.nearest.parted != CLEARLY, -part.evenness))


def apart(found: Found, names: Sequence[str], parted: Sequence[str] = (CLEARLY, BARELY)) -> pd.DataFrame:
    """On how many findings each two theories part, so far: theories by theories."""
    counts = Counter(frozenset((p.shows, p.misses)) for p in partings(found, names) if p.parted in parted)
    return pd.DataFrame([[counts[frozenset((a, b))] for b in names] for a in names], index=list(names), columns=list(names))


def beside(found: Found, model: str, other: str) -> tuple[list[Parting], list[Parting]]:
    """What the model shows and another misses, and what the other shows and the model misses, the clearest first."""
    pairs = [p for p in partings(found, [model, other]) if p.parted != OPEN]
    return [p for p in pairs if p.shows == model], [p for p in pairs if p.shows == other]
