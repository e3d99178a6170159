"""What a plain function does, in full: two that a compiler would make different code of are never described alike.

A name counts for what it stands for: `floor` by any other name is `floor`, and a function of ours is its own code.
"""

import dis
import hashlib
from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from model.rule_files.steps import globals_read, inside, steps

Digests = dict[Callable, str]
"""The digests of functions that are known, so that each is made once."""
CONSTANT = {dis.opname[code] for code in dis.hasconst}
"""Steps that use a constant of the code; its docstring is used by none."""
SCALARS = (int, float, bool, str, bytes, type(None), np.generic)


def digest_of(f: Any, known: Digests) -> str:
    """A digest of all that decides what a plain function answers; `known` are those of other functions, and is added to.

    It hangs on no file, line or docstring, and on no name that a file gives to what is another's.
    """
    if f not in known:
        known[f] = "itself"  # where it is met again within
        held = [cell.cell_contents for cell in f.__closure__ or ()]
        given = [meant(each, known) for each in (f.__defaults__, f.__kwdefaults__ or {}, *held)]
        said = f.__qualname__, written(f.__code__), constants(f, known), given, f.__code__.co_freevars, list(read(f, known))
        known[f] = hashlib.sha256(repr(said).encode()).hexdigest()
    return known[f]


def constants(f: FunctionType, known: Digests) -> list:
    """The constants that a function, or one inside it, uses; docstrings are used by none."""
    return [meant(step.of, known) for step in steps(f.__code__) if step.name in CONSTANT and not isinstance(step.of, CodeType)]


def read(f: FunctionType, known: Digests) -> Iterator[tuple]:
    """What the global names stand for that a function reads, and, where that is a module, what it reads from there."""
    for name in globals_read(f):
        if name in f.__globals__:
            value = f.__globals__[name]
            yield name, meant(value, known)
            if isinstance(value, ModuleType):
                said = {step.attribute for step in steps(f.__code__) if step.attribute and step.before == name}
                yield name, [(attribute, meant(getattr(value, attribute, None), known)) for attribute in sorted(said)]


def written(code: CodeType) -> tuple:
    """What is written in a function: its steps, and how it is called."""
    asked = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    called = asked, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags
    return called, code.co_names, code.co_code, code.co_exceptiontable, [written(each) for each in inside(code)]


def meant(value: Any, known: Digests) -> Any:
    """What a value is, in words that are the same in every process."""
    if isinstance(value, FunctionType):
        return "function", digest_of(value, known)
    if hasattr(value, "py_func"):
        return "compiled", digest_of(value.py_func, known)
    if isinstance(value, ModuleType):
        made_here = value.__spec__ is None and not hasattr(value, "__file__")
        return value.__name__, meant(vars(value), known) if made_here else ""
    if isinstance(value, SCALARS):
        return type(value).__name__, repr(value)
    return of_many(value, known)


def of_many(value: Any, known: Digests) -> Any:
    """The same for what holds others, or is none of Python's plain values."""
    kind = type(value).__name__
    if isinstance(value, tuple | list):
        return kind, [meant(each, known) for each in value]
    if isinstance(value, set | frozenset):
        return kind, sorted(repr(meant(each, known)) for each in value)
    if isinstance(value, Mapping):
        return kind, [(name, meant(each, known)) for name, each in value.items() if not str(name).startswith("__")]
    if isinstance(value, np.ndarray):
        return kind, value.dtype.str, value.shape, hashlib.sha256(value.tobytes()).hexdigest()
    if callable(value):
        return getattr(value, "__module__", ""), getattr(value, "__qualname__", str(value)), getattr(value, "_fields", ())
    return kind, str(value)
