"""Figures of a whole sweep: how outcomes respond to a factor, how therapies end, and when people drop out, level by level."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from scipy.special import stdtrit

from experiments.counting import roads, statistics
from experiments.designs.factors import is_number, plain
from experiments.drawing import figures
from experiments.drawing.figures import COLOURS, GREY, INK
from experiments.sweeps.dictionary import SHOWS
from experiments.sweeps.finished import Finished
from experiments.sweeps.sweep import OUTCOMES
from model.units import Unit

LIMITS = {name: (unit.low, unit.high) for name in OUTCOMES if isinstance(unit := SHOWS[name][0], Unit)}
"""Beyond which no interval of an outcome goes."""
POINT, MOST_POINTS = "point", 24
"""The points of a list stand side by side like the values of a factor, if they are no more than so many."""
SEEN = 0.005
"""A road that fewer than this share took is too thin to be seen."""
BINS = 8
"""Into so many parts of its way a factor is cut where points are sampled."""


class Level(NamedTuple):
    """A value of a factor, or the middle of a part of its way, and the rows of the clinics that have it."""

    at: float
    words: str
    rows: pd.DataFrame


def levels(sweep: Finished, factor: str) -> list[Level]:
    """The values of a factor in order, each with its clinics; parts of equal numbers of points where there are many values."""
    column = sweep.rows[factor]
    known = [*dict.fromkeys(column)] if in_words(sweep, factor) else sorted(column.unique())
    if len(known) <= 2 * BINS or in_words(sweep, factor):
        return [Level(i if in_words(sweep, factor) else float(v), word(v), sweep.rows[column == v]) for i, v in enumerate(known)]
    part = pd.qcut(column, BINS, labels=False, duplicates="drop")
    return [Level(float(rows[factor].mean()), word(rows[factor].mean()), rows) for _, rows in sweep.rows.groupby(part)]


def in_words(sweep: Finished, factor: str) -> bool:
    """Whether the values of a factor are words, or points of a list, which have no order."""
    return factor == POINT or not is_number(plain(sweep.rows[factor].iloc[0]))


def word(value: object) -> str:
    """A value as it stands beside a figure."""
    return f"{value:.3g}" if is_number(plain(value)) else str(value)


def over(sweep: Finished) -> tuple[str, ...]:
    """Over what a mean of a sweep would vary if it were done again: seeds, in a sample its points, or both, each by its column.

    Where points have seeds of their own, what they differ by has luck in it already. One shared seed says nothing of others.
    """
    if sweep.shares is None:
        return ("replicate",)
    return ("point", "replicate") if sweep.asked.luck == "common" and sweep.asked.replicates > 1 else ("point",)


def band(rows: pd.DataFrame, outcome: str, varying: Sequence[str]) -> tuple[float, float, float]:
    """The mean of an outcome with its 95 % interval (Student's t), over each of the columns that are `varying`."""
    means = [rows.groupby(column)[outcome].mean().dropna() for column in varying]
    value = float(means[0].mean())
    reach = float(np.hypot.reduce([t_reach(found) for found in means]))
    least, most = LIMITS.get(outcome, (-np.inf, np.inf))
    return value, max(value - reach, least), min(value + reach, most)


def t_reach(found: pd.Series) -> float:
    """How far the 95 % interval of a mean reaches to either side; NaN of fewer than two values."""
    n = len(found)
    return float(stdtrit(n - 1, 0.975) * found.std() / n**0.5) if n > 1 else np.nan


def response_curves(sweep: Finished, factors: Sequence[str]) -> Figure:
    """A row of panels for each outcome and a column for each factor: the mean over all else, with its band."""
    high, wide = len(OUTCOMES), len(factors)
    figure, axes = figures.grid("How outcomes respond", high, wide, (max(7.5, 1.4 + 2.9 * wide), 1.0 + 2.3 * high))
    found = {factor: levels(sweep, factor) for factor in factors}
    for row, (outcome, words) in enumerate(OUTCOMES.items()):
        of_row = axes[row * wide : (row + 1) * wide]
        for column, (ax, factor) in enumerate(zip(of_row, factors, strict=True)):
            curve(ax, sweep, factor, found[factor], outcome)
            ax.set_xlabel(factor if row == high - 1 else "", fontsize=10)
            ax.set_ylabel(words.replace(" (", "\n(") if column == 0 else "", fontsize=10)
            ax.tick_params(labelsize=9, labelbottom=row == high - 1, labelleft=column == 0)
        same_height(of_row)
    return figure


def curve(axes: Axes, sweep: Finished, factor: str, at: Sequence[Level], outcome: str) -> None:
    """One outcome along one factor; in a sample its points stand behind it."""
    sampled = sweep.shares is not None
    if sampled and not in_words(sweep, factor):
        points = sweep.rows.groupby("point")
        axes.plot(points[factor].first(), points[outcome].mean(), ".", color=GREY, alpha=0.25, markersize=3, rasterized=True)
    x = [level.at for level in at]
    value, low, high = np.array([band(level.rows, outcome, over(sweep)) for level in at]).T
    colour, words = COLOURS["planned_end"], in_words(sweep, factor)
    if words:
        axes.vlines(x, low, high, color=colour, alpha=0.5, linewidth=4)
        axes.set_xticks(x, [level.words for level in at])
        axes.set_xlim(-0.5, len(at) - 0.5)
    else:
        axes.fill_between(x, low, high, color=colour, alpha=0.25, linewidth=0)
    axes.plot(x, value, "o" if words else "o-", color=colour, linewidth=2.0, markersize=6 if words else 4)
    axes.yaxis.set_major_locator(MaxNLocator(5))


def same_height(axes: Sequence[Axes]) -> None:
    """Panels of one outcome share their scale, so that factors can be told apart by eye."""
    ends = np.array([ax.get_ylim() for ax in axes])
    for ax in axes:
        ax.set_ylim(ends[:, 0].min(), ends[:, 1].max())


def endings(sweep: Finished, factor: str) -> Figure:
    """At each level of a factor, which shares of therapies ended by which road."""
    at = levels(sweep, factor)
    figure, axes = figures.canvas(f"How therapies end, by {factor}", "share of therapies", "", (9.0, max(3.2, 1.8 + 0.42 * len(at))))
    left = np.zeros(len(at))
    for road, words in roads.WORDS.items():
        shares = np.array([float(share_of(level.rows, road).mean()) for level in at])
        if shares.max() < SEEN:
            continue
        colour = COLOURS.get(road, figures.GRID)
        axes.barh(range(len(at)), shares, left=left, color=colour, height=0.78, label=words)
        for i, (share, start) in enumerate(zip(shares, left, strict=True)):
            if share >= 0.06:
                axes.text(start + share / 2, i, f"{100 * share:.0f} %", ha="center", va="center", fontsize=9,
                          color=INK if road == "ongoing" else "white")  # fmt: skip
        left += shares
    axes.set_yticks(range(len(at)), [level.words for level in at])
    axes.set_xlim(0, 1)
    axes.grid(visible=False)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False, fontsize=10)
    return figure


