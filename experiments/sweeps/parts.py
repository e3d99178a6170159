"""The parts of a sweep that is not finished: whole files that a kill at any moment leaves whole, and what they are parts of."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Annotated, Any, get_args

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import Field, TypeAdapter

from experiments.checking.plain_files import bytes_of, faults_of
from experiments.results import output
from experiments.results.output import MANIFEST, PARTS
from experiments.sweeps.batches import Row
from model import show
from model.errors import TableError
from model.simulate import Engine

KNOWN = "^(" + "|".join(name for name in get_args(Engine) if name != "auto") + ")$"
"""The engines by which parts are made, as a pattern."""
DIGEST = "digest"
"""In a manifest: what tells it from one that was altered."""
SEAL = b"seal"
"""In the metadata of a part: what tells it from parts of other sweeps, and from itself with other rows."""


@dataclass(frozen=True)
class Manifest:
    """Of what the parts in a folder are parts: the fingerprint of the sweep, where it is cut, the columns of its table,
    and all that its `sweep.json` will say."""

    fingerprint: dict[str, str]
    engine: Annotated[str, Field(pattern=KNOWN)]
    edges: list[int]
    columns: list[list[str]]
    record: dict[str, Any]

    @property
    def made_by(self) -> dict[str, str]:
        """What must be the same for all parts: the fingerprint of the sweep, and the engine."""
        return {**self.fingerprint, "engine": self.engine}

    @property
    def schema(self) -> pa.Schema:
        """The columns of a part."""
        return pa.schema([(name, pa.type_for_alias(kind)) for name, kind in self.columns])

    @property
    def batches(self) -> range:
        """The numbers of all parts."""
        return range(len(self.edges) - 1)

    @property
    def clinics(self) -> int:
        """How many rows all parts have together."""
        return self.edges[-1]

    def size(self, number: int) -> int:
        """How many rows a part has."""
        return self.edges[number + 1] - self.edges[number]

    def seal(self, number: int, rows: pa.Table) -> str:
        """What only these rows of this part of this very sweep have (SHA-256, in hexadecimal)."""
        whole = hashlib.sha256(canonical([self.made_by, self.edges, self.columns, number]))
        whole.update(repr(rows.to_pylist()).encode())
        return whole.hexdigest()


def columns_of(schema: pa.Schema) -> list[list[str]]:
    """The columns of a table as a manifest holds them."""
    return [[name, str(kind)] for name, kind in zip(schema.names, schema.types, strict=True)]


def canonical(said: Any) -> bytes:
    """The one way in which this is written, whatever the order of its names."""
    return json.dumps(said, sort_keys=True).encode()


def sealed(manifest: Manifest) -> str:
    """A manifest as it is written, with a digest of all that it says."""
    said = json.loads(show.json_of(asdict(manifest)))
    return show.json_of(said | {DIGEST: hashlib.sha256(canonical(said)).hexdigest()})


def unsealed(text: bytes) -> Manifest:
    """The manifest that was written so; ValueError where it is not to the last letter what was written."""
    said = json.loads(text)
    if not isinstance(said, dict):
        raise ValueError
    if said.pop(DIGEST, None) != hashlib.sha256(canonical(said)).hexdigest():
        raise ValueError
    return TypeAdapter(Manifest).validate_python(said)


def read_manifest(folder: Path) -> Manifest | None:
    """What the parts in a sweep's folder are parts of; None where there are none, TableError where it cannot be read."""
    file = folder / PARTS / MANIFEST
    text = bytes_of(file)
    try:
        return None if text is None else unsealed(text)
    except (ValueError, RecursionError):
        raise TableError(
            f"{file}: is damaged, or was altered, so that its parts cannot be used. Remove {folder / PARTS} to do them again."
        ) from None


