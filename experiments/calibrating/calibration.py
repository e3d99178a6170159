"""Calibration: the fitted parameters are searched until simulated clinics show the published findings.

The method is separable CMA-ES, which adapts a step for each parameter and no correlations between them (Ros & Hansen
2008, A simple modification in CMA-ES achieving linear time and space complexity, PPSN X; the `cma` library), with common
luck across candidates and several starts, all near the values as they stand: no search of the whole space. What was
tried stands in a log, a line a generation, and the log is the state: an interrupted calibration repeats it without
simulating, to the last bit, and goes on; where it would not be the same, it says so.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from joblib import Parallel, delayed

from experiments.evidence.scorecard import Done, pooled
from experiments.evidence.targets import Target, counted
from experiments.evidence.worlds import THERAPISTS, Theory, compiled, measured
from experiments.results import locks, output, sources
from model.errors import OutputError
from model.parameters import FROZEN, NUMBERS

LOG, PROBLEM = "log.jsonl", "problem.json"
AT_THE_EDGE = 0.8
"""From this share of the way to the end of its range on, a miss is charged more, since beyond the end it is a failure."""
STEEP = 10.0
THIN = 4
"""Clinics of one modality each are this many times smaller while candidates are tried."""
FURTHER = 0.25
"""How far from the parameters as they stand the other starts begin, as a share of the way to a random point."""
FIRST_STEP = 0.06
"""First spread of the search, as a share of the searched range."""
FIRST_TRIED = 1001
"""The first seed of the clinics that candidates are tried on; none of them is ever used to judge the model."""


@dataclass(frozen=True)
class Problem:
    """What is fitted to what: a theory, parameters that are free within bounds, findings, and luck that candidates share."""

    theory: Theory
    bounds: Mapping[str, tuple[float, float]]
    start: Mapping[str, float]
    targets: Mapping[str, Target] = field(default_factory=counted)
    seeds: tuple[int, ...] = (FIRST_TRIED, FIRST_TRIED + 1)
    therapists: int = THERAPISTS

    @property
    def names(self) -> tuple[str, ...]:
        """The free parameters."""
        return tuple(self.bounds)

    def settings(self, x: np.ndarray) -> dict[str, float]:
        """Settings at a point of the unit cube."""
        return {n: low + float(u) * (high - low) for u, (n, (low, high)) in zip(x, self.bounds.items(), strict=True)}

    def rounded(self, x: np.ndarray) -> dict[str, float]:
        """Settings at a point, to four digits: more would be no knowledge."""
        return {n: float(f"{v:.4g}") for n, v in self.settings(x).items()}

    def point(self, settings: Mapping[str, float]) -> np.ndarray:
        """The point of the unit cube at these settings."""
        return np.array([(settings[n] - low) / (high - low) for n, (low, high) in self.bounds.items()])

    def shown(self, x: np.ndarray, seed: int) -> dict[str, Any]:
        """What one simulated clinic shows at a point: every finding, unpooled."""
        asked = Theory(self.theory.name, {**self.theory.settings, **self.settings(x)}, self.theory.rules)
        return measured({key: target.measured for key, target in self.targets.items()}, asked, seed, self.therapists, THIN)

    def values(self, x: np.ndarray) -> list[float]:
        """What the simulated clinics show at a point: every finding, averaged over the shared seeds."""
        found = [self.shown(x, seed) for seed in self.seeds]
        return [pooled(np.array([one[key] for one in found])) for key in self.targets]

    def in_range(self, values: Sequence[float]) -> int:
        """How many findings lie in their range."""
        return sum(target.holds(v) for target, v in zip(self.targets.values(), values, strict=True))

    def loss(self, values: Sequence[float]) -> float:
        """How far all findings are missed together: squared misses, charged more near and beyond the ends of the ranges."""
        misses = np.array([target.miss(v) if np.isfinite(v) else 10.0 for target, v in zip(self.targets.values(), values, strict=True)])
        return float((misses**2 + STEEP * np.maximum(0.0, misses - AT_THE_EDGE) ** 2).sum())

    @property
    def about(self) -> dict[str, Any]:
        """All that decides what a calibration does, for its folder."""
        published = {k: [t.value, t.low, t.high, t.measure] for k, t in self.targets.items()}
        numbers = {n: number.default for n, number in NUMBERS.items()} | dict(self.theory.settings)
        held = {n: v for n, v in numbers.items() if n not in self.bounds}
        return {
            "theory": self.theory.name, "settings": held, "rules": self.theory.rules.file_text,
            "bounds": {n: list(b) for n, b in self.bounds.items()}, "start": dict(self.start), "targets": published,
            "seeds": list(self.seeds), "therapists": self.therapists, "code": code(), "versions": output.versions(PACKAGES),
        }  # fmt: skip


class Tried(NamedTuple):
    """One candidate: where it stood (unit cube), what it showed, and how far that is from the findings."""

    x: np.ndarray
    values: list[float]
    loss: float


DECIDE = (__name__,)
"""What decides, with all that it imports, what a candidate shows, how far that is from the findings, and which one comes next."""
PACKAGES = ("cma", "numba", "numpy", "pandas", "scipy", "statsmodels")


def code() -> str:
    """A digest of all code and tables that decide what is tried and found: under others a log says nothing.

    The frozen set is left out, since its numbers are told one by one: freezing what was found ends no other calibration.
    """
    return sources.code(DECIDE, (f"{FROZEN}.toml",))


def calibrate(problem: Problem, folder: Path, starts: int = 2, evaluations: int = 1000, done: Done = lambda i, n: None) -> list[Tried]:
    """The best candidate of every start, that with most findings in range first; goes on where `folder` says that an earlier call stopped.

    `evaluations` are spent on each start; `done(i, n)` is told after each generation. Raises OutputError when the folder
    belongs to another problem or process, or its log to other candidates.
    """
    with locks.owned(folder):
        compiled(problem.theory.rules)
        claim(folder / PROBLEM, problem.about)
        known = list(logged(folder / LOG))
        with Parallel(n_jobs=-1) as workers, (folder / LOG).open("a", encoding="utf-8") as log:
            best = []
            for start in range(starts):
                before = [k for k in known if k["start"] == start]
                told = partial(along, done, start, starts, evaluations)
                best.append(search(problem, start, evaluations, before, log, workers, told))
    return sorted(best, key=lambda tried: (-problem.in_range(tried.values), tried.loss))


def along(done: Done, start: int, starts: int, evaluations: int, spent: int) -> None:
    """Tell of the progress of one start among several; the last generation, which is tried whole, may go beyond what was asked for."""
    done(start * evaluations + min(spent, evaluations), starts * evaluations)


def search(
    problem: Problem, start: int, evaluations: int, known: list[dict], log: Any, workers: Parallel, done: Callable[[int], object]
) -> Tried:
    """One start of separable CMA-ES: the first from the parameters as they stand, the others from some way towards a random point."""
    import cma  # brings matplotlib with it

    rng = np.random.default_rng([start, *problem.seeds])
    first = problem.point(problem.start)
    if start:
        first = first + FURTHER * (rng.random(len(first)) - first)
    options = {
        "bounds": [0.0, 1.0],
        "seed": float("nan"),
        "randn": lambda *shape: rng.standard_normal(shape),
        "verbose": -9,
        "CMA_diagonal": True,  # to the end: this is what makes it separable
    }
    strategy = cma.CMAEvolutionStrategy(first, FIRST_STEP, options)
    best: Tried | None = None
    spent, generation = 0, 0
    while spent < evaluations and not strategy.stop():
        candidates = strategy.ask()
        points = [x.tolist() for x in candidates]
        if generation < len(known):
            values = repeated(known[generation], points, log.name)
        else:
            values = workers(delayed(problem.values)(x) for x in candidates)
            log.write(json.dumps({"start": start, "generation": generation, "x": points, "values": values}) + "\n")
            log.flush()
            os.fsync(log.fileno())
        losses = [problem.loss(v) for v in values]
        strategy.tell(candidates, losses)
        least = int(np.argmin(losses))
        if best is None or losses[least] < best.loss:
            best = Tried(np.array(candidates[least]), values[least], losses[least])
        spent, generation = spent + len(candidates), generation + 1
        done(spent)
    assert best is not None
    return best


def repeated(line: dict, points: list[list[float]], file: str) -> list[list[float]]:
    """What a line of the log says of these candidates; OutputError when it is of others."""
    if line.get("x") != points:
        raise OutputError(
            f"{file}: start {line['start']}, generation {line['generation']} tried other candidates than would be tried now, "
            "so that what it found cannot be used. Choose another place (out)."
        )
    return line["values"]


def logged(path: Path) -> Iterator[dict]:
    """The generations in a log; a last line that was torn by a kill is cut off."""
    if not path.exists():
        return
    text = path.read_bytes()
    whole = text[: text.rfind(b"\n") + 1]
    if whole != text:
        path.write_bytes(whole)
    for number, line in enumerate(whole.splitlines(), 1):
        yield generation_of(line, f"{path}: line {number}")


def generation_of(line: bytes, where: str) -> dict:
    """A line of the log; OutputError when it is none."""
    try:
        found = json.loads(line)
        if {"start", "generation", "x", "values"} <= set(found) and len(found["x"]) == len(found["values"]):
            return found
    except (ValueError, TypeError):
        pass
    raise OutputError(f"{where} cannot be read. Choose another place (out), or cut the log off before that line.")


def claim(path: Path, about: dict[str, Any]) -> None:
    """Say whose folder this is; OutputError when it is another problem's."""
    text = json.dumps(about, indent=1, ensure_ascii=False, sort_keys=True)
    if not path.exists():
        output.replace_text(path, text + "\n")
        return
    try:
        before = dict(json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError) as e:
        raise OutputError(f"{path}: cannot be read: {e}. Choose another place (out).") from None
    differs = sorted(key for key in about if json.loads(text)[key] != before.get(key))
    if differs:
        raise OutputError(f"{path.parent}: holds a calibration that differs in {', '.join(differs)}. Choose another place (out).")
