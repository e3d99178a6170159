"""The clinics in which findings are measured: the standard one, and the trials that some findings come from."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from experiments.evidence.sample import Sample
from model.cohort.compiling import is_kept
from model.cohort.engine import kernel_for
from model.parameters import MODALITIES
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import simulate

THERAPISTS, QUEUE = 100, 30
WEEKS = 16
SIXTEEN = {"clinic.planned_sessions": WEEKS, "clinic.fixed_length": 1.0}
"""Therapies of a length that is fixed, for the routine clinic's clients: findings on trials average over trials of all kinds of
people. The scenario `trial` is another thing, since it takes in by a cut-off, as trials of depression do.
"""


@dataclass(frozen=True)
class World:
    """A clinic to look at: what it is, the settings that make it, and the tables that are looked at; one for each of `schools`, if any."""

    says: str
    settings: Mapping[str, float]
    tables: tuple[str, ...]
    schools: tuple[str, ...] = ()


def only(school: str) -> dict[str, float]:
    """Settings by which every therapist practises one modality."""
    return {f"modalities.{m}.share": float(m == school) for m in MODALITIES}


ASSESSED = ("dyads", "assessments")
WAIT_LIST = SIXTEEN | {"clinic.wait_list": 0.5, "clinic.assessment_weeks": WEEKS, "clinic.assessments": 1}
ALL_WAIT = {"clinic.wait_list": 1.0, "clinic.assessment_weeks": 13, "clinic.assessments": 1}
WORLDS: Mapping[str, World] = {
    "clinic": World("the standard clinic: all modalities, open-ended up to forty sessions", {}, ("dyads", "sessions", "items")),
    "schools": World("the standard clinic, once for each modality", {}, ("dyads",), MODALITIES),
    "cbt": World("the standard clinic of CBT", only("cbt"), ("dyads", "sessions")),
    "trial": World("sixteen weekly sessions, the routine clinic's clients, against a wait-list", WAIT_LIST, ASSESSED),
    "waiting": World("everybody waits", ALL_WAIT, ASSESSED),
    "trial_schools": World(
        "sixteen weekly sessions, the routine clinic's clients, an arm for each modality", SIXTEEN, ("dyads",), MODALITIES
    ),
    "feedback": World("the standard clinic with progress feedback", {"clinic.feedback": 1.0}, ("dyads", "sessions")),
    "trained": World("the standard clinic with trained therapists", {"clinic.training": 0.5}, ("dyads",)),
    "doubled": World("the standard clinic with sixty clients a therapist", {"clinic.clients_per_therapist": 2 * QUEUE}, ("dyads",)),
}


@dataclass(frozen=True)
class Theory:
    """What is held against the findings: settings, and rules, that make a theory of how therapy works."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)


def compiled(rules: Rules) -> None:
    """Compile a session under these rules here, so that it lies on disk before several processes ask for it."""
    for record in (True, False):
        if not is_kept(kernel_for(rules, record)):
            simulate(Scenario(settings={"clinic.dyads": 1}), rules=rules, engine="cohort", record=record)


def look(world: World, theory: Theory, seed: int, therapists: int = THERAPISTS) -> Sample | dict[str, Sample]:
    """Live a world under a theory, and keep the tables that are looked at; a sample for each school, by name, where there are several."""
    queue = int(world.settings.get("clinic.clients_per_therapist", QUEUE))
    size = {"clinic.dyads": therapists * queue, "clinic.clients_per_therapist": queue}
    record = world.tables != ("dyads",)

    def sample(more: Mapping[str, float]) -> Sample:
        asked = Scenario(seed=seed, settings={**theory.settings, **world.settings, **more, **size}, brought=theory.rules.brought)
        run = simulate(asked, rules=theory.rules, engine="cohort", record=record, threads=1)
        return Sample(**{table: getattr(run, table) for table in world.tables})

    return {school: sample(only(school)) for school in world.schools} if world.schools else sample({})


def measured(measures: Mapping[str, Callable], theory: Theory, seed: int, therapists: int = THERAPISTS, thin: int = 1) -> dict[str, Any]:
    """Every measure, by name, under one seed; each world that is asked for is lived once, and let go when nobody needs it any more.

    Worlds that are lived once for each modality may have `thin` times fewer therapists: they differ by little, and share their luck.
    """
    found: dict[str, Any] = {}
    waiting = {key: (measure, worlds_of(measure)) for key, measure in measures.items()}
    samples: dict[str, Any] = {}
    for name, world in WORLDS.items():
        if any(name in worlds for _, worlds in waiting.values()):
            samples[name] = look(world, theory, seed, therapists // (thin if world.schools else 1))
        for key, (measure, worlds) in list(waiting.items()):
            if all(w in samples for w in worlds):
                found[key] = measure(**{w: samples[w] for w in worlds})
                del waiting[key]
        samples = {w: s for w, s in samples.items() if any(w in worlds for _, worlds in waiting.values())}
    return {key: found[key] for key in measures}


def worlds_of(measure: Callable) -> tuple[str, ...]:
    """The worlds that a measure asks for, by the names of its arguments."""
    return tuple(inspect.signature(measure).parameters)
