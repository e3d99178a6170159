"""What a page shows, in its address: a link restores it, and whatever else stands there is refused in plain words."""

from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields
from math import isfinite
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

State = TypeVar("State")
LONGEST = 1_500
"""Characters that a value may have."""


def read(shape: type[State], search: str | None, known: Mapping[str, Collection[str]] | None = None) -> tuple[State, tuple[str, ...]]:
    """The state that an address asks for, and what in it cannot be read; what is not said, or wrong, has its default.

    `shape` is a frozen dataclass whose fields are str, int or float and all have defaults; `known` says for some of them what
    there is.
    """
    kinds = {f.name: type(f.default) for f in fields(shape) if f.default is not MISSING}  # type: ignore[arg-type]
    found: dict[str, Any] = {}
    faults = []
    for name, text in parse_qsl(search or "", keep_blank_values=True, max_num_fields=100) if fits(search) else ():
        if name not in kinds:
            faults.append(f"The address says {name[:40]!r}, which this page does not know.")
            continue
        try:
            found[name] = value_of(text, kinds[name])
        except ValueError as e:
            faults.append(f"The address says {name} = {text[:40]!r}: {e}.")
    if not fits(search):
        faults.append("The address is too long to be one of this page's.")
    for name, there_is in (known or {}).items():
        if name in found and found[name] not in there_is:
            faults.append(f"The address says {name} = {found.pop(name)[:40]!r}, which is none that there is.")
    return shape(**found), tuple(faults)


def fits(search: str | None) -> bool:
    """Whether an address is of a length, and has as many parts, as this program writes."""
    return len(search or "") < 4_000 and (search or "").count("&") < 100


def value_of(text: str, kind: type) -> Any:
    """A value of its kind; ValueError, saying what it should be, otherwise."""
    if len(text) > LONGEST:
        raise ValueError(f"too long, more than {LONGEST} characters")
    if kind is str:
        return text
    try:
        value = kind(text)
    except ValueError:
        raise ValueError("should be a whole number" if kind is int else "should be a number") from None
    if abs(value) > 2**53 or not isfinite(value):
        raise ValueError("too large")
    return value


def written(state: Any) -> str:
    """The address of a state: what differs from the defaults."""
    changed = {f.name: getattr(state, f.name) for f in fields(state) if getattr(state, f.name) != f.default}
    return urlencode({name: f"{value:.6g}" if isinstance(value, float) else value for name, value in changed.items()})


def link(page: str, state: Any) -> str:
    """Where a page shows this state."""
    search = written(state)
    return f"{page}?{search}" if search else page


def parts(search: str | None) -> Mapping[str, str]:
    """The parts of an address, as they stand."""
    return dict(parse_qsl(search or ""))
