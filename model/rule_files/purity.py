"""What keeps a rule from being a pure function, read off its code: it keeps something, reaches for something, brings in something."""

import inspect
import math
from collections.abc import Collection, Iterator
from types import FunctionType

from model.rule_files.brought import NOTHING, Brought, asked_under
from model.rule_files.contract import own, where
from model.rule_files.steps import steps

KEEPS = "keeps {} for later; a rule answers from its inputs alone, so that any session can be lived again."
IMPORTS = "imports {} inside the function; import at the top of the file, and only functions of math and model.maths."
REACHES = "reaches for .{} of something; of p a rule reads parameters, of math functions, and of nothing else anything."
POSITIONAL = "asks for {} by position only; leave out the / behind it."
CALL_IT_P = "reads {1}.{0}; the parameters are called p wherever they are read, also in functions that a rule calls: call it p, not {1}."
KEYWORD = "calls {}, which takes {} by keyword only; leave out the * before it, which cannot be compiled."
LAMBDA = "{} a lambda; write def, which can say what it returns, and whose lines can be told."


def impurities(rule: FunctionType, brought: Brought = NOTHING) -> Iterator[tuple[str, str]]:
    """What keeps a rule, and the functions of its file that it calls, from being pure: one sentence each, with its place."""
    for asked in inspect.signature(rule).parameters.values():
        if asked.kind is asked.POSITIONAL_ONLY:
            yield where(rule), POSITIONAL.format(asked.name)
    for f in own(rule):
        if f.__name__ == "<lambda>":
            yield where(f), LAMBDA.format("is" if f is rule else "calls")
        if f is not rule:
            yield from ((where(f), said) for said in by_keyword(f))
        yield from ((where(f), said) for said in dict.fromkeys(of_body(f, asked_under(brought))))


def by_keyword(f: FunctionType) -> Iterator[str]:
    """What a function takes by keyword only, which the compiler does not know."""
    for asked in inspect.signature(f).parameters.values():
        if asked.kind is asked.KEYWORD_ONLY:
            yield KEYWORD.format(f.__name__, asked.name)


def of_body(f: FunctionType, parameters: Collection[str]) -> Iterator[str]:
    """What is impure in a function, and in those inside it."""
    for step in steps(f.__code__):
        if step.name in ("STORE_GLOBAL", "DELETE_GLOBAL") or (step.name == "STORE_DEREF" and step.of in step.code.co_freevars):
            yield KEEPS.format(step.of)
        elif step.name == "STORE_ATTR":
            yield KEEPS.format(f".{step.of}")
        elif step.name == "IMPORT_NAME":
            yield IMPORTS.format(step.of)
        elif step.attribute and step.before != "p" and f.__globals__.get(step.before) is not math:
            yield (CALL_IT_P if step.before and step.attribute in parameters else REACHES).format(step.attribute, step.before)
