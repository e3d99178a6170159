"""What keeps a rule from being a pure function, read off its code: it keeps something, reaches for something, brings in something."""

import inspect
import math
from collections.abc import Collection, Iterator
from types import FunctionType

from model.errors import Fault
from model.rule_files.brought import NOTHING, Brought, asked_under
from model.rule_files.contract import fault_at, own
from model.rule_files.steps import steps

KEEPS = "keeps {} for later; a rule answers from its inputs alone, so that any session can be lived again."
IMPORTS = "imports {} inside the function; import at the top of the file, and only functions of math and model.maths."
REACHES = "reaches for .{} of something; of p a rule reads parameters, of math functions, and of nothing else anything."
POSITIONAL = "asks for {} by position only; leave out the / behind it."
CALL_IT_P = "reads {1}.{0}; the parameters are called p wherever they are read, also in functions that a rule calls: call it p, not {1}."
KEYWORD = "calls {}, which takes {} by keyword only; leave out the * before it, which cannot be compiled."
LAMBDA = "{} a lambda; write def, which can say what it returns, and whose lines can be told."


def impurities(rule: FunctionType, brought: Brought = NOTHING) -> Iterator[Fault]:
    """What keeps a rule, and the functions of its file that it calls, from being pure: one sentence each."""
    for word in inspect.signature(rule).parameters.values():
        if word.kind is word.POSITIONAL_ONLY:
            yield fault_at(rule, POSITIONAL.format(word.name), word.name)
    for f in own(rule):
        if f.__name__ == "<lambda>":
            yield fault_at(f, LAMBDA.format("is" if f is rule else "calls"))
        if f is not rule:
            yield from by_keyword(f)
        yield from dict.fromkeys(of_body(f, asked_under(brought)))


def by_keyword(f: FunctionType) -> Iterator[Fault]:
    """What a function takes by keyword only, which the compiler does not know."""
    for word in inspect.signature(f).parameters.values():
        if word.kind is word.KEYWORD_ONLY:
            yield fault_at(f, KEYWORD.format(f.__name__, word.name), word.name)


def of_body(f: FunctionType, parameters: Collection[str]) -> Iterator[Fault]:
    """What is impure in a function, and in those inside it."""
    for step in steps(f.__code__):
        if step.name in ("STORE_GLOBAL", "DELETE_GLOBAL") or (step.name == "STORE_DEREF" and step.of in step.code.co_freevars):
            yield fault_at(f, KEEPS.format(step.of), step.of)
        elif step.name == "STORE_ATTR":
            yield fault_at(f, KEEPS.format(f".{step.of}"), f".{step.of}")
        elif step.name == "IMPORT_NAME":
            yield fault_at(f, IMPORTS.format(step.of), step.of)
        elif step.attribute and step.before != "p" and f.__globals__.get(step.before) is not math:
            is_parameter = step.before and step.attribute in parameters
            says = (CALL_IT_P if is_parameter else REACHES).format(step.attribute, step.before)
            yield fault_at(f, says, f"{step.before if is_parameter else ''}.{step.attribute}")
