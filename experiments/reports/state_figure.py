"""Where clients are, session by session: in therapy, or gone by which road; one panel a clinic."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.counting import roads, statistics
from experiments.drawing import figures
from experiments.drawing.figures import COLOURS, INK
from experiments.reports.figures import SEEN

THERE = "#e4e4df"
"""The colour of those who are still in therapy."""
FEW = 0.01
"""Panels end where fewer than this share are in therapy anywhere."""
READABLE = 0.07
"""A share that has room for its number."""


def states(dyads: pd.DataFrame) -> pd.DataFrame:
    """Shares of those who began, after each number of sessions from 0: a column for each road, and `ongoing` for who is there.

    Roads compete, and therapies that are watched no longer are censored (Aalen-Johansen); each row sums to 1.
    """
    last, status = int(dyads.sessions_attended.max()), statistics.status_of(dyads)
    counts = np.zeros((1, last * (len(roads.ROADS) + 1)))
    np.add.at(counts[0], (dyads.sessions_attended.to_numpy(int) - 1) * (len(roads.ROADS) + 1) + status, 1.0)
    gone = statistics.aalen_johansen(counts, last)[0]
    found = pd.DataFrame(np.vstack([np.zeros(len(roads.ROADS)), gone]), columns=[*roads.ROADS])
    return found.assign(ongoing=1.0 - found.sum(axis=1)).rename_axis("session")


def chart(clinics: Mapping[str, pd.DataFrame], differ: str) -> Figure:
    """Stacked shares along sessions, a panel for each clinic; `clinics` are tables of dyads by the words of what `differ`s."""
    found = {words: states(dyads) for words, dyads in clinics.items()}
    end = max(1, *(int((table.ongoing >= FEW).to_numpy().nonzero()[0].max()) + 1 for table in found.values()))
    taken = [road for road in roads.WORDS if any((table[road] >= SEEN).any() for table in found.values())]
    figure, panels = figures.canvases(f"Where clients are, by {differ}", len(found), (max(8.0, 1.6 + 3.2 * len(found)), 4.6))
    for axes, (words, table) in zip(panels, found.items(), strict=True):
        stack(axes, table.reindex(range(end + 1)).ffill(), taken)
        axes.set_title(words, fontsize=11, pad=8, weight="bold")
        axes.set_xlabel("sessions held")
        axes.tick_params(labelleft=axes is panels[0])
    panels[0].set_ylabel("share of those who began")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels) if len(found) > 2 else 3, frameon=False, fontsize=10)
    return figure


def stack(axes: Axes, table: pd.DataFrame, taken: list[str]) -> None:
    """One clinic: the roads that anybody took from below, and above them who is still in therapy."""
    end, floor = len(table) - 1, np.zeros(len(table))
    for road in taken:
        top = floor + table[road].to_numpy()
        axes.fill_between(table.index, floor, top, step="post", color=COLOURS.get(road, THERE), linewidth=0, label=roads.WORDS[road])
        if top[-1] - floor[-1] >= READABLE:
            axes.text(end - 0.02 * end, (top[-1] + floor[-1]) / 2, f"{100 * (top[-1] - floor[-1]):.0f} %", ha="right", va="center",
                      color=INK if road == "ongoing" else "white", fontsize=10)  # fmt: skip
        floor = top
    axes.set_xlim(0, end)
    axes.set_ylim(0, 1)
    axes.grid(visible=False)
    figures.count_sessions(axes)
