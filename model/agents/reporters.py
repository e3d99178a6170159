"""Weekly figures of a clinic of Mesa agents, as Mesa's data collector asks for them."""

from collections.abc import Callable
from typing import Any

from model.fields import AGREED, DROPOUT, PLANNED_END

Reporter = Callable[[Any], float]
"""From a `model.agents.clinic.Clinic`, which is built with them, to a number."""


def share_ended(ending: float) -> Reporter:
    """A reporter: share of those taken on whose therapy ended this way."""
    return lambda clinic: sum(c.dyad.ending == ending for c in clinic.clients) / max(len(clinic.clients), 1)


def mean_of(field: str) -> Reporter:
    """A reporter: mean over everyone in therapy, NaN when nobody is."""

    def mean(clinic: Any) -> float:
        values = [getattr(c.dyad, field) for t in clinic.staff for c in t.clients]
        return sum(values) / len(values) if values else float("nan")

    return mean


REPORTERS: dict[str, Reporter] = {
    "week": lambda clinic: clinic.week,
    "waiting": lambda clinic: sum(t.waiting for t in clinic.staff),
    "in_therapy": lambda clinic: sum(len(t.clients) for t in clinic.staff),
    "dropout": share_ended(DROPOUT),
    "agreed": share_ended(AGREED),
    "planned_end": share_ended(PLANNED_END),
    "alliance": mean_of("alliance"),
    "distress": mean_of("distress"),
}
