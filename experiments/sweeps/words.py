"""A sweep in words: how far outcomes move along each of its axes."""

from collections.abc import Sequence

from experiments.counting.words import number
from experiments.sweeps.sweep import OUTCOMES, Swept
from experiments.sweeps.tables import FAILURES

FEW = 6
"""Values of a factor that are all shown; of more than these the two at the ends are."""


def swept(found: Swept, seconds: float) -> str:
    """What a sweep shows: for each axis how far the outcomes move along it, value by value where these are few."""
    design, n = found.design, len(found.rows)
    seeds = "seed" if design.replicates == 1 else "seeds"
    lines = [f"{design.title}: {len(design):,} points × {design.replicates:,} {seeds} ({found.engine} engine, {seconds:.1f} s)", ""]
    for axis in design.axes if n else ():
        at = found.means().groupby(axis.title, sort=not axis.in_words).mean(numeric_only=True)
        shown = at if axis.in_words or len(at) <= FEW else at.iloc[[0, -1]]
        lines.append(f"  {axis.title}, {values(axis.points if axis.in_words else [*at.index], len(shown))}:")
        lines += [f"    {words:<40} {' → '.join(map(number, shown[v]))}" for v, words in OUTCOMES.items()]
    if n and not design.axes:
        lines.append("  Over all clinics, from the least to the greatest value (mean):")
        spans = found.rows[[*OUTCOMES]].agg(["min", "max", "mean"])
        lines += [
            f"    {words:<40} {number(spans[v]['min'])} to {number(spans[v]['max'])} ({number(spans[v]['mean'])})"
            for v, words in OUTCOMES.items()
        ]
    if len(found.failures):
        lines.append(f"\n  {len(found.failures)} of {n + len(found.failures)} simulations failed; see {FAILURES}.")
    return "\n".join(lines)


def values(axis: Sequence[str] | Sequence[float], shown: int) -> str:
    """Which values of a factor are shown, in a phrase: words as they are, numbers from the first to the last or one by one."""
    words = [each if isinstance(each, str) else f"{each:g}" for each in axis]
    by_name = any(isinstance(each, str) for each in axis)
    return ", ".join(words) if by_name or shown > 2 else f"from {words[0]} to {words[-1]}"
