"""Any row of any result, lived again from what its folder says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.again import since
from experiments.comparing.compare import partings
from experiments.counting.statistics import SUMMARY
from experiments.designs.factors import WORDS
from experiments.results import records
from experiments.results.clinic_record import rules_of, scenario_of
from experiments.results.records import Record, plainly
from experiments.sweeps import batches
from experiments.sweeps.batches import Job
from experiments.sweeps.clinic_again import job_of
from experiments.sweeps.tables import FAILURES, TABLE
from model.errors import DyadsError, TableError
from model.rules import Rules
from model.scenario import Scenario
from model.stories import story
from model.telling import address

FAILED = "failed-"
"""What stands before the number of a row of the clinics that failed."""
SESSIONS = "sessions.parquet"


@dataclass(frozen=True)
class Found:
    """What a results folder says of one row: the clinic, its rules, and which client, if the row is one.

    Of a clinic of a sweep there are also the `job` that it was, on which engine, and its row in the table.
    """

    scenario: Scenario
    rules: Rules
    client: str | None
    notes: tuple[str, ...]
    record: Record
    clinic: "Clinic | None" = None


class Clinic(NamedTuple):
    """A clinic of a sweep: in which row of which table it stands, what that says of it, and all that it takes to live it again."""

    place: str
    row: Mapping[str, Any]
    job: Job
    engine: str


def find(folder: Path, row: str, client: str | None = None, which: str | None = None) -> Found:
    """The clinic behind a row of the results in `folder`.

    In a run, or `which` side of a comparison (B where none is named), `row` is a client, as 3-12, or the number of a row of
    dyads, from 1; in a sweep it is the number of a row of its table, or of its failures, as failed-1, and `client` one of that
    clinic. Raises TableError where there is none.
    """
    record = records.read(folder)
    told, kind, notes = record.told, record.told.get("result"), tuple(since.notes(record.told))
    if which is not None and kind != "compare":
        raise TableError(f"{record.folder} holds no comparison and has no sides; leave out which side (side).")
    if kind == "sweep":
        return in_sweep(record, row, client, notes)
    if kind not in ("run", "compare"):
        whose = f"{record.file}: was written by dyads {kind}, whose rows are no clients and no clinics."
        raise TableError(f"{whose} dyads rerun makes it again as a whole.")
    side = told[which or "b"] if kind == "compare" else told
    if "-" not in row:
        if kind == "compare":
            raise TableError(f"{row} is no client; write THERAPIST-PLACE, as in 3-12.")
        table = record.folder / "dyads.parquet"
        clients = pd.read_parquet(table, columns=["client_id"]).client_id
        row = str(clients.iloc[numbered(row, len(clients), table)])
    return Found(scenario_of(side), rules_of(side), row, notes, record)


def in_sweep(record: Record, row: str, client: str | None, notes: tuple[str, ...]) -> Found:
    """The clinic of a row of a sweep, or of its failures."""
    table = record.folder / (FAILURES if row.startswith(FAILED) else TABLE)
    at = (failed_row if row.startswith(FAILED) else lived_row)(table, row.removeprefix(FAILED), record.told)
    if client is not None and "error" in at:
        raise TableError(f"{row} of {record.folder} is a clinic that could not be lived; it has no clients.")
    job = job_of(record.told, at)
    clinic = Clinic(f"row {row.removeprefix(FAILED)} of {table}", at, job, record.told["engine"])
    usual = job.clinic.but(seed=at["seed"])
    asked = usual if "error" in at else usual.but(job.settings)
    return Found(asked, job.rules, client, notes, record, clinic)


def lived_row(table: Path, row: str, told: dict[str, Any]) -> dict[str, Any]:
    """A row of the table of a sweep; only the piece of the table in which it stands is read."""
    with pq.ParquetFile(table) as file:
        at = numbered(row, file.metadata.num_rows, table)
        for piece in range(file.num_row_groups):
            if at < (rows := file.metadata.row_group(piece).num_rows):
                return file.read_row_group(piece).slice(at, 1).to_pylist()[0]
            at -= rows
    raise AssertionError("rows are counted")


def failed_row(table: Path, row: str, told: dict[str, Any]) -> dict[str, Any]:
    """A row of the clinics of a sweep that failed."""
    if not table.is_file():
        raise TableError(f"{table.parent}: no clinic of this sweep has failed.")
    words = {f["title"] for f in told["factors"] if f["names"][0] in WORDS} | {"error"}
    rows = pd.read_csv(table, dtype=str, keep_default_na=False)
    cells = rows.iloc[numbered(row, len(rows), table)].to_dict()
    return {str(name): cell if name in words else number(cell) for name, cell in cells.items()}


def number(cell: str) -> int | float:
    """A number as a table of text has it, to the last bit."""
    return int(cell) if cell.removeprefix("-").isdigit() else float(cell)


def numbered(row: str, n: int, table: Path) -> int:
    """The index of a row that is numbered from 1."""
    if not (row.isascii() and row.isdigit() and 1 <= int(row) <= n):
        raise TableError(f"rows of {table} are numbered from 1 to {n}; got {row}.")
    return int(row) - 1


def told_again(found: Found, client: str) -> tuple[str, bool]:
    """The story of the client, and whether it is, to the last bit, the one that was recorded."""
    run = story.lived(found.scenario, found.rules, *address(client))
    head = [story.titled(found.scenario, client), *([f"In its clinic {varied(found.record, found.clinic)}."] if found.clinic else [])]
    text = "\n\n".join([*head, *story.since(run, client)])
    if found.clinic:
        same = not counted_again(found.clinic)[1]
        return f"{text}\n\nIts clinic, lived again, is {verdict(same)} as {found.clinic.place} has it.", same
    recorded_in = found.record.folder / SESSIONS
    if found.record.told["result"] == "compare":
        return f"{text}\n\nA comparison records no lives, so that there is nothing to hold this one against.", True
    if not recorded_in.is_file():
        return f"{text}\n\nWhether it is the same as then cannot be told: there is no {recorded_in}.", False
    before = recorded_sessions(recorded_in, client)
    now = run.sessions[run.sessions.client_id == client].reset_index(drop=True)
    if unlike := sorted(map(str, set(before) ^ set(now))):
        return f"{text}\n\nNOT the same as recorded in {recorded_in}: only one of them has {since.listed(unlike)}.", False
    same = not partings(before, now, "session")
    return f"{text}\n\n{begins(verdict(same))} as the {len(before)} sessions recorded in {recorded_in}.", same


def varied(record: Record, clinic: Clinic) -> str:
    """What the design varied, as it was in this clinic: each factor, the parameters that it moves, and its value."""
    return ", ".join(f"{called(factor)} = {brief(clinic.row[factor['title']])}" for factor in record.told["factors"])


def called(factor: Mapping[str, Any]) -> str:
    """What a factor is called, with the names that it moves where that is another."""
    names = " and ".join(factor["names"])
    return names if factor["title"] == names else f"{factor['title']} ({names})"


def brief(value: Any) -> str:
    """A value in a few digits, or the word that it is."""
    return f"{value:.6g}" if isinstance(value, int | float) else str(value)


def verdict(same: bool) -> str:
    """Whether something is the same, in words."""
    return "the same, to the last bit," if same else "NOT the same"


def begins(words: str) -> str:
    """Words as they begin a sentence."""
    return words[0].upper() + words[1:]


def recorded_sessions(file: Path, client: str) -> pd.DataFrame:
    """The sessions of a client as they were recorded; TableError when the file is none of ours."""
    try:
        rows = pd.read_parquet(file)
        return rows[rows["client_id"].astype(str) == client].reset_index(drop=True)
    except (KeyError, ValueError, TypeError, OSError, pa.ArrowException) as e:
        raise TableError(f"{file}: cannot be read as a table of sessions: {plainly(e)}.") from None


def counted_again(clinic: Clinic) -> tuple[dict[str, Any], list[str]]:
    """The summary of a clinic of a sweep, and the names of those of its numbers that are not as recorded."""
    now = {n: v for n, v in batches.row(clinic.job, clinic.engine).items() if n in SUMMARY}
    return now, [n for n, v in now.items() if not alike(clinic.row.get(n), v)]


def alike(then: Any, now: Any) -> bool:
    """Whether two numbers are the same; none is the same as none."""
    none = [x is None or x != x for x in (then, now)]
    return all(none) or (not any(none) and then == now)


def counted(found: Found, clinic: Clinic) -> tuple[str, bool]:
    """The clinic of a row of a sweep in numbers, and whether they are, to the last bit, those that were recorded."""
    began = f"{begins(clinic.place)}, seed {clinic.row['seed']}, {varied(found.record, clinic)}, lived again:"
    if "error" in clinic.row:
        return failing(clinic, began)
    now, differ = counted_again(clinic)
    lines = [began, "", *(f"  {name:<24}{value:.6g}" for name, value in now.items()), ""]
    lines.append(f"NOT as recorded: {', '.join(differ)}." if differ else "The same, to the last bit, as recorded.")
    return "\n".join([*lines, "Name one of its clients to read that story: --client 1-1, or in Python client='1-1'."]), not differ


def failing(clinic: Clinic, began: str) -> tuple[str, bool]:
    """A clinic that could not be lived: whether it fails again, and in the same words."""
    try:
        batches.row(clinic.job, clinic.engine)
    except Exception as e:  # whatever stopped it then
        now = batches.reason(e)
        same = now == clinic.row["error"]
        return f"{began}\n\nIt fails again{', in the same words' if same else ', in other words than'}: {clinic.row['error']}" + (
            "" if same else f"\nNow: {now}"
        ), same
    return f"{began}\n\nNOT as recorded: it can be lived now. Then it failed: {clinic.row['error']}", False


def replay(folder: Path, row: str, client: str | None = None, which: str | None = None) -> tuple[str, tuple[str, ...], bool]:
    """What to print of a row that is lived again, notes on what has changed since, and whether it is the same."""
    try:
        found = find(folder, row, client, which)
    except DyadsError:
        raise
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError, OSError, pa.ArrowException) as e:
        raise TableError(f"{folder}: its record cannot be read: {plainly(e)}.") from None  # whatever a damaged record holds
    if client is not None and found.clinic is None:
        raise TableError(f"a client is named of a row of a sweep; in {folder} the row itself is one ({row}).")
    if found.client is not None:
        text, same = told_again(found, found.client)
    else:
        assert found.clinic is not None  # a row of a sweep, or a client
        text, same = counted(found, found.clinic)
    return text, found.notes, same
