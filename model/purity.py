"""What keeps a rule from being a pure function, read off its code: it keeps something, reaches for something, brings in something."""

import dis
import inspect
import math
from collections.abc import Iterator
from types import CodeType, FunctionType

from model.contract import may_use, reached

KEEPS = "keeps {} for later; a rule answers from its inputs alone, so that any session can be lived again."
IMPORTS = "imports {} inside the function; import at the top of the file, and only functions of math and model.maths."
REACHES = "reaches for .{} of something; of p a rule reads parameters, of math functions, and of nothing else anything."
POSITIONAL = "asks for {} by position only; leave out the / behind it."


def impurities(rule: FunctionType) -> Iterator[str]:
    """What keeps a rule, and the functions of its file that it calls, from being pure: one sentence each."""
    for asked in inspect.signature(rule).parameters.values():
        if asked.kind is asked.POSITIONAL_ONLY:
            yield POSITIONAL.format(asked.name)
    found = (said for f in (rule, *reached(rule)) if not (f.__module__ or "").startswith("model.") for said in of_code(f.__code__, f))
    yield from dict.fromkeys(found)


def of_code(code: CodeType, f: FunctionType) -> Iterator[str]:
    """What is impure in a piece of code of `f`, and in those inside it, whose names nobody else looks at."""
    before = ""
    for step in dis.get_instructions(code):
        if step.opname in ("STORE_GLOBAL", "DELETE_GLOBAL") or (step.opname == "STORE_DEREF" and step.argval in code.co_freevars):
            yield KEEPS.format(step.argval)
        elif step.opname == "STORE_ATTR":
            yield KEEPS.format(f".{step.argval}")
        elif step.opname == "IMPORT_NAME":
            yield IMPORTS.format(step.argval)
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD") and before != "p" and f.__globals__.get(before) is not math:
            yield REACHES.format(step.argval)
        elif step.opname == "LOAD_GLOBAL" and code is not f.__code__ and not may_use(step.argval, f.__globals__):
            yield f"uses {step.argval}."
        before = loaded(step)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from of_code(inner, f)


def loaded(step: dis.Instruction) -> str:
    """The name that a step loads last, if it loads one."""
    if not step.opname.startswith(("LOAD_FAST", "LOAD_GLOBAL", "LOAD_DEREF")):
        return ""
    return step.argval[-1] if isinstance(step.argval, tuple) else step.argval
