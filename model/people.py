"""Who comes and who treats: traits drawn with addressed luck, on the logit scale, correlated by a common factor."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from math import floor, log, sqrt

import numpy as np
import scipy

from model.cohort.compiling import fast
from model.deeds import plans
from model.deeds.deeds import Plan
from model.errors import SettingError
from model.faults import Gathered
from model.fields import CLIENT_RECORD, CLIENT_TRAITS, MODALITY, THERAPIST_RECORD, THERAPIST_TRAITS, TRAINED, Trait, flat
from model.luck import CLIENT, THERAPIST, roll
from model.maths import logistic
from model.parameters import MODALITIES
from model.scenario import Scenario

_X, _W = np.polynomial.hermite_e.hermegauss(80)
_W = _W / _W.sum()
STEEPEST = 4.0
"""Largest scale on the logit scale; beyond it people would be of two extreme kinds."""


@dataclass(frozen=True)
class People:
    """Therapists `first` to `first + len(therapists)` and their queues.

    Client `i` of the array waits at place `i - start[k] + 1` for therapist `k`, where `start[k] <= i < start[k + 1]`;
    `plan` says what is done to whom from outside.
    """

    first: int
    therapists: np.ndarray
    clients: np.ndarray
    start: np.ndarray
    plan: Plan


def shares_at(mu: float, sigma: float) -> np.ndarray:
    """`logistic(mu + sigma * z)` where Gauss-Hermite quadrature looks at it, for a standard normal z."""
    return 1.0 / (1.0 + np.exp(-np.minimum(np.maximum(mu + sigma * _X, -700.0), 700.0)))


def mean_at(mu: float, sigma: float) -> float:
    """Its mean."""
    return float(_W @ shares_at(mu, sigma))


def sd_at(mu: float, sigma: float) -> float:
    """Its SD."""
    x = shares_at(mu, sigma)
    return sqrt(max(float(_W @ (x - float(_W @ x)) ** 2), 0.0))


@lru_cache(maxsize=4096)
def logit_normal(mean: float, sd: float) -> tuple[float, float]:
    """Location and scale on the logit scale that give a share of this mean and SD, both within (0, 1).

    Nested root finding: for each scale the location that keeps the mean, then the scale that gives the SD.
    Raises ValueError where no such distribution exists (the SD is too large for a mean so near the edge).
    """

    if sd == 0.0:
        return log(mean / (1.0 - mean)), 0.0
    if widest(mean) < sd:
        raise ValueError
    sigma = float(scipy.optimize.brentq(lambda s: sd_at(located(mean, s), s) - sd, 1e-9, STEEPEST, xtol=1e-12))
    return located(mean, sigma), sigma


def located(mean: float, sigma: float) -> float:
    """The location on the logit scale that gives this mean at this scale."""
    reach = 12.0 * sigma + abs(log(mean / (1.0 - mean))) + 1.0
    return float(scipy.optimize.brentq(lambda mu: mean_at(mu, sigma) - mean, -reach, reach, xtol=1e-13))


@lru_cache(maxsize=4096)
def widest(mean: float) -> float:
    """The largest SD that a share of this mean can have."""
    return sd_at(located(mean, STEEPEST), STEEPEST)


@lru_cache(maxsize=64)
def population(scenario: Scenario, group: str, traits: tuple[Trait, ...]) -> np.ndarray:
    """For each trait a row of low, width, location, scale, loading, own share; SettingError where none fits."""
    rows, faults = [], []
    for t in traits:
        mean, sd = scenario[f"{group}.{t.name}.mean"], scenario[f"{group}.{t.name}.sd"]
        loading, wide = scenario[f"{group}.{t.name}.loading"], t.high - t.low
        edge = 1e-6
        share = min(max((mean - t.low) / wide, edge), 1.0 - edge)
        try:
            at, scale = logit_normal(share, sd / wide)
        except ValueError:
            most = wide * floor(1000.0 * widest(share)) / 1000.0
            faults.append(
                f"{group}.{t.name}.sd must be smaller for a mean of {mean:g} within [{t.low:g}, {t.high:g}]; "
                f"got {sd:g}, use at most {most:g}."
            )
            continue
        rows.append((t.low, wide, at, scale, loading, sqrt(1.0 - loading * loading)))
    if faults:
        raise SettingError(*faults)
    return np.array(rows)


def draw(seed, first, start, block, normals, rows, slots, common, extra, luck, out, more):
    """Draw traits into `out` (people x at least traits), and each person's draw at `extra` into `more`.

    The people are the clients whose queues begin at `start`, or, with an empty `start`, therapists `first` onwards.
    `luck` has room for the draws of one person.
    """
    themselves = start.size == 0
    therapist, place = 0, 0
    for i in range(out.shape[0]):
        if themselves:
            therapist = i
        else:
            while i >= start[therapist + 1]:
                therapist += 1
            place = i - start[therapist] + 1
        roll(seed, first + therapist, place, 0, block, normals, luck)
        for k in range(rows.shape[0]):
            low, wide, at, scale, loading, own = rows[k]
            z = loading * luck[common] + own * luck[slots[k]]
            out[i, k] = low + wide * logistic(at + scale * z)
        more[i] = luck[extra]


DRAWN = {"clients": (CLIENT_TRAITS, CLIENT, "arm"), "therapists": (THERAPIST_TRAITS, THERAPIST, "modality")}
"""Of each group what is drawn: its traits, where their luck stands, and the event that decides something else."""


def drawn(scenario: Scenario, group: str, first: int, start: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Draw the traits of people, with which their records begin; what the draw that decides something else came to."""
    rows = population(scenario, group, DRAWN[group][0])
    traits, more = drawn_for(scenario.seed, group, rows.tobytes(), first, tuple(start.tolist()), len(people))
    flat(people)[:, : len(rows)] = traits
    return more


