"""One dyad's life as the page draws it: plain numbers and words, session by session, and how two lives differ."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from dashboards.server.once import once
from experiments.counting.roads import WORDS, roads
from model.ratings import CUT_OFF, RELIABLE_CHANGE
from model.rules import Rules
from model.scenario import Scenario
from model.stories import story
from model.telling import address

DRAWN = (
    "session", "week", "bond", "task", "goal", "wai_client", "wai_therapist", "distress_score", "safety", "disclosure", "empathy_felt",
    "transference", "countertransference", "hope", "ruptured", "rupture_component", "rupture_type", "rupture_severity", "raised",
    "taken_up", "noticed", "repair_stage", "repaired", "homework_assigned", "homework_done", "admonished",
)  # fmt: skip
"""Columns of the sessions that the picture and the courses are drawn from."""
STEPS = ("acknowledged", "explored", "renegotiated", "reinforced")
"""The stages of repair, in their order."""


class Life(NamedTuple):
    """A therapy as it is shown: rows for the picture, the story in parts, and how it came out."""

    client: str
    rows: tuple[Mapping[str, Any], ...]
    told: tuple[tuple[float, str], ...]
    ending: str
    intake: float
    last: float
    table: pd.DataFrame

    @property
    def sessions(self) -> int:
        """How many sessions were held."""
        return len(self.rows)

    @property
    def shown(self) -> dict[str, Any]:
        """What the picture is given, ready for JSON."""
        return {
            "rows": list(self.rows),
            "story": [{"upto": upto if np.isfinite(upto) else self.sessions + 1, "text": text} for upto, text in self.told],
            "ended": WORDS[self.ending],
            "came": came_out(self),
            "intake": self.intake,
        }


@once(256)
def live(scenario: Scenario, rules: Rules, client: str) -> Life:
    """The therapy of one client; SettingError when there is no such client, or nothing to tell of."""
    run = story.lived(scenario, rules, *address(client))
    told = tuple(story.parts(run, client))
    dyad = run.dyads[run.dyads.client_id == client].iloc[0]
    table = run.sessions[run.sessions.client_id == client].reset_index(drop=True)
    rows = tuple(drawn(row) for row in table[list(DRAWN)].to_dict("records"))
    ending = str(roads(run.dyads[run.dyads.client_id == client]).iloc[0])
    return Life(client, rows, told, ending, float(dyad.distress_score_intake), float(dyad.distress_score_last), table)


def drawn(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A session as it is drawn, with its numbers in words as they stand beneath the picture (and in the story)."""
    words = {part: f"{row[part]:.2f}".lstrip("0") for part in ("bond", "task", "goal")}
    words |= {"wai": f"{row['wai_client']:.1f}/{row['wai_therapist']:.1f}", "distress": f"{row['distress_score']:.0f}"}
    return {str(name): plain(value) for name, value in row.items()} | {"words": words}


def plain(value: Any) -> Any:
    """A cell as JSON knows it, with no more digits than are drawn."""
    value = value.item() if hasattr(value, "item") else value
    return round(value, 4) if isinstance(value, float) else value


def parting(a: Life, b: Life) -> int | None:
    """The first session in which two lives differ; None where they are the same to the last bit."""
    for i, (one, other) in enumerate(zip(a.table.itertuples(index=False), b.table.itertuples(index=False), strict=False)):
        if not same(one, other):
            return i + 1
    if len(a.table) != len(b.table):
        return min(len(a.table), len(b.table)) + 1
    return None if a.ending == b.ending else len(a.table)


def same(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether two rows are equal, missing values included."""
    return all(x == y or (x != x and y != y) for x, y in zip(one, other, strict=True))


def difference(a: Life, b: Life) -> list[str]:
    """What became of the two, in plain sentences."""
    apart = parting(a, b)
    if apart is None:
        return ["The two lives are the same to the last bit: what differs did not touch this client."]
    first = "The two lives differ from the first session on." if apart == 1 else f"The two lives are the same up to session {apart - 1}."
    return [f"{first} {apart_at_last(a, b)}", *(f"{name}: {outcome(life)}" for name, life in (("A", a), ("B", b)))]


def apart_at_last(a: Life, b: Life) -> str:
    """How far apart two lives end, on the questionnaire."""
    if min(a.sessions, b.sessions) < 2:
        return "Scores after a single session say nothing of change." if a.ending == b.ending else "They end in different ways."
    points = b.last - a.last
    if abs(points) < RELIABLE_CHANGE:
        words = "no difference" if round(points) == 0 else f"{abs(points):.0f} point{'' if round(abs(points)) == 1 else 's'}"
        size = f"{words}, less than the questionnaire can tell of one person"
    else:
        size = f"{abs(points):.0f} points {'more' if points > 0 else 'less'} distress in B"
    return f"In the last scores: {size}."


def outcome(life: Life) -> str:
    """How one therapy came out."""
    times = "1 session" if life.sessions == 1 else f"{life.sessions} sessions"
    ruptures = sum(bool(row["ruptured"]) for row in life.rows)
    repaired = sum(bool(row["repaired"]) for row in life.rows)
    return f"{WORDS[life.ending]} after {times}, {ruptures} with a rupture, {repaired} fully repaired; {came_out(life)}."


def came_out(life: Life) -> str:
    """What the questionnaire says of a whole therapy; of a single session it can say nothing."""
    if life.sessions < 2:
        return f"distress {life.intake:.0f} at intake, {life.last:.0f} before the only session"
    clinical = "" if life.last >= CUT_OFF or life.intake < CUT_OFF else ", no longer clinical"
    return f"distress {life.intake:.0f} → {life.last:.0f}{clinical}"
