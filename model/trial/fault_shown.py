"""A fault of a rule file as it is shown: what is wrong, the line of the file, and a caret beneath the place."""

import ast
import re
import tokenize
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from model.rule_files.declared import DECLARATIONS
from model.trial.gates import line_of

VERBS = (
    "asks for", "reads", "uses", "called", "reaches for", "imports", "keeps", "changes", "is defined", "prints", "cannot be compiled",
    "fails",
)  # fmt: skip
NAMED = re.compile(r"(?:VERBS) ?\*{0,2}([\w.]+|\*\*)?".replace("VERBS", "|".join(VERBS)))
"""The words of a fault after which stands what to look for in the file."""
BEFORE = re.compile(r"^([\w.]+) ")
"""A fault that begins with the name it is about."""

OF_ENTRY = re.compile(rf"(.+?) of (?:{'|'.join(DECLARATIONS)}) |(?:{'|'.join(DECLARATIONS)}) has (\w+)")
"""A fault of an entry of a declaration: its name."""
WIDEST = 100
"""Characters of a line that are shown; of a longer one a part is."""
BEFORE_IT = 30
"""How many of them stand before the place of a fault."""


class Shown(NamedTuple):
    """A fault, without its place; the line of the file, from 1, or 0 where it has none; its text, and from where to where it is wrong."""

    says: str
    line: int = 0
    text: str = ""
    column: int = 0
    width: int = 1


def shown(fault: str, path: Path, text: str) -> Shown:
    """A fault of the file at `path` that says `text`, with its place."""
    lines, line = text.split("\n"), line_of(fault, path)
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
    if found := entry(says, lines, line):
        return found
    code = bare(lines)
    for name in wanted(says):
        whole = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
        for n in (line, *range(line + 1, line + span(lines, line))):
            if there := whole.search(code[n - 1]):
                return n, there.start(), there.end() - there.start()
    said = lines[line - 1]
    return line, len(said) - len(said.lstrip()), max(len(said.strip()), 1)


def entry(says: str, lines: list[str], line: int) -> tuple[int, int, int] | None:
    """Where the entry of a declaration stands of which a fault speaks, if it speaks of one."""
    if not (said := OF_ENTRY.match(says)):
        return None
    key = re.compile(rf"""(["']){re.escape(said[1] or said[2])}\1""")
    return next(((n, at.start(), at.end() - at.start()) for n in range(line, len(lines) + 1) if (at := key.search(lines[n - 1]))), None)


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
