"""A clinic as the page draws it: key numbers, and the points of every chart, few and rounded."""

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from experiments import figures, report, statistics
from experiments.points import FEWEST, band_of_means, dots, line_through, ruptures_by_session
from model import cohort, tables
from model.compiling import is_kept
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import Run, simulate

MOST_DOTS = 1000
"""Dots of a chart, drawn by lot where there are more dyads."""
LIMITS = {"clinic.dyads": (100, 3000, 100), "clinic.planned_sessions": (1, 60, 1)}
"""From where to where these may be turned on the page, and by how much; more than the upper end is for `dyads run`."""
OF_DYADS = (
    "therapist_id", "client_id", "distress_score_intake", "distress_score_last", "sessions_attended", "ending", "ruptures", "repairs",
    "wai_client_early", "reliable_improvement", "reliable_deterioration", "ended_for_practical_reasons", "recovered",
)  # fmt: skip
OF_SESSIONS = ("therapist_id", "client_id", "session", "wai_client", "ruptured", "rupture_component", "noticed", "repaired")


class Key(NamedTuple):
    """A key number: its name, how it is written, what it counts, and whether it is a share."""

    name: str
    words: str
    meaning: str
    share: bool


R = Key("alliance_outcome_r", "r of alliance and outcome", "client-rated WAI-SR at session 3 with outcome, 95 % interval", False)
KEYS = (
    Key("dropout", "dropped out", "share of dyads whose client stayed away for good", True),
    R,
    Key("pre_post_d", "pre–post d", "change of distress in SDs at intake, of those who came at least twice", False),
    Key("rupture_share", "sessions with a rupture", "minor ones included", True),
    Key("repair_share", "ruptures fully repaired", "all four steps succeeded", True),
    Key("came_once", "came once", "share of dyads that had a single session", True),
)


class Look(NamedTuple):
    """What is drawn of a clinic; `courses` by ending, `still` how many dyads had each session."""

    scenario: Scenario
    summary: Mapping[str, Any]
    ended: Mapping[str, int]
    courses: Mapping[str, pd.DataFrame]
    still: pd.Series
    incidence: pd.DataFrame
    dots: pd.DataFrame
    line: tuple[tuple[float, float], tuple[float, float]] | None
    ruptures: pd.DataFrame
    therapists: pd.DataFrame


def some(table: tables.Table, names: tuple[str, ...], run: Run) -> pd.DataFrame:
    """A table of a run with these columns alone, which is sooner made."""
    return tables.Table(table.name, table.row, tuple(c for c in table.columns if c.name in names)).frame(run.blocks, run.scenario)


@lru_cache(maxsize=64)
def look(asked: Scenario, rules: Rules) -> Look:
    """Live a clinic, and see what is drawn of it; RuleError when a replaced rule fails."""
    run = simulate(asked, rules=rules, engine="cohort")
    dyads, rows = some(tables.DYADS, OF_DYADS, run), some(tables.SESSIONS, OF_SESSIONS, run)
    ending_of = rows.client_id.map(dyads.set_index("client_id").ending)
    ended = {ending: int((dyads.ending == ending).sum()) for ending in (*statistics.ROADS, "ongoing")}
    both = dots(dyads)
    shown = both.sample(min(len(both), MOST_DOTS), random_state=1)
    return Look(
        asked,
        statistics.summary(dyads),
        ended,
        {ending: band_of_means(rows[ending_of == ending], "wai_client") for ending in statistics.ROADS if ended[ending]},
        rows.groupby("session").size(),
        statistics.cumulative_incidence(dyads),
        shown[["client_id", "wai_client_early", "outcome", "ending"]],
        line_through(both) if len(both) > 2 else None,
        ruptures_by_session(rows),
        by_therapist(dyads),
    )


def by_therapist(dyads: pd.DataFrame) -> pd.DataFrame:
    """Per therapist with enough clients: n, share who dropped out, mean change on the questionnaire of those who came twice."""
    of = dyads.groupby("therapist_id")
    twice = dyads[dyads.sessions_attended >= 2]
    change = (twice.distress_score_intake - twice.distress_score_last).groupby(twice.therapist_id).mean()
    left = (dyads.ending == statistics.ROADS[0]).groupby(dyads.therapist_id).mean()
    found = pd.DataFrame({"n": of.size(), "dropout": left, "change": change}).dropna()
    return found[found.n >= FEWEST].reset_index()


def value_of(found: Mapping[str, Any], key: Key) -> str:
    """A key number as `dyads run` writes it."""
    if key.share:
        return report.percent(found[key.name])
    reach = report.spread(found[f"{key.name}_low"], found[f"{key.name}_high"]) if f"{key.name}_low" in found else ""
    return f"{report.number(found[key.name])} {reach}".strip()


def difference(found: Mapping[str, Any], before: Mapping[str, Any], key: Key) -> str:
    """How much a key number has changed; in percentage points where it is a share."""
    apart = found[key.name] - before[key.name]
    return f"{report.number(100 * apart, 0, '+')} points" if key.share else report.number(apart, 2, "+")


def too_much(asked: Scenario) -> tuple[str, ...]:
    """What of a scenario is more than the page lives, in plain sentences."""
    return tuple(
        f"{name} = {asked[name]:,} is more than this page lives; up to {most:,} here, and any number with dyads run."
        for name, (_, most, _) in LIMITS.items()
        if asked[name] > most
    )


def is_ready(rules: Rules) -> bool:
    """Whether the session has been compiled under these rules."""
    return is_kept(cohort.kernel_for(rules, True))


def csv(asked: Scenario, rules: Rules) -> bytes:
    """All dyads of a clinic with all columns, for a spreadsheet."""
    text = io.StringIO()
    simulate(asked, rules=rules, engine="cohort").dyads.to_csv(text, index=False)
    return text.getvalue().encode()


def drawn(asked: Scenario, rules: Rules, figure: str, kind: str) -> bytes:
    """A figure of a clinic as the bytes of a file, `png` or `svg`, as `dyads run` writes it."""
    return figures.bytes_of(figures.ALL[figure](simulate(asked, rules=rules, engine="cohort")), kind)
