"""The scores that the package ships, so that nobody has to wait minutes to see them: every theory on every finding.

Written by `dyads scorecard --freeze` (`shipping`), from the clinics that `dyads evidence` lives, too. Ranges, sources and words of the
findings are not kept here: they stand where they are declared, and what a score is worth is worked out when it is read.
"""

import csv
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np

from experiments.evidence.models import candidate, nulls
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import Score, clinics
from experiments.evidence.targets import Target, patterns, targets
from experiments.evidence.worlds import measured
from model.errors import TableError
from model.parameters import NUMBERS
from model.toml import read_toml

SCORES, ABOUT = "scores.csv", "scores.toml"
SMALL_SEED, SMALL_THERAPISTS = 1, 12
"""The clinic by whose numbers it is told whether the model still is the one that was scored."""
DIGITS = 9
"""On another processor the last bits may differ."""


class Shipped(NamedTuple):
    """The scores of every theory, the model first, on both kinds of findings; `about` is what made them."""

    targets: Found
    patterns: Found
    about: Mapping[str, Any]

    @property
    def clinics(self) -> str:
        """Which clinics were looked at, in words."""
        first = self.about["first_seed"]
        return clinics(range(first, first + self.about["seeds"]), self.about["therapists"])

    def of(self, further: bool) -> Found:
        """The scores on the further patterns, or on the findings that the model was fitted to."""
        return self.patterns if further else self.targets


@cache
def shipped() -> Shipped:
    """The scores in the package; TableError, naming every finding that was not scored, when they are not those of today."""
    folder = files("experiments.evidence")
    return parse(folder.joinpath(SCORES).read_text("utf-8"), folder.joinpath(ABOUT).read_text("utf-8"))


def parse(table: str, about: str) -> Shipped:
    """Scores from the text of the two files."""
    kept: dict[str, dict[str, tuple[float, float, float]]] = {}
    for row in csv.DictReader(table.splitlines()):
        kept.setdefault(row["theory"], {})[row["finding"]] = float(row["value"]), float(row["low"]), float(row["high"])
    known = {**targets(), **patterns()}
    faults = [f"{SCORES}: {key} was not scored under {theory}." for theory, of in kept.items() for key in known if key not in of]
    if faults or not kept:
        raise TableError(*(faults or [f"{SCORES}: holds no scores."]), "Score anew: dyads scorecard --freeze.")

    def found(among: Mapping[str, Target]) -> Found:
        return {theory: [Score(key, *of[key], target) for key, target in among.items()] for theory, of in kept.items()}

    return Shipped(found(targets()), found(patterns()), read_toml(about, f"{ABOUT}: "))


def fingerprint() -> str:
    """A name that changes when a default of the model, or a setting of a null model, changes."""
    lines = [f"{name} {number.default!r}" for name, number in NUMBERS.items()]
    lines += [f"{null.name} {name} {value!r}" for null in nulls() for name, value in null.settings.items()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def small_clinic(findings: Mapping[str, Target]) -> dict[str, str]:
    """What the model shows in one clinic of few therapists, to nine digits: other rules, or other measures, show something else."""
    values = measured({key: target.measured for key, target in findings.items()}, candidate(), SMALL_SEED, SMALL_THERAPISTS)
    return {key: written(np.abs(v).max() if np.ndim(v) else v) for key, v in values.items()}


def rounded(score: Score) -> Score:
    """A score to as many digits as the files have."""
    value, low, high = (float(written(number)) for number in score[1:4])
    return score._replace(value=value, low=low, high=high)


def written(value: float) -> str:
    """A number as the files have it."""
    return f"{value:.{DIGITS}g}"
