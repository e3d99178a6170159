"""Standings: how many of the counted findings each theory shows, misses, or cannot be told of at this size; and every score as a row.

The count is no ranking by itself: numbers of the model, and of re-calibrated null models, were searched until they showed the findings
of `targets.toml`; those of rivals were chosen by hand on one finding or two, which do not count for them. Nothing was searched for the
further patterns of `patterns.toml`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from experiments.contest.entrants import Entrant
from experiments.contest.living import findings
from experiments.contest.verdicts import HIT, MISS, UNSURE, mark, marks, theme_of
from experiments.evidence.score_tables import Found
from experiments.evidence.targets import patterns, targets
from experiments.evidence.themes import themes

FITTED_FINDINGS, FURTHER = "fitted findings", "further patterns"


def groups() -> dict[str, list[str]]:
    """The counted findings: those that some were fitted to, the further patterns, and those of each theme, by its name."""
    parts = {FITTED_FINDINGS: list(targets()), FURTHER: list(patterns())}
    parts |= {name: list(theme.findings) for name, theme in themes().items()}
    return {title: [f for f in of if findings()[f].counted] for title, of in parts.items()}


KINDS = (FITTED_FINDINGS, FURTHER)
"""The two kinds of findings, apart from their themes."""
BESIDE_HITS = {UNSURE: "unsure", MISS: "missed"}
"""What else than shown a finding of either kind may be, as `fitted findings, unsure`."""


def standings(among: Sequence[Entrant], found: Found) -> pd.DataFrame:
    """How many of the counted findings each theory shows, of both kinds and by theme; of both kinds also what is unsure and missed.

    What a theory's numbers were chosen on counts neither for nor against it.
    """
    return pd.DataFrame([{"theory": e.name, "sort": e.sort, "numbers": e.numbers, **counts(e, found)} for e in among])


def counts(e: Entrant, found: Found) -> dict[str, int]:
    """One theory's counts, by the titles of their columns."""
    seen = marks({e.name: found[e.name]})[e.name]
    of = {title: seen[counting(e, title)] for title in groups()}
    kinds = {f"{title}, {words}": int((of[title] == what).sum()) for title in KINDS for what, words in BESIDE_HITS.items()}
    return {title: int((marked == HIT).sum()) for title, marked in of.items()} | kinds


def counting(e: Entrant, title: str) -> list[str]:
    """The counted findings of a group that count for a theory."""
    return [f for f in groups()[title] if f not in e.chosen_on]


MUCH_UNSURE = 0.15
"""The share of counted findings beyond which a tournament says that it cannot tell."""


def unsure(among: Sequence[Entrant], found: Found) -> str:
    """That too much is unsure at this size, and what to do about it; empty where little is."""
    table = standings(among, found)
    open_ = table[[f"{title}, {BESIDE_HITS[UNSURE]}" for title in KINDS]].sum(axis=1)
    of = [sum(len(counting(e, title)) for title in KINDS) for e in among]
    worst = max(range(len(of)), key=lambda k: open_.iloc[k] / of[k])
    if open_.iloc[worst] <= MUCH_UNSURE * of[worst]:
        return ""
    return (
        f"Too few clinics to tell: up to {open_.iloc[worst]} of {of[worst]} counted findings are unsure ({among[worst].label}). Who shows "
        "less may only be less sure; compare what is missed, too, and raise --seeds or --dyads."
    )


def rows(among: Sequence[Entrant], found: Found) -> Iterator[dict[str, Any]]:
    """Every score of every theory as a row of a table."""
    for e in among:
        for s in found[e.name]:
            yield {
                "theory": e.name, "sort": e.sort, "numbers": e.numbers, "finding": s.finding, "theme": theme_of(s.finding),
                "fitted": s.finding in targets(), "counted": s.target.counted, "chosen_on": s.finding in e.chosen_on,
                "says": s.target.says, "published_low": s.target.low,
                "published": s.target.value, "published_high": s.target.high, "simulated": s.value, "low": s.low, "high": s.high,
                "mark": mark(s),
            }  # fmt: skip
