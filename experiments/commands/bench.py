"""The sub-command `bench`."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from experiments.drawing.markdown import padded
from experiments.speed.measured import machine, measured
from model import show
from model.commands.options import Json
from model.progress import progress


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


def markdown(rows: Iterable[dict[str, Any]]) -> str:
    """Rows as a table in Markdown, in columns that can be read as they stand."""
    return padded([list(row) for row in rows][:1] + [[told(v) for v in row.values()] for row in rows])


def told(value: object) -> str:
    """A cell."""
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)
