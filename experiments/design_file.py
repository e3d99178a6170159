"""A sweep design as the text of a file that `dyads sweep FILE.toml` takes."""

import json
from collections.abc import Iterator
from typing import Any

from experiments.design import DesignFile


def text(asked: DesignFile) -> str:
    """The TOML file of a design: reading it gives the same points, under the same luck."""
    return "\n".join(lines(asked)) + "\n"


def lines(asked: DesignFile) -> Iterator[str]:
    """The lines of the file: what stands by itself first, then the tables."""
    said = asked.model_dump(exclude_unset=True)
    yield from entries({name: value for name, value in said.items() if name not in ("settings", "axis", "point")})
    if said.get("settings"):
        yield "\n[settings]"
        yield from entries(said["settings"])
    for kind in ("axis", "point"):
        for table in said.get(kind, ()):
            yield f"\n[[{kind}]]"
            yield from entries(table)


def entries(table: dict[str, Any]) -> Iterator[str]:
    """Each entry of a table; texts, numbers and lists of them stand in TOML as they do in JSON."""
    for name, value in table.items():
        yield f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
