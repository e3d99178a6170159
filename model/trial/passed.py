"""A rule file as commands take it: tried in a process of its own before it is read, once for every text and version of the model."""

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

import numba
import numpy as np

from model.cohort.compiling import cache_folder
from model.errors import RuleError
from model.guide.notes import notes
from model.rules import Rules, from_file
from model.trial.child import Child
from model.trial.gates import A_CLINIC, Gate, noted, text_of, verdict

MOST_KEPT = 1000
"""How many texts that passed are remembered."""
LONGEST_NOTE = 1000
"""Characters that a note may have."""


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
    """The gates that a rule file came to in a process of its own; that it has passed them is remembered, with what there is to note."""
    child = Child(copy=True)
    try:
        gates = verdict(child, path, text)
        if not gates[-1].faults:
            remember(text, noted_apart(child, path, text))
    finally:
        child.end()
    return gates


def noted_apart(child: Child, path: Path, text: str) -> tuple[str, ...] | None:
    """What there is to note of a text that has just passed in this process; None where that cannot be had from there."""
    try:
        return as_notes(child.ask(noted, path, text, seconds=A_CLINIC))
    except Exception:  # whatever a file makes of it: there is no fault in having no notes
        return None


def as_notes(found: object) -> tuple[str, ...] | None:
    """Notes that come from where a rule file was run, or from the disk: printable sentences; None where they are anything else."""
    if not isinstance(found, list | tuple):
        return None
    are_sentences = all(type(each) is str and each.isprintable() and len(each) <= LONGEST_NOTE for each in found)
    return tuple(found) if are_sentences else None


def notes_of(path: Path, text: str) -> tuple[str, ...]:
    """What there is to note of a text that has passed: what was found when it was tried, or else what is found now."""
    try:
        kept = as_notes(json.loads(kept_at(text).read_text("utf-8")))
    except (OSError, ValueError):
        kept = None
    return tuple(notes(from_file(path, text))) if kept is None else kept


def is_known(text: str) -> bool:
    """Whether this text has passed before, tried by this version of the model."""
    return kept_at(text).is_file()


def remember(text: str, noted: Sequence[str] | None = None) -> None:
    """Keep in mind that this text has passed, and what was noted, if anybody looked; what cannot be kept is found again next time."""
    try:
        kept_at(text).parent.mkdir(parents=True, exist_ok=True)
        if noted is None:
            kept_at(text).touch()
        else:
            partial = kept_at(text).with_suffix(f".{os.getpid()}")
            partial.write_text(json.dumps(noted), "utf-8")
            partial.replace(kept_at(text))
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
