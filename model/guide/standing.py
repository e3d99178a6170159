"""How a word stands when a rule is asked: set today, left by the last session, or always the same there.

Read off the session by running it many times, with answers and people by lot, and with every event kept from happening, also
behind each gate: what is the same in all of that is so by how the session is written.
"""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any, NamedTuple
from zlib import crc32

from model.fields import CARRIED, DYAD, WEEK
from model.luck import SESSION_EVENTS, WEEK_EVENTS
from model.meeting import Meeting
from model.rule_files.brought import AFTER, BEGINS, NOTHING, ORDER, Brought
from model.session import begin, between, session
from model.stages import NEVER, Always

INTAKE, TODAY, THIS_WEEK, MIXED = "intake", "today", "this week", "today or before"
LAST_WEEK, LAST_SESSION, TRAIT = "the last week", "the last session", "–"
"""From when a word is, as a table says it; what people bring is of no day."""
EVENTS = tuple(e.name for e in (*SESSION_EVENTS, *WEEK_EVENTS))
PARTS: dict[str, tuple[Callable[[Any, Any], Any], str]] = {
    "begin": (begin, INTAKE),
    "session": (session, TODAY),
    "between": (between, THIS_WEEK),
}
"""The parts in which rules may ask for words of the dyad, and when that is."""
OF_DYAD = frozenset(f.name for f in DYAD)
OF_THERAPIST = frozenset(f"therapist_{f.name}" for f in CARRIED)
OF_WEEK = frozenset(f.name for f in WEEK)
Noted = list[tuple[str, dict[str, float]]]
"""Which rule was asked, and what of the dyad was set by then."""


class Stands(NamedTuple):
    """From when a word is, and the number that it always has when the rule is asked, if it has."""

    since: str
    always: float | None = None

    @property
    def words(self) -> str:
        """The same for a table."""
        return self.since if self.always is None else f"always {self.always:g} here"


class Various:
    """Somebody each of whose numbers is one of its own, about `size`, until it is set."""

    def __init__(self, size: float):
        self.__dict__["_size"] = size

    def __getattr__(self, name: str) -> float:
        return various(name, self._size)


def various(name: str, size: float) -> float:
    """A number of a name's own, from `size` to twice that."""
    return size * (1.0 + crc32(name.encode()) / 2**32)


class Noting:
    """Rules that note what the words of the dyad were when they were asked; what may happen happens, but for what luck forbids."""

    def __init__(self, dyad: Various, noted: Noted, size: float):
        self._dyad, self._noted, self._size = dyad, noted, size

    def __getattr__(self, name: str) -> Callable[[Any], float]:
        def rule(m: Any) -> float:
            self._noted.append((name, set_words(self._dyad)))
            return various(name, self._size)

        return rule


@cache
def runs(part: str) -> list[Noted]:
    """Runs of a part: with all events, and, where rules are asked that were not before, with each one more kept from happening."""
    lot, found, reached = Random(part), list[Noted](), set[str]()
    todo: list[frozenset[str]] = [frozenset()]
    for kept in todo:  # which grows
        found.append(one_run(part, kept, lot))
        new = {name for name, _ in found[-1]} - reached
        reached |= new
        todo += [more for event in EVENTS if new and (more := kept | {event}) not in todo]
    return found


def one_run(part: str, kept: frozenset[str], lot: Random) -> Noted:
    """One run of a part; what was set at its end stands last, under no rule's name."""
    noted: Noted = []
    dyad, people, p = Various(10.0 ** lot.uniform(-1.0, 2.0)), Various(lot.uniform(0.1, 0.9)), Various(lot.uniform(0.1, 0.9))
    happens = Always(0.0, **dict.fromkeys(kept, NEVER))
    PARTS[part][0](Meeting(dyad, people, people, happens, p, people), Noting(dyad, noted, lot.uniform(0.1, 0.45)))
    return [*noted, ("", set_words(dyad))]


def set_words(dyad: Various) -> dict[str, float]:
    """The words of a dyad that were set so far, and to what."""
    return {w: float(v) for w, v in vars(dyad).items() if w in OF_DYAD}


@cache
def askings(rule: str) -> dict[str, list[dict[str, float]]]:
    """What of the dyad was set whenever a rule was asked, by part."""
    found = {part: [stood for noted in runs(part) for name, stood in noted if name == rule] for part in PARTS}
    return {part: stood for part, stood in found.items() if stood}


@cache
def stands(word: str, rule: str, brought: Brought = NOTHING) -> Stands:
    """How a word stands when the rule of this name is asked."""
    if word in brought.names:
        return Stands(LAST_SESSION)
    if word not in OF_DYAD:
        return Stands(LAST_WEEK if word in OF_THERAPIST else THIS_WEEK if word in OF_WEEK else TRAIT)
    caller = ORDER[BEGINS if rule.endswith(f"_{BEGINS}") else AFTER] if brought.state_of(rule) else rule
    stood = askings(caller)
    return Stands(since(word, stood), always(word, [each for part in stood.values() for each in part]))


def since(word: str, stood: dict[str, list[dict[str, float]]]) -> str:
    """From when a word is that was set, or not, in each of the parts that ask; what holds in the session is said first."""
    part = next((p for p in ("session", "between", "begin") if p in stood), None)
    if part is None:
        return TRAIT
    set_there = {word in each for each in stood[part]}
    if set_there == {True}:
        return PARTS[part][1]
    if set_there == {True, False}:
        return MIXED
    ends = {p: [noted[-1][1] for noted in runs(p)] for p in PARTS}
    if all(word in end for end in ends["between"]):
        return LAST_WEEK
    left = ("session", LAST_SESSION), ("between", LAST_WEEK), ("begin", INTAKE)
    return next((when for p, when in left if any(word in end for end in ends[p])), TRAIT)


def always(word: str, stood: list[dict[str, float]]) -> float | None:
    """The number that a word always has, if it was set and the same, however things went."""
    values = [each.get(word) for each in stood]
    return values[0] if values and all(one == other for one, other in pairwise(values)) else None
