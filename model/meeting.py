"""What enters a session, and the plain objects that stand in for records when the clinic is interpreted."""

from collections import namedtuple
from collections.abc import Callable, Iterable
from dataclasses import make_dataclass
from functools import lru_cache
from operator import attrgetter
from struct import Struct
from typing import Any, NamedTuple

from model.fields import CLIENT, RATINGS, THERAPIST, Field
from model.luck import SIZES, SLOTS
from model.rule_files.brought import NOTHING, Brought, asked_under, dyad_fields, luck_sizes

Meeting = namedtuple("Meeting", "dyad client therapist luck p ratings", defaults=[None])
"""Two people in a week. Rules see the first five; `ratings` are filled in after the session."""
Case = namedtuple("Case", "meeting at own course deeds")
"""A meeting with what the clinic knows of it and the session does not.

`at` is the address of its luck; `own` are client, therapist and parameters as they are, of which the meeting may hold
copies that something is done to; `course` holds the assessments, `deeds` what is done from outside.
"""
Week = namedtuple("Week", "therapist p")
"""What the rules of the week's end see."""
Address = namedtuple("Address", "seed therapist place")
"""Whose luck it is: a client's `place` in the queue of `therapist`, from 1; therapists count from 0."""
Own = namedtuple("Own", "client therapist p")
Course = namedtuple("Course", "score state")
Deeds = namedtuple("Deeds", "n rows")


def slotted(kind: Any) -> Any:
    """A class of objects that stand in for the named tuples of a kind: Python reads a name off them several times as fast."""
    read = attrgetter(*kind._fields)
    return make_dataclass(kind.__name__, kind._fields, slots=True, eq=False, namespace={"__copy__": lambda x: type(x)(*read(x))})


SlottedMeeting, SlottedCase, SlottedAddress = map(slotted, (Meeting, Case, Address))


def record_class(name: str, sizes: dict[str, int]) -> type:
    """A class with one slot per name, every number 0, every list of numbers as long as its size says; written out, to be made fast."""
    zero = (f"    x.{n} = 0.0" if size == 1 else f"    x.{n} = [0.0] * {size}" for n, size in sizes.items())
    same = (f"    new.{n} = x.{n}" if size == 1 else f"    new.{n} = [*x.{n}]" for n, size in sizes.items())
    space: dict[str, Any] = {"empty": object.__new__}
    exec("\n".join(["def __init__(x):", *zero, "def __copy__(x):", "    new = empty(type(x))", *same, "    return new"]), space)
    methods = {method: space[method] for method in ("__init__", "__copy__")}
    return type(name, (), {"__slots__": tuple(sizes), "__doc__": f"A {name.lower()} of named numbers.", **methods})


def sizes_of(fields: Iterable[Field]) -> dict[str, int]:
    """How many numbers each field holds."""
    return {f.name: f.size for f in fields}


Ratings = record_class("Ratings", sizes_of(RATINGS))
ClientTraits, TherapistTraits = record_class("ClientTraits", sizes_of(CLIENT)), record_class("TherapistTraits", sizes_of(THERAPIST))


class Kinds(NamedTuple):
    """The classes that hang on what a rule file brings, and what reads a dyad off into the bytes of its record."""

    Dyad: type
    Luck: type
    Settings: type
    dyad_row: Callable[[Any], bytes]


@lru_cache(maxsize=64)
def kinds(brought: Brought) -> Kinds:
    """Dyads, luck and parameters as plain objects, with what a rule file brings."""
    fields = dyad_fields(brought)
    return Kinds(
        record_class("Dyad", sizes_of(fields)),
        record_class("Luck", luck_sizes(brought)),
        record_class("Settings", dict.fromkeys(asked_under(brought), 1)),
        row_of(fields),
    )


def filler(events: Iterable[str], start: int) -> Callable[[Any, list[float]], None]:
    """A function that spreads a list of draws, the first of which stands at `start` of the row of luck, by event name."""
    at = {name: SLOTS[name] - start for name in events}
    parts = (f"    luck.{n} = flat[{i}]" if SIZES[n] == 1 else f"    luck.{n} = flat[{i}:{i + SIZES[n]}]" for n, i in at.items())
    space: dict[str, Any] = {}
    exec("def fill(luck, flat):\n" + "\n".join(parts), space)
    return space["fill"]


def row_of(fields: tuple[Field, ...]) -> Callable[[Any], bytes]:
    """A function that reads these fields off an object into the bytes of their record."""
    parts = ", ".join(f"*x.{f.name}" if f.size > 1 else f"x.{f.name}" for f in fields)
    return eval(f"lambda x: pack({parts})", {"pack": Struct(f"{sum(f.size for f in fields)}d").pack})


Dyad, Luck, Settings, dyad_row = kinds(NOTHING)
ratings_row, therapist_row = row_of(RATINGS), row_of(THERAPIST)
