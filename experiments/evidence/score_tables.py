"""Scores as the page of evidence tells them: tables, counts, what separates the model from null models, and what it misses."""

from collections.abc import Iterator, Mapping, Sequence

from experiments.drawing.markdown import markdown
from experiments.evidence import scorecard_report
from experiments.evidence.models import NOISE, RECALIBRATED, kind
from experiments.evidence.scorecard import Score, reproduced
from experiments.evidence.scorecard_report import label, verdict
from experiments.evidence.targets import Target

Found = Mapping[str, Sequence[Score]]
"""The scores of every theory, the model first."""


MARKS = {
    "not counted": "It is not counted: contested, without a size, or seen before.",
    "seen before": "Its value was known when something that bears on it was mended, so that it is no test any more.",
    "from memory": "The figure was set down from memory of the source, without the source at hand.",
    "own range": "The source gives no interval; the range is a tolerance that was set beforehand.",
}
"""What is to be known of some findings before they are read, in two words and in a sentence."""


def marks_of(t: Target) -> list[str]:
    """Which of `MARKS` a finding has."""
    return [mark for mark, holds in zip(MARKS, (not t.counted, t.seen_before, t.memory, t.own_range), strict=True) if holds]


def marks(t: Target) -> str:
    """The marks of a finding, in brackets."""
    return "".join(f" ({mark})" for mark in marks_of(t))


def published(t: Target) -> str:
    """What was published, in figures."""
    return f"{t.statistic} {t.value:g} [{t.low:g}, {t.high:g}]"


def score_rows(found: Found) -> Iterator[list[str]]:
    """A row a finding: what it says, published, simulated, verdict, each other theory's value, and the source."""
    first, *others = found
    for i, score in enumerate(found[first]):
        t = score.target
        rest = [f"{found[n][i].value:.2f}{'' if found[n][i].within else ' ×'}" for n in others]
        source = f"{t.source}. {t.note}" if t.note else t.source
        mine = f"{score.value:.3f} ± {(score.high - score.low) / 2:.3f}"
        yield [score.finding, t.says + marks(t), published(t), mine, verdict(score), *rest, source]


def score_table(found: Found) -> str:
    """The scorecard in Markdown."""
    first, *others = found
    return markdown(
        ["", "finding", "published", f"{first} ± 95 % Monte Carlo", "", *map(scorecard_report.short, others), "source"],
        list(score_rows(found)),
    )


def among(found: Found, counted: bool) -> Found:
    """The scores of findings that are counted, or of those that are not."""
    return {name: [score for score in of if score.target.counted == counted] for name, of in found.items()}


def counts(found: Found) -> str:
    """How many findings each theory reproduces, and how many of those that the null of noise misses: the others separate nothing."""
    noise = found.get(NOISE, [])
    telling = {s.finding for s in noise if s.target.counted and not s.reproduced}
    of_these = {name: sum(s.reproduced for s in of if s.finding in telling) for name, of in found.items()}
    missed = {name: " ".join(s.finding for s in of if s.target.counted and not s.reproduced) for name, of in found.items()}
    body = [
        [label(name), "{} of {}".format(*reproduced(of)), f"{of_these[name]} of {len(telling)}", missed[name] or "–"]
        for name, of in found.items()
    ]
    return markdown(["theory", "reproduced", "of those that *noise* misses", "missed or uncertain"], body)


def recalibrated(found: Found) -> list[str]:
    """The null models that were re-calibrated, of those that were scored."""
    return [name for name in found if kind(name)[1] == RECALIBRATED]


def missed_by(found: Found) -> dict[str, list[str]]:
    """For each finding the re-calibrated null models that do not reproduce it."""
    again = recalibrated(found)
    return {s.finding: [n for n in again if not found[n][i].reproduced] for i, s in enumerate(next(iter(found.values())))}


def separating(found: Found, by_construction: bool) -> str:
    """What the model meets and the re-calibrated nulls do not; either what they miss by construction, or the rest."""
    lines = []
    for score in next(iter(found.values())):
        failed = missed_by(found)[score.finding]
        if failed and score.target.counted and score.reproduced and score.target.by_construction == by_construction:
            lines.append(f"- **{score.finding}** {score.target.says}: missed by {', '.join(kind(n)[0] for n in failed)}.")
    return "\n".join(lines or ["- Nothing."])


def misses(found: Found) -> list[Score]:
    """What the model itself misses of what is given; what is not counted need only lie in its range."""
    return [s for s in next(iter(found.values())) if not (s.reproduced if s.target.counted else s.within)]


def instead(score: Score) -> str:
    """What a score is, and what it should be."""
    return f"{score.value:.2f} instead of {score.target.low:g} to {score.target.high:g}"


def missed(found: Found) -> str:
    """What the model itself misses of what is given, as a list."""
    lines = [f"- {s.finding} {s.target.says}{marks(s.target)}: {instead(s)}." for s in misses(found)]
    return "\n".join(lines or ["- Nothing."])
