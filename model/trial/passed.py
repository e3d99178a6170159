"""A rule file as commands take it: tried in a process of its own before it is read, once for every text and version of the model."""

import hashlib
import os
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path

import numba
import numpy as np

from model.cohort.compiling import cache_folder
from model.errors import RuleError
from model.rules import Rules, from_file
from model.trial.child import Child
from model.trial.gates import Gate, text_of, verdict

MOST_KEPT = 1000
"""How many texts that passed are remembered."""


class TypedRules(os.PathLike[str]):
    """A rule file that was named on the command line: calling it has it tried, and gives its rules or raises RuleError."""

    def __init__(self, path: str):
        self.path = path

    def __fspath__(self) -> str:
        return self.path

    def __str__(self) -> str:
        return self.path

    def __call__(self) -> Rules:
        """The rules of the file, which has passed every gate."""
        return tried(Path(self.path))


def tried(path: Path) -> Rules:
    """The rules of a file that has passed every gate, now or before; RuleError tells all its faults."""
    return tried_text(path, text_of(path.absolute()))


def tried_text(path: Path, text: str) -> Rules:
    """The rules of a text that has passed every gate under this name, now or before, whatever the file says by now."""
    path = path.absolute()
    if not is_known(text):
        faults = tuple(fault for gate in verdict_apart(path, text) for fault in gate.faults)
        if faults:
            raise RuleError(*faults)
    return from_file(path, text)


def verdict_apart(path: Path, text: str) -> tuple[Gate, ...]:
    """The gates that a rule file came to in a process of its own; that it has passed them is remembered."""
    child = Child(copy=True)
    try:
        gates = verdict(child, path, text)
    finally:
        child.end()
    if not gates[-1].faults:
        remember(text)
    return gates


def is_known(text: str) -> bool:
    """Whether this text has passed before, tried by this version of the model."""
    return kept_at(text).is_file()


def remember(text: str) -> None:
    """Keep in mind that this text has passed; where that cannot be kept it is tried again next time."""
    try:
        kept_at(text).parent.mkdir(parents=True, exist_ok=True)
        kept_at(text).touch()
        oldest = sorted(kept_at(text).parent.iterdir(), key=lambda f: f.stat().st_mtime)[:-MOST_KEPT]
        for file in oldest:
            file.unlink(missing_ok=True)
    except OSError:
        return


def kept_at(text: str) -> Path:
    """Where it is kept that a text has passed: under a digest of it and of all that has tried it."""
    return cache_folder() / "passed" / hashlib.sha256(f"{judge()}\n{text}".encode()).hexdigest()


@cache
def judge() -> str:
    """A digest of what rule files are tried by: the model's own text, and the versions beneath it."""
    digest = hashlib.sha256(repr((sys.version, numba.__version__, np.__version__)).encode())
    for file in sorted(f for f in Path(str(files("model"))).rglob("*") if f.suffix in (".py", ".toml")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
