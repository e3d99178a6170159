"""The page that publishes the evidence, made from runs of its own, as the command and the verb do it."""

from dataclasses import replace
from pathlib import Path

from experiments.asking.catalogue import study
from experiments.asking.jobs import Asking
from experiments.calibrating import equal_fits
from experiments.evidence import sizes
from experiments.evidence.jobs import Ablating, Scoring
from experiments.evidence.models import candidate, nulls
from experiments.evidence.scorecard import FIRST_SEED, clinics
from experiments.evidence.worlds import QUEUE
from experiments.publishing import document
from experiments.publishing.fits_on_cause import causal as causal_by_fit
from experiments.real_trials.jobs import Trials, trials
from experiments.results.jobs import Telling, done_in
from model.faults import Gathered


def publish(file: Path, trial_arms: Path | None, seeds: int, therapists: int, telling: Telling) -> None:
    """Write the page over `file`; SettingError, TableError or OutputError names every fault before any work."""
    real = checked(file, trial_arms, seeds, therapists)
    several, fewer, few = (range(FIRST_SEED, FIRST_SEED + n) for n in (seeds, max(3, seeds // 3), max(3, seeds // 5)))
    scorings = [
        Scoring(theories, lucks, therapists, further)
        for theories, lucks in (([candidate(), *nulls()], several), (equal_fits.frozen(), few))
        for further in (False, True)
    ]
    found = [done_in(None, scoring, telling) for scoring in scorings]
    with telling("twins of equally good fits") as done:
        causal = causal_by_fit(few, therapists, done)
    thrown = done_in(None, Ablating(len(fewer), therapists), telling)
    answer, _ = done_in(None, Asking(study("causal-alliance"), seeds, therapists * QUEUE), telling)
    compared = None if real is None else done_in(None, replace(real, replicates=10 * seeds), telling)
    about = document.About(*(clinics(lucks, therapists) for lucks in (several, fewer, few)))
    document.write(document.Runs(found[0], found[1], found[2], found[3], causal, thrown, answer, compared, about), file)


def checked(file: Path, trial_arms: Path | None, seeds: int, therapists: int) -> Trials | None:
    """The real trials that go into the page, if there are any; raises all that is wrong with what was asked for."""
    wrong = Gathered(*sizes.faults_of(seeds=seeds, therapists=therapists))
    real = None if trial_arms is None else wrong.tried(trials, trial_arms, FIRST_SEED, 1, otherwise=None)
    wrong.tried(document.made_ready, file, otherwise=None)
    wrong.refuse()
    return real
