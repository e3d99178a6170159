"""What all indices of a sweep are subject to: how many seeds stand behind them, and of which outcome there are too few samples."""

from collections.abc import Iterator

import pandas as pd
from scipy.special import stdtrit

from experiments.designs.sampling import SAMPLERS
from experiments.sweeps.finished import Finished
from experiments.sweeps.sweep import OUTCOMES

ENOUGH_SEEDS = 5
"""From so many seeds on an interval over them reaches less than half as many standard errors again as over very many (1.96)."""


def remarks(sweep: Finished, found: pd.DataFrame | None) -> list[str]:
    """Sentences that go with all that is told of a sweep and its indices, if it has any; none where nothing limits them."""
    return [*of_seeds(sweep), *of_samples(sweep, found)]


def of_seeds(sweep: Finished) -> Iterator[str]:
    """What too few seeds mean for the intervals over them; nothing where points with seeds of their own make the intervals."""
    n = sweep.asked.replicates
    if n == 1 and not by_points(sweep):
        yield "With one seed all of this is of these clinics only: other seeds would give other numbers, and may give another order."
    elif few_seeds(sweep):
        freedom = "one degree" if n == 2 else f"{n - 1} degrees"
        yield (
            f"{n} seeds: intervals over them rest on {freedom} of freedom and reach {reach(n):.1f} standard errors to either side, where "
            f"those over {ENOUGH_SEEDS} reach {reach(ENOUGH_SEEDS):.1f}; take replicates = {ENOUGH_SEEDS} or more."
        )


def few_seeds(sweep: Finished) -> bool:
    """Whether intervals are over several seeds, and over fewer than are enough."""
    return 1 < sweep.asked.replicates < ENOUGH_SEEDS and not by_points(sweep)


def by_points(sweep: Finished) -> bool:
    """Whether intervals are over sampled points alone, each of which has seeds of its own."""
    return sweep.shares is not None and sweep.asked.luck == "own"


def reach(seeds: int) -> float:
    """How many standard errors a 95 % interval over so many seeds reaches to either side (Student's t)."""
    return float(stdtrit(seeds - 1, 0.975))


def of_samples(sweep: Finished, found: pd.DataFrame | None) -> Iterator[str]:
    """Of which outcomes too few samples are left for an index, and how many are the least."""
    if found is None or not fewest(sweep):
        return
    left = found.groupby("outcome", sort=False).samples.max()
    few = [f"{OUTCOMES[str(outcome)]} ({n})" for outcome, n in left[left < fewest(sweep)].items()]
    if few:
        yield f"Too few samples are whole for any index of {', '.join(few)}: {fewest(sweep)} are the least of a {sweep.asked.sort} design."


def fewest(sweep: Finished) -> int:
    """How many samples an index takes at least; 0 where the design has none."""
    return SAMPLERS[sweep.asked.sort].fewest if sweep.asked.sort in SAMPLERS else 0


def without_index(sweep: Finished, outcome: str, samples: int) -> str:
    """Why an outcome has no index of any factor, though it is defined in some clinics."""
    if samples < fewest(sweep):
        return f"It is defined in all clinics of {samples} samples; {fewest(sweep)} are the least for an index."
    if not fewest(sweep):
        return "Under no seed is it defined at both ends of a factor."
    same = pd.Series(sweep.means(outcome)).nunique() < 2
    return "It is the same at every point." if same else "Luck hides what factors do, or they do nothing."
