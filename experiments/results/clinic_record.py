"""What results say of the clinic and of the rules behind them, and both again from what they say."""

import linecache
from pathlib import Path
from typing import Any

from experiments.results.sources import digest
from model.deeds.interventions import Arm, interventions
from model.errors import TableError
from model.parameters import NUMBERS
from model.rule_files.brought import NOTHING, Brought
from model.rules import Rules
from model.scenario import Scenario
from model.telling import Tell
from model.trial.passed import tried_text


def about_clinic(scenario: Scenario, rules: Rules, engine: str) -> dict[str, Any]:
    """A clinic, by which rules its people live, and on which engine."""
    return about_scenario(scenario) | {"engine": engine} | about_rules(rules)


def about_scenario(scenario: Scenario) -> dict[str, Any]:
    """What decides a clinic, and how it is told."""
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "tell": scenario.tell.model_dump(exclude_unset=True),
        "seed": scenario.seed,
        "changed": dict(scenario.settings),
        "do": [i.text for i in scenario.do],
        "arms": [{"name": a.name, "share": a.share, "do": [i.text for i in a.do]} for a in scenario.arms],
        "parameters": scenario.all_settings(),
    }


def about_rules(rules: Rules) -> dict[str, Any]:
    """The rules by which people live, with their text."""
    return {
        "rule_file": str(rules.source) if rules.source else None,
        "replaced_rules": sorted(rules.mine),
        "rules": {name: rules.text(name) for name in rules},
        "rule_text": rules.file_text,
    }


def scenario_of(told: dict[str, Any], brought: Brought | None = None) -> Scenario:
    """The scenario that a record tells of, with its seed, interventions, arms, and whom it is about.

    Every parameter is what it was: what was changed then is changed now, and so is what has another default since. What a rule
    file has `brought` is that of the rules in the same record, unless it is given.
    """
    if brought is None:
        brought = rules_of(told).brought if told.get("rule_text") else NOTHING
    usual = {n: number.default for n, number in NUMBERS.items()}
    settings = {n: v for n, v in told["parameters"].items() if n in told["changed"] or usual.get(n) != v}
    return Scenario(
        told["scenario"],
        told["title"],
        seed=told["seed"],
        settings=settings,
        do=interventions(told["do"], brought),
        arms=tuple(Arm(a["name"], a["share"], interventions(a["do"], brought)) for a in told["arms"]),
        tell=Tell(**told["tell"]),
        brought=brought,
    )


def rules_of(told: dict[str, Any]) -> Rules:
    """The rules that a record tells of, from the text of their file, whatever has become of it; TableError when they had none.

    A record may come from anywhere: its text is tried in a process of its own before it is run here, and RuleError tells its faults.
    """
    if not told["replaced_rules"]:
        return Rules()
    if not told["rule_text"]:
        raise TableError(f"rules that were typed in Python cannot be lived again: {', '.join(told['replaced_rules'])}.")
    return tried_text(free(Path(told["rule_file"]), told["rule_text"]), told["rule_text"])


def free(file: Path, text: str) -> Path:
    """The name under which a recorded rule file is run: its own, unless this process runs another text under that."""
    taken = linecache.cache.get(str(file.absolute()))
    if taken is None or "".join(taken[2] if len(taken) > 1 else ()) == text:  # type: ignore[misc]
        return file
    return file.with_stem(f"{file.stem}-{digest(text.encode())}")
