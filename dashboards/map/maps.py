"""Maps: the clinics of a grid, lived in the background under the same luck, and what is drawn, told and taken home of them."""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from dashboards.map.state import Grid
from dashboards.server.jobs import Job
from experiments.counting.words import number
from experiments.designs.design import Design
from experiments.drawing import figures
from experiments.drawing.heat_map import heat_map
from experiments.reports import surfaces
from experiments.sweeps.sweep import OUTCOMES, SHARES, head, one, reason
from model.cohort import engine as cohort
from model.cohort.compiling import is_kept
from model.rules import Rules


def job(grid: Grid, rules: Rules) -> Job:
    """A map to be lived; maps of the same design under the same rules are one."""
    design = grid.design
    return Job(key(grid, rules), order(shape(design)), lambda point: one(design, rules, "cohort", point, 0, intervals=True))


def key(grid: Grid, rules: Rules) -> tuple[str, Rules]:
    """What makes a map."""
    return grid.text, rules


def shape(design: Design) -> tuple[int, int]:
    """How many values a map has along its x and its y; its points go through y first."""
    x, y = (len(axis.points) for axis in design.axes)
    return x, y


def order(sides: tuple[int, int]) -> list[int]:
    """The points in the order in which they are lived: corners first, then always the one farthest from all before it.

    So the whole map is seen in rough from early on, and its colours soon stay as they are.
    """
    places = np.array([(i / max(1, sides[0] - 1), j / max(1, sides[1] - 1)) for i in range(sides[0]) for j in range(sides[1])])
    found, near = [0], np.full(len(places), np.inf)
    while len(found) < len(places):
        near = np.minimum(near, ((places - places[found[-1]]) ** 2).sum(axis=1))
        near[found] = -1.0
        found.append(int(near.argmax()))
    return found


def ready(rules: Rules) -> bool:
    """Whether the session has been compiled that maps are lived with."""
    return is_kept(cohort.kernel_for(rules, False))


def rows(design: Design, found: Mapping[int, Any]) -> pd.DataFrame:
    """One row per clinic that has been lived so far, as a sweep has it, with intervals; those that could not be have an `error`."""
    told = [
        {**head(design, point, 0), "error": reason(found[point])} if isinstance(found[point], Exception) else found[point]
        for point in sorted(found)
    ]
    return pd.DataFrame(told, columns=None if told else [*head(design, 0, 0)])


def table(design: Design, found: Mapping[int, Any], outcome: str) -> pd.DataFrame:
    """The outcome of all clinics, with the map's x in the columns and its y in the rows; NaN where nothing is known."""
    return surfaces.table(design, {point: row for point, row in found.items() if not isinstance(row, Exception)}, outcome)


def told(design: Design, found: Mapping[int, Any], outcome: str) -> list[str]:
    """What the map shows, in plain sentences."""
    known = [row for row in found.values() if not isinstance(row, Exception)]
    values = table(design, found, outcome)
    return [*surfaces.told(values, outcome), *colours(values, outcome), *surfaces.certainty(known, outcome)]


def colours(values: pd.DataFrame, outcome: str) -> list[str]:
    """How little, or how much, the colours stand for, which always go from one end of their scale to the other."""
    known = values.to_numpy(float)[np.isfinite(values.to_numpy(float))]
    if known.size < 2:
        return []
    apart = float(known.max() - known.min())
    return [f"All colours together span {f'{number(100 * apart, 0)} points' if outcome in SHARES else number(apart)}."]


def csv(design: Design, found: Mapping[int, Any]) -> bytes:
    """All clinics of a map with all that a sweep tells of them, for a spreadsheet."""
    text = io.StringIO()
    rows(design, found).to_csv(text, index=False)
    return text.getvalue().encode()


def drawn(design: Design, found: Mapping[int, Any], outcome: str, kind: str) -> bytes:
    """The map as the bytes of a file, `png` or `svg`, drawn as `dyads sweep` draws it."""
    long = table(design, found, outcome).reset_index().melt(design.axes[1].title, var_name=design.axes[0].title, value_name=outcome)
    x, y = (axis.title for axis in design.axes)
    return figures.bytes_of(lambda: heat_map(long, x, y, outcome, f"{design.title}: {OUTCOMES[outcome]}"), kind)
