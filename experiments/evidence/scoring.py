"""Theories held against published findings, as the command and the verb `scorecard` do it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from experiments.evidence import scorecard, sizes
from experiments.evidence.scorecard import Done, Score
from experiments.evidence.targets import Target, patterns, targets
from experiments.evidence.theories import candidate, nulls
from experiments.evidence.worlds import Theory
from model.scenario import Scenario
from model.simulate import Asked, ask


class Scoring(NamedTuple):
    """Which theories are to be scored, in which clinics, and whether on the `further` patterns or the findings of the fit."""

    theories: Sequence[Theory]
    lucks: range
    therapists: int
    further: bool

    @property
    def name(self) -> str:
        """What its files are called."""
        return "patterns" if self.further else "scorecard"

    @property
    def findings(self) -> Mapping[str, Target]:
        """What the theories are held against."""
        return patterns() if self.further else targets()


def asked(
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
    """What is to be scored; SettingError or RuleError names every fault, those too that were found before."""
    wrong = [*faults, *sizes.faults_of(seeds=seeds, therapists=therapists)]
    base, said = ask(Scenario(), settings, rules, seed, wrong)
    theory = Theory("yours", base.settings, said) if settings or rules is not None else candidate()
    return Scoring([theory, *(nulls() if against else [])], range(seed, seed + seeds), therapists, further)


def scored(of: Scoring, done: Done) -> dict[str, list[Score]]:
    """The scores of every theory; `done(i, n)` is told of the clinics."""
    return scorecard.scored(of.theories, of.lucks, of.therapists, of.findings, done)
