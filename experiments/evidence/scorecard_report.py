"""The scorecard in words, on disk, and as a forest plot."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from experiments.drawing import figures
from experiments.evidence.models import NULLS, RECALIBRATED, kind
from experiments.evidence.scorecard import Score, reproduced, table

NULL_COLOURS = {kind(name)[0]: colour for name, colour in zip(NULLS, ("#009E73", "#E69F00", "#CC79A7"), strict=True)}
MODEL_COLOUR = "#0072B2"
MARKS = {RECALIBRATED: "D"}


def verdict(score: Score) -> str:
    """What became of one finding, in a word."""
    if not score.target.counted:
        return "reported"
    return "holds" if score.reproduced else "MISSED" if score.missed else "uncertain"


def told(found: Mapping[str, Sequence[Score]], title: str) -> str:
    """A line a finding, the model first and each other theory's value behind it; then how many each reproduces."""
    first, *others = found
    lines = [title, "", f"  {'':<6}{'':<72}{'published':>20}{first:>18}  {'verdict':<10}" + "".join(f"{short(n):>12}" for n in others)]
    for i, score in enumerate(found[first]):
        t = score.target
        span = f"{t.value:.4g} [{t.low:g}, {t.high:g}]"
        mine = f"{score.value:.3g} ± {(score.high - score.low) / 2:.2g}"
        rest = "".join(f"{found[n][i].value:>11.3g}{' ' if found[n][i].within else '×'}" for n in others)
        lines.append(f"  {score.finding:<6}{t.says[:71]:<72}{span:>20}{mine:>18}  {verdict(score):<10}{rest}")
    became = Counter(map(verdict, found[first]))
    lines += ["", f"  Of those that are counted: {became['holds']} hold, {became['MISSED']} missed, {became['uncertain']} uncertain."]
    if became["uncertain"]:
        lines.append(
            "  Uncertain: the interval is wider than half of the range, and reaches into it. More --seeds, or --therapists, narrow it."
        )
    outside = "; × above: outside" if others else ""
    lines += ["", f"  Reproduced (mean in the range, Monte Carlo interval narrower than half of it{outside}):"]
    lines += [f"    {label(name):<40}{reproduced(of)[0]} of {reproduced(of)[1]}" for name, of in found.items()]
    if others:
        best = max(others, key=lambda n: reproduced(found[n])[0])
        ahead = reproduced(found[first])[0] - reproduced(found[best])[0]
        lines.append(f"    {ahead:+d} against the best of the others ({label(best)})")
    return "\n".join(lines)


def short(name: str) -> str:
    """A theory's name in a narrow column."""
    null, how = kind(name)
    return null if how != RECALIBRATED else f"{null}*"


def label(name: str) -> str:
    """A theory's name in full."""
    null, how = kind(name)
    return f"null: {null}, {how}" if null in NULL_COLOURS else name


def write(found: Mapping[str, Sequence[Score]], folder: Path, title: str, name: str = "scorecard") -> None:
    """Write the scores as Parquet and CSV, and the forest plot."""
    rows = table(found)
    rows.to_parquet(folder / f"{name}.parquet", index=False)
    rows.to_csv(folder / f"{name}.csv", index=False)
    figures.save(forest(found, title), folder, f"{name}_forest")


RANGES: dict[bool, dict[str, Any]] = {
    False: {"facecolor": "#bbbbbb", "edgecolor": "none", "zorder": 1},
    True: {"facecolor": "none", "edgecolor": "#999999", "linestyle": (0, (3, 2)), "zorder": 1},
}
"""How ranges are drawn: published ones, and those that are a tolerance of our own."""
RANGE_WORDS = {False: "published range", True: "our own tolerance"}
"""The same in words."""


def forest(found: Mapping[str, Sequence[Score]], title: str) -> Figure:
    """Published range against simulated values, a row a finding, all drawn on the width of the published range."""
    first, *others = found
    own = found[first]
    figure, axes = figures.canvas(title, "in published ranges: 0 is its lower end, 1 its upper end", "", (11.5, 1.8 + 0.3 * len(own)))
    reach = (-1.6, 2.6)

    def at(value: float, score: Score) -> float:
        return min(max(score.target.place(value), reach[0] + 0.05), reach[1] - 0.05)

    for y, score in enumerate(reversed(own)):
        axes.add_patch(Rectangle((0.0, y - 0.2), 1.0, 0.4, **RANGES[score.target.own_range]))
        axes.plot([at(score.target.value, score)], [y], "|", color=figures.INK, markersize=11, zorder=2)
    for name in others:
        null, how = kind(name)
        xs = [at(score.value, score) for score in reversed(found[name])]
        axes.plot(xs, range(len(own)), MARKS.get(how, "x"), color=NULL_COLOURS.get(null, figures.GREY), markersize=5, alpha=0.75,
                  fillstyle="none", linewidth=0, label=label(name), zorder=3)  # fmt: skip
    spans = [[at(s.low, s) for s in reversed(own)], [at(s.high, s) for s in reversed(own)]]
    axes.hlines(range(len(own)), *spans, color=MODEL_COLOUR, linewidth=1.6, zorder=4)
    axes.plot([at(s.value, s) for s in reversed(own)], range(len(own)), "o", color=MODEL_COLOUR, markersize=6, label=first, zorder=5)
    axes.set_yticks(range(len(own)), [f"{s.target.says}  {s.finding}" for s in reversed(own)], fontsize=9)
    axes.set_ylim(-0.8, len(own) - 0.2)
    axes.set_xlim(*reach)
    kinds = sorted({score.target.own_range for score in own})
    handles = [*axes.get_legend_handles_labels()[0], *(Patch(label=RANGE_WORDS[kind], **RANGES[kind]) for kind in kinds)]
    axes.legend(handles=handles, frameon=False, fontsize=9, loc="upper center", ncols=3, bbox_to_anchor=(-0.1, -0.05))
    return figure
