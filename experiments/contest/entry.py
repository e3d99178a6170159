"""A tournament to be held: who takes part, and in which clinics, as the command and the verb `tournament` ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from experiments.contest import results
from experiments.contest.entrants import Entrant, entrants
from experiments.contest.living import Held, lived
from experiments.evidence import sizes
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import FIRST_SEED, clinics
from experiments.evidence.worlds import Theory
from experiments.theories import NAMES
from model.errors import did_you_mean
from model.faults import Gathered
from model.progress import Told
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import Asked, ask


@dataclass(frozen=True)
class Contest:
    """Who takes part, and in which clinics."""

    among: Sequence[Entrant]
    lucks: range
    therapists: int

    name: ClassVar = "tournament"
    doing: ClassVar = "living theories"

    @property
    def clinics(self) -> str:
        """In which clinics, in words."""
        return clinics(self.lucks, self.therapists)

    def live(self, done: Told) -> dict[str, list[Held]]:
        """The scores of every theory."""
        return lived(self.among, self.lucks, self.therapists, done)

    def write(self, folder: Path, found: Found) -> None:
        """Write tables, the picture, and the record that makes them again."""
        results.write(folder, self.among, found, self.lucks, self.therapists)


def asked(*, only: Sequence[str], against: bool, rules: Asked, dyads: int, seeds: int) -> Contest:
    """What is to be held; SettingError or RuleError names every fault of what was asked."""
    wrong = Gathered(*sizes.faults_of(seeds=seeds, dyads=dyads))
    wrong.add(*(f"no theory is called {n}.{did_you_mean(n, NAMES)} Theories: {', '.join(NAMES)}." for n in only if n not in NAMES))
    _, said = wrong.tried(ask, Scenario(), {}, rules, otherwise=(Scenario(), Rules()))
    wrong.refuse()
    among = entrants(only, against, None if rules is None else Theory("yours", rules=said))
    return Contest(among, range(FIRST_SEED, FIRST_SEED + seeds), sizes.therapists_for(dyads))
