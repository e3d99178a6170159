"""Sub-commands that make results again: any row of one, or all of it."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.again.replay import replay
from experiments.commands.options import Out
from model import show
from model.commands.options import Json
from model.errors import SettingError
from model.progress import progress


def replay_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A results folder of run, compare or sweep.")],
    row: Annotated[str, typer.Argument(metavar="ROW", help="A client, as 3-12; a row of the folder's table, from 1; or failed-1.")],
    client: Annotated[str | None, typer.Option(metavar="T-P", help="In a sweep: which client of that clinic to tell of.")] = None,
    which: Annotated[str | None, typer.Option("--side", metavar="a|b", help="In a comparison: which side.", show_default="b")] = None,
) -> None:
    """Live any row of any result again, and say whether it is the same to the last bit.

    Example: dyads replay results/standard-1 3-12
    """
    if which not in ("a", "b", None):
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
    from experiments.again.rerun import as_dict as rerun_as_dict  # brings all that makes results, which no other command here needs
    from experiments.again.rerun import rerun, told

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
