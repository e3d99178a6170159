"""What decides the bytes of a sweep, so that no result is ever put together from two different ones."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from experiments.designs.design import Design
from experiments.designs.recorded import about_design
from experiments.results import output, records, sources
from experiments.results.clinic_record import about_clinic, about_scenario

DECIDE = ("model.simulate", "experiments.counting.statistics", "experiments.sweeps.batches")
"""Modules that decide, with all that they import, what a clinic of a sweep shows."""
REASONS = {
    "design": "the design is another: its points, settings, scenarios, seeds or replicates have changed",
    "rules": "the rules are others",
    "code": "the code of the model, or of its statistics, has changed",
}


def fingerprint(design: Design) -> dict[str, str]:
    """Digests of the points and of the rules of a design, and of the code, with all versions that results depend on."""
    return {"design": of_design(design), "rules": of_rules(design), "code": code(), **output.versions()}


def differences(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Why what was begun under one fingerprint cannot go on under another, in plain words; nothing where it can."""
    parts = [name for name in dict.fromkeys([*then, *now]) if then.get(name) != now.get(name)]
    return [REASONS.get(name, f"{name} was {then.get(name, 'none')}, and is {now.get(name, 'none')}") for name in parts]


def of_design(design: Design) -> str:
    """A digest of every point of a design, as it is resolved: whatever its file looks like."""
    factors = [[f.title, f.names] for f in design.factors]
    scenarios = {word: about_scenario(s) for word, s in design.scenarios.items()}
    said = [factors, scenarios, design.replicates, design.luck, design.base.seed]
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode())
    for values in design.values.values():
        digest.update(repr(values.tolist()).encode())
    return digest.hexdigest()[:16]


def of_rules(design: Design) -> str:
    """A digest of the text of all rules."""
    texts = {word: [rules.file_text, *(rules.text(name) for name in sorted(rules.mine))] for word, rules in design.rules.items()}
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]


def code() -> str:
    """A digest of all source files, and tables, that decide what a clinic shows."""
    return sources.code(DECIDE)


def record(design: Design, engine: str, **more: Any) -> dict[str, Any]:
    """All that a sweep's folder says of what made it."""
    clinic = about_clinic(design.base, design.rules_at(0), engine)
    return records.begun("sweep", *DECIDE) | clinic | about_design(design) | more