@dataclass
class Parts:
    """The parts in a sweep's folder; `done` has the number of each that is whole, with how many of its clinics failed."""

    folder: Path
    manifest: Manifest
    done: dict[int, int] = field(default_factory=dict)

    @property
    def place(self) -> Path:
        """Where the parts lie."""
        return self.folder / PARTS

    @property
    def clinics(self) -> int:
        """How many clinics are done."""
        return sum(map(self.manifest.size, self.done))

    @property
    def failed(self) -> int:
        """How many of them could not be lived."""
        return sum(self.done.values())

    @property
    def complete(self) -> bool:
        """Whether no part is missing."""
        return len(self.done) == len(self.manifest.batches)

    def file(self, number: int) -> Path:
        """Where a part lies."""
        return self.place / f"part-{number:06d}.parquet"

    def begin(self) -> None:
        """Find the parts that are whole, remove what a kill has left of others, and say of what all are parts.

        TableError where something has the name of a part that cannot be read: only who put it there knows what to do with it.
        """
        if faults := self.unreadable:
            raise TableError(*faults)
        shutil.rmtree(self.place / WHOLE, ignore_errors=True)
        for file in self.place.glob(f"*{output.PARTIAL}"):
            file.unlink()
        self.done = {n: self.failures(n) for n in self.manifest.batches if self.sound(n)}
        output.replace_text(self.place / MANIFEST, sealed(self.manifest))

    @property
    def lying(self) -> list[Path]:
        """All that has the name of a part, whole or not."""
        return sorted(self.place.glob("part-*.parquet"))

    @property
    def unreadable(self) -> list[str]:
        """Those that cannot be read, each in a sentence."""
        return [fault for file in self.lying for fault in faults_of(file)]

    def sound(self, number: int) -> bool:
        """Whether a part is there, of this very sweep, and holds to its last value what was written."""
        try:
            if not self.file(number).is_file():
                return False
            written, rows = pq.read_schema(self.file(number)), self.table(number)
        except (OSError, pa.ArrowException):
            return False
        seal = (written.metadata or {}).get(SEAL, b"").decode("ascii", "replace")
        return written.equals(self.manifest.schema) and len(rows) == self.manifest.size(number) and seal == self.manifest.seal(number, rows)

    def failures(self, number: int) -> int:
        """How many clinics of a part could not be lived."""
        rows = self.table(number)
        return len(rows) - rows.column("error").null_count

    def table(self, number: int) -> pa.Table:
        """The rows of a part; raises where they are damaged."""
        return pq.read_table(self.file(number), schema=self.manifest.schema, page_checksum_verification=True)

    def keep(self, number: int, rows: list[Row]) -> None:
        """Write a part: it is on the disk, whole, when this returns, and not at all before."""
        table = pa.Table.from_pylist(rows, self.manifest.schema)
        sealed = table.replace_schema_metadata({SEAL: self.manifest.seal(number, table)})
        new = self.file(number).with_suffix(f".{os.getpid()}{output.PARTIAL}")
        try:
            with new.open("wb") as file:
                pq.write_table(sealed, file, write_page_checksum=True)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.file(number))
        finally:
            with suppress(OSError):
                new.unlink(missing_ok=True)
        self.done[number] = len(rows) - table.column("error").null_count

    def leave(self) -> None:
        """After a stop: where nothing was done, now or before, leave nothing behind."""
        if not self.done and not self.lying:
            shutil.rmtree(self.place, ignore_errors=True)
            with suppress(OSError):
                self.folder.rmdir()


WHOLE = "whole"
"""Inside the place of the parts: where the whole results lie until all of them are there."""
ROWS = 50_000
"""Rows of a row group of the whole table; fixed, so that its bytes do not depend on where the parts were cut."""


def joined(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The same rows in tables of `ROWS` rows each, the last with what is left."""
    held: list[pa.Table] = []
    for table in tables:
        held.append(table)
        while sum(map(len, held)) >= ROWS:
            together = pa.concat_tables(held)
            yield together.slice(0, ROWS).combine_chunks()
            held = [together.slice(ROWS)]
    if sum(map(len, held)):
        yield pa.concat_tables(held).combine_chunks()


def reveal(folder: Path, last: str) -> None:
    """Move what lies in the place of whole results to where people look for it, `last` at the end; then remove the parts."""
    staged = folder / PARTS / WHOLE
    for file in sorted(staged.iterdir(), key=lambda f: (f.name == last, f.name)):
        with file.open("rb") as written:
            os.fsync(written.fileno())
        file.replace(folder / file.name)
    shutil.rmtree(folder / PARTS, ignore_errors=True)
