"""Calibration: the fitted parameters are searched until simulated clinics show the published findings.

The method is CMA-ES (Hansen & Ostermeier 2001, the `cma` library), with common luck across candidates and several
starts. What was tried stands in a log, a line a generation, and the log is the state: an interrupted calibration
repeats it without simulating, to the last bit, and goes on.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import cma
import numpy as np
from joblib import Parallel, delayed

from experiments.evidence.scorecard import Done, pooled
from experiments.evidence.targets import Target, counted
from experiments.evidence.worlds import THERAPISTS, Theory, measured
from model.errors import OutputError

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


@dataclass(frozen=True)
class Problem:
    """What is fitted to what: a theory, parameters that are free within bounds, findings, and luck that candidates share."""

    theory: Theory
    bounds: Mapping[str, tuple[float, float]]
    start: Mapping[str, float]
    targets: Mapping[str, Target] = field(default_factory=counted)
    seeds: tuple[int, ...] = (1001, 1002)
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

    def values(self, x: np.ndarray) -> list[float]:
        """What the simulated clinics show at a point: every finding, averaged over the shared seeds."""
        asked = Theory(self.theory.name, {**self.theory.settings, **self.settings(x)}, self.theory.rules)
        measures = {key: target.measured for key, target in self.targets.items()}
        found = [measured(measures, asked, seed, self.therapists, THIN) for seed in self.seeds]
        return [pooled(np.array([one[key] for one in found])) for key in self.targets]

    def loss(self, values: Sequence[float]) -> float:
        """How far all findings are missed together: squared misses, charged more near and beyond the ends of the ranges."""
        misses = np.array([target.miss(v) if np.isfinite(v) else 10.0 for target, v in zip(self.targets.values(), values, strict=True)])
        return float((misses**2 + STEEP * np.maximum(0.0, misses - AT_THE_EDGE) ** 2).sum())

    @property
    def about(self) -> dict[str, Any]:
        """All that decides what a calibration does, for its folder."""
        published = {k: [t.value, t.low, t.high, t.measure] for k, t in self.targets.items()}
        return {
            "theory": self.theory.name, "settings": dict(self.theory.settings), "rules": self.theory.rules.file_text,
            "bounds": {n: list(b) for n, b in self.bounds.items()}, "start": dict(self.start), "targets": published,
            "seeds": list(self.seeds), "therapists": self.therapists, "code": code_of_model(),
        }  # fmt: skip


class Tried(NamedTuple):
    """One candidate: where it stood (unit cube), what it showed, and how far that is from the findings."""

    x: np.ndarray
    values: list[float]
    loss: float


def code_of_model() -> str:
    """A hash of the text of the model and of the measures: under other code a log says nothing."""
    here = Path(__file__).parent
    files = sorted([*(here.parents[1] / "model").rglob("*.py"), *(here / "measures").glob("*.py"), here / "sample.py", here / "worlds.py"])
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:16]


def calibrate(problem: Problem, folder: Path, starts: int = 2, evaluations: int = 1000, done: Done = lambda i, n: None) -> list[Tried]:
    """The best candidate of every start, best first; goes on where `folder` says that an earlier call stopped.

    `evaluations` are spent on each start; `done(i, n)` is told after each generation. Raises OutputError when the folder
    belongs to another problem.
    """
    folder.mkdir(parents=True, exist_ok=True)
    claim(folder / PROBLEM, problem.about)
    known = list(logged(folder / LOG))
    with Parallel(n_jobs=-1) as workers, (folder / LOG).open("a", encoding="utf-8") as log:
        best = []
        for start in range(starts):
            before = [k for k in known if k["start"] == start]
            told = partial(along, done, start * evaluations, starts * evaluations)
            best.append(search(problem, start, evaluations, before, log, workers, told))
    return sorted(best, key=lambda tried: tried.loss)


def along(done: Done, before: int, n: int, spent: int) -> None:
    """Tell of the progress of one start among several."""
    done(before + spent, n)


def search(
    problem: Problem, start: int, evaluations: int, known: list[dict], log: Any, workers: Parallel, done: Callable[[int], object]
) -> Tried:
    """One start of CMA-ES: the first from the parameters as they stand, the others from some way towards a random point."""
    rng = np.random.default_rng([start, *problem.seeds])
    first = problem.point(problem.start)
    if start:
        first = first + FURTHER * (rng.random(len(first)) - first)
    options = {
        "bounds": [0.0, 1.0],
        "seed": float("nan"),
        "randn": lambda *shape: rng.standard_normal(shape),
        "verbose": -9,
        "CMA_diagonal": True,
    }
    strategy = cma.CMAEvolutionStrategy(first, FIRST_STEP, options)
    best: Tried | None = None
    spent, generation = 0, 0
    while spent < evaluations and not strategy.stop():
        candidates = strategy.ask()
        if generation < len(known):
            values = known[generation]["values"]
        else:
            values = workers(delayed(problem.values)(x) for x in candidates)
            log.write(json.dumps({"start": start, "generation": generation, "values": values}) + "\n")
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


def logged(path: Path) -> Iterator[dict]:
    """The generations in a log; a last line that was torn by a kill is cut off."""
    if not path.exists():
        return
    text = path.read_bytes()
    whole = text[: text.rfind(b"\n") + 1]
    if whole != text:
        path.write_bytes(whole)
    for line in whole.splitlines():
        yield json.loads(line)


def claim(path: Path, about: dict[str, Any]) -> None:
    """Say whose folder this is; OutputError when it is another problem's."""
    text = json.dumps(about, indent=1, ensure_ascii=False, sort_keys=True)
    if not path.exists():
        path.write_text(text + "\n", "utf-8")
        return
    before = json.loads(path.read_text("utf-8"))
    differs = sorted(key for key in about if json.loads(text)[key] != before.get(key))
    if differs:
        raise OutputError(f"{path.parent}: holds a calibration that differs in {', '.join(differs)}. Choose another place with --out.")
