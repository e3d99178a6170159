"""Results on disk: a folder appears whole or not at all, and says what made it."""

import itertools
import os
import platform
import re
import shutil
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow.parquet as pq

from experiments.results.locks import HELD, owned
from model import show, tables
from model.block import Block
from model.errors import OutputError, WritingFailed
from model.reasons import reason
from model.scenario import Scenario
from model.stopping import STOPS

PARTIAL = ".partial"
"""Inside a results folder: where results grow."""
PARTS, MANIFEST = "parts", "manifest.json"
"""Inside the folder of a sweep that is not finished: where its parts lie, and what says of what they are parts."""


class Folder(NamedTuple):
    """A results folder under the name that the user knows, and the place in it where results grow."""

    shown: Path
    partial: Path


PACKAGES = ("therapy-dyads", "numpy", "numba", "mesa", "pandas", "pyarrow", "scipy", "SALib")


def refused(folder: object, why: object) -> OutputError:
    """The error that says why results cannot go into `folder`."""
    return OutputError(f"{folder}: cannot be written: {why}. Choose another place (out).")


def taken(folder: object) -> OutputError:
    """The error that says that there is something in `folder` already."""
    return OutputError(f"{folder}: is not empty; finished work is never overwritten. Choose another place (out), or remove it.")


@contextmanager
def whole_folder(out: Path | None, stem: str, under: Path = Path("results")) -> Iterator[Folder]:
    """A place to write into; what is written appears in `out` all at once, when all is written, or not at all.

    Without `out` it is the first of `under/stem-1`, `under/stem-2`, … that is not taken. The folder is reserved at once,
    before any work: OutputError when it is taken, by files or by another process, or cannot be written.
    """
    made: list[Path] = []
    with ExitStack() as ours:
        ours.callback(withdraw, made)
        try:
            folder = reserve(out, made, ours) if out is not None else reserve_next(stem, under, made, ours)
        except OSError as e:
            raise refused(out or under, reason(e)) from None
        partial = folder / PARTIAL
        try:
            yield Folder(out or folder, partial)
            with undisturbed():
                if strangers := sorted(file.name for file in folder.iterdir() if file.name != PARTIAL):
                    raise pushed_aside(folder, strangers)
                for file in grown(partial):
                    file.rename(folder / file.name)
                made.clear()
        except OSError as e:
            why = reason(e) if partial.is_dir() else "somebody has removed it meanwhile"
            raise WritingFailed(f"{folder}: cannot be written: {why}. Nothing was left behind.") from None
        finally:
            with undisturbed():
                clear(partial)


def pushed_aside(folder: Path, strangers: list[str]) -> WritingFailed:
    """The error that says that somebody has put files into a folder while results for it were made, and where these went."""
    aside = next(place for n in itertools.count(1) if not (place := folder.with_name(f"{folder.name}-{n}")).exists())
    aside.mkdir()
    for file in grown(folder / PARTIAL):
        file.rename(aside / file.name)
    return WritingFailed(f"{folder}: somebody has put {', '.join(strangers)} there meanwhile. The results are in {aside}.")


@contextmanager
def reserved(out: str | Path | None, stem: str) -> Iterator[Path | None]:
    """A place to write into where `out` says so, as `whole_folder` makes it; None without: then nothing is to be written."""
    if out is None:
        yield None
        return
    with whole_folder(Path(out), stem) as place:
        yield place.partial


def reserve(folder: Path, made: list[Path], ours: ExitStack) -> Path:
    """Make `folder` ours until `ours` ends, with an empty place inside for what is being written; what had to be made goes into `made`."""
    folder = Path(os.path.realpath(folder))
    if str(folder).encode(errors="replace") != os.fsencode(folder):
        raise refused(folder, "its name is no text in UTF-8")
    if folder.is_symlink():
        raise refused(folder, "its links lead in a circle")  # what nothing could follow is left as it is
    missing = [f for f in (folder, *folder.parents) if not f.exists()]
    for f in reversed(missing):
        f.mkdir()
        made.append(f)
    if not folder.is_dir():
        raise refused(folder, "it is a file")
    ours.callback(withdraw, [folder / PARTIAL])
    ours.enter_context(owned(folder / PARTIAL, folder))
    if any(file.name != PARTIAL for file in folder.iterdir()):
        raise taken(folder)
    clear(folder / PARTIAL)  # a process that was killed may have left something
    return folder


