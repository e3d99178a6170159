"""What a calibration has found, in words and on disk."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.calibrating import equal_fits
from experiments.calibrating.calibration import LOG, Problem, Tried, logged
from experiments.calibrating.equal_fits import Fit
from experiments.calibrating.identifiability import Posterior
from experiments.results import output

SETTINGS, PINNED_FILE, STARTS_FILE, FITS_FILE = "calibrated.toml", "identifiability.csv", "starts.csv", "fits.csv"


def found_by(problem: Problem, best: Sequence[Tried], folder: Path) -> str:
    """How a fit was found, in the comment lines that stand above it wherever it goes."""
    spent = Counter(line["start"] for line in logged(folder / LOG) for _ in line["values"])
    seeds, losses = ", ".join(map(str, problem.seeds)), ", ".join(f"{tried.loss:.2f}" for tried in best)
    return (
        f"# Found by `dyads calibrate`: {' and '.join(map(str, spent.values()))} candidates, a number for each start, on clinics of "
        f"{problem.therapists} therapists, seeds {seeds}.\n"
        f"# Losses {losses}; the best has {problem.in_range(best[0].values)} of {len(problem.targets)} findings in range there.\n"
    )


def settings_text(problem: Problem, tried: Tried) -> str:
    """The settings of a fit as a file that begins a scenario, or is a frozen set."""
    fixed = {n: v for n, v in problem.theory.settings.items() if n not in problem.bounds}
    lines = [f"{n} = {v!r}" for n, v in sorted({**fixed, **problem.rounded(tried.x)}.items())]
    return "[settings]\n" + "\n".join(lines) + "\n"


def starts_table(problem: Problem, best: Sequence[Tried]) -> pd.DataFrame:
    """Where each start ended, a column each, the best first; the spread is what equally good fits leave open."""
    columns = {f"start_{i + 1}": list(problem.settings(tried.x).values()) for i, tried in enumerate(best)}
    return pd.DataFrame({"parameter": problem.names, **columns})


def write(problem: Problem, best: Sequence[Tried], posterior: Posterior, fits: Sequence[Fit], folder: Path) -> None:
    """Write the fitted set, where the starts ended, what the findings pin down, and the fits that are about as good."""
    output.replace_text(folder / SETTINGS, found_by(problem, best, folder) + settings_text(problem, best[0]))
    starts_table(problem, best).to_csv(folder / STARTS_FILE, index=False)
    posterior.table().to_csv(folder / PINNED_FILE, index=False)
    equal_fits.write(problem, fits, folder / FITS_FILE)


def told(problem: Problem, best: Sequence[Tried], posterior: Posterior, fits: Sequence[Fit], folder: Path) -> str:
    """How good the fits are, what they miss, how well each number is known, and what equally good fits leave open."""
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
    good = sum(fit.good for fit in fits)
    lines.append(
        f"\n  Of {len(fits)} draws from the posterior {good} show at least {problem.in_range(best[0].values) - equal_fits.MAY_MISS} "
        f"findings, too.{' Over them and the fit:' if good else ''}\n"
    )
    if good:
        lines.append(f"  {'finding':<9}{'published':<20}{'fit':>9}{'least':>9}{'most':>9}")
        for row in equal_fits.spread(problem, best[0], fits).itertuples(index=False):
            span = f"[{row.published_low:g}, {row.published_high:g}]"
            lines.append(f"  {row.finding:<9}{span:<20}{row.fit:>9.3g}{row.least:>9.3g}{row.most:>9.3g}")
    lines.append(f"\n  The fitted set is {folder / SETTINGS}; try it with --set, or as the settings of a scenario file.")
    return "\n".join(lines)
