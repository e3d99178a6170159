"""A question put to the model, as the command, the verb and `dyads rerun` do it."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from experiments.asking.catalogue import study
from experiments.asking.figures import pictures
from experiments.asking.laboratory import Laboratory
from experiments.asking.study import Answer, Study
from experiments.drawing import figures
from experiments.evidence import sizes
from experiments.evidence.models import candidate
from experiments.evidence.scorecard import FIRST_SEED
from experiments.results import records
from experiments.results.clinic_record import about_clinic
from model.faults import Gathered
from model.progress import Told
from model.scenario import Scenario


@dataclass(frozen=True)
class Asking:
    """A question, to be asked of so many clinics in each world, each of so many clients."""

    study: Study
    seeds: int
    dyads: int

    doing: ClassVar = "living clinics"

    @property
    def name(self) -> str:
        """What its folder is called."""
        return f"study-{self.study.name}"

    def live(self, done: Told) -> tuple[Answer, Laboratory]:
        """The answer, and the laboratory with the worlds that were lived for it."""
        lab = Laboratory(self.seeds, self.dyads, done)
        return self.study.run(lab), lab

    def write(self, folder: Path, found: tuple[Answer, Laboratory]) -> None:
        """Write the tidy table, what made it, and every picture."""
        (answer, lab), name = found, self.study.name
        answer.table.to_csv(folder / f"{name}.csv", index=False)
        answer.table.to_parquet(folder / f"{name}.parquet", index=False)
        worlds = {world: {"base": s.name, "settings": s.settings, "do": [i.text for i in s.do]} for world, s in lab.lived.items()}
        told = {"study": name, "text": self.study.says, "says": answer.says, "about": answer.about}
        made = records.begun("study", "experiments.asking.laboratory", f"experiments.studies.{name.replace('-', '_')}")
        clinic = about_clinic(Scenario(seed=FIRST_SEED), candidate().rules, "cohort")
        records.write(folder / f"{name}.json", made | clinic | told | {"seeds": self.seeds, "dyads": self.dyads, "worlds": worlds})
        for picture, drawn in pictures(self.study.question, answer).items():
            figures.attempt(drawn, folder, picture)


def asking(name: str, seeds: int, dyads: int) -> Asking:
    """The question of that name, to be asked; SettingError names everything that is wrong with what was asked for."""
    wrong = Gathered()
    asked = wrong.tried(study, name, otherwise=None)
    wrong.add(*sizes.faults_of(dyads=dyads, seeds=seeds))
    wrong.refuse()
    assert asked is not None  # its faults have been raised
    return Asking(asked, seeds, dyads)
