"""A lesson is run: its clinics under the same luck, what is measured in each, and how lives came out beside their twins'."""

from collections.abc import Mapping
from typing import NamedTuple

from dashboards.lessons import NAMED, Lesson, claims, lesson
from dashboards.lessons.laboratory import ESTIMATED, LABORATORY, TOLD_AS, laboratory
from dashboards.lessons.measures import MEASURES
from dashboards.lessons.twins import Twins, twins
from dashboards.server.once import once
from experiments.counting.statistics import Estimate
from experiments.evidence.sample import Sample
from model.rules import Rules
from model.simulate import simulate

APART = "_apart"
"""What the name of a paired difference ends in."""


class Result(NamedTuple):
    """What a run shows: estimates by measure and condition, and twins."""

    found: Mapping[str, Mapping[str, Estimate]]
    twins: tuple[Twins, ...]

    @property
    def values(self) -> dict[str, dict[str, float]]:
        """The values without their intervals; `relief_apart.x` is the paired difference of relief between x and its twins."""
        apart: dict[str, dict[str, float]] = {}
        for twin in self.twins:
            for measure, found in twin.differences.items():
                apart.setdefault(f"{measure}{APART}", {})[twin.condition] = found.difference
        return {measure: {c: found.value for c, found in by.items()} for measure, by in self.found.items()} | apart


@once(256)
def run(name: str, luck: int, rules: Rules) -> Result:
    """What the run of a lesson shows."""
    asked = lesson(name)
    runs = {c.name: simulate(asked.clinic(c, luck), rules=rules, engine="cohort") for c in asked.condition}
    samples = {c: Sample(r.dyads, r.sessions) for c, r in runs.items()}
    found = {m: {c: MEASURES[m].found(sample) for c, sample in samples.items()} for m in asked.measures}
    first, *others = asked.condition
    beside = ((c.name, c.beside or first.name) for c in others if c.beside != "none")
    return Result(found | from_laboratory(asked), tuple(twins(name, other, asked.asks, samples) for name, other in beside))


def from_laboratory(asked: Lesson) -> dict[str, Mapping[str, Estimate]]:
    """What the laboratory finds, where the lesson tells of it; by measure."""
    told = any(condition == LABORATORY for _, condition in NAMED.findall(asked.why))
    return {name: {LABORATORY: found} for name, found in laboratory().items()} if told else {}


def happened(asked: Lesson, result: Result) -> tuple[str, ...]:
    """The options that came true."""
    return tuple(o.name for o in asked.option if claims.holds(o.holds, result.values))


def as_explained(asked: Lesson, result: Result) -> bool:
    """Whether all that the explanation claims holds in this run."""
    return all(claims.holds(claim, result.values) for claim in asked.expect)


def filled(text: str, result: Result) -> str:
    """A text with the numbers of the run that it names."""

    return NAMED.sub(lambda named: told(named[1], named[2], result.values), text)


def told(measure: str, condition: str, values: claims.Values) -> str:
    """A number of a run as a text tells it."""
    value = values[measure][condition]
    if measure.endswith(APART):
        return MEASURES[measure.removesuffix(APART)].told(value)
    return MEASURES[TOLD_AS if measure in ESTIMATED else measure].told(value)
