"""The picture of a tournament: which theory shows which finding, theme by theme, on one sheet of paper."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.contest.entrants import FITTED, Entrant
from experiments.contest.living import findings
from experiments.contest.standings import KINDS, counting, groups
from experiments.contest.verdicts import HIT, MISS, UNSURE, marks
from experiments.drawing import figures
from experiments.drawing.figures import GREY, GRID, INK
from experiments.evidence.score_tables import Found
from experiments.evidence.themes import Theme, themes

LOOKS: dict[str, dict[str, Any]] = {
    HIT: {"marker": "s", "color": "#0072B2", "markersize": 6.5, "markeredgewidth": 0.0},
    MISS: {"marker": "x", "color": "#D55E00", "markersize": 4.5, "markeredgewidth": 1.1},
    UNSURE: {"marker": "s", "color": GREY, "markersize": 5.5, "fillstyle": "none", "markeredgewidth": 0.8},
}
"""A mark is told by its shape where colours are not seen, and by how dark it is on paper."""
WORDS = {HIT: "shows it", MISS: "does not", UNSURE: "unsure: its interval straddles an end of the range"}
LONGEST = 78
"""Letters of a finding that there is room for."""
BAND = "#f2f2f2"


def matrix(among: Sequence[Entrant], found: Found, about: str) -> Figure:
    """Findings by theme as rows, theories as columns, in two halves side by side; how many of those counted each theory shows above."""
    halves = in_halves()
    figure, panels = figures.grid(f"Which theory shows which finding: {about}", 1, len(halves), (16.5, 2.6 + 0.178 * longest(halves)))
    for axes, half in zip(panels, halves, strict=True):
        panel(axes, among, found, half)
        axes.set_ylim(longest(halves) - 0.3, -len(KINDS) - 0.8)
    shown = [panels[0].plot([], [], linewidth=0, label=WORDS[what], **looks)[0] for what, looks in LOOKS.items()]
    figure.legend(handles=shown, loc="upper right", ncols=3, frameon=False, fontsize=9)
    figure.supxlabel(
        "P…: further patterns, for which nothing was searched. All others: those marked * had their numbers searched until they showed "
        "these.\nRivals were not searched: a few numbers chosen by hand, the model's for all else. Grey or pale: not counted, or not for "
        "the rival whose numbers were chosen on it.",
        fontsize=9, color=INK, x=0.02, ha="left",
    )  # fmt: skip
    return figure


def in_halves() -> tuple[list[Theme], list[Theme]]:
    """The themes in their order, cut where both halves are about as long."""
    every = list(themes().values())
    sizes = [len(theme.findings) + 1 for theme in every]
    cut = min(range(1, len(every)), key=lambda k: abs(2 * sum(sizes[:k]) - sum(sizes)))
    return every[:cut], every[cut:]


def longest(halves: Sequence[Sequence[Theme]]) -> int:
    """Lines that the longer half takes, with a heading for each theme."""
    return max(sum(len(theme.findings) + 1 for theme in half) for half in halves)


def panel(axes: Axes, among: Sequence[Entrant], found: Found, half: Sequence[Theme]) -> None:
    """One half: a line for every heading and finding, and a mark for every theory."""
    seen, labels, y = marks(found), {}, 0
    for k, title in enumerate(KINDS):
        labels[k - len(KINDS)] = (f"of {len(groups()[title])} {title}", INK, "bold")
        for x, e in enumerate(among):
            number = str((seen.loc[counting(e, title), e.name] == HIT).sum())
            axes.text(x, k - len(KINDS), number, ha="center", va="center", fontsize=8, weight="bold")
    for theme in half:
        labels[y] = (theme.title, INK, "bold")
        for finding in theme.findings:
            y += 1
            target = findings()[finding]
            labels[y] = (f"{shorten(target.says, LONGEST, placeholder=' …')}  {finding}", INK if target.counted else GREY, "normal")
            line(axes, y, [(str(seen.loc[finding, e.name]), target.counted and finding not in e.chosen_on) for e in among])
        y += 1
    axes.set_yticks(list(labels), [text for text, _, _ in labels.values()], fontsize=7.5)
    for tick, (_, colour, weight) in zip(axes.get_yticklabels(), labels.values(), strict=True):
        tick.set(color=colour, weight=weight)
    columns(axes, among)


def line(axes: Axes, y: int, what: Sequence[tuple[str, bool]]) -> None:
    """The marks of one finding and whether it counts for each theory, paler where it does not."""
    if y % 2:
        axes.axhspan(y - 0.5, y + 0.5, color=BAND, linewidth=0, zorder=0)
    for x, (each, counts) in enumerate(what):
        axes.plot([x], [y], linewidth=0, alpha=1.0 if counts else 0.45, zorder=2, **LOOKS[each])


def columns(axes: Axes, among: Sequence[Entrant]) -> None:
    """The theories above their columns, and lines between the sorts."""
    names = [f"{e.label}{'*' if e.numbers == FITTED else ''}" for e in among]
    axes.set_xticks(range(len(among)), names, rotation=90, fontsize=8)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_xlim(-0.6, len(among) - 0.4)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    for x in range(1, len(among)):
        if among[x].sort != among[x - 1].sort:
            axes.axvline(x - 0.5, color=GRID, linewidth=1.2, zorder=1)
