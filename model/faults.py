"""Faults of the parts of one input, gathered so that all are refused together."""

from collections.abc import Callable
from typing import Any, TypeVar

from model.errors import DyadsError, RuleError, SettingError

Read = TypeVar("Read")
Otherwise = TypeVar("Otherwise")


class Gathered:
    """What is wrong with one input so far; a fault that several parts share is told once."""

    def __init__(self, *faults: str):
        self.errors: list[DyadsError] = []
        self.add(*faults)

    def add(self, *faults: str) -> None:
        """Keep these faults of settings."""
        if faults:
            self.errors.append(SettingError(*faults))

    def tried(self, read: Callable[..., Read], *given: Any, otherwise: Otherwise, **named: Any) -> Read | Otherwise:
        """What `read` makes of what it is given; where it refuses, that is kept, and the answer is `otherwise`."""
        try:
            return read(*given, **named)
        except DyadsError as e:
            self.errors.append(e)
            return otherwise

    @property
    def faults(self) -> tuple[str, ...]:
        """Every fault, once."""
        return tuple(dict.fromkeys(fault for e in self.errors for fault in e.faults))

    def refuse(self) -> None:
        """Raise all that is wrong, if anything is: an error of their kind where all are of one; faults of rules keep their place."""
        if not self.errors:
            return
        of_rules = [e for e in self.errors if isinstance(e, RuleError)]
        if len(of_rules) == len(self.errors):
            raise RuleError(*dict.fromkeys(fault for e in of_rules for fault in e.located))
        kind = type(self.errors[0]) if len({type(e) for e in self.errors}) == 1 else DyadsError
        raise kind(*self.faults)
