"""Sub-commands that hold the model against the published record."""

import time
from pathlib import Path
from typing import Annotated

import typer

from experiments.asking.commands import studies_command, study_command
from experiments.asking.laboratory import Laboratory
from experiments.evidence import ablation, calibration_report, document, equal_fits, results, scorecard_report, shipping
from experiments.evidence.calibration import Problem, calibrate
from experiments.evidence.freeze import freeze
from experiments.evidence.identifiability import identify
from experiments.evidence.scorecard import FIRST_SEED, SEEDS, clinics, measure_all, reproduced, scores
from experiments.evidence.targets import patterns, targets
from experiments.evidence.theories import NULLS, candidate, free, null_file, nulls
from experiments.evidence.worlds import QUEUE, THERAPISTS, Theory
from experiments.options import Out
from experiments.real_trials.trials import compare as compare_trials
from experiments.real_trials.trials import usable
from experiments.results import output
from experiments.studies import study
from model import show
from model.commands import Json, RuleFile, Settings, settings_from
from model.errors import SettingError, did_you_mean
from model.faults import Gathered
from model.progress import progress
from model.scenario import Scenario
from model.simulate import ask

Therapists = Annotated[int, typer.Option(help=f"Therapists in each clinic, {QUEUE} clients each.")]


def register(app: typer.Typer) -> None:
    """Add these sub-commands to `app`."""
    for command in (scorecard, ablations_command, calibrate_command, studies_command, study_command, evidence_command):
        app.command(name=command.__name__.removesuffix("_command"))(command)


def asked_theory(words: list[str] | None, rule_file: RuleFile, faults: list[str]) -> Theory:
    """The model as it stands, or as it was changed; SettingError or RuleError names every fault."""
    settings, more = settings_from(words)
    asked, said = ask(Scenario(), settings, rule_file, faults=[*faults, *more])
    if not settings and rule_file is None:
        return candidate()
    return Theory("yours", asked.settings, said)


MOST = 1_000_000
"""Clinics, therapists or candidates beyond which nobody means what they typed."""


def too_few(**given: tuple[int, int]) -> list[str]:
    """What is wrong with numbers that have a least value, or are beyond all use."""
    options = {f"--{name.replace('_', '-')}": pair for name, pair in given.items()}
    small = [f"{option} must be at least {least}; got {value}." for option, (value, least) in options.items() if value < least]
    return small + [f"{option} must be at most {MOST:,}; got {value}." for option, (value, _) in options.items() if value > MOST]


