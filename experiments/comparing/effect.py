"""What a rule file does: a clinic under the default rules beside the same clinic under the file's, with the same luck."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from experiments.comparing.compare import Comparison, Difference, compare
from experiments.comparing.words import NO_THERAPY
from model.errors import Fault, RuleError
from model.rules import from_file
from model.scenario import Scenario
from model.simulate import Run, simulate
from model.stories import story
from model.trial.child import Child, Stopped

AN_EFFECT = 60.0
"""Seconds that the two clinics of a comparison may take."""


class Effect(NamedTuple):
    """How the file's rules (B) differ from the defaults (A), light enough to be handed from process to process.

    `first` is the first client whose life took another turn, and the session of it; `told_a` and `told_b` are her story from
    there on, under A and under B.
    """

    asked: Scenario
    engine: str
    differences: tuple[Difference, ...]
    clients: int
    unchanged: int
    turned: int
    worse: int
    better: int
    first: tuple[str, int] | None
    told_a: tuple[str, ...]
    told_b: tuple[str, ...]

    @property
    def touched(self) -> int:
        """How many lives are not the same to the last bit."""
        return self.clients - self.unchanged


def effect(asked: Scenario, path: Path, text: str) -> Effect:
    """The effect of a rule file that says `text`, in this clinic; RuleError when its rules fail there."""
    said = from_file(path, text)
    found = compare(by_default(asked), simulate(asked, rules=said))
    told = [from_where_they_part(run, found) for run in (found.a, found.b)]
    counts = (found.clients, found.unchanged, len(found.turns), found.worse, found.better)
    return Effect(asked, found.b.engine, found.differences, *counts, found.first, *told)


@lru_cache(maxsize=2)
def by_default(asked: Scenario) -> Run:
    """This clinic under the default rules; lived once for all texts that are compared with them."""
    return simulate(asked)


def effect_apart(child: Child, asked: Scenario, path: Path, text: str) -> Effect:
    """The effect of a text that has passed, found in a process of its own; RuleError when it fails there, or takes too long."""
    try:
        return child.ask(effect, asked, path, text, seconds=AN_EFFECT)
    except Stopped as e:
        raise RuleError(Fault(f"the clinic of {asked['clinic.dyads']:,} dyads {e}.", str(path))) from None


def from_where_they_part(run: Run, found: Comparison) -> tuple[str, ...]:
    """The story of the first client whose life took another turn, from that session on; nothing where nobody's did."""
    if not found.first:
        return ()
    client, session = found.first
    return tuple(story.since(run, client, session)) if client in set(run.dyads.client_id) else (NO_THERAPY,)


def ready() -> None:
    """Nothing; a process that has come here has imported all that an effect needs."""
