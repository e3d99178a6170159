"""What commands and verbs write of the evidence: tables, figures, and the record that makes them again."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.evidence import scorecard_report
from experiments.evidence.scorecard import FIRST_SEED, Score, clinics, reproduced
from experiments.evidence.theories import candidate
from experiments.evidence.worlds import Theory
from experiments.results import recording
from experiments.results.records import about_clinic, about_scenario
from model.scenario import Scenario


def write_scorecard(
    folder: Path, found: Mapping[str, Sequence[Score]], theories: Sequence[Theory], lucks: range, therapists: int, further: bool
) -> str:
    """Write every theory's scores on the published findings, or the `further` patterns, and the forest plot, whose title is handed back."""
    name, words = ("patterns", "Further published patterns") if further else ("scorecard", "Published findings")
    title = f"{words}: {clinics(lucks, therapists)}"
    scorecard_report.write(found, folder, title, name)
    asked = {
        theory.name: about_scenario(Scenario(theory.name, settings=theory.settings, brought=theory.rules.brought)) for theory in theories
    }
    size = {"seeds": len(lucks), "therapists": therapists, "patterns": further, "theories": asked}
    told = {"reproduced": {theory: reproduced(of)[0] for theory, of in found.items()}, "counted": reproduced(next(iter(found.values())))[1]}
    made = recording.begun("scorecard", "model.simulate", "experiments.evidence.scorecard", "experiments.evidence.targets")
    recording.write(folder / f"{name}.json", made | about_theory(theories[0], lucks[0]) | size | told)
    return title


def write_ablations(folder: Path, found: pd.DataFrame, seeds: int, therapists: int) -> None:
    """Write what every switch does."""
    found.to_csv(folder / "ablations.csv", index=False)
    made = recording.begun("ablations", "model.simulate", "experiments.evidence.ablation")
    recording.write(folder / "ablations.json", made | about_theory(candidate(), FIRST_SEED) | {"seeds": seeds, "therapists": therapists})


def about_theory(theory: Theory, seed: int) -> dict[str, Any]:
    """The clinics in which a theory was held against findings, the first seed being `seed`."""
    return about_clinic(Scenario(seed=seed, settings=theory.settings, brought=theory.rules.brought), theory.rules, "cohort")
