"""What a rule file says twice: a function that is defined again, or goes by two names."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from model.errors import Fault
from model.rule_files.contract import Rule, fault_at


def twice(path: Path, text: str | None) -> Iterator[Fault]:
    """A fault for every function that a file defines twice: the first would be silently forgotten."""
    found: dict[str, int] = {}
    for step in functions_in(ast.parse(path.read_bytes() if text is None else text)):
        if step.name in found:
            says = f"is defined a second time (first in line {found[step.name]}); keep one."
            yield Fault(says, str(path), step.lineno).of(step.name)
        found[step.name] = step.lineno


def functions_in(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions that a text defines in its own name, in their order, also within an if or a loop, but within no function or class."""
    for step in ast.iter_child_nodes(tree):
        if isinstance(step, ast.FunctionDef | ast.AsyncFunctionDef):
            yield step
        elif not isinstance(step, ast.ClassDef | ast.Lambda):
            yield from functions_in(step)


def renamed(mine: Mapping[str, Rule]) -> Iterator[Fault]:
    """A fault for every function of a file that goes by a second name: what is shown and told of it would be another's."""
    for name, f in mine.items():
        if f.__name__ not in (name, "<lambda>"):
            yield fault_at(f, f"is only another name of {f.__name__}; write def {name}(…), which may call a helper.", f.__name__).of(name)
