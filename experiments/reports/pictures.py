"""The figures of a finished sweep, each with a name, what it shows, and how it is drawn."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from experiments.analysis import sensitivity_figures
from experiments.designs.sampling import SAMPLERS
from experiments.drawing.heat_map import heat_map
from experiments.reports import figures as sweep_figures
from experiments.reports import state_figure
from experiments.reports.lived_again import lived_again
from experiments.sweeps.finished import Finished
from experiments.sweeps.sweep import OUTCOMES

MOST_FACTORS = 4
"""Response curves are drawn of so many factors, those that matter most."""
CAPTIONS = {"sensitivity": "What the outcomes depend on.", "interactions": "Which factors act together."}
SAMPLED = "Intervals (95 %) are from the bootstrap over samples, and over seeds where several are shared."
INTERVALS = {
    ("sensitivity", True): SAMPLED,
    ("sensitivity", False): "Bars are the mean at the first and the last value less that of the design; intervals (95 %) are over seeds.",
    ("interactions", True): SAMPLED,
    ("interactions", False): "Dots are by how much the effect of the first factor is larger at the last value of the second than at its "
    "first; intervals (95 %) are over seeds.",
}
CURVES = {
    True: "Lines are means over parts of each factor with as many points, bands their 95 % intervals, over points and over seeds "
    "where several are shared; dots are points.",
    False: "Lines, or dots, are means over all values of the other factors, bands their 95 % intervals over seeds.",
}


class Picture(NamedTuple):
    """A figure: the name of its files, its caption, how it is drawn, and whether it is `half` as wide where there is room."""

    name: str
    caption: str
    drawn: Callable[[], Figure]
    half: bool = False


def pictures(sweep: Finished, found: pd.DataFrame | None, order: list[str]) -> list[Picture]:
    """The figures of a sweep with these indices, whose factors have this order of importance; none where nothing was lived."""
    if sweep.rows.empty:
        return []
    return [*of_table(sweep, found, order), *of_lives(sweep, order[0])]


def of_table(sweep: Finished, found: pd.DataFrame | None, order: list[str]) -> Iterator[Picture]:
    """Those that are drawn from the table of the sweep."""
    kind = sweep.asked.sort
    sampled = kind in SAMPLERS
    if found is not None and found.value.notna().any():
        drawn = sensitivity_figures.drawings(found, kind, sweep.title)
        yield from (Picture(name, f"{CAPTIONS[name]} {INTERVALS[name, sampled]}", each) for name, each in drawn.items())
    if kind == "list" and sweep.points <= sweep_figures.MOST_POINTS:
        order = [sweep_figures.POINT]
    shown = order[:MOST_FACTORS]
    caption = f"How outcomes respond. {'' if shown == [sweep_figures.POINT] else CURVES[sampled]}".strip()
    yield Picture("response_curves", caption, lambda: sweep_figures.response_curves(sweep, shown))
    if kind == "grid" and len(order) > 1:
        yield from maps(sweep, *sorted(order[:2], key=sweep.factors.index))
    yield Picture("endings", f"How therapies end, by {order[0]}.", lambda: sweep_figures.endings(sweep, order[0]))


def maps(sweep: Finished, x: str, y: str) -> Iterator[Picture]:
    """A heat map of each outcome over two factors."""
    else_ = ", and over all other factors" if len(sweep.factors) > 2 else ""
    for outcome, words in OUTCOMES.items():
        drawn = partial(heat_map, sweep.rows, x, y, outcome, f"{words[0].upper()}{words[1:]}")
        yield Picture(f"heat_map_{outcome}", f"{words[0].upper()}{words[1:]}, mean over seeds{else_}.", drawn, half=True)


def of_lives(sweep: Finished, factor: str) -> Iterator[Picture]:
    """Those that take the lives of some clinics again."""
    clinics = lived_again(sweep, factor)
    if not clinics:
        return
    differ = "point" if sweep.asked.sort == "list" else factor
    which = (
        "the points with the least, the middle and the greatest dropout"
        if sweep.asked.sort == "list"
        else f"clinics that differ in {factor} alone, all else as in the scenario"
    )
    when = f"When clients drop out: {which}; first seed, intervals (95 %) clustered by therapist."
    yield Picture("dropout", when, lambda: sweep_figures.dropout_by_level(clinics, differ))
    yield Picture("states", f"Where clients are, session by session: {which}; first seed.", lambda: state_figure.chart(clinics, differ))
