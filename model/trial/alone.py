"""Every rule of a file compiled by itself, and held against the same rule as plain Python: asked the same, both answer the same bits."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from struct import Struct
from typing import Any

import numba
import numpy as np

from model.binding import carried, guarded, in_words
from model.cohort.compiling import Done, compiled, twin_of
from model.cohort.shapes import CLIENTS, THERAPISTS, shapes
from model.errors import Fault, RuleError
from model.fields import RATINGS_RECORD
from model.meeting import Meeting
from model.rule_files.brought import ORDER, Brought, State, asked_under, p_record
from model.rule_files.contract import Rule, fault_at, inputs
from model.rule_files.declared import CARRIES
from model.rules import Rules, located
from model.trial.breaches import failed
from model.trial.compiler_words import line_in, meant, without_place

CompiledRule = Callable[[Mapping[str, Any]], float]
"""A compiled rule: asked by name, as the plain one is."""
OTHERWISE = "Count in numbers with a point (2.0 for 2): whole numbers beyond 64 bits, and those mixed with others, are the usual cause."
bits = Struct("d").pack


@lru_cache(maxsize=4)
def check(rules: Rules) -> dict[str, CompiledRule]:
    """Every rule of a file, compiled by itself, to be asked; RuleError names each that cannot be, and each state that cannot be carried."""
    done: Done = {}
    found, faults = {}, []
    for name, rule in rules.mine.items():
        try:
            found[name] = compiled_rule(rule, rules.brought, done)
            given = done[rule].nopython_signatures[-1].return_type
            if not isinstance(given, numba.types.Float | numba.types.Integer | numba.types.Boolean):
                faults.append(fault_at(rule, f"must return a number on every path; it returns {given}.").of(name))
        except Exception as e:  # whatever stops the compiler is the rule's, and is told as such
            faults.append(uncompiled(name, rule, e))
    if faults := faults or list(of_states(rules, done)):
        raise RuleError(*faults)
    return found


def uncompiled(name: str, rule: Rule, error: Exception) -> Fault:
    """What is wrong with a rule that cannot be compiled, in the line at which the compiler stopped, where it names one."""
    line, says = line_in(error, rule.__code__.co_filename), f"cannot be compiled: {reason(error)} (engine agents runs it as it is)"
    if line is None:
        return fault_at(rule, says).of(name)
    about = meant(str(error)).piece
    return fault_at(rule, f"{name} {says}", *([about] if about else []), line=line)


def compiled_rule(rule: Rule, brought: Brought, done: Done) -> CompiledRule:
    """A rule, compiled as sessions compile it, but to be called from Python."""
    p = p_record(brought)
    done[rule] = numba.njit(error_model="numpy", no_cfunc_wrapper=True)(twin_of(rule, done))
    answer = done[rule].compile(tuple(numba.from_dtype(p) if word == "p" else numba.float64 for word in inputs(rule)))
    words, read = inputs(rule), attrgetter(*asked_under(brought))
    last: list[Any] = [None, None]

    def row(given: Any) -> Any:
        """The parameters as a record, which is kept while the same ones are asked for."""
        if last[0] is not given:
            last[:] = given, np.array(read(given), dtype=float).view(p)[0]
        return last[1]

    return lambda given: answer(*(row(given[w]) if w == "p" else given[w] for w in words))


def of_states(rules: Rules, done: Done) -> Iterator[Fault]:
    """A fault for every state that the compiled session cannot carry, though it can ask its rules."""
    every = rules.brought.states
    if not every or not uncarried(rules, every, done):
        return
    one_by_one = {state.name: uncarried(rules, (state,), done) for state in every}
    for names, why in [(n, why) for n, why in one_by_one.items() if why] or [(", ".join(one_by_one), uncarried(rules, every, done))]:
        says = f"has {names}, and the compiled session cannot carry that: {why}. Choose another name."
        fault = Fault(says, pieces=(f'"{names}"',)).of(CARRIES)
        yield located(fault, rules.source, CARRIES) if rules.source else fault


def uncarried(rules: Rules, states: tuple[State, ...], done: Done) -> str:
    """Why the compiler cannot begin these states of a file, or move them on; nothing where it can."""
    own = {name: guarded(name, rule, False, rules.brought) for name, rule in rules.mine.items() if rules.brought.state_of(name)}
    for part in ORDER:
        try:
            compiled(carried(part, Brought(states), own), done).compile((meeting_of(rules.brought),))
        except Exception as e:
            return reason(e)
    return ""


def meeting_of(brought: Brought) -> Any:
    """The type of a meeting in the compiled session."""
    shape = shapes(brought)
    records = shape.dyads, CLIENTS, THERAPISTS, shape.luck, p_record(brought), RATINGS_RECORD
    return numba.types.NamedTuple([numba.from_dtype(record) for record in records], Meeting)


def differences(rules: Rules, path: Path, questions: Mapping[str, Iterable[Mapping[str, Any]]]) -> tuple[Fault, ...]:
    """A fault for every rule that answers otherwise when it is compiled, if it is asked so; RuleError when one cannot be compiled."""
    answers = check(rules)
    return tuple(fault for name, asked in questions.items() for fault in otherwise(name, rules[name], answers[name], asked, path))


def otherwise(name: str, rule: Rule, answer: CompiledRule, questions: Iterable[Mapping[str, Any]], path: Path) -> Iterator[Fault]:
    """The first question to which a rule answers otherwise when it is compiled, with both answers, as a fault; none where there is none."""
    for given in questions:
        try:
            plain = rule(**given)
        except Exception as e:
            yield failed(name, rule, e, given, path)
            return
        try:
            other = answer(given)
        except Exception as e:
            says = f"fails when it is compiled, and not as plain Python: {type(e).__name__}: {e} (for {in_words(given)})."
            yield fault_at(rule, says).of(name)
            return
        if bits(plain) != bits(other):
            both = f"{plain!r} as plain Python, {other!r} compiled, for {in_words(given)}"
            yield fault_at(rule, f"answers otherwise when it is compiled: {both}. {OTHERWISE}").of(name)
            return


def reason(error: Exception) -> str:
    """What the compiler's message means, or the one line of it that tells most."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    telling = (line for line in lines if not line.startswith(("Failed in", "During:", "^", "<source", "File ")))
    return meant(str(error)).words or without_place(next(telling, type(error).__name__))
