"""Several clinics laid side by side, as the compiled engine lives them: each therapist in one clinic after the other."""

from collections import namedtuple
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from model.fields import flat
from model.people import People
from model.scenario import Scenario

Clinics = Sequence[tuple[Scenario, People]]
VISIT = np.dtype([("row", "i8"), ("therapist", "i8"), ("clinic", "i8"), ("seed", "u8")])
"""A life that is to be lived: the row that holds a therapist, who she is, from 0, in which of the clinics, and its seed."""
Planned = namedtuple("Planned", "deeds first past")


def visits_of(clinics: Clinics) -> np.ndarray:
    """The lives of all therapists in the order in which they are lived: those that may share their luck one after the other."""
    numbers = [people.first + np.arange(len(people.therapists)) for _, people in clinics]
    visits = np.zeros(sum(map(len, numbers)), VISIT)
    visits["row"], visits["therapist"] = np.arange(len(visits)), np.concatenate(numbers)
    visits["clinic"] = np.repeat(np.arange(len(clinics)), [len(n) for n in numbers])
    visits["seed"] = np.array([scenario.seed for scenario, _ in clinics], np.uint64)[visits["clinic"]]
    return visits[np.lexsort((visits["clinic"], visits["therapist"], visits["seed"]))]


def queues_of(clinics: Clinics) -> np.ndarray:
    """Where the queue of each therapist begins, and after the last where it ends, among the clients of all clinics."""
    return np.concatenate([[0], *(np.diff(people.start) for _, people in clinics)]).cumsum()


def plan_of(clinics: Clinics) -> Planned:
    """What is done to whom in all of them."""
    plans = [people.plan for _, people in clinics]
    before = np.repeat(np.cumsum([0, *(len(plan.deeds) for plan in plans)])[:-1], [len(plan.first) for plan in plans])
    ends = (np.concatenate([getattr(plan, end) for plan in plans]) + before for end in ("first", "past"))
    return Planned(np.concatenate([plan.deeds for plan in plans]), *ends)


def together(arrays: Sequence[np.ndarray]) -> np.ndarray:
    """The records of several arrays, as rows of numbers: to copy them field by field would take longer. One alone stays as it is."""
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate([flat(each) for each in arrays]).view(arrays[0].dtype).reshape(-1)


def parted(whole: np.ndarray, parts: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The rows of each again, as they are laid side by side."""
    edges = np.cumsum([0, *map(len, parts)])
    return [whole[lo:hi] for lo, hi in pairwise(edges)]
