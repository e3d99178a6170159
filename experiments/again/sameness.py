"""Whether two tables are the same to the bit, and where they first differ."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from model.errors import TableError


class Table(NamedTuple):
    """A table on disk, of which one column at a time is read."""

    names: list[str]
    rows: int
    column: Callable[[str], np.ndarray]


class Apart(NamedTuple):
    """The first cell, row by row, in which two tables differ: its row, from 1, its column, both values; and how many rows differ."""

    row: int
    column: str
    then: Any
    now: Any
    rows: int = 1

    @property
    def words(self) -> str:
        """The difference in a sentence."""
        more = f"; {self.rows:,} rows differ" if self.rows > 1 else ""
        return f"row {self.row:,}, column {self.column}: {said(self.then)} was recorded, {said(self.now)} came out{more}"


def difference(then: Path, now: Path) -> str:
    """How two tables differ, in words; nothing where they are the same to the bit. TableError where one cannot be read."""
    a, b = opened(then), opened(now)
    first = first_apart(a, b)
    return "; ".join([*shapes(a, b), *([first.words] if first else [])])


def opened(file: Path) -> Table:
    """A Parquet or CSV table; of CSV all cells are text."""
    try:
        if file.suffix == ".parquet":
            with pq.ParquetFile(file) as about:
                return Table(about.schema_arrow.names, about.metadata.num_rows, partial(parquet_column, file))
        cells = pd.read_csv(file, dtype=str, keep_default_na=False)
        return Table([*map(str, cells.columns)], len(cells), lambda name: cells[name].to_numpy(object))
    except pd.errors.EmptyDataError:  # how a table without rows is written when nobody names its columns
        return Table([], 0, dict[str, np.ndarray]().__getitem__)
    except (OSError, ValueError, pa.ArrowException) as e:
        raise unreadable(file, e) from None


def parquet_column(file: Path, name: str) -> np.ndarray:
    """A column of a Parquet table; words as text, however they are stored."""
    try:
        found = pq.read_table(file, columns=[name]).column(0)
        return (found.cast(pa.string()) if pa.types.is_dictionary(found.type) else found).to_numpy()
    except (OSError, ValueError, pa.ArrowException) as e:
        raise unreadable(file, e) from None


def unreadable(file: Path, why: Exception) -> TableError:
    """The error that says that a file is no table."""
    first = (str(why).splitlines() or [""])[0].rstrip(".")
    return TableError(f"{file}: cannot be read as a table: {type(why).__name__}: {first}.")


def shapes(a: Table, b: Table) -> Iterator[str]:
    """What differs between two tables besides cells."""
    for names, words in ((set(a.names) - set(b.names), "were recorded, and did not come out"),
                         (set(b.names) - set(a.names), "came out, and were not recorded")):  # fmt: skip
        if names:
            yield f"columns {', '.join(sorted(names))} {words}"
    if set(a.names) == set(b.names) and a.names != b.names:
        yield "the columns stand in another order"
    if a.rows != b.rows:
        yield f"{a.rows:,} rows were recorded, {b.rows:,} came out"


def first_apart(a: Table, b: Table) -> Apart | None:
    """The first cell in which two tables differ, of the rows and columns that both have; None where none does."""
    n = min(a.rows, b.rows)
    any_of, first = np.zeros(n, bool), None
    for name in (name for name in a.names if name in b.names):
        x, y = a.column(name)[:n], b.column(name)[:n]
        differs = unlike(x, y)
        any_of |= differs
        at = int(differs.argmax()) if differs.any() else n
        if at < (first.row - 1 if first else n):
            first = Apart(at + 1, name, x[at], y[at])
    return first._replace(rows=int(any_of.sum())) if first else None


def unlike(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Where two columns differ in any bit; nothing is the same as nothing, and a number of another kind is another."""
    if x.dtype != y.dtype:
        return np.ones(len(x), bool)
    differs = x != y
    if x.dtype.kind == "f":
        differs |= np.signbit(x) != np.signbit(y)
        differs &= ~(np.isnan(x) & np.isnan(y))
    return differs.astype(bool)


def said(value: Any) -> str:
    """A value with all its digits; text in quotes."""
    return repr(value.item() if isinstance(value, np.generic) else value)
