"""From a rule that asks by name to a function of the meeting, as the session calls it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from model.errors import Fault, RuleError
from model.rule_files.brought import NOTHING, ORDER, Brought
from model.rule_files.contract import Rule, fault_at, inputs, known_words

Bound = Callable[[Any], float]


def is_chance(name: str) -> bool:
    """Whether the rule of this name promises a probability."""
    return name.endswith("_chance")


class Promise(NamedTuple):
    """What a rule promises of its answer: as an expression of `x`, and in words."""

    sound: str
    words: str


CHANCE, NUMBER = Promise("0.0 <= x <= 1.0", "a probability, 0 to 1"), Promise("abs(x) < 1e300", "a finite number")


def promise_of(name: str, brought: Brought = NOTHING) -> Promise:
    """What the rule of this name promises; that of a state which a file brings with a range keeps to it."""
    state = brought.state_of(name)
    if state and state.limited:
        return Promise(f"{state.low!r} <= x <= {state.high!r}", f"a number from {state.low:g} to {state.high:g}")
    return CHANCE if is_chance(name) else NUMBER


def made(name: str, rule: Rule, weekly: bool, *lines: str, brought: Brought = NOTHING) -> Bound:
    """A function of the meeting `m` with this body, in which `{asked}` stands for all that the rule asks for."""
    known = known_words(name, weekly, brought)
    asked = ", ".join(known[word] for word in inputs(rule))
    space: dict[str, Any] = {"rule": rule, "__name__": __name__}
    exec(f"def {name}(m):\n" + "".join(f"    {line.format(asked=asked)}\n" for line in lines), space)
    return space[name]


def bind(name: str, rule: Rule, weekly: bool, brought: Brought = NOTHING) -> Bound:
    """`rule` as the session calls it: meeting in, number out."""
    return made(name, rule, weekly, "return rule({asked})", brought=brought)


def guarded(name: str, rule: Rule, weekly: bool, brought: Brought = NOTHING) -> Bound:
    """The same for a replaced rule in a compiled session: an unsound answer leaves a mark that is looked for afterwards."""
    who = "therapist" if weekly else "dyad"
    check = f"if not ({promise_of(name, brought).sound}):"
    return made(name, rule, weekly, "x = rule({asked})", check, f"    m.{who}.unsound = 1.0", "return x", brought=brought)


def tried(name: str, rule: Rule, weekly: bool, brought: Brought = NOTHING) -> Bound:
    """The same for a replaced rule among agents: an unsound answer is an error that tells it, with what the rule was given."""
    answer = bind(name, rule, weekly, brought)
    given: Any = made(name, rule, weekly, "return [{asked}]", brought=brought)
    is_sound = soundness(name, brought)

    def attempt(m: Any) -> float:
        x = answer(m)
        if is_sound(x):
            return x
        raise RuleError(unsound(name, rule, x, dict(zip(inputs(rule), given(m), strict=True)), brought))

    return attempt


def carried(part: str, brought: Brought, answers: Mapping[str, Bound]) -> Bound:
    """What the session calls for all states that a file brings, to begin them or to move them on.

    All answers, by the names of their rules, are asked before any is written: each rule sees every state as it stood.
    """
    called = {f"_{k}": answers.get(f"{s.name}_{part}") for k, s in enumerate(brought.states)}  # names that no file can choose
    asked = [f"_{k}(m)" if called[f"_{k}"] else repr(s.start) for k, s in enumerate(brought.states)]
    lines = [f"x{k} = 0.0 + {answer}" for k, answer in enumerate(asked)]
    lines += [f"m.dyad.{s.name} = x{k}" for k, s in enumerate(brought.states)]
    space: dict[str, Any] = {**called, "__name__": __name__}
    exec(f"def {ORDER[part]}(m):\n" + "".join(f"    {line}\n" for line in lines or ["pass"]), space)
    return space[ORDER[part]]


def soundness(name: str, brought: Brought = NOTHING) -> Callable[[Any], bool]:
    """Says of an answer of the rule of this name whether it is a number of the promised range."""
    return eval(f"lambda x: isinstance(x, int | float) and {promise_of(name, brought).sound}")


def unsound(name: str, rule: Rule, answer: Any, given: Mapping[str, Any], brought: Brought = NOTHING, way_out: str = "") -> Fault:
    """What is wrong with an answer, for which inputs it was given, and the way out, where there is one to tell."""
    says = f"must return {promise_of(name, brought).words}; it returned {answer!r} for {in_words(given)}.{way_out}"
    return fault_at(rule, says).of(name)


def in_words(given: Mapping[str, Any]) -> str:
    """Inputs of a rule in words, without the parameters."""
    return ", ".join(f"{word} = {value!r}" for word, value in given.items() if word != "p") or "no input"
