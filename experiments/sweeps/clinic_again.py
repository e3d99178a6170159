"""The clinic of a row of a sweep again, from what the record of the sweep and the row say."""

from collections.abc import Mapping
from typing import Any

from experiments.designs.factors import WORDS, whole
from experiments.designs.recorded import worded
from experiments.results.clinic_record import rules_of, scenario_of
from experiments.sweeps.batches import Job
from model.rules import Rules
from model.scenario import Scenario


def job_of(told: dict[str, Any], at: Mapping[str, Any]) -> Job:
    """All that it takes to live the clinic of a row of a sweep: its scenario, its rules, and what its factors set."""
    settings = {n: whole(at[f["title"]]) for f in told["factors"] if f["names"][0] not in WORDS for n in f["names"]}
    said = {of: next((at[f["title"]] for f in told["factors"] if f["names"][0] == of), told["words"][of][0]) for of in WORDS}
    clinic, rules = (worded(told, of, said[of]) for of in ("scenario", "rules"))
    by = rules_of(rules)
    return Job({"seed": at["seed"]}, scenario_of(clinic, by.brought), settings, by)


def clinic_of(told: dict[str, Any], at: Mapping[str, Any]) -> tuple[Scenario, Rules]:
    """The clinic of a row of a sweep, and the rules of its people."""
    job = job_of(told, at)
    return job.clinic.but(job.settings, seed=at["seed"]), job.rules
