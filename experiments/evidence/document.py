"""The page that publishes what was found, written from the runs themselves: `docs/evidence.md`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pandas as pd

from experiments import figures, trials, trials_report
from experiments.evidence import scorecard_report
from experiments.evidence.ablation import Ablation
from experiments.evidence.scorecard import Score, reproduced
from experiments.evidence.scorecard_report import label, verdict
from experiments.studies import Answer
from experiments.studies.causal_alliance import Estimates
from model.parameters import FROZEN, NUMBERS, SEARCHED

Found = Mapping[str, Sequence[Score]]


@dataclass(frozen=True)
class Runs:
    """All that the page tells of."""

    targets: Found
    patterns: Found
    fits_on_targets: Found
    fits_on_patterns: Found
    fits_on_cause: Mapping[str, Estimates]
    ablations: Sequence[Ablation]
    study: Answer
    trials: trials.Comparison | None
    about: str


def markdown(head: Sequence[str], body: Sequence[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in body)])


def score_rows(found: Found) -> Iterator[list[str]]:
    """A row a finding: what it says, published, simulated, verdict, each other theory's value, and the source."""
    first, *others = found
    for i, score in enumerate(found[first]):
        t = score.target
        marks = ("" if t.counted else " (not counted)") + (" (from memory)" if t.memory else "") + (" (own range)" if t.own_range else "")
        rest = [f"{found[n][i].value:.2f}{'' if found[n][i].within else ' ×'}" for n in others]
        source = f"{t.source}. {t.note}" if t.note else t.source
        mine = f"{score.value:.3f} ± {(score.high - score.low) / 2:.3f}"
        yield [score.finding, t.says + marks, f"{t.statistic} {t.value:g} [{t.low:g}, {t.high:g}]", mine, verdict(score), *rest, source]


def score_table(found: Found) -> str:
    """The scorecard in Markdown."""
    first, *others = found
    return markdown(
        ["", "finding", "published", f"{first} ± 95 % Monte Carlo", "", *map(scorecard_report.short, others), "source"],
        list(score_rows(found)),
    )


def counts(found: Found) -> str:
    """How many findings each theory reproduces."""
    missed = {name: " ".join(s.finding for s in of if s.target.counted and not s.reproduced) for name, of in found.items()}
    body = [[label(name), "{} of {}".format(*reproduced(of)), missed[name] or "–"] for name, of in found.items()]
    return markdown(["theory", "reproduced", "missed or uncertain"], body)


def separating(found: Found) -> str:
    """What the model meets and the re-calibrated nulls do not."""
    first, *others = found
    again = [n for n in others if n.endswith("_recalibrated")]
    lines = []
    for i, score in enumerate(found[first]):
        if score.target.counted and score.reproduced and (failed := [n for n in again if not found[n][i].reproduced]):
            lines.append(f"- **{score.finding}** {score.target.says}: missed by {', '.join(scorecard_report.kind(n)[0] for n in failed)}.")
    missed = [s for s in found[first] if s.target.counted and not s.reproduced]
    against = [f"- {s.finding} {s.target.says}: {s.value:.2f} instead of {s.target.low:g} to {s.target.high:g}." for s in missed]
    return "\n".join([*(lines or ["- Nothing."]), "", "What the model itself misses:", "", *(against or ["- Nothing."])])


def ablation_table(found: Sequence[Ablation]) -> str:
    """The ablations in Markdown."""
    body = [[a.name, a.says, f"{a.distress:+.3f} [{a.distress_low:+.3f}, {a.distress_high:+.3f}]",
             f"{a.dropout:+.3f} [{a.dropout_low:+.3f}, {a.dropout_high:+.3f}]", " ".join(a.breaks) or "–"] for a in found]  # fmt: skip
    return markdown(["switch", "", "distress at the end, SDs", "dropout", "findings that break"], body)


def study_table(answer: Answer) -> str:
    """Worlds by estimates."""
    t = answer.table.assign(
        cell=[
            f"{v:.3f} [{low:.3f}, {high:.3f}]" for v, low, high in zip(answer.table.value, answer.table.low, answer.table.high, strict=True)
        ]
    )
    wide = t.pivot(index="world", columns="estimate", values="cell").reindex(index=t.world.unique(), columns=t.estimate.unique())
    return markdown(["world", *wide.columns], [[world, *cells] for world, cells in zip(wide.index, wide.to_numpy().tolist(), strict=True)])


def kind_of(name: str) -> str:
    """Where a number comes from, in a word or two."""
    source = NUMBERS[name].source
    if name in SEARCHED:
        return "fitted"
    if "by hand" in source:
        return "set by hand"
    return "assumed" if source.startswith("assumed") else "published or from memory, in direction or size"


def parameters() -> str:
    """Where the numbers come from."""
    kinds = pd.Series([kind_of(n) for n in NUMBERS]).value_counts()
    return markdown(["source", "numbers"], [[kind, n] for kind, n in kinds.items()])


