"""Sweeps that are killed at random moments, again and again, and must end with the bytes of an undisturbed one.

`python -m tests.kills --kills 20` kills the process that sweeps; with `--cluster 2` that process or one of its Dask workers.
"""

import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import psutil
import typer

from tests.browser import BEGIN

DESIGN = """
title = "Killed again and again"
kind = "latin-hypercube"
samples = 600
scenario = "small"
replicates = 2
[settings]
clinic.dyads = 300
[[factor]]
name = "rules.bond_gain"
[[factor]]
name = "therapists.repair_skill.mean"
[[factor]]
name = "rules"
values = ["default", "mine.py"]
"""
RULES = "def dropout_chance(bond):\n    return 0.3 * (1.0 - bond)\n"
LATER = 1.3
"""Kills come until so many times as long as an undisturbed sweep takes for its tables: the report is drawn then."""
LASTING = 60.0
"""Seconds after which whoever was left behind by a kill must be gone."""


def command(more: list[str]) -> list[str]:
    """The command that is killed; with the same words each time, since the record of a sweep holds them."""
    return [sys.executable, "-W", "ignore", "-c", BEGIN, "sweep", "d.toml", "--engine", "cohort", "--out", "out", *more]


def begin(place: Path, more: list[str]) -> psutil.Popen:
    """Start the sweep in a folder of its own, which is made where it is missing."""
    place.mkdir(exist_ok=True)
    (place / "d.toml").write_text(DESIGN)
    (place / "mine.py").write_text(RULES)
    with (place / "said.txt").open("ab") as said:
        return psutil.Popen(command(more), cwd=place, stdout=said, stderr=said)


def taken(place: Path) -> dict[str, bytes]:
    """Every file of the finished sweep, which is taken away."""
    found = {str(f.relative_to(place)): f.read_bytes() for f in sorted((place / "out").rglob("*")) if f.is_file()}
    shutil.rmtree(place / "out")
    return found


def workers_of(process: psutil.Popen) -> list[psutil.Process]:
    """The Dask workers of a sweep."""
    return [child for child in process.children(recursive=True) if "spawn_main" in " ".join(child.cmdline())]


def live(place: Path, more: list[str], longest: float, kills: int, chance: random.Random) -> list[str]:
    """Begin the sweep, or go on with it, and kill at random moments until it is done, or gone, or so many kills were made.

    Hands back who was killed. AssertionError where it ends in any other way, or leaves a process behind.
    """
    killed: list[str] = []
    process = begin(place, more)
    while len(killed) < kills and process.poll() is None:
        try:
            process.wait(chance.uniform(0.0, longest))
        except psutil.TimeoutExpired:
            killed += kill_one(process, place, chance)
    code, said = process.wait(), (place / "said.txt").read_text()
    assert code in (0, -signal.SIGKILL) or told_of_workers(code, said, killed), f"exit code {code}: {said}"
    return killed


def told_of_workers(code: int, said: str, killed: list[str]) -> bool:
    """Whether a sweep ended because its workers were killed, and said so in plain words."""
    last = " ".join(said.splitlines()[-2:])
    return code == 1 and "worker" in killed and ("the same command goes on there" in last or "nothing was done yet" in last)


def kill_one(process: psutil.Popen, place: Path, chance: random.Random) -> list[str]:
    """Kill the sweep, or one of its workers; after a sweep nobody of its family may be left for long."""
    try:
        family, workers = process.children(recursive=True), workers_of(process)
        victim = chance.choice([process, chance.choice(workers)] if workers else [process])
        victim.kill()
    except psutil.NoSuchProcess:
        return []  # it was just done
    if victim == process:
        process.wait()
        _, left = psutil.wait_procs(family, timeout=LASTING)
        assert not left, f"left behind: {left}"
    where = stage(place / "out")
    typer.echo(f"  killed the {'sweep' if victim == process else 'worker'}: {where}")
    return ["sweep" if victim == process else "worker"]


def stage(folder: Path) -> str:
    """How far a sweep is, by what lies in its folder."""
    parts = len(list((folder / "parts").glob("part-*.parquet")))
    if (folder / "sweep.json").is_file():
        return "its tables are whole, its report is not"
    return f"{parts} parts are whole" + (", the tables grow" if (folder / "parts" / "whole").is_dir() else "")


def main(
    kills: Annotated[int, typer.Option(min=1, help="How often to kill.")] = 20,
    cluster: Annotated[int, typer.Option(help="Use so many Dask workers, and kill them too.")] = 0,
    seed: Annotated[int, typer.Option(help="Of the moments.")] = 1,
) -> None:
    """Kill sweeps until so many kills were made; every sweep is begun again until it is done, and all its files are compared."""
    more, chance, done = (["--cluster", str(cluster)] if cluster else []), random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "here"  # always the same, since a record says where rules were found
        began = time.time()
        live(place, more, 0.0, 0, chance)
        longest, expected = LATER * ((place / "out" / "sweep.json").stat().st_mtime - began), taken(place)
        typer.echo(f"Undisturbed: {time.time() - began:.0f} s, {len(expected)} files.")
        while done < kills:
            done += killed_until_done(place, more, longest, kills - done, chance, expected)
    typer.echo(f"{done} kills: every sweep ended with the same bytes in all {len(expected)} files, and nobody was left behind.")


def killed_until_done(place: Path, more: list[str], longest: float, kills: int, chance: random.Random, expected: dict[str, bytes]) -> int:
    """Kill a sweep until it is done in spite of that; how many kills that were. AssertionError where a file is another."""
    killed: list[str] = []
    while not (place / "out" / "report.html").is_file() or (place / "out" / "parts").is_dir():
        killed += live(place, more, longest, kills - len(killed), chance)
    found = taken(place)
    differ = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
    assert not differ, f"not the same: {', '.join(differ)}"
    typer.echo(f"Done after {len(killed)} kills ({killed.count('worker')} of workers), with the same bytes.")
    return len(killed)


if __name__ == "__main__":
    typer.run(main)
