"""Sub-commands that hold the model against the published record."""

import time
from pathlib import Path
from typing import Annotated

import typer

from experiments.calibrating import fitting
from experiments.calibrating.freezing import freeze
from experiments.commands.options import Out
from experiments.evidence import ablation, scorecard_report, shipping
from experiments.evidence.jobs import ablating, scoring
from experiments.evidence.models import NULLS
from experiments.evidence.scorecard import FIRST_SEED, SEEDS, reproduced
from experiments.evidence.sizes import LEAST
from experiments.evidence.worlds import QUEUE, THERAPISTS
from experiments.publishing.publish import publish
from experiments.results.jobs import in_folder
from model import show
from model.commands.options import Json, RuleFile, Settings, settings_from
from model.progress import progress

Therapists = Annotated[int, typer.Option(help=f"Therapists in each clinic, {QUEUE} clients each; at least {LEAST['therapists']}.")]


def scorecard(
    seeds: Annotated[int, typer.Option(help=f"Clinics over which each finding is averaged, at least {LEAST['seeds']}.")] = SEEDS,
    first_seed: Annotated[int, typer.Option("--seed", help="Seed of the first.")] = FIRST_SEED,
    therapists: Therapists = THERAPISTS,
    against: Annotated[
        bool,
        typer.Option(
            "--nulls/--no-nulls", help="Also score the null models, which should fail, and beside a theory of your own the model as it is."
        ),
    ] = True,
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
    settings, faults = settings_from(words)
    if shipped and (words or rule_file or further or not against or out):
        faults.append("--freeze ships every score of the defaults; leave out --set, --rules, --patterns, --no-nulls and --out.")
    size = {"seeds": seeds, "seed": first_seed, "therapists": therapists}
    of = scoring(**size, against=against, further=further, settings=settings, rules=rule_file, faults=faults)
    if shipped:
        print("Written:\n" + "\n".join(f"  {path}" for path in shipping.freeze(of.lucks, of.therapists, progress)))
        return
    began = time.perf_counter()
    folder, found = in_folder(out, of)
    if as_json:
        counts = {theory: reproduced(of)[0] for theory, of in found.items()}
        show.as_json({"folder": str(folder), "reproduced": counts, "rows": scorecard_report.table(found).to_dict("records")})
        return
    print(scorecard_report.told(found, f"{of.title} ({time.perf_counter() - began:.0f} s)"))
    print(f"\nTable and forest plot are in {folder}/")


def ablations_command(
    seeds: Annotated[int, typer.Option(help=f"Clinics over which findings are averaged, at least {LEAST['seeds']}.")] = 6,
    therapists: Therapists = 60,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Throw the switch of each mechanism under the same luck: what it does to distress and dropout, and which findings break.

    Example: dyads ablations
    """
    folder, found = in_folder(out, ablating(seeds, therapists))
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
    thawed = ["--freeze takes from the folder what was calibrated there; leave out --null."] if null and finished is not None else []
    search = fitting.asked(null=null, starts=starts, evaluations=evaluations, seeds=seeds, therapists=therapists, faults=thawed)
    if finished is not None:
        print("Written:\n" + "\n".join(f"  {path}" for path in freeze(finished)))
        return
    print(fitting.fitted(search, out, progress).says)


def evidence_command(
    file: Annotated[Path, typer.Option("--out", metavar="FILE", help="The page to write; pictures go into images/ beside it.")] = Path(
        "docs/evidence.md"
    ),
    trial_arms: Annotated[
        Path | None, typer.Option("--trials", metavar="FILE", help="CSV with a row per trial arm; see dyads trials.")
    ] = None,
    seeds: Annotated[int, typer.Option(help=f"Clinics over which each finding is averaged, at least {LEAST['seeds']}.")] = SEEDS,
    therapists: Therapists = THERAPISTS,
) -> None:
    """Write the page that publishes the evidence: scorecard, patterns, null models, ablations, causes, trials, limits.

    It takes about ten minutes on two cores, and writes over FILE.

    Example: dyads evidence --trials my_trials.csv
    """
    publish(file, trial_arms, seeds, therapists, progress)
    print(f"Written: {file}")
