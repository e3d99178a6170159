"""Sweeps in a folder: they survive kills, full disks and lost machines, and go on where they stopped."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from re import sub
from typing import NamedTuple

from experiments.designs.design import Design
from experiments.results import locks, output, records
from experiments.results.output import PARTS
from experiments.results.sources import digest_of
from experiments.sweeps import batches, executors, fingerprint
from experiments.sweeps.executors import HERE, Where
from experiments.sweeps.parts import Manifest, Parts, columns_of, read_manifest
from experiments.sweeps.sweep import engine_for, opened
from experiments.sweeps.tables import RECORD, finish
from model.errors import DyadsError, OutputError, TableError
from model.reasons import reason
from model.simulate import Engine

Told = Callable[[int, int, int], object]


class Unfinished(DyadsError):
    """A sweep had to stop; what is done is kept, and the same command goes on."""


class Shard(NamedTuple):
    """Which share of a sweep is to be done: the `number`th, from 1, `of` so many."""

    number: int = 1
    of: int = 1

    def has(self, batch: int) -> bool:
        """Whether a batch is in this share."""
        return batch % self.of == self.number - 1


ALL = Shard()


def sweep_into(
    folder: Path,
    design: Design,
    engine: Engine = "auto",
    where: Where = HERE,
    shard: Shard = ALL,
    fresh: bool = False,
    told: Told = lambda done, of, failed: None,
    begun: Callable[[Parts], object] = lambda parts: None,
) -> Parts:
    """Simulate every clinic of a design into `folder`, and go on there if that was begun before; hand back what there is.

    When all is done the folder holds `sweep.parquet`, `sweep.json` and their kin, the same bytes whoever did the work and
    however often it was stopped. Until then, or with only one `shard` of it done, it holds the parts. `begun` hears of them
    before the work starts, and `told` how many clinics are done, of how many, and how many of them failed.

    Raises OutputError, before any work, when the folder holds something else, or another process is at work there, and
    Unfinished when the work had to stop. With `fresh`, parts that were begun before are thrown away.
    """
    manifest = manifest_of(folder, design, engine, shard)
    if is_finished(folder, manifest):
        shutil.rmtree(folder / PARTS, ignore_errors=True)  # a kill may have left them
        return Parts(folder, manifest, dict.fromkeys(manifest.batches, 0))
    with claimed(folder, manifest, fresh) as parts:
        begun(parts)
        live(parts, design, where, shard, told)
        if parts.complete:
            finish(folder, manifest, map(parts.table, manifest.batches))
    return parts


def live(parts: Parts, design: Design, where: Where, shard: Shard, told: Told) -> None:
    """Do all that a shard has and the parts do not have yet."""
    manifest, ranges = parts.manifest, batches.cut(design)
    numbers = [n for n in manifest.batches if shard.has(n) and n not in parts.done]
    mine = sum(manifest.size(n) for n in {*numbers, *parts.done})
    told(parts.clinics, mine, parts.failed)
    if not numbers:
        return
    with opened(design, manifest.engine, where) as pool:
        ahead = (batches.batch(design, manifest.engine, n, ranges[n]) for n in numbers)
        for batch, rows in executors.finished(pool, ahead):
            parts.keep(batch.number, rows)
            told(parts.clinics, mine, parts.failed)


def manifest_of(folder: Path, design: Design, engine: Engine, shard: Shard = ALL) -> Manifest:
    """What there is to do; the engine is the one that began it, if the choice is free.

    Shards are of the compiled engine then: which one is sooner may not be the same on all machines, and shards of two are not mixed.
    """
    before = read_manifest(folder)
    free: Engine = "cohort" if shard.of > 1 else "auto"
    used = before.engine if before and engine == "auto" else engine_for(design, free if engine == "auto" else engine)
    edges = [0, *(r.stop for r in batches.cut(design))]
    prints = fingerprint.fingerprint(design)
    record = fingerprint.record(design, used, fingerprint=prints)
    return Manifest(prints, used, edges, columns_of(batches.schema(design)), record)


def is_finished(folder: Path, manifest: Manifest) -> bool:
    """Whether the folder holds the whole results of this very sweep; OutputError when it holds those of another."""
    if not (folder / RECORD).is_file():
        return False
    try:
        told = records.read(folder / RECORD).told
    except TableError as e:
        raise OutputError(*(f"{fault} Choose another place (out)." for fault in e.faults)) from None
    then = told.get("fingerprint")
    if then == manifest.fingerprint:
        if others := [name for name, digest in told["tables"].items() if not is_as_written(folder / name, digest)]:
            raise OutputError(
                f"{folder}: holds this sweep, finished, but not as it was written: {', '.join(others)} changed, or gone. "
                "Choose another place (out), or remove the folder to do it again."
            )
        return True
    why = "; ".join(fingerprint.differences(then, manifest.fingerprint)) if isinstance(then, dict) else "it says nothing of what made it"
    raise OutputError(f"{folder}: holds a finished sweep, which is never overwritten, and not this one: {why}. Choose another place (out).")


def is_as_written(file: Path, digest: str) -> bool:
    """Whether a table is there, with the very bytes that its record knows."""
    return file.is_file() and digest_of(file) == digest


@contextmanager
def claimed(folder: Path, manifest: Manifest, fresh: bool = False) -> Iterator[Parts]:
    """The parts of this sweep in `folder`, which is ours while this lasts; parts of something else are refused, or, with
    `fresh`, thrown away."""
    refuse_foreign(folder)
    with locks.owned(folder / PARTS, folder):
        refuse_foreign(folder)  # another process may have been sooner
        begun = read_manifest(folder)
        if fresh or begun is None:
            discard(folder)  # without a manifest nothing says of what they are parts
        elif why := fingerprint.differences(begun.made_by, manifest.made_by):
            raise OutputError(
                f"{folder}: holds an unfinished sweep that cannot go on: {'; '.join(why)}. "
                "Bring back what it was begun with, choose another place (out), or throw it away (fresh)."
            )
        parts = Parts(folder, manifest)
        try:
            with kept(parts):
                parts.begin()
                yield parts
        except BaseException:
            parts.leave()
            raise


def refuse_foreign(folder: Path) -> None:
    """OutputError where a folder holds anything but the parts of a sweep."""
    if read_manifest(folder) is None and folder.is_dir() and any(f.name != PARTS for f in folder.iterdir()):
        raise output.taken(folder)


def discard(folder: Path) -> None:
    """Throw all parts in a folder away."""
    for file in (folder / PARTS).glob("part-*"):
        if file.is_dir() and not file.is_symlink():
            shutil.rmtree(file)
        else:
            file.unlink()


@contextmanager
def kept(parts: Parts) -> Iterator[None]:
    """What stops a sweep is told together with how much is kept, and how to go on."""
    try:
        yield
    except OSError as e:
        raise Unfinished(f"{parts.folder}: cannot be written: {reason(e)}.", going_on(parts)) from None
    except executors.Lost as e:
        raise Unfinished(*e.faults, going_on(parts)) from None


def going_on(parts: Parts) -> str:
    """How much is kept, and how to go on."""
    if not parts.done:
        return "nothing was done yet."
    return f"{parts.clinics:,} of {parts.manifest.clinics:,} clinics are kept in {parts.folder}; the same command goes on there."


def place_for(stem: str, prints: Mapping[str, str], fresh: bool, under: Path = Path("results"), engine: str = "auto") -> Path:
    """The first of `under/stem-1`, `under/stem-2`, … in which this very sweep is unfinished, on this engine where that matters;
    without one, or when it is to begin `fresh`, the first that is not taken."""
    stem = sub(r"[^\w.-]+", "-", stem)
    for n in count(1):
        folder = under / f"{stem}-{n}"
        if is_free(folder):
            return folder
        begun = None if fresh else attempted(folder)
        same = begun and engine in ("auto", begun.engine) and not fingerprint.differences(begun.fingerprint, prints)
        if same and not locks.held(folder / PARTS):
            return folder
    raise AssertionError("numbers do not end")


def is_free(folder: Path) -> bool:
    """Whether nothing is there, or only what a sweep that was killed before it began has left."""
    if not folder.exists():
        return True
    place = folder / PARTS
    left = {*folder.iterdir(), *(place.iterdir() if place.is_dir() else ())} - {place, *(place / name for name in locks.HELD)}
    return not left and place.is_dir() and not locks.held(place)


def attempted(folder: Path) -> Manifest | None:
    """What the parts in a folder are parts of, if it is not finished and that can be read."""
    try:
        return None if (folder / RECORD).is_file() else read_manifest(folder)
    except TableError:
        return None
