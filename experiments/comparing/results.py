"""Comparisons and the direction table on disk, each with the record that makes it again."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.comparing.compare import Comparison
from experiments.comparing.directions import Shown
from experiments.results import recording
from experiments.results.records import about_clinic
from model.rules import Rules
from model.scenario import Scenario


def write_comparison(folder: Path, found: Comparison) -> None:
    """Write how two clinics differ."""
    found.frame.to_csv(folder / "compare.csv", index=False)
    sides = {side: about_clinic(run.scenario, run.rules, run.engine) for side, run in (("a", found.a), ("b", found.b))}
    told = {**counts(found), "differences": found.frame.to_dict("records")}
    recording.write(folder / "compare.json", recording.begun("compare", "model.simulate", "experiments.comparing.compare") | sides | told)


def counts(found: Comparison) -> dict[str, int]:
    """Of how many clients a comparison is, and how many lived the same life, or end worse, or better."""
    return {name: getattr(found, name) for name in ("clients", "unchanged", "worse", "better")}


def write_directions(folder: Path, found: Sequence[Shown], mechanism: str = "") -> None:
    """Write how every mechanism pulls, or one."""
    pd.DataFrame(found).to_csv(folder / "directions.csv", index=False)
    about = recording.begun("directions", "experiments.comparing.directions") | about_clinic(Scenario(), Rules(), "cohort")
    recording.write(folder / "directions.json", about | {"mechanism": mechanism})
