"""How commands print: tables for people, JSON for programs."""

import json
import os
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDE = 160
"""Characters in a line where people read no terminal, and COLUMNS says nothing else."""
READABLE = 100
LONGEST_NAME = 42
"""Characters of a name that is never broken in a table."""


LEAST = 16
"""Characters of a line of a sentence in a table; in fewer it can hardly be read."""
GAP = "  "
Cells = Sequence[Mapping[str, str]]


def console() -> Console:
    """Where people read; wide enough for tables when it is no terminal, and COLUMNS does not say how wide it is."""
    told = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return Console(highlight=False, width=None if told else WIDE)


def rows(title: str, records: Iterable[Mapping[str, Any]], in_json: bool) -> None:
    """Print records as a table, or one below the other where that is too narrow for a table; or as JSON: a list of objects."""
    found = list(records)
    if in_json:
        as_json(found)
        return
    cells = [{name: f"{v:g}" if isinstance(v, float) else str(v) for name, v in record.items()} for record in found]
    there = console()
    widths = in_width(cells, there.width)
    if widths or not cells:
        there.print(in_columns(title, cells, widths))
    else:
        there.print(Text("\n".join([title, *one_by_one(cells, there.width)])), soft_wrap=True)


def in_columns(title: str, cells: Cells, widths: Mapping[str, int]) -> Table:
    """A table whose columns are so wide."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, len(GAP), 0, 0), header_style="bold")
    for name, width in widths.items():
        table.add_column(name, overflow="fold", width=width)
    for record in cells:
        table.add_row(*map(Text, record.values()))
    return table


def in_width(cells: Cells, room: int) -> dict[str, int]:
    """How wide each column is in a table that breaks no word, the widest giving way first; nothing where there is not room enough."""
    spans = {name: span([name, *(record[name] for record in cells)]) for name in (cells[0] if cells else ())}
    room -= len(GAP) * (len(spans) - 1)
    for widest in range(room, 0, -1):
        widths = {name: max(least, min(most, widest)) for name, (least, most) in spans.items()}
        if sum(widths.values()) <= room:
            return widths
    return {}


def span(column: Sequence[str]) -> tuple[int, int]:
    """The least and the most characters that a column takes, its name first: names are never broken, sentences between words."""
    most = max(map(len, column))
    if all(map(is_name, column[1:])):
        return most, most
    longest = max(len(word) for cell in column for word in [*cell.split(), ""])
    return max(min(longest, LONGEST_NAME), min(most, LEAST)), most


def one_by_one(cells: Cells, room: int) -> Iterator[str]:
    """The lines of records one below the other: each headed by its first cell, the others beneath it by name."""
    names = list(cells[0])[1:]
    indent = max(map(len, names), default=0) + 2 * len(GAP)
    for record in cells:
        first, *others = record.values()
        yield ""
        yield from wrapped(first, room)
        for name, cell in zip(names, others, strict=True):
            if cell:
                yield from wrapped(cell, room, f"{GAP}{name}".ljust(indent), " " * indent)


def wrapped(text: str, room: int, first: str = "", further: str = "") -> list[str]:
    """A text in lines that break no word, with what stands before the first of them and before all others."""
    return textwrap.wrap(text, room, initial_indent=first, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)


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
