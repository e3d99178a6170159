"""What results say of the clinic and of the rules behind them, and both again from what they say."""

import tempfile
from pathlib import Path
from typing import Any

from model.errors import TableError
from model.interventions import Arm, interventions
from model.rules import Rules, from_file
from model.scenario import Scenario
from model.telling import Tell


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
        "replaced_rules": sorted(rules.replaced),
        "rules": {name: rules.text(name) for name in rules},
        "rule_text": rules.file_text,
    }


def scenario_of(told: dict[str, Any]) -> Scenario:
    """The scenario that a record tells of, with its seed, settings, interventions, arms, and whom it is about."""
    arms = tuple(Arm(a["name"], a["share"], interventions(a["do"])) for a in told["arms"])
    return Scenario(
        told["scenario"],
        told.get("title", ""),
        seed=told["seed"],
        settings=told["parameters"],
        do=interventions(told["do"]),
        arms=arms,
        tell=Tell(**told.get("tell", {})),
    )


def rules_of(told: dict[str, Any]) -> Rules:
    """The rules that a record tells of, from the text of their file; TableError when they had none."""
    if not told["replaced_rules"]:
        return Rules()
    if not told["rule_text"]:
        raise TableError(f"rules that were typed in Python cannot be lived again: {', '.join(told['replaced_rules'])}.")
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / Path(told["rule_file"]).name
        file.write_text(told["rule_text"], "utf-8")
        return from_file(file)
