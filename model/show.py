"""How commands print: tables for people, JSON for programs."""

import json
import re
import sys
import textwrap
from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from rich.console import Console
from rich.table import Table

WIDE = 160
READABLE = 100
LONGEST_NAME = 42
"""Characters of a name that is never broken in a table."""


def console() -> Console:
    """Where people read; wide enough for tables when it is no terminal."""
    return Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=WIDE)


def rows(title: str, records: Iterable[Mapping[str, Any]], in_json: bool) -> None:
    """Print records as a table, or as JSON: a list of objects."""
    found = list(records)
    if in_json:
        as_json(found)
        return
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for name in found[0] if found else ():
        table.add_column(name, overflow="fold", no_wrap=all(is_name(record[name]) for record in found))
    for record in found:
        table.add_row(*(f"{v:g}" if isinstance(v, float) else str(v) for v in record.values()))
    console().print(table)


def is_name(x: Any) -> bool:
    """Whether a cell is to be copied as it stands, and so never broken: a word, a number, a dotted name."""
    return len(str(x)) <= LONGEST_NAME and not re.search(r"\s", str(x))


def as_json(content: Any) -> None:
    """Print JSON for programs."""
    print(json_of(content))


def json_of(content: Any) -> str:
    """JSON that people can read too; what is not a number becomes null."""
    return json.dumps(plain(content), indent=1, ensure_ascii=False, allow_nan=False)


def plain(x: Any) -> Any:
    """Containers, words and numbers as JSON knows them."""
    if isinstance(x, Mapping):
        return {str(k): plain(v) for k, v in x.items()}
    if isinstance(x, list | tuple):
        return [plain(v) for v in x]
    if hasattr(x, "item"):
        x = x.item()
    return None if isinstance(x, float) and not isfinite(x) else x


def errors() -> Console:
    """Where progress and warnings go: standard error."""
    return Console(stderr=True, highlight=False)


def paragraph(text: str) -> str:
    """Text in lines that are good to read, no wider than where it is read; what stands in brackets stays on one line."""
    width = min(console().width, READABLE)
    kept = re.sub(r"\[[^]]*\]", lambda found: found[0].replace(" ", "\0"), text)
    filled = (textwrap.fill(line, width, break_long_words=False, break_on_hyphens=False) for line in kept.splitlines())
    return "\n".join(filled).replace("\0", " ")
