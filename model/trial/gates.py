"""A rule file is tried before anybody lives by it: gate by gate, in a process that can be stopped.

`judged` does it here and now; `verdict` has a child process do it under a time limit, whatever the file does.
"""

import re
from collections.abc import Callable, Collection, Iterator
from itertools import chain, takewhile
from pathlib import Path
from typing import NamedTuple

from model import rules as ruling
from model.cohort import engine as cohort
from model.cohort.compiling import is_kept
from model.errors import Fault, Kind, RuleError
from model.guide.heard import heard_of_file
from model.guide.notes import notes
from model.reasons import reason
from model.rule_files.refused import of_their_own
from model.rules import DEFAULT, Rules
from model.scenario import scenario
from model.simulate import simulate
from model.trial import alone
from model.trial.breaches import breaches, broken, defined, line_of
from model.trial.child import Child, Stopped
from model.trial.corners import BETWEEN, FEWEST, between, questions

GATES = {
    "python": ("It is Python that runs", "The file can be read and run by itself."),
    "names": ("Names", "Every function has the name of a rule, or is called by one."),
    "inputs": ("Inputs", "Rules ask for words that are known when they are asked, and use what both engines share."),
    "corners": (
        "Corners",
        "At the ends of all their inputs rules keep what they promise: a chance lies between 0 and 1, a number is finite.",
    ),
    "compiling": ("Compiles", "Every rule can be compiled by itself, for clinics of thousands, and answers the same bits then."),
    "lives": ("Lives", "The dyads of a small clinic live by it to the end."),
}
"""The gates that a file must pass, in their order: their names, and what each holds."""
SECONDS = 3.0
"""How long the gates before the compiler may take."""
LONGER = 20.0
"""How long the compiler may take for the rules of a file, each by itself."""
A_CLINIC = 8.0
"""How long a first clinic may take; by the default rules it is done in a fraction of a second."""
BESIDE = 1000
"""Places between its corners at which a compiled rule is asked beside the plain one, at most: to hand it the parameters takes its time."""
WHOLE = 120.0
"""How long the compiler may take for a whole session."""


LONGEST = 200_000
"""Characters that a rule file may have."""


class Gate(NamedTuple):
    """A gate that a file came to, and what it found there: nothing where it has passed."""

    name: str
    faults: tuple[Fault, ...] = ()


def verdict(child: Child, path: Path, text: str | None, wanted: Callable[[], bool] = lambda: True, first: bool = False) -> tuple[Gate, ...]:
    """The gates that a rule file came to, the last with faults if it has any; tried in the child process.

    `text` is what the file says, None where there is no file; where only the `first` gates are asked for, those before the
    compiler are all. Stopped is raised only when the verdict is no longer `wanted`.
    """
    found: tuple[Gate, ...] = ()
    for work, seconds in ((judged, SECONDS), *(() if first else ((compiles, LONGER), (lives, A_CLINIC)))):
        try:
            found += child.ask(work, path, text, seconds=seconds, wanted=wanted)
        except Stopped as e:
            if not wanted():
                raise
            found += (Gate(list(GATES)[len(found)], (stopped(e, path),)),)
        except Exception as e:  # whatever a file makes of what tries it is a fault of the file
            found += (Gate(list(GATES)[len(found)], (untried(e, path),)),)
        if any(fault.kind is Kind.ACT for fault in found[-1].faults):
            child.end()  # what the file did there must not be met by the next
        if found[-1].faults:
            break
    return found


def untried(e: Exception, path: Path) -> Fault:
    """What is told of a file where trying it failed."""
    return Fault(f"could not be tried: {type(e).__name__}: {e}", str(path))


def stopped(e: Stopped, path: Path) -> Fault:
    """What is wrong with a file whose process did not live to say so, and where that was if anybody knows."""
    traced = re.search(rf'File "{re.escape(str(path))}", line (\d+)', e.traced)
    if "Fatal Python error" in e.traced:
        says = "crashed Python itself. Use numbers, if, for and functions of math and model.maths alone."
    elif e.late:
        says = f"{e}. Does a loop {'here' if traced else 'in it'} never end, or take its time?"
    else:
        says = f"{e}. A rule file must not end the program."
    return Fault(says, str(path), int(traced[1]) if traced else None)


def text_of(path: Path) -> str:
    """What a rule file says; RuleError when there is none, it is no plain file of text, or is longer than rules are."""
    if not path.is_file():
        what = "is a folder; name the rule file in it" if path.is_dir() else "is no plain file" if path.exists() else ""
        what = what or ("is a link that leads to no file" if path.is_symlink() else "")
        raise RuleError(Fault(f"{what}." if what else f"there is no such rule file. Begin one: dyads rules new {path.name}.", str(path)))
    try:
        with path.open(encoding="utf-8-sig") as file:  # some editors begin a file with a mark of its encoding
            text = file.read(LONGEST + 1)
    except UnicodeDecodeError:
        raise RuleError(Fault("must be saved as UTF-8.", str(path))) from None
    except OSError as e:
        raise RuleError(Fault(f"cannot be read: {reason(e)}.", str(path))) from None
    if len(text) > LONGEST:
        raise RuleError(Fault(f"is longer than {LONGEST:,} characters, which no rules are.", str(path)))
    return text


