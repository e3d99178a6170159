"""What studies tell of a life: each column in words, with its unit, and the colour that it has everywhere."""

from dataclasses import dataclass
from functools import cache
from math import isfinite

from experiments.figures import COLOURS, INK
from experiments.statistics import Estimate
from model.fields import DYAD, RATINGS
from model.units import ECR, OQ, POINTS, WAI

SHARE = "%"
TENTHS = (SHARE, POINTS, OQ, "sessions")
TEAL, PLUM, OLIVE = "#117733", "#882255", "#7A7A1A"
"""Of Tol's muted palette, for what the palette of the other figures has no colour for."""


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

    def told(self, value: float, signed: bool = False) -> str:
        """A value as it is told, without its unit."""
        if not isfinite(value):
            return "–"
        shown = value * self.times
        return f"{shown:{'+' if signed else ''}.{1 if self.unit in TENTHS else 2}f}".replace("-", "−")

    def number(self, estimate: Estimate, signed: bool = False) -> str:
        """An estimate as it is told: value, interval and unit; the name of a statistic stands before it."""
        value, low, high = (self.told(v, signed) for v in estimate[:3])
        told = f"{value} [{low}, {high}]"
        if self.statistic:
            return f"{self.unit} = {told}"
        return f"{told} {'percentage points' if signed and self.unit == SHARE else self.unit}"


EFFECT = Quantity("difference in outcome", "d", COLOURS["distress"], statistic=True)
R = Quantity("correlation with outcome", "r", COLOURS["distress"], statistic=True)
QUANTITIES = {
    "dropout": Quantity("drop out", SHARE, COLOURS["dropout"]),
    "sessions_attended": Quantity("sessions held", "sessions", COLOURS["planned_end"]),
    "wai_client_early": Quantity("alliance as rated, session 3", WAI, TEAL),
    "ruptures_a_session": Quantity("sessions with a rupture", SHARE, PLUM),
    "repaired": Quantity("ruptures fully repaired", SHARE, COLOURS["good_enough"]),
    "noticed_share": Quantity("ruptures that are noticed", SHARE, OLIVE),
    "improvement": Quantity("distress falls, intake to end", POINTS, COLOURS["distress"]),
    "fall_in_score": Quantity("score falls, intake to end", POINTS, COLOURS["distress"]),
    "fall_at_follow_up": Quantity("score falls by follow-up", POINTS, COLOURS["distress"]),
    "reliable_improvement": Quantity("reliably improved", SHARE, COLOURS["distress"]),
    "goal_ruptures": Quantity("ruptures about goals, of sessions", SHARE, COLOURS["goal"]),
    "anxiety_eased": Quantity("fear of being left eases", ECR, TEAL),
    "avoidance_eased": Quantity("fear of closeness eases", ECR, OLIVE),
    "homework_done": Quantity("sessions with a task done", SHARE, COLOURS["task"]),
}
"""Columns with words of their own; all others are states and ratings, in the words of their declarations."""
OF_PARTS = {name: COLOURS[name] for name in ("bond", "task", "goal")}


@cache
def quantity(column: str) -> Quantity:
    """What a column of the table of lives tells; StopIteration when nobody carries it."""
    if column in QUANTITIES:
        return QUANTITIES[column]
    field = next(f for f in (*DYAD, *RATINGS) if f.name == column)
    return Quantity(field.meaning.partition(":")[0], field.unit, OF_PARTS.get(column, TEAL))
