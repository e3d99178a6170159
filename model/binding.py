"""From a rule that asks by name to a function of the meeting, as the session calls it."""

from collections.abc import Callable, Mapping
from typing import Any

from model.contract import Rule, inputs, known_words, where
from model.errors import RuleError

Bound = Callable[[Any], float]
SOUND = {True: "0.0 <= x <= 1.0", False: "abs(x) < 1e300"}
"""What a rule's answer `x` must fulfil, by whether it is a chance."""
PROMISED = {True: "a probability, 0 to 1", False: "a finite number"}


def is_chance(name: str) -> bool:
    """Whether the rule of this name promises a probability."""
    return name.endswith("_chance")


def made(name: str, rule: Rule, weekly: bool, *lines: str) -> Bound:
    """A function of the meeting `m` with this body, in which `{asked}` stands for all that the rule asks for."""
    known = known_words(name, weekly)
    asked = ", ".join(known[word] for word in inputs(rule))
    space: dict[str, Any] = {"rule": rule, "__name__": __name__}
    exec(f"def {name}(m):\n" + "".join(f"    {line.format(asked=asked)}\n" for line in lines), space)
    return space[name]


def bind(name: str, rule: Rule, weekly: bool) -> Bound:
    """`rule` as the session calls it: meeting in, number out."""
    return made(name, rule, weekly, "return rule({asked})")


def guarded(name: str, rule: Rule, weekly: bool) -> Bound:
    """The same for a replaced rule in a compiled session: an unsound answer leaves a mark that is looked for afterwards."""
    who = "therapist" if weekly else "dyad"
    check = f"if not ({SOUND[is_chance(name)]}):"
    return made(name, rule, weekly, "x = rule({asked})", check, f"    m.{who}.unsound = 1.0", "return x")


def tried(name: str, rule: Rule, weekly: bool) -> Bound:
    """The same for a replaced rule among agents: an unsound answer is an error that tells it, with what the rule was given."""
    answer = bind(name, rule, weekly)
    given: Any = made(name, rule, weekly, "return [{asked}]")
    is_sound = soundness(name)

    def attempt(m: Any) -> float:
        x = answer(m)
        if is_sound(x):
            return x
        raise RuleError(unsound(name, rule, x, dict(zip(inputs(rule), given(m), strict=True))))

    return attempt


def soundness(name: str) -> Callable[[Any], bool]:
    """Says of an answer of the rule of this name whether it is a number of the promised range."""
    return eval(f"lambda x: isinstance(x, int | float) and {SOUND[is_chance(name)]}")


def unsound(name: str, rule: Rule, answer: Any, given: Mapping[str, Any]) -> str:
    """What is wrong with an answer, and for which inputs it was given."""
    return f"{where(rule)}: {name} must return {PROMISED[is_chance(name)]}; it returned {answer!r} for {told(given)}."


def told(given: Mapping[str, Any]) -> str:
    """Inputs of a rule in words, without the parameters."""
    return ", ".join(f"{word} = {value!r}" for word, value in given.items() if word != "p") or "no input"
