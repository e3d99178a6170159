"""What is wrong with how much is asked for, and with the engine, in words for the command line and for Python alike."""

from numbers import Integral
from typing import get_args

from model.simulate import Engine

MOST = 1_000_000
"""Clinics, clients, therapists, candidates or workers beyond which nobody means what they asked for."""


def of_counts(**given: tuple[object, int]) -> list[str]:
    """What is wrong with whole numbers, each given with the least that it may be."""
    return [fault for name, (value, least) in given.items() if (fault := of_count(name, value, least))]


def of_count(name: str, value: object, least: int) -> str:
    """What is wrong with a whole number that may not be less than this; nothing where all is well."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        return f"{name} must be a whole number; got {value!r}."
    if int(value) < least:
        return f"{name} must be at least {least:,}; got {int(value):,}."
    return f"{name} must be at most {MOST:,}; got {int(value):,}." if int(value) > MOST else ""


def of_engine(engine: object) -> list[str]:
    """What is wrong with the name of an engine."""
    return [] if engine in get_args(Engine) else [f"engine must be {', '.join(get_args(Engine))}; got {engine!r}."]
