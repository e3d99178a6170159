"""What follows from an entry of a declaration that was refused is no fault of its own: it goes when the entry is mended."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from model.rule_files.brought import Brought
from model.rule_files.declared import CARRIES, PARAMETERS

UNKNOWN = re.compile(r" asks for (\w+), which nobody carries\.| reads p\.(\w+)(?: in \w+)?, which is no parameter\.")
"""What is said of a word, or of a parameter, that is not known: its name."""


def refused(module: Mapping[str, Any], brought: Brought) -> tuple[frozenset[str], frozenset[str]]:
    """The names of the states, and of the parameters, that a file declares, and of which nothing came."""
    said = [
        frozenset(str(name) for name in there) if isinstance(there := module.get(of), dict) else frozenset() for of in (CARRIES, PARAMETERS)
    ]
    return said[0] - brought.names, said[1] - {n.short for n in brought.numbers}


def of_their_own(faults: Iterable[str], module: Mapping[str, Any], brought: Brought) -> Iterator[str]:
    """The faults without those that follow from a refused entry."""
    states, numbers = refused(module, brought)
    for fault in faults:
        unknown = UNKNOWN.search(fault)
        if not unknown or not (unknown[1] in states or unknown[2] in numbers):
            yield fault
