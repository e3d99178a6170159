"""Bars with intervals as plain HTML, for pages and for worksheets that are printed: they need no script, and grow with the text."""

from collections.abc import Callable, Sequence
from html import escape
from math import isfinite
from typing import NamedTuple

from dashboards.parts.look import COLOURS

ORDER = ("client", "task", "therapist", "distress", "goal", "bond")
"""Colours in the order in which bars take them."""
STYLE = """
.bars { display: grid; grid-template-columns: minmax(8em, 30%) 1fr minmax(5.5em, auto); }
.bars { gap: 14px 16px; align-items: center; margin: 8px 0; }
.bars .name { text-align: right; line-height: 1.2; }
.bars .track { position: relative; height: 2em; background: rgba(128, 128, 128, .13); border-radius: 4px; }
.bars .bar { position: absolute; top: 0; bottom: 0; border-radius: 3px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.bars .zero { position: absolute; top: -4px; bottom: -4px; width: 2px; background: currentColor; opacity: .5; }
.bars .reach { position: absolute; top: 50%; height: 0; border-top: 3px solid currentColor; }
.bars .reach::before, .bars .reach::after { content: ""; position: absolute; top: -9px; height: 15px; border-left: 3px solid currentColor; }
.bars .reach::before { left: -1px; } .bars .reach::after { right: -1px; }
.bars .mark { position: absolute; top: -6px; bottom: -6px; width: 0; border-left: 4px dashed currentColor; }
.bars .value { font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bars .value small { font-weight: 400; opacity: .8; display: block; font-size: .72em; }
.bars.small { gap: 8px 12px; } .bars.small .track { height: 1.3em; }
.bars.small .reach { border-top-width: 2px; }
.bars.small .reach::before, .bars.small .reach::after { top: -6px; height: 10px; border-left-width: 2px; }
@media (max-width: 700px) {
  .bars { grid-template-columns: 1fr auto; gap: 2px 12px; }
  .bars .name { grid-column: 1 / -1; text-align: left; margin-top: 8px; }
}
"""


class Bar(NamedTuple):
    """A bar: what it is of, its value and interval, the value in words, and where a prediction is marked."""

    name: str
    value: float
    told: str
    interval: str = ""
    low: float = float("nan")
    high: float = float("nan")
    mark: float = float("nan")
    colour: str = ""


def colour(place: int) -> str:
    """The colour of the bar in this place."""
    return COLOURS[ORDER[place % len(ORDER)]]


def drawn(bars: Sequence[Bar], small: bool = False, least: float | None = None, most: float | None = None) -> str:
    """Bars under each other on one scale, which holds zero, all intervals and marks, and `least` and `most`."""
    ends = [0.0, *(x for bar in bars for x in (bar.value, bar.low, bar.high, bar.mark) if isfinite(x))]
    low, high = min(*ends, 0.0 if least is None else least), max(*ends, 0.0 if most is None else most)
    span = (high - low) * 1.03 or 1.0

    def at(x: float) -> float:
        """Where a value stands, in per cent of the width."""
        return 100.0 * (x - low) / span

    rows = "".join(row(bar, bar.colour or colour(i), at) for i, bar in enumerate(bars))
    return f'<div class="bars{" small" if small else ""}">{rows}</div>'


def row(bar: Bar, hue: str, at: Callable[[float], float]) -> str:
    """One bar: its name, the track with the bar, and its value."""
    parts = ""
    if isfinite(bar.value):
        left, right = sorted((at(0.0), at(bar.value)))
        parts += f'<div class="bar" style="left: {left:.2f}%; width: {right - left:.2f}%; background: {hue}"></div>'
    if at(0.0) > 0.0:
        parts += f'<div class="zero" style="left: {at(0.0):.2f}%"></div>'
    if isfinite(bar.low) and isfinite(bar.high):
        parts += f'<div class="reach" style="left: {at(bar.low):.2f}%; width: {at(bar.high) - at(bar.low):.2f}%"></div>'
    if isfinite(bar.mark):
        parts += f'<div class="mark" style="left: {at(bar.mark):.2f}%"></div>'
    interval = f"<small>{escape(bar.interval)}</small>" if bar.interval else ""
    return (
        f'<div class="name">{escape(bar.name)}</div><div class="track">{parts}</div><div class="value">{escape(bar.told)}{interval}</div>'
    )
