"""Sub-commands that hold the model against something: theory, real trials, its own records, the clock."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.analysis import commands as analysis_commands
from experiments.comparing.directions import table
from experiments.options import Out
from experiments.real_trials import report as trials_report
from experiments.real_trials.trials import as_dict, compare, refuse
from experiments.results import output, results
from experiments.results.replay import replay
from experiments.speed import command as bench_command
from experiments.words import directions as directions_told
from model import show
from model.commands import Json
from model.errors import SettingError
from model.progress import progress


def register(app: typer.Typer) -> None:
    """Add these sub-commands to `app`."""
    for command in (replay_command, rerun_command, directions_command, trials_command):
        app.command(name=command.__name__.removesuffix("_command"))(command)
    analysis_commands.register(app)
    bench_command.register(app)


def replay_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A results folder of run, compare or sweep.")],
    row: Annotated[str, typer.Argument(metavar="ROW", help="A client, as 3-12; a row of the folder's table, from 1; or failed-1.")],
    client: Annotated[str | None, typer.Option(metavar="T-P", help="In a sweep: which client of that clinic to tell of.")] = None,
    which: Annotated[str, typer.Option("--side", metavar="a|b", help="In a comparison: which side.")] = "b",
) -> None:
    """Live any row of any result again, and say whether it is the same to the last bit.

    Example: dyads replay results/standard-1 3-12
    """
    if which not in ("a", "b"):
        raise SettingError(f"--side must be a or b; got {which!r}.")
    text, notes, same = replay(folder, row, client, which)
    print(show.paragraph(text))
    for note in notes:
        show.errors().print(f"dyads: note: {note}")
    if not same:
        raise typer.Exit(1)


def rerun_command(
    place: Annotated[Path, typer.Argument(metavar="DIR|FILE", help="A results folder of any command, or the JSON record in it.")],
    out: Out = None,
    check: Annotated[bool, typer.Option("--check", help="Keep nothing: only say whether all is the same.")] = False,
    as_json: Json = False,
) -> None:
    """Make any result again from its record alone, and say whether every table is the same to the last bit.

    The record holds clinics, rules, the points of a design, and the arms of trials as they were, so that it does not matter what
    has become of these files. What has changed since is told: versions, default rules and numbers, code.

    Example: dyads rerun results/standard-1 --check
    """
    from experiments.results.rerun import as_dict as rerun_as_dict  # brings all that makes results, which no other command here needs
    from experiments.results.rerun import rerun, told

    if out and check:
        raise SettingError("give --out, or --check, which keeps nothing; not both.")
    with progress("making it again") as done:
        found = rerun(place, out, check, done)
    if as_json:
        show.as_json(rerun_as_dict(found))
    else:
        print(told(found))
    for note in found.notes:
        show.errors().print(f"dyads: note: {note}", soft_wrap=True)
    if not found.same:
        raise typer.Exit(1)


def directions_command(
    code: Annotated[str, typer.Argument(metavar="M8", help="Show the rows of this mechanism alone.")] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Also write directions.csv and directions.json here.")] = None,
    as_json: Json = False,
) -> None:
    """Show for every mechanism of the theory that it pulls the way the theory says, by twins under the same luck.

    Example: dyads directions M8
    """
    with output.reserved(out, "directions") as place:
        with progress("living twins") as done:
            found = list(table(done, code))
        if place:
            results.write_directions(place, found, code)
    if as_json:
        show.as_json([row._asdict() for row in found])
    else:
        print(directions_told(found))
    if not all(row.holds for row in found):
        raise typer.Exit(1)


def trials_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV with a row per arm, as Metapsy's; the README names the columns.")],
    replicates: Annotated[int, typer.Option(help="Simulations of each arm.")] = 200,
    seed: Annotated[int, typer.Option(help="Seed of the first replicate.")] = 1,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Simulate the arms of real trials, and set attrition and change beside what was observed.

    Example: dyads trials my_trials.csv --replicates 200
    """
    refuse(seed, replicates)
    with output.whole_folder(out, "trials") as (folder, partial):
        with progress("simulating arms") as done:
            compared = compare(file, seed=seed, replicates=replicates, progress=done)
        results.write_trials(partial, compared, file, seed)
    if as_json:
        show.as_json({"folder": str(folder), **as_dict(compared)})
        return
    print(trials_report.told(compared))
    print(f"\nTable and figure are in {folder}/")
