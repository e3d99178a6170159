"""The record of a result: a JSON file in its folder that says all that is needed to make it again.

Every command that writes a folder leaves one in it. All begin alike: of what they are the `result`, in which `format`, the
`command`, the `versions`, the `machine` and the `code` that made it. Then they hold what was asked, resolved, with the text of
whatever it came from, and last the digests of the `tables`. `experiments.again.kinds` makes each kind of result from its record.
"""

import json
import platform
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from experiments.checking.plain_files import bytes_of
from experiments.results import output
from experiments.results.output import MANIFEST, PARTS
from experiments.results.sources import digest_of, digests
from model.errors import TableError
from model.reasons import reason
from model.simulate import Engine

FORMAT = 2
"""What records look like; those of format 1 did not say it, nor all that is needed."""
TABLES = (".parquet", ".csv")
DICTIONARY = "data_dictionary.csv"
"""Beside tables, about them, and no result."""


def begun(result: str, *decide: str) -> dict[str, Any]:
    """What the record of a `result` begins with; `decide` are the modules that decide, with all that they import, what comes out."""
    made = {"versions": output.versions(), "machine": f"{platform.system()} {platform.machine()}", "code": digests(decide)}
    return {"result": result, "format": FORMAT, "command": output.command(), **made}


def write(file: Path, record: dict[str, Any]) -> None:
    """Write a record into the folder of its tables, when all of these are there."""
    output.write_json(file, record | {"tables": tables_beside(file)})


def tables_beside(file: Path) -> dict[str, str]:
    """The digest of each table in the folder of a file."""
    found = sorted(f for f in file.parent.iterdir() if f.suffix in TABLES and f.name != DICTIONARY)
    return {f.name: digest_of(f) for f in found}


class Head(BaseModel):
    """What every record of this format begins with and ends with; what stands between is its kind's own."""

    model_config = ConfigDict(strict=True)

    result: str
    command: list[str] = Field(min_length=1)
    versions: dict[str, str]
    code: dict[str, str]
    tables: dict[str, str]
    replaced_rules: list[str] = []
    engine: Engine | None = None


class Record(NamedTuple):
    """The record of a result: where it stands, and what it says."""

    file: Path
    told: dict[str, Any]

    @property
    def folder(self) -> Path:
        """Where the result lies."""
        return self.file.parent

    @property
    def command(self) -> str:
        """What was typed."""
        return " ".join(self.told["command"])


def read(place: Path) -> Record:
    """The record in a file, or the one in a folder; TableError where there is none that this version can read."""
    if place.is_file():
        return Record(place, checked(content(place), place))
    if not place.is_dir():
        raise TableError(f"{place}: there is no such file or folder.")
    found: dict[Path, dict[str, Any]] = {}
    faults: list[str] = []
    for file in sorted(place.glob("*.json")):
        try:
            told = content(file)
        except TableError as e:
            faults += e.faults
            continue
        if is_record(told):
            found[file] = told
    if not found:
        raise TableError(*(faults or [missing(place)]))
    if len(found) > 1:
        raise TableError(f"{place}: holds several records: {', '.join(f.name for f in found)}; name the file.")
    ((file, told),) = found.items()
    return Record(file, checked(told, file))


def content(file: Path) -> Any:
    """What a JSON file holds; TableError where it holds none."""
    text = bytes_of(file)
    if text is None:
        raise TableError(f"{file}: there is no such file.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as e:
        first = (str(e).splitlines() or [""])[0].rstrip(".")
        raise TableError(f"{file}: is no record of a result, or damaged: it cannot be read as JSON: {first}.") from None


def plainly(error: BaseException) -> str:
    """What is wrong with a record, as the error has it that came of it, in one line."""
    if isinstance(error, KeyError):
        return f"it says nothing of {error}"
    if isinstance(error, OSError):
        return reason(error)
    return f"{type(error).__name__}: {(str(error).splitlines() or [''])[0].rstrip('.')}"


def missing(folder: Path) -> str:
    """Why there is no record in a folder."""
    if (folder / PARTS / MANIFEST).is_file():
        return f"{folder}: holds a sweep that is not finished. Let dyads sweep finish it first: the same command goes on there."
    return f"{folder}: holds no record of a result, as run.json or sweep.json; name a folder that a command has written."


def is_record(told: Any) -> bool:
    """Whether this is a record of ours, of any format."""
    return (isinstance(told, dict) and {"command", "versions"} <= set(told)) or is_old_comparison(told)


def is_old_comparison(told: Any) -> bool:
    """Whether this is the record of a comparison of format 1, whose sides had a record each."""
    return isinstance(told, dict) and all(isinstance(told.get(side), dict) and "command" in told[side] for side in "ab")


def checked(told: Any, file: Path) -> dict[str, Any]:
    """A record of the format that this version writes; TableError says what else it is."""
    if not is_record(told):
        raise TableError(f"{file}: is no record of a result; name a folder that a command has written, or the JSON file in it.")
    written = told.get("format", 1)
    if written == FORMAT:
        try:
            Head.model_validate(told)
        except ValidationError as e:
            raise TableError(*(f"{file}: is damaged: {'.'.join(map(str, f['loc']))}: {f['msg'].lower()}." for f in e.errors())) from None
        return told
    if not isinstance(written, int) or written < FORMAT:
        how = " ".join(map(str, told.get("command") or told["a"]["command"]))
        raise TableError(
            f"{file}: is of an older format ({written}; this version reads {FORMAT}), which did not say enough to be done again. "
            f"Give its command once more: {how}"
        )
    raise TableError(
        f"{file}: is of a newer format ({written}; this version reads {FORMAT}). "
        f"Install therapy-dyads {told['versions'].get('therapy-dyads', '')} or later."
    )
