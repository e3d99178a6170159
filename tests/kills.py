"""Sweeps that are killed at random moments, again and again, and must end with the bytes of an undisturbed one.

`python -m tests.kills --kills 20` kills the process that sweeps; with `--cluster 2` that process or one of its Dask workers.
"""

import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Annotated, NamedTuple

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
FURTHER, AFTER, DRAWN = 8, 0.5, 8.0
"""A kill comes when so many more parts are whole, at most, and so many seconds later, at most; while the report is drawn, or nothing is
there yet, within so many."""
ENOUGH = 10
"""So many kills must hit a sweep between its first part and its tables at least once."""
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


class Kill(NamedTuple):
    """Who was killed, and how far the sweep was."""

    who: str
    stage: str


def live(place: Path, more: list[str], kills: int, chance: random.Random) -> list[Kill]:
    """Begin the sweep, or go on with it, and kill at random moments until it is done, or gone, or so many kills were made.

    Hands back who was killed when. AssertionError where it ends in any other way, or leaves a process behind.
    """
    killed: list[Kill] = []
    process = begin(place, more)
    while len(killed) < kills and process.poll() is None:
        wait_for_more(process, place, chance.randint(0, FURTHER))
        try:
            process.wait(chance.uniform(0.0, AFTER if stage(place / "out") == PARTS else DRAWN))
        except psutil.TimeoutExpired:
            killed += kill_one(process, place, chance)
    code, said = process.wait(), (place / "said.txt").read_text()
    assert code in (0, -signal.SIGKILL) or told_of_workers(code, said, killed), f"exit code {code}: {said}"
    return killed


def wait_for_more(process: psutil.Popen, place: Path, further: int) -> None:
    """Wait until so many more parts are whole, or the tables are, or the sweep has ended."""
    wanted = parts(place / "out") + further
    while process.poll() is None and parts(place / "out") < wanted and stage(place / "out") != REPORT:
        time.sleep(0.005)


def told_of_workers(code: int, said: str, killed: list[Kill]) -> bool:
    """Whether a sweep ended because its workers were killed, and said so in plain words."""
    last, workers = " ".join(said.splitlines()[-2:]), [kill for kill in killed if kill.who == "worker"]
    return code == 1 and bool(workers) and ("the same command goes on there" in last or "nothing was done yet" in last)


def kill_one(process: psutil.Popen, place: Path, chance: random.Random) -> list[Kill]:
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
    kill = Kill("sweep" if victim == process else "worker", stage(place / "out"))
    typer.echo(f"  killed the {kill.who} {kill.stage}: {parts(place / 'out')} parts")
    return [kill]


NOTHING, PARTS, TABLES, REPORT = "before its first part", "among its parts", "as its tables grow", "before its report is whole"
"""How far a sweep can be."""


def parts(folder: Path) -> int:
    """How many parts are whole."""
    return len(list((folder / "parts").glob("part-*.parquet")))


def stage(folder: Path) -> str:
    """How far a sweep is, by what lies in its folder."""
    if (folder / "sweep.json").is_file():
        return REPORT
    if (folder / "parts" / "whole").is_dir():
        return TABLES
    return PARTS if parts(folder) else NOTHING


def main(
    kills: Annotated[int, typer.Option(min=1, help="How often to kill.")] = 20,
    cluster: Annotated[int, typer.Option(help="Use so many Dask workers, and kill them too.")] = 0,
    seed: Annotated[int, typer.Option(help="Of the moments.")] = 1,
) -> None:
    """Kill sweeps until so many kills were made; every sweep is begun again until it is done, and all its files are compared."""
    more, chance, done = (["--cluster", str(cluster)] if cluster else []), random.Random(seed), list[Kill]()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "here"  # always the same, since a record says where rules were found
        began = time.time()
        live(place, more, 0, chance)
        expected = taken(place)
        typer.echo(f"Undisturbed: {time.time() - began:.0f} s, {len(expected)} files.")
        while len(done) < kills:
            done += killed_until_done(place, more, kills - len(done), chance, expected)
    where = ", ".join(f"{n} {stage}" for stage, n in Counter(kill.stage for kill in done).items())
    typer.echo(f"{len(done)} kills: every sweep ended with the same bytes in all {len(expected)} files, and nobody was left behind.")
    typer.echo(f"They came {where}.")
    assert len(done) < ENOUGH or any(kill.stage == PARTS for kill in done), "no kill came where it matters: try another --seed"


def killed_until_done(place: Path, more: list[str], kills: int, chance: random.Random, expected: dict[str, bytes]) -> list[Kill]:
    """Kill a sweep until it is done in spite of that; the kills. AssertionError where a file is another."""
    killed: list[Kill] = []
    while not (place / "out" / "report.html").is_file() or (place / "out" / "parts").is_dir():
        killed += live(place, more, kills - len(killed), chance)
    found = taken(place)
    differ = sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))
    assert not differ, f"not the same: {', '.join(differ)}"
    workers = sum(kill.who == "worker" for kill in killed)
    typer.echo(f"Done after {len(killed)} kills ({workers} of workers), with the same bytes.")
    return killed


if __name__ == "__main__":
    typer.run(main)
