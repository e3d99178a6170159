"""The model beside real trials: attrition and standardised change of each arm, simulated and observed.

The format is that of the Metapsy database's file of individual psychotherapies for adult depression
(data-depression-psyctr, doi:10.5281/zenodo.7254845), one row per arm.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan, nan
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.checking.csv_rows import rows_of
from experiments.checking.faults import of_counts
from model.errors import TableError
from model.parameters import MODALITIES
from model.parameters import NUMBERS as DECLARED
from model.scenario import Scenario, scenario
from model.simulate import Run, ask, simulate

NUMBERS = ("weeks", "sessions", "randomised", "lost", "pre_mean", "pre_sd", "post_mean", "post_sd")
NEEDED = ("study", "therapy", *NUMBERS)
THERAPIES = {
    "cbt": ("cbt", "cognitive behavioural therapy"),
    "bat": ("cbt", "behavioural activation"),
    "pst": ("cbt", "problem solving"),
    "3rd": ("cbt", "third wave"),
    "dyn": ("psychodynamic", "psychodynamic therapy"),
    "ipt": ("psychodynamic", "interpersonal therapy"),
    "lrt": ("psychodynamic", "life review"),
    "sup": ("humanistic", "supportive counselling"),
    "other psy": ("humanistic", "another psychotherapy"),
}
"""Codes of the database: the nearest modality of the model, and what the code means."""
MOST_CHANGE = 10
"""SDs at intake; a change of more comes of a slip in a file, as an SE in place of an SD."""
ENOUGH = 40
"""Replicates from which on the ends of their middle 95 % are known."""
LONGEST = int(DECLARED["clinic.weeks"].high)


@dataclass(frozen=True)
class Arm:
    """One usable arm; NaN where something was not reported."""

    line: int
    study: str
    therapy: str
    sessions: int
    weeks: float
    randomised: int
    attrition: float
    change: float
    note: str


@dataclass(frozen=True)
class Comparison:
    """Every arm with what was observed and simulated, and what was wrong with the file's rows."""

    arms: pd.DataFrame
    problems: list[str]
    replicates: int


def arms_in(text: str, path: Path) -> tuple[list[Arm], list[str]]:
    """The usable arms in the text of a file, and a sentence for every row, or part of one, that cannot be used.

    Raises TableError when it is no CSV, lacks columns, or holds no arm that can be simulated.
    """
    rows, problems = rows_of(text, path)
    names = rows[0][1] if rows else {}
    missing = [c for c in NEEDED if c not in names]
    if missing:
        raise TableError(f"{path}: lacks {', '.join(missing)}. One row per arm with the columns {', '.join(NEEDED)}.")
    usual = pd.to_numeric(pd.Series([row["sessions"] for _, row in rows]), errors="coerce")
    typical = int(usual[usual > 0].median()) if (usual > 0).any() else 12
    arms = []
    for line, row in rows:
        arm, faults = read_arm(row, line, typical)
        problems += [f"line {line} ({row['study']}): {f}" for f in faults]
        arms += [arm] if arm else []
    if not arms:
        raise TableError(f"{path}: holds no arm that can be simulated.", *problems)
    return arms, problems


def refuse(seed: int, replicates: int) -> None:
    """SettingError, naming every fault, where arms cannot be simulated under this seed, or so many times."""
    ask("trial", seed=seed, faults=of_counts(replicates=(replicates, 1)))


def read_arm(row: dict[str, str], line: int, typical: int) -> tuple[Arm | None, list[str]]:
    """An arm from one row, None when it cannot be simulated, and what is wrong with the row."""
    faults: list[str] = []
    x = {name: as_number(row[name], name, faults) for name in NUMBERS}
    therapy = row["therapy"].strip().lower()
    if therapy not in THERAPIES:
        faults.append(f"therapy {row['therapy']!r} is unknown (known: {', '.join(THERAPIES)}); simulated with the usual mix of modalities.")
    if not (1 <= x["randomised"] <= 100_000) or x["randomised"] % 1:
        return None, [*faults, "left out: randomised is not a whole number of clients from 1 to 100,000."]
    if not isnan(x["sessions"]) and not (1 <= x["sessions"] <= 400):
        faults.append(f"sessions {row['sessions']!r} is not from 1 to 400; taken as not reported.")
        x["sessions"] = nan
    if not isnan(x["weeks"]) and not (0 <= x["weeks"] <= LONGEST):
        faults.append(f"weeks {row['weeks']!r} is not from 0 to {LONGEST}; taken as not reported.")
        x["weeks"] = nan
    if not isnan(x["lost"]) and (not (0 <= x["lost"] <= x["randomised"]) or x["lost"] % 1):
        faults.append("lost is not a whole number of clients from 0 to randomised; attrition is not compared.")
        x["lost"] = nan
    change = (x["pre_mean"] - x["post_mean"]) / x["pre_sd"] if x["pre_sd"] > 0 else nan
    if x["pre_sd"] <= 0:
        faults.append("pre_sd is not above 0; change is not compared.")
    note = f"sessions not reported: {typical} assumed, the file's median" if isnan(x["sessions"]) else ""
    sessions = typical if isnan(x["sessions"]) else round(x["sessions"])
    if x["sessions"] % 1 > 0:
        faults.append(f"sessions {row['sessions']!r} is not whole; taken as {sessions}.")
    if not isnan(change) and abs(change) > MOST_CHANGE:
        faults.append(f"its change is of more than {MOST_CHANGE} SDs, which cannot be; change is not compared.")
        change = nan
    attrition, n = x["lost"] / x["randomised"], int(x["randomised"])
    return Arm(line, row["study"], therapy, sessions, x["weeks"], n, attrition, change, note), faults


