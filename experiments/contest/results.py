"""What command and verb write of a tournament: tables, the picture, and the record that makes them again."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.contest.entrants import FAIRNESS, Entrant
from experiments.contest.figures import matrix
from experiments.contest.partings import CLEARLY, TOLD_APART, Parting, apart, partings
from experiments.contest.standings import rows, standings
from experiments.drawing import figures
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import clinics
from experiments.evidence.worlds import Theory
from experiments.results import records
from experiments.results.clinic_record import about_rules, about_scenario
from model.scenario import Scenario


def write(folder: Path, among: Sequence[Entrant], found: Found, lucks: range, therapists: int) -> None:
    """Write every score, the standings, on what theories part and how far, the picture, and what made it all."""
    names = [e.name for e in among]
    pd.DataFrame(list(rows(among, found))).to_csv(folder / "tournament.csv", index=False)
    standings(among, found).to_csv(folder / "standings.csv", index=False)
    pd.DataFrame(partings(found, names), columns=Parting._fields).to_csv(folder / "partings.csv", index=False)
    tables = {"in all": apart(found, names), CLEARLY: apart(found, names, (CLEARLY,))}
    pd.concat(tables, names=["parted", "theory"]).to_csv(folder / "apart.csv")
    figures.attempt(lambda: matrix(among, found, clinics(lucks, therapists)), folder, "tournament")
    made = records.begun("tournament", "model.simulate", "experiments.contest.standings", "experiments.contest.partings")
    came = {e.name: {"sort": e.sort, "numbers": e.numbers} for e in among}
    theories = {e.name: came[e.name] | about_scenario(scenario_of(e.theory)) | about_rules(e.theory.rules) for e in among}
    about = {"seed": lucks[0], "seeds": len(lucks), "therapists": therapists, "fairness": FAIRNESS, "told_apart": TOLD_APART}
    records.write(folder / "tournament.json", made | about | {"theories": theories})


def scenario_of(theory: Theory) -> Scenario:
    """The standard clinic of a theory."""
    return Scenario(theory.name, settings=theory.settings, brought=theory.rules.brought)
