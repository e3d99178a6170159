"""The whole results of a sweep: its table with a data dictionary, what failed, and the record of what made them."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.counting.statistics import SUMMARY
from experiments.results import records
from experiments.results.output import PARTS
from experiments.sweeps.dictionary import dictionary
from experiments.sweeps.parts import WHOLE, Manifest, joined, reveal

TABLE, CSV, FAILURES, RECORD = "sweep.parquet", "sweep.csv", "failures.csv", "sweep.json"
MOST_IN_CSV = 100_000
"""A table of more rows is for programs, which read Parquet."""


def finish(folder: Path, manifest: Manifest, tables: Iterable[pa.Table]) -> None:
    """Write all results of a sweep from its parts in order; they appear in `folder` when all of them are there.

    The record appears last: where it is, everything is.
    """
    staged = folder / PARTS / WHOLE
    staged.mkdir(parents=True, exist_ok=True)
    words = dictionary(manifest.record)
    rows, failed = write(staged / TABLE, explained(manifest.schema, words), tables)
    words.to_csv(staged / records.DICTIONARY, index=False)
    if rows <= MOST_IN_CSV:
        pq.read_table(staged / TABLE).to_pandas().to_csv(staged / CSV, index=False)
    if len(failed):
        failed.to_csv(staged / FAILURES, index=False)
    records.write(staged / RECORD, manifest.record | {"clinics": rows, "failed": len(failed)})
    reveal(folder, RECORD)


def explained(schema: pa.Schema, words: pd.DataFrame) -> pa.Schema:
    """The same columns, with units and meanings that travel with them."""
    known = words.set_index("column")[["unit", "meaning"]].to_dict("index")
    return pa.schema([field.with_metadata(known.get(field.name)) for field in schema])


def write(file: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> tuple[int, pd.DataFrame]:
    """Write the rows of clinics that were lived; how many there are, and those that failed, each with its error."""
    plain, failed, n = schema.remove(schema.get_field_index("error")), [], 0

    def lived(table: pa.Table) -> pa.Table:
        fine = pc.is_null(table["error"])
        failed.append(table.filter(pc.invert(fine)).drop_columns([*SUMMARY]))
        return table.filter(fine).drop_columns("error")

    with pq.ParquetWriter(file, plain) as writer:
        for table in joined(map(lived, tables)):
            writer.write_table(table)
            n += len(table)
    return n, pa.concat_tables(failed).to_pandas()
