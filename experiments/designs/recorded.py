"""The design of a sweep as its record holds it, with all its points as they were, and again from there.

A design's own text names files, and leaves ends to be resolved, that may both be others by now. So a record also holds
every factor as it was resolved, every listed point, and the scenarios and rules behind the words that stand for them.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.designs.design import Design, placed
from experiments.designs.factors import WORDS, Factor
from experiments.designs.file import DesignFile
from experiments.results.clinic_record import about_rules, about_scenario, rules_of, scenario_of
from experiments.results.sources import digest
from model.errors import TableError
from model.parameters import NUMBERS, Number
from model.rule_files.brought import numbers_under
from model.toml import checked, read_toml

VARIED = {"scenario": "scenarios", "rules": "rule_sets"}
"""Where a record holds what a design calls by words, by the name of the factor that would vary it."""
assert tuple(VARIED) == WORDS


def about_design(design: Design) -> dict[str, Any]:
    """All that decides the points of a design; where scenarios or rules vary, each by the word of its factor."""
    varied = {
        VARIED["scenario"]: {word: about_scenario(s) for word, s in design.scenarios.items()},
        VARIED["rules"]: {word: about_rules(r) for word, r in design.rules.items()},
    }
    return {
        "design": design.name,
        "design_title": design.title,
        "kind": design.kind,
        "replicates": design.replicates,
        "luck": design.luck,
        "factors": [about_factor(f) for f in design.factors],
        "words": {name: [*varied[at]] for name, at in VARIED.items()},
        "points": digest_of_points(design.values),
        "design_text": design.text,
        **{at: each for at, each in varied.items() if len(each) > 1},
    }


def about_factor(factor: Factor) -> dict[str, Any]:
    """What varies, and between which ends, resolved."""
    resolved = {"label": factor.label, "values": factor.values, "low": factor.low, "high": factor.high, "steps": factor.steps}
    return {"title": factor.title, "names": factor.names, "ends": factor.ends, **resolved}


def digest_of_points(values: Mapping[str, np.ndarray]) -> str:
    """A digest of the value of every factor at every point."""
    return digest(repr([(title, at.tolist()) for title, at in values.items()]).encode())


def design_of(told: dict[str, Any]) -> Design:
    """The design that the record of a sweep tells of; no file is looked at but the record."""
    asked, faults = checked(read_toml(told["design_text"]), DesignFile, "a design")
    if faults:
        raise TableError(*faults)
    factors = [Factor.model_construct(**{n: f[n] for n in Factor.model_fields}) for f in told["factors"]]
    values, shares = placed(asked, factors)
    if digest_of_points(values) != told["points"]:
        raise TableError("the points of its design come out otherwise than they were: another version of SALib or SciPy draws others.")
    rules = {word: rules_of(worded(told, "rules", word)) for word in told["words"]["rules"]}
    brought = next(iter(rules.values())).brought  # what a scenario sets there is under each of them
    clinics = {word: scenario_of(worded(told, "scenario", word), brought) for word in told["words"]["scenario"]}
    name, title, kind, n, luck = (told[part] for part in ("design", "design_title", "kind", "replicates", "luck"))
    return Design(name, title, kind, n, luck, tuple(factors), values, shares, clinics, rules, asked, told["design_text"])


def numbers_of(told: dict[str, Any]) -> Mapping[str, Number]:
    """Every parameter that a design may vary, by the record of its sweep: the model's, and those that all its rule files bring."""
    first = next(iter(told.get(VARIED["rules"], {}).values()), told)
    return numbers_under(rules_of(first).brought) if first.get("rule_text") else NUMBERS


def worded(told: dict[str, Any], of: str, word: str) -> dict[str, Any]:
    """What a record says of the scenario, or the rules, for which a word of the design stands; TableError where it says nothing."""
    if told["words"][of] == [word]:
        return told
    try:
        return told[VARIED[of]][word]
    except KeyError:
        raise TableError(f"the record of the sweep says nothing of its {of} {word!r}.") from None
