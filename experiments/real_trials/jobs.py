"""Real trials beside the model, as the command, the verb and `dyads rerun` do it, from the text of their file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from experiments.checking.csv_rows import text_of
from experiments.real_trials import report
from experiments.real_trials.trials import Arm, Comparison, arms_in, compare, refuse
from experiments.results import records
from experiments.results.clinic_record import about_clinic
from model.progress import Told
from model.rules import Rules
from model.scenario import Scenario


@dataclass(frozen=True)
class Trials:
    """The arms of real trials, what was wrong with their rows, and the file and the text from which they come."""

    arms: Sequence[Arm]
    problems: list[str]
    file: str
    text: str
    seed: int
    replicates: int

    name: ClassVar = "trials"
    doing: ClassVar = "simulating arms"

    def live(self, done: Told) -> Comparison:
        """How the arms stand beside what was observed."""
        return compare(self.arms, self.problems, self.seed, self.replicates, done)

    def write(self, folder: Path, found: Comparison) -> None:
        """Write how the arms stand beside what was observed; the text of their file goes along."""
        report.write(found, folder)
        about = records.begun("trials", "experiments.real_trials.trials") | about_clinic(Scenario(seed=self.seed), Rules(), "cohort")
        records.write(folder / "trials.json", about | {"file": self.file, "text": self.text, "replicates": self.replicates})


def trials(file: Path, seed: int, replicates: int, text: str | None = None) -> Trials:
    """The trials in a file, or in the `text` that it once held; SettingError or TableError where they cannot be simulated."""
    refuse(seed, replicates)
    held = text_of(file) if text is None else text
    return Trials(*arms_in(held, file), file.name, held, seed, replicates)
