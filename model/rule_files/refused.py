"""What follows from an entry of a declaration that was refused is no fault of its own: it goes when the entry is mended."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from model.errors import Fault, Kind
from model.rule_files.brought import Brought
from model.rule_files.declared import CARRIES, PARAMETERS


def refused(module: Mapping[str, Any], brought: Brought) -> frozenset[str]:
    """What a rule would write to ask for the states, and the parameters, that a file declares, and of which nothing came."""
    states, numbers = (
        frozenset(str(name) for name in there) if isinstance(there := module.get(of), dict) else frozenset() for of in (CARRIES, PARAMETERS)
    )
    return (states - brought.names) | {f"p.{name}" for name in numbers - {n.short for n in brought.numbers}}


def of_their_own(faults: Iterable[Fault], module: Mapping[str, Any], brought: Brought) -> Iterator[Fault]:
    """The faults without those that follow from a refused entry."""
    gone = refused(module, brought)
    return (fault for fault in faults if not (fault.kind is Kind.UNKNOWN and fault.pieces[0] in gone))
