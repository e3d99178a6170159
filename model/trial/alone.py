"""Every rule of a file compiled by itself, and held against the same rule as plain Python: asked the same, both answer the same bits."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from struct import Struct
from typing import Any

import numba
import numpy as np

from model.binding import carried, guarded, told
from model.cohort.compiling import Done, compiled, twin_of
from model.cohort.shapes import CLIENTS, THERAPISTS, shapes
from model.errors import RuleError
from model.fields import RATINGS_RECORD
from model.meeting import Meeting
from model.rule_files.brought import ORDER, Brought, State, asked_under, p_record
from model.rule_files.contract import Rule, inputs, where
from model.rule_files.declared import CARRIES
from model.rules import Rules, placed
from model.trial.breaches import failed
from model.trial.compiler_words import in_words

Asked = Callable[[Mapping[str, Any]], float]
"""A compiled rule: asked by name, as the plain one is."""
OTHERWISE = "Count in numbers with a point (2.0 for 2): whole numbers beyond 64 bits, and those mixed with others, are the usual cause."
bits = Struct("d").pack


@lru_cache(maxsize=4)
def check(rules: Rules) -> dict[str, Asked]:
    """Every rule of a file, compiled by itself, to be asked; RuleError names each that cannot be, and each state that cannot be carried."""
    done: Done = {}
    found, faults = {}, []
    for name, rule in rules.mine.items():
        try:
            found[name] = asked(rule, rules.brought, done)
            given = done[rule].nopython_signatures[-1].return_type
            if not isinstance(given, numba.types.Float | numba.types.Integer | numba.types.Boolean):
                faults.append(f"{where(rule)}: {name} must return a number on every path; it returns {given}.")
        except Exception as e:  # whatever stops the compiler is the rule's, and is told as such
            faults.append(f"{where(rule)}: {name} cannot be compiled: {reason(e)} (engine agents runs it as it is)")
    if faults := faults or list(of_states(rules, done)):
        raise RuleError(*faults)
    return found


def asked(rule: Rule, brought: Brought, done: Done) -> Asked:
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


def of_states(rules: Rules, done: Done) -> Iterator[str]:
    """A fault for every state that the compiled session cannot carry, though it can ask its rules."""
    every = rules.brought.states
    if not every or not uncarried(rules, every, done):
        return
    one_by_one = {state.name: uncarried(rules, (state,), done) for state in every}
    at = placed(rules.source, CARRIES) if rules.source else CARRIES
    for names, why in [(n, why) for n, why in one_by_one.items() if why] or [(", ".join(one_by_one), uncarried(rules, every, done))]:
        yield f"{at}: {CARRIES} has {names}, and the compiled session cannot carry that: {why}. Choose another name."


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


def apart(rules: Rules, path: Path, asked: Mapping[str, Iterable[Mapping[str, Any]]]) -> tuple[str, ...]:
    """A fault for every rule that answers otherwise when it is compiled, if it is asked so; RuleError when one cannot be compiled."""
    answers = check(rules)
    return tuple(fault for name, questions in asked.items() for fault in otherwise(name, rules[name], answers[name], questions, path))


def otherwise(name: str, rule: Rule, answer: Asked, questions: Iterable[Mapping[str, Any]], path: Path) -> Iterator[str]:
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
            yield f"{where(rule)}: {name} fails when it is compiled, and not as plain Python: {type(e).__name__}: {e} (for {told(given)})."
            return
        if bits(plain) != bits(other):
            both = f"{plain!r} as plain Python, {other!r} compiled, for {told(given)}"
            yield f"{where(rule)}: {name} answers otherwise when it is compiled: {both}. {OTHERWISE}"
            return


def reason(error: Exception) -> str:
    """The one line of the compiler's message that tells most, with the source line if it names one."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith(("Failed in", "During:", "^", "<source"))]
    telling = in_words(str(error)) or next((line for line in lines if not line.startswith("File ")), type(error).__name__)
    place = next((line for line in lines if line.startswith("File ")), "")
    return f"{telling.rstrip('.')}; {place.rstrip(':')}" if place else telling
