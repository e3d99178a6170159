"""What the map page shows: its state in the address, the grid of clinics that it asks for, and how far a map may go."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import ceil, floor, log10
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import solara

from dashboards.clinic import clinics
from dashboards.clinic import state as clinic_state
from dashboards.clinic.controls import named
from dashboards.parts import address
from experiments.designs.checks import TAKEN
from experiments.designs.design import Design, parse
from experiments.designs.factors import Factor
from experiments.designs.file import DesignFile, text
from experiments.designs.ranges import bounds
from experiments.sweeps.sweep import OUTCOMES
from model.errors import DyadsError, SettingError, did_you_mean
from model.faults import Gathered
from model.parameters import NUMBERS
from model.scenario import Scenario, names_shipped

DYADS = "clinic.dyads"
MOST_STEPS, MOST_CELLS, MOST_LIVES = 25, 400, 400_000
"""Steps along one side, clinics of a map, and dyads of all its clinics together, at most."""
AT_ONCE = 120
"""A map of at most this many clinics is lived as soon as it is asked for; a larger one when it is told to."""
SIZES = (100, 300, 1000, 3000)
"""Dyads in each clinic that are offered."""


@dataclass(frozen=True)
class Asked:
    """What the page shows: a clinic, as on the clinic page, lived again at every point of a grid, and one of its outcomes.

    `x` and `y` are two parameters with `low:high` as ends, the usual ones where nothing is said; `dyads` come to every clinic.
    """

    scenario: str = "standard"
    set: str = ""
    seed: int = 0
    x: str = "therapists.repair_skill.mean"
    x_ends: str = ""
    x_steps: int = 7
    y: str = "therapists.empathic_accuracy.mean"
    y_ends: str = ""
    y_steps: int = 7
    outcome: str = "dropout"
    dyads: int = 3000


class Grid(NamedTuple):
    """A map as it is to be lived: the design, and the file of it, which also tells one map from another."""

    design: Design
    text: str


asked_for: solara.Reactive[Asked] = solara.reactive(Asked())


def around(asked: Asked) -> clinic_state.Asked:
    """The clinic around which the map lies, as the clinic page has it."""
    return clinic_state.Asked(scenario=asked.scenario, set=asked.set, seed=asked.seed)


def carried(asked: Asked) -> dict[str, Any]:
    """The settings that were changed and hold in all clinics of the map: those that are on no side of it."""
    changed = clinic_state.settings_of(around(asked))
    return {name: value for name, value in changed.items() if name not in (asked.x, asked.y, DYADS)}


def settings_of(asked: Asked) -> dict[str, Any]:
    """The settings that hold in all clinics of the map, with how many dyads come."""
    return carried(asked) | ({} if DYADS in (asked.x, asked.y) else {DYADS: asked.dyads})


def base(asked: Asked) -> Scenario:
    """The clinic around which the map lies; SettingError when there can be none such."""
    return clinic_state.clinic(replace(around(asked), set=clinic_state.written(settings_of(asked))))


def sizes(asked: Asked) -> str:
    """What is to be known where the clinic itself is larger or smaller than those of the map: its numbers are a little others."""
    clinic = around(asked)
    own = clinic_state.settings_of(clinic).get(DYADS, clinic_state.base(clinic)[DYADS])
    if DYADS in (asked.x, asked.y) or own == asked.dyads:
        return ""
    return f" (with {asked.dyads:,} dyads, as all here; your clinic has {own:,}, so its own numbers come out a little different)"


def usual_ends(name: str, asked: Scenario) -> tuple[float, float]:
    """From where to where a map goes along a parameter if nothing is said.

    For a mean, two SDs to either side, as far as people can differ so much around it; for a fitted strength, where it was
    searched; for others from nothing to double, or a quarter of the range to either side.
    """
    number, value = NUMBERS[name], asked[name]
    if name in clinics.LIMITS:
        return clinics.LIMITS[name][:2]
    if name.endswith(".mean"):
        sd = asked[name.removesuffix("mean") + "sd"]
        low, high = bounds(name, sd)
        return rounded(value - 2 * sd, value + 2 * sd, low, high)
    if number.searched:
        return number.searched.low, number.searched.high
    if number.low == 0.0 and number.high == 1.0:
        return number.low, number.high
    if number.low >= 0.0 and value > 0.0:
        return rounded(number.low, 2 * value, number.low, number.high)
    wide = (number.high - number.low) / 4
    return rounded(value - wide, value + wide, number.low, number.high)


def rounded(low: float, high: float, least: float, most: float) -> tuple[float, float]:
    """Ends that are good to read near these, from `least` to `most`."""
    unit = 10.0 ** floor(log10(max(high - low, 1e-9))) / 2
    inside = ceil(max(round(low / unit), least / unit - 1e-9)), floor(min(round(high / unit), most / unit + 1e-9))
    return float(f"{inside[0] * unit:.6g}"), float(f"{inside[1] * unit:.6g}")


def ends_of(asked: Asked, side: str) -> tuple[float, float]:
    """From where to where the map goes along its `x` or its `y`; SettingError when that cannot be read."""
    said: str = getattr(asked, f"{side}_ends")
    if not said:
        return usual_ends(getattr(asked, side), base(asked))
    low, _, high = said.partition(":")
    try:
        return tuple(address.value_of(end, float) for end in (low, high))  # type: ignore[return-value]
    except ValueError:
        raise SettingError(f"the ends {said[:40]!r} should be two numbers, as in 0.2:0.8.") from None


def axis(asked: Asked, side: str) -> Factor:
    """One side of the map with its values, which are as round as their steps allow; an address holds them as they are."""
    name, (low, high), steps = getattr(asked, side), ends_of(asked, side), getattr(asked, f"{side}_steps")
    digits = 0 if NUMBERS[name].whole else max(0, 1 - floor(log10(max(abs(high - low) / (steps - 1), 1e-9))))
    values = [float(f"{round(v, digits):.6g}") for v in np.linspace(low, high, steps).tolist()]
    label = named(name)
    return Factor(names=[name], label=name if label in TAKEN else label, values=list(dict.fromkeys(values)))


def faults_of(asked: Asked) -> Iterator[str]:
    """What is wrong with a map before its values are looked at."""
    for side in ("x", "y"):
        name, steps = getattr(asked, side), getattr(asked, f"{side}_steps")
        if name not in NUMBERS:
            yield f"{name[:60]} is no parameter.{did_you_mean(name[:60], NUMBERS)}"
        if not 2 <= steps <= MOST_STEPS:
            yield f"a side of the map has 2 to {MOST_STEPS} steps; got {steps}."
    if asked.x == asked.y:
        yield "both sides of the map are the same parameter: choose another for one of them."
    if not 1 <= asked.dyads <= clinics.LIMITS[DYADS][1]:
        yield f"dyads in each clinic: 1 to {clinics.LIMITS[DYADS][1]:,} here, and any number with dyads sweep; got {asked.dyads:,}."


def faults_of_size(design: Design) -> Iterator[str]:
    """What of a map is more than this page lives."""
    if len(design.points) > MOST_CELLS:
        yield f"the map has {len(design.points)} clinics; up to {MOST_CELLS} here, and any number with dyads sweep."
    elif lives(design) > MOST_LIVES:
        yield f"the map has {lives(design):,} dyads; up to {MOST_LIVES:,} here, and any number with dyads sweep."
    for name in {*design.points[0]} & {*clinics.LIMITS}:
        yield from clinics.too_much(Scenario(settings={name: max(point[name] for point in design.points)}))


def lives(design: Design) -> int:
    """Dyads of all clinics of a map together."""
    return sum(int(point.get(DYADS, design.base[DYADS])) for point in design.points)


def grid(asked: Asked) -> Grid:
    """The map that is asked for; SettingError, naming every fault, when there can be none such here."""
    return _grid(replace(asked, outcome=Asked.outcome))


@lru_cache(maxsize=64)
def _grid(asked: Asked) -> Grid:
    wrong = Gathered(*faults_of(asked))
    wrong.refuse()
    sides = [wrong.tried(axis, asked, side, otherwise=None) for side in ("x", "y")]
    known = wrong.tried(base, asked, otherwise=None)
    wrong.refuse()
    x, y = (side for side in sides if side)
    file = DesignFile(
        title=f"{x.title} and {y.title}", scenario=asked.scenario, seed=known.seed if known else 1, settings=settings_of(asked), axis=[x, y]
    )
    try:
        design = parse(text(file), "map", Path())
    except SettingError as e:
        raise SettingError(*(fault.removeprefix("design map: ") for fault in e.faults)) from None
    if faults := [*faults_of_size(design)]:
        raise SettingError(*faults)
    return Grid(design, text(file))


def restore(search: str | None) -> tuple[str, ...]:
    """Show what the address asks for; what is wrong in it is given back in plain sentences, and its parts are left out."""
    found, faults = address.read(Asked, search, {"scenario": names_shipped(), "outcome": OUTCOMES, "x": NUMBERS, "y": NUMBERS})
    wrong = list(faults)
    asked_for.value = found
    for parts in ((), ("x_ends", "y_ends"), ("x_steps", "y_steps", "dyads"), ("set", "seed"), tuple(Asked.__dataclass_fields__)):
        asked_for.value = replace(asked_for.value, **{part: getattr(Asked, part) for part in parts})
        try:
            grid(asked_for.value)
            break
        except DyadsError as e:
            wrong += e.faults
    return tuple(dict.fromkeys(wrong))


def change(**what: Any) -> None:
    """Show something else; another parameter, or another scenario, has its usual ends."""
    for side in ("x", "y"):
        if side in what and f"{side}_ends" not in what:
            what[f"{side}_ends"] = ""
    asked_for.value = replace(asked_for.value, **what)


def without(name: str) -> None:
    """Set one of the settings that were changed back to what the scenario has."""
    kept = {n: v for n, v in clinic_state.settings_of(around(asked_for.value)).items() if n != name}
    change(set=clinic_state.written(kept))


def turned() -> None:
    """Show the same map with its sides changed over."""
    old = asked_for.value
    change(**{f"{a}{part}": getattr(old, f"{b}{part}") for a, b in ("xy", "yx") for part in ("", "_ends", "_steps")})


def clinic_at(asked: Asked, point: int) -> clinic_state.Asked:
    """The clinic of one point of the map, as the clinic page shows it; what is as the scenario has it is not said."""
    usual = clinic_state.base(around(asked))
    settings = settings_of(asked) | dict(grid(asked).design.points[point])
    return replace(around(asked), set=clinic_state.written({n: v for n, v in settings.items() if usual[n] != v}))
