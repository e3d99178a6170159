"""Sub-commands of sweeps: all clinics of a design, in one go, in shards, or on a cluster; and shards put together."""

import time
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from experiments.commands.options import EngineName, Out
from experiments.designs.design import Design, read_design
from experiments.reports import report as sweep_report
from experiments.sweeps import finished
from experiments.sweeps.asked import checked
from experiments.sweeps.executors import Where
from experiments.sweeps.fingerprint import fingerprint
from experiments.sweeps.folder import ALL, Shard, Unfinished, going_on, place_for, sweep_into
from experiments.sweeps.merging import merge
from experiments.sweeps.parts import Parts
from experiments.sweeps.sweep import Swept
from experiments.sweeps.tables import FAILURES, RECORD, TABLE
from experiments.sweeps.words import swept
from model import show
from model.commands.options import Json, RuleFile
from model.errors import DyadsError, OutputError
from model.faults import Gathered
from model.progress import progress
from model.simulate import rules_from
from model.trial.passed import tried

Reported = Annotated[bool, typer.Option("--report/--no-report", help="Draw the figures and write report.html.")]
MOST_TOLD, MOST_IN_JSON = 10, 1000
"""Failures that are told one by one, and rows of a table that `--json` prints, at most."""


def sweep(
    name: Annotated[str, typer.Argument(metavar="DESIGN", help="Shipped design or TOML file.")] = "repair-empathy",
    engine: EngineName = "auto",
    rule_file: RuleFile = None,
    out: Out = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Do not go on with what was begun before.")] = False,
    workers: Annotated[int | None, typer.Option(help="Threads, or processes for agents.", show_default="one a core")] = None,
    cluster: Annotated[int | None, typer.Option(help="Use so many Dask workers on this machine.")] = None,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Use the Dask cluster of this scheduler.")] = None,
    share: Annotated[str | None, typer.Option("--shard", metavar="K/N", help="Do the Kth of N shares; see dyads merge.")] = None,
    reported: Reported = True,
    as_json: Json = False,
) -> None:
    """Simulate every clinic of a design; write a table, figures, and a report that can be passed on.

    A sweep that was stopped, in whatever way, goes on where it stopped when the same command is given again. All points share
    their luck, unless the design says otherwise; no number depends on who does the work.

    Example: dyads sweep repair-empathy
    """
    where = Where(workers, cluster, scheduler)
    wrong = Gathered()
    said = wrong.tried(rules_from, rule_file, otherwise=None) if rule_file else None
    shard = wrong.tried(shard_of, share, otherwise=ALL)
    design = checked(lambda: read_design(name, said, tried), engine, where, wrong)
    stem = f"sweep-{design.name}" + (f"-shard-{shard.number}-of-{shard.of}" if share else "")
    folder = out or place_for(stem, fingerprint(design), fresh, engine=engine)
    began = time.perf_counter()
    parts = swept_into(folder, design, engine, where, shard, fresh)
    seconds = time.perf_counter() - began
    if reported:
        write_report(folder)
    tell(parts, design, shard, seconds, as_json)


def swept_into(folder: Path, design: Design, engine: str, where: Where, shard: Shard, fresh: bool) -> Parts:
    """Do the work; what stops it is told with how to go on."""
    parts: list[Parts] = []

    def begun(found: Parts) -> None:
        parts.append(found)
        if found.done:
            say(f"going on in {found.folder}: {found.clinics:,} of {found.manifest.clinics:,} clinics are done (--fresh begins anew).")

    try:
        with progress("sweeping", "clinics") as told:
            found = sweep_into(folder, design, engine, where, shard, fresh, told, begun)  # type: ignore[arg-type]
        if not parts:
            say(f"{folder} holds this sweep, finished: nothing was done again.")
        return found
    except Unfinished as e:
        for fault in e.faults:
            say(fault)
        raise typer.Exit(1) from None
    except DyadsError:
        raise
    except BaseException:  # Ctrl-C, or a polite kill
        for each in parts:
            say(going_on(each))
        raise


def write_report(folder: Path) -> None:
    """Write the report of a finished sweep into its folder, unless it is there; where that fails no table is lost for it."""
    if not (folder / RECORD).is_file() or (folder / sweep_report.REPORT).is_file():
        return
    try:
        with progress("drawing the report", "figures") as told:
            sweep_report.write(finished.read(folder), folder, told)
    except OutputError as e:
        say(f"{e} The tables are whole; dyads report {folder} writes the report.")
        raise typer.Exit(1) from None


def shard_of(text: str | None) -> Shard:
    """The share that `2/8` asks for."""
    number, _, of = (text or "1/1").partition("/")
    if not (number.isascii() and number.isdigit() and of.isascii() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise DyadsError(f"--shard {text}: write which share, of how many, as in 2/8.")
    return Shard(int(number), int(of))


def tell(parts: Parts, design: Design, shard: Shard, seconds: float, as_json: bool) -> None:
    """Say what there is; exit code 1 where clinics failed."""
    folder = parts.folder
    if not (folder / RECORD).is_file():
        n = f"{parts.clinics:,} of {parts.manifest.clinics:,} clinics are in {folder}/."
        print(f"Shard {shard.number} of {shard.of} is done: {n} When all shards are: dyads merge DIR DIR …")
        return
    failed = pd.read_csv(folder / FAILURES) if (folder / FAILURES).is_file() else pd.DataFrame()
    rows = pd.read_parquet(folder / TABLE)
    if as_json:
        told = {"rows": rows.to_dict("records")} if len(rows) <= MOST_IN_JSON else {}
        show.as_json({"folder": str(folder), "seconds": seconds, "clinics": len(rows), "failed": len(failed), **told})
    else:
        print(swept(Swept(design, parts.manifest.engine, rows, failed), seconds))
        page = folder / sweep_report.REPORT
        print(f"\nThe table, its data dictionary and {RECORD} are in {folder}/" + (f"; the report is {page}" if page.is_file() else ""))
    refuse_failures(failed, folder)


def refuse_failures(failed: pd.DataFrame, folder: Path) -> None:
    """Where clinics failed say which, and why; the exit code is 1."""
    if not len(failed):
        return
    points = failed.groupby("error", sort=False).point.unique()
    for error, numbers in points.head(MOST_TOLD).items():
        named = ", ".join(map(str, numbers[:MOST_TOLD])) + (", …" if len(numbers) > MOST_TOLD else "")
        say(f"point{'s' if len(numbers) > 1 else ''} {named} failed: {error}")
    say(f"{len(failed):,} clinics failed{' in other ways, too' if len(points) > MOST_TOLD else ''}; all are in {folder / FAILURES}.")
    raise typer.Exit(1)


def say(text: str) -> None:
    """Tell something on standard error."""
    show.errors().print(f"dyads: {text}", soft_wrap=True)


def merge_command(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="The folders of the shards.")],
    out: Out = None,
    reported: Reported = True,
) -> None:
    """Put the shards of a sweep together: the same bytes as the sweep in one go.

    Example: dyads merge results/sweep-mine-shard-1-of-2-1 results/sweep-mine-shard-2-of-2-1 --out results/mine
    """
    parts = merge(folders, out)
    if reported:
        write_report(parts.folder)
    print(f"{parts.clinics:,} clinics are put together in {parts.folder}/; the shards stay where they are.")
    failed = parts.folder / FAILURES
    refuse_failures(pd.read_csv(failed) if failed.is_file() else pd.DataFrame(), parts.folder)
