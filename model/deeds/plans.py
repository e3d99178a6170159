"""From what is to be done to whom: the plan that both engines follow, rows of numbers for each client."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from model.deeds.deeds import WIDTH, Plan, nothing
from model.deeds.interventions import Arm, Intervention, Row

OF_WAITING = 1
"""Code of the wait-list arm; 0 is usual therapy, and arms with a name follow."""


def arms_of(luck: np.ndarray, wait_list: float, arms: Sequence[Arm]) -> np.ndarray:
    """The code of each client's arm, allocated by luck of their own: who waits first, then each named arm, the rest as usual."""
    edges = np.cumsum([wait_list, *(arm.share for arm in arms)])
    codes = np.array([OF_WAITING, *range(OF_WAITING + 1, OF_WAITING + 1 + len(arms)), 0])
    return codes[np.searchsorted(edges, luck, side="right")]


def plan_for(
    do: Sequence[Intervention],
    arms: Sequence[Arm],
    arm: np.ndarray,
    therapist: np.ndarray,
    place: np.ndarray,
    hired: Callable[[int], np.void],
    practised: Callable[[str], Mapping[str, float]],
) -> Plan:
    """What is done to the clients of these arms at these addresses (both from 1): their arm's deeds, everybody's, their own.

    Clients to whom the same is done share their rows; `hired(n)` is the record of therapist `n`, `practised(m)` the numbers
    of modality `m`.
    """
    if not do and not arms:
        return nothing(len(arm))
    general, own = [i for i in do if i.therapist is None], [i for i in do if i.therapist is not None]
    of_arm = {OF_WAITING + 1 + k: a.do for k, a in enumerate(arms)}
    named = named_in(own, therapist, place)
    rows: list[Row] = []
    bundles: dict[tuple[Intervention, ...], tuple[int, int]] = {}
    spans = np.zeros((len(arm), 2), np.int64)
    for c, code in enumerate(arm.tolist()):
        key = (*of_arm.get(code, ()), *general, *named.get(c, ()))
        if key not in bundles:
            begin = len(rows)
            rows += [row for i in key for row in i.rows(hired, practised)]
            bundles[key] = begin, len(rows)
        spans[c] = bundles[key]
    return Plan(np.array(rows, float).reshape(len(rows), WIDTH), spans[:, 0].copy(), spans[:, 1].copy())


def named_in(own: Sequence[Intervention], therapist: np.ndarray, place: np.ndarray) -> dict[int, tuple[Intervention, ...]]:
    """The clients who are named, by index, with what is done to them, in the order in which it was said."""
    found: dict[int, tuple[Intervention, ...]] = {}
    here = set(therapist.tolist())
    for i in own:
        if i.therapist in here:
            for c in np.flatnonzero((therapist == i.therapist) & ((place == i.place) if i.place else True)).tolist():
                found[c] = (*found.get(c, ()), i)
    return found
