"""Results on disk: a folder appears whole or not at all, and says what made it."""

import itertools
import os
import platform
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from model import show, tables
from model.block import Block
from model.errors import OutputError
from model.rules import Rules
from model.scenario import Scenario

PACKAGES = ("therapy-dyads", "numpy", "numba", "mesa", "pandas", "pyarrow")


def free_folder(stem: str, under: Path = Path("results")) -> Path:
    """The first folder `under/stem-1`, `under/stem-2`, … that is not taken; it is made at once, so that nobody else takes it."""
    for n in itertools.count(1):
        folder = under / f"{stem}-{n}"
        try:
            folder.mkdir(parents=True)
            return folder
        except FileExistsError:
            continue
        except OSError as e:
            raise OutputError(f"{folder}: cannot be written: {e.strerror or e}. Choose another place with --out.") from None
    raise AssertionError("numbers do not end")


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to write into that takes its final name only when all is written.

    Raises OutputError, before any work, when `folder` is taken or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder}: is not empty; finished work is never overwritten. Choose another --out, or remove it.")
    partial = folder.with_name(f".{folder.name}.{os.getpid()}.partial")
    try:
        partial.mkdir(parents=True)
    except OSError as e:
        raise OutputError(f"{folder}: cannot be written: {e.strerror or e}. Choose another --out.") from None
    try:
        yield partial
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    except OSError as e:
        raise OutputError(f"{folder}: cannot be written: {e.strerror or e}. Nothing was left behind.") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        for empty in (folder, folder.parent):  # a folder made for results that never came
            with suppress(OSError):
                empty.rmdir()


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
    def sessions(self) -> pd.DataFrame:
        """One row per held session."""
        return pq.read_table(self.folder / "sessions.parquet").to_pandas()


def write_tables(folder: Path, blocks: Iterable[Block], scenario: Scenario, items: bool = False) -> Written:
    """Write the tables block by block, with the data dictionary, so that no run is too large for the memory."""
    wanted = [tables.SESSIONS, tables.DYADS] + ([tables.ITEMS] if items else [])
    with ExitStack() as files:
        writers: dict[str, pq.ParquetWriter] = {}
        for block in blocks:
            for table in wanted:
                rows = table.arrow(block, scenario)
                if table.name not in writers:
                    writers[table.name] = files.enter_context(pq.ParquetWriter(folder / f"{table.name}.parquet", rows.schema))
                writers[table.name].write_table(rows)
    words = tables.dictionary()
    words[words.table.isin([t.name for t in wanted])].to_csv(folder / "data_dictionary.csv", index=False)
    return Written(folder, scenario)


def provenance(scenario: Scenario, rules: Rules, engine: str, **more: Any) -> dict[str, Any]:
    """Everything needed to repeat a run: parameters, rules with their text, seed, engine, versions, command."""
    return {
        "command": ["dyads", *sys.argv[1:]],
        "scenario": scenario.name,
        "seed": scenario.seed,
        "engine": engine,
        "changed": dict(scenario.settings),
        "parameters": scenario.all_settings(),
        "rule_file": str(rules.source) if rules.source else None,
        "replaced_rules": sorted(rules.replaced),
        "rules": {name: rules.text(name) for name in rules},
        "versions": {"python": platform.python_version(), **{p: version(p) for p in PACKAGES}},
        "machine": f"{platform.system()} {platform.machine()}",
        **more,
    }


def write_json(path: Path, content: Any) -> None:
    """Write JSON that people can read too."""
    path.write_text(show.json_of(content) + "\n", "utf-8")
