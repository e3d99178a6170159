"""What the agents engine does for a life: it draws luck off its address, and writes into what enters a session."""

from collections.abc import Callable

import numpy as np

from model.compiling import fast
from model.deeds import COLUMN, COLUMNS, KINDS, WHAT
from model.life import changed
from model.luck import GROUPS, STARTS, Draws, roll
from model.meeting import Case, ClientTraits, Settings, TherapistTraits, filler

COPIED = {ClientTraits: COLUMNS["client"], TherapistTraits: COLUMNS["therapist"], Settings: COLUMNS["p"]}
PLACES = {"week": "luck"}


class Engine:
    """The agents' side of `model.life`."""

    def __init__(self) -> None:
        self.draw_session, self.draw_week, self.draw_ratings = map(drawer, GROUPS, STARTS)

    def refresh(self, case: Case) -> None:
        """Copy client, therapist and parameters as they are now."""
        m = case.meeting
        for copied, own in zip((m.client, m.therapist, m.p), case.own, strict=True):
            for name in COPIED[type(copied)]:
                setattr(copied, name, getattr(own, name))

    def write(self, case: Case, k: int) -> None:
        """Do deed `k`."""
        kind, column = KINDS[int(case.deeds.rows[k, WHAT])], int(case.deeds.rows[k, COLUMN])
        target, name = getattr(case.meeting, PLACES.get(kind, kind)), COLUMNS[kind][column]
        setattr(target, name, float(changed(case, k, getattr(target, name))))


def drawer(group: Draws, start: int) -> Callable[[Case, int], None]:
    """A function that draws one group of luck for a case."""
    flat, fill, rolled = np.empty(group.size), filler((e.name for e in group.events), start), fast(roll)

    def draw(case: Case, when: int) -> None:
        at = case.at
        rolled(at.seed, at.therapist, at.place, when, group.block, group.normals, flat)
        fill(case.meeting.luck, flat.tolist())

    return draw
