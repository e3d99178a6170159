"""What may happen between two people: plain functions of named numbers, each given what it asks for by name.

Argument names are words of the data dictionary (`model.fields`): dyad fields bare (`bond`), `client_…`, `therapist_…`,
`modality_…`, `noise` for the draw that carries the rule's own name, and `p` for parameters. The session calls rules;
rules never call each other, so that a replaced rule is replaced everywhere.
"""

import dis
import hashlib
import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from model.errors import RuleError, did_you_mean
from model.fields import week_words, words
from model.luck import NORMAL, SESSION_EVENTS, WEEK_EVENTS
from model.parameters import ASKED
from model.rules import alliance, change, encounter, ending, rupture, therapist, work

Rule = Callable[..., float]
FILES: tuple[ModuleType, ...] = (encounter, work, rupture, alliance, change, ending, therapist)
NOISY = {e.name for e in (*SESSION_EVENTS, *WEEK_EVENTS) if e.kind == NORMAL} | {"rupture_severity"}


def functions_of(module: ModuleType) -> dict[str, Rule]:
    """The public functions that `module` itself defines, in the order of their lines."""
    own = inspect.getmembers(module, inspect.isfunction)
    own = [(n, f) for n, f in own if f.__module__ == module.__name__ and not n.startswith("_")]
    return dict(sorted(own, key=lambda pair: pair[1].__code__.co_firstlineno))


DEFAULT: dict[str, Rule] = {n: f for module in FILES for n, f in functions_of(module).items()}
WEEKLY = frozenset(functions_of(therapist))
"""Rules asked at the week's end, when no dyad is at hand."""


class Rules(Mapping[str, Rule]):
    """A whole set of rules: the defaults, some of them replaced. Immutable; `source` is the file of the replacements."""

    def __init__(self, replaced: Mapping[str, Rule] | None = None, source: Path | None = None):
        self.replaced = dict(replaced or {})
        self.source = source
        faults = [fault for name, rule in self.replaced.items() for fault in faults_of(name, rule)]
        if faults:
            raise RuleError(*faults)
        self._plain = {**DEFAULT, **self.replaced}

    def __getitem__(self, name: str) -> Rule:
        return self._plain[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._plain)

    def __len__(self) -> int:
        return len(self._plain)

    def __hash__(self) -> int:
        return hash(tuple(self._plain.items()))

    def bound(self) -> SimpleNamespace:
        """The rules as a session calls them: `rules.bond_after(m)`, every argument fetched from the meeting by its name."""
        return SimpleNamespace(**{name: bind(name, rule) for name, rule in self.items()})

    def text(self, name: str) -> str:
        """The source text of a rule, or a note that it has none (it was typed at a prompt)."""
        try:
            return inspect.getsource(self[name])
        except OSError:
            return f"# {name}: no source text at hand\n"


def replace(**mine: Rule) -> Rules:
    """The default rules with those named replaced: `replace(rupture_chance=my_function)`.

    Raises RuleError for a name that is no rule, or a function that asks for what nobody carries.
    """
    return Rules(mine)


def inputs(rule: Rule) -> list[str]:
    """The names that a rule asks for."""
    return list(inspect.signature(rule).parameters)


def known_words(name: str) -> dict[str, str]:
    """Every word that the rule `name` may ask for, and where it is found."""
    known = week_words() if name in WEEKLY else words()
    return known | ({"noise": f"m.luck.{name}"} if name in NOISY else {})


def where(rule: Rule) -> str:
    """File and line of a rule, to begin a message with."""
    return f"{rule.__code__.co_filename}:{rule.__code__.co_firstlineno}"


def faults_of(name: str, rule: Rule) -> list[str]:
    """Gates 1 and 2 for one replacement: its name is a rule's, and it asks only for what somebody carries."""
    if name not in DEFAULT:
        return [f"{where(rule)}: no rule is called {name}.{did_you_mean(name, DEFAULT)} All names: dyads rules."]
    known, faults = known_words(name), []
    for asked in inspect.signature(rule).parameters.values():
        if asked.kind in (asked.VAR_POSITIONAL, asked.VAR_KEYWORD):
            faults.append(f"{where(rule)}: {name} asks for *{asked.name}; a rule must name every input.")
        elif asked.name == "noise" and "noise" not in known:
            faults.append(f"{where(rule)}: {name} has no noise of its own; rules with noise: {', '.join(sorted(NOISY & set(DEFAULT)))}.")
        elif asked.name not in known:
            faults.append(f"{where(rule)}: {name} asks for {asked.name}, which nobody carries.{did_you_mean(asked.name, known)}")
    if any(f in reached(f) for f in (rule, *reached(rule))):
        faults.append(f"{where(rule)}: {name} calls itself, directly or by way of another function; write a loop.")
    for attribute in parameters_read(rule):
        if attribute not in ASKED:
            faults.append(f"{where(rule)}: {name} reads p.{attribute}, which is no parameter.{did_you_mean(attribute, ASKED)}")
    return faults


