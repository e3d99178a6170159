"""The shards of a sweep, put together: the tables of the whole sweep in one go, from folders that may come from anywhere."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from experiments.results import output
from experiments.sweeps import fingerprint
from experiments.sweeps.folder import claimed, place_for
from experiments.sweeps.parts import Parts, read_manifest
from experiments.sweeps.tables import RECORD, finish
from model.errors import OutputError, TableError
from model.reasons import reason

MOST_TOLD = 10
"""Parts that are told one by one, at most."""


def merge(folders: Iterable[Path], out: Path | None = None) -> Parts:
    """Put the shards of a sweep together in `out`, which will hold the tables that the whole sweep in one go would have given.

    Raises TableError, naming every fault, when a folder holds no parts, or parts of another sweep, or parts are missing.
    """
    shards = shards_in(folders)
    first = shards[0].manifest
    manifest = replace(first, record=first.record | {"command": output.command()})
    found = {n: shard for shard in shards for n in manifest.batches if shard.sound(n)}
    if missing := sum(manifest.size(n) for n in manifest.batches if n not in found):
        raise TableError(
            f"{missing:,} of {manifest.clinics:,} clinics are missing: some shards are not named here, or not finished.",
            *list(spoilt(shards, found))[:MOST_TOLD],
        )
    if out and any(os.path.realpath(out) == os.path.realpath(shard.folder) for shard in shards):
        raise OutputError(f"{out}: is one of the shards; choose another place (out).")
    folder = out or place_for(f"sweep-{manifest.record['design']}", manifest.fingerprint, fresh=True)
    with claimed(folder, manifest) as parts:
        parts.done = {n: found[n].failures(n) for n in manifest.batches}
        finish(folder, manifest, (found[n].table(n) for n in manifest.batches))
    return parts


def spoilt(shards: Iterable[Parts], found: dict[int, Parts]) -> Iterator[str]:
    """Parts that lie in a shard and are no good, and of which there is no other."""
    for shard in shards:
        known = {shard.file(n) for n in found}
        for file in shard.lying:
            if file not in known:
                yield f"{file}: is damaged, or no part of this sweep: do its shard again."


def shards_in(folders: Iterable[Path]) -> list[Parts]:
    """The shards in these folders; TableError names every one that there is none in, or one of another sweep."""
    known: dict[str, Parts] = {}
    faults: list[str] = []
    for folder in folders:
        if (place := os.path.realpath(folder)) in known:
            faults.append(f"{folder}: is named twice.")
            continue
        try:
            shard = shard_in(folder)
        except TableError as e:
            faults += e.faults
            continue
        first = next(iter(known.values()), shard)
        if why := fingerprint.differences(first.manifest.made_by, shard.manifest.made_by):
            faults.append(f"{folder}: is of another sweep than {first.folder}: {'; '.join(why)}.")
        known[place] = shard
    if faults or not known:
        raise TableError(*(faults or ["name the folders of the shards."]))
    return [*known.values()]


def shard_in(folder: Path) -> Parts:
    """The shard in a folder; TableError where there is none, or something in it cannot be read."""
    try:
        if not folder.is_dir():
            raise TableError(f"{folder}: {'its links lead in a circle' if folder.is_symlink() else 'there is no such folder'}.")
        manifest = read_manifest(folder)
        if manifest is None:
            finished = " any more: it is finished" if (folder / RECORD).is_file() else ""
            raise TableError(f"{folder}: holds no parts of a sweep{finished}.")
        shard = Parts(folder, manifest)
        if shard.unreadable:
            raise TableError(*shard.unreadable)
        return shard
    except OSError as e:
        raise TableError(f"{folder}: cannot be read: {reason(e)}.") from None
