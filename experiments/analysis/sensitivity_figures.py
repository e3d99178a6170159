"""Figures of a sensitivity analysis: indices with their intervals, and a tornado where factors go from value to value."""

from collections.abc import Callable
from math import ceil
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.analysis.interactions import PAIRS
from experiments.analysis.sensitivity import INDICES
from experiments.drawing import figures
from experiments.drawing.figures import GREY, INK
from experiments.sweeps.sweep import OUTCOMES

MOST_PAIRS = 10
"""So many pairs of factors are drawn, those that matter most."""
LETTERS = 75
"""So many letters of a title stand in a line."""
WORDS = {
    "total": "total: alone and with others",
    "first order": "first order: alone",
    "mu_star": "μ*: mean size of the effect",
    "sigma": "σ: how much it depends on the rest",
    "first value": "at its first value",
    "last value": "at its last value",
    "second order": "together, beyond each alone",
    "interaction": "change of the effect of the first as the second changes",
}
COLOURS = {"total": "#D55E00", "first order": "#0072B2", "mu_star": "#D55E00", "sigma": "#0072B2",
           "first value": "#56B4E9", "last value": "#D55E00", "second order": "#009E73", "interaction": "#009E73"}  # fmt: skip
ACROSS = {
    "total": "share of the variance of the outcome (95 % interval)",
    "first order": "share of the variance of the outcome (95 % interval)",
    "mu_star": "change of the outcome over the whole way of the factor (95 % interval)",
    "effect": "change of the outcome from the middle of the design (95 % interval over seeds)",
    "second order": "share of the variance of the outcome (95 % interval)",
    "interaction": "difference between two changes of the outcome (95 % interval over seeds)",
}


def drawings(found: pd.DataFrame, kind: str, title: str) -> dict[str, Callable[[], Figure]]:
    """The figures of an analysis by name: what outcomes depend on and, where there are several pairs, which of them act together."""
    drawn = {"sensitivity": lambda: draw(found, kind, titled(title, "what outcomes depend on"))}
    pairs = found[found.measure.isin(PAIRS)].dropna(subset=["value"])
    together = {"interactions": lambda: draw_pairs(found, titled(title, "which factors act together"))}
    return drawn if pairs.factor.nunique() < 2 else drawn | together


def titled(title: str, words: str) -> str:
    """A title and what is shown of it, with a colon between them unless the title ends in a mark of its own."""
    return f"{title} {words[0].upper()}{words[1:]}" if title.endswith(("?", "!", ".", ":", "…")) else f"{title}: {words}"


def draw(found: pd.DataFrame, kind: str, title: str) -> Figure:
    """A panel for each outcome with a row for each factor, those that matter most on top."""
    return panels(found, INDICES[kind], ranked(found, INDICES[kind][0]), title)


def draw_pairs(found: pd.DataFrame, title: str) -> Figure:
    """A panel for each outcome with a row for each pair of factors, those that do most together on top."""
    measure = next(each for each in PAIRS if (found.measure == each).any())
    return panels(found, (measure,), ranked(found, measure)[:MOST_PAIRS], title)


def panels(found: pd.DataFrame, measures: tuple[str, ...], order: list[str], title: str) -> Figure:
    """A panel for each outcome with a row for each factor, or pair of factors, in this order."""
    wide = 2
    high = ceil(len(OUTCOMES) / wide)
    size = (4.0 * wide + 1.4, high * (1.5 + 0.3 * len(order)) + 1.0)
    figure, axes = figures.grid(fill(title, LETTERS), high, wide, size)
    for i, (ax, (outcome, words)) in enumerate(zip(axes, OUTCOMES.items(), strict=False)):
        ax.set_title(words, fontsize=11, pad=8, weight="bold")
        (tornado if measures == INDICES["grid"] else dots)(ax, found[found.outcome == outcome], measures, order)
        ax.set_yticks(range(len(order)), order if i % wide == 0 else [""] * len(order))
        ax.set_ylim(len(order) - 0.4, -0.6)
        ax.tick_params(axis="y", length=0)
        ax.xaxis.set_major_locator(MaxNLocator(5))
        ax.grid(axis="y", visible=False)
        ax.axvline(0.0, color=GREY, linewidth=0.9)
    figure.supxlabel(ACROSS[measures[0]], fontsize=10)
    for ax in axes[len(OUTCOMES) :]:
        ax.set_axis_off()
    legend(figure, axes)
    return figure


def legend(figure: Figure, axes: list[Axes]) -> None:
    """What the signs mean: where a panel is left over, there, and beside the title otherwise."""
    known = axes[0].get_legend_handles_labels()
    if len(axes) > len(OUTCOMES):
        axes[-1].legend(*known, loc="center", frameon=False)
    else:
        figure.legend(*known, loc="outside upper right", ncols=2, frameon=False)


def ranked(found: pd.DataFrame, measure: str) -> list[str]:
    """Factors, those first that matter most: by the mean over outcomes of their part of the largest of an outcome."""
    table = above_floor(found, measure).pivot_table(index="factor", columns="outcome", values="value", dropna=False, sort=False)
    parts = (table.abs() / table.abs().max()).mean(axis=1).fillna(0.0)
    return [*parts.sort_values(ascending=False, kind="stable").index]


def above_floor(found: pd.DataFrame, measure: str) -> pd.DataFrame:
    """The rows of a measure, sizes less what luck alone would make of them, where that is known (variances add up)."""
    of = found[found.measure == measure]
    if measure != "mu_star":
        return of
    floor = found[found.measure == "floor"].set_index(["outcome", "factor"]).value
    least = floor.reindex(pd.MultiIndex.from_frame(of[["outcome", "factor"]])).fillna(0.0).to_numpy()
    return of.assign(value=np.sqrt(np.maximum(of.value**2 - least**2, 0.0)))


def dots(axes: Axes, of: pd.DataFrame, shown: tuple[str, ...], order: list[str]) -> None:
    """A dot with its interval for each factor and index, the indices one above the other."""
    of = of[of.measure.isin(shown)]
    if of.value.isna().all():
        figures.nothing(axes, "Does not vary, or by luck alone.")
    for k, measure in enumerate(shown):
        rows = of[of.measure == measure].set_index("factor").reindex(order)
        at = np.arange(len(order)) + 0.26 * (k - (len(shown) - 1) / 2)
        axes.hlines(at, rows.low, rows.high, color=COLOURS[measure], linewidth=2.2, alpha=0.55)
        axes.plot(rows.value, at, "os"[k], color=COLOURS[measure], markersize=5, label=WORDS[measure])


def tornado(axes: Axes, of: pd.DataFrame, measures: tuple[str, ...], order: list[str]) -> None:
    """For each factor a bar to what the outcome is at its first and at its last value."""
    for measure in ("first value", "last value"):
        rows = of[of.measure == measure].set_index("factor").reindex(order)
        at = np.arange(len(order))
        axes.barh(at, rows.value.fillna(0.0), height=0.62, color=COLOURS[measure], alpha=0.8, label=WORDS[measure])
        axes.hlines(at, rows.low, rows.high, color=INK, linewidth=1.4)