def parameters_read(rule: Rule) -> list[str]:
    """The short names that a rule reads from `p`, in order of first use."""
    read, last = [], None
    for step in dis.get_instructions(rule):
        if step.opname in ("LOAD_ATTR", "LOAD_METHOD") and last == "p" and step.argval not in read:
            read.append(step.argval)
        last = step.argval if step.opname.startswith("LOAD_FAST") else None
        if isinstance(last, tuple):  # Python 3.13 loads two names in one step
            last = last[-1]
    return read


def bind(name: str, rule: Rule) -> Callable[[Any], float]:
    """`rule` as the session calls it: meeting in, number out."""
    known = known_words(name)
    space: dict[str, Any] = {"rule": rule, "__name__": __name__}
    exec(f"def {name}(m):\n    return rule({', '.join(known[a] for a in inputs(rule))})", space)
    return space[name]


def from_file(path: str | Path) -> Rules:
    """The default rules, with those replaced that a plain Python file defines under the same names.

    Raises RuleError, with file and line, when the file is missing, cannot be run, replaces nothing, holds a public
    function that is neither a rule nor called by one, or a rule that asks for what nobody carries.
    """
    path = Path(path)
    module = load(path)
    mine = functions_of(module)
    helpers = called_by({n: f for n, f in mine.items() if n in DEFAULT})
    strangers = [f for n, f in mine.items() if n not in DEFAULT and n not in helpers]
    faults = [fault for f in strangers for fault in faults_of(f.__name__, f)]
    faults += [fault for n, f in mine.items() if n in DEFAULT for fault in faults_of(n, f)]
    if not faults and not any(n in DEFAULT for n in mine):
        faults = [f"{path}: replaces no rule. Define a function with the name of a rule; all names: dyads rules."]
    if faults:
        raise RuleError(*faults)
    return Rules({n: f for n, f in mine.items() if n in DEFAULT}, path)


def called_by(rules: Mapping[str, Rule]) -> set[str]:
    """Names that these functions call, and those call in turn, in the same file."""
    return {f.__name__ for rule in rules.values() for f in reached(rule) if f.__module__ == rule.__module__}


def reached(rule: Rule) -> set[Rule]:
    """The plain functions that a rule calls by name, and those that they call in turn."""
    found: set[Rule] = set()
    todo = [rule]
    while todo:
        f = todo.pop()
        called = (f.__globals__.get(step.argval) for step in dis.get_instructions(f) if step.opname == "LOAD_GLOBAL")
        new = {g for g in called if inspect.isfunction(g)} - found
        found |= new
        todo += new
    return found


def load(path: Path) -> ModuleType:
    """The file run as a module of its own name; RuleError says what stopped it, and in which line."""
    if not path.is_file():
        raise RuleError(f"{path}: there is no such rule file.")
    if path.suffix != ".py":
        raise RuleError(f"{path}: a rule file is a Python file; its name must end in .py.")
    name = f"rules_of_{path.stem}_{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise RuleError(f"{path}: cannot be read as a Python file.")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SyntaxError as e:
        place = f"{path}:{e.lineno}" if e.lineno else path
        raise RuleError(f"{place}: not valid Python: {e.msg}.") from None
    except (Exception, SystemExit) as e:
        line = next((f.tb_lineno for f in frames(e) if f.tb_frame.f_code.co_filename == str(path)), "?")
        raise RuleError(f"{path}:{line}: running the file failed: {type(e).__name__}: {e}") from None
    return module


def frames(error: BaseException) -> Iterator[Any]:
    """The frames of a traceback, innermost first."""
    chain, at = [], error.__traceback__
    while at is not None:
        chain.append(at)
        at = at.tb_next
    return reversed(chain)
