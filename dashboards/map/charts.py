"""The map as ECharts takes it: a heat map, and the curves of three of its rows."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.colors import to_hex

from dashboards.map.maps import table
from dashboards.parts.look import COLOURS
from dashboards.parts.sheet import INK, Option, band, line, sheet
from experiments.designs.design import Design
from experiments.drawing.figures import SCALE
from experiments.reports.surfaces import written
from experiments.sweeps.sweep import OUTCOMES, SHARES, reason
from model.scenario import Scenario

SAMPLED = 11
"""Colours of the scale that the browser is given; it mixes those between."""
HEAD = 56
"""Pixels above the cells, where it stands what the colours mean."""
NUMBERED = 10
"""With more columns than this the cells have no room for numbers."""
Found = Mapping[int, Any]


def scale() -> list[str]:
    """The colours from low to high."""
    colours = matplotlib.colormaps[SCALE]
    return [to_hex(colours(i / (SAMPLED - 1))) for i in range(SAMPLED)]


def on(share: float) -> str:
    """Black or white, whichever is read more easily on the colour at this share of the scale."""
    return INKS[round(share * (len(INKS) - 1))]


def ink(colour: tuple[float, ...]) -> str:
    """Black or white, whichever is read more easily on a colour (its luminance after WCAG 2, roughly)."""
    red, green, blue = (part**2.2 for part in colour[:3])
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.18 else "#ffffff"


INKS = [ink(matplotlib.colormaps[SCALE](i / 63)) for i in range(64)]
"""What is written on the colours of the scale, from low to high; asking for one colour at a time would be slow."""


def span(values: pd.DataFrame) -> tuple[float, float]:
    """The ends of the scale: the lowest and the highest value, a little apart where they are the same."""
    known = values.to_numpy(float)[np.isfinite(values.to_numpy(float))]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    return (low, high) if high - low > 1e-9 else (low - 0.005, high + 0.005)


def said(design: Design, found: Found, point: int, outcome: str) -> str:
    """What is known of one clinic of the map, in words."""
    where = ", ".join(f"{name} {value:g}" for name, value in design.shown[point].items())
    row = found.get(point)
    if row is None:
        return f"{where}: not lived yet"
    if isinstance(row, Exception):
        return f"{where}: there can be no such clinic. {reason(row)}"
    return f"{where}: {OUTCOMES[outcome]} {value_of(row, outcome)}, {row['dyads']:,} dyads"


def value_of(row: Mapping[str, Any], outcome: str) -> str:
    """An outcome with its interval, if there is one."""
    low, high = (row.get(f"{outcome}_{end}", float("nan")) for end in ("low", "high"))
    interval = f" [{written(outcome, low)} to {written(outcome, high)}]" if is_sure(row, outcome) else ""
    return f"{written(outcome, row[outcome])}{interval}"


def is_sure(row: Mapping[str, Any], outcome: str) -> bool:
    """Whether an outcome comes with an interval."""
    return all(isfinite(row.get(f"{outcome}_{end}", float("nan"))) for end in ("low", "high"))


def heat(design: Design, found: Found, outcome: str, around: Scenario) -> Option:
    """The heat map, as far as it has been lived, with a ring at the clinic around which it lies."""
    ends = span(table(design, found, outcome))
    up = {"type": "category", "data": labels(design, 1), "nameGap": 18 + wide(labels(design, 1)), "splitLine": {"show": True}}
    series = [lived(design, found, outcome, ends), failed(design, found, outcome), *([ring(design, around)] if found else [])]
    drawn = sheet(design.axes[0].title, design.axes[1].title, series, say={"item": "{3}"}, x=columns(design), y=up)
    return drawn | {"visualMap": bar(outcome, *ends) | {"show": bool(found)}, "tooltip": WIDE, "grid": margins(design, HEAD)}


def labels(design: Design, side: int) -> list[str]:
    """The values along one side of the map, as they are written."""
    return [f"{v:g}" for v in design.axes[side].points]


def wide(words: list[str]) -> int:
    """About how many pixels the longest of some labels takes."""
    return 9 * max(map(len, words))


def columns(design: Design) -> Option:
    """The axis from left to right."""
    return {"type": "category", "data": labels(design, 0), "splitLine": {"show": True}}


def margins(design: Design, top: int) -> Option:
    """What stands around the map, and around the curves, whose points lie beneath its columns."""
    return {"left": max(78, 42 + wide(labels(design, 1))), "right": 16, "top": top, "bottom": 58}


def lived(design: Design, found: Found, outcome: str, ends: tuple[float, float]) -> Option:
    """The clinics that have been lived, in colours, with numbers where there is room."""
    label = {"show": has_numbers(design), "formatter": "{b}", "fontSize": 17}
    return {
        "type": "heatmap", "id": "map", "name": OUTCOMES[outcome], "data": list(cells(design, found, outcome, ends)), "label": label,
        "labelLayout": {"hideOverlap": True}, "cursor": "pointer", "emphasis": {"itemStyle": {"borderColor": INK, "borderWidth": 3}},
    }  # fmt: skip


def failed(design: Design, found: Found, outcome: str) -> Option:
    """The clinics that cannot be, in grey."""
    up = len(design.axes[1].points)
    data = [[*divmod(p, up), 0, said(design, found, p, outcome), -1] for p in found if isinstance(found[p], Exception)]
    return {
        "type": "heatmap", "id": "failed", "name": "no such clinic", "data": data,
        "itemStyle": {"color": COLOURS["ghost"], "opacity": 0.35},
        "label": {"show": True, "formatter": "×", "color": INK, "fontSize": 18},
    }  # fmt: skip


def ring(design: Design, around: Scenario) -> Option:
    """The place of the clinic around which the map lies."""
    line_of_ring = {"color": "rgba(0,0,0,0)", "borderColor": "#ffffff", "borderWidth": 3, "shadowColor": "#000000", "shadowBlur": 3}
    return {
        "type": "scatter", "id": "around", "data": [list(at) for at in ringed(design, around)], "silent": True, "symbol": "circle",
        "symbolSize": 46, "z": 4, "itemStyle": line_of_ring,
    }  # fmt: skip


WIDE: Option = {"trigger": "item", "extraCssText": "white-space: normal; max-width: min(440px, 80vw)"}
"""How what is said of a cell is shown."""


def bar(outcome: str, low: float, high: float) -> Option:
    """What the colours mean."""
    return {
        "type": "continuous", "min": low, "max": high, "dimension": 2, "seriesIndex": 0, "inRange": {"color": scale()}, "calculable": False,
        "orient": "horizontal", "right": 16, "top": 4, "itemWidth": 18, "itemHeight": 200, "textGap": 10, "hoverLink": False,
        "text": [written(outcome, high), written(outcome, low)], "textStyle": {"color": INK, "fontSize": 16},
    }  # fmt: skip


def cells(design: Design, found: Found, outcome: str, ends: tuple[float, float]) -> Iterator[Option]:
    """Each clinic that has been lived: column, row, value, what is said, and which point of the map it is."""
    up, numbered = len(design.axes[1].points), has_numbers(design)
    for point in sorted(found):
        row = found[point]
        if isinstance(row, Exception) or not isfinite(row[outcome]):
            continue
        cell: Option = {"value": [*divmod(point, up), round(row[outcome], 5), said(design, found, point, outcome), point]}
        if numbered:
            share = (row[outcome] - ends[0]) / (ends[1] - ends[0])
            cell |= {"name": written(outcome, row[outcome]).removesuffix(" %"), "label": {"color": on(share)}}
        yield cell


def has_numbers(design: Design) -> bool:
    """Whether there is room for numbers in the cells."""
    return len(design.axes[0].points) <= NUMBERED


def ringed(design: Design, around: Scenario) -> list[tuple[int, int]]:
    """The place that is nearest to the clinic around which the map lies; none where that lies beyond the map."""
    place = []
    for axis in design.axes:
        values, own = np.array(axis.points), around[axis.names[0]]
        if not values.min() <= own <= values.max():
            return []
        place.append(int(np.abs(values - own).argmin()))
    return [(place[0], place[1])]


def curves(design: Design, found: Found, outcome: str) -> Option:
    """The outcome along the map's x in its lowest, its middle and its highest row, with bands where it has intervals."""
    x, y = design.axes
    up = len(y.points)
    series: list[Option] = []
    for j, colour in zip(dict.fromkeys((up - 1, up // 2, 0)), ("therapist", "task", "client"), strict=False):
        row = {i: found[i * up + j] for i in range(len(x.points)) if isinstance(found.get(i * up + j), dict)}
        times = 100.0 if outcome in SHARES else 1.0
        data: list[Any] = [
            [i, round(times * of[outcome], 4), said(design, found, i * up + j, outcome)] for i, of in row.items() if isfinite(of[outcome])
        ]
        sure = {i: of for i, of in row.items() if is_sure(of, outcome)}
        known = [[i, *(round(times * of[f"{outcome}_{end}"], 4) for end in ("low", "high"))] for i, of in sure.items()]
        if known:
            series.append(band(known, COLOURS[colour], f"row-{j}"))
        series.append(line(labels(design, 1)[j], data, COLOURS[colour], f"row-{j}", symbolSize=9) | {"showSymbol": True})
    upward = {"scale": True, "nameGap": 52} | ({"axisLabel": {"formatter": "{value} %"}} if outcome in SHARES else {})
    names = [one["name"] for one in series if one["name"]]
    drawn = sheet(x.title, OUTCOMES[outcome], series, legend=names, say={"item": "{2}"}, x=columns(design), y=upward)
    return drawn | {"tooltip": WIDE, "grid": margins(design, 44)}
