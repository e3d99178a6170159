"""Verbs for before the work: how much to simulate for a wanted precision, and how fast this machine is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.analysis.precision import Components, advised, faults_of
from experiments.results.notebook import Shown
from experiments.verbs.manners import plainly, telling
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import ask


@dataclass(frozen=True, eq=False, repr=False)
class Precision(Shown):
    """What a pilot shows of an outcome (`pilot`: variance between and within therapists, mean, interval), and what a 95 %
    interval of ± `half_width` takes: `advice` has a row for each number of clients a therapist."""

    outcome: str
    half_width: float
    pilot: Components
    advice: pd.DataFrame
    says: str

    def _shown(self) -> tuple[str, Iterable[str], dict[str, pd.DataFrame]]:
        """What is to be seen of it."""
        return f"How much to simulate for ± {self.half_width:g}", self.says.splitlines(), {"advice": self.advice}


@plainly
def precision(
    scenario: str | Path | Scenario = "standard",
    *,
    outcome: str = "dropout",
    half_width: float = 0.02,
    settings: Mapping[str, Any] | None = None,
    rules: Rules | str | Path | None = None,
    seed: int | None = None,
    progress: bool | None = None,
) -> Precision:
    """How many therapists, clients and seeds a wanted precision takes, from a pilot that is simulated.

    `outcome` is dropout (a share), fall_in_score_twice (OQ-45 points, of who came twice or more), wai_client_early (1 to 5) or
    sessions_attended, and `half_width` is in its unit.
    Raises SettingError, with all faults at once, before any work.

    >>> precision("small", half_width=0.1).advice.columns.tolist()[:3]
    ['clients_per_therapist', 'therapists', 'clients']
    """
    asked, said = ask(scenario, settings, rules, seed, faults_of(outcome, half_width))
    with telling(progress, "living the pilot") as done:
        found = advised(outcome, half_width, asked, said, done)
    return Precision(outcome, half_width, found.pilot, pd.DataFrame(found.advice), found.says)


@plainly
def bench(rounds: int = 5, *, quick: bool = False, large: bool = False, progress: bool | None = None) -> dict[str, pd.DataFrame]:
    """Speed and memory on this machine, by what is measured; ratios are against idiomatic Mesa on the same rules.

    `quick` measures smaller clinics, `large` also a sweep of a hundred million dyad-sessions. Takes minutes.
    """
    from experiments.speed.measured import measured  # begins processes of its own

    found = measured(rounds, quick, large, partial(telling, progress))
    return {name: pd.DataFrame(rows) for name, rows in found.items()}
