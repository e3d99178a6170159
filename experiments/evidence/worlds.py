"""The clinics in which findings are measured: the standard one, and the trials that some findings come from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from experiments.evidence.sample import Sample
from model.parameters import MODALITIES
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import simulate

THERAPISTS, QUEUE = 100, 30
TRIAL = {"clinic.planned_sessions": 16, "clinic.fixed_length": 1.0}


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


WORLDS: Mapping[str, World] = {
    "clinic": World("the standard clinic: all modalities, open-ended up to forty sessions", {}, ("dyads", "sessions", "items")),
    "schools": World("the standard clinic, once for each modality", {}, ("dyads",), MODALITIES),
    "cbt": World("the standard clinic of CBT", only("cbt"), ("dyads", "sessions")),
    "trial": World("sixteen weekly sessions against a wait-list", TRIAL | {"clinic.wait_list": 0.5, "clinic.assessment_weeks": 16,
                   "clinic.assessments": 1}, ("dyads", "assessments")),
    "waiting": World("everybody waits", {"clinic.wait_list": 1.0, "clinic.assessment_weeks": 13, "clinic.assessments": 1}, ("dyads", "assessments")),
    "trial_schools": World("sixteen weekly sessions, an arm for each modality", TRIAL, ("dyads",), MODALITIES),
}  # fmt: skip


@dataclass(frozen=True)
class Theory:
    """What is held against the findings: settings, and rules, that make a theory of how therapy works."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)


def look(world: World, theory: Theory, seed: int, therapists: int = THERAPISTS) -> Sample | dict[str, Sample]:
    """Live a world under a theory, and keep the tables that are looked at; a sample for each school, by name, where there are several."""
    size = {"clinic.dyads": therapists * QUEUE, "clinic.clients_per_therapist": QUEUE}
    record = world.tables != ("dyads",)

    def sample(more: Mapping[str, float]) -> Sample:
        asked = Scenario(seed=seed, settings={**theory.settings, **world.settings, **more, **size})
        run = simulate(asked, rules=theory.rules, engine="cohort", record=record, threads=1)
        return Sample(**{table: getattr(run, table) for table in world.tables})

    return {school: sample(only(school)) for school in world.schools} if world.schools else sample({})


def measured(measures: Mapping[str, Callable], theory: Theory, seed: int, therapists: int = THERAPISTS) -> dict[str, Any]:
    """Every measure, by name, under one seed; each world is lived once, and let go when it has been measured."""
    from experiments.evidence.measures import worlds_of

    found: dict[str, Any] = {}
    for name, world in WORLDS.items():
        asking = {key: measure for key, measure in measures.items() if worlds_of(measure) == (name,)}
        if asking:
            sample = look(world, theory, seed, therapists)
            found |= {key: measure(sample) for key, measure in asking.items()}
    return {key: found[key] for key in measures}
