"""The page that publishes the evidence, made from runs of its own, as the command and the verb do it."""

from pathlib import Path

from experiments.asking.catalogue import study
from experiments.asking.laboratory import Laboratory
from experiments.evidence import ablation, equal_fits, scorecard, sizes
from experiments.evidence.fitting import Telling
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import FIRST_SEED, clinics
from experiments.evidence.targets import patterns, targets
from experiments.evidence.theories import candidate, nulls
from experiments.evidence.worlds import QUEUE
from experiments.publishing import document
from experiments.publishing.fits_on_cause import causal as causal_by_fit
from experiments.real_trials.trials import compare, usable
from model.faults import Gathered


def publish(file: Path, trial_arms: Path | None, seeds: int, therapists: int, telling: Telling) -> None:
    """Write the page over `file`; SettingError, TableError or OutputError names every fault before any work."""
    refuse(file, trial_arms, seeds, therapists)
    several, fewer, few = (range(FIRST_SEED, FIRST_SEED + n) for n in (seeds, max(3, seeds // 3), max(3, seeds // 5)))
    found = scored(several, few, therapists, telling)
    with telling("twins of equally good fits") as done:
        causal = causal_by_fit(few, therapists, done)
    with telling("throwing switches") as done:
        thrown = list(ablation.ablations(len(fewer), therapists, done))
    with telling("twins") as done:
        answer = study("causal-alliance").run(Laboratory(seeds, therapists * QUEUE, done))
    compared = None
    if trial_arms is not None:
        with telling("trials") as done:
            compared = compare(trial_arms, replicates=10 * seeds, progress=done)
    about = document.About(*(clinics(lucks, therapists) for lucks in (several, fewer, few)))
    document.write(document.Runs(found[0], found[1], found[2], found[3], causal, thrown, answer, compared, about), file)


def refuse(file: Path, trial_arms: Path | None, seeds: int, therapists: int) -> None:
    """Raise all that is wrong with what was asked for."""
    wrong = Gathered(*sizes.faults_of(seeds=seeds, therapists=therapists))
    if trial_arms is not None:
        wrong.tried(usable, trial_arms, otherwise=None)
    wrong.tried(document.made_ready, file, otherwise=None)
    wrong.refuse()


def scored(several: range, few: range, therapists: int, telling: Telling) -> list[Found]:
    """The scores of the model and null models, then of equally good fits, each on the findings of the fit and the further ones."""
    found: list[Found] = []
    for theories, lucks in (([candidate(), *nulls()], several), (equal_fits.frozen(), few)):
        for findings in (targets(), patterns()):
            with telling("living clinics") as done:
                found.append(scorecard.scored(theories, lucks, therapists, findings, done))
    return found
