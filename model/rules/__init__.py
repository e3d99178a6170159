"""What may happen between two people: plain functions of named numbers, each given what it asks for by name.

Argument names are words of the data dictionary (`model.fields`): dyad fields bare (`bond`), `client_…`, `therapist_…`,
`modality_…`, `noise` for the draw that carries the rule's own name, and `p` for parameters. The session calls rules;
rules never call each other, so that a replaced rule is replaced everywhere.
"""

import hashlib
import importlib.util
import inspect
import linecache
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

from model import ratings, stages
from model.binding import Bound, bind, carried, tried
from model.errors import Fault, RuleError
from model.fields import CLIENT_TRAITS, MODALITY, THERAPIST_TRAITS
from model.reasons import reason
from model.rule_files import contract, declared, repeated
from model.rule_files.brought import AFTER, BEGINS, NOTHING, ORDER, Brought
from model.rule_files.contract import Rule
from model.rules import alliance, change, encounter, ending, rupture, therapist, work

FILES: tuple[ModuleType, ...] = (encounter, work, rupture, alliance, change, ending, therapist)


def functions_of(module: ModuleType) -> dict[str, Rule]:
    """The public functions that `module` itself defines, in the order of their lines."""
    own = inspect.getmembers(module, inspect.isfunction)
    own = [(n, f) for n, f in own if f.__module__ == module.__name__ and not n.startswith("_")]
    return dict(sorted(own, key=lambda pair: pair[1].__code__.co_firstlineno))


DEFAULT: dict[str, Rule] = {n: f for module in FILES for n, f in functions_of(module).items()}
WEEKLY = frozenset(functions_of(therapist))
"""Rules asked at the week's end, when no dyad is at hand."""
CARRIED_ON = stages.carried({name: contract.inputs(rule) for name, rule in DEFAULT.items()})
"""Words of the dyad that one session leaves to the next."""
MOVED_BY_LIFE = stages.moved_by_life({name: contract.inputs(rule) for name, rule in DEFAULT.items()})
"""Words of the dyad that the weeks between sessions leave to each other."""
KNOWN: dict[str, frozenset[str]] = {name: stages.known_words(name, CARRIED_ON) for name in DEFAULT if name not in WEEKLY}
"""Words of the dyad that are known when a rule is asked."""
KNOWN_BY_OWN = {part: stages.known_words(asked, CARRIED_ON) for part, asked in ORDER.items()}
"""The same for rules of state that a file brings, by whether it begins or moves on."""


def at_intake() -> frozenset[str]:
    """Words of client and therapist (as rules ask for them, `client_distress`) that are read at intake and never after it."""
    late = {word for name, rule in DEFAULT.items() if not stages.asked_at_intake_alone(name) for word in contract.inputs(rule)}
    late |= {f"{who}_{name}" for who, name in re.findall(r"m\.(client|therapist)\.(\w+)", inspect.getsource(ratings))}
    every = {*(f"client_{t.name}" for t in CLIENT_TRAITS), *(f"therapist_{t.name}" for t in THERAPIST_TRAITS)}
    every |= {f"therapist_modality_{f.name}" for f in MODALITY if f"modality_{f.name}" not in late}
    return frozenset(every - late)


def faults_of(name: str, rule: Any, brought: Brought = NOTHING) -> list[Fault]:
    """Gates 1 and 2 for one rule of a file: what is wrong with it, one sentence each."""
    names = [*DEFAULT, name] if brought.state_of(name) else DEFAULT
    return contract.faults_of(name, rule, names, name in WEEKLY, known_to(name, brought), brought)


def known_to(name: str, brought: Brought) -> frozenset[str] | None:
    """Words of the dyad that are known when a rule of a file is asked; None at the week's end.

    The states that the file brings stand from intake on, and are set before all else: only the rules by which they begin
    cannot ask for them.
    """
    if name in DEFAULT:
        return KNOWN[name] | brought.names if name in KNOWN else None
    return KNOWN_BY_OWN[BEGINS] if name.endswith(f"_{BEGINS}") else KNOWN_BY_OWN[AFTER] | brought.names


