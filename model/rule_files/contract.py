"""What a rule must keep to: its name is a rule's, it asks for what somebody carries, it uses what both engines share."""

import builtins
import inspect
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from types import FunctionType
from typing import Any, NamedTuple

from model.errors import Fault, Kind, did_you_mean
from model.fields import DYAD, week_words, words
from model.luck import SESSION_EVENTS, WEEK_EVENTS
from model.rule_files.brought import AFTER, BEGINS, NOTHING, Brought, asked_under, brought_words
from model.rule_files.hints import way_out
from model.rule_files.steps import steps
from model.rule_files.unlike import odd, unlike
from model.toml import shortly

Rule = Callable[..., float]
NOISY = {e.name for e in (*SESSION_EVENTS, *WEEK_EVENTS)}
"""Events: a rule of the same name may ask for the draw as `noise`."""
OF_DYAD = {f.name for f in DYAD}
OF_MATH = ("exp", "log", "sqrt", "floor", "ceil", "fabs", "isfinite", "isnan", "pi", "e", "inf")
BUILT_IN = ("abs", "min", "max", "float", "int", "bool", "range")
MAY_USE = (
    f"A rule may use numbers, if, for, + - * /, functions of its own file and of model.maths, {', '.join(BUILT_IN)}, "
    f"and of math {', '.join(OF_MATH)}: they give the same bits on both engines. Write x * x for x ** 2."
)


def where(rule: Rule) -> str:
    """File and line of a rule, to begin a message with."""
    return f"{rule.__code__.co_filename}:{rule.__code__.co_firstlineno}"


def fault_at(f: Rule, says: str, *pieces: str, line: int | None = None, kind: Kind = Kind.OTHER) -> Fault:
    """A fault of a function, in the line in which it begins, or in another of its file."""
    return Fault(says, f.__code__.co_filename, line or f.__code__.co_firstlineno, pieces=pieces, kind=kind)


def inputs(rule: Rule) -> list[str]:
    """The names that a rule asks for."""
    return list(inspect.signature(rule).parameters)


def known_words(name: str, weekly: bool, brought: Brought = NOTHING) -> dict[str, str]:
    """Every word that the rule `name` may ask for, and where it is found; `weekly` rules are asked at the week's end."""
    known = week_words() if weekly else words() | brought_words(brought)
    state = brought.state_of(name)
    event = name if name in NOISY else state.name if state else None
    return known | ({"noise": f"m.luck.{event}"} if event else {})


def faults_of(
    name: str, rule: Any, names: Iterable[str], weekly: bool, known: Collection[str] | None, brought: Brought = NOTHING
) -> list[Fault]:
    """Gates 1 and 2 for one rule of a file: what is wrong with it, one sentence each.

    `names` are those of all rules, `known` the dyad's words that are set when this one is asked.
    """
    if not isinstance(rule, FunctionType):
        return [Fault(f"{name}: a rule is a plain function, written with def; got {type(rule).__name__} {rule!r}.")]
    if name not in names:
        return [misnamed(name, rule, names)]
    of_inputs = faults_of_inputs(name, rule, names, weekly, known, brought)
    of_parameters = faults_of_parameters(rule, asked_under(brought))
    return [fault.of(name) for fault in (*of_inputs, *of_parameters, *faults_of_body(rule))]


def misnamed(name: str, rule: Rule, names: Iterable[str]) -> Fault:
    """What is wrong with a function that has the name of no rule."""
    hint, state = did_you_mean(name, names), name.removesuffix(f"_{AFTER}").removesuffix(f"_{BEGINS}")
    hint += f' State of your own needs CARRIES = {{"{state}": 0.0}}.' if state != name else ""
    return fault_at(rule, f"no rule is called {name}.{hint} All names: dyads rules. Begin a helper that no rule calls with _.", name)


def faults_of_inputs(
    name: str, rule: FunctionType, names: Iterable[str], weekly: bool, known: Collection[str] | None, brought: Brought = NOTHING
) -> Iterator[Fault]:
    """What is wrong with the names that a rule asks for in its signature; `known` are the dyad's words that are set by then."""
    words_of_rule, of_dyad = known_words(name, weekly, brought), OF_DYAD | brought.names
    for word in inspect.signature(rule).parameters.values():
        if word.kind in (word.VAR_POSITIONAL, word.VAR_KEYWORD):
            yield fault_at(rule, f"asks for *{word.name}; a rule must name every input.", word.name)
        elif word.kind is word.KEYWORD_ONLY:
            yield fault_at(rule, f"asks for {word.name} by keyword only; leave out the * before it.", word.name)
        elif word.name == "noise" and "noise" not in words_of_rule:
            yield fault_at(rule, f"has no noise of its own; rules with noise: {', '.join(sorted(NOISY & set(names)))}.", word.name)
        elif word.name not in words_of_rule:
            says = f"asks for {word.name}, which nobody carries.{did_you_mean(word.name, words_of_rule)}"
            yield fault_at(rule, says, word.name, kind=Kind.UNKNOWN)
        elif known is not None and word.name in of_dyad and word.name not in known:
            says = f"asks for {word.name}, which is not known yet when {name} is asked. Known by then: {', '.join(sorted(known))}."
            yield fault_at(rule, says, word.name)


