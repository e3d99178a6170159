"""A tournament of theories: the model, its rivals and null models on the same findings under the same luck, and where they part."""

from collections.abc import Mapping, Sequence

from experiments.contest import living
from experiments.contest.entrants import FAIRNESS, Entrant
from experiments.contest.living import Held
from experiments.contest.living import lived as tournament
from experiments.contest.partings import apart, partings
from experiments.contest.standings import rows, standings, unsure
from experiments.evidence.scorecard import Done

__all__ = ["FAIRNESS", "Entrant", "apart", "lived", "partings", "rows", "standings", "tournament", "unsure"]


def lived(among: Sequence[Entrant], seeds: range, therapists: int, done: Done, known: Mapping[str, object]) -> dict[str, list[Held]]:
    """The scores of every theory; none are `known` beforehand, since differences need them clinic by clinic."""
    assert not known
    return living.lived(among, seeds, therapists, done)
