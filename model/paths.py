"""Paths of cause and effect that can be cut as a whole: bundles of settings, for scenario files (`cut = […]`) and Python.

A switch of a mechanism silences one input wherever it is read; a path is everything by which one part of the model acts
on another. Cutting one leaves the other end to form as usual.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from model.errors import SettingError, did_you_mean
from model.parameters import ASKED


@dataclass(frozen=True)
class Path:
    """A path: what it says, and the numbers that are put to 0 to cut it."""

    says: str
    numbers: tuple[str, ...]

    @property
    def off(self) -> dict[str, float]:
        """Settings that cut it."""
        return {ASKED[short]: 0.0 for short in self.numbers}


PATHS = {
    "relationship to outcome": Path(
        "nothing that passes between the two acts on distress, or on whether they go on",
        (
            "channel_matters", "bond_carries", "engagement_alliance", "engagement_strain", "homework_task", "hope_rate",
            "acceptance_rate", "failure_shames", "understanding_opens", "safety_opens", "bond_emboldens", "corrective_rate",
            "patterns_reach", "overwhelms", "injury_harms", "soothing", "renegotiation_shrinks", "pace_shared",
            "dropout_alliance", "attendance_alliance", "attendance_strain", "good_enough_peace", "practical_pretext",
            "engagement_withdrawn", "injury_alarms",
        ),
    ),
    "outcome to relationship": Path("results do not act on the alliance, nor on hope", ("results_lift", "results_encourage")),
    "trait to both": Path("no trait of the client both eases the alliance and speeds change", ("trait_confounding",)),
}  # fmt: skip


def cut(names: Iterable[str]) -> dict[str, float]:
    """Settings that cut these paths; SettingError names every path that there is not."""
    names = list(names)
    unknown = [n for n in names if n not in PATHS]
    if unknown:
        raise SettingError(*(f"no path is called {n}.{did_you_mean(n, PATHS)} Paths: {', '.join(PATHS)}." for n in unknown))
    return {number: value for n in names for number, value in PATHS[n].off.items()}
