"""Sub-commands that hold the model against theory, and against real trials."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.options import Out
from experiments.comparing.jobs import pulling
from experiments.comparing.words import directions as directions_told
from experiments.real_trials import report as trials_report
from experiments.real_trials.jobs import trials
from experiments.real_trials.trials import as_dict
from experiments.results.jobs import in_folder, where_asked
from model import show
from model.commands.options import Json


def directions_command(
    code: Annotated[str, typer.Argument(metavar="M8", help="Show the rows of this mechanism alone.")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Also write directions.csv and directions.json here.")] = None,
    as_json: Json = False,
) -> None:
    """Show for every mechanism of the theory that it pulls the way the theory says, by twins under the same luck.

    Example: dyads directions M8
    """
    found = where_asked(out, pulling(code))
    if as_json:
        show.as_json([row._asdict() for row in found])
    else:
        print(directions_told(found))
    if not all(row.holds for row in found):
        raise typer.Exit(1)


def trials_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV with a row per arm, as Metapsy's; columns: see README.")],
    replicates: Annotated[int, typer.Option(help="Simulations of each arm.")] = 200,
    seed: Annotated[int, typer.Option(help="Seed of the first replicate.")] = 1,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Simulate the arms of real trials, and set attrition and change beside what was observed.

    Example: dyads trials my_trials.csv --replicates 200
    """
    folder, compared = in_folder(out, trials(file, seed, replicates))
    if as_json:
        show.as_json({"folder": str(folder), **as_dict(compared)})
        return
    print(trials_report.told(compared))
    print(f"\nTable and figure are in {folder}/")
