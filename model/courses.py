"""Features of a therapy's course, each declared once, how many dyads of a clinic share them, and what a row says of a rupture."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from model.ratings import CUT_OFF

DEEP, CLEAR = 0.45, 0.15
"""Severity from which a rupture is called deep, or clear; below it is slight."""
FLOODED, LOOKED_AT = 0.3, 0.2
"""`overwhelm` and `patterns` from which they are worth telling."""
EASED = 0.5
"""Points by which attachment must have eased, on its scale of 1 to 7, to be told."""
THIN = 0.35
"""Bond below which it is called thin."""
Mask = Callable[[pd.DataFrame], pd.Series]
Row = Any
"""A row of the sessions table, its columns as attributes."""


class Feature(NamedTuple):
    """What can be true of a course: in words that follow "of the dyads …", and of which sessions, or of which dyads."""

    words: str
    session: Mask | None = None
    dyad: Mask | None = None


def repaired(component: str) -> Mask:
    """Sessions with a rupture of this component that was fully repaired."""
    return lambda s: (s.rupture_component == component) & s.repaired


def next_done(s: pd.DataFrame) -> pd.Series:
    """Sessions after which a smaller task was agreed, and was done the next time."""
    following = s[["client_id", "homework_assigned", "homework_done", "homework_difficulty"]].shift(-1)
    smaller = following.homework_difficulty < s.homework_difficulty
    return (following.client_id == s.client_id) & (following.homework_assigned == 1) & (following.homework_done == 1) & smaller


def undone(s: pd.DataFrame) -> pd.Series:
    """Sessions to which the client came without having done the task."""
    return s.homework_assigned & ~s.homework_done


def undone_twice(s: pd.DataFrame) -> pd.Series:
    """Sessions up to which at least two tasks were left undone."""
    return undone(s).groupby(s.client_id, sort=False).cumsum() >= 2


def undone_repaired_done(s: pd.DataFrame) -> pd.Series:
    """Sessions in which Sarah's knot was untied."""
    return undone_twice(s) & repaired("task")(s) & (s.rupture_type == "withdrawal") & next_done(s)


def goal_kept(s: pd.DataFrame) -> pd.Series:
    """Last sessions that left the agreement on goals where the first had it, or higher."""
    last = s.client_id != s.client_id.shift(-1)
    return last & (s.goal >= s.groupby("client_id", sort=False).goal.transform("first"))


def eased(s: pd.DataFrame) -> pd.Series:
    """Sessions by which attachment anxiety or avoidance had eased by half a point since the first."""
    firsts = s.groupby("client_id", sort=False)[["attachment_anxiety", "attachment_avoidance"]].transform("first")
    return (firsts - s[firsts.columns]).max(axis=1) >= EASED


FEATURES: dict[str, Feature] = {
    "dropped_out": Feature("dropped out", dyad=lambda d: d.ending == "dropout"),
    "stayed": Feature("did not drop out", dyad=lambda d: d.ending != "dropout"),
    "agreed": Feature("ended by agreement", dyad=lambda d: d.ending == "agreed"),
    "as_planned": Feature("ended as planned", dyad=lambda d: d.ending == "planned_end"),
    "going_on": Feature("had not ended when the clinic closed", dyad=lambda d: d.ending == "ongoing"),
    "better": Feature("became reliably better", dyad=lambda d: d.reliable_improvement),
    "worse": Feature("became reliably worse", dyad=lambda d: d.reliable_deterioration),
    "undone": Feature("left a task undone", session=undone),
    "undone_twice": Feature("left at least two tasks undone", session=undone_twice),
    "reproached": Feature("were reproached for an undone task", session=lambda s: s.admonished),
    "deep": Feature("had a deep rupture", session=lambda s: s.rupture_severity >= DEEP),
    "deep_unnoticed": Feature("had a deep rupture that went unnoticed", session=lambda s: (s.rupture_severity >= DEEP) & ~s.noticed),
    "deep_repaired": Feature("had a deep rupture that was fully repaired", session=lambda s: (s.taken_up >= DEEP) & s.repaired),
    "came_back": Feature("came back to a rupture that had been passed over", session=lambda s: s.raised & (s.repair_stage >= 1)),
    "bond_repaired": Feature("had a repaired rupture in the bond", session=repaired("bond")),
    "task_repaired": Feature("had a repaired rupture about the task", session=repaired("task")),
    "goal_repaired": Feature("had a repaired rupture about the goals", session=repaired("goal")),
    "undone_repaired_done": Feature(
        "left at least two tasks undone, withdrew over it, went through all four steps of repair, and did the next, smaller task",
        session=undone_repaired_done,
    ),
    "goal_kept": Feature("ended with as much agreement on goals as they began with, or more", session=goal_kept),
    "flooded": Feature("were flooded with feeling", session=lambda s: s.overwhelm > FLOODED),
    "looked_at": Feature("looked at a pattern between them", session=lambda s: s.patterns > LOOKED_AT),
    "alarmed": Feature("had an alarm of the feedback form", session=lambda s: s.alert),
    "eased": Feature("saw old fears of closeness or of being left ease", session=eased),
}
ENDINGS = {"dropout": "dropped_out", "agreed": "agreed", "planned_end": "as_planned", "ongoing": "going_on"}
TELLING = (
    "undone_repaired_done", "deep_repaired", "goal_repaired", "task_repaired", "bond_repaired", "deep_unnoticed", "came_back", "reproached",
    "flooded", "looked_at", "alarmed", "eased", "undone_twice",
)  # fmt: skip
"""Features worth comparing a course by, where its scenario names none."""