def grown(partial: Path) -> list[Path]:
    """What has been written into a place so far."""
    return sorted(file for file in partial.glob("*") if file.name not in HELD)


def clear(partial: Path) -> None:
    """Remove what has been written into a place."""
    for file in grown(partial):
        if file.is_dir():
            shutil.rmtree(file, ignore_errors=True)
        else:
            file.unlink(missing_ok=True)


def reserve_next(stem: str, under: Path, made: list[Path], ours: ExitStack) -> Path:
    """Make the first free numbered folder ours."""
    stem = re.sub(r"[^\w.-]+", "-", stem)
    for n in itertools.count(1):
        with suppress(FileExistsError):
            if not (under / f"{stem}-{n}").exists():
                return reserve(under / f"{stem}-{n}", made, ours)
        if not under.is_dir():
            raise refused(under, "it is no folder")
    raise AssertionError("numbers do not end")


def replace_text(path: Path, text: str) -> None:
    """Write a text that appears whole, in place of what was there, or not at all, with nothing left beside it."""
    new = path.with_name(f"{path.name}{PARTIAL}")
    try:
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink()
        raise


def withdraw(made: list[Path]) -> None:
    """Remove the folders that were made for results that never came."""
    for folder in reversed(made):
        with suppress(OSError):
            folder.rmdir()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Who asks to stop waits until this is done; only the main thread can ask for that, and only it is told to stop."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.signal(each, signal.SIG_IGN) for each in STOPS}
    try:
        yield
    finally:
        for each, heard in before.items():
            signal.signal(each, heard)


@dataclass(frozen=True)
class Written:
    """A run on disk, read back column by column as wanted."""

    folder: Path
    scenario: Scenario

    @property
    def dyads(self) -> pd.DataFrame:
        """One row per dyad."""
        return pq.read_table(self.folder / "dyads.parquet").to_pandas()

    @property
    def assessments(self) -> pd.DataFrame:
        """One row per client and assessment."""
        return pq.read_table(self.folder / "assessments.parquet").to_pandas()

    @property
    def sessions(self) -> pd.DataFrame:
        """One row per held session."""
        return pq.read_table(self.folder / "sessions.parquet").to_pandas()


def write_tables(folder: Path, blocks: Iterable[Block], scenario: Scenario, items: bool = False) -> Written:
    """Write the tables block by block, with the data dictionary, so that no run is too large for the memory."""
    wanted = [tables.sessions(scenario.brought), tables.DYADS, tables.ASSESSMENTS] + ([tables.ITEMS] if items else [])
    with ExitStack() as files:
        writers: dict[str, pq.ParquetWriter] = {}
        for block in blocks:
            for table in wanted:
                rows = table.arrow(block, scenario)
                if table.name not in writers:
                    writers[table.name] = files.enter_context(pq.ParquetWriter(folder / f"{table.name}.parquet", rows.schema))
                writers[table.name].write_table(rows)
    words = tables.dictionary(scenario.brought)
    words[words.table.isin([t.name for t in wanted])].to_csv(folder / "data_dictionary.csv", index=False)
    return Written(folder, scenario)


def command() -> list[str]:
    """What was typed; of what was called from Python, what it was called by."""
    program = Path(sys.argv[0])
    return ["dyads", *sys.argv[1:]] if program.stem in ("dyads", "cli") else ["python", program.name]


def versions(packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """Versions of Python and of what results depend on."""
    return {"python": platform.python_version(), **{p: version(p) for p in packages}}


def write_json(path: Path, content: Any) -> None:
    """Write JSON that people can read too."""
    path.write_text(show.json_of(content) + "\n", "utf-8", errors="backslashreplace")  # a name that is no text
