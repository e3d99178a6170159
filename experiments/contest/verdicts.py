"""Verdicts: what becomes of a finding under a theory, as far as the clinics that were lived can tell."""

from math import isfinite

import pandas as pd

from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import Score
from experiments.evidence.themes import themes

HIT, MISS, UNSURE = "hit", "miss", "unsure"


def mark(score: Score) -> str:
    """Hit, where the whole interval over seeds lies in the published range; miss, where all of it lies outside; unsure, where it straddles.

    What cannot be computed under a theory, since nothing varies, is a miss. A scorecard asks for less, the mean in the range: here two
    theories are told apart, whose clinics share their luck, and an end of a range must not tell them by chance.
    """
    if not isfinite(score.value) or score.high < score.target.low or score.low > score.target.high:
        return MISS
    return HIT if score.target.low <= score.low and score.high <= score.target.high else UNSURE


def marks(found: Found) -> pd.DataFrame:
    """What became of every finding under every theory: findings by theories."""
    return pd.DataFrame({name: {s.finding: mark(s) for s in of} for name, of in found.items()})


def theme_of(finding: str) -> str:
    """The name of the theme that a finding belongs to."""
    return next(name for name, theme in themes().items() if finding in theme.findings)
