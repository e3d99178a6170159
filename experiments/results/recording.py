"""The record of a result, written: a JSON file in its folder that says all that is needed to make it again.

Every command that writes a folder leaves one in it. All begin alike: of what they are the `result`, in which `format`, the
`command`, the `versions`, the `machine` and the `code` that made it. Then they hold what was asked, resolved, with the text of
whatever it came from, and last the digests of the `tables`. `experiments.again.kinds` makes each kind of result from its record.
"""

import platform
from pathlib import Path
from typing import Any

from experiments.results import output
from experiments.results.sources import digest_of, digests

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
