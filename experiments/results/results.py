"""Results of commands and verbs as they lie in a folder: tables, figures, and the record that makes them again."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.analysis import sensitivity_figures
from experiments.analysis.sensitivity import MEANING, RESAMPLES, SEED
from experiments.comparing.compare import Comparison
from experiments.comparing.directions import Shown
from experiments.counting import statistics
from experiments.drawing import figures
from experiments.real_trials import report as trials_report
from experiments.real_trials.trials import Comparison as Trials
from experiments.results import output, recording
from experiments.results.output import Written
from experiments.results.records import about_clinic
from experiments.sweeps.finished import Finished
from model.block import Block
from model.rules import Rules
from model.scenario import Scenario


def write_clinic(
    folder: Path, lives: Iterable[Block], asked: Scenario, said: Rules, engine: str, items: bool = False, draw: bool = True
) -> tuple[Written, dict[str, Any], list[Path]]:
    """Write a clinic as its blocks come, so that none is too large: its tables, summary and figures are handed back."""
    written = output.write_tables(folder, lives, asked, items)
    found = statistics.summary(written.dyads)
    about = recording.begun("run", "model.simulate", "experiments.results.output") | about_clinic(asked, said, engine)
    recording.write(folder / "run.json", about | {"items": items, "figures": draw, "summary": found})
    return written, found, figures.draw_all(written, folder) if draw else []


def write_comparison(folder: Path, found: Comparison) -> None:
    """Write how two clinics differ."""
    found.frame.to_csv(folder / "compare.csv", index=False)
    sides = {side: about_clinic(run.scenario, run.rules, run.engine) for side, run in (("a", found.a), ("b", found.b))}
    told = {**counts(found), "differences": found.frame.to_dict("records")}
    recording.write(folder / "compare.json", recording.begun("compare", "model.simulate", "experiments.comparing.compare") | sides | told)


def counts(found: Comparison) -> dict[str, int]:
    """Of how many clients a comparison is, and how many lived the same life, or end worse, or better."""
    return {name: getattr(found, name) for name in ("clients", "unchanged", "worse", "better")}


def write_sensitivity(folder: Path, indices: pd.DataFrame, luck: Sequence[Mapping[Any, Any]], sweep: Finished, source: str) -> None:
    """Write on which factors of a sweep its outcomes depend, and how much is luck; the whole record of the sweep goes along."""
    indices.to_csv(folder / "sensitivity.csv", index=False)
    method = {"resamples": RESAMPLES, "bootstrap_seed": SEED, "meaning": MEANING}
    about = {"analysed": source, **method, "luck": luck, "sweep": sweep.record}
    decide = ("model.simulate", "experiments.sweeps.batches", "experiments.analysis.sensitivity", "experiments.analysis.luck_share")
    recording.write(folder / "sensitivity.json", recording.begun("sensitivity", *decide) | about)
    figures.attempt(lambda: sensitivity_figures.draw(indices, sweep.asked.sort, sweep.title), folder, "sensitivity")


def write_trials(folder: Path, found: Trials, file: Path, seed: int) -> None:
    """Write how the arms of real trials stand beside what was observed; the text of their file goes along."""
    trials_report.write(found, folder)
    given = {"file": file.name, "text": file.read_text("utf-8-sig"), "replicates": found.replicates}
    about = recording.begun("trials", "experiments.real_trials.trials") | about_clinic(Scenario(seed=seed), Rules(), "cohort")
    recording.write(folder / "trials.json", about | given)


def write_directions(folder: Path, found: Sequence[Shown], mechanism: str = "") -> None:
    """Write how every mechanism pulls, or one."""
    pd.DataFrame(found).to_csv(folder / "directions.csv", index=False)
    about = recording.begun("directions", "experiments.comparing.directions") | about_clinic(Scenario(), Rules(), "cohort")
    recording.write(folder / "directions.json", about | {"mechanism": mechanism})
