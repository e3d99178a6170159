"""Verbs about studies: what questions there are, and the answer to one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.asking import figures as study_figures
from experiments.asking.catalogue import names
from experiments.asking.catalogue import study as called
from experiments.asking.jobs import asking
from experiments.asking.laboratory import CLINICS
from experiments.asking.study import Answer, Study
from experiments.evidence.worlds import QUEUE, THERAPISTS
from experiments.results.jobs import where_asked
from experiments.results.notebook import Shown
from experiments.verbs.manners import plainly, telling
from model.errors import SettingError, did_you_mean


@dataclass(frozen=True, eq=False, repr=False)
class Studied(Shown):
    """A study and its answer: the question, every result as a tidy `table`, and what they say in words."""

    study: Study
    answer: Answer

    @property
    def question(self) -> str:
        """What was asked."""
        return self.study.question

    @property
    def expectation(self) -> str:
        """What was expected, and by whom."""
        return self.study.part("Expectation")

    @property
    def table(self) -> pd.DataFrame:
        """A row a result: world, estimate, unit, value, low, high, n, what was expected, verdict, and difference to the first world."""
        return self.answer.table

    @property
    def says(self) -> tuple[str, ...]:
        """What was found, a sentence each, made from the numbers."""
        return self.answer.says

    @property
    def pictures(self) -> dict[str, Callable[[], Figure]]:
        """The figures of the study, by name; `figure` draws one."""
        return study_figures.pictures(self.question, self.answer)

    def figure(self, name: str = "expected_and_found") -> Figure:
        """One of its `pictures`; SettingError when none is called so."""
        if name not in self.pictures:
            raise SettingError(f"no figure is called {name}.{did_you_mean(name, self.pictures)} Figures: {', '.join(self.pictures)}.")
        return self.pictures[name]()

    def _shown(self) -> tuple[str, Iterable[str], dict[str, pd.DataFrame]]:
        """What is to be seen of it."""
        return self.question, [self.expectation and f"Expectation: {self.expectation}", *self.says], {}


@plainly
def questions() -> pd.DataFrame:
    """The studies that there are: study, question.

    >>> "goal-mismatch" in set(questions().study)
    True
    """
    return pd.DataFrame([(each.name, each.question) for each in map(called, names())], columns=["study", "question"])


@plainly
def study(
    name: str,
    *,
    dyads: int = THERAPISTS * QUEUE,
    seeds: int = CLINICS,
    out: str | Path | None = None,
    progress: bool | None = None,
) -> Studied:
    """The answer to one question: what is expected and by whom, what is found, and whether the two agree.

    `dyads` live in each of `seeds` clinics of each world. Raises SettingError when there is no such study, or too little is
    to be simulated to say anything. Takes from seconds to a minute.
    """
    of = asking(name, seeds, dyads)
    answer, _ = where_asked(out, of, partial(telling, progress))
    return Studied(of.study, answer)
