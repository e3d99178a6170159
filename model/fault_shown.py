"""A fault of a rule file as it is shown: what is wrong, the line of the file, and a caret beneath the place."""

import ast
import re
import tokenize
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from model.trial import line_of

VERBS = (
    "asks for", "reads", "uses", "called", "reaches for", "imports", "keeps", "changes", "is defined", "prints", "cannot be compiled",
    "fails",
)  # fmt: skip
NAMED = re.compile(r"(?:VERBS) ?\*{0,2}([\w.]+|\*\*)?".replace("VERBS", "|".join(VERBS)))
"""The words of a fault after which stands what to look for in the file."""
BEFORE = re.compile(r"^([\w.]+) ")
"""A fault that begins with the name it is about."""


class Shown(NamedTuple):
    """A fault, without its place; the line of the file, from 1, or 0 where it has none; its text, and from where to where it is wrong."""

    says: str
    line: int = 0
    text: str = ""
    column: int = 0
    width: int = 1


def shown(fault: str, path: Path, text: str) -> Shown:
    """A fault of the file at `path` that says `text`, with its place."""
    lines, line = text.splitlines(), line_of(fault, path)
    says = fault.removeprefix(f"{path}:{line}:" if line else f"{path}:").strip()
    if not line or line > len(lines):
        return Shown(says)
    if (found := syntax(text)) and found.lineno == line:
        return Shown(says, line, lines[line - 1], max((found.offset or 1) - 1, 0))
    line, column, width = placed(says, lines, line)
    return Shown(says, line, lines[line - 1], column, width)


def syntax(text: str) -> SyntaxError | None:
    """Why a text is no Python, if it is not."""
    try:
        ast.parse(text)
    except SyntaxError as e:
        return e
    except ValueError:  # it holds a zero byte
        return None
    return None


def placed(says: str, lines: list[str], line: int) -> tuple[int, int, int]:
    """Line, column and width of what a fault speaks of: in the line that it names, or else below it in the same function."""
    code = bare(lines)
    for name in wanted(says):
        whole = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
        for n in (line, *range(line + 1, line + span(lines, line))):
            if found := whole.search(code[n - 1]):
                return n, found.start(), found.end() - found.start()
    said = lines[line - 1]
    return line, len(said) - len(said.lstrip()), max(len(said.strip()), 1)


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


def wanted(says: str) -> list[str]:
    """The names to look for in the file, the most telling first."""
    after = [name.rstrip(".") for name in NAMED.findall(says) if name]
    return [*(name for name in after if name), *BEFORE.findall(says)]


def span(lines: list[str], line: int) -> int:
    """How many lines the function that begins in this line has; 1 where none does."""
    if not lines[line - 1].lstrip().startswith(("def ", "async ", "@")):
        return 1
    inside = (" ", "\t", ")", "#")
    past = next((n for n, said in enumerate(lines[line:], line + 1) if said.strip() and not said.startswith(inside)), len(lines) + 1)
    return past - line


def block(fault: str, path: Path, text: str) -> str:
    """A fault as it is printed: file and line, what is wrong, the line with a caret beneath."""
    found = shown(fault, path, text)
    if not found.line:
        return f"{path.name}: {found.says}"
    margin = f"{found.line:>5} | "
    beneath = f"{'':>5} | {'':{found.column}}{'^' * found.width}" if found.column else f"{'':>5} | {'^' * found.width}"
    return f"{path.name}:{found.line}: {found.says}\n{margin}{found.text.expandtabs(1)}\n{beneath}"
