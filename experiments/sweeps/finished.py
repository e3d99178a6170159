"""A finished sweep as analyses and reports take it: what was asked, and what came out, from memory or from its folder."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.designs.file import DesignFile
from experiments.designs.sampling import SAMPLERS
from experiments.sweeps.sweep import Swept
from experiments.sweeps.tables import FAILURES, RECORD, TABLE
from model.errors import TableError
from model.reasons import reason
from model.toml import checked, read_toml


@dataclass(frozen=True, eq=False)
class Finished:
    """A design as its file has it, the titles of its factors, and a row for each clinic that was lived, and for each that failed.

    `record` is all that its `sweep.json` says of what made it; of a sweep in memory it says how the design is called.
    """

    asked: DesignFile
    factors: tuple[str, ...]
    rows: pd.DataFrame
    record: dict[str, Any]
    failures: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["point", "error"]))

    @property
    def title(self) -> str:
        """What the design is called."""
        return self.record["design_title"]

    @property
    def points(self) -> int:
        """How many points the design has, with those that failed."""
        sampled = self.shares
        if sampled is not None:
            return len(sampled)
        return int(pd.concat([table.point for table in (self.rows, self.failures) if "point" in table]).max())

    @property
    def shares(self) -> np.ndarray | None:
        """Where the points of a sampled design lie (points × factors), drawn again as they were; None for other designs."""
        sampler = SAMPLERS.get(self.asked.sort)
        if sampler is None:
            return None
        extra = {name: getattr(self.asked, name) for name in sampler.extra}
        return sampler.draw(self.asked.samples, len(self.factors), self.asked.sampling_seed, **extra)

    def means(self, outcome: str) -> np.ndarray:
        """The mean of an outcome over the replicates of each point; NaN where there is none."""
        found = self.rows.groupby("point")[outcome].mean()
        return found.reindex(np.arange(1, self.points + 1)).to_numpy(float)


def of(swept: Swept) -> Finished:
    """A sweep in memory."""
    design = swept.design
    record = {"design": design.name, "design_title": design.title, "kind": design.kind, "luck": design.luck}
    return Finished(design.asked, tuple(design.values), swept.rows, record, swept.failures)


def is_folder(name: str | Path) -> bool:
    """Whether this is the folder of a sweep, finished or not, and no design."""
    return Path(name).is_dir() and not str(name).endswith(".toml")


def read(folder: Path) -> Finished:
    """The finished sweep in a folder; TableError where there is none, or it cannot be read."""
    if not (folder / RECORD).is_file():
        raise TableError(f"{folder}: holds no finished sweep (there is no {RECORD}). Let dyads sweep finish it first.")
    try:
        record = json.loads((folder / RECORD).read_text("utf-8"))
        asked, faults = checked(read_toml(record["design_text"], f"{folder}: "), DesignFile, "a design")
        if faults:
            raise TableError(*(f"{folder / RECORD}: {fault}" for fault in faults))
        titles = tuple(factor["title"] for factor in record["factors"])
        failed = pd.read_csv(folder / FAILURES) if (folder / FAILURES).is_file() else pd.DataFrame(columns=["point", "error"])
        return Finished(asked, titles, pd.read_parquet(folder / TABLE), record, failed)
    except (OSError, KeyError, ValueError) as e:
        why = reason(e) if isinstance(e, OSError) else f"{type(e).__name__}: {e}"
        raise TableError(f"{folder}: cannot be read as a sweep: {why}.") from None
