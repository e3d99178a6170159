"""Scores as the forest plot draws them: every finding a row, placed within its own published range, with the figures beside."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from dashboards.evidence.state import ALL, PATTERNS, Asked
from experiments.evidence.models import RECALIBRATED, kind
from experiments.evidence.prose import FIRST_MISSED, outcome_words
from experiments.evidence.score_tables import MARKS, Found, marks_of, missed_by, misses, recalibrated
from experiments.evidence.scorecard import Score
from experiments.evidence.scorecard_report import RANGE_WORDS
from experiments.evidence.shipped import shipped
from experiments.evidence.targets import Target, patterns
from experiments.evidence.themes import themes

LEFT, RIGHT = -1.0, 2.0
"""The ends of the plot, in published ranges: the range itself is the middle third."""
EDGE = 1.6
"""Per cent of the width that are left free beside a mark at the end."""
VERDICTS = {"hit": "in the range", "miss": "outside", "unsure": "uncertain"}
NEAR = {"hit": "at the edge", "miss": "just outside", "unsure": "uncertain"}
"""The same where the interval reaches over an end of the range."""
IN_THE_ROW = ("from memory", "own range")
"""What must be seen before a row is opened."""


def state(score: Score) -> str:
    """Whether a score is a hit, a miss, or too uncertain to be called; a finding that is not counted need not be certain."""
    if score.target.counted and not score.certain and not score.missed:
        return "unsure"
    return "hit" if score.within else "miss"


def verdict(score: Score) -> str:
    """What became of a score, in words; where its interval reaches over an end of the range, that it does."""
    across = score.low <= score.target.low <= score.high or score.low <= score.target.high <= score.high
    return (NEAR if across else VERDICTS)[state(score)]


def band_of(target: Target) -> str:
    """What the grey band is."""
    return RANGE_WORDS[target.own_range]


def figure(value: float, target: Target) -> str:
    """A value with as many digits as the width of its range deserves."""
    return f"{value:.{3 if target.high - target.low < 1.0 else 2}f}".replace("-", "−")


def give(score: Score) -> str:
    """Half the width of a score's interval."""
    return f"± {figure((score.high - score.low) / 2.0, score.target)}"


def span(target: Target) -> str:
    """The published range in figures."""
    return f"[{target.low:g}, {target.high:g}]".replace("-", "−")


def placed(value: float, target: Target) -> tuple[float, str]:
    """Where a value is drawn, in per cent of the width, and at which edge, where it lies beyond."""
    at = 100.0 * (target.place(value) - LEFT) / (RIGHT - LEFT)
    edge = "left" if at < EDGE else "right" if at > 100.0 - EDGE else ""
    return round(min(max(at, EDGE), 100.0 - EDGE), 2), edge


def named(theory: str) -> str:
    """A null model in words."""
    return ", ".join(kind(theory))


def null_marks(found: Found, i: int) -> list[dict[str, Any]]:
    """Where each null model stands in a row."""
    _, *others = found
    marks = []
    for theory in others:
        score = found[theory][i]
        at, edge = placed(score.value, score.target)
        title = f"null model {named(theory)}: {figure(score.value, score.target)}, {verdict(score)}"
        again = kind(theory)[1] == RECALIBRATED
        marks.append({"id": theory, "null": kind(theory)[0], "again": again, "at": at, "edge": edge, "title": title})
    return marks


def dot(score: Score) -> dict[str, Any]:
    """A score as it is drawn: where, with its interval, in figures, and what became of it."""
    t = score.target
    (at, edge), (low, _), (high, _) = (placed(v, t) for v in (score.value, score.low, score.high))
    told = {"model": figure(score.value, t), "give": give(score), "state": state(score), "verdict": verdict(score)}
    return {"at": at, "edge": edge, "low": low, "high": high, **told}


def row(found: Found, i: int) -> dict[str, Any]:
    """One finding as it is drawn."""
    score: Score = next(iter(found.values()))[i]
    t, own = score.target, dot(score)
    spoken = f"Published {t.statistic} {t.value:g}, {band_of(t)} {t.low:g} to {t.high:g}. Model {own['model']}: {own['verdict']}."
    return own | {
        "key": score.finding, "says": t.says, "statistic": t.statistic, "published": f"{t.value:g}".replace("-", "−"), "span": span(t),
        "mark": placed(t.value, t)[0], "counted": t.counted, "built": t.by_construction,
        "marks": [{"words": mark, "says": MARKS[mark]} for mark in marks_of(t) if mark in IN_THE_ROW],
        "band": band_of(t), "nulls": null_marks(found, i), "spoken": spoken,
    }  # fmt: skip


