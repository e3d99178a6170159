"""Numbers that change only on purpose. Write them anew, after looking at what changed, with `python -m tests.golden`."""

from pathlib import Path

import numpy as np

from experiments.evidence.models import candidate
from experiments.evidence.targets import targets
from experiments.evidence.worlds import measured
from model import Run, simulate

FILE = Path(__file__).with_name("golden.csv")
DIGITS = 9
"""On another processor the last bits may differ, so numbers are compared after rounding."""
OF_SESSIONS = (
    "bond", "task", "goal", "alliance", "alliance_felt", "safety", "disclosure", "engagement", "hope", "work", "offer", "strain",
    "countertransference", "empathy_felt", "distress", "wai_client", "wai_therapist", "empathy_client", "empathy_therapist",
    "ruptured", "rupture_severity", "noticed", "repaired", "homework_done", "attachment_anxiety", "attachment_avoidance",
)  # fmt: skip
OF_DYADS = ("sessions_attended", "weeks", "distress_score_intake", "distress_score_last", "wai_client_early", "reliable_improvement")
OF_ITEMS = ("wai_client_bond_1", "wai_therapist_goal_4")


def numbers(run: Run) -> dict[str, str]:
    """Means of the main columns and counts of the endings, by name, to nine digits."""
    found = {"sessions": len(run.sessions), "dyads": len(run.dyads)}
    for table, columns in (("sessions", OF_SESSIONS), ("dyads", OF_DYADS), ("items", OF_ITEMS)):
        frame = getattr(run, table)
        found |= {f"mean of {table}.{column}": frame[column].mean() for column in columns}
    found |= {f"count of {ending}": n for ending, n in run.dyads["ending"].value_counts(sort=False).items()}
    return {name: f"{value:.{DIGITS}g}" for name, value in found.items()}


def findings() -> dict[str, str]:
    """The scorecard of one clinic of twelve therapists, to as many digits: too small to be held against the record."""
    values = measured({key: target.measured for key, target in targets().items()}, candidate(), 1, 12)
    return {f"scorecard {key}": f"{np.abs(v).max() if np.ndim(v) else v:.{DIGITS}g}" for key, v in values.items()}


def today() -> dict[str, str]:
    """All golden numbers, as they are now."""
    return numbers(simulate("small", engine="agents")) | findings()


def kept() -> dict[str, str]:
    """The numbers as they were last written."""
    return dict(line.rsplit(",", 1) for line in FILE.read_text("utf-8").splitlines())


def refresh() -> None:
    """Write the numbers of today, and say which are not as they were."""
    before, now = kept() if FILE.exists() else {}, today()
    for name in [n for n in before | now if before.get(n) != now.get(n)]:
        print(f"{name}: {before.get(name, 'new')} -> {now.get(name, 'gone')}")
    FILE.write_text("".join(f"{name},{value}\n" for name, value in now.items()), "utf-8")


if __name__ == "__main__":
    refresh()
