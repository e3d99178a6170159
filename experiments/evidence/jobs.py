"""The model held against published findings, as commands, verbs and `dyads rerun` do it: theories scored, switches thrown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from experiments.evidence import ablation, scorecard_report, sizes
from experiments.evidence.ablation import Ablation
from experiments.evidence.models import candidate, nulls
from experiments.evidence.scorecard import FIRST_SEED, Score, clinics, reproduced, scored
from experiments.evidence.targets import Target, patterns, targets
from experiments.evidence.worlds import Theory
from experiments.results import records
from experiments.results.clinic_record import about_clinic, about_scenario
from model.progress import Told
from model.scenario import Scenario
from model.simulate import Asked, ask


@dataclass(frozen=True)
class Scoring:
    """Theories to be scored, in which clinics, and whether on the `further` patterns or the findings of the fit."""

    theories: Sequence[Theory]
    lucks: range
    therapists: int
    further: bool

    doing: ClassVar = "living clinics"

    @property
    def name(self) -> str:
        """What its files are called."""
        return "patterns" if self.further else "scorecard"

    @property
    def findings(self) -> Mapping[str, Target]:
        """What the theories are held against."""
        return patterns() if self.further else targets()

    @property
    def title(self) -> str:
        """What is seen, and in which clinics."""
        words = "Further published patterns" if self.further else "Published findings"
        return f"{words}: {clinics(self.lucks, self.therapists)}"

    def live(self, done: Told) -> dict[str, list[Score]]:
        """The scores of every theory."""
        return scored(self.theories, self.lucks, self.therapists, self.findings, done)

    def write(self, folder: Path, found: Mapping[str, Sequence[Score]]) -> None:
        """Write the scores of every theory, and the forest plot."""
        scorecard_report.write(found, folder, self.title, self.name)
        theories = {t.name: about_scenario(Scenario(t.name, settings=t.settings, brought=t.rules.brought)) for t in self.theories}
        size = {"seeds": len(self.lucks), "therapists": self.therapists, "patterns": self.further, "theories": theories}
        counted = reproduced(next(iter(found.values())))[1]
        told = {"reproduced": {theory: reproduced(of)[0] for theory, of in found.items()}, "counted": counted}
        made = records.begun("scorecard", "model.simulate", "experiments.evidence.scorecard", "experiments.evidence.targets")
        records.write(folder / f"{self.name}.json", made | about(self.theories[0], self.lucks[0]) | size | told)


@dataclass(frozen=True)
class Ablating:
    """Every switch to be thrown, in so many clinics of so many therapists."""

    seeds: int
    therapists: int

    name: ClassVar = "ablations"
    doing: ClassVar = "throwing switches"

    def live(self, done: Told) -> list[Ablation]:
        """What each switch does."""
        return list(ablation.ablations(self.seeds, self.therapists, done))

    def write(self, folder: Path, found: Sequence[Ablation]) -> None:
        """Write what each switch does."""
        ablation.table(found).to_csv(folder / "ablations.csv", index=False)
        made = records.begun("ablations", "model.simulate", "experiments.evidence.ablation")
        records.write(
            folder / "ablations.json", made | about(candidate(), FIRST_SEED) | {"seeds": self.seeds, "therapists": self.therapists}
        )


def scoring(
    *,
    seeds: int,
    seed: int,
    therapists: int,
    against: bool,
    further: bool,
    settings: Mapping[str, Any] | None,
    rules: Asked,
    faults: Collection[str] = (),
) -> Scoring:
    """What is to be scored: the model, or, with settings or rules, a theory of one's own; `against` sets others beside it.

    These are the null models, and beside a theory of one's own the model as it is. SettingError or RuleError names every fault,
    those too that were found before.
    """
    wrong = [*faults, *sizes.faults_of(seeds=seeds, therapists=therapists)]
    base, said = ask(Scenario(), settings, rules, seed, wrong)
    own = [Theory("yours", base.settings, said)] if settings or rules is not None else []
    theories = [*own, candidate(), *nulls()] if against else [*own, candidate()][:1]
    return Scoring(theories, range(seed, seed + seeds), therapists, further)


def ablating(seeds: int, therapists: int) -> Ablating:
    """Switches to be thrown; SettingError names every fault of the sizes."""
    sizes.refuse(seeds=seeds, therapists=therapists)
    return Ablating(seeds, therapists)


def about(theory: Theory, seed: int) -> dict[str, Any]:
    """The clinics in which a theory was held against findings, the first seed being `seed`."""
    return about_clinic(Scenario(seed=seed, settings=theory.settings, brought=theory.rules.brought), theory.rules, "cohort")
