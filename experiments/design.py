"""Sweep designs: which points are to be simulated, read from TOML and checked before any work starts."""

import itertools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError, model_validator

from model.errors import SettingError, did_you_mean
from model.scenario import Scenario, fault, flat, scenario


class Axis(BaseModel):
    """Values that one parameter, or several together, take in turn."""

    model_config = ConfigDict(extra="forbid")
    names: list[StrictStr] = Field(min_length=1)
    label: StrictStr = ""
    values: list[float] | None = Field(default=None, min_length=1)
    low: float | None = None
    high: float | None = None
    steps: Annotated[int, Field(ge=2, le=1000)] = 5

    @model_validator(mode="after")
    def _values_or_range(self) -> "Axis":
        if (self.values is None) == (self.low is None or self.high is None):
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
    """A design from the text of its file; a points file is looked for in `folder`."""
    try:
        asked = DesignFile(**tomllib.loads(text))
    except tomllib.TOMLDecodeError as e:
        raise SettingError(f"design {name}: not valid TOML: {e}.") from None
    except ValidationError as e:
        known = DesignFile.model_fields
        raise SettingError(*(f"design {name}: {'.'.join(map(str, err['loc']))}: {err['msg'].lower()}."
                             + (did_you_mean(str(err["loc"][-1]), known) if err["type"] == "extra_forbidden" else "")
                             for err in e.errors())) from None  # fmt: skip
    points, shown = listed(asked, folder) if asked.point or asked.points_file else grid(asked)
    if not points:
        raise SettingError(f"design {name}: has no points; give [[axis]] tables for a grid, [[point]] tables, or points_file.")
    if asked.axis and (asked.point or asked.points_file):
        raise SettingError(f"design {name}: is a grid ([[axis]]) or a list ([[point]], points_file), not both.")
    base = scenario(asked.scenario).but(dict(flat(asked.settings)), seed=asked.seed, name=name)
    check_points(name, points)
    return Design(name, asked.title or name, base, asked.replicates, tuple(asked.axis), tuple(points), tuple(shown))


def grid(asked: DesignFile) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Every combination of the axes: the settings of each point, and what to call them."""
    combinations = list(itertools.product(*(a.points for a in asked.axis))) if asked.axis else []
    points = [{n: whole(v) for a, v in zip(asked.axis, c, strict=True) for n in a.names} for c in combinations]
    return points, [{a.title: v for a, v in zip(asked.axis, c, strict=True)} for c in combinations]


def listed(asked: DesignFile, folder: Path) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """The points that the file lists, or the rows of its points file."""
    rows = [dict(flat(p)) for p in asked.point]
    if asked.points_file:
        path = folder / asked.points_file
        try:
            rows += [{str(k): v for k, v in row.items()} for row in pd.read_csv(path).to_dict("records")]
        except (OSError, ValueError) as e:
            raise SettingError(f"{path}: cannot be read as a CSV of points: {e}.") from None
    points = [{k: whole(v) for k, v in row.items()} for row in rows]
    return points, points


def whole(value: Any) -> Any:
    """A float without a fraction as a whole number, for parameters that are counts."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def check_points(name: str, points: list[dict[str, float]]) -> None:
    """SettingError naming every setting that no point may have."""
    asked = {(n, v) for p in points for n, v in p.items()}
    faults = dict.fromkeys(f"design {name}: {f}" for f in (fault(n, v) for n, v in sorted(asked, key=str)) if f)
    if faults:
        raise SettingError(*faults)
