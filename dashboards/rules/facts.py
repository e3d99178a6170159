"""The list of rules, as the page has it."""

import re
from functools import cache
from typing import Any

from model.guide.agenda import order
from model.guide.rule_facts import Facts, facts, own_facts
from model.mechanisms import OF_CODE
from model.rules import DEFAULT, Rules

OWN = "Your file's own: state that the model does not have"
"""What stands above the rules by which state of a file's own begins and moves on."""


def own_rules(said: Rules) -> list[str]:
    """The rules of a file that stand in the place of no default."""
    return [name for name in said.mine if name not in DEFAULT]


@cache
def defaults_listed() -> tuple[tuple[str, tuple[dict[str, Any], ...]], ...]:
    """All rules in the order of a session, by what it is then about, as the list takes them."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for asked in order():
        groups.setdefault(asked.when, []).append(listed(facts(asked.rule)))
    return tuple((title, tuple(rules)) for title, rules in groups.items())


def listed(about: Facts) -> dict[str, Any]:
    """A rule as the list takes it; `search` is what a search looks through."""
    name = about.name
    titles = [f"{code} {OF_CODE[code].title}" for code in about.mechanisms]
    words = [name, name.replace("_", " "), about.theme, about.first, about.more, *titles, *(w.name for w in about.asks)]
    words += [n.short for n in about.parameters]
    return {"name": name, "file": about.theme, "first": re.sub(r"\s+", " ", about.first), "search": " ".join(words).lower()}


def groups(said: Rules | None) -> list[dict[str, Any]]:
    """What the list shows, with the rules marked that a file replaces, and first of all those by which state of its own moves."""
    yours = set(said.replaced) if said else set()
    own = [listed(own_facts(name, said)) | {"yours": True} for name in own_rules(said)] if said else []
    first = [{"title": OWN, "rules": own}] if own else []
    return first + [
        {"title": title, "rules": [one | {"yours": one["name"] in yours} for one in rules]} for title, rules in defaults_listed()
    ]
