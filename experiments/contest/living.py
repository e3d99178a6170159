"""Living a tournament: every theory in the same clinics, and scores that can be set against each other clinic by clinic."""

from collections.abc import Mapping, Sequence

import numpy as np

from experiments.contest.entrants import Entrant
from experiments.evidence.scorecard import Done, Score, measure_all, pooled, scores
from experiments.evidence.targets import Target, patterns, targets
from experiments.evidence.worlds import THERAPISTS


class Held(Score):
    """A score, and what it would be `without` each of the clinics in turn (clinics), whose luck all theories share."""

    without: np.ndarray

    def __new__(cls, score: Score, values: np.ndarray) -> "Held":
        """A score that was worked out from these values over clinics."""
        self = super().__new__(cls, *score)
        self.without = np.array([pooled(np.delete(values, i, axis=0)) for i in range(len(values))])
        return self


def findings() -> Mapping[str, Target]:
    """Everything that is looked at: the findings that some were fitted to, and the further patterns."""
    return {**targets(), **patterns()}


def lived(among: Sequence[Entrant], seeds: range, therapists: int = THERAPISTS, done: Done = lambda i, n: None) -> dict[str, list[Held]]:
    """The scores of every theory on everything, under luck that all share; `done(i, n)` is told of the clinics.

    All are lived, those too whose scores come with the package: these have no values clinic by clinic, from which differences come.
    """
    return {name: held(of) for name, of in measure_all([e.theory for e in among], seeds, therapists, done, findings()).items()}


def held(values: Mapping[str, np.ndarray]) -> list[Held]:
    """Scores from the values of every finding over clinics."""
    return [Held(score, values[score.finding]) for score in scores(values, findings())]
