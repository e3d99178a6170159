"""What a function does, step by step, as Python has compiled it: read alike under every version of Python.

Versions differ in what they do in one step (3.13 stores one name and loads another) and in what stands in a function of its own
(a list comprehension, before 3.12).
"""

import dis
from collections.abc import Iterator
from types import CodeType
from typing import Any, NamedTuple

LOADS = ("LOAD_FAST", "LOAD_GLOBAL", "LOAD_DEREF")
"""What is in the names of steps that load what a name stands for."""


class Step(NamedTuple):
    """A step: its name, the name or value that it is about, that in words, the name that was loaded just before, and in which code.

    `before` is empty where the step before loaded no name.
    """

    name: str
    of: Any
    words: str
    before: str
    code: CodeType

    @property
    def attribute(self) -> str:
        """The attribute of `before` that is read, if one is."""
        return self.of if self.name in ("LOAD_ATTR", "LOAD_METHOD") else ""


def steps(code: CodeType) -> Iterator[Step]:
    """All steps of a piece of code, and of those inside it."""
    before = ""
    for step in dis.get_instructions(code):
        if step.opname != "EXTENDED_ARG":  # it makes room for a large number, and does nothing
            yield Step(step.opname, step.argval, step.argrepr, before, code)
            before = loaded(step)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from steps(inner)


def loaded(step: dis.Instruction) -> str:
    """The name that a step loads last, if it loads one."""
    if not any(load in step.opname for load in LOADS):
        return ""
    return step.argval[-1] if isinstance(step.argval, tuple) else step.argval
