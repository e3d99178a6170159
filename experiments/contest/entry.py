"""A tournament to be held: who takes part, and in which clinics, as the command and the verb `tournament` ask for it."""

from collections.abc import Sequence
from typing import NamedTuple

from experiments.contest.tournament import Entrant, entrants
from experiments.evidence import sizes
from experiments.evidence.scorecard import FIRST_SEED
from experiments.evidence.worlds import Theory
from experiments.theories import NAMES
from model.errors import did_you_mean
from model.faults import Gathered
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import Asked, ask


class Contest(NamedTuple):
    """Who takes part, and in which clinics."""

    among: Sequence[Entrant]
    lucks: range
    therapists: int


def asked(*, only: Sequence[str], against: bool, rules: Asked, dyads: int, seeds: int) -> Contest:
    """What is to be held; SettingError or RuleError names every fault of what was asked."""
    wrong = Gathered(*sizes.faults_of(seeds=seeds, dyads=dyads))
    wrong.add(*(f"no theory is called {n}.{did_you_mean(n, NAMES)} Theories: {', '.join(NAMES)}." for n in only if n not in NAMES))
    _, said = wrong.tried(ask, Scenario(), {}, rules, otherwise=(Scenario(), Rules()))
    wrong.refuse()
    among = entrants(only, against, None if rules is None else Theory("yours", rules=said))
    return Contest(among, range(FIRST_SEED, FIRST_SEED + seeds), sizes.therapists_for(dyads))
