"""Interventions: what is done from outside to one of the five things that enter a session.

An intervention is a row of numbers, written in before the session by either engine; the session knows nothing of them.
"""

from dataclasses import dataclass

import numpy as np

from model.fields import CLIENT as CLIENT_FIELDS
from model.fields import DYAD as DYAD_FIELDS
from model.fields import THERAPIST as THERAPIST_FIELDS
from model.luck import BETWEEN, SESSION, Draws
from model.parameters import ASKED

KINDS = ("client", "therapist", "p", "week", "luck", "dyad")
"""What an intervention changes, in the order in which it is written: `week` is the luck of the week before a session."""
CLIENT, THERAPIST, PARAMETER, WEEK_LUCK, SESSION_LUCK, DYAD = (float(i) for i in range(len(KINDS)))
FIRST, LAST, WHAT, COLUMN, RAISES, VALUE, LOW, HIGH = range(8)
"""Columns of a deed: in sessions FIRST to LAST, COLUMN of WHAT is set to VALUE, or raised by it within LOW and HIGH."""
WIDTH = 8
FOREVER = 1e9
"""The last session of a deed without end."""
MOST_DEEDS = 96
"""How many things can be done to one client."""


def slots(group: Draws) -> tuple[str, ...]:
    """The events of a group by their place in it; numbers that no event uses have no name."""
    named = {at: name for name, at in group.at.items()}
    return tuple(named.get(i, "") for i in range(group.size))


COLUMNS: dict[str, tuple[str, ...]] = {
    "client": tuple(f.name for f in CLIENT_FIELDS),
    "therapist": tuple(f.name for f in THERAPIST_FIELDS),
    "p": tuple(ASKED),
    "week": slots(BETWEEN),
    "luck": slots(SESSION),
    "dyad": tuple(f.name for f in DYAD_FIELDS),
}
"""Names of the columns of each kind, in the order of its record."""


@dataclass(frozen=True)
class Plan:
    """What is done to whom: rows of `deeds` (deeds x 8), of which client `i` has those from `first[i]` to before `past[i]`."""

    deeds: np.ndarray
    first: np.ndarray
    past: np.ndarray


def nothing(clients: int) -> Plan:
    """A plan in which nothing is done to anybody."""
    none = np.zeros(clients, np.int64)
    return Plan(np.zeros((0, WIDTH)), none, none)
