"""Rival theories: one rule file each, for `--rules`, whose docstring says what it holds, its headline, and what was chosen in it.

A rival replaces the rules that its theory speaks of and leaves all others as they are. None was searched; the few numbers of its own were
chosen by hand, on the findings that stand under "Chosen"; these do not count for it, nor does what says the same in other units. What its
paper's headline holds and it cannot show stands under "Does not show".

No rival brings sentences of its own for a story: what it does to a client is told in the words of the model, so that one and the same
client's story differs little between theories, but for the states that a rule file carries.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from experiments.evidence.prose import under
from experiments.evidence.worlds import Theory
from model.errors import SettingError, did_you_mean
from model.rules import Rules, from_file

NAMES = ("good_enough", "valence", "complementarity", "core_conditions", "technique_only")
"""The rivals, in the order in which they are told."""
FINDING = re.compile(r"\b[A-Z]\d\d[a-z]?\b")
"""The key of a published finding."""
KIN = (("O06c", "O07a", "O09a", "O09b", "O09c", "P33"), ("P10", "P11", "P32"))
"""Findings that are one quantity in several units: how much clients change in routine care, and how change goes with how long they come."""


class Rival(NamedTuple):
    """A rival theory: its name, its rule file, and the rules that stand there."""

    name: str
    file: Path
    rules: Rules

    @property
    def theory(self) -> Theory:
        """What is held against the findings: default settings, and its rules."""
        return Theory(self.name, rules=self.rules)

    @property
    def space(self) -> Mapping[str, Any]:
        """What is defined in its file, by name."""
        return next(iter(self.rules.mine.values())).__globals__

    @property
    def claim(self) -> str:
        """The theory in a sentence: what follows its name in the first line of the file."""
        return self.space["__doc__"].split("\n")[0].partition(": ")[2]

    def part(self, heading: str) -> str:
        """What stands under a heading of the file's docstring, as `Headline: …`, in one line; empty where there is none."""
        return under(heading, self.space["__doc__"].strip())

    @property
    def chosen_on(self) -> tuple[str, ...]:
        """The published findings on which these numbers were chosen, so that showing them is no merit: what "Chosen" names, and kin."""
        return tuple(dict.fromkeys(every for named in FINDING.findall(self.part("Chosen")) for every in kin(named)))

    @property
    def chosen(self) -> dict[str, float]:
        """The numbers of its own, by name: what its file declares as `PARAMETERS`."""
        return {number.short: number.default for number in self.rules.brought.numbers}


def kin(finding: str) -> tuple[str, ...]:
    """The findings that are the same quantity as this one, in their order, and itself."""
    return next((these for these in KIN if finding in these), (finding,))


@cache
def rival(name: str) -> Rival:
    """A rival by its name; SettingError when there is none."""
    if name not in NAMES:
        raise SettingError(f"no theory is called {name}.{did_you_mean(name, NAMES)} Theories: {', '.join(NAMES)}.")
    file = Path(str(files(__name__).joinpath(f"{name}.py")))
    return Rival(name, file, from_file(file))


def rivals() -> list[Rival]:
    """All rivals, in their order."""
    return [rival(name) for name in NAMES]
