"""What a rule file does wrong, found by running it, and asking its rules, here and now: only in a process of its own."""

import re
import traceback
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

from model import rules as ruling
from model.binding import is_chance, soundness, told, unsound
from model.errors import RuleError
from model.rule_files.brought import NOTHING, Brought
from model.rule_files.contract import Rule, where
from model.rule_files.declared import DECLARATIONS
from model.rule_files.imports import strange_imports
from model.rule_files.purity import impurities
from model.trial.corners import BETWEEN, between, questions
from model.trial.side_effects import Act, faults_of, watched

CLIP = " To keep it within, wrap it: unit(…) of model.maths, or logistic(…)."
TOO_MUCH = "MemoryError: it asks for more memory than a rule file may take."
SAME = "chance and the clock have no part in a rule file: write a number, or ask for noise."


def run(path: Path, text: str | None) -> ModuleType:
    """The file as a module; RuleError when it cannot be run, does more than define, or is not the same when it is run again.

    One that imports what rules are not made of is not run at all.
    """
    if strange := tuple(strange_imports(path, text or "")):
        raise RuleError(*strange)
    acts: list[Act] = []
    try:
        with watched(path) as acts:
            module, again = ruling.load(path, text), ruling.load(path, text)
    except RuleError as e:
        raise RuleError(*(faults_of(path, acts) or (fault.replace("MemoryError: ", TOO_MUCH) for fault in e.faults))) from None
    if faults := (*faults_of(path, acts), *fickle(path, text or "", vars(module), vars(again))):
        raise RuleError(*faults)
    return module


def fickle(path: Path, text: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    """A fault for every number of a file that is another each time the file is run."""
    for name, value in one.items():
        if (isinstance(value, int | float) or name in DECLARATIONS) and repr(other.get(name)) != repr(value):
            line = next((f":{i}" for i, said in enumerate(text.split("\n"), 1) if re.match(rf"{name}\b", said)), "")
            yield f"{path}{line}: {name} is another number each time the file is run ({value!r}, then {other.get(name)!r}); {SAME}"


def broken(name: str, rule: Rule, brought: Brought = NOTHING) -> Iterator[str]:
    """What of its contract a rule breaks by how it is written."""
    known = ruling.faults_of(name, rule, brought)
    yield from known
    if not any(f": {name} uses " in fault for fault in known):  # and says all there is to say of it
        yield from dict.fromkeys(f"{place}: {name} {said}" for place, said in impurities(rule, brought))  # type: ignore[arg-type]


def breaches(name: str, rule: Rule, path: Path, places: int = BETWEEN, brought: Brought = NOTHING) -> Iterator[str]:
    """The first breach of what a rule promises, at the corners of its inputs or at so many places between them.

    It is a range, a number, the same again where the same is asked, and no failure.
    """
    is_sound = soundness(name, brought)
    for given in chain(questions(name, rule, brought), between(name, rule, places, brought)):
        try:
            answer, again = rule(**given), rule(**given)
        except (Exception, SystemExit) as e:
            yield failed(name, rule, e, given, path)
            return
        if not is_sound(answer) or isinstance(answer, bool):
            yield unsound(name, rule, answer, given, brought) + way_out(name, answer)
            return
        if answer != again:
            yield f"{where(rule)}: {name} must answer the same when it is asked the same; it said {answer!r}, then {again!r}."
            return


def failed(name: str, rule: Rule, error: BaseException, given: Mapping[str, Any], path: Path) -> str:
    """What is wrong with a rule that fails, where, and for which inputs."""
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"{place(error, path, rule)}: {name} fails: {said} (for {told(given)})."


def way_out(name: str, answer: Any) -> str:
    """What to do about an answer that is not sound."""
    if answer is None:
        return " Does every path end with return?"
    if isinstance(answer, bool):
        return " Write 1.0 if … else 0.0."
    return CLIP if is_chance(name) and isinstance(answer, int | float) else ""


def place(error: BaseException, path: Path, rule: Rule | None = None) -> str:
    """File and line of the file at which an error happened, or of the rule in which it did, or the file."""
    lines = [at.lineno for at in traceback.extract_tb(error.__traceback__) if at.filename == str(path)]
    return f"{path}:{lines[-1]}" if lines else where(rule) if rule else str(path)