class Rules(Mapping[str, Rule]):
    """A whole set of rules: the defaults, some of them replaced, and those of state that a file brings. Immutable.

    `source` is the file of `mine`: the replacements, and the rules by which the states of `brought` begin and move on.
    """

    def __init__(self, mine: Mapping[str, Rule] | None = None, source: Path | None = None, brought: Brought = NOTHING):
        self.mine = dict(mine or {})
        self.source = source
        self.brought = brought
        faults = [fault for name, rule in self.mine.items() for fault in faults_of(name, rule, brought)]
        if faults:
            raise RuleError(*faults)
        self._plain = {**DEFAULT, **self.mine}

    @property
    def replaced(self) -> dict[str, Rule]:
        """The rules that stand in the place of a default."""
        return {name: rule for name, rule in self.mine.items() if name in DEFAULT}

    def __getitem__(self, name: str) -> Rule:
        return self._plain[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._plain)

    def __len__(self) -> int:
        return len(self._plain)

    def __hash__(self) -> int:
        return hash(tuple(self._plain.items()))

    def __reduce__(self) -> tuple:
        """How another process gets the rules of a file: by the text that was run here, whatever the file says by then."""
        return (again, (self.source, self.file_text)) if self.source else super().__reduce__()  # type: ignore[return-value]

    def bound(self) -> ModuleType:
        """The rules as a session calls them: `rules.bond_after(m)`, every argument fetched from the meeting by its name."""
        rules = ModuleType("rules")  # of all things Python finds a name soonest in a module
        vars(rules).update(self.asked(tried))
        return rules

    def asked(self, guard: Callable[..., Bound]) -> dict[str, Bound]:
        """What a session calls, by name; the rules of a file are bound by `guard`, which holds them to their promise."""
        own = {name: guard(name, rule, name in WEEKLY, self.brought) for name, rule in self.mine.items()}
        defaults = {name: bind(name, rule, name in WEEKLY) for name, rule in DEFAULT.items() if name not in own}
        carry = {asked: carried(part, self.brought, own) for part, asked in ORDER.items()}
        return defaults | {name: answer for name, answer in own.items() if name in DEFAULT} | carry

    @property
    def file_text(self) -> str | None:
        """The text of the file of the replacements, as it was run; None without one."""
        return "".join(linecache.getlines(str(self.source))) if self.source else None

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


def from_file(path: str | Path, text: str | None = None) -> Rules:
    """The default rules, with those replaced that a plain Python file defines under the same names; or `text` in its place.

    Raises RuleError, with file and line, when the file is missing, cannot be run, replaces nothing, holds a public
    function that is neither a rule nor called by one, or a rule that breaks its contract.
    """
    path = Path(path).absolute()
    module = load(path, text)
    brought, mine = brought_by(path, module)[0], of_file(path, module)
    faults = [*misnamed(path, text, module), *(fault for n, f in mine.items() for fault in faults_of(n, f, brought))]
    if faults:
        raise RuleError(*faults)
    return Rules(mine, path, brought)


def brought_by(path: Path, module: ModuleType) -> tuple[Brought, list[Fault]]:
    """The state and the parameters that a file which was run brings, and what is wrong with how it says so."""
    return declared.read(vars(module), functions_of(module), DEFAULT, lambda fault, name: located(fault, path, name))


def located(fault: Fault, path: Path, name: str) -> Fault:
    """A fault of what a file calls by this name, in the line in which it first assigns to that, if it does."""
    pattern = re.compile(rf"\s*{name}\b.*=")
    line = next((i for i, text in enumerate(linecache.getlines(str(path)), 1) if pattern.match(text)), None)
    return fault.at(path, line)


def of_file(path: Path, module: ModuleType) -> dict[str, Rule]:
    """The functions of a file that was run which a session calls: in place of a default, or for a state that the file brings."""
    brought, _ = brought_by(path, module)
    return {name: f for name, f in functions_of(module).items() if name in DEFAULT or brought.state_of(name)}


