"""What a rule file declares of its own, `CARRIES` and `PARAMETERS`: read, and checked.

Each is a dictionary from names to numbers, or to (number, low, high, meaning): the start of a state, or the default of a
parameter, from where to where it may go, and what it means.
"""

import keyword
from collections.abc import Callable, Collection, Iterator, Mapping
from math import inf
from typing import Any, NamedTuple

from model.errors import Fault, did_you_mean
from model.fields import DYAD, RATINGS, WEEK
from model.luck import SIZES
from model.parameters import ASKED, NUMBERS, Number
from model.rule_files.brought import AFTER, BEGINS, Brought, State
from model.rule_files.contract import Rule, inputs
from model.toml import shortly

CARRIES, PARAMETERS = DECLARATIONS = ("CARRIES", "PARAMETERS")
"""What a file calls its declarations."""
PREFIXES = ("client_", "therapist_", "modality_", "wai_", "_")
"""How words begin that are not a rule file's to choose."""
ELSEWHERE = ("p", "noise", "arm", "numbers", "of_session", "of_week", "of_ratings", "view", "carried")
"""Words with a meaning of their own in rules, tables, records, and in what a session calls."""
SAID = ("number of the rule file's own", "state of the rule file's own")
"""What is told of a parameter, or of a state, whose file does not say what it means."""


class Entry(NamedTuple):
    """One name that a file declares: its number, from where to where it may go, and what it means."""

    name: str
    value: float
    low: float = -inf
    high: float = inf
    meaning: str = ""


Taken = Callable[[str], str]
"""Says what a name stands for already; nothing where it is free."""
Located = Callable[[Fault, str], Fault]
"""Gives a fault of a declaration, by the name of that, its file and line."""


def read(module: Mapping[str, Any], mine: Mapping[str, Rule], rules: Collection[str], located: Located) -> tuple[Brought, list[Fault]]:
    """What a rule file brings, and what is wrong with how it says so.

    `module` are the names of the file that was run, `mine` the functions among them, `rules` the names of all default rules.
    """
    states, of_states = entries(module, CARRIES, lambda name: taken(name, rules))
    numbers, of_numbers = entries(module, PARAMETERS, taken_in_p)
    of_states += unmoved(states, mine, rules)
    faults = [located(fault, CARRIES) for fault in of_states] + [located(fault, PARAMETERS) for fault in of_numbers]
    return Brought(tuple(state(e, mine) for e in states), tuple(map(number, numbers))), faults


def entries(module: Mapping[str, Any], of: str, taken: Taken) -> tuple[list[Entry], list[Fault]]:
    """The sound entries of one declaration, and what is wrong with the others."""
    declared = module.get(of, {})
    if not isinstance(declared, dict):
        says = f'must be a dictionary of names and numbers, as in {of} = {{"valence": 0.0}}; got {shortly(declared)}.'
        return [], [Fault(says).of(of)]
    wrong = {name: fault_of_name(name, taken) or fault_of_value(value) for name, value in declared.items()}
    found = [
        Entry(name, *(tuple(value) if isinstance(value, tuple | list) else (value,))) for name, value in declared.items() if not wrong[name]
    ]
    return found, [fault_of_entry(name, f"of {of} {says}") for name, says in wrong.items() if says]


def fault_of_entry(name: Any, says: str) -> Fault:
    """What is wrong with an entry of a declaration, whose name may be none."""
    return Fault(says, pieces=(f'"{name}"',)).of(name if isinstance(name, str) else shortly(name))


def fault_of_name(name: Any, taken: Taken) -> str:
    """What is wrong with a name that a file chooses; nothing where it may have it."""
    if not isinstance(name, str) or not name.isidentifier() or not name.isascii() or keyword.iskeyword(name):
        return "is no name that a rule could ask for; use letters, digits and _, as in valence."
    if name.startswith(PREFIXES):
        return f"begins with {next(p for p in PREFIXES if name.startswith(p))}, as words of others do; choose another name."
    what = "a word with a meaning of its own" if name in ELSEWHERE else taken(name)
    return f"is {what} already; choose another name." if what else ""


def taken(name: str, rules: Collection[str]) -> str:
    """What the name of a state stands for already; nothing where it is free."""
    known = next((f.meaning for f in (*DYAD, *RATINGS, *WEEK) if f.name == name), None)
    if known is not None:
        return f"a word of the data dictionary ({known})"
    if name in SIZES:
        return "an event of luck"
    return next((f"in the name of a rule, {name}_{part}," for part in (BEGINS, AFTER) if f"{name}_{part}" in rules), "")


def taken_in_p(name: str) -> str:
    """What the name of a parameter stands for already; nothing where it is free."""
    return f"a parameter ({NUMBERS[ASKED[name]].meaning})" if name in ASKED else ""


def fault_of_value(value: Any) -> str:
    """What is wrong with a number, or with (number, low, high, meaning); nothing where it is sound."""
    if is_number(value):
        return ""
    whole = isinstance(value, tuple | list) and len(value) == 4 and all(map(is_number, value[:3])) and isinstance(value[3], str)
    if not whole:
        return f"must be a finite number, or (number, low, high, meaning); got {shortly(value)}."
    start, low, high, meaning = value
    if not (low < high and low <= start <= high and meaning.strip()):
        return f"must say (number, low, high, meaning) with low < high, the number within, and a meaning; got {shortly(value)}."
    return ""


def is_number(value: Any) -> bool:
    """Whether this is a plain finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def unmoved(states: Collection[Entry], mine: Mapping[str, Rule], rules: Collection[str]) -> Iterator[Fault]:
    """A fault for every state that no rule moves on."""
    for state in states:
        if (wanted := f"{state.name}_{AFTER}") not in mine:
            hint = did_you_mean(wanted, set(mine) - set(rules))
            says = f"has {state.name}, and nothing moves it on; write def {wanted}({state.name}, …, p).{hint}"
            yield Fault(says, pieces=(f'"{state.name}"',)).of(CARRIES)


def state(entry: Entry, mine: Mapping[str, Rule]) -> State:
    """A state that a file declares; it has luck of its own where a rule of it asks for noise."""
    lucky = any("noise" in inputs(mine[rule]) for part in (BEGINS, AFTER) if (rule := f"{entry.name}_{part}") in mine)
    return State(entry.name, float(entry.value), float(entry.low), float(entry.high), entry.meaning or SAID[1], lucky)


def number(entry: Entry) -> Number:
    """A parameter that a file declares, as the model declares its own."""
    ends = float(entry.value), float(entry.low), float(entry.high)
    return Number(f"rules.{entry.name}", *ends, "", entry.meaning or SAID[0], "the rule file")
