"""What the agents engine does for a life: it draws luck off its address, and writes into what enters a session."""

from collections.abc import Callable

import numpy as np

from model.cohort.compiling import fast
from model.deeds.deeds import COLUMN, COLUMNS, KINDS, WHAT
from model.life import changed
from model.luck import GROUPS, LANES, STARTS, Draws, roll
from model.meeting import Case, filler
from model.rule_files.brought import NOTHING, THE_FIRST, Brought

LUCK = ("week", "luck")


class Engine:
    """The agents' side of `model.life`."""

    def __init__(self, brought: Brought = NOTHING) -> None:
        draw_session, self.draw_week, self.draw_ratings = map(drawer, GROUPS, STARTS)
        self.draw_session = drawer_with(draw_session, brought) if brought.lucky else draw_session

    def refresh(self, case: Case) -> None:
        """Copy client, therapist and parameters as they are now."""
        m = case.meeting
        for copied, own in zip((m.client, m.therapist, m.p), case.own, strict=True):
            for name in copied.__slots__:
                setattr(copied, name, getattr(own, name))

    def write(self, case: Case, k: int) -> None:
        """Do deed `k`."""
        kind, column = KINDS[int(case.deeds.rows[k, WHAT])], int(case.deeds.rows[k, COLUMN])
        target = case.meeting.luck if kind in LUCK else getattr(case.meeting, kind)
        name = (COLUMNS[kind] if kind in LUCK else target.__slots__)[column]
        setattr(target, name, float(changed(case, k, getattr(target, name))))


def drawer(group: Draws, start: int) -> Callable[[Case, int], None]:
    """A function that draws one group of luck for a case."""
    flat, fill, rolled = np.empty(group.size), filler((e.name for e in group.events), start), fast(roll)

    def draw(case: Case, when: int) -> None:
        at = case.at
        rolled(at.seed, at.therapist, at.place, when, group.block, group.normals, flat)
        fill(case.meeting.luck, flat.tolist())

    return draw


def drawer_with(draw: Callable[[Case, int], None], brought: Brought) -> Callable[[Case, int], None]:
    """The same for a session, with the luck of the states that a rule file brings."""
    flat, rolled = np.empty(LANES), fast(roll)

    def draw_all(case: Case, when: int) -> None:
        draw(case, when)
        at = case.at
        for state in brought.lucky:
            rolled(at.seed, at.therapist, at.place, when, state.block, THE_FIRST, flat)
            setattr(case.meeting.luck, state.name, float(flat[0]))

    return draw_all
