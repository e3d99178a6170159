"""The parts of pages that are drawn in the browser; each is a Vue file beside this one."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara


@solara.component_vue("address.vue")
def Address(search: str = "", title: str = "Therapy dyads") -> None:
    """Keeps what the page shows in the browser's address, without adding to its history, and names its tab."""


@solara.component_vue("pulse.vue")
def Pulse(seconds: float = 2.0, event_beat: Callable[[], object] = lambda: None) -> None:
    """Calls `event_beat` every few seconds for as long as the page is open and in view."""


@solara.component_vue("chart.vue")
def Drawn(option: str, label: str, height: str, event_clicked: Callable[[Sequence[Any]], object]) -> None:
    """A chart whose option comes as JSON: a text is handed on as it is, where thousands of numbers would each be looked at."""


def Chart(
    option: Mapping[str, Any],
    label: str,
    height: str = "320px",
    event_clicked: Callable[[Sequence[Any]], object] = lambda value: None,
) -> solara.Element:
    """A chart as ECharts takes it; `event_clicked` is told the values of a dot."""
    return Drawn(option=json.dumps(option, allow_nan=False), label=label, height=height, event_clicked=event_clicked)
