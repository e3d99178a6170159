"""Any row of any result, lived again from what its folder says of it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.compare import partings
from experiments.factors import WORDS, whole
from experiments.fingerprint import VARIED
from experiments.output import PACKAGES, versions
from experiments.records import rules_of, scenario_of
from experiments.statistics import summary
from model import story
from model.errors import DyadsError, TableError
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import simulate
from model.telling import address

RECORDS = ("run.json", "sweep.json", "compare.json")


@dataclass(frozen=True)
class Found:
    """What a results folder says of one row: the clinic, its rules, and which client, if the row is one."""

    scenario: Scenario
    rules: Rules
    client: str | None
    row: dict[str, Any] | None
    notes: tuple[str, ...]


def find(folder: Path, row: str, client: str | None = None, which: str = "b") -> Found:
    """The clinic behind a row of the results in `folder`.

    In a run, or `which` side of a comparison, `row` is a client, as 3-12, or the number of a row of dyads, from 1; in a
    sweep it is the number of a row of its table, and `client` one of that clinic. Raises TableError where there is none.
    """
    kind = next((name for name in RECORDS if (folder / name).is_file()), None)
    if kind is None:
        raise TableError(f"{folder}: holds no {', '.join(RECORDS[:-1])} or {RECORDS[-1]}; name a folder that a command has written.")
    told = json.loads((folder / kind).read_text("utf-8"))
    if kind == "sweep.json":
        table = pq.read_table(folder / "sweep.parquet")
        (at,) = table.slice(numbered(row, len(table), f"rows of {folder / 'sweep.parquet'}"), 1).to_pylist()
        asked, said = clinic_of(told, at)
        return Found(asked, said, client, at, notes_on(told))
    side = told[which] if kind == "compare.json" else told
    if "-" not in row:
        if kind == "compare.json":
            raise TableError(f"{row} is no client; write THERAPIST-PLACE, as in 3-12.")
        clients = pd.read_parquet(folder / "dyads.parquet", columns=["client_id"]).client_id
        row = str(clients.iloc[numbered(row, len(clients), f"rows of {folder / 'dyads.parquet'}")])
    return Found(scenario_of(side), rules_of(side), row, None, notes_on(side))


def clinic_of(told: dict[str, Any], at: dict[str, Any]) -> tuple[Scenario, Rules]:
    """The clinic, and the rules, of a row of a sweep, from the values of its factors."""
    settings: dict[str, Any] = {}
    for factor in told["factors"]:
        name, value = factor["names"][0], at[factor["title"]]
        if name in WORDS:
            told = told | told.get(VARIED[name], {}).get(value, {})
        else:
            settings |= dict.fromkeys(factor["names"], whole(value))
    return scenario_of(told).but(settings, seed=at["seed"]), rules_of(told)


def numbered(row: str, n: int, what: str) -> int:
    """The index of a row that is numbered from 1."""
    if not (row.isascii() and row.isdigit() and 1 <= int(row) <= n):
        raise TableError(f"{what} are numbered from 1 to {n}; got {row}.")
    return int(row) - 1


def notes_on(told: dict[str, Any]) -> tuple[str, ...]:
    """What is not as it was when the result was made."""
    now = versions()
    others = [
        f"made with {name} {was}, lived again with {now.get(name, 'none')}: the last bits, or more, may differ"
        for name, was in told["versions"].items()
        if now.get(name) != was and name in (*PACKAGES, "python")
    ]
    rewritten = changed_rules(told["rules"], told["replaced_rules"])
    return (*others, *([f"rules that have changed since: {', '.join(rewritten)}; lives may differ"] if rewritten else []))


def changed_rules(then: dict[str, str], replaced: Collection[str]) -> list[str]:
    """The default rules whose text is not what it was, that are new, or that are gone."""
    now = Rules()
    return sorted(n for n in {*then, *now} - set(replaced) if n not in now or then.get(n) != now.text(n))


def told_again(found: Found, folder: Path) -> tuple[str, bool]:
    """The story of the client, and whether it is, to the last bit, the one that was recorded."""
    client = str(found.client)
    run = story.lived(found.scenario, found.rules, *address(client))
    text = "\n\n".join([story.titled(found.scenario, client), *story.since(run, client)])
    recorded = folder / "sessions.parquet"
    if not recorded.is_file():
        return text, True
    before = recorded_sessions(recorded, client)
    now = run.sessions[run.sessions.client_id == client].reset_index(drop=True)
    if unlike := sorted(map(str, set(before) ^ set(now))):
        gone = f"NOT the same as recorded in {recorded}: only one of them has {', '.join(unlike[:6])}"
        return f"{text}\n\n{gone}{' and more' if len(unlike) > 6 else ''}.", False
    same = not partings(before, now, "session")
    verdict = "The same, to the last bit, as the" if same else "NOT the same as the"
    return f"{text}\n\n{verdict} {len(before)} sessions recorded in {recorded}.", same


def recorded_sessions(file: Path, client: str) -> pd.DataFrame:
    """The sessions of a client as they were recorded; TableError when the file is none of ours."""
    try:
        rows = pd.read_parquet(file)
        return rows[rows["client_id"].astype(str) == client].reset_index(drop=True)
    except (KeyError, ValueError, TypeError, OSError, pa.ArrowException) as e:
        raise TableError(f"{file}: cannot be read as a table of sessions: {plainly(e)}.") from None


def plainly(error: Exception) -> str:
    """An error of a library in one line."""
    first = (str(error).splitlines() or [""])[0]
    return f"{type(error).__name__}: {first.rstrip('.')}"


def counted_again(found: Found) -> tuple[dict[str, Any], list[str]]:
    """The summary of a point of a sweep, and the names of those of its numbers that are not as recorded."""
    now = summary(simulate(found.scenario, rules=found.rules, record=False).dyads, intervals=False)
    row = found.row or {}
    differ = [n for n, v in now.items() if not (row.get(n) == v or (row.get(n) != row.get(n) and v != v))]
    return now, differ


def replay(folder: Path, row: str, client: str | None = None, which: str = "b") -> tuple[str, tuple[str, ...], bool]:
    """What to print of a row that is lived again, notes on what has changed since, and whether it is the same."""
    try:
        found = find(folder, row, client, which)
    except DyadsError:
        raise
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError, OSError, pa.ArrowException) as e:
        raise TableError(f"{folder}: its record cannot be read: {plainly(e)}.") from None  # whatever a damaged record holds
    if client is not None and found.row is None:
        raise TableError(f"--client names a client of a row of a sweep; in {folder} the row itself is one ({row}).")
    if found.client is not None:
        text, same = told_again(found, folder)
        return text, found.notes, same
    now, differ = counted_again(found)
    lines = [f"Row {row} of {folder / 'sweep.parquet'}, seed {found.scenario.seed}, lived again:", ""]
    lines += [f"  {name:<24}{value:.6g}" for name, value in now.items()]
    lines += ["", f"NOT as recorded: {', '.join(differ)}." if differ else "The same, to the last bit, as recorded."]
    return "\n".join([*lines, "Name one of its clients with --client 1-1 to read that story."]), found.notes, not differ
