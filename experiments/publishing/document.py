"""The page that publishes what was found, written from the runs themselves: `docs/evidence.md`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from experiments.asking.study import Answer
from experiments.calibrating.origins import identifiability, parameters
from experiments.drawing import figures
from experiments.drawing.markdown import markdown
from experiments.evidence import prose, scorecard_report
from experiments.evidence.ablation import INJURY, RESTS_ON_INJURY, Ablation, silent
from experiments.evidence.score_tables import Found, among, counts, missed, score_table, separating
from experiments.evidence.scorecard import FIRST_SEED, reproduced
from experiments.evidence.targets import targets
from experiments.real_trials import report as trials_report
from experiments.real_trials.trials import Comparison
from experiments.results import output
from experiments.studies.causal_alliance import Estimates
from model.errors import OutputError
from model.parameters import FROZEN, SEARCHED
from model.reasons import reason


class About(NamedTuple):
    """Which clinics the sections stand on."""

    scores: str
    ablations: str
    fits: str


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
    trials: Comparison | None
    about: About


def ablation_table(found: Sequence[Ablation]) -> str:
    """The ablations in Markdown."""
    body = [[a.name, a.says, f"{a.distress:+.3f} [{a.distress_low:+.3f}, {a.distress_high:+.3f}]",
             f"{a.dropout:+.3f} [{a.dropout_low:+.3f}, {a.dropout_high:+.3f}]", " ".join(a.breaks) or "–"] for a in found]  # fmt: skip
    return markdown(["switch", "", "distress at the end, SDs", "dropout", "findings that break"], body)


def injury_table(found: Sequence[Ablation]) -> str:
    """The findings that rest most on lasting harm by ruptures, with it and without."""
    without = next(a for a in found if a.name == INJURY)
    body = [[k, targets()[k].says, f"{without.before[k]:.3f}", f"{without.after[k]:.3f}"] for k in RESTS_ON_INJURY]
    return markdown(["", "finding", FROZEN, "without injury"], body)


def study_table(answer: Answer) -> str:
    """Worlds by estimates; a dash where a world has no such estimate."""
    t = answer.table[answer.table.world != ""]
    t = t.assign(cell=[f"{v:.3f} [{low:.3f}, {high:.3f}]" for v, low, high in zip(t.value, t.low, t.high, strict=True)])
    wide = (
        t.pivot(index="world", columns="estimate", values="cell").reindex(index=t.world.unique(), columns=t.estimate.unique()).fillna("–")
    )
    return markdown(["world", *wide.columns], [[world, *cells] for world, cells in zip(wide.index, wide.to_numpy().tolist(), strict=True)])


def least_and_most(values: Iterable[float], digits: int = 2) -> str:
    """The ends of some values; a dash where there are none."""
    known = sorted(values)
    if not known:
        return "–"
    return f"{known[0]:.{digits}f} to {known[-1]:.{digits}f}"


def fits_counts(runs: Runs) -> str:
    """How many findings the equally good fits reproduce, and how much of the correlation is causal under them."""
    on = {"counted findings": runs.fits_on_targets, "counted patterns": runs.fits_on_patterns}
    shown = {what: [sum(s.within for s in of if s.target.counted) for of in found.values()] for what, found in on.items()}
    lines = [f"- Of the {what} they show {least_and_most(n, 0)} (mean in the published range)." for what, n in shown.items()]
    naive, true = ([getattr(e, name) for e in runs.fits_on_cause.values()] for name in ("naive", "true"))
    says = f"- Early alliance and outcome correlate {least_and_most(naive)} (naive)"
    lines.append(f"{says}; lifting bond and tasks in twins causes {least_and_most(true)} of it.")
    return "\n".join(lines)


def fits_table(runs: Runs) -> str:
    """Findings on which the equally good fits do not all hold, and every counted pattern: least and most over the fits."""
    body = []
    for frozen, fits, every in ((runs.targets, runs.fits_on_targets, False), (runs.patterns, runs.fits_on_patterns, True)):
        for i, score in enumerate(next(iter(frozen.values()))):
            t, values = score.target, [of[i].value for of in fits.values()]
            held = sum(map(t.holds, values))
            if t.counted if every else held < len(values):
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


def fits_section(runs: Runs) -> str:
    """What equally good fits say, or that none were drawn."""
    if not runs.fits_on_targets:
        return "None were drawn for this set."
    says = f"{len(runs.fits_on_targets)} were kept and looked at, in {runs.about.fits}."
    return "\n\n".join([says, fits_counts(runs), fits_table(runs)])


def trials_section(found: Comparison | None) -> str:
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
    return prose.template().format(
        frozen=FROZEN,
        first_met=prose.FIRST_MET,
        first_counted=prose.FIRST_COUNTED,
        first_missed=prose.first_missed(),
        fitted=len(SEARCHED),
        counted=reproduced(next(iter(runs.targets.values())))[1],
        version=version("therapy-dyads"),
        clinics=runs.about.scores,
        targets_counts=counts(runs.targets),
        targets_table=score_table(runs.targets),
        patterns_counts=counts(runs.patterns),
        separating=separating(runs.patterns, by_construction=False),
        by_construction=separating(runs.patterns, by_construction=True),
        missed=missed(among(runs.patterns, counted=True)),
        wrong=missed(among(runs.patterns, counted=False)),
        patterns_table=score_table(among(runs.patterns, counted=True)),
        uncounted_table=score_table(among(runs.patterns, counted=False)),
        ablations_clinics=runs.about.ablations,
        first_seed=FIRST_SEED,
        ablations=ablation_table(runs.ablations),
        silent=silent(runs.ablations),
        injury=injury_table(runs.ablations),
        says="\n".join(runs.study.says),
        study_clinics=runs.study.about,
        estimates=study_table(runs.study),
        trials=trials_section(runs.trials),
        parameters=parameters(),
        pinned=identifiability(),
        fits=fits_section(runs),
    )


def made_ready(file: Path) -> Path:
    """The folder for the pictures of a page; OutputError when the page, or they, cannot be written."""
    images = file.parent / "images"
    if file.is_dir():
        raise OutputError(f"{file}: cannot be written: it is a folder. Name a file.")
    try:
        images.mkdir(parents=True, exist_ok=True)
        output.replace_text(images / ".tried", "")
        (images / ".tried").unlink()
    except OSError as e:
        raise OutputError(f"{file}: cannot be written: {reason(e)}. Choose another place.") from None
    return images


def write(runs: Runs, file: Path) -> None:
    """Write the page, and its pictures into `images/` beside it."""
    text, images = page(runs), made_ready(file)
    pictures = {
        "evidence_scorecard": lambda: scorecard_report.forest(runs.targets, "Published findings"),
        "evidence_patterns": lambda: scorecard_report.forest(among(runs.patterns, counted=True), "Further patterns"),
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
    output.replace_text(file, text)
