"""The map page: two parameters, a clinic at every point of a grid under the same luck, and what becomes of them in colours."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

import solara

from dashboards.map import charts, maps, state
from dashboards.map.controls import Controls
from dashboards.map.look import MAP
from dashboards.map.state import Asked, Grid, asked_for, restore
from dashboards.parts import address
from dashboards.parts.frame import Faults, rules, use_restored
from dashboards.parts.widgets import Address, Chart, Pulse
from dashboards.server.desk import use_job
from experiments.reports import surfaces
from experiments.sweeps.sweep import OUTCOMES
from model.errors import DyadsError

BEAT, SLOW_BEAT = 0.5, 1.0
"""Seconds from one look at a map that is being lived to the next, and at a large one."""
COMPILED = "The session is compiled first, which takes some seconds, once; then every map is quick."


@solara.component_vue("table.vue")
def Table(table: str, event_open: Callable[[int], object] = lambda point: None) -> None:
    """The map as a table, which comes as JSON, with a link to every clinic; `event_open` is told the point of the chosen one."""


@solara.component
def Page() -> None:
    """A map."""
    faults = use_restored(restore)
    asked = asked_for.value
    Address(search=address.written(asked), title="Map · Therapy dyads")
    solara.Style(MAP)
    with solara.Div(classes=["dyads", "map"]):
        Controls(asked)
        with solara.Column(gap="10px", classes=["map-results"]):
            Faults(faults)
            try:
                grid = state.grid(asked)
            except DyadsError as e:
                Faults(e.faults)
                return
            Lived(asked, grid)


@solara.component
def Lived(asked: Asked, grid: Grid) -> None:
    """The map as far as it has been lived: by itself where it is small, or else when it is told to."""
    said = rules()
    small = len(grid.design.points) <= state.AT_ONCE
    found, left, busy, refused, order = use_job(maps.key(grid, said), lambda: maps.job(grid, said), at_once=small)
    if busy:
        Pulse(seconds=BEAT if small else SLOW_BEAT, event_beat=lambda *_: order("look"))
    with solara.Column(gap="8px", classes=[] if busy else ["ready"]):
        Head(asked, grid)
        Faults(refused)
        with solara.Div(classes=["map-told"]):
            Progress(len(found), left, grid, not busy or bool(found) or maps.ready(said), busy, order)
            if not busy:
                Told(asked, grid, found)
        Shown(asked, grid, found, not busy)


@solara.component
def Head(asked: Asked, grid: Grid) -> None:
    """What the map is of."""
    x, y = (axis.title for axis in grid.design.axes)
    words = f"by {x} and {y}. Every cell is a clinic, all under the same luck: click one to open it."
    with solara.Div(classes=["map-head"]):
        solara.HTML(tag="h2", unsafe_innerHTML=OUTCOMES[asked.outcome].capitalize())
        solara.Text(f"{words} ○ is the clinic as it is, or nearest to it{state.sizes(asked)}.", classes=["quiet"])


@solara.component
def Progress(n: int, left: float | None, grid: Grid, compiled: bool, busy: bool, tell: Callable[[str], None]) -> None:
    """How far the map is, how many seconds it will take yet, and how to stop it, or to begin."""
    most = len(grid.design.points)
    if n == most:
        return
    with solara.Div(classes=["map-progress"], attributes={"role": "status"}):
        if busy:
            solara.ProgressLinear(100 * n / most if n else True)
            solara.Text(progress(n, most, left) if compiled else COMPILED, classes=["map-count"])
            solara.Button("Cancel", icon_name="mdi-close", outlined=True, on_click=lambda: tell("stop"))
        else:
            words = "Go on" if n else "Live this map"
            solara.Button(words, icon_name="mdi-play", color="primary", on_click=lambda: tell("go"))
            lives = f"{state.lives(grid.design):,} dyads in all"
            solara.Text(f"{n} of {most} clinics have been lived." if n else f"{most} clinics, {lives}.", classes=["map-count"])


def progress(n: int, most: int, left: float | None) -> str:
    """How far a map is, in words."""
    words = "" if left is None else " · a moment left" if left < 1.5 else f" · about {left:.0f} s left"
    return f"{n} of {most} clinics{words}"


@solara.component
def Told(asked: Asked, grid: Grid, found: Mapping[int, Any]) -> None:
    """What the map shows, in words."""
    for sentence in maps.told(grid.design, found, asked.outcome):
        solara.HTML(tag="p", unsafe_innerHTML=escape(sentence))


@solara.component
def Shown(asked: Asked, grid: Grid, found: Mapping[int, Any], whole: bool) -> None:
    """The map, and once it is whole, or has been stopped, curves through it, a table of it, and what can be taken home."""
    router = solara.use_router()
    design, outcome = grid.design, asked.outcome
    same = [grid.text, outcome, len(found)]
    option = solara.use_memo(lambda: charts.heat(design, found, outcome, state.base(asked)), same)

    def opened(point: int) -> None:
        """Open the clinic of one point on its own page."""
        if point in found and not isinstance(found[point], Exception):
            router.push(address.link("/clinic", state.clinic_at(asked, point)))

    table = solara.use_memo(lambda: cells(asked, grid, found, router.root_path) if whole else "", [*same, whole])
    label = f"Heat map: {OUTCOMES[outcome]}. {' '.join(maps.told(design, found, outcome)) if whole else ''}"
    Chart(option=option, label=label, height="max(380px, 56vh)", event_clicked=lambda value: opened(int(value[4])))
    if len(found) and whole:
        Curves(asked, grid, found)
        Table(table=table, event_open=lambda point: opened(int(point)))
        Downloads(asked, grid, found)


@solara.component
def Curves(asked: Asked, grid: Grid, found: Mapping[int, Any]) -> None:
    """Three rows of the map as curves."""
    x, y = (axis.title for axis in grid.design.axes)
    option = solara.use_memo(lambda: charts.curves(grid.design, found, asked.outcome), [grid.text, asked.outcome, len(found)])
    with solara.Div(classes=["map-card"]):
        solara.HTML(tag="h3", unsafe_innerHTML="Three rows of the map as curves")
        shaded = any(charts.is_sure(row, asked.outcome) for row in found.values() if not isinstance(row, Exception))
        known = " Shaded: 95 % intervals of single values." if shaded else ""
        solara.Text(f"{y.capitalize()} at its lowest, in the middle, and at its highest.{known}", classes=["quiet"])
        Chart(option=option, label=f"{OUTCOMES[asked.outcome]} by {x}, for three values of {y}", height="340px")


def cells(asked: Asked, grid: Grid, found: Mapping[int, Any], root: str) -> str:
    """The table beneath the map as JSON, the highest row first, as it is drawn."""
    x, y = grid.design.axes
    up = len(y.points)

    def cell(point: int) -> dict[str, Any]:
        """One clinic."""
        row, told = found.get(point), charts.said(grid.design, found, point, asked.outcome)
        if row is None or isinstance(row, Exception):
            return {"point": point, "text": "" if row is None else "×", "said": told, "href": ""}
        href = root + address.link("/clinic", state.clinic_at(asked, point))
        return {
            "point": point,
            "text": surfaces.written(asked.outcome, row[asked.outcome]),
            "said": f"{told}. Open this clinic.",
            "href": href,
        }

    lines = [{"name": f"{y.points[j]:g}", "cells": [cell(i * up + j) for i in range(len(x.points))]} for j in reversed(range(up))]
    caption = f"From left to right {x.title}, from bottom to top {y.title}"
    return json.dumps({"caption": caption, "columns": [f"{v:g}" for v in x.points], "rows": lines})


@solara.component
def Downloads(asked: Asked, grid: Grid, found: Mapping[int, Any]) -> None:
    """What can be taken home."""
    design, outcome = grid.design, asked.outcome
    name = f"map-{asked.scenario}"
    files = solara.use_memo(
        lambda: (
            {"csv": partial(maps.csv, design, found)} | {kind: partial(maps.drawn, design, found, outcome, kind) for kind in ("png", "svg")}
        ),
        [grid.text, outcome, len(found)],
    )
    with solara.Row(gap="10px", classes=["dyads-controls"], style={"align-items": "center", "flex-wrap": "wrap"}):
        solara.FileDownload(files["csv"], f"{name}.csv", label="All clinics (CSV)")
        for kind in ("png", "svg"):
            solara.FileDownload(files[kind], f"{name}-{outcome}.{kind}", label=f"Map ({kind.upper()})")
        solara.FileDownload(grid.text, f"{name}.toml", label="Design (TOML, for dyads sweep)")
