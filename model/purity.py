"""What keeps a rule from being a pure function, read off its code: it keeps something, reaches for something, brings in something."""

import inspect
import math
from collections.abc import Iterator
from types import FunctionType

from model.contract import reached
from model.steps import steps

KEEPS = "keeps {} for later; a rule answers from its inputs alone, so that any session can be lived again."
IMPORTS = "imports {} inside the function; import at the top of the file, and only functions of math and model.maths."
REACHES = "reaches for .{} of something; of p a rule reads parameters, of math functions, and of nothing else anything."
POSITIONAL = "asks for {} by position only; leave out the / behind it."
LAMBDA = "{} a lambda; write def, which can say what it returns, and whose lines can be told."


def impurities(rule: FunctionType) -> Iterator[str]:
    """What keeps a rule, and the functions of its file that it calls, from being pure: one sentence each."""
    for asked in inspect.signature(rule).parameters.values():
        if asked.kind is asked.POSITIONAL_ONLY:
            yield POSITIONAL.format(asked.name)
    own = [f for f in (rule, *reached(rule)) if not (f.__module__ or "").startswith("model.")]
    nameless = [LAMBDA.format("is" if f is rule else "calls") for f in own if f.__name__ == "<lambda>"]
    yield from dict.fromkeys([*nameless, *(said for f in own for said in of_body(f))])


def of_body(f: FunctionType) -> Iterator[str]:
    """What is impure in a function, and in those inside it."""
    for step in steps(f.__code__):
        if step.name in ("STORE_GLOBAL", "DELETE_GLOBAL") or (step.name == "STORE_DEREF" and step.of in step.code.co_freevars):
            yield KEEPS.format(step.of)
        elif step.name == "STORE_ATTR":
            yield KEEPS.format(f".{step.of}")
        elif step.name == "IMPORT_NAME":
            yield IMPORTS.format(step.of)
        elif step.attribute and step.before != "p" and f.__globals__.get(step.before) is not math:
            yield REACHES.format(step.attribute)
