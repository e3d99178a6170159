"""Figures that studies share: outcomes over worlds, side by side, and what is found beside what was expected."""

from collections.abc import Callable, Sequence
from functools import partial
from math import ceil, isfinite

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.asking.expectations import AGREES, DIFFERS
from experiments.asking.study import Answer, Result
from experiments.drawing import figures
from experiments.drawing.figures import GREY, INK

RANGE = "#dddddd"
ROUND = [1, 2, 5, 10]
SIGNS = {AGREES: "✓", DIFFERS: "✗"}


def pictures(question: str, answer: Answer) -> dict[str, Callable[[], Figure]]:
    """Every picture of an answer by name, drawn when it is called; what was expected beside what was found is among them."""
    beside = {"expected_and_found": partial(verdicts, answer.expected, question)} if answer.expected else {}
    return {**answer.figures, **beside}


def panels(results: Sequence[Result], title: str, across: str = "") -> Figure:
    """A panel for each outcome over the worlds: a line with its band where worlds are numbers, else a dot with its interval."""
    shown = list(dict.fromkeys(result.what for result in results if result.world))
    numeric = all(number_of(result.world) is not None for result in results if result.world)
    wide = min(len(shown), 2 if len(shown) == 4 else 3)
    high = ceil(len(shown) / wide)
    worlds = len({result.world for result in results if result.world})
    tall = 2.9 if numeric else 0.9 + 0.42 * worlds
    figure, axes = figures.grid(title, high, wide, (3.7 * wide + (0.0 if numeric else 1.6), tall * high + 0.9))
    for i, (what, ax) in enumerate(zip(shown, axes, strict=False)):
        of = [result for result in results if result.what == what and result.world]
        (line if numeric else dots)(ax, of, first=i % wide == 0)
        ax.set_title(what, fontsize=11, pad=8, color=of[0].quantity.colour, weight="bold")
        (ax.set_ylabel if numeric else ax.set_xlabel)(of[0].quantity.unit)
    for ax in axes[len(shown) :]:
        ax.set_visible(False)
    reference = next((r.world for r in results if r.apart and r.apart.low == r.apart.high == 0.0), "")
    drawn = (
        f"shaded: 95 % interval of the difference to {reference}" if numeric else "lines: 95 % interval of the difference to the dashed one"
    )
    figure.supxlabel(f"{across}\n({drawn}, same people, same luck)" if across else f"({drawn}, same people, same luck)", fontsize=10)
    return figure


def number_of(world: str) -> float | None:
    """The number that a world's name is; None where it is a word."""
    try:
        return float(world.replace("−", "-"))
    except ValueError:
        return None


def ends(of: Sequence[Result]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values, and to both sides of each how far the difference to the reference is uncertain."""
    value = np.array([r.estimate.value for r in of])
    below, above = (np.array([getattr(r.apart, end) - r.apart.value if r.apart else 0.0 for r in of]) for end in ("low", "high"))
    times = of[0].quantity.times
    return times * value, times * (value + below), times * (value + above)


def line(axes: Axes, of: Sequence[Result], first: bool) -> None:
    """One outcome over worlds that are numbers."""
    x = [float(number_of(result.world) or 0.0) for result in of]
    value, low, high = ends(of)
    axes.fill_between(x, low, high, color=of[0].quantity.colour, alpha=0.25, linewidth=0)
    axes.plot(x, value, "o-", color=of[0].quantity.colour, linewidth=2.0, markersize=5)
    axes.set_xticks(x, [result.world for result in of])
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=ROUND))
    axes.set_ylim(*room(low, high))


def dots(axes: Axes, of: Sequence[Result], first: bool) -> None:
    """One outcome over worlds that have names, from above; the one that the others are set against is dashed."""
    y = np.arange(len(of))[::-1]
    value, low, high = ends(of)
    for k, result in enumerate(of):
        if result.apart and result.apart.low == result.apart.high == 0.0 == result.apart.value:
            axes.axvline(value[k], color=of[0].quantity.colour, linewidth=1.2, dashes=(4, 3))
            break
    axes.hlines(y, low, high, color=of[0].quantity.colour, linewidth=2.4)
    axes.plot(value, y, "o", color=of[0].quantity.colour, markersize=7)
    axes.set_yticks(y, [result.world for result in of] if first else [])
    axes.set_ylim(-0.6, len(of) - 0.4)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=ROUND))
    axes.set_xlim(*room(low, high))


def room(low: np.ndarray, high: np.ndarray) -> tuple[float, float]:
    """The ends of an axis, with so much room that a difference of next to nothing looks like it."""
    middle, half = (np.nanmin(low) + np.nanmax(high)) / 2.0, (np.nanmax(high) - np.nanmin(low)) / 2.0
    least = 0.1 * abs(middle)
    return middle - 1.15 * max(half, least), middle + 1.15 * max(half, least)


def verdicts(results: Sequence[Result], title: str) -> Figure:
    """Each result of which something was expected, on a scale of its own: the range in grey, the model's interval, the verdict."""
    figure, axes = figures.grid(title, len(results), 1, (11.0, 1.3 + 0.95 * len(results)))
    for ax, result in zip(axes, results, strict=True):
        bullet(ax, result)
    figure.supxlabel("grey: what was expected; dot and line: the model, with its 95 % interval", fontsize=9, color=GREY, x=0.02, ha="left")
    return figure


def bullet(axes: Axes, result: Result) -> None:
    """One result beside what was expected."""
    assert result.expected is not None
    key = result.expected.finding
    null = 1.0 if "ratio" in result.quantity.unit else 0.0
    times, expected, sign = result.quantity.times, result.expected, SIGNS.get(result.verdict, "?")
    value, low, high = (times * v for v in result.estimate[:3])
    ends = [times * e for e in (expected.low, expected.high) if isfinite(e)]
    least, most = min([low, value, null, *ends]), max([high, value, null, *ends])
    pad = 0.12 * (most - least or 1.0)
    least, most = least - pad, most + pad
    axes.axvspan(max(times * expected.low, least), min(times * expected.high, most), color=RANGE, linewidth=0)
    axes.axvline(null, color=GREY, linewidth=0.8)
    axes.hlines(0.0, low, high, color=INK, linewidth=2.6)
    axes.plot([value], [0.0], "o", color=INK, markersize=7)
    axes.set_xlim(least, most)
    axes.set_ylim(-1.0, 1.0)
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=ROUND))
    axes.tick_params(labelsize=9)
    axes.set_title(f"{result.heading} ({key})" if key else result.heading, fontsize=10, pad=4, loc="left")
    axes.annotate(f"{sign} {result.verdict}", (1.01, 0.62), xycoords="axes fraction", va="center", fontsize=10, weight="bold")
    axes.annotate(
        f"{result.number}\n{result.expected.short}", (1.01, 0.12), xycoords="axes fraction", va="center", fontsize=8.5, color=GREY
    )
