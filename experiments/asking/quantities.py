"""What studies tell of a life: each column in words, with its unit, and the colour that it has everywhere."""

from dataclasses import dataclass
from functools import cache
from math import isfinite

from experiments.counting.statistics import Estimate
from experiments.drawing.figures import COLOURS, INK
from model.errors import SettingError, did_you_mean
from model.fields import DYAD, RATINGS
from model.units import ECR, OQ, POINTS, RATING, UNIT, WAI

SHARE = "%"
TENTHS = (SHARE, POINTS, OQ, "sessions")
NARROW = 0.05
"""A statistic that is known better than this deserves a third digit."""
CLIENTS, STRAINS, THERAPISTS, MENDS, LENGTH = "#332288", "#882255", "#7A7A1A", "#117733", "#7F4F24"
"""What clients experience and do, what strains, what therapists do, what mends, how long it lasts: no other figure draws these."""


@dataclass(frozen=True)
class Quantity:
    """A number that is told: its words, its unit (`%` for shares, which are kept from 0 to 1), and its colour."""

    words: str
    unit: str
    colour: str = INK
    statistic: bool = False

    @property
    def times(self) -> float:
        """By what a value is multiplied before it is told."""
        return 100.0 if self.unit == SHARE else 1.0

    def told(self, value: float, signed: bool = False, digits: int | None = None) -> str:
        """A value as it is told, without its unit."""
        if not isfinite(value):
            return "–"
        shown = value * self.times
        digits = (1 if self.unit in TENTHS else 2) if digits is None else digits
        return f"{shown:{'+' if signed else ''}.{digits}f}".replace("-", "−")

    def number(self, estimate: Estimate, signed: bool = False) -> str:
        """An estimate as it is told: value, interval and unit; the name of a statistic stands before it."""
        fine = self.statistic and estimate.high - estimate.low < NARROW
        value, low, high = (self.told(v, signed, 3 if fine else None) for v in estimate[:3])
        told = f"{value} [{low}, {high}]"
        if self.statistic:
            return f"{self.unit} = {told}"
        return f"{told} {'percentage points' if signed and self.unit == SHARE else self.unit}"


EFFECT = Quantity("difference in outcome", "d", COLOURS["distress"], statistic=True)
R = Quantity("correlation with outcome", "r", COLOURS["distress"], statistic=True)
QUANTITIES = {
    "dropout": Quantity("drop out", SHARE, COLOURS["dropout"]),
    "sessions_attended": Quantity("sessions held", "sessions", LENGTH),
    "wai_client_early": Quantity("alliance as rated, session 3", WAI, CLIENTS),
    "ruptures_a_session": Quantity("a client's sessions with a rupture", SHARE, STRAINS),
    "repaired": Quantity("a client's ruptures fully repaired", SHARE, MENDS),
    "noticed_share": Quantity("ruptures that are noticed", SHARE, THERAPISTS),
    "improvement": Quantity("distress falls, intake to end", POINTS, COLOURS["distress"]),
    "fall_in_score": Quantity("score falls, intake to end", POINTS, COLOURS["distress"]),
    "fall_at_follow_up": Quantity("score falls by follow-up", POINTS, COLOURS["distress"]),
    "reliable_improvement": Quantity("reliably improved, of all", SHARE, COLOURS["distress"]),
    "goal_ruptures": Quantity("ruptures about goals, of sessions", SHARE, COLOURS["goal"]),
    "anxiety_eased": Quantity("fear of being left eases", ECR, CLIENTS),
    "avoidance_eased": Quantity("fear of closeness eases", ECR, CLIENTS),
    "alliance_last": Quantity("alliance at the end", UNIT, CLIENTS),
    "alliance_felt": Quantity("alliance as felt", UNIT, CLIENTS),
    "empathy_enacted": Quantity("empathy, as observed", UNIT, THERAPISTS),
    "empathy_felt": Quantity("empathy, as felt", UNIT, CLIENTS),
    "empathy_client": Quantity("empathy, client's rating", RATING, CLIENTS),
    "empathy_therapist": Quantity("empathy, therapist's rating", RATING, THERAPISTS),
    "countertransference": Quantity("reactions acted out", UNIT, STRAINS),
    "patterns": Quantity("old patterns looked at", UNIT, THERAPISTS),
    "disclosure": Quantity("depth of disclosure", UNIT, CLIENTS),
    "collaboration": Quantity("collaboration", UNIT, CLIENTS),
    "homework_done": Quantity("sessions with a task done", SHARE, COLOURS["task"]),
}
"""Columns with words of their own; all others are states and ratings, in the words of their declarations."""
OF_PARTS = {name: COLOURS[name] for name in ("bond", "task", "goal")}


@cache
def quantity(column: str) -> Quantity:
    """What a column of the table of lives tells; SettingError when nobody carries it."""
    if column in QUANTITIES:
        return QUANTITIES[column]
    fields = {f.name: f for f in (*DYAD, *RATINGS)}
    if column not in fields:
        raise SettingError(f"no outcome is called {column}.{did_you_mean(column, [*QUANTITIES, *fields])}")
    field = fields[column]
    return Quantity(field.meaning.partition(":")[0], field.unit, OF_PARTS.get(column, CLIENTS))
