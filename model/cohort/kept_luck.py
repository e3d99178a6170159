"""Luck of the compiled engine, kept while it may be asked for again.

Clinics that differ in their settings share all luck. So they live each therapist one after the other, and what chance
decides in a session is drawn by the first of them alone. Weeks are drawn several at a time in any case. What is kept is
of one therapist: it does not grow with the clinic, and lies where it is soon found.
"""

from collections import namedtuple
from typing import Any

import numpy as np

from model.luck import ABREAST, GROUPS, roll, roll_abreast
from model.rule_files.brought import THE_FIRST, Brought

SESSIONS, WEEKS, PLACES = 12, 32, 60
"""How many sessions and weeks of a client are kept, and of how many clients at a time; what comes later is drawn when it is asked for."""
SESSION, WEEK, RATING = GROUPS
SESSION_BLOCK, WEEK_BLOCK, RATING_BLOCK = (g.block for g in GROUPS)
SESSION_NORMALS, WEEK_NORMALS, RATING_NORMALS = (g.normals for g in GROUPS)
KEPT = np.dtype(
    [
        ("seed", "u8"),
        ("therapist", "i8"),
        ("place", "i8"),
        ("has_session", "f8", (SESSIONS,)),
        ("has_weeks", "f8", (WEEKS // ABREAST,)),
        ("sessions", "f8", (SESSIONS, SESSION.size)),
        ("weeks", "f8", (WEEKS // ABREAST, ABREAST * WEEK.size)),
    ]
)
"""What is kept of a client's luck, with the address that it belongs to (no client has place 0)."""
Whose = namedtuple("Whose", "seed therapist place kept shared watched")
"""Whose luck it is, as `model.meeting.Address` says, and what is kept of it.

It is `shared` where other clinics will ask for it, too, and `watched` where somebody will ask for weeks long after the last session.
"""


def draw_session(case, when):
    """Draw what chance decides in a session."""
    at, luck, keeps = case.at, case.meeting.luck.of_session, case.at.shared and when < SESSIONS
    if keeps and at.kept.has_session[when] > 0.0:
        for e in range(luck.size):
            luck[e] = at.kept.sessions[when, e]
        return
    roll(at.seed, at.therapist, at.place, when, SESSION_BLOCK, SESSION_NORMALS, luck)
    if keeps:
        at.kept.has_session[when] = 1.0
        for e in range(luck.size):
            at.kept.sessions[when, e] = luck[e]


def drawing(brought: Brought) -> Any:
    """`draw_session`, with the luck of the states that a rule file brings."""
    if not brought.lucky:
        return draw_session
    space = {"draw": draw_session, "roll": roll, "THE_FIRST": THE_FIRST, "__name__": __name__}
    lines = ["draw(case, when)", "at = case.at"]
    for s in brought.lucky:
        lines += [f"roll(at.seed, at.therapist, at.place, when, {s.block}, THE_FIRST, case.meeting.luck._of_{s.name})"]
    exec("def draw_session(case, when):\n" + "".join(f"    {line}\n" for line in lines), space)
    return space["draw_session"]


def draw_week(case, when):
    """Draw what chance decides in the week before a session."""
    at, luck = case.at, case.meeting.luck.of_week
    if when > WEEKS or not (at.shared or at.watched):
        roll(at.seed, at.therapist, at.place, when, WEEK_BLOCK, WEEK_NORMALS, luck)
        return
    several, one = (when - 1) // ABREAST, (when - 1) % ABREAST
    weeks = at.kept.weeks[several]
    if at.kept.has_weeks[several] == 0.0:
        at.kept.has_weeks[several] = 1.0
        roll_abreast(at.seed, at.therapist, at.place, several * ABREAST + 1, WEEK_BLOCK, WEEK_NORMALS, weeks)
    for e in range(luck.size):
        luck[e] = weeks[e * ABREAST + one]


def draw_ratings(case, when):
    """Draw the noise of questionnaires."""
    at = case.at
    roll(at.seed, at.therapist, at.place, when, RATING_BLOCK, RATING_NORMALS, case.meeting.luck.of_ratings)


def keep_for(kept, seed, therapist, place):
    """Make `kept` that of the client at this address: what is there of another is forgotten."""
    if kept.place == place and kept.therapist == therapist and kept.seed == seed:
        return
    kept.seed, kept.therapist, kept.place = seed, therapist, place
    for k in range(SESSIONS):
        kept.has_session[k] = 0.0
    for k in range(WEEKS // ABREAST):
        kept.has_weeks[k] = 0.0
