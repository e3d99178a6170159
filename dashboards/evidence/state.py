"""What the page of evidence shows: its state in the address, and how it changes."""

from dataclasses import dataclass, replace
from typing import Any

import solara

from dashboards.parts import address
from experiments.calibrating.origins import kinds
from experiments.evidence.targets import patterns, targets
from experiments.evidence.themes import themes

FINDINGS, PATTERNS, LIMITS, NUMBERS = "findings", "patterns", "limits", "numbers"
PARTS = {
    FINDINGS: "Published findings",
    PATTERNS: "Further patterns",
    LIMITS: "What is wrong, what is assumed",
    NUMBERS: "Every number",
}
HELP = {
    FINDINGS: "The findings that the model was fitted to, beside what it shows",
    PATTERNS: "Patterns that nothing was fitted to, beside what the model shows",
    LIMITS: "What the model gets wrong, what it rests on, and what it must not be used for",
    NUMBERS: "All numbers of the model with range, meaning and source",
}
"""What each part holds."""
ALL = "all"
ONLY = {ALL: "all", "missed": "missed by the model", "some": "missed by some null model", "every": "missed by every null model"}
"""Which findings may be picked out; null models are the re-calibrated ones here."""
SHOWN = {"recalibrated": "re-calibrated", "off": "switched off", "both": "both", "none": "hidden"}
"""Which null models are drawn."""


@dataclass(frozen=True)
class Asked:
    """What the page shows: a part of it, which findings, the null models drawn, the row that is open; of the numbers, which.

    `find` are words that a number's name or meaning must have, `origin` is where it comes from.
    """

    part: str = FINDINGS
    only: str = ALL
    theme: str = ALL
    nulls: str = "recalibrated"
    open: str = ""
    find: str = ""
    origin: str = ALL


asked_for: solara.Reactive[Asked] = solara.reactive(Asked())


def known() -> dict[str, Any]:
    """What there is of everything that is chosen and not typed."""
    return {
        "part": PARTS, "only": ONLY, "nulls": SHOWN, "theme": (ALL, *themes()),
        "open": ("", *targets(), *patterns()), "origin": (ALL, *kinds()),
    }  # fmt: skip


def restore(search: str | None) -> tuple[str, ...]:
    """Show what the address asks for, a row that is open among its like; what is wrong in it is given back in plain sentences."""
    found, faults = address.read(Asked, search, known())
    if found.open:
        found = replace(found, part=PATTERNS if found.open in patterns() else FINDINGS)
    asked_for.value = found
    return faults


def change(**what: Any) -> None:
    """Show something else; another choice of findings closes the row that was open."""
    closed = {} if what.keys() <= {"open", "nulls", "find", "origin"} else {"open": ""}
    asked_for.value = replace(asked_for.value, **{**closed, **what})


def toggle(key: str) -> None:
    """Open the row of a finding, or close it."""
    change(open="" if asked_for.value.open == key else key)
