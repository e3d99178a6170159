"""A lesson is run: its clinics under the same luck, what is measured in each, and how lives came out beside their twins'."""

import re
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

from dashboards.lessons import NAMED, Lesson, claims, lesson
from dashboards.lessons.measures import MEASURES
from experiments.compare import worse
from experiments.evidence.sample import Sample
from experiments.statistics import Estimate
from model.rules import Rules
from model.simulate import simulate

ALONE = Lock()
"""One lesson is run at a time, so that thirty pages that ask for the same one wait for one run."""


class Twins(NamedTuple):
    """How many clients of a condition end worse, and better, than their twins in the one beside it, under the same luck."""

    condition: str
    beside: str
    worse: int
    better: int
    clients: int


class Result(NamedTuple):
    """What a run shows: estimates by measure and condition, and twins."""

    found: Mapping[str, Mapping[str, Estimate]]
    twins: tuple[Twins, ...]

    @property
    def values(self) -> dict[str, dict[str, float]]:
        """The values without their intervals."""
        return {measure: {c: found.value for c, found in by.items()} for measure, by in self.found.items()}


def run(name: str, luck: int, rules: Rules) -> Result:
    """What the run of a lesson shows."""
    with ALONE:
        return ran(name, luck, rules)


@lru_cache(maxsize=256)
def ran(name: str, luck: int, rules: Rules) -> Result:
    """What the run of a lesson shows, lived once."""
    asked = lesson(name)
    runs = {c.name: simulate(asked.clinic(c, luck), rules=rules, engine="cohort") for c in asked.condition}
    samples = {c: Sample(r.dyads, r.sessions) for c, r in runs.items()}
    found = {m: {c: MEASURES[m].found(sample) for c, sample in samples.items()} for m in asked.measures}
    first, *others = asked.condition
    twins = (twins_of(c.name, c.beside or first.name, samples) for c in others if c.beside != "none")
    return Result(found, tuple(twins))


def twins_of(condition: str, beside: str, samples: Mapping[str, Sample]) -> Twins:
    """How the clients of a condition end beside their twins."""
    ends = worse(samples[beside].dyads, samples[condition].dyads)
    return Twins(condition, beside, int((ends > 0).sum()), int((ends < 0).sum()), len(ends))


def happened(asked: Lesson, result: Result) -> tuple[str, ...]:
    """The options that came true."""
    return tuple(o.name for o in asked.option if claims.holds(o.holds, result.values))


def as_explained(asked: Lesson, result: Result) -> bool:
    """Whether all that the explanation claims holds in this run."""
    return all(claims.holds(claim, result.values) for claim in asked.expect)


def filled(text: str, result: Result) -> str:
    """A text with the numbers of the run that it names."""

    def told(named: re.Match[str]) -> str:
        measure, condition = named.groups()
        return MEASURES[measure].told(result.found[measure][condition].value)

    return NAMED.sub(told, text)
