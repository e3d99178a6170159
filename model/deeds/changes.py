"""One number that is changed from outside, as in `dyad.bond = 0.9`: which can be, within which range, and how it is written."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from model.deeds.deeds import COLUMNS, KINDS
from model.errors import SettingError, did_you_mean
from model.fields import CARRIED, CLIENT_TRAITS, DYAD, MODALITY, THERAPIST_TRAITS
from model.luck import BETWEEN, NORMAL, SESSION
from model.parameters import ASKED, NUMBERS
from model.rule_files.brought import NOTHING, Brought, asked_under, numbers_under
from model.rules import CARRIED_ON, MOVED_BY_LIFE, at_intake

KEPT_BY_ALL = {n.short for n in NUMBERS.values() if n.name.startswith("clinic.")} - {"review_every", "fixed_length", "feedback"}
"""Parameters of the clinic as a whole, which cannot differ for one client."""
BOOKKEEPING = {"session", "own_week", "weeks_apart", "begun", "ruptures", "repairs", "distress", "goal", "distress_score_intake"}
"""Words of the dyad that count or follow from others."""
MODALITY_COLUMNS = {f"modality_{f.name}": f.unit.usual for f in MODALITY}
AT_INTAKE = at_intake()
"""Words of the client and the therapist that nobody asks for after intake."""
INSTEAD = {"distress": ("chronic_distress", "acute_distress"), "expectation": ("hope",), "modality_difficulty": ("difficulty_next",)}
"""What a dyad carries on from there, where it has another name."""
Span = tuple[float, float]
SPANS: dict[str, dict[str, Span]] = {
    "client": {t.name: (t.low, t.high) for t in CLIENT_TRAITS},
    "therapist": {t.name: (t.low, t.high) for t in THERAPIST_TRAITS} | {f.name: f.unit.usual for f in CARRIED} | MODALITY_COLUMNS,
    "p": {short: (NUMBERS[name].low, NUMBERS[name].high) for short, name in ASKED.items() if short not in KEPT_BY_ALL},
    "week": {e.name: (-8.0, 8.0) if e.kind == NORMAL else (0.0, 1.0) for e in BETWEEN.events},
    "luck": {e.name: (-8.0, 8.0) if e.kind == NORMAL else (0.0, 1.0) for e in SESSION.events},
    "dyad": {f.name: f.unit.usual for f in DYAD if f.name in (CARRIED_ON | MOVED_BY_LIFE) - BOOKKEEPING},
}
"""What can be changed from outside, and within which range; of the dyad, what one session or week leaves to the next."""
FORM = re.compile(r"(?P<what>\w+)\.(?P<name>\w+)\s*(?P<op>\+=|=)\s*(?P<value>\S+)", re.ASCII)
Row = tuple[float, ...]
MOST = 1e9
"""How far what a rule file brings without a range can be changed from outside."""


@lru_cache(maxsize=64)
def spans(brought: Brought) -> Mapping[str, Mapping[str, Span]]:
    """The same with what a rule file brings: its states are what a dyad carries on, its parameters are read from `p`."""
    if brought == NOTHING:
        return SPANS
    states = {s.name: (max(s.low, -MOST), min(s.high, MOST)) for s in brought.states}
    numbers = {n.short: (max(n.low, -MOST), min(n.high, MOST)) for n in brought.numbers}
    return SPANS | {"dyad": SPANS["dyad"] | states, "p": SPANS["p"] | numbers}


def columns(what: str, brought: Brought) -> tuple[str, ...]:
    """The names of the columns of one of the things that can be changed, in the order of its record."""
    more = {"dyad": (s.name for s in brought.states), "p": (n.short for n in brought.numbers)}
    return (*COLUMNS[what], *more.get(what, ()))


@dataclass(frozen=True)
class Change:
    """One number that is set, or raised."""

    what: str
    name: str
    raises: bool
    value: float
    brought: Brought = NOTHING

    def row(self, first: float, last: float) -> Row:
        """The change as a row of numbers for sessions `first` to `last`."""
        low, high = spans(self.brought)[self.what][self.name]
        column = columns(self.what, self.brought).index(self.name)
        return (first, last, float(KINDS.index(self.what)), float(column), float(self.raises), self.value, low, high)


def change(deed: str, brought: Brought = NOTHING) -> Change:
    """One change as written; SettingError says what is wrong with it."""
    known = spans(brought)
    form = FORM.fullmatch(deed.strip())
    if not form:
        raise SettingError(f"{deed!r} changes nothing; write WHAT.NAME = VALUE or WHAT.NAME += VALUE.")
    what, name, raises = form["what"], form["name"], form["op"] == "+="
    if what not in SPANS:
        raise SettingError(f"{what} is none of {', '.join(SPANS)}.{did_you_mean(what, SPANS)}")
    if name not in known[what]:
        why = " It is the clinic's, the same for all." if what == "p" and name in KEPT_BY_ALL else ""
        hint = f"{did_you_mean(name, known[what])} All names: dyads interventions {what}."
        raise SettingError(f"{what}.{name} cannot be changed from outside.{why}{hint}")
    return Change(what, name, raises, value_of(what, name, raises, form["value"], brought), brought)


def value_of(what: str, name: str, raises: bool, written: str, brought: Brought = NOTHING) -> float:
    """The value that is written, if it is one that this can be set to, or raised by."""
    low, high = spans(brought)[what][name]
    if raises:
        low, high = low - high, high - low
    whole = what == "p" and numbers_under(brought)[asked_under(brought)[name]].whole
    try:
        value = float(written) if written.isascii() else None
    except ValueError:
        value = None
    if value is None:
        digits = "" if written.isascii() else " in digits 0 to 9"
        raise SettingError(f"{what}.{name} needs a number{digits}; got {written!r}.")
    if not isfinite(value) or not low <= value <= high or (whole and value != int(value)):
        way = "is raised by" if raises else "must be" if whole else "must lie in"
        number = f"a whole number in [{low:g}, {high:g}]" if whole else f"[{low:g}, {high:g}]"
        raise SettingError(f"{what}.{name} {way} {number}; got {written}.")
    return value


def too_late(changes: Iterable[Change]) -> Iterator[str]:
    """What would do nothing after intake, and what would do it."""
    for c in changes:
        if c.what in ("client", "therapist") and f"{c.what}_{c.name}" in AT_INTAKE:
            instead = [f"dyad.{w}" for w in INSTEAD.get(c.name, (c.name,)) if w in SPANS["dyad"]]
            way = f"; from then on it is {' and '.join(instead)}" if instead else ""
            yield f"{c.what}.{c.name} is asked for at intake alone{way}. Leave out WHEN, or say that."
