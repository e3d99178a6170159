"""How commands print: tables for people, JSON for programs."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

WIDE = 160


def console() -> Console:
    """Where people read; wide enough for tables when it is no terminal."""
    return Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=WIDE)


def rows(title: str, records: Iterable[Mapping[str, Any]], as_json: bool) -> None:
    """Print records as a table, or as JSON: a list of objects."""
    found = list(records)
    if as_json:
        print(json.dumps(found, indent=1, ensure_ascii=False))
        return
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in found[0] if found else ():
        table.add_column(name, overflow="fold")
    for record in found:
        table.add_row(*(f"{v:g}" if isinstance(v, float) else str(v) for v in record.values()))
    console().print(table)


def errors() -> Console:
    """Where progress and warnings go: standard error."""
    return Console(stderr=True, highlight=False)
