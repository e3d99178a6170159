"""The verb that tells on which factors the outcomes of a sweep depend."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.analysis import sensitivity_figures
from experiments.analysis.interactions import Together, together
from experiments.analysis.remarks import remarks
from experiments.analysis.results import analysed
from experiments.analysis.sensitivity import INDICES, MEANING
from experiments.results.notebook import Shown
from experiments.results.output import reserved
from experiments.sweeps.sweep import OUTCOMES
from experiments.verbs.manners import plainly
from experiments.verbs.sweeps import Asked, Sweep, swept
from model.errors import SettingError


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity(Shown):
    """On which factors the outcomes of a sweep depend.

    `indices` has a row an outcome, factor and measure (outcome, factor, measure, value, low, high, samples), `luck` the
    shares of variance that are luck (outcome, of_clinics, of_means, replicates); nothing without replicates.
    """

    indices: pd.DataFrame
    luck: pd.DataFrame
    sweep: Sweep

    @property
    def measures(self) -> tuple[str, ...]:
        """The indices that such a design has; the first says which factors matter most."""
        return INDICES[self.sweep.finished.asked.sort]

    def table(self, measure: str = "") -> pd.DataFrame:
        """An index (the first, without) with a row a factor, those first that matter most, and a column an outcome."""
        shown = measure or self.measures[0]
        if shown not in set(self.indices.measure):
            raise SettingError(f"no measure of this design is called {shown}; there are {', '.join(self.indices.measure.unique())}.")
        wide = self.indices[self.indices.measure == shown].pivot_table(index="factor", columns="outcome", values="value", dropna=False)
        return wide.reindex(index=sensitivity_figures.ranked(self.indices, shown), columns=[*OUTCOMES])

    @property
    def together(self) -> Together:
        """Which factors act together: the rows that are told from luck, and a remark on how sure that is, or what would tell."""
        return together(self.sweep.finished, self.indices)

    def figure(self) -> Figure:
        """A panel for each outcome with a row for each factor, those that matter most on top."""
        return sensitivity_figures.draw(self.indices, self.sweep.finished.asked.sort, self.sweep.finished.title)

    def _shown(self) -> tuple[str, Iterable[str], dict[str, pd.DataFrame]]:
        """What is to be seen of it."""
        sweep = self.sweep.finished
        says = [*(f"{measure}: {MEANING[measure]}." for measure in self.measures), *remarks(sweep, self.indices), self.together.remark]
        shown = self.indices[self.indices.measure.isin(self.measures)]
        title = sensitivity_figures.titled(sweep.title, "what outcomes depend on")
        return title, [*filter(None, says)], {"indices": shown, "luck": self.luck}


@plainly
def sensitivity(of: Asked | Sweep = "therapist-and-client", *, out: str | Path | None = None, progress: bool | None = None) -> Sensitivity:
    """On which factors the outcomes of a sweep depend, with 95 % intervals, and how much of the rest is luck.

    `of` is what `sweep` gives, the folder of a finished sweep, or a design, which is swept first. Designs of the kind sobol
    have Sobol' indices, morris effects of Morris, random and latin-hypercube first-order indices, a grid, and a list that
    varies one factor at a time, the effects of their factors. Raises SettingError for any other list.

    >>> points = [{"rules.rest": 0.1}, {"rules.rest": 0.5}]
    >>> sensitivity({"scenario": "small", "replicates": 2, "point": points}).table().shape
    (1, 5)
    """
    with reserved(out, "sensitivity") as place:
        sweep = swept(of, progress)
        found = analysed(sweep.finished)
        if place:
            found.write(place, str(sweep.folder or "a sweep in memory"))
    return Sensitivity(found.indices, found.luck, sweep)
