"""A sweep design as a file: what may stand in it, and its text."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr

from experiments.designs.factors import Factor
from model.rules import Rules
from model.toml import flat

Luck = Literal["common", "own"]
Reader = Callable[[Path], Rules]
"""What finds the rules of a file that a design names."""
DEFAULT_RULES = "default"
"""What a design calls the rules that come with the model."""


class DesignFile(BaseModel):
    """What a design file may hold; `[[axis]]` is what a factor of a grid is called, and means the same as `[[factor]]`."""

    model_config = ConfigDict(extra="forbid")
    title: StrictStr = ""
    question: StrictStr = ""
    kind: Literal["", "grid", "list", "random", "latin-hypercube", "sobol", "morris"] = ""
    scenario: StrictStr = "standard"
    rules: StrictStr = DEFAULT_RULES
    seed: Annotated[int, Field(ge=0, strict=True)] = 1
    replicates: Annotated[int, Field(ge=1, le=10_000, strict=True)] = 1
    luck: Luck = "common"
    samples: Annotated[int, Field(ge=1, le=100_000, strict=True)] | None = None
    sampling_seed: Annotated[int, Field(ge=0, strict=True)] = 1
    second_order: StrictBool = False
    levels: Annotated[int, Field(ge=2, le=100, strict=True)] = 4
    settings: dict[str, Any] = {}
    factor: list[Factor] = []
    axis: list[Factor] = []
    point: list[dict[str, Any]] = []
    points_file: StrictStr = ""

    @property
    def factors(self) -> list[Factor]:
        """All that varies, in order."""
        return [*self.axis, *self.factor]

    @property
    def sort(self) -> str:
        """The kind of the design; where it says none, a list if it lists points, and a grid otherwise."""
        return self.kind or ("list" if self.point or self.points_file else "grid")


def tree_of(told: Mapping[str, Any]) -> dict[str, Any]:
    """What Python says of a design as its file would hold it: arrays as lists, numbers plain, nested names dotted."""
    tree = {str(part): plain(value) for part, value in told.items()}
    if isinstance(tree.get("settings"), dict):
        tree["settings"] = dict(flat(tree["settings"]))
    if isinstance(tree.get("point"), list):
        tree["point"] = [dict(flat(each)) if isinstance(each, dict) else each for each in tree["point"]]
    return tree


def plain(value: Any) -> Any:
    """A value as TOML knows it, whatever of Python's or NumPy's holds it."""
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | range):
        return [plain(each) for each in value]
    if isinstance(value, Path):
        return str(value)
    return value.tolist() if hasattr(value, "tolist") else value


TABLES = ("axis", "factor", "point")


def text(asked: DesignFile) -> str:
    """The TOML file of a design: reading it gives the same points, under the same luck."""
    return "\n".join(lines(asked)) + "\n"


def lines(asked: DesignFile) -> Iterator[str]:
    """The lines of the file: what stands by itself first, then the tables."""
    said = asked.model_dump(exclude_unset=True)
    yield from entries({name: value for name, value in said.items() if name not in ("settings", *TABLES)})
    if said.get("settings"):
        yield "\n[settings]"
        yield from entries(said["settings"])
    for kind in TABLES:
        for table in said.get(kind, ()):
            yield f"\n[[{kind}]]"
            yield from entries(table)


def entries(table: dict[str, Any]) -> Iterator[str]:
    """Each entry of a table; texts, numbers and lists of them stand in TOML as they do in JSON."""
    for name, value in table.items():
        yield f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
