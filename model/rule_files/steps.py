"""What a function does, step by step, as Python has compiled it: read alike under every version of Python.

Versions differ in what they do in one step (3.13 stores one name and loads another) and in what stands in a function of its own
(a list comprehension, before 3.12).
"""

import dis
from collections.abc import Callable
from functools import lru_cache
from types import CodeType
from typing import Any, NamedTuple

LOADS = ("LOAD_FAST", "LOAD_GLOBAL", "LOAD_DEREF")
"""What is in the names of steps that load what a name stands for."""


class Step(NamedTuple):
    """A step: its name, the name or value that it is about, that in words, the name that was loaded just before, in which code and line.

    `before` is empty where the step before loaded no name, `line` 0 where Python does not say it.
    """

    name: str
    of: Any
    words: str
    before: str
    code: CodeType
    line: int = 0

    @property
    def attribute(self) -> str:
        """The attribute of `before` that is read, if one is."""
        return self.of if self.name in ("LOAD_ATTR", "LOAD_METHOD") else ""


@lru_cache(maxsize=4096)
def steps(code: CodeType) -> tuple[Step, ...]:
    """All steps of a piece of code, and of those inside it."""
    found, before = [], ""
    for step in dis.get_instructions(code):
        if step.opname != "EXTENDED_ARG":  # it makes room for a large number, and does nothing
            line = step.positions.lineno if step.positions else 0
            found.append(Step(step.opname, step.argval, step.argrepr, before, code, line or 0))
            before = loaded(step)
    return (*found, *(step for inner in inside(code) for step in steps(inner)))


def inside(code: CodeType) -> list[CodeType]:
    """The pieces of code that stand in functions of their own within this one."""
    return [each for each in code.co_consts if isinstance(each, CodeType)]


def loaded(step: dis.Instruction) -> str:
    """The name that a step loads last, if it loads one."""
    if not any(load in step.opname for load in LOADS):
        return ""
    return step.argval[-1] if isinstance(step.argval, tuple) else step.argval


def globals_read(f: Callable) -> list[str]:
    """Global names that `f`, or one inside it, reads, sorted (`co_names` would also hold attributes: `d.session` is not `session`)."""
    return sorted({step.of for step in steps(f.__code__) if step.name == "LOAD_GLOBAL"})
