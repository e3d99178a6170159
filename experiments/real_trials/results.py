"""Real trials beside simulated ones on disk, with the record that makes it again; the text of the trials goes along."""

from pathlib import Path

from experiments.real_trials import report as trials_report
from experiments.real_trials.trials import Comparison as Trials
from experiments.results import recording
from experiments.results.records import about_clinic
from model.rules import Rules
from model.scenario import Scenario


def write_trials(folder: Path, found: Trials, file: Path, seed: int) -> None:
    """Write how the arms of real trials stand beside what was observed; the text of their file goes along."""
    trials_report.write(found, folder)
    given = {"file": file.name, "text": file.read_text("utf-8-sig"), "replicates": found.replicates}
    about = recording.begun("trials", "experiments.real_trials.trials") | about_clinic(Scenario(seed=seed), Rules(), "cohort")
    recording.write(folder / "trials.json", about | given)
