"""The course of single therapies on paper, side by side: alliance above, distress beneath, ruptures as they came."""

from collections.abc import Mapping
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.drawing.figures import COLOURS, count_sessions
from experiments.drawing.look import GREY, GRID, INK, STYLE, Drawing
from model.fields import COMPONENTS
from model.ratings import CUT_OFF

RATERS = {"wai_client": ("o", "WAI-SR by the client"), "wai_therapist": ("s", "WAI-SR by the therapist")}
"""Ratings on the alliance's second axis, with their marks."""


def courses(lives: Mapping[str, pd.DataFrame], title: str) -> Figure:
    """Therapies by what is to stand above each, from rows of their sessions; one column a therapy, on the same axes."""
    with matplotlib.rc_context(STYLE):
        figure = Drawing(figsize=(6.2 * len(lives), 6.4), layout="constrained")
        figure.suptitle(title, x=0.02, ha="left", fontsize=13)
        grid = figure.subplots(2, len(lives), sharex=True, sharey="row", squeeze=False, height_ratios=(3, 2))
        for (upper, lower), (name, rows) in zip(grid.T, lives.items(), strict=True):
            upper.set_title(name, fontsize=12, pad=8)
            alliance(upper, rows)
            distress(lower, rows)
        grid[0][0].set_ylabel("bond, tasks, goals (0–1)")
        grid[1][0].set_ylabel("distress (OQ-45)")
        words = {word: drawn for axes in grid[0][::-1] for drawn, word in zip(*axes.get_legend_handles_labels(), strict=True)}
        wide = min(len(words), 3 * len(lives))
        figure.legend(list(words.values()), list(words), loc="outside lower center", ncols=wide, frameon=False, fontsize=10)
    return figure


def alliance(axes: Axes, rows: pd.DataFrame) -> None:
    """The three parts of the alliance, both raters on a second axis, and a bar for each rupture, dotted until repaired."""
    ruptures = rows.loc[rows.ruptured.astype(bool), ["session", "rupture_severity", "repaired"]].to_numpy(float)
    for i, (session, severity, repaired) in enumerate(ruptures):
        label = "rupture (dotted: not repaired)" if i == 0 else None
        axes.axvline(session, color=GREY, lw=1 + 5 * severity, ls="-" if repaired else ":", alpha=0.5, label=label)
    for part in COMPONENTS[1:]:
        axes.plot(rows.session, rows[part], color=COLOURS[part], lw=2.4, marker=".", label=part)
    for column, (mark, words) in RATERS.items():
        axes.plot(rows.session, as_felt(rows[column]), mark, color=INK, ms=5, mfc="none", label=words)
    axes.set_ylim(0.0, 1.04)
    ruled(axes)
    right = axes.secondary_yaxis("right", functions=(as_rated, as_felt))  # type: ignore[arg-type]
    right.set_ylabel("WAI-SR (1–5)")


def as_rated(felt: Any) -> Any:
    """A share from 0 to 1 on the scale of the WAI-SR, 1 to 5."""
    return 1.0 + 4.0 * felt


def as_felt(rated: Any) -> Any:
    """A mean WAI-SR rating, 1 to 5, as a share from 0 to 1."""
    return (rated - 1.0) / 4.0


def distress(axes: Axes, rows: pd.DataFrame) -> None:
    """The questionnaire where it is asked, before each session, with the cut-off beneath which nobody counts as clinical."""
    axes.plot(rows.session - 0.5, rows.distress_score, color=COLOURS["distress"], lw=2.4, marker=".")
    axes.axhline(CUT_OFF, color=GREY, lw=1, ls="--")
    axes.set_ylim(0.0, max(130.0, float(rows.distress_score.max()) + 5.0))
    axes.set_xlabel("session")
    count_sessions(axes)
    ruled(axes)


def ruled(axes: Axes) -> None:
    """Quiet lines behind."""
    axes.grid(color=GRID, linewidth=0.7)
    axes.set_axisbelow(True)
