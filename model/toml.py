"""TOML files that users write: read, held against what may stand in them, and refused in plain words."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from model.errors import SettingError, did_you_mean

Model = TypeVar("Model", bound=BaseModel)
PLAIN = {
    "list_type": "must be a list", "string_type": "must be text in quotes", "int_type": "must be a whole number",
    "float_type": "must be a number", "dict_type": "must be a table", "missing": "is missing", "model_type": "must be a table",
}  # fmt: skip


def read_toml(text: str, before: str = "") -> dict[str, Any]:
    """The content of a TOML file; SettingError, whose message begins with `before`, when it is malformed."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise SettingError(f"{before}not valid TOML: nested too deeply.") from None
    except ValueError as e:  # malformed, or a number of thousands of digits
        raise SettingError(f"{before}not valid TOML: {e}.") from None


def checked(tree: dict[str, Any], shape: type[Model], what: str, before: str = "") -> tuple[Model, list[str]]:
    """`tree` in the shape that `what` ("a scenario") has, and what is wrong with it; parts at fault take their defaults."""
    try:
        return shape(**tree), []
    except ValidationError as e:
        faults = [before + told(err, shape, what) for err in e.errors()]
        wrong = {err["loc"][0] for err in e.errors() if err["loc"]}
        return shape(**{n: v for n, v in tree.items() if n not in wrong}), faults


def told(error: Any, shape: type[BaseModel], what: str) -> str:
    """One fault in a plain sentence."""
    at = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"])
    if error["type"] == "extra_forbidden":
        known = shape.model_fields if len(error["loc"]) == 1 else {}
        parts = f" Parts: {', '.join(known)}." if known else ""
        return f"{at} is no part of {what}.{did_you_mean(at, known)}{parts}"
    if error["type"] == "value_error":
        return f"{at}: {error['msg'].removeprefix('Value error, ').removesuffix('.')}."
    words = PLAIN.get(error["type"]) or error["msg"].lower()
    got = f"; got {shortly(error['input'])}"
    return f"{at}: {words}{got}."


def shortly(value: object) -> str:
    """A value as typed, cut where it is very long."""
    try:
        told = repr(value)
    except ValueError:  # Python refuses to write whole numbers of thousands of digits
        return "a number of thousands of digits"
    return told if len(told) <= 60 else f"{told[:60]}…"


def flat(tree: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Nested tables as dotted names."""
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