def as_number(text: str, name: str, faults: list[str]) -> float:
    """A number, NaN when the cell is empty; what is no number is said in `faults`."""
    if not text.strip():
        return nan
    try:
        value = nan if "_" in text else float(text)
    except ValueError:
        value = nan
    if not np.isfinite(value):
        faults.append(f"{name} {text!r} is not a number; taken as not reported.")
    return value if np.isfinite(value) else nan


def planned(arm: Arm) -> Scenario:
    """The trial scenario with this arm's size, length and therapy."""
    settings: dict[str, Any] = {"clinic.dyads": arm.randomised, "clinic.planned_sessions": arm.sessions}
    if arm.weeks >= arm.sessions:
        settings["clinic.weeks"] = int(arm.weeks)
    if arm.therapy in THERAPIES:
        settings |= {f"modalities.{m}.share": 1.0 if m == THERAPIES[arm.therapy][0] else 0.0 for m in MODALITIES}
    return scenario("trial").but(settings)


def observe(run: Run) -> tuple[float, float]:
    """Attrition, and change in SDs at intake: everyone counts, those who left with where they stood then.

    Change is of true distress, with the questionnaire's SD: the last questionnaire is filled in before the last
    session, and would miss what that session did.
    """
    d = run.dyads
    spread = d.distress_score_intake.std() if len(d) > 1 else 0.0
    change = (d.client_distress - d.distress_last).mean() / spread if spread else nan
    return float((d.ending == "dropout").mean()), float(change)


def compare(
    arms: Sequence[Arm], problems: list[str], seed: int = 1, replicates: int = 20, done: Callable[[int, int], object] = lambda i, n: None
) -> Comparison:
    """Simulate each arm `replicates` times and set it beside what was observed; `done(i, n)` is told of the arms."""
    found = []
    for i, arm in enumerate(arms):
        asked = planned(arm)
        seeds = [seed + 1_000_003 * arm.line + r for r in range(replicates)]
        lives = np.array([observe(simulate(asked, seed=s, engine="cohort", record=False, threads=1)) for s in seeds])
        found.append({**vars(arm), **beside("attrition", arm.attrition, lives[:, 0]), **beside("change", arm.change, lives[:, 1])})
        done(i + 1, len(arms))
    return Comparison(pd.DataFrame(found), problems, replicates)


def beside(name: str, observed: float, simulated: np.ndarray) -> dict[str, Any]:
    """Simulated mean, first replicate and 95 % predictive range; where in the replicates the observed stands, and whether within the range.

    The rank is the share of replicates below, half of those equal counted in: uniform over arms where the model is calibrated.
    """
    if np.isnan(simulated).all():
        return {f"{name}_{k}": nan for k in ("simulated", "one", "low", "high", "rank")} | {f"{name}_within": None}
    known = simulated[~np.isnan(simulated)]
    low, high = np.quantile(known, (0.025, 0.975))
    rank = nan if isnan(observed) else float((known < observed).mean() + (known == observed).mean() / 2.0)
    found = {"simulated": known.mean(), "one": known[0], "low": low, "high": high, "rank": rank}
    return {f"{name}_{k}": v for k, v in found.items()} | {f"{name}_within": None if isnan(observed) else bool(low <= observed <= high)}


def as_dict(found: Comparison) -> dict[str, Any]:
    """The whole comparison in a few numbers: pooled (by clients randomised), and how many arms lie within range."""
    arms = found.arms
    told: dict[str, Any] = {"arms": len(arms), "clients": int(arms.randomised.sum()), "replicates": found.replicates}
    for name in ("attrition", "change"):
        known = arms.dropna(subset=[name, f"{name}_simulated"])
        n, both = known.randomised, len(known) > 2
        told |= {
            f"{name}_arms": len(known),
            f"{name}_observed": float(np.average(known[name], weights=n)) if len(known) else nan,
            f"{name}_simulated": float(np.average(known[f"{name}_simulated"], weights=n)) if len(known) else nan,
            f"{name}_within": float(known[f"{name}_within"].astype(float).mean()) if len(known) and found.replicates >= ENOUGH else nan,
            f"{name}_r": float(known[[name, f"{name}_simulated"]].corr().to_numpy()[0, 1]) if both else nan,
        }
    return told | {"problems": found.problems}
