"""A tournament of theories, as the command, the verb and `dyads rerun` hold it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pandas as pd

from experiments.contest.entrants import FAIRNESS, Entrant, entrants
from experiments.contest.figures import matrix
from experiments.contest.living import Held, lived
from experiments.contest.partings import CLEARLY, TOLD_APART, Parting, apart, partings
from experiments.contest.standings import rows, standings
from experiments.drawing import figures
from experiments.evidence import sizes
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import FIRST_SEED, clinics
from experiments.evidence.worlds import Theory
from experiments.results import records
from experiments.results.clinic_record import about_rules, about_scenario
from experiments.theories import NAMES
from model.errors import did_you_mean
from model.faults import Gathered
from model.progress import Told
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import Asked, ask


@dataclass(frozen=True)
class Contest:
    """Who takes part, and in which clinics."""

    among: Sequence[Entrant]
    lucks: range
    therapists: int

    name: ClassVar = "tournament"
    doing: ClassVar = "living theories"

    @property
    def clinics(self) -> str:
        """In which clinics, in words."""
        return clinics(self.lucks, self.therapists)

    def live(self, done: Told) -> dict[str, list[Held]]:
        """The scores of every theory."""
        return lived(self.among, self.lucks, self.therapists, done)

    def write(self, folder: Path, found: Found) -> None:
        """Write every score, the standings, on what theories part and how far, the picture, and what made it all."""
        names = [e.name for e in self.among]
        pd.DataFrame(list(rows(self.among, found))).to_csv(folder / "tournament.csv", index=False)
        standings(self.among, found).to_csv(folder / "standings.csv", index=False)
        pd.DataFrame(partings(found, names), columns=Parting._fields).to_csv(folder / "partings.csv", index=False)
        tables = {"in all": apart(found, names), CLEARLY: apart(found, names, (CLEARLY,))}
        pd.concat(tables, names=["parted", "theory"]).to_csv(folder / "apart.csv")
        figures.attempt(lambda: matrix(self.among, found, self.clinics), folder, "tournament")
        made = records.begun("tournament", "model.simulate", "experiments.contest.standings", "experiments.contest.partings")
        size = {"seed": self.lucks[0], "seeds": len(self.lucks), "therapists": self.therapists}
        told = {"fairness": FAIRNESS, "told_apart": TOLD_APART, "theories": {e.name: about(e) for e in self.among}}
        records.write(folder / "tournament.json", made | size | told)


def about(entrant: Entrant) -> dict[str, object]:
    """What it takes to live by a theory again, and where its numbers come from."""
    theory = entrant.theory
    clinic = Scenario(theory.name, settings=theory.settings, brought=theory.rules.brought)
    return {"sort": entrant.sort, "numbers": entrant.numbers} | about_scenario(clinic) | about_rules(theory.rules)


def contest(*, only: Sequence[str], against: bool, rules: Asked, dyads: int, seeds: int) -> Contest:
    """What is to be held; SettingError or RuleError names every fault of what was asked."""
    wrong = Gathered(*sizes.faults_of(seeds=seeds, dyads=dyads))
    wrong.add(*(f"no theory is called {n}.{did_you_mean(n, NAMES)} Theories: {', '.join(NAMES)}." for n in only if n not in NAMES))
    _, said = wrong.tried(ask, Scenario(), {}, rules, otherwise=(Scenario(), Rules()))
    wrong.refuse()
    among = entrants(only, against, None if rules is None else Theory("yours", rules=said))
    return Contest(among, range(FIRST_SEED, FIRST_SEED + seeds), sizes.therapists_for(dyads))
