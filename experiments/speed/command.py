"""The sub-command `bench`."""

import os
import platform
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from importlib.metadata import version
from typing import Annotated, Any

import typer

from experiments.speed import processes as bench_processes
from experiments.speed.bench import engines, growth
from experiments.speed.goals import goals
from model import show
from model.commands import Json
from model.progress import Told, progress

Rows = dict[str, list[dict[str, Any]]]


def register(app: typer.Typer) -> None:
    """Add the sub-command to `app`."""
    app.command(name="bench")(bench_command)


def bench_command(
    rounds: Annotated[int, typer.Option(min=1, help="Rounds; each measures everything once, in turns.")] = 5,
    quick: Annotated[bool, typer.Option("--quick", help="Smaller clinics, and less of them: a first impression.")] = False,
    large: Annotated[bool, typer.Option("--large", help="Also a sweep of a hundred million dyad-sessions.")] = False,
    as_json: Json = False,
) -> None:
    """Measure speed and memory on this machine, as ratios against idiomatic Mesa on the same rules.

    What is printed are tables in Markdown, the goals last (see docs/performance.md). On a machine that others use, too, only the
    ratios mean something.

    Example: dyads bench --quick
    """
    found = measured(rounds, quick, large, progress)
    if as_json:
        show.as_json({"machine": machine(), "rounds": rounds, **found})
        return
    print(f"{', '.join(machine().values())}; medians of {rounds} rounds in turns, and how far they ranged\n")
    print("\n\n".join(markdown(rows) for rows in found.values() if rows))


def measured(rounds: int, quick: bool, large: bool, shown: Callable[[str], AbstractContextManager[Told]]) -> Rows:
    """All tables by what is measured; `shown` tells how far each of them is."""
    part = 0.1 if quick else 1.0
    with shown("engines") as done:
        found: Rows = {"engines": list(engines(rounds, part, done))}
    with shown("growth") as done:
        found["growth"] = [] if quick else list(growth(rounds, part, done))
    with shown("processes"):
        found["memory"] = list(bench_processes.memory(large, quick))
        found["beginning"] = list(bench_processes.beginning(1 if quick else min(rounds, 3)))
    return found | {"goals": [] if quick else list(goals(found))}


def machine() -> dict[str, str]:
    """What was measured on."""
    return {
        "python": f"Python {platform.python_version()}",
        "libraries": ", ".join(f"{name} {version(name)}" for name in ("mesa", "numba", "numpy")),
        "cores": f"{os.cpu_count()} cores of {platform.machine()}",
    }


def markdown(rows: Iterable[dict[str, Any]]) -> str:
    """Rows as a table in Markdown, in columns that can be read as they stand."""
    cells = [list(row) for row in rows][:1] + [[told(v) for v in row.values()] for row in rows]
    wide = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(row, wide, strict=True)) + " |" for row in cells]
    return "\n".join([lines[0], "|" + "|".join("-" * (w + 2) for w in wide) + "|", *lines[1:]])


def told(value: object) -> str:
    """A cell."""
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)
