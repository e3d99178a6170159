"""Settings as people write them, held against their declarations before any work starts."""

from math import inf
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, create_model

from model.errors import SettingError, did_you_mean
from model.parameters import NUMBERS, Number
from model.rule_files.brought import NOTHING, Brought, numbers_under
from model.toml import read_toml, shortly

MAX_SEED = 2**64 - 1


def _typed(n: Number) -> Any:
    kind: Any = int if n.whole else float
    return Annotated[kind, Field(ge=n.low, le=n.high, allow_inf_nan=None if n.whole else False, strict=True)]


_Numbers: type[BaseModel] = create_model(  # type: ignore[call-overload]
    "_Numbers",
    __config__=ConfigDict(extra="forbid"),
    **{f"n{i}": (_typed(n), Field(default=n.default, alias=n.name)) for i, n in enumerate(NUMBERS.values())},
)


def fault(name: str, value: object, brought: Brought = NOTHING) -> str | None:
    """What is wrong with setting `name` to `value`, in one sentence that says what would be right; None if nothing is.

    What a rule file has `brought` may be set, too.
    """
    number = NUMBERS.get(name) or numbers_under(brought).get(name) if isinstance(name, str) else None
    value = value.item() if isinstance(value, np.generic) else value
    if number is not None and not number.whole and type(value) is float and number.low <= value <= number.high and abs(value) < inf:
        return None  # the rule, told at once: sweeps and calibration check millions
    if number is None:
        return f"{name} is no parameter.{did_you_mean(str(name), numbers_under(brought))} All names: dyads parameters."
    try:
        if name in NUMBERS:
            _Numbers(**{name: value})
        elif not is_within(value, number):
            raise ValueError
    except ValueError:
        whole = "a whole number in " if number.whole else "in " if number.low > -inf else ""
        return f"{name} must be {whole}{number.range_and_unit}; got {shortly(value)}. It means: {number.meaning}."
    return None


def is_within(value: object, number: Number) -> bool:
    """Whether this is a plain finite number in the range of one that a rule file declares."""
    return isinstance(value, int | float) and not isinstance(value, bool) and number.low <= value <= number.high and abs(value) < 1e300


def fault_of_seed(seed: object) -> str | None:
    """What is wrong with a seed; None if nothing is."""
    if isinstance(seed, int) and not isinstance(seed, bool) and 0 <= seed <= MAX_SEED:
        return None
    return f"seed must be a whole number from 0 to {MAX_SEED}; got {shortly(seed)}."


def from_words(text: str) -> tuple[str, Any]:
    """`NAME=VALUE` as typed on a command line; the value as TOML reads it."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip() or len(text.splitlines()) > 1:
        raise SettingError(f"{text!r} is no setting; write NAME=VALUE, as in therapists.repair_skill.mean=0.7.")
    try:
        return name.strip(), read_toml(f"value = {value.strip()}")["value"]
    except SettingError:
        return name.strip(), value.strip()
