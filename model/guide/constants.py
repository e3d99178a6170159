"""The constants that a rule reads beside the parameters, such as ORDINARY: their values, from where they come, and what they mean."""

import ast
import inspect
import sys
from itertools import pairwise
from types import ModuleType
from typing import NamedTuple

from model.rule_files.contract import Rule
from model.rule_files.steps import globals_read


class Constant(NamedTuple):
    """A number that a rule reads by a name of its file: where it is written down, and what is said of it there."""

    name: str
    value: float
    where: str
    meaning: str


def constants(rule: Rule) -> tuple[Constant, ...]:
    """The numbers that a rule reads by a global name, in the order of their names."""
    space, module = rule.__globals__, sys.modules.get(rule.__module__)
    read = {name: space[name] for name in globals_read(rule) if name in space}
    return tuple(of_module(name, value, module) for name, value in read.items() if isinstance(value, int | float))


def of_module(name: str, value: float, module: ModuleType | None) -> Constant:
    """A constant that a module reads, told where it is written down: there, or in the module from which it is imported."""
    body = body_of(module)
    for step in body:
        if isinstance(step, ast.ImportFrom) and any((a.asname or a.name) == name for a in step.names):
            original = next(a.name for a in step.names if (a.asname or a.name) == name)
            return Constant(name, float(value), step.module or "", said_of(original, body_of(sys.modules.get(step.module or ""))))
    return Constant(name, float(value), "this file", said_of(name, body))


def body_of(module: ModuleType | None) -> list[ast.stmt]:
    """The steps of a module's text; none where it is not at hand."""
    try:
        return ast.parse(inspect.getsource(module)).body if module else []
    except (OSError, TypeError, SyntaxError):
        return []


def said_of(name: str, body: list[ast.stmt]) -> str:
    """The text that stands below the line that sets a name, if there is one."""
    for step, below in pairwise(body):
        named = isinstance(step, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in step.targets)
        if named and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant) and isinstance(below.value.value, str):
            return " ".join(below.value.value.split())
    return ""
