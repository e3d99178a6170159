"""How each kind of result is made again: from its record alone, by what made it the first time.

For each kind a function takes what the record says, which may be anything, and hands back the work: all that can be wrong
with a record is found before any work starts.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.again.since import listed
from experiments.analysis.results import analysed
from experiments.asking.catalogue import study as called
from experiments.asking.jobs import Asking
from experiments.comparing.jobs import Side, Sides, pulling
from experiments.designs.recorded import design_of
from experiments.evidence.jobs import Ablating, Scoring
from experiments.evidence.scorecard import FIRST_SEED
from experiments.evidence.worlds import Theory
from experiments.real_trials.jobs import trials as trials_in
from experiments.results.clinic import write_clinic
from experiments.results.clinic_record import about_clinic, rules_of, scenario_of
from experiments.results.jobs import Job
from experiments.sweeps import finished
from experiments.sweeps.folder import sweep_into
from experiments.sweeps.sweep import sweep as lived
from model.errors import SettingError
from model.progress import Told as Done
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import blocks

Told = dict[str, Any]
Work = Callable[[Path, Done], object]
"""What makes a result in a folder, and tells how far it is."""


def work(job: Job[Any]) -> Work:
    """What does a job in a folder."""
    return lambda folder, done: job.write(folder, job.live(done))


def run(told: Told) -> Work:
    """A clinic, session by session."""
    asked, said = scenario_of(told), rules_of(told)
    engine, items, draw = told["engine"], told["items"], told["figures"]
    return lambda folder, done: write_clinic(folder, blocks(asked, said, engine, done=done), asked, said, engine, items, draw)


def comparison(told: Told) -> Work:
    """Two clinics under the same luck."""
    return work(Sides(*(Side(scenario_of(of), rules_of(of), of["engine"]) for of in (told["a"], told["b"]))))


def sweep(told: Told) -> Work:
    """All clinics of a design."""
    design, engine = design_of(told), told["engine"]
    return lambda folder, done: sweep_into(folder, design, engine, told=done)


def sensitivity(told: Told) -> Work:
    """All clinics of a design, and on what in them outcomes depend."""
    of, source = told["sweep"], told["analysed"]
    design, engine = design_of(of), of["engine"]

    def work(folder: Path, done: Done) -> None:
        analysed(replace(finished.of(lived(design, engine=engine, done=done)), record=of)).write(folder, source)

    return work


def study(told: Told) -> Work:
    """The answer to a question."""
    refuse_other_than_standard(told, FIRST_SEED)
    return work(Asking(called(told["study"]), told["seeds"], told["dyads"]))


def scorecard(told: Told) -> Work:
    """The model, and null models, beside published findings; the rules are those of the first."""
    (first, of_first), *others = told["theories"].items()
    if of_first["parameters"] != told["parameters"]:
        raise ValueError(f"it says two things of {first}")
    theories = [Theory(first, scenario_of(told).settings, rules_of(told)), *(Theory(name, scenario_of(of).settings) for name, of in others)]
    return work(Scoring(theories, range(told["seed"], told["seed"] + told["seeds"]), told["therapists"], told["patterns"]))


def tournament(told: Told) -> Work:
    """Theories against each other, each with its own rules."""
    from experiments.contest.jobs import Contest, Entrant  # theories and their picture, which no other kind needs

    among = [
        Entrant(Theory(name, scenario_of(of).settings, rules_of(of)), of["sort"], of["numbers"]) for name, of in told["theories"].items()
    ]
    return work(Contest(among, range(told["seed"], told["seed"] + told["seeds"]), told["therapists"]))


def ablations(told: Told) -> Work:
    """Every switch thrown."""
    refuse_other_than_standard(told, FIRST_SEED)
    return work(Ablating(told["seeds"], told["therapists"]))


def trials(told: Told) -> Work:
    """The arms of real trials, from the text of their file."""
    refuse_other_than_standard(told, told["seed"])
    return work(trials_in(Path(told["file"]), told["seed"], told["replicates"], told["text"]))


def directions(told: Told) -> Work:
    """How mechanisms pull."""
    refuse_other_than_standard(told, Scenario().seed)
    return work(pulling(told["mechanism"]))


def refuse_other_than_standard(told: Told, seed: int) -> None:
    """SettingError where a record is of another clinic than the standard one of today, with this seed, from which its kind always starts.

    Old defaults cannot be brought back as settings, since such a kind has worlds of its own that set some of them anew.
    """
    now = about_clinic(Scenario(seed=seed), Rules(), "cohort")
    pairs = [(n, told[n], v) for n, v in now.items() if n not in ("parameters", "rules")]
    pairs += [(n, v, now["parameters"].get(n, "none")) for n, v in told["parameters"].items()]
    if differ := [f"{name} was {then!r}, and is {is_!r}" for name, then, is_ in pairs if then != is_]:
        raise SettingError(
            f"results of this kind start from the standard clinic, which was another then: {listed(differ)}. "
            f"Install therapy-dyads {told['versions']['therapy-dyads']}, which made it, or give its command once more."
        )


KINDS: Mapping[str, Callable[[Told], Work]] = {
    "run": run,
    "compare": comparison,
    "sweep": sweep,
    "sensitivity": sensitivity,
    "study": study,
    "scorecard": scorecard,
    "tournament": tournament,
    "ablations": ablations,
    "trials": trials,
    "directions": directions,
}
"""Every kind of result, by the word for it in its record."""
