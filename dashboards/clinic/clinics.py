"""A clinic as the page draws it: key numbers, and the points of every chart, few and rounded."""

import io
from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from dashboards.server.once import once
from experiments.counting import key_numbers, statistics
from experiments.counting.points import (
    FEWEST,
    NOT_CAUSE,
    Chance,
    Stayed,
    band_of_means,
    by_chance,
    line_through,
    ruptures_by_session,
    stayed,
)
from experiments.counting.roads import DROPOUT, ROADS, WORDS, roads
from experiments.counting.statistics import EARLY, Estimate
from experiments.counting.words import number, percent
from experiments.counting.words import spread as interval
from experiments.drawing import figures
from model import tables
from model.cohort import engine as cohort
from model.cohort.compiling import is_kept
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
    """A key number: its name, how it is written, what it counts, whether it is a share, and what it must not be taken for.

    `lesson` is the one that shows why.
    """

    name: str
    words: str
    meaning: str
    share: bool
    caution: str = ""
    lesson: str = ""


R = Key("alliance_outcome_r", "r of alliance and outcome", "client-rated WAI-SR at session 3 with outcome", False, NOT_CAUSE, "cause")
KEYS = (
    Key("dropout", "dropped out", "share of dyads whose client left without an agreed ending", True),
    R,
    Key("pre_post_d", "pre–post d", "fall in distress in SDs at intake, of those who came twice or more", False, "without a control group"),
    Key("rupture_share", "sessions with a rupture", "minor ones included", True),
    Key("repair_share", "ruptures fully repaired", "all four steps succeeded", True),
    Key("came_once", "came once", "share of dyads that had a single session", True),
)


class Look(NamedTuple):
    """What is drawn of a clinic; `courses` by road, `still` how many dyads had each session.

    `sums` are what its key numbers are made of, `sure` these with their intervals; `better` is the share reliably better by
    road; `stayed` tells of the longest course, and `analysed` how many dyads have an outcome set beside their alliance.
    """

    scenario: Scenario
    summary: Mapping[str, Any]
    sums: key_numbers.Sums
    sure: Mapping[str, Estimate]
    ended: Mapping[str, int]
    better: Mapping[str, float]
    courses: Mapping[str, pd.DataFrame]
    stayed: Stayed | None
    still: pd.Series
    incidence: pd.DataFrame
    analysed: int
    dots: pd.DataFrame
    line: tuple[tuple[float, float], tuple[float, float]] | None
    ruptures: pd.DataFrame
    therapists: pd.DataFrame


def some(table: tables.Table, names: tuple[str, ...], run: Run) -> pd.DataFrame:
    """A table of a run with these columns alone, which is sooner made."""
    return tables.Table(table.name, table.row, tuple(c for c in table.columns if c.name in names)).frame(run.blocks, run.scenario)


@once(64)
def look(asked: Scenario, rules: Rules) -> Look:
    """Live a clinic, and see what is drawn of it; RuleError when a replaced rule fails."""
    run = simulate(asked, rules=rules, engine="cohort")
    dyads, rows = some(tables.DYADS, OF_DYADS, run), some(tables.SESSIONS, OF_SESSIONS, run)
    dyads = dyads.assign(road=roads(dyads))
    road_of = rows.client_id.map(dyads.set_index("client_id").road)
    ended = {road: int((dyads.road == road).sum()) for road in WORDS}
    courses = {road: band_of_means(rows[road_of == road], "wai_client") for road in ROADS if ended[road]}
    both, sums = statistics.analysed(dyads), key_numbers.sums(dyads)
    return Look(
        asked,
        statistics.summary(dyads),
        sums,
        key_numbers.estimates(sums),
        ended,
        statistics.better_by_road(dyads),
        courses,
        longest(rows, road_of, courses),
        rows.groupby("session").size(),
        statistics.cumulative_incidence(dyads),
        len(both),
        both.sample(min(len(both), MOST_DOTS), random_state=1)[["client_id", EARLY, "outcome", "road"]],
        line_through(both) if len(both) > 2 else None,
        ruptures_by_session(rows),
        by_therapist(dyads),
    )


def longest(rows: pd.DataFrame, road_of: pd.Series, courses: Mapping[str, pd.DataFrame]) -> Stayed | None:
    """Who is still there at the end of the course that is drawn longest; None where none goes beyond a session."""
    last = {road: int(course.session.max()) for road, course in courses.items() if len(course) > 1}
    road = max(last, key=lambda road: last[road], default=None)
    return stayed(rows[road_of == road], "wai_client", last[road]) if road else None


def by_therapist(dyads: pd.DataFrame) -> pd.DataFrame:
    """Per therapist with enough clients: n, share who dropped out, mean change on the questionnaire of those who came twice."""
    of = dyads.groupby("therapist_id")
    twice = dyads[dyads.sessions_attended >= 2]
    change = (twice.distress_score_intake - twice.distress_score_last).groupby(twice.therapist_id).mean()
    left = (dyads.ending == DROPOUT).groupby(dyads.therapist_id).mean()
    found = pd.DataFrame({"n": of.size(), "dropout": left, "change": change}).dropna()
    return found[found.n >= FEWEST].reset_index()


def chance(of: Look) -> Chance:
    """What chance alone would give the dropout of these therapists, if they were all the same."""
    return by_chance(of.summary["dropout"], int(of.therapists.n.median()), len(of.therapists))


def value_of(of: Look, key: Key) -> str:
    """A key number as `dyads run` writes it."""
    return percent(of.summary[key.name]) if key.share else number(of.summary[key.name])


def reach_of(of: Look, key: Key) -> str:
    """Its 95 % interval; empty where there is none."""
    told = spread(of.sure[key.name], key)
    return f"{told} %" if told and key.share else told


def spread(of: Estimate, key: Key, sign: str = "") -> str:
    """An interval in brackets, of shares in per cent."""
    times, digits = (100.0, 0) if key.share else (1.0, 2)
    return interval(times * of.low, times * of.high, digits, sign)


def difference(now: Look, before: Look, key: Key) -> str:
    """How far a key number has moved, with a paired interval where both clinics have the same luck; shares in percentage points."""
    apart = key_numbers.differences(before.sums, now.sums)[key.name]
    moved = f"{number(100 * apart.value, 0, '+')} points" if key.share else number(apart.value, 2, "+")
    if now.scenario.seed != before.scenario.seed:
        return f"{moved}; other luck, no interval"
    told = spread(apart, key, "+")
    return f"{moved} {told}".strip() + ("; within chance" if told and apart.low < 0.0 < apart.high else "")


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
    run = simulate(asked, rules=rules, engine="cohort")
    return figures.bytes_of(lambda: figures.ALL[figure](run), kind)