def judged(path: Path, text: str | None) -> tuple[Gate, ...]:
    """The gates before the compiler that a file came to: the last tells all faults that could be found at it and after it."""
    gates: list[Gate] = []
    try:
        for gate in passed(path, text):
            gates.append(gate)  # one by one: what was found before an interruption is kept
    except KeyboardInterrupt as e:  # an interruption is a fault that tells where it was
        gates.append(Gate(list(GATES)[len(gates)], (endless(e, path, SECONDS),)))
    held = list(takewhile(lambda gate: not gate.faults, gates))
    faults = tuple(dict.fromkeys(fault for gate in gates for fault in gate.faults))
    return (*held, *(gate._replace(faults=faults) for gate in gates[len(held) : len(held) + 1]))


def endless(e: KeyboardInterrupt, path: Path, seconds: float) -> Fault:
    """What is wrong with a file that was interrupted, and where that was."""
    return Fault(f"is still busy after {seconds:g} s. Does a loop here never end, or take its time?", str(path), line_of(e, path))


def passed(path: Path, text: str | None) -> Iterator[Gate]:
    """Gate after gate; where one has faults the next looks at the rules that have none."""
    try:
        module = defined(path, text)
    except RuleError as e:
        yield Gate("python", e.located)
        return
    yield Gate("python")
    yield Gate("names", tuple(ruling.misnamed(path, text, module)))
    mine, (brought, _) = ruling.of_file(path, module), ruling.brought_by(path, module)
    wrong = {name: tuple(broken(name, rule, brought)) for name, rule in mine.items()}
    yield Gate("inputs", tuple(of_their_own((fault for faults in wrong.values() for fault in faults), vars(module), brought)))
    sound, places = {name: rule for name, rule in mine.items() if not wrong[name]}, places_of(mine)
    yield Gate("corners", tuple(fault for name, rule in sound.items() for fault in breaches(name, rule, path, places, brought)))


def places_of(mine: Collection[str]) -> int:
    """At how many places between its corners each of these rules is tried."""
    return max(FEWEST, BETWEEN // max(1, len(mine)))


def compiles(path: Path, text: str | None) -> tuple[Gate]:
    """The compiler's gate: every rule can be compiled, and answers the same bits then, wherever it was tried before."""
    try:
        rules = rules_of(path, text)
        places = min(BESIDE, places_of(rules.mine))
        asked = {n: chain(questions(n, r, rules.brought), between(n, r, places, rules.brought)) for n, r in rules.mine.items()}
        return (Gate("compiling", alone.differences(rules, path, asked)),)
    except RuleError as e:
        return (Gate("compiling", e.located),)


def lives(path: Path, text: str | None) -> tuple[Gate]:
    """The gate of a first clinic, on agents, so that a failure has a line; compiled rules are asked the same."""
    try:
        rules = rules_of(path, text)
        asked = {name: heard.givens(rules[name]) for name, heard in heard_of_file(rules).items()}
        return (Gate("lives", alone.differences(rules, path, asked)),)
    except RuleError as e:
        return (Gate("lives", e.located),)
    except KeyboardInterrupt as e:
        return (Gate("lives", (endless(e, path, A_CLINIC),)),)


def noted(path: Path, text: str) -> tuple[str, ...]:
    """What there is to note of a text that has passed; where its first clinic was lived in this process, that is not lived again."""
    return tuple(notes(rules_of(path, text)))


def rules_of(path: Path, text: str | None) -> Rules:
    """The rules of a text; gate after gate has the same ones, which are compiled once."""
    return ruling.from_file(path) if text is None else ruling.again(path, text)


def compile_session(path: Path, text: str) -> None:
    """Compile the whole session under the rules of a file, and keep it on disk, for whoever wants it next."""
    kept_on_disk(ruling.from_file(path, text), (True,))


def compile_defaults() -> None:
    """The same for the default rules, both with every session recorded and with summaries alone."""
    kept_on_disk(Rules(), (True, False))


def kept_on_disk(rules: Rules, records: tuple[bool, ...]) -> None:
    """Have sessions compiled that are not kept yet."""
    for record in records:
        if not is_kept(cohort.kernel_for(rules, record)):
            simulate(scenario("small").but({"clinic.dyads": 1}), rules=rules, engine="cohort", record=record)


def warm() -> None:
    """Make a process ready: the compiler is slow the first time it is asked."""
    alone.check(Rules({"week_off_chance": DEFAULT["week_off_chance"]}))


def is_whole(gates: tuple[Gate, ...]) -> bool:
    """Whether a file has passed all gates."""
    return len(gates) == len(GATES) and not any(gate.faults for gate in gates)
