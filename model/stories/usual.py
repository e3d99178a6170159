"""How usual the course of one client's therapy is among the dyads of a clinic, in words."""

import pandas as pd

from model.courses import ENDINGS, FEATURES, TELLING, all_of, is_clinical, listed, share, who
from model.ratings import CUT_OFF


def usual(client: str, course: tuple[str, ...], sessions: pd.DataFrame, dyads: pd.DataFrame) -> str:
    """How usual the course of this client's therapy is among the dyads of the clinic, in a few plain sentences."""
    n, mine = len(dyads), dyads[dyads.client_id == client].iloc[0]
    ending = ENDINGS[str(mine.ending)]
    lines = [
        f"How usual is that? Of the {n:,} dyads of this clinic that met, {share(len(who(ending, sessions, dyads)), n)} "
        f"{FEATURES[ending].words}; half of them met {dyads.sessions_attended.median():.0f} times or fewer.",
        *changed(dyads),
    ]
    found = {name: who(name, sessions, dyads) for name in TELLING}
    rare = sorted((name for name in TELLING if client in found[name] and name not in course), key=lambda name: len(found[name]))[:3]
    if rare:
        lines.append(f"Like this one, {listed([f'{share(len(found[name]), n)} {FEATURES[name].words}' for name in rare])} (of all {n:,}).")
    if course and client in (alike := all_of(course, sessions, dyads)):
        lines.append(f"{len(alike):,} of the {n:,} took this course as a whole: they {listed([FEATURES[name].words for name in course])}.")
    return " ".join(lines)


def changed(dyads: pd.DataFrame) -> list[str]:
    """How many changed reliably among those in whom change is counted: they met at least twice, with a clinical score at intake."""
    begun = dyads[is_clinical(dyads.sessions_attended, dyads.distress_score_intake)]
    if begun.empty:
        return []
    better, worse = (share(int(begun[f"reliable_{way}"].sum()), len(begun)) for way in ("improvement", "deterioration"))
    return [
        f"Of the {len(begun):,} that met at least twice, {CUT_OFF:.0f} or more at intake, {better} became reliably better and {worse} "
        f"reliably worse."
    ]