def identifiability() -> str:
    """What the findings pin down, from the table that calibration left."""
    with files("experiments.evidence").joinpath(f"{FROZEN}.csv").open("rb") as file:
        table = pd.read_csv(file)
    body = [[r.parameter, f"{r.value:.3g}", f"[{r.low:.3g}, {r.high:.3g}]", f"{r.left_of_prior_sd:.2f}", r.verdict, r.told_most_by]
            for r in table.sort_values("left_of_prior_sd").itertuples(index=False)]  # fmt: skip
    n = table["verdict"].value_counts()
    says = (
        f"{n.get('pinned', 0)} of {len(table)} are pinned down (less than half of the prior SD is left), "
        f"{n.get('informed', 0)} informed, {n.get('loose', 0)} left loose.\n\n"
    )
    return says + markdown(["parameter", "value", "95 % interval", "left of prior SD", "", "told most by"], body)


def least_and_most(values: Iterable[float], digits: int = 2) -> str:
    """The ends of some values."""
    known = sorted(values)
    return f"{known[0]:.{digits}f} to {known[-1]:.{digits}f}"


def fits_counts(runs: Runs) -> str:
    """How many findings the equally good fits reproduce, and how much of the correlation is causal under them."""
    on = {"counted findings": runs.fits_on_targets, "counted patterns": runs.fits_on_patterns}
    shown = {what: [sum(s.within for s in of if s.target.counted) for of in found.values()] for what, found in on.items()}
    lines = [f"- Of the {what} they show {least_and_most(n, 0)} (mean in the published range)." for what, n in shown.items()]
    naive, true = ([getattr(e, name) for e in runs.fits_on_cause.values()] for name in ("naive", "true"))
    says = f"- Early alliance and outcome correlate {least_and_most(naive)} (naive)"
    lines.append(f"{says}; lifting the alliance in twins causes {least_and_most(true)} of it.")
    return "\n".join(lines)


def fits_table(runs: Runs) -> str:
    """Findings on which the equally good fits do not all hold, and every pattern: least and most over the fits."""
    body = []
    for frozen, fits, every in ((runs.targets, runs.fits_on_targets, False), (runs.patterns, runs.fits_on_patterns, True)):
        for i, score in enumerate(next(iter(frozen.values()))):
            t, values = score.target, [of[i].value for of in fits.values()]
            held = sum(map(t.holds, values))
            if every or held < len(values):
                body.append(
                    [
                        score.finding,
                        t.says,
                        f"[{t.low:g}, {t.high:g}]",
                        f"{score.value:.2f}",
                        least_and_most(values),
                        f"{held} of {len(values)}",
                    ]
                )
    return markdown(["", "finding", "published", FROZEN, "over the fits", "hold"], body)


def trials_section(found: trials.Comparison | None) -> str:
    """The trials, or why there are none."""
    if found is None:
        return "No file of trial arms was given to the command; `dyads evidence --trials FILE` adds this part."
    return (
        "```\n"
        + trials_report.told(found).replace("```", "")
        + "\n```\n\n![Trials](images/evidence_trials.png)\n\n![Quantiles](images/evidence_trials_quantiles.png)"
    )


def page(runs: Runs) -> str:
    """The whole page: `page.md`, filled in."""
    return (
        files("experiments.evidence")
        .joinpath("page.md")
        .read_text("utf-8")
        .format(
            frozen=FROZEN,
            fitted=len(SEARCHED),
            counted=reproduced(next(iter(runs.targets.values())))[1],
            about=runs.about,
            targets_counts=counts(runs.targets),
            targets_table=score_table(runs.targets),
            patterns_counts=counts(runs.patterns),
            separating=separating(runs.patterns),
            patterns_table=score_table(runs.patterns),
            ablations=ablation_table(runs.ablations),
            says="\n".join(runs.study.says),
            estimates=study_table(runs.study),
            trials=trials_section(runs.trials),
            parameters=parameters(),
            pinned=identifiability(),
            fits=len(runs.fits_on_targets),
            fits_counts=fits_counts(runs),
            fits_table=fits_table(runs),
        )
    )


def write(runs: Runs, file: Path) -> None:
    """Write the page, and its pictures into `images/` beside it."""
    images = file.parent / "images"
    images.mkdir(parents=True, exist_ok=True)
    pictures = {
        "evidence_scorecard": lambda: scorecard_report.forest(runs.targets, "Published findings"),
        "evidence_patterns": lambda: scorecard_report.forest(runs.patterns, "Further patterns"),
        "evidence_causal_alliance": runs.study.figures["causal_alliance"],
    }
    if runs.trials is not None:
        found = runs.trials
        pictures |= {
            "evidence_trials": lambda: trials_report.figure(found),
            "evidence_trials_quantiles": lambda: trials_report.quantiles(found),
        }
    for name, drawn in pictures.items():
        svg, _ = figures.save(drawn(), images, name)
        svg.unlink()
    file.write_text(page(runs), "utf-8")
