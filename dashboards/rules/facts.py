"""What there is to know of a rule, read off the declarations: when it is asked, for what it asks, what becomes of its answer."""

import inspect
import re
from functools import cache
from typing import Any, NamedTuple

from model import session
from model.agenda import Asked, agenda, order
from model.contract import Rule, inputs, known_words, parameters_read
from model.corners import Word, word
from model.fields import DYAD
from model.mechanisms import OF_CODE, claimed, decides
from model.parameters import ASKED, NUMBERS, Number
from model.rules import DEFAULT, KNOWN, WEEKLY, Rules

OF_PEOPLE = ("client_", "therapist_", "modality_")
"""How words begin that tell of people, not of the two together."""


class Facts(NamedTuple):
    """A rule: its theme, what it says it is, what it asks for, where it stands, and what has to do with it."""

    name: str
    theme: str
    first: str
    more: str
    source: str
    asks: tuple[Word, ...]
    parameters: tuple[Number, ...]
    mechanisms: tuple[str, ...]
    when: tuple[str, ...]
    decides: tuple[str, ...]
    read_by: tuple[str, ...]


def facts(name: str, rule: Rule | None = None) -> Facts:
    """What there is to know of a rule, as the default has it, or as `rule` in its place does."""
    here = rule or DEFAULT[name]
    first, more, source = told(here)
    written = sorted(decides().get(name, ()))
    codes = [code for code in claimed()[name] if code in OF_CODE]
    return Facts(
        name, theme(name), first, more, source,
        tuple(word(w, name) for w in inputs(here) if w != "p"),
        tuple(NUMBERS[ASKED[short]] for short in parameters_read(here)),
        tuple(codes),
        tuple(dict.fromkeys(occasion(a) for a in agenda() if a.rule == name)),
        tuple(written),
        tuple(other for other, function in DEFAULT.items() if other != name and set(inputs(function)) & set(written)),
    )  # fmt: skip


def told(rule: Rule) -> tuple[str, str, str]:
    """A docstring in three: its first line, what follows, and the source that it names."""
    text = inspect.getdoc(rule) or "It says nothing of what it returns: a docstring would."
    first, _, rest = text.partition("\n")
    body, _, tail = rest.partition("Mechanism:")
    source = tail.partition("Source:")[2]
    return first.strip(), " ".join(body.split()), " ".join(source.split())


def theme(name: str) -> str:
    """The file of `model/rules` in which the default stands."""
    return DEFAULT[name].__module__.rpartition(".")[2]


def occasion(asked: Asked) -> str:
    """When a rule is asked, and what the part of the session that asks is about."""
    if asked.by == asked.part:
        return f"{asked.when}."
    about = (inspect.getdoc(getattr(session, asked.by)) or "").split("\n")[0]
    return f"{asked.when}. {about}"


def may_ask(name: str) -> tuple[Word, ...]:
    """The words that a rule may ask for, those that are known when it is asked; its own luck first, people's traits last."""
    dyad, of_dyad = KNOWN.get(name, frozenset()), {f.name for f in DYAD}
    there = [w for w in known_words(name, name in WEEKLY) if w != "p" and (w in dyad or w not in of_dyad)]
    return tuple(word(w, name) for w in sorted(there, key=lambda w: (w != "noise", w.startswith(OF_PEOPLE))))


@cache
def defaults_listed() -> tuple[tuple[str, tuple[dict[str, Any], ...]], ...]:
    """All rules in the order of a session, by what it is then about, as the list takes them."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for asked in order():
        groups.setdefault(asked.when, []).append(listed(asked.rule))
    return tuple((title, tuple(rules)) for title, rules in groups.items())


def listed(name: str) -> dict[str, Any]:
    """A rule as the list takes it; `search` is what a search looks through."""
    about = facts(name)
    titles = [f"{code} {OF_CODE[code].title}" for code in about.mechanisms]
    words = [name, name.replace("_", " "), about.theme, about.first, about.more, *titles, *(w.name for w in about.asks)]
    words += [n.short for n in about.parameters]
    return {"name": name, "file": about.theme, "first": re.sub(r"\s+", " ", about.first), "search": " ".join(words).lower()}


def groups(said: Rules | None) -> list[dict[str, Any]]:
    """What the list shows, with the rules marked that a file replaces."""
    yours = set(said.replaced) if said else set()
    return [{"title": title, "rules": [one | {"yours": one["name"] in yours} for one in rules]} for title, rules in defaults_listed()]
