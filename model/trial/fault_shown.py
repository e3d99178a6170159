"""A fault of a rule file as it is shown: what is wrong, the line of the file, and a caret beneath the place."""

import ast
import re
import tokenize
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from model.errors import Fault

WIDEST = 100
"""Characters of a line that are shown; of a longer one a part is."""
BEFORE_IT = 30
"""How many of them stand before the place of a fault."""
SPREAD = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Assign, ast.AnnAssign)
"""Statements in all of whose lines a fault of the first is looked for."""


class Shown(NamedTuple):
    """A fault, without its place; the line of the file, from 1, or 0 where it has none; its text, and from where to where it is wrong."""

    says: str
    line: int = 0
    text: str = ""
    column: int = 0
    width: int = 1


class Place(NamedTuple):
    """Where in a file something stands: line, from 1; column, from 0; and how wide it is."""

    line: int
    column: int
    width: int


def shown(fault: Fault, path: Path, text: str) -> Shown:
    """A fault of the file at `path` that says `text`, with its place."""
    if fault.path != str(path):
        return Shown(str(fault))
    lines = text.split("\n")
    if not fault.line or fault.line > len(lines):
        return Shown(fault.says)
    place = placed(fault, lines, fault.line)
    return Shown(fault.says, place.line, lines[place.line - 1], place.column, place.width)


def placed(fault: Fault, lines: list[str], line: int) -> Place:
    """Where in its line what a fault speaks of stands, or else below it in the same statement; the whole line where it is in neither."""
    if fault.column is not None:
        return Place(line, fault.column, 1)
    code = bare(lines)
    for piece in fault.pieces:
        for n in range(line, last_line(lines, line) + 1):
            if there := pattern(piece).search((lines if piece.startswith('"') else code)[n - 1]):
                return Place(n, there.start(), there.end() - there.start())
    whole = lines[line - 1]
    return Place(line, len(whole) - len(whole.lstrip()), max(len(whole.strip()), 1))


def pattern(piece: str) -> re.Pattern[str]:
    """What finds a piece of a file, words as whole words; what stands in double quotes may be in single ones there."""
    if piece.startswith('"'):
        return re.compile(rf"""(["']){re.escape(piece[1:-1])}\1""")
    before, after = r"(?<![\w.])" if piece[:1].isidentifier() else "", r"(?!\w)" if re.match(r"\w", piece[-1:]) else ""
    return re.compile(f"{before}{re.escape(piece)}{after}")


def bare(lines: list[str]) -> list[str]:
    """The lines of a file with what is text or comment blanked out; as they are, where they are no Python."""
    found = lines.copy()
    try:
        words = list(tokenize.generate_tokens(StringIO("\n".join(lines)).readline))
    except (tokenize.TokenError, SyntaxError):
        return found
    for word in words:
        if word.type in (tokenize.STRING, tokenize.COMMENT):
            for n in range(word.start[0], word.end[0] + 1):
                first = word.start[1] if n == word.start[0] else 0
                last = word.end[1] if n == word.end[0] else len(lines[n - 1])
                found[n - 1] = found[n - 1][:first] + " " * (last - first) + found[n - 1][last:]
    return found


def last_line(lines: list[str], line: int) -> int:
    """The last line of the function, or the assignment, that begins in this line; the line itself where none does."""
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError):
        return line
    return max((step.end_lineno or line for step in ast.walk(tree) if isinstance(step, SPREAD) and first_line(step) == line), default=line)


def first_line(step: ast.stmt) -> int:
    """The line in which a statement begins; a function does where the first thing that decorates it stands."""
    return min([step.lineno, *(each.lineno for each in getattr(step, "decorator_list", ()))])


def block(fault: Fault, path: Path, text: str) -> str:
    """A fault as it is printed: file and line, what is wrong, the line with a caret beneath."""
    found = shown(fault, path, text)
    if fault.path != str(path):
        return found.says
    if not found.line:
        return f"{path.name}: {found.says}"
    text_, column, width = window(found)
    margin = f"{found.line:>5} | "
    return f"{path.name}:{found.line}: {found.says}\n{margin}{text_}\n{'':>5} | {'':{column or ''}}{'^' * width}"


def window(found: Shown) -> tuple[str, int, int]:
    """The part of a line that is shown, and where in it the place of the fault is, and how wide."""
    text = found.text.expandtabs(1)
    if len(text) <= WIDEST:
        return text, found.column, found.width
    start = max(0, min(found.column - BEFORE_IT, len(text) - WIDEST))
    head, tail = "…" if start else "", "…" if start + WIDEST < len(text) else ""
    column = found.column - start + len(head)
    return head + text[start : start + WIDEST] + tail, column, max(1, min(found.width, WIDEST + len(head) - column))
