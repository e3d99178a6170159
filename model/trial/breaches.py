"""What a rule file does wrong, found by running it, and asking its rules, here and now: only in a process of its own."""

import re
import traceback
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

from model import rules as ruling
from model.binding import in_words, is_chance, soundness, unsound
from model.errors import Fault, Kind, RuleError
from model.rule_files.brought import NOTHING, Brought
from model.rule_files.contract import Rule, fault_at
from model.rule_files.declared import DECLARATIONS
from model.rule_files.imports import strange_imports
from model.rule_files.purity import impurities
from model.trial.corners import BETWEEN, between, questions
from model.trial.side_effects import Act, faults_of, watched

CLIP = " To keep it within, wrap it: unit(…) of model.maths, or logistic(…)."
SAME = "chance and the clock have no part in a rule file: write a number, or ask for noise."


def defined(path: Path, text: str | None) -> ModuleType:
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
        raise RuleError(*(faults_of(path, acts) or e.located)) from None
    if faults := (*faults_of(path, acts), *fickle(path, text or "", vars(module), vars(again))):
        raise RuleError(*faults)
    return module


def fickle(path: Path, text: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Fault]:
    """A fault for every number of a file that is another each time the file is run."""
    for name, value in one.items():
        if (isinstance(value, int | float) or name in DECLARATIONS) and repr(other.get(name)) != repr(value):
            line = next((i for i, of_text in enumerate(text.split("\n"), 1) if re.match(rf"{name}\b", of_text)), None)
            says = f"is another number each time the file is run ({value!r}, then {other.get(name)!r}); {SAME}"
            yield Fault(says, str(path), line).of(name)


def broken(name: str, rule: Rule, brought: Brought = NOTHING) -> Iterator[Fault]:
    """What of its contract a rule breaks by how it is written."""
    faults = ruling.faults_of(name, rule, brought)
    yield from faults
    if not any(fault.kind is Kind.STRANGE for fault in faults):  # which says all there is to say of it
        yield from dict.fromkeys(fault.of(name) for fault in impurities(rule, brought))  # type: ignore[arg-type]


def breaches(name: str, rule: Rule, path: Path, places: int = BETWEEN, brought: Brought = NOTHING) -> Iterator[Fault]:
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
            yield unsound(name, rule, answer, given, brought, way_out(name, answer))
            return
        if answer != again:
            says = f"must answer the same when it is asked the same; it said {answer!r}, then {again!r}."
            yield fault_at(rule, says).of(name)
            return


def failed(name: str, rule: Rule, error: BaseException, given: Mapping[str, Any], path: Path) -> Fault:
    """What is wrong with a rule that fails, where, and for which inputs."""
    why = f"{type(error).__name__}: {error}".rstrip(": ")
    fault = fault_at(rule, f"fails: {why} (for {in_words(given)}).").of(name)
    line = line_of(error, path)
    return fault.at(path, line) if line else fault


def way_out(name: str, answer: Any) -> str:
    """What to do about an answer that is not sound."""
    if answer is None:
        return " Does every path end with return?"
    if isinstance(answer, bool):
        return " Write 1.0 if … else 0.0."
    return CLIP if is_chance(name) and isinstance(answer, int | float) else ""


def line_of(error: BaseException, path: Path) -> int | None:
    """The innermost line of a file in which an error happened; None where it happened in none of them."""
    lines = [at.lineno for at in traceback.extract_tb(error.__traceback__) if at.filename == str(path)]
    return lines[-1] if lines else None
