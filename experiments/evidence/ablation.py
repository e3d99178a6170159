"""What each mechanism does: its switch thrown, under the same luck, and which findings then break.

Off is as the mechanism's switch has it: results no longer depend on that input, which in a factor means that the input is
at its best. Where a switch silences what helps together with what harms, its parts stand in rows of their own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from experiments.comparing.compare import outcomes, paired
from experiments.evidence.models import candidate
from experiments.evidence.scorecard import FIRST_SEED, Done, Score, scored
from experiments.evidence.targets import targets
from experiments.evidence.worlds import QUEUE, Theory
from model.mechanisms import MECHANISMS
from model.parameters import ASKED
from model.paths import PATHS
from model.scenario import Scenario
from model.simulate import simulate

INJURY = "M17, injury alone"
RESTS_ON_INJURY = ("A01", "E01", "R01", "T01a", "O09c")
"""Findings that lasting harm by ruptures carries more than any other: they are shown with and without it."""

PARTS = {
    "M17, healing alone": ("repair_heals", "repair_bonus", "repair_clears", "repair_corrects"),
    INJURY: ("injury_harms", "safety_hurt", "injury_alarms", "defence_hurts"),
    "M21, dropout alone": ("dropout_alliance",),
    "M21, engagement alone": ("engagement_alliance", "engagement_strain"),
}
"""Parts of switches: strengths that are put to 0."""


WHOLE_PATH = "relationship to outcome"


class Ablation(NamedTuple):
    """One switch: effects of throwing it, paired by client with 95 % intervals clustered by therapist, and what breaks.

    `distress` is in SDs of true distress at intake, positive where people end worse off; `before` and `after` are the values of all
    findings with the switch on and off.
    """

    name: str
    says: str
    distress: float
    distress_low: float
    distress_high: float
    dropout: float
    dropout_low: float
    dropout_high: float
    breaks: tuple[str, ...]
    mends: tuple[str, ...]
    before: Mapping[str, float]
    after: Mapping[str, float]


def switches() -> Mapping[str, tuple[str, Mapping[str, float]]]:
    """Every switch, and part of one, by name: what it is about, and the settings that throw it."""
    whole = {m.code: (m.title, m.off) for m in MECHANISMS if m.off}
    parts = {name: (name.partition(", ")[2], {ASKED[short]: 0.0 for short in shorts}) for name, shorts in PARTS.items()}
    return whole | parts | {WHOLE_PATH: ("the whole path, cut", PATHS[WHOLE_PATH].off)}


def effects(settings: Mapping[str, float], therapists: int, seed: int) -> dict[str, float]:
    """Effects on distress and dropout of these settings on one standard clinic."""
    size = {"clinic.dyads": therapists * QUEUE}
    runs = [simulate(Scenario(seed=seed, settings=size | dict(more)), engine="cohort", record=False) for more in ({}, settings)]
    a, b = (outcomes(run).rename_axis("client_id") for run in runs)
    spread = runs[0].dyads["client_distress"].std()
    worse, left = paired("improvement", a, b), paired("dropout", a, b)
    distress = {"distress": -worse.difference, "distress_low": -worse.high, "distress_high": -worse.low}
    return {k: v / spread for k, v in distress.items()} | {"dropout": left.difference, "dropout_low": left.low, "dropout_high": left.high}


def ablations(seeds: int, therapists: int, done: Done = lambda i, n: None) -> Iterator[Ablation]:
    """Every switch with its effects, and the findings that the model meets and that break, or are met only then."""
    thrown = switches()
    theories = [candidate(), *(Theory(name, off) for name, (_, off) in thrown.items())]
    found = scored(theories, range(FIRST_SEED, FIRST_SEED + seeds), therapists, targets(), done)
    usual = {s.finding: s for s in found[theories[0].name]}
    for name, (says, off) in thrown.items():
        now = {s.finding: s for s in found[name]}
        yield Ablation(
            name,
            says,
            **effects(off, therapists, FIRST_SEED),
            breaks=lost(usual, now),
            mends=lost(now, usual),
            before={k: s.value for k, s in usual.items()},
            after={k: s.value for k, s in now.items()},
        )


def lost(before: Mapping[str, Score], now: Mapping[str, Score]) -> tuple[str, ...]:
    """Counted findings whose mean is in range before, and no more now."""
    return tuple(k for k, s in before.items() if s.target.counted and s.within and not now[k].within)


def silent(found: Iterable[Ablation]) -> str:
    """The switches that break no finding, so that the findings say nothing about them."""
    return "; ".join(a.name for a in found if not a.breaks) or "none"


def table(found: Sequence[Ablation]) -> pd.DataFrame:
    """The ablations as a table, each finding's value with the switch off in a column of its own."""
    rows = []
    for a in found:
        told = {k: v for k, v in a._asdict().items() if k not in ("before", "after")}
        rows.append(told | {"breaks": " ".join(a.breaks), "mends": " ".join(a.mends)} | dict(a.after))
    return pd.DataFrame(rows)


def told(found: Sequence[Ablation]) -> str:
    """A line a switch."""
    lines = [f"  {'switch':<24}{'':<34}{'distress, SDs':<24}{'dropout':<26}breaks"]
    for a in found:
        worse = f"{a.distress:+.2f} [{a.distress_low:+.2f}, {a.distress_high:+.2f}]"
        left = f"{a.dropout:+.3f} [{a.dropout_low:+.3f}, {a.dropout_high:+.3f}]"
        lines.append(f"  {a.name:<24}{a.says[:33]:<34}{worse:<24}{left:<26}{' '.join(a.breaks) or 'nothing'}")
    lines += ["", f"  The findings say nothing about: {silent(found)}."]
    return "\n".join(lines)