@lru_cache(maxsize=4)
def drawn_for(seed: int, group: str, rows: bytes, first: int, start: tuple[int, ...], n: int) -> tuple[np.ndarray, np.ndarray]:
    """The traits of `n` people (people x traits), and what else their luck decides; many points of a sweep ask for the same."""
    traits, draws, extra = DRAWN[group]
    slots = np.array([draws.at[t.name] for t in traits])
    out, luck, more = np.empty((n, len(traits))), np.empty(draws.size), np.empty(n)
    populations, queues = np.frombuffer(rows).reshape(len(traits), -1).copy(), np.array(start, np.int64)
    at, common = draws.at[extra], draws.at["common"]
    fast(draw)(np.uint64(seed), first, queues, draws.block, draws.normals, populations, slots, common, at, luck, out, more)
    out.flags.writeable = more.flags.writeable = False
    return out, more


@lru_cache(maxsize=64)
def check_all(scenario: Scenario) -> None:
    """`check_populations`, once for a clinic whose people are drawn piece by piece."""
    check_populations(scenario)


def check_populations(scenario: Scenario, unsure: Collection[str] = ()) -> None:
    """SettingError naming every population, mix of modalities and address that there cannot be in this clinic.

    Nothing is said of what depends on the settings that are `unsure`, because they were refused themselves.
    """
    wrong = Gathered()
    for group, traits in (("therapists", THERAPIST_TRAITS), ("clients", CLIENT_TRAITS)):
        sure = tuple(t for t in traits if not {f"{group}.{t.name}.{part}" for part in ("mean", "sd")} & set(unsure))
        wrong.tried(population, scenario, group, sure, otherwise=None)
    shares = [f"modalities.{name}.share" for name in MODALITIES]
    if not any(scenario[share] for share in shares) and not set(shares) & set(unsure):
        wrong.add("modalities.*.share must not all be 0: somebody must practise something. Raise at least one.")
    if not {"clinic.dyads", "clinic.clients_per_therapist"} & set(unsure):
        for i in (*scenario.do, *(i for arm in scenario.arms for i in arm.do)):
            asked = [nobody(scenario, i.therapist or 1, i.place or 1), nobody(scenario, i.stand_in or 1)]
            wrong.add(*(f"{i.text!r}: {why}." for why in asked if why))
    wrong.refuse()


