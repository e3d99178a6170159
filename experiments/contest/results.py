"""What command and verb write of a tournament: tables, the picture, and the record that makes them again."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.contest.figures import matrix
from experiments.contest.tournament import FAIRNESS, Entrant, apart, partings, rows, standings
from experiments.drawing import figures
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import clinics
from experiments.evidence.worlds import Theory
from experiments.results import recording
from experiments.results.records import about_rules, about_scenario
from model.scenario import Scenario


def write(folder: Path, among: Sequence[Entrant], found: Found, lucks: range, therapists: int) -> None:
    """Write every score, the standings, on what theories part, the picture, and what made it all."""
    names = [e.name for e in among]
    pd.DataFrame(list(rows(among, found))).to_csv(folder / "tournament.csv", index=False)
    standings(among, found).to_csv(folder / "standings.csv", index=False)
    pd.DataFrame(partings(found, names)).to_csv(folder / "partings.csv", index=False)
    apart(found, names).to_csv(folder / "apart.csv", index_label="theory")
    figures.attempt(lambda: matrix(among, found, clinics(lucks, therapists)), folder, "tournament")
    made = recording.begun("tournament", "model.simulate", "experiments.contest.tournament", "experiments.evidence.targets")
    came = {e.name: {"sort": e.sort, "numbers": e.numbers} for e in among}
    theories = {e.name: came[e.name] | about_scenario(scenario_of(e.theory)) | about_rules(e.theory.rules) for e in among}
    about = {"seed": lucks[0], "seeds": len(lucks), "therapists": therapists, "fairness": FAIRNESS, "theories": theories}
    recording.write(folder / "tournament.json", made | about)


def scenario_of(theory: Theory) -> Scenario:
    """The standard clinic of a theory."""
    return Scenario(theory.name, settings=theory.settings, brought=theory.rules.brought)
