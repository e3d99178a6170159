"""What a calibration has found, in words and on disk."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.evidence.calibration import Problem, Tried
from experiments.evidence.identifiability import Posterior

SETTINGS, PINNED_FILE, STARTS_FILE = "calibrated.toml", "identifiability.csv", "starts.csv"


def settings_text(problem: Problem, tried: Tried) -> str:
    """The settings of a fit as a file that begins a scenario, or is a frozen set."""
    fixed = {n: v for n, v in problem.theory.settings.items() if n not in problem.bounds}
    lines = [f"{n} = {v!r}" for n, v in sorted({**fixed, **rounded(problem, tried)}.items())]
    return "[settings]\n" + "\n".join(lines) + "\n"


def rounded(problem: Problem, tried: Tried) -> dict[str, float]:
    """The fitted numbers, to four digits: more would be no knowledge."""
    return {n: float(f"{v:.4g}") for n, v in problem.settings(tried.x).items()}


def starts_table(problem: Problem, best: Sequence[Tried]) -> pd.DataFrame:
    """Where each start ended, a column each, the best first; the spread is what equally good fits leave open."""
    columns = {f"start_{i + 1}": list(problem.settings(tried.x).values()) for i, tried in enumerate(best)}
    return pd.DataFrame({"parameter": problem.names, **columns})


def write(problem: Problem, best: Sequence[Tried], posterior: Posterior, folder: Path) -> None:
    """Write the fitted set, where the starts ended, and what the findings pin down."""
    (folder / SETTINGS).write_text(settings_text(problem, best[0]), "utf-8")
    starts_table(problem, best).to_csv(folder / STARTS_FILE, index=False)
    posterior.table().to_csv(folder / PINNED_FILE, index=False)


def told(problem: Problem, best: Sequence[Tried], posterior: Posterior, folder: Path) -> str:
    """How good the fits are, what they miss, and how well each number is known."""
    lines = []
    for i, tried in enumerate(best, 1):
        missed = [k for (k, target), v in zip(problem.targets.items(), tried.values, strict=True) if not target.holds(v)]
        words = f"misses {', '.join(missed)}" if missed else "misses nothing"
        lines.append(
            f"  fit {i}: loss {tried.loss:.2f}, {len(tried.values) - len(missed)} of {len(tried.values)} findings in range; {words}"
        )
    found = posterior.table().sort_values("left_of_prior_sd")
    lines += ["", f"  {'parameter':<38}{'value':>9}  {'95 % interval':<22}{'of prior SD':>12}  {'':<9}told most by"]
    for row in found.itertuples(index=False):
        spread = f"[{row.low:.3g}, {row.high:.3g}]"
        lines.append(
            f"  {row.parameter:<38}{row.value:>9.3g}  {spread:<22}{row.left_of_prior_sd:>12.2f}  {row.verdict:<9}{row.told_most_by}"
        )
    counts = found["verdict"].value_counts()
    lines.append(f"\n  {counts.get('pinned', 0)} pinned down, {counts.get('informed', 0)} informed, {counts.get('loose', 0)} left loose.")
    lines.append(f"  The fitted set is {folder / SETTINGS}; try it with --set, or as the settings of a scenario file.")
    return "\n".join(lines)
