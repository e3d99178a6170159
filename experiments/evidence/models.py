"""What is held against the findings: the model as it stands, and null models that should fail.

A null is a scenario file in `nulls/`, for anyone to run. Where a file `NAME_recalibrated.toml` stands beside it, that is
the same null after a calibration of its own; how many candidates were tried stands at its head, and at that of the model's set.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from experiments.evidence.worlds import Theory
from model.parameters import FROZEN, NUMBERS, SEARCHED
from model.scenario import Scenario, parse

NOISE = "noise"
NULLS = (NOISE, "by_product", "trait")
AGAIN = "_recalibrated"
SWITCHED_OFF, RECALIBRATED = "switched off", "re-calibrated"


def candidate() -> Theory:
    """The model with its shipped defaults: the frozen set."""
    return Theory(FROZEN)


@cache
def null_file(name: str) -> Scenario | None:
    """A null as its file has it; None where there is no such file."""
    file = files("experiments.evidence").joinpath("nulls").joinpath(f"{name}.toml")
    return parse(file.read_text("utf-8"), name) if file.is_file() else None


def nulls() -> list[Theory]:
    """The null models, each switched off and, where that was done, re-calibrated."""
    found = [(f"{name}{again}", null_file(f"{name}{again}")) for name in NULLS for again in ("", AGAIN)]
    return [Theory(name, scenario.settings) for name, scenario in found if scenario]


def kind(name: str) -> tuple[str, str]:
    """Which null a theory's name stands for, in words, and whether it was re-calibrated."""
    plain = name.removesuffix(AGAIN)
    return plain.replace("_", "-"), RECALIBRATED if plain != name else SWITCHED_OFF


def free(theory: Theory) -> tuple[Mapping[str, tuple[float, float]], Mapping[str, float]]:
    """Bounds and start of what is searched under a theory: the fitted numbers that it leaves alone, and those it sets above 0.

    What a null sets itself is searched over the whole declared range, and what it cuts (sets to 0) is not searched.
    """
    bounds = {n: (s.low, s.high) for n, s in SEARCHED.items() if n not in theory.settings}
    start = {n: NUMBERS[n].default for n in bounds}
    own = {n: v for n, v in theory.settings.items() if v > 0.0 and n.startswith("rules.")}
    return bounds | {n: (NUMBERS[n].low, NUMBERS[n].high) for n in own}, start | own
