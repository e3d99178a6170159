"""Any result again: made anew from its record alone, and every table of it held against the one that was recorded.

Where its rules are of a file a few dyads live by them on both engines, too: kept machine code that says something else than the
text in the record would make the same wrong tables twice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from experiments.again import since
from experiments.again.both_engines import Held, held
from experiments.again.kinds import KINDS, Work
from experiments.again.sameness import difference
from experiments.designs.recorded import design_of
from experiments.results import output, records
from experiments.results.records import Record, tables_beside
from experiments.results.sources import digest_of
from experiments.sweeps.fingerprint import fingerprint
from experiments.sweeps.folder import place_for
from experiments.sweeps.tables import RECORD
from model.errors import DyadsError, TableError, did_you_mean
from model.progress import Told as Done


class Compared(NamedTuple):
    """A table of a result that was made again: whether it is the same to the bit, and in words where not, or what else is to say."""

    table: str
    same: bool
    words: str


class Rerun(NamedTuple):
    """A result that was made again: from which record, into which folder (None where it was only checked), how its tables
    stand to those that were recorded, what has changed since, and how its compiled rule files stand to their text."""

    record: Record
    folder: Path | None
    tables: tuple[Compared, ...]
    notes: tuple[str, ...]
    engines: tuple[Held, ...] = ()

    @property
    def same(self) -> bool:
        """Whether every table is the same to the bit, and so is what both engines say of its rule files."""
        return all(table.same for table in self.tables) and all(held.same for held in self.engines)


def rerun(place: Path, out: Path | None = None, check: bool = False, done: Done = lambda i, n, failed=0: None) -> Rerun:
    """Make the result whose record is at `place`, a file or its folder, again, and compare all its tables.

    It goes into `out`, or the next free folder under results/; with `check` nowhere. Raises TableError where there is no
    record of this format, or what it says cannot be used, and OutputError where results cannot be written, before any work.
    """
    record = records.read(place)
    work = work_of(record)
    notes = tuple(since.notes(record.told))
    with somewhere(record, out, check) as (shown, folder):
        work(folder, done)
        tables = tuple(compared(record, folder))
    return Rerun(record, shown, tables, notes, tuple(held(record.told)))


def work_of(record: Record) -> Work:
    """What makes the result again; TableError where the record does not say what it should."""
    kind = str(record.told.get("result"))
    if kind not in KINDS:
        raise TableError(f"{record.file}: is of a result that this version does not know: {kind!r}.{did_you_mean(kind, KINDS)}")
    try:
        if not isinstance(record.told["tables"], dict):
            raise TypeError("tables is no table")
        return KINDS[kind](record.told)
    except DyadsError as e:
        raise TableError(*(f"{record.file}: {fault}" for fault in e.faults)) from None
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError) as e:  # whatever a damaged record holds
        raise TableError(f"{record.file}: is damaged: {records.plainly(e)}.") from None


@contextmanager
def somewhere(record: Record, out: Path | None, check: bool) -> Iterator[tuple[Path | None, Path]]:
    """Where the result is made again: the folder that the user will know, if it is kept, and the one to write into."""
    stem = f"rerun-{record.file.resolve().parent.name}"
    if check:
        with TemporaryDirectory() as temporary:
            folder = Path(temporary) / stem
            folder.mkdir()
            yield None, folder
    elif record.told["result"] == "sweep":
        folder = out or place_for(stem, fingerprint(design_of(record.told)), fresh=False, engine=record.told["engine"])
        refuse_finished(folder)
        yield folder, folder
    else:
        with output.whole_folder(out, stem) as place:
            yield place.shown, place.partial


def refuse_finished(folder: Path) -> None:
    """OutputError where a folder holds a finished sweep, which would be taken for what is to be made."""
    if (folder / RECORD).exists():
        raise output.taken(folder)


def compared(record: Record, folder: Path) -> Iterator[Compared]:
    """How every table of a result stands to the same one in the folder where it was made again."""
    now, then = tables_beside(folder / record.file.name), record.told["tables"]
    for table in dict.fromkeys([*then, *now]):
        if table not in then or table not in now:
            missing = "was recorded, and did not come out" if table in then else "came out, and was not recorded"
            yield Compared(table, False, missing)
        else:
            yield beside(table, record.folder / table, folder / table, then[table], now[table])


def beside(table: str, then: Path, now: Path, recorded_digest: str, digest: str) -> Compared:
    """How a table stands to what it is now; the digest in its record says what it was when it was written."""
    once = digest == recorded_digest
    if not then.is_file():
        words = "what its record says of it is what came out" if once else "whether it is the same cannot be told"
        return Compared(table, once, f"is gone from {then.parent}; {words}")
    if digest_of(then) == digest:
        return Compared(table, True, "")
    if apart := difference(then, now):
        changed = digest_of(then) != recorded_digest
        more = f"; it has been changed since it was written{', when it held what came out now' if once else ''}" if changed else ""
        return Compared(table, False, apart + more)
    return Compared(table, True, "its file holds the same in other bytes")


def as_dict(found: Rerun) -> dict[str, Any]:
    """A rerun for programs."""
    return {
        "record": str(found.record.file),
        "command": found.record.command,
        "folder": str(found.folder) if found.folder else None,
        "same": found.same,
        "tables": [table._asdict() for table in found.tables],
        "engines": [each._asdict() for each in found.engines],
        "changed_since": found.notes,
    }


def told(found: Rerun) -> str:
    """A rerun for people."""
    every = [*found.tables, *found.engines]
    wide = max(len(what) for what, _, _ in every) + 2
    lines = [f"{found.record.file} ({found.record.command}), made again:", ""]
    for what, same, words in every:
        verdict = "the same, to the bit" if same else "NOT the same"
        lines.append(f"  {what:<{wide}}{verdict}{': ' if words else ''}{words}")
    return "\n".join(lines)
