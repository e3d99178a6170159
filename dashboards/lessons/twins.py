"""How lives came out beside their twins': the paired difference, and how many ended better or worse by a size that matters."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.comparing.compare import Difference, paired
from experiments.evidence.sample import Sample
from model.ratings import RELIABLE_CHANGE

MATTERS = RELIABLE_CHANGE
"""Points of true distress by which a client must end apart from her twin to be counted as better or worse."""
ENDS = "relief"
"""What better and worse are told by."""


class Twins(NamedTuple):
    """The clients of a condition beside their twins in another, under the same luck.

    `differences` are paired ones, by measure: of what the lesson asks for, where each client has a value, and of relief.
    """

    condition: str
    beside: str
    differences: Mapping[str, Difference]
    worse: int
    better: int
    clients: int


def relief(sample: Sample) -> np.ndarray:
    """True distress at intake less at the end (dyads)."""
    return sample.of("client_distress") - sample.of("distress_last")


def dropped_out(sample: Sample) -> np.ndarray:
    """1 for who dropped out (dyads)."""
    return (sample.dyads["ending"] == "dropout").to_numpy(float)


def ruptures(sample: Sample) -> np.ndarray:
    """Share of each client's sessions with a rupture (dyads)."""
    return sample.of("ruptures") / sample.attended


def tasks_done(sample: Sample) -> np.ndarray:
    """Share of each client's agreed tasks that got done; NaN where none was agreed (dyads)."""
    agreed, n = sample.rated("homework_assigned"), len(sample.dyads)
    of, done = (np.bincount(sample.dyad_of_row, x, n) for x in (agreed, agreed * sample.rated("homework_done")))
    return np.divide(done, of, out=np.full(n, np.nan), where=of > 0.0)


def disclosure(sample: Sample) -> np.ndarray:
    """How deep each client went, on average of her sessions (dyads)."""
    return sample.mean_of("disclosure")


def eased(sample: Sample, trait: str) -> np.ndarray:
    """How far an insecurity of each client is lower after the last session than at intake (dyads)."""
    return sample.of(f"client_{trait}") - sample.rated(trait)[sample.first_row + sample.attended - 1]


OF_EACH: Mapping[str, Callable[[Sample], np.ndarray]] = {
    "relief": relief, "dropout": dropped_out, "ruptures": ruptures, "tasks_done": tasks_done, "disclosure": disclosure,
    "anxiety_eased": partial(eased, trait="attachment_anxiety"),
}  # fmt: skip
"""What each client has a value of by herself, by the name of the measure; correlations and spreads are of clinics."""


def of_clients(sample: Sample, measure: str) -> pd.DataFrame:
    """Each client's value of a measure, with her therapist, by client_id."""
    who = sample.dyads[["client_id", "therapist_id"]]
    return who.assign(**{measure: OF_EACH[measure](sample)}).set_index("client_id")


def twins(condition: str, beside: str, asks: str, samples: Mapping[str, Sample]) -> Twins:
    """How the clients of a condition fared beside their twins."""
    names = dict.fromkeys(name for name in (asks, ENDS) if name in OF_EACH)
    sides = {name: [of_clients(samples[c], name) for c in (beside, condition)] for name in names}
    a, b = (side[ENDS] for side in sides[ENDS])
    gained = (b - a).to_numpy()
    found = {name: paired(name, *side) for name, side in sides.items()}
    return Twins(condition, beside, found, int((gained <= -MATTERS).sum()), int((gained >= MATTERS).sum()), len(gained))