@lru_cache
def rows(part: str) -> dict[str, dict[str, Any]]:
    """Every finding of a part of the page, as it is drawn, by its short name."""
    found = shipped().of(part == PATTERNS)
    drawn = (row(found, i) for i in range(len(next(iter(found.values())))))
    return {one["key"]: one for one in drawn}


@lru_cache
def picked(part: str, only: str) -> frozenset[str]:
    """The findings of a part that a choice picks out."""
    found = shipped().of(part == PATTERNS)
    failed, again = missed_by(found), recalibrated(found)
    if only == "missed":
        return frozenset(score.finding for score in misses(found))
    least = {ALL: 0, "some": 1, "every": len(again)}[only]
    reproduced = {s.finding for s in next(iter(found.values())) if s.reproduced and s.target.counted}
    return frozenset(key for key, by in failed.items() if len(by) >= least and (only == ALL or key in reproduced))


def counted_first(of: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with those that are not counted at the end."""
    return sorted(of, key=lambda one: not one["counted"])


def groups(asked: Asked) -> list[dict[str, Any]]:
    """The rows that are asked for, by theme; a row that is open is always among them."""
    every, chosen = rows(asked.part), picked(asked.part, asked.only)
    found = []
    for name, theme in themes().items():
        of_theme = chosen if asked.theme in (ALL, name) else frozenset()
        shown = [every[key] for key in theme.findings if key in every and key in of_theme | {asked.open}]
        if shown:
            found.append({"name": name, "title": theme.title, "says": theme.says, "rows": counted_first(shown)})
    return found


def tells(found: Found, score: Score) -> Iterator[str]:
    """What a finding says for the model, and what not, in sentences."""
    t, failed, again = score.target, missed_by(found)[score.finding], recalibrated(found)
    if score.finding not in patterns():
        yield "The model was fitted to the counted findings of this list: that it meets them is no test." if t.counted else ""
    elif score.finding in FIRST_MISSED:
        yield f"Missed at the first look, with {figure(FIRST_MISSED[score.finding], t)}."
    elif t.counted:
        yield "Nothing was fitted to it."
    if not score.within:
        yield "The model misses it."
    elif not failed:
        yield "Every re-calibrated null model shows it too: it says nothing of whether the relationship does anything."
    elif len(failed) == len(again):
        yield "No re-calibrated null model shows it: it tells the model from worlds in which the relationship does nothing."
    else:
        others = " and ".join(kind(n)[0] for n in again if n not in failed)
        yield f"Of the re-calibrated null models, {others} shows it too, {' and '.join(kind(n)[0] for n in failed)} not."
    if t.by_construction and failed:
        yield (
            "But they miss it by construction: it is of what therapists or feedback do for outcome, and that path is cut in them, "
            "whatever their numbers."
        )


def spelt_out(definition: str) -> str:
    """A definition with what OUT stands for, where it speaks of it."""
    return f"{definition} {outcome_words()}" if "OUT" in definition else definition


def detail(asked: Asked) -> dict[str, Any]:
    """All that is known of the finding whose row is open; nothing where none is."""
    if not asked.open:
        return {}
    found = shipped().of(asked.part == PATTERNS)
    own, *others = found
    i = next(i for i, s in enumerate(found[own]) if s.finding == asked.open)
    score = found[own][i]
    t = score.target
    values = [
        {"who": "the model" if n == own else f"null model: {named(n)}", "value": figure(s.value, t), "give": give(s),
         "state": state(s), "verdict": verdict(s)}
        for n, s in ((n, found[n][i]) for n in (own, *others))
    ]  # fmt: skip
    return {
        "key": asked.open, "definition": spelt_out(t.definition), "source": t.source, "note": t.note,
        "marks": [MARKS[m] for m in marks_of(t)],
        "tells": [said for said in tells(found, score) if said], "values": values,
    }  # fmt: skip
