"""Sweep designs: which points are to be simulated, read from TOML and checked before any work starts."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from math import prod
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, StrictStr, model_validator

from experiments.csv_rows import read_rows
from experiments.statistics import SUMMARY
from model.errors import SettingError, TableError, did_you_mean
from model.scenario import MAX_SEED, Scenario, fault, from_words, scenario
from model.toml import checked, flat, read_toml, shortly

TAKEN = ("point", "replicate", "seed", *SUMMARY)
"""Columns that the table of a sweep has anyway."""


Plain = Annotated[float, Field(strict=True, allow_inf_nan=False)]
MOST_POINTS = 100_000


class Axis(BaseModel):
    """Values that one parameter, or several together, take in turn."""

    model_config = ConfigDict(extra="forbid")
    names: list[StrictStr] = Field(min_length=1)
    label: StrictStr = ""
    values: list[Plain] | None = Field(default=None, min_length=1)
    low: Plain | None = None
    high: Plain | None = None
    steps: Annotated[int, Field(ge=2, le=1000)] = 5

    @model_validator(mode="after")
    def _values_or_range(self) -> "Axis":
        if (self.values is None) == (self.low is None and self.high is None) or (self.low is None) != (self.high is None):
            raise ValueError("give either values, or low and high (with steps)")
        return self

    @property
    def points(self) -> list[float]:
        """The values in order."""
        if self.values is not None:
            return self.values
        return [float(f"{v:.12g}") for v in np.linspace(self.low or 0.0, self.high or 0.0, self.steps)]

    @property
    def title(self) -> str:
        """What to call the axis."""
        return self.label or self.names[0]


class DesignFile(BaseModel):
    """What a design file may hold."""

    model_config = ConfigDict(extra="forbid")
    title: StrictStr = ""
    question: StrictStr = ""
    scenario: StrictStr = "standard"
    seed: Annotated[int, Field(ge=0, strict=True)] = 1
    replicates: Annotated[int, Field(ge=1, le=10_000, strict=True)] = 1
    settings: dict[str, Any] = {}
    axis: list[Axis] = []
    point: list[dict[str, Any]] = []
    points_file: StrictStr = ""


@dataclass(frozen=True)
class Design:
    """A checked design: the base scenario, and for each point the settings that differ; columns name what varies."""

    name: str
    title: str
    base: Scenario
    replicates: int
    axes: tuple[Axis, ...]
    points: tuple[Mapping[str, float], ...]
    shown: tuple[Mapping[str, float], ...]


def shipped_designs() -> list[str]:
    """Names of the designs that come with the project."""
    return sorted(f.name[:-5] for f in files("experiments").joinpath("designs").iterdir() if f.name.endswith(".toml"))


def read_design(name: str | Path) -> Design:
    """A shipped design by name, or one from a TOML file; SettingError names every fault at once."""
    if str(name).endswith(".toml"):
        path = Path(name)
        if not path.is_file():
            raise SettingError(f"{path}: there is no such design file.")
        try:
            return parse(path.read_text("utf-8"), path.stem, path.parent)
        except (OSError, UnicodeDecodeError) as e:
            raise SettingError(f"{path}: cannot be read: {e}.") from None
    if str(name) not in shipped_designs():
        raise SettingError(
            f"no design is called {name}.{did_you_mean(str(name), shipped_designs())} "
            f"Shipped: {', '.join(shipped_designs())}; a file of your own must end in .toml."
        )
    folder = files("experiments").joinpath("designs")
    return parse(folder.joinpath(f"{name}.toml").read_text("utf-8"), str(name), Path(str(folder)))


def parse(text: str, name: str, folder: Path) -> Design:
    """A design from the text of its file; a points file is looked for in `folder`. All faults are raised together."""
    before = f"design {name}: "
    tree = read_toml(text, before)
    asked, faults = checked(tree, DesignFile, "a design", before)
    base = Scenario()
    try:
        base = scenario(asked.scenario)
    except SettingError as e:
        faults += [before + f for f in e.faults]
    try:
        base = base.but(dict(flat(asked.settings)), seed=asked.seed, name=name)
    except SettingError as e:
        faults += [before + f for f in e.faults]
    if asked.seed + asked.replicates - 1 > MAX_SEED:
        faults.append(f"{before}seed + replicates go beyond the largest seed, {MAX_SEED}.")
    points, shown = [], []
    try:
        points, shown = listed(asked, folder) if asked.point or asked.points_file else grid(asked)
        if not points and not {"axis", "point", "points_file"} & set(tree):
            raise SettingError("has no points; give [[axis]] tables for a grid, [[point]] tables, or points_file.")
    except (SettingError, TableError) as e:
        faults += [before + f for f in e.faults]
    faults += [before + f for f in (*faults_of_axes(asked), *faults_of_points(points))]
    if faults:
        raise SettingError(*dict.fromkeys(faults))
    return Design(name, asked.title or name, base, asked.replicates, tuple(asked.axis), tuple(points), tuple(shown))


def faults_of_axes(asked: DesignFile) -> Iterator[str]:
    """What is wrong with the axes taken together."""
    if asked.axis and (asked.point or asked.points_file):
        yield "is a grid ([[axis]]) or a list ([[point]], points_file), not both."
    for name, n in Counter(n for a in asked.axis for n in a.names).items():
        if n > 1:
            yield f"{name} stands on more than one axis, or twice on one."
    for title, n in Counter(a.title for a in asked.axis).items():
        if n > 1 or title in TAKEN:
            yield f"an axis cannot be labelled {title!r}, which names another column of the table; give it another label."


def faults_of_points(points: list[dict[str, Any]]) -> Iterator[str]:
    """Every setting that no point may have, and points that do not name the same settings."""
    for name, value in dict.fromkeys((n, shortly(v)) for p in points for n, v in p.items()):
        first = next(p[name] for p in points if name in p and shortly(p[name]) == value)
        wrong = fault(name, first)
        if wrong:
            yield wrong
    for i, point in enumerate(points):
        if set(point) != set(points[0]) or not point:
            same = ", ".join(points[0]) or "at least one parameter"
            yield f"point {i + 1} sets {', '.join(point) or 'nothing'}; every point must set what the first does: {same}."


def grid(asked: DesignFile) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Every combination of the axes: the settings of each point, and what to call them."""
    if prod(len(a.points) for a in asked.axis) > MOST_POINTS:
        raise SettingError(f"has more than {MOST_POINTS:,} points; take fewer values on each axis.")
    combinations = list(itertools.product(*(a.points for a in asked.axis))) if asked.axis else []
    points = [{n: whole(v) for a, v in zip(asked.axis, c, strict=True) for n in a.names} for c in combinations]
    return points, [{a.title: v for a, v in zip(asked.axis, c, strict=True)} for c in combinations]


def listed(asked: DesignFile, folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The points that the file lists, or the rows of its points file."""
    rows: list[dict[str, Any]] = [dict(flat(p)) for p in asked.point]
    if asked.points_file:
        found, faults = read_rows(folder / asked.points_file)
        if faults:
            raise TableError(*(f"{asked.points_file}: {f}" for f in faults))
        rows += [{name: from_words(f"{name}={cell or '?'}")[1] for name, cell in row.items()} for _, row in found]
    points = [{k: whole(v) for k, v in row.items()} for row in rows]
    return points, points


def whole(value: Any) -> Any:
    """A float without a fraction as a whole number, for parameters that are counts."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
