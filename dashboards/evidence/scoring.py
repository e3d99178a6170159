"""Scoring the rules in force while one waits: the clinics that the shipped scores stand on, one after the other, under the same luck."""

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, NamedTuple

import numpy as np
import solara

from dashboards.evidence.rows import dot
from dashboards.server.desk import use_job
from dashboards.server.jobs import Job
from experiments.evidence.scorecard import Score, scores
from experiments.evidence.shipped import shipped
from experiments.evidence.targets import Target, patterns, targets
from experiments.evidence.worlds import Theory, compiled, measured
from model.errors import DyadsError
from model.rules import Rules

FEWEST = 3
"""Clinics before which there is no interval, and so nothing to see."""
UNKNOWN = {"model": "–", "give": "", "state": "unsure", "verdict": "cannot be measured", "at": None}


class Scoring(NamedTuple):
    """How far the scoring is: clinics lived and how many there will be, seconds left if known, what went wrong, and how to steer it."""

    done: int
    most: int
    seconds_left: float | None
    busy: bool
    faults: tuple[str, ...]
    order: Callable[[str], None]
    scores: list[Score]


def findings_of(further: bool) -> Mapping[str, Target]:
    """The findings of one kind."""
    return patterns() if further else targets()


def key(further: bool, rules: Rules) -> tuple[str, bool, Rules]:
    """What makes a scoring."""
    return "scorecard", further, rules


def job(further: bool, rules: Rules) -> Job:
    """Every finding under these rules, a clinic at a time; those of the same rules are one."""
    about, measures = shipped().about, {name: target.measured for name, target in findings_of(further).items()}
    theory = Theory("yours", rules=rules)

    def lived(seed: int) -> dict[str, Any]:
        """What one clinic shows."""
        compiled(rules)
        return measured(measures, theory, seed, about["therapists"])

    return Job(key(further, rules), range(about["first_seed"], about["first_seed"] + about["seeds"]), lived)


def so_far(found: Mapping[int, Any], further: bool) -> list[Score]:
    """The scores from the clinics lived so far; none before there are enough for an interval."""
    lived = [of for _, of in sorted(found.items()) if not isinstance(of, Exception)]
    if len(lived) < FEWEST:
        return []
    findings = findings_of(further)
    return scores({name: np.array([of[name] for of in lived]) for name in findings}, findings)


def drawn(found: list[Score]) -> dict[str, Mapping[str, Any]]:
    """Scores as the forest plot draws them, by finding."""
    return {s.finding: dot(s) if isfinite(s.value + s.low + s.high) else UNKNOWN for s in found}


def reasons(found: Mapping[int, Any]) -> tuple[str, ...]:
    """Why clinics could not be lived, each reason once."""
    failed = [of for of in found.values() if isinstance(of, Exception)]
    told = [line for e in failed for line in (e.faults if isinstance(e, DyadsError) else (f"{type(e).__name__}: {e}",))]
    return tuple(dict.fromkeys(told))


def use_scoring(further: bool, rules: Rules) -> Scoring:
    """The scoring of the rules in force, of which nothing is seen before it is ordered to `go`; it rests when it is told to `stop`."""
    there = use_job(key(further, rules), lambda: job(further, rules))
    begun, begin = solara.use_state((further, False))
    found = there.found if begun == (further, True) else {}
    now = solara.use_memo(lambda: so_far(found, further), [further, rules, len(found)])

    def order(word: str) -> None:
        """Begin or go on, stop at once, or look how far it is."""
        begin((further, True))
        there.order(word)

    return Scoring(len(found), shipped().about["seeds"], there.seconds_left, there.busy, (*there.refused, *reasons(found)), order, now)
