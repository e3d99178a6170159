"""The parts of charts as ECharts takes them: sheets with axes, lines, bands, and the grey of what was there before."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from dashboards.parts.look import COLOURS

GHOST, INK = COLOURS["ghost"], "INK"
"""Grey on light and on dark; and what is drawn in the colour of the text, which the browser knows."""
Option = dict[str, Any]


def points(x: Iterable[float], *ys: Iterable[float], digits: int = 2) -> list[list[float]]:
    """Rows of numbers, rounded, without those that are not known."""
    rows = [[float(v) for v in row] for row in zip(x, *ys, strict=True)]
    return [[round(v, digits) for v in row] for row in rows if all(np.isfinite(row))]


def line(name: str, data: list[list[float]], colour: str, key: str, **more: Any) -> Option:
    """A line through points."""
    style = {"color": colour, "width": more.pop("width", 3), "type": more.pop("dashes", "solid")}
    return {
        "type": "line", "id": key, "name": name, "data": data, "symbol": "circle", "symbolSize": 7, "showSymbol": len(data) < 2,
        "itemStyle": {"color": colour}, "lineStyle": style, **more,
    }  # fmt: skip


def ghostly(name: str, data: list[list[float]], key: str, **more: Any) -> Option:
    """A line of the clinic before: grey, behind, and silent."""
    return line(f"{name}, before", data, GHOST, f"ghost-{key}", dashes="dashed", width=2.5, z=1, silent=True, **more)


def area(name: str, data: list[list[float]], colour: str, key: str, opacity: float = 0.75) -> Option:
    """What lies between a lower and an upper line."""
    style = {"color": colour, "opacity": opacity}
    return {
        "type": "custom", "id": key, "name": name, "data": data, "encode": {"x": 0, "y": [1, 2]}, "itemStyle": style,
        "silent": True, "z": 1, "clip": True,
    }  # fmt: skip


def band(data: list[list[float]], colour: str, key: str) -> Option:
    """An interval around a line."""
    return area("", data, colour, f"band-{key}", 0.2)


def sheet(across: str, up: str, series: list[Option], **more: Any) -> Option:
    """A chart with its axes; `x`, `y`, `legend`, `say` and `trigger` say how."""
    named = {"nameLocation": "middle", "nameGap": 30}
    shown = more.get("legend")
    marks = {"type": "scroll", "itemWidth": 18, "itemHeight": 18, "itemGap": 10}
    return {
        "grid": {"left": 82, "right": 24, "top": 44 if shown else 18, "bottom": 52},
        "legend": {"show": bool(shown), "data": shown or [], "top": 4, "left": 4, **marks},
        "xAxis": {"type": "value", "name": across, "splitLine": {"show": False}, **named, **more.get("x", {})},
        "yAxis": {"type": "value", "name": up, **named, "nameGap": 44, **more.get("y", {})},
        "tooltip": {"trigger": more.get("trigger", "axis")},
        "say": more.get("say", {}),
        "series": series,
    }


def sessions(last: float) -> Option:
    """The axis of sessions."""
    return {"min": 1, "max": max(3, int(last)), "minInterval": 1}


PERCENT: Option = {"min": 0, "max": 100, "axisLabel": {"formatter": "{value} %"}, "nameGap": 58}


def steps(rows: pd.DataFrame, *columns: str) -> list[list[float]]:
    """Shares in percent as a band that goes by steps."""
    data = points(rows.session, *(100 * rows[c] for c in columns), digits=1)
    after = [[nxt[0], *row[1:]] for row, nxt in pairwise(data)]
    return [row for pair in zip(data, [*after, *data[-1:]], strict=False) for row in pair]
