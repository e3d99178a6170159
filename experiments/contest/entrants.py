"""Who takes part in a tournament: the model, its rivals, a theory of one's own, and null models; and how their numbers were come by."""

from collections.abc import Sequence
from typing import NamedTuple

from experiments.evidence.models import RECALIBRATED, candidate, kind, nulls
from experiments.evidence.worlds import Theory
from experiments.theories import rival, rivals
from model.parameters import SEARCHED

MODEL, RIVAL, NULL, YOURS = "model", "rival", "null", "yours"
FITTED, BY_HAND, UNFITTED = "fitted", "by hand", "switched off"
FAIRNESS = (
    f"How their numbers were come by: {len(SEARCHED)} of the model's were searched until it showed the fitted findings, and re-calibrated "
    "nulls had the same search. Rivals were not searched: each has a few numbers of its own, chosen by hand, one of them so that clients "
    "change about as much as in routine care (O06c), others for its own headline. What its numbers were chosen on is left out of its "
    "count, and what says the same in other units. The field is not level. Most findings are of the alliance and what goes with it, which "
    "is the model's home ground. And for all that its theory does not speak of a rival has the model's rules and the numbers that were "
    "fitted to go with the model's other rules, so that much of what it shows of ratings, ruptures and who comes is no merit of its own, "
    "and some of what it misses no fault. Re-calibration alone gains null models several findings, so that a difference of a few says "
    "little. The further patterns, for which nothing was searched, compare most fairly; what tells most is where theories part."
)
"""What has to stand wherever the count stands."""


class Entrant(NamedTuple):
    """Who takes part: a theory, what sort it is, and how its numbers were come by."""

    theory: Theory
    sort: str
    numbers: str

    @property
    def name(self) -> str:
        """Its name, as tables have it."""
        return self.theory.name

    @property
    def label(self) -> str:
        """Its name in words."""
        if self.sort == NULL:
            return f"null: {kind(self.name)[0]}"
        return "the model" if self.sort == MODEL else self.name.replace("_", " ")

    @property
    def chosen_on(self) -> tuple[str, ...]:
        """The findings on which a rival's numbers were chosen by hand, which are left out of its count."""
        return rival(self.name).chosen_on if self.sort == RIVAL else ()


def entrants(only: Sequence[str] = (), with_nulls: bool = True, mine: Theory | None = None) -> list[Entrant]:
    """The model, the rivals (or those of them that are named), a theory of one's own if there is one, and the null models."""
    found = [Entrant(candidate(), MODEL, FITTED)]
    found += [Entrant(r.theory, RIVAL, BY_HAND) for r in rivals() if not only or r.name in only]
    found += [Entrant(mine, YOURS, "your own")] if mine else []
    again = {True: FITTED, False: UNFITTED}
    return found + [Entrant(n, NULL, again[kind(n.name)[1] == RECALIBRATED]) for n in nulls() if with_nulls]
