"""The verb that lets theories compete: who shows how many findings, and on what they part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from experiments.contest.entrants import FAIRNESS, Entrant
from experiments.contest.figures import matrix
from experiments.contest.jobs import contest
from experiments.contest.partings import Parting, apart, partings
from experiments.contest.standings import rows, standings, unsure
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import SEEDS
from experiments.evidence.worlds import QUEUE, THERAPISTS
from experiments.results.jobs import where_asked
from experiments.results.notebook import Shown
from experiments.verbs.manners import plainly, telling
from model.rules import Rules


@dataclass(frozen=True, eq=False, repr=False)
class Tournament(Shown):
    """The model, rival theories and null models on the same findings under the same luck; `about` says which clinics."""

    among: Sequence[Entrant]
    scores: Found
    about: str

    @property
    def table(self) -> pd.DataFrame:
        """A row a theory and finding."""
        return pd.DataFrame(list(rows(self.among, self.scores)))

    @property
    def standings(self) -> pd.DataFrame:
        """How many of the counted findings each theory shows: a row a theory, a column for each kind and theme of findings.

        Of both kinds also what is unsure at this size, and what is missed. What a rival's numbers were chosen on is left out for it.
        """
        return standings(self.among, self.scores)

    @property
    def partings(self) -> pd.DataFrame:
        """The findings on which theories part, those first that part them most evenly: who shows each, and who misses it."""
        return pd.DataFrame(partings(self.scores, [e.name for e in self.among]), columns=Parting._fields)

    @property
    def apart(self) -> pd.DataFrame:
        """On how many findings each two theories part: theories by theories."""
        return apart(self.scores, [e.name for e in self.among])

    def figure(self) -> Figure:
        """What became of every finding under every theory."""
        return matrix(self.among, self.scores, self.about)

    def _shown(self) -> tuple[str, Iterable[str], dict[str, pd.DataFrame]]:
        """What is to be seen of it."""
        says = [said for said in (unsure(self.among, self.scores), FAIRNESS) if said]
        return f"Theories on the same findings: {self.about}", says, {"standings": self.standings}


@plainly
def tournament(
    *,
    only: Sequence[str] = (),
    nulls_too: bool = True,
    rules: Rules | str | Path | None = None,
    dyads: int = THERAPISTS * QUEUE,
    seeds: int = SEEDS,
    out: str | Path | None = None,
    progress: bool | None = None,
) -> Tournament:
    """The model, rival theories (or `only` these) and null models, held against the same published findings under the same luck.

    `rules` let a theory of your own take part; `dyads` live in each of `seeds` clinics. Raises SettingError or RuleError, with
    all faults at once, before any work. Takes minutes.
    """
    of = contest(only=only, against=nulls_too, rules=rules, dyads=dyads, seeds=seeds)
    return Tournament(of.among, where_asked(out, of, partial(telling, progress)), of.clinics)
