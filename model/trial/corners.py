"""Where a rule is tried: at the ends of what each of its inputs may be, by declaration."""

from collections.abc import Iterator
from itertools import product
from math import inf
from random import Random
from types import SimpleNamespace
from typing import Any, NamedTuple

from model.fields import CARRIED, CLIENT, CLIENT_TRAITS, DYAD, MODALITY, THERAPIST_TRAITS, WEEK, Field
from model.luck import NORMAL, SESSION_EVENTS, WEEK_EVENTS, Event
from model.rule_files.brought import NOTHING, Brought, asked_under, numbers_under
from model.rule_files.contract import Rule, inputs, parameters_read

TRAITS = {f"client_{t.name}": t for t in CLIENT_TRAITS} | {f"therapist_{t.name}": t for t in THERAPIST_TRAITS}
FIELDS: dict[str, Field] = {f.name: f for f in (*DYAD, *WEEK)} | {f"modality_{f.name}": f for f in MODALITY}
FIELDS |= {f"therapist_{f.name}": f for f in CARRIED} | {f"client_{f.name}": f for f in CLIENT}
DRAWS = {e.name: e for e in (*SESSION_EVENTS, *WEEK_EVENTS)}
FROM_ONE = ("session", "missed")
"""Words that are never asked for before they are at least 1."""
FARTHEST = 6.5
"""How far from zero a normal draw is tried."""
MOST_CORNERS = 1024
"""All corners are tried where there are no more; otherwise so many, by lot."""
AMONG_PARAMETERS = 256
"""Corners at which the parameters stand at their ends, too."""
BETWEEN, FEWEST = 4000, 400
"""Places between the corners at which the rules of a file are asked, all together, and each at least: with one rule, what fails at
one value in a thousand is found nearly always."""


class Word(NamedTuple):
    """What a rule may ask for: its name, its meaning, its unit, from where to where it is tried, and whether it is `whole`."""

    name: str
    meaning: str
    unit: str
    low: float
    high: float
    whole: bool = False

    @property
    def range(self) -> str:
        """From where to where, in words."""
        ends = f"{self.low:g} to {self.high:g}"
        is_told = ends in self.unit or self.unit.lstrip("-")[:1].isdigit()
        return self.unit if is_told or not self.unit else f"{self.unit}, {ends}"


def word(name: str, rule: str, brought: Brought = NOTHING) -> Word:
    """What the rule of this name gets when it asks for a word."""
    if name == "noise":
        draw = DRAWS.get(rule) or Event(0, rule, NORMAL, f"how it happens to go with what {rule} is about")
        low, high = (-FARTHEST, FARTHEST) if draw.kind == NORMAL else (0.0, 1.0)
        return Word(name, f"luck: {draw.meaning}", "a normal draw: mean 0, SD 1" if draw.kind == NORMAL else "0 to 1, all alike", low, high)
    if name in TRAITS:
        trait = TRAITS[name]
        return Word(name, trait.meaning, trait.unit, trait.low, trait.high)
    field = FIELDS.get(name) or next(s.field for s in brought.states if s.name == name)
    low, high = (0.0, len(field.codes) - 1.0) if field.codes else field.unit.usual
    whole = field.unit.kind != "number"
    unit = ", ".join(f"{i} {code}" for i, code in enumerate(field.codes)) or field.unit
    return Word(name, field.meaning, unit, 1.0 if name in FROM_ONE else low, high, whole)


def corners(name: str, rule: Rule, brought: Brought = NOTHING) -> Iterator[dict[str, Any]]:
    """Inputs of a rule without `p`, each at one end of its range: all such corners, or many by lot where they are very many."""
    words = [w for w in inputs(rule) if w != "p"]
    ends = [(found.low, found.high) for found in (word(w, name, brought) for w in words)]
    if 2 ** len(words) <= MOST_CORNERS:
        yield from (dict(zip(words, map(float, corner), strict=True)) for corner in product(*ends))
        return
    lot = Random(name)
    for _ in range(MOST_CORNERS):
        yield {w: float(lot.choice(pair)) for w, pair in zip(words, ends, strict=True)}


def questions(name: str, rule: Rule, brought: Brought = NOTHING) -> Iterator[dict[str, Any]]:
    """What a rule is asked when it is tried: all corners with the parameters as they are declared, then some with theirs at an end."""
    shorts, numbers = asked_under(brought), numbers_under(brought)
    known, read = list(corners(name, rule, brought)), [numbers[shorts[short]] for short in parameters_read(rule)]
    if "p" not in inputs(rule):
        yield from known
        return
    usual = as_declared(brought)
    yield from (corner | {"p": usual} for corner in known)
    lot = Random(name)
    for _ in range(AMONG_PARAMETERS):
        ends = {n.short: float(lot.choice((n.low, n.high) if n.low > -inf else (n.default, n.default))) for n in read}
        yield lot.choice(known) | {"p": SimpleNamespace(**(vars(usual) | ends))}


def as_declared(brought: Brought = NOTHING) -> SimpleNamespace:
    """The parameters as rules read them, as they are declared."""
    numbers = numbers_under(brought)
    return SimpleNamespace(**{short: float(numbers[long].default) for short, long in asked_under(brought).items()})


def between(name: str, rule: Rule, places: int, brought: Brought = NOTHING) -> Iterator[dict[str, Any]]:
    """Inputs of a rule at so many places anywhere within their ranges, by lot, with the parameters as they are declared."""
    words = [word(w, name, brought) for w in inputs(rule) if w != "p"]
    usual = {"p": as_declared(brought)} if "p" in inputs(rule) else {}
    lot = Random(name)
    for _ in range(places if words else 0):
        yield {w.name: float(lot.randint(int(w.low), int(w.high))) if w.whole else lot.uniform(w.low, w.high) for w in words} | usual
