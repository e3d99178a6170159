"""What is not as it was when a result was made: versions, rules, defaults, code."""

from collections.abc import Iterator
from typing import Any

from experiments.results.output import versions
from experiments.results.sources import ROOT, digest_of
from model.parameters import NUMBERS
from model.rules import Rules

MOST_NAMED = 8
"""Names that a sentence lists, at most."""


def notes(told: dict[str, Any]) -> Iterator[str]:
    """What is not as it was when a result was made, a sentence for each kind of change."""
    now = versions()
    for name in dict.fromkeys([*told["versions"], *now]):
        was, are = (of.get(name, "none") for of in (told["versions"], now))
        if was != are:
            yield f"made with {name} {was}, lived again with {are}: the last bits, or more, may differ"
    sides = [*clinics(told)]
    if rules := sorted({name for side in sides for name in changed_rules(side)}):
        yield f"rules that have changed since: {listed(rules)}; lives may differ"
    if numbers := sorted({name for side in sides for name in changed_defaults(side)}):
        yield f"defaults that have changed since: {listed(numbers)}"
    if files := [path for path, then in told["code"].items() if not (ROOT / path).is_file() or digest_of(ROOT / path) != then]:
        yield f"code that has changed since: {listed(files)}"


def clinics(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every part of a record that tells of a clinic, or of rules."""
    for of in (told, *(told[part] for part in ("a", "b", "sweep") if part in told)):
        yield from (of, *of.get("rule_sets", {}).values(), *of.get("scenarios", {}).values(), *of.get("theories", {}).values())


def changed_rules(side: dict[str, Any]) -> list[str]:
    """The default rules whose text is not what it was, that are new, or that are gone."""
    now, then = Rules(), side.get("rules")
    if not isinstance(then, dict):
        return []
    return [n for n in {*then, *now} - set(side["replaced_rules"]) if n not in now or then.get(n) != now.text(n)]


def changed_defaults(side: dict[str, Any]) -> list[str]:
    """The parameters that had another default, or are new."""
    then, chosen = side.get("parameters"), side.get("changed", {})
    if not isinstance(then, dict):
        return []
    return [n for n, number in NUMBERS.items() if n not in chosen and (n not in then or then[n] != number.default)]


def listed(names: list[str]) -> str:
    """Names in a sentence, not too many."""
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