def faults_of_parameters(rule: FunctionType, known: Collection[str]) -> Iterator[Fault]:
    """What is wrong with what a rule, or a function of its file that it calls, reads of `p`."""
    for f in own(rule):
        for short in of_p(f):
            if short not in known:
                says = f"reads p.{short}{within(f, rule)}, which is no parameter.{did_you_mean(short, known)}"
                yield fault_at(f, says, f"p.{short}", kind=Kind.UNKNOWN)


def faults_of_body(rule: FunctionType) -> Iterator[Fault]:
    """What a rule, or a function of its file that it calls, uses that a rule may not."""
    if any(f in reached(f) for f in whole(rule)):
        yield fault_at(rule, "calls itself, directly or by way of another function; write a loop.")
    for f in own(rule):
        for line, says, piece, kind in unlike(f):
            yield fault_at(f, says.format(within(f, rule)), piece, line=line, kind=kind)
        if strange := list(dict.fromkeys(strangers(f))):
            names, used = [each.name for each in strange], ", ".join(map(str, strange))
            says = f"uses {used}{within(f, rule)}.{way_out(names, f.__globals__, MAY_USE, inputs(f), words())}"
            yield fault_at(f, says, *names[:1], kind=Kind.STRANGE)


def own(rule: Rule) -> list[FunctionType]:
    """A rule, and the functions that it calls, without the model's."""
    return [f for f in whole(rule) if not (f.__module__ or "").startswith("model.")]


def whole(rule: Any) -> list[FunctionType]:
    """A rule, and all plain functions that it calls."""
    return [rule, *reached(rule)]


def within(f: FunctionType, rule: FunctionType) -> str:
    """In which function something stands, in words, where that is not the rule itself."""
    return "" if f is rule else f" in {f.__name__}"


class Stranger(NamedTuple):
    """Something that a rule may not use, and why, where that is not plain."""

    name: str
    why: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.why})" if self.why else self.name


def strangers(f: FunctionType) -> Iterator[Stranger]:
    """What `f` uses that a rule may not: names, numbers, attributes of modules, powers, values closed over."""
    if f.__code__.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
        yield Stranger("async")
    if f.__code__.co_flags & (inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR):
        yield Stranger("yield")
    for name, cell in zip(f.__code__.co_freevars, f.__closure__ or (), strict=True):
        if not isinstance(cell.cell_contents, int | float) or odd(cell.cell_contents):
            yield Stranger(name)
    for value in (*(f.__defaults__ or ()), *(f.__kwdefaults__ or {}).values()):
        if wrong := odd(value):
            yield Stranger(shortly(value), wrong)
    for step in steps(f.__code__):
        if step.attribute and f.__globals__.get(step.before) is math and step.attribute not in OF_MATH:
            yield Stranger(f"math.{step.attribute}")
        if step.name == "LOAD_GLOBAL" and f.__globals__.get(step.of) is not math and not may_use(step.of, f.__globals__):
            yield Stranger(step.of)
        if step.name == "LOAD_GLOBAL" and (wrong := odd(f.__globals__.get(step.of))):
            yield Stranger(step.of, wrong)
        if step.name == "LOAD_CONST":
            yield from (Stranger(f"{each}", odd(each)) for each in (step.of if isinstance(step.of, tuple) else (step.of,)) if odd(each))
        if step.name == "BINARY_OP" and step.words in ("**", "**="):
            yield Stranger("**")


def may_use(name: str, space: Mapping[str, Any]) -> bool:
    """Whether a rule may use what `name` stands for in its file."""
    if name not in space:
        return name in BUILT_IN and hasattr(builtins, name)
    value = space[name]
    of_math = any(value is getattr(math, n) for n in OF_MATH)
    return of_math or isinstance(value, int | float | FunctionType)


def parameters_read(rule: Rule) -> list[str]:
    """The short names that a rule, and the functions that it calls, read from `p`, in order of first use."""
    return list(dict.fromkeys(attribute for f in whole(rule) for attribute in of_p(f)))


def of_p(f: Callable) -> list[str]:
    """The short names that a function itself reads from `p`."""
    return list(dict.fromkeys(step.attribute for step in steps(f.__code__) if step.attribute and step.before == "p"))


def called_by(rules: Iterable[Rule]) -> set[str]:
    """Names that these functions call, and those call in turn, in the same file."""
    return {f.__name__ for rule in rules for f in reached(rule) if f.__module__ == rule.__module__}


def reached(rule: Rule) -> list[FunctionType]:
    """The plain functions that a rule calls by name, and those that they call in turn, in order of first use."""
    found: dict[FunctionType, None] = {}
    todo = [rule]
    while todo:
        f = todo.pop(0)
        called = (f.__globals__.get(step.of) for step in steps(f.__code__) if step.name == "LOAD_GLOBAL")
        new = dict.fromkeys(g for g in called if isinstance(g, FunctionType) and g not in found)
        found |= new
        todo += new
    return list(found)