def who(name: str, sessions: pd.DataFrame, dyads: pd.DataFrame) -> set[str]:
    """The clients whose course has the feature; `sessions` are in the order of their clients and numbers, as a run has them."""
    feature = FEATURES[name]
    table, mask = (dyads, feature.dyad) if feature.dyad else (sessions, feature.session)
    assert mask is not None
    return set(table.client_id[mask(table).astype(bool)])


def all_of(names: tuple[str, ...], sessions: pd.DataFrame, dyads: pd.DataFrame) -> set[str]:
    """The clients whose course has every one of the features."""
    return set(dyads.client_id).intersection(*(who(name, sessions, dyads) for name in names))


def is_clinical(attended: Any, first: Any) -> Any:
    """In which dyads reliable change is counted, by their sessions and first scores: they met at least twice, with a clinical score."""
    return (attended >= 2) & (first >= CUT_OFF)


def share(k: int, n: int) -> str:
    """A share in percent, with a decimal where it is small; the space before the sign is one that no line breaks at."""
    return f"{100 * k / n:.{int(0 < 100 * k < 10 * n)}f}\u00a0%"


def listed(parts: list[str]) -> str:
    """Parts as a list in a sentence."""
    return parts[0] if len(parts) == 1 else f"{'; '.join(parts[:-1])}; and {parts[-1]}"


def in_passing(row: Row) -> bool:
    """Whether there is a rupture, and a slight one that nobody takes up."""
    return bool(row.ruptured and row.rupture_severity < CLEAR and row.repair_stage < 1)


def unfaced(row: Row) -> bool:
    """Whether a rupture that is more than slight, today's or an earlier one that comes up, is not faced."""
    return bool((row.ruptured or row.raised) and row.taken_up >= CLEAR and row.repair_stage < 1)


def strained(row: Row) -> bool:
    """Whether a rupture, today's or an earlier one, is worth telling: more than slight, or faced."""
    return bool((row.ruptured or row.raised) and (row.taken_up >= CLEAR or row.repair_stage >= 1))


def uneasy(rows: list[Row]) -> bool:
    """Whether a therapy ends in a thin bond, or with a rupture of its last two sessions that nobody faced, nor was the last mended."""
    last = rows[-1]
    return bool(last.bond < THIN or (last.repair_stage < 3 and any(map(unfaced, rows[-2:]))))


def occasion(row: Row) -> str:
    """What a rupture of today is most plainly about, by what the session was like."""
    if row.rupture_component == "goal":
        return "goal"
    if row.rupture_component == "task":
        undone = row.homework_assigned and not row.homework_done
        return "reproached" if row.admonished else "undone" if undone else "task"
    if row.overwhelm > FLOODED:
        return "flooded"
    if row.countertransference >= 0.5:
        return "reaction"
    if min(row.empathy_felt, row.regard_felt) < 0.55:
        return "misread" if row.empathy_felt <= row.regard_felt else "judged"
    return "neutral" if row.transference >= 0.4 else "bond"


def barrier(row: Row) -> str:
    """What exploring finds; what stood behind an earlier rupture is not looked for in the task of today."""
    if row.rupture_component == "task" and row.ruptured and row.homework_assigned and not row.homework_done:
        return "fear" if row.self_acceptance < 0.4 else "undone"
    return str(row.rupture_component)