@lru_cache(maxsize=8)
def again(path: Path, text: str) -> Rules:
    """The rules of a file as another process had them; the same ones each time, so that they are compiled once."""
    return from_file(path, text)


def misnamed(path: Path, text: str | None, module: ModuleType) -> list[Fault]:
    """Gate 1 for a file that was run: what in it has no rule's name, has one and is no rule, or stands there twice."""
    mine, asked = functions_of(module), of_file(path, module)
    helpers, undeclared = contract.called_by(asked.values()), brought_by(path, module)[1]
    faults = [*undeclared, *repeated.twice(path, text), *repeated.renamed(mine), *disguised(path, module, mine)]
    strange = [n for n in mine if n not in helpers and n not in asked and not (undeclared and n.endswith((BEGINS, AFTER)))]
    faults += [contract.misnamed(n, mine[n], DEFAULT) for n in strange]
    if not faults and not asked:
        faults = [Fault("replaces no rule. Define a function with the name of a rule; all names: dyads rules.", str(path))]
    return faults


def disguised(path: Path, module: ModuleType, mine: Mapping[str, Rule]) -> Iterator[Fault]:
    """A fault for everything that has the name of a rule and is no function of this file: it would be silently ignored."""
    for name, value in vars(module).items():
        if name in DEFAULT and name not in mine and value is not DEFAULT[name]:
            says = f"is no function defined here ({type(value).__name__}); write def {name}(…) in this file, undecorated."
            yield Fault(says, str(path)).of(name)


def load(path: Path, given: str | None = None) -> ModuleType:
    """The file, or the text `given` in its place, run as a module of its own name; RuleError says what stopped it, and where."""
    if given is None and not path.is_file():
        raise RuleError(Fault("there is no such rule file.", str(path)))
    if path.suffix != ".py":
        raise RuleError(Fault("a rule file is a Python file; its name must end in .py.", str(path)))
    name = f"rules_of_{path.stem}_{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]}"
    module = sys.modules[name] = ModuleType(name)
    module.__file__ = str(path)
    try:
        text = path.read_bytes() if given is None else given.encode()  # what is run is what was read: no bytecode kept from an earlier edit
        exec(compile(text, str(path), "exec"), module.__dict__)
        lines = StringIO(importlib.util.decode_source(text)).readlines()  # a form feed ends no line
        linecache.cache[str(path)] = (len(text), None, lines, str(path))  # and so is what is written into run.json
    except OSError as e:
        raise RuleError(Fault(f"cannot be read: {reason(e)}.", str(path))) from None
    except SyntaxError as e:
        raise RuleError(Fault(f"not valid Python: {e.msg}.", str(path), e.lineno, max((e.offset or 1) - 1, 0))) from None
    except (Exception, SystemExit) as e:
        line = next((f.tb_lineno for f in frames(e) if f.tb_frame.f_code.co_filename == str(path)), None)
        why = str(e) or (TOO_MUCH if isinstance(e, MemoryError) else "")
        says = f"running the file failed: {type(e).__name__}: {why}".rstrip(": ") + (stands_in(why) if isinstance(e, ImportError) else "")
        raise RuleError(Fault(says, str(path), line)) from None
    return module


def stands_in(why: str) -> str:
    """Where the default rule stands that could not be imported from elsewhere; nothing where it was none."""
    return next((f". It stands in {rule.__module__}." for name, rule in DEFAULT.items() if f"import name {name!r}" in why), "")


TOO_MUCH = "it asks for more memory than a rule file may take."
"""Why running a file failed where Python says no more than that memory was at an end."""


def frames(error: BaseException) -> Iterator[Any]:
    """The frames of a traceback, innermost first."""
    chain, at = [], error.__traceback__
    while at is not None:
        chain.append(at)
        at = at.tb_next
    return reversed(chain)
