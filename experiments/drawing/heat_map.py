"""Heat maps: an outcome over two factors of a grid, with a number in every cell where there is room for it."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.drawing import figures
from experiments.drawing.figures import SCALE

LARGEST = (0.74, 0.48)
"""Width and height of a cell where there is room, in inches."""
WHOLE = (11.0, 8.0)
"""Width and height of all cells together at most, in inches."""
PRINT, SMALLEST = 11.0, 7.0
"""Points of the print of numbers: where there is room, and at the least."""
NUMBER = (0.56, 0.24)
"""Inches that a number of this print takes, as in −0.23, with a little air around it."""
LETTER, AIR = 0.1, 0.15
"""Inches that a letter beside the axis takes, and the room between two words there."""
LINE = 0.24
"""Inches from one line of an axis to the next."""


class Cells(NamedTuple):
    """Width and height of a cell in inches, and in how many points its number is printed; 0 where none fits."""

    wide: float
    high: float
    size: float


def cells(columns: int, rows: int) -> Cells:
    """The cells of a table with so many columns and rows."""
    wide, high = (min(most, whole / max(n, 1)) for most, whole, n in zip(LARGEST, WHOLE, (columns, rows), strict=True))
    size = PRINT * min(1.0, wide / NUMBER[0], high / NUMBER[1])
    return Cells(wide, high, size if size >= SMALLEST else 0.0)


def apart(words: list[str], room: float, beside: bool) -> int:
    """Every how many-th word fits along an axis with so much room for each: `beside` each other, or one below the other."""
    needed = max(map(len, words), default=0) * LETTER + AIR if beside else LINE
    return max(1, -int(-needed // room))


def heat_map(frame: pd.DataFrame, x: str, y: str, value: str, title: str) -> Figure:
    """A column of a sweep over two others, mean over all else; values of the axes in order, words as they come."""
    table = frame.pivot_table(index=y, columns=x, values=value, dropna=False, sort=False)
    table = table.reindex(index=in_order(table.index), columns=in_order(table.columns))
    room = cells(*table.shape[::-1])
    size = max(2.2 + room.wide * table.shape[1], least(title), least(x)), max(1.6 + room.high * table.shape[0], 1.0 + least(y))
    figure, axes = figures.canvas(title, x, y, size)
    if table.isna().all(axis=None):
        figures.nothing(axes, "Undefined everywhere in this design.")
        return figure
    image = axes.imshow(table.to_numpy(), origin="lower", cmap=SCALE, aspect="auto")
    if room.size:
        number(axes, table.to_numpy(), room.size)
    across, up = (ticks(known) for known in (table.columns, table.index))
    step, rise = apart(across, room.wide, beside=True), apart(up, room.high, beside=False)
    axes.set_xticks(range(0, len(across), step), across[::step])
    axes.set_yticks(range(0, len(up), rise), up[::rise])
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    figure.colorbar(image, ax=axes, fraction=0.05, pad=0.03).outline.set_visible(False)
    return figure


def least(words: str) -> float:
    """Inches that words take along an edge of the figure."""
    return len(words) * LETTER + AIR


def number(axes: Axes, table: np.ndarray, size: float) -> None:
    """A number in every cell, dark on light and light on dark."""
    middle = float(np.nanmean([np.nanmin(table), np.nanmax(table)]))
    for (i, j), v in np.ndenumerate(table):
        words, colour = f"{v:.2f}" if np.isfinite(v) else "–", "white" if v < middle else "black"
        axes.text(j, i, words, ha="center", va="center", color=colour, fontsize=size)


def in_order(known: pd.Index) -> list[Any]:
    """The values of an axis: numbers from low to high, words as they come."""
    return [*known] if any(isinstance(v, str) for v in known) else sorted(known)


def ticks(known: pd.Index) -> list[str]:
    """What stands beside the cells."""
    return [v if isinstance(v, str) else f"{v:g}" for v in known]
