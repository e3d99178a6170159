"""Source text as the page shows it: coloured by Pygments, two texts side by side, a file with its faults marked."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

from model.errors import Fault

AROUND = 5
"""Lines that are shown before and after one with a fault."""
TOP = 16
"""Lines that are shown of a file whose fault has no line."""


class Side(NamedTuple):
    """A text on one side of a comparison: what stands above it, its lines, and the number of the first."""

    title: str
    text: str
    start: int = 1


class Pair(NamedTuple):
    """A row of two texts side by side: the index of a line in each, or None, and whether they differ there."""

    left: int | None
    right: int | None
    differ: bool


@lru_cache(maxsize=512)
def coloured(text: str) -> tuple[str, ...]:
    """The lines of a Python text as HTML, each by itself."""
    marked = highlight(text, PythonLexer(stripnl=False), HtmlFormatter(nowrap=True))
    return tuple(marked.removesuffix("\n").split("\n"))


def pairs(left: str, right: str) -> Iterator[Pair]:
    """Two texts line by line, those that are alike beside each other."""
    matcher = SequenceMatcher(None, left.splitlines(), right.splitlines(), autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        for i, j in zip_longest(range(a, b), range(c, d)):
            yield Pair(i, j, kind != "equal")


def side_by_side(left: Side, right: Side) -> str:
    """Two texts as a table of two columns, with what differs marked; one under the other on a phone."""
    rows = list(pairs(left.text, right.text))
    a, b = coloured(left.text), coloured(right.text)
    cells = "".join(
        cell(a, p.left, left.start, "left", "−" if p.differ else "") + cell(b, p.right, right.start, "right", "+" if p.differ else "")
        for p in rows
    )
    same = sum(not p.differ for p in rows)
    label = f"{left.title} beside {right.title}: {len(rows) - same} of {len(rows)} lines differ"
    heads = f'<div class="head left">{escape(left.title)}</div><div class="head right">{escape(right.title)}</div>'
    return f'<div class="code diff" role="group" aria-label="{escape(label)}">{heads}{cells}</div>'


def cell(lines: tuple[str, ...], at: int | None, start: int, side: str, mark: str) -> str:
    """One line of one side; a gap where the other side has a line and this one has none."""
    if at is None:
        return f'<div class="line {side} gap" aria-hidden="true"></div>'
    return line(lines[at], start + at, f"{side}{' changed' if mark else ''}", mark)


def line(html: str, number: int, classes: str = "", mark: str = "") -> str:
    """A line with its number, and a sign where it is marked."""
    return f'<div class="line {classes}"><i>{number}</i><b>{mark}</b><code>{html or " "}</code></div>'


def listing(text: str, start: int = 1) -> str:
    """A text with the numbers of its lines."""
    return f'<div class="code">{"".join(line(html, start + i) for i, html in enumerate(coloured(text)))}</div>'


def faulty(text: str | None, path: Path, faults: Iterable[Fault]) -> str:
    """What of a file has faults: those lines and some around them, each with what is wrong beneath it."""
    lines = coloured(text or "")
    by_line: dict[int, list[str]] = {}
    for fault in faults:
        if fault.path == str(path) and fault.line and fault.line <= len(lines):
            by_line.setdefault(fault.line, []).append(sentence(fault))
    shown = [n for n in range(1, len(lines) + 1) if any(abs(n - at) <= AROUND for at in by_line)] or list(
        range(1, min(TOP, len(lines)) + 1)
    )
    return f'<div class="code">{"".join(marked_lines(lines, shown, by_line))}</div>' if text else ""


def marked_lines(lines: tuple[str, ...], shown: list[int], by_line: Mapping[int, list[str]]) -> Iterator[str]:
    """The lines that are shown, those with faults marked, and dots where some are left out."""
    last = 0
    for n in shown:
        if n > last + 1:
            yield '<div class="line dots" aria-hidden="true"><i></i><b></b><code>⋯</code></div>'
        yield line(lines[n - 1], n, "wrong" if n in by_line else "", "▸" if n in by_line else "")
        yield from (f'<div class="told">{escape(fault)}</div>' for fault in by_line.get(n, ()))
        last = n
    if last < len(lines):
        yield '<div class="line dots" aria-hidden="true"><i></i><b></b><code>⋯</code></div>'


def sentence(fault: Fault) -> str:
    """A fault as a sentence of its own; where it begins with a name of the file, that is not written large."""
    is_name = fault.says.partition(" ")[0] in fault.pieces
    return fault.says if is_name else fault.says[:1].upper() + fault.says[1:]


def placed(fault: Fault) -> str:
    """A fault with the line in words, and no folders."""
    return f"{Path(fault.path).name}{f', line {fault.line}' if fault.line else ''}: {sentence(fault)}" if fault.path else sentence(fault)