def nobody(scenario: Scenario, therapist: int, place: int = 1) -> str:
    """Why there is no client of this therapist, from 1, at this place in her queue, from 1; nothing where there is one."""
    n, each = therapists_in(scenario), int(scenario["clinic.clients_per_therapist"])
    if therapist > n:
        return f"this clinic has therapists 1 to {n} with up to {each} clients each"
    queue = min(each, int(scenario["clinic.dyads"]) - (therapist - 1) * each)
    if place > queue:
        return f"therapist {therapist} of this clinic has {queue} client{'' if queue == 1 else 's'}, the last {therapist}-{queue}"
    return ""


def recruit(scenario: Scenario, lo: int = 0, hi: int | None = None) -> People:
    """Therapists `lo` to `hi` (all, without) with everyone in their queues; SettingError where no one can be drawn."""
    check_all(scenario)
    each, dyads = int(scenario["clinic.clients_per_therapist"]), int(scenario["clinic.dyads"])
    hi = therapists_in(scenario) if hi is None else hi
    start = np.minimum(np.arange(lo, hi + 1) * each, dyads)
    start = start - start[0]
    therapists, n = hired(scenario, lo, hi), int(start[-1])
    clients = np.zeros(n, CLIENT_RECORD)
    allocation = drawn(scenario, "clients", lo, start, clients)
    clients["arm"] = plans.arms_of(allocation, scenario["clinic.wait_list"], scenario.arms)
    clients["waits"] = clients["arm"] == plans.OF_WAITING

    def practised(modality: str) -> dict[str, float]:
        return {f"modality_{f.name}": float(scenario[f"modalities.{modality}.{f.name}"]) for f in MODALITY}

    sizes = np.diff(start)
    number, place = np.repeat(np.arange(lo, hi) + 1, sizes), np.arange(n) - np.repeat(start[:-1], sizes) + 1
    plan = plans.plan_for(scenario.do, scenario.arms, clients["arm"], number, place, lambda t: hired(scenario, t - 1, t)[0], practised)
    return People(lo, therapists, clients, start, plan)


def hired(scenario: Scenario, lo: int, hi: int) -> np.ndarray:
    """Therapists `lo` to `hi`, as they bring themselves and as they were trained, with the modality that each practises."""
    therapists = np.zeros(hi - lo, THERAPIST_RECORD)
    choice = drawn(scenario, "therapists", lo, np.empty(0, np.int64), therapists)
    for name in TRAINED:
        therapists[name] += scenario["clinic.training"] * (1.0 - therapists[name])
    practise(scenario, therapists, choice)
    return therapists


def practise(scenario: Scenario, therapists: np.ndarray, uniform: np.ndarray) -> None:
    """Give each therapist the modality that her luck chooses, and its row of numbers."""
    shares, numbers = modalities(scenario)
    code = np.searchsorted(shares, uniform, side="right")
    therapists["modality"] = code
    for f, of_modality in zip(MODALITY, numbers, strict=True):
        therapists[f"modality_{f.name}"] = of_modality[code]


@lru_cache(maxsize=64)
def modalities(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """Rising shares of therapists, the last 1, and the table of modalities (numbers x modalities)."""
    shares = np.cumsum([scenario[f"modalities.{name}.share"] for name in MODALITIES])
    return shares / shares[-1], np.array([[float(scenario[f"modalities.{name}.{f.name}"]) for name in MODALITIES] for f in MODALITY])


def therapists_in(scenario: Scenario) -> int:
    """How many therapists it takes for everyone who comes."""
    return -(-int(scenario["clinic.dyads"]) // int(scenario["clinic.clients_per_therapist"]))
