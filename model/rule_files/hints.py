"""What may have been meant where a rule uses what it may not: a memory, a word, or a function of Python's."""

import builtins
from collections.abc import Iterable, Mapping
from typing import Any

from model.errors import did_you_mean

MEMORY = (
    " {0} keeps a memory from one client to the next. What a dyad is to keep is a state that it carries: "
    'CARRIES = {{"{1}": 0.0}}, and def {1}_after({1}, …). See docs/exercises/07_add_a_state.md.'
)


def way_out(strange: Iterable[str], space: Mapping[str, Any], may_use: str, *known: Iterable[str]) -> str:
    """What to do about names that a rule may not use: a list is a memory; another may be the misspelt name of one `known`."""
    names = [name for name in strange if name.isidentifier()]
    kept = [name for name in names if isinstance(space.get(name), list | dict | set)]
    if kept:
        return MEMORY.format(kept[0], kept[0].strip("_").lower())
    near = (did_you_mean(name, words) for name in names if not hasattr(builtins, name) for words in known)
    return f"{next((hint for hint in near if hint), '')} {may_use}"
