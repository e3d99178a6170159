"""What a rule file imports, read off its text before any of it is run: rules are not made of other people's code."""

import ast
from collections.abc import Iterator
from pathlib import Path

from model.errors import Fault
from model.rule_files.contract import OF_MATH

MAY_IMPORT = ("math", "model", "typing", "__future__")
"""Modules that a rule file may import, and whatever is beneath them."""
ALLOWED = "A rule file imports only math, model.maths, and other parts of model."
LUCK = " For luck a rule asks for noise."
INSTEAD = {name: f" Of math there are {', '.join(OF_MATH)}." for name in ("numpy", "scipy", "cmath")} | {"random": LUCK, "secrets": LUCK}
"""What to do in place of an import that is often tried."""


def strange_imports(path: Path, text: str) -> Iterator[Fault]:
    """A fault for every import that a rule file may not have; none where it is no Python, which is told when it is run."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for line, name in sorted(found for step in ast.walk(tree) for found in imported(step)):
        if name.partition(".")[0] not in MAY_IMPORT:
            says = f"imports {name}. {ALLOWED}{INSTEAD.get(name.partition('.')[0], '')}"
            yield Fault(says, str(path), line, pieces=(name,))


def imported(step: ast.AST) -> list[tuple[int, str]]:
    """The modules that a statement imports, each with the line."""
    if isinstance(step, ast.Import):
        return [(step.lineno, each.name) for each in step.names]
    return [(step.lineno, "." * step.level + (step.module or ""))] if isinstance(step, ast.ImportFrom) else []
