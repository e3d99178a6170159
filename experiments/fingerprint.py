"""What decides the bytes of a sweep, so that no result is ever put together from two different ones."""

import ast
import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from experiments import output
from experiments.design import Design
from experiments.records import about_rules, about_scenario

ROOT = Path(__file__).parents[1]
DECIDE = ("model.simulate", "experiments.statistics", "experiments.batches")
"""Modules that decide, with all that they import, what a clinic of a sweep shows."""
VARIED = {"scenario": "scenarios", "rules": "rule_sets"}
"""Where a record of a sweep holds what its factors vary besides parameters, by the name of the factor."""
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
    texts = {word: [rules.file_text, *(rules.text(name) for name in sorted(rules.replaced))] for word, rules in design.rules.items()}
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]


@cache
def code() -> str:
    """A digest of all source files, and tables, that decide what a clinic shows."""
    tables = sorted((ROOT / "model").glob("*.toml"))
    return hashlib.sha256(b"".join(f.read_bytes() for f in [*sorted(sources(DECIDE)), *tables])).hexdigest()[:16]


def sources(modules: tuple[str, ...]) -> set[Path]:
    """The files of these modules of ours, and of all of ours that they import."""
    found: set[Path] = set()
    ahead = [file for module in modules for file in files_of(module)]
    while ahead:
        file = ahead.pop()
        if file not in found:
            found.add(file)
            ahead += [f for module in imported(file) for f in files_of(module)]
    return found


def imported(file: Path) -> Iterator[str]:
    """The full names of what a file imports; of `from a import b` both `a` and `a.b`, either of which may be a module."""
    for step in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(step, ast.Import):
            yield from (alias.name for alias in step.names)
        elif isinstance(step, ast.ImportFrom) and step.module:
            yield step.module
            yield from (f"{step.module}.{alias.name}" for alias in step.names)


def files_of(module: str) -> list[Path]:
    """The file of a module of ours; nothing of others, nor of a package as a whole, which only hands its parts on."""
    package, *parts = module.split(".")
    if package not in ("model", "experiments") or not parts:
        return []
    place = ROOT.joinpath(package, *parts)
    return [f for f in (place.with_suffix(".py"), place / "__init__.py") if f.is_file()]


def record(design: Design, engine: str, **more: Any) -> dict[str, Any]:
    """All that a sweep's folder says of what made it; where scenarios or rules vary, each by the word of its factor."""
    scenarios = {word: about_scenario(s) for word, s in design.scenarios.items()}
    rules = {word: about_rules(r) for word, r in design.rules.items()}
    varied = {VARIED["scenario"]: scenarios, VARIED["rules"]: rules}
    return output.provenance(design.base, design.rules_at(0), engine) | {
        "design": design.name,
        "design_title": design.title,
        "kind": design.kind,
        "replicates": design.replicates,
        "luck": design.luck,
        "factors": [{"title": f.title, "names": f.names, "ends": f.ends} for f in design.factors],
        "design_text": design.text,
        **{name: each for name, each in varied.items() if len(each) > 1},
        **more,
    }