def share_of(rows: pd.DataFrame, road: str) -> pd.Series:
    """The share of each clinic that took a road; of agreed endings those for practical reasons stand apart."""
    return rows.agreed - rows.practical if road == "good_enough" else rows[road]


def dropout_by_level(clinics: Mapping[str, pd.DataFrame], factor: str) -> Figure:
    """Cumulative incidence of dropout (Aalen-Johansen), a curve with its 95 % band for each level of a factor.

    `clinics` are tables of dyads by the words of their level, from low to high.
    """
    figure, axes = figures.canvas(f"When clients drop out, by {factor}", "sessions attended", "share who dropped out (95 % interval)")
    colours = [colormaps[figures.SCALE](x) for x in np.linspace(0.0, 0.82, max(len(clinics), 2))]
    curves = [*dropping_out(clinics)]
    end = max(float(curve.session.max()) for _, curve in curves) + 0.5
    finals = figures.spaced([float(curve.share.iloc[-1]) for _, curve in curves], 0.035)
    for (words, found), colour, height in zip(curves, colours, finals, strict=False):
        session, share, low, high = to(end, found)
        axes.fill_between(session, low, high, step="post", color=colour, alpha=0.18, linewidth=0)
        axes.step(session, share, where="post", color=colour, linewidth=2.2)
        axes.annotate(f"{words}: {100 * found.share.iloc[-1]:.0f} %", (end, height), xytext=(6, 0), textcoords="offset points",
                      color=colour, va="center", weight="bold")  # fmt: skip
    axes.set_xlim(1, end)
    axes.set_ylim(0, None)
    figures.count_sessions(axes)
    return figure


def to(end: float, found: pd.DataFrame) -> np.ndarray:
    """Session, share, low and high of a curve, which stays at its last height to the end of the figure."""
    curve = found[["session", "share", "low", "high"]].to_numpy(float)
    return np.vstack([curve, [end, *curve[-1, 1:]]]).T


def dropping_out(clinics: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, pd.DataFrame]]:
    """The cumulative incidence of dropout of each clinic."""
    for words, dyads in clinics.items():
        found = statistics.cumulative_incidence(dyads)
        yield words, found[found.ending == roads.DROPOUT]