def scorecard(
    seeds: Annotated[int, typer.Option(help="Clinics over which each finding is averaged.")] = SEEDS,
    first_seed: Annotated[int, typer.Option("--seed", help="Seed of the first.")] = FIRST_SEED,
    therapists: Therapists = THERAPISTS,
    against: Annotated[bool, typer.Option("--nulls/--no-nulls", help="Also score the null models, which should fail.")] = True,
    further: Annotated[bool, typer.Option("--patterns", help="Score the further patterns, to which nothing was fitted.")] = False,
    words: Settings = None,
    rule_file: RuleFile = None,
    shipped: Annotated[
        bool, typer.Option("--freeze", help="Score the defaults and the nulls on everything, and ship what is found with the package.")
    ] = False,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Set simulated clinics beside published findings, and the null models beside them.

    Example: dyads scorecard --seeds 20
    """
    faults = too_few(seeds=(seeds, 3), therapists=(therapists, 5), seed=(first_seed, 0))
    if shipped and (words or rule_file or further or not against or out):
        faults.append("--freeze ships every score of the defaults; leave out --set, --rules, --patterns, --no-nulls and --out.")
    theories = [asked_theory(words, rule_file, faults), *(nulls() if against else [])]
    lucks = range(first_seed, first_seed + seeds)
    if shipped:
        print("Written:\n" + "\n".join(f"  {path}" for path in shipping.freeze(lucks, therapists, progress)))
        return
    findings = patterns() if further else targets()
    began = time.perf_counter()
    with output.whole_folder(out, "patterns" if further else "scorecard") as (folder, partial):
        with progress("living clinics") as done:
            values = measure_all(theories, lucks, therapists, done, findings)
        found = {theory: scores(of, findings) for theory, of in values.items()}
        title = results.write_scorecard(partial, found, theories, lucks, therapists, further)
    if as_json:
        counts = {theory: reproduced(of)[0] for theory, of in found.items()}
        show.as_json({"folder": str(folder), "reproduced": counts, "rows": scorecard_report.table(found).to_dict("records")})
        return
    print(scorecard_report.told(found, f"{title} ({time.perf_counter() - began:.0f} s)"))
    print(f"\nTable and forest plot are in {folder}/")


def ablations_command(
    seeds: Annotated[int, typer.Option(help="Clinics over which findings are averaged.")] = 6,
    therapists: Therapists = 60,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Throw the switch of each mechanism under the same luck: what it does to distress and dropout, and which findings break.

    Example: dyads ablations
    """
    if faults := too_few(seeds=(seeds, 3), therapists=(therapists, 5)):
        raise SettingError(*faults)
    with output.whole_folder(out, "ablations") as (folder, partial):
        with progress("throwing switches") as done:
            found = list(ablation.ablations(seeds, therapists, done))
        results.write_ablations(partial, ablation.table(found), seeds, therapists)
    if as_json:
        show.as_json({"folder": str(folder), "rows": ablation.table(found).to_dict("records")})
        return
    print(ablation.told(found))
    print(f"\nThe table is in {folder}/")


def calibrate_command(
    null: Annotated[str, typer.Option(metavar="NAME", help=f"Calibrate a null model instead: {', '.join(NULLS)}.")] = "",
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the log is kept, and an earlier one gone on with.")] = Path(
        "results/calibration"
    ),
    starts: Annotated[int, typer.Option(help="Searches, each from a place of its own near the values as they stand.")] = 2,
    evaluations: Annotated[int, typer.Option(help="Candidates tried in each.")] = 700,
    seeds: Annotated[int, typer.Option(help="Clinics that each candidate is tried on; all share their luck.")] = 2,
    therapists: Therapists = THERAPISTS,
    finished: Annotated[
        Path | None, typer.Option("--freeze", metavar="DIR", help="Search nothing: ship what the finished calibration there found.")
    ] = None,
) -> None:
    """Search the fitted numbers until simulated clinics show the published findings (separable CMA-ES); goes on where it was stopped.

    It takes about half an hour on two cores.

    Example: dyads calibrate --out results/calibration
    """
    faults = too_few(starts=(starts, 1), evaluations=(evaluations, 1), seeds=(seeds, 1), therapists=(therapists, 5))
    if null and null not in NULLS:
        faults.append(f"no null model is called {null}.{did_you_mean(null, NULLS)} Null models: {', '.join(NULLS)}.")
    if null and finished is not None:
        faults.append("--freeze takes from the folder what was calibrated there; leave out --null.")
    if faults:
        raise SettingError(*faults)
    if finished is not None:
        print("Written:\n" + "\n".join(f"  {path}" for path in freeze(finished)))
        return
    file = null_file(null) if null else None
    theory = Theory(null, file.settings) if file else candidate()
    bounds, start = free(theory)
    problem = Problem(theory, bounds, start, seeds=tuple(range(1001, 1001 + seeds)), therapists=therapists)
    with progress("calibrating") as done:
        best = calibrate(problem, out, starts, evaluations, done)
    with progress("looking around the fit") as done:
        posterior = identify(problem, best[0].x, done)
    with progress("drawing equally good fits") as done:
        fits = equal_fits.equal_fits(posterior, best[0], done)
    calibration_report.write(problem, best, posterior, fits, out)
    print(calibration_report.told(problem, best, posterior, fits, out))


def evidence_command(
    file: Annotated[Path, typer.Option("--out", metavar="FILE", help="The page to write; pictures go into images/ beside it.")] = Path(
        "docs/evidence.md"
    ),
    trial_arms: Annotated[
        Path | None, typer.Option("--trials", metavar="FILE", help="CSV with a row per trial arm; see dyads trials.")
    ] = None,
    seeds: Annotated[int, typer.Option(help="Clinics over which each finding is averaged.")] = SEEDS,
    therapists: Therapists = THERAPISTS,
) -> None:
    """Write the page that publishes the evidence: scorecard, patterns, null models, ablations, causes, trials, limits.

    It takes about ten minutes on two cores, and writes over FILE.

    Example: dyads evidence --trials my_trials.csv
    """
    wrong = Gathered(*too_few(seeds=(seeds, 3), therapists=(therapists, 5)))
    if trial_arms is not None:
        wrong.tried(usable, trial_arms, otherwise=None)
    wrong.tried(document.made_ready, file, otherwise=None)
    wrong.refuse()
    several, fewer, few = (range(FIRST_SEED, FIRST_SEED + n) for n in (seeds, max(3, seeds // 3), max(3, seeds // 5)))
    found = []
    for theories, lucks in (([candidate(), *nulls()], several), (equal_fits.frozen(), few)):
        for findings in (targets(), patterns()):
            with progress("living clinics") as done:
                values = measure_all(theories, lucks, therapists, done, findings)
            found.append({theory: scores(of, findings) for theory, of in values.items()})
    with progress("twins of equally good fits") as done:
        causal = equal_fits.causal(few, therapists, done)
    with progress("throwing switches") as done:
        thrown = list(ablation.ablations(len(fewer), therapists, done))
    with progress("twins") as done:
        answer = study("causal-alliance").run(Laboratory(seeds, therapists * QUEUE, done))
    compared = None
    if trial_arms is not None:
        with progress("trials") as done:
            compared = compare_trials(trial_arms, replicates=10 * seeds, progress=done)
    about = document.About(*(clinics(lucks, therapists) for lucks in (several, fewer, few)))
    document.write(document.Runs(found[0], found[1], found[2], found[3], causal, thrown, answer, compared, about), file)
    print(f"Written: {file}")
