"""A command and its verb are two doors to one job: they refuse the same in the same words, and do so before any work."""

import inspect
import json
from importlib import import_module

import pytest
from typer.testing import CliRunner

import experiments
from experiments import Design
from experiments.calibrating import fitting
from experiments.calibrating.calibration import Problem
from experiments.sweeps.tables import RECORD
from model.cli import build
from model.errors import DyadsError, OutputError

TRIALS = "tests/data/trials_small.csv"
LITTLE = {"seeds": 3, "therapists": 5}
POINTS = {"scenario": "small", "replicates": 2, "point": [{"rules.rest": 0.1}, {"rules.rest": 0.5}]}
DESIGN = 'scenario = "small"\nreplicates = 2\npoint = [{ "rules.rest" = 0.1 }, { "rules.rest" = 0.5 }]\n'
REST = {"rules.rest": 0.1}
VERBS = {
    "run": lambda out: experiments.run("small", out=out),
    "compare": lambda out: experiments.compare("small", settings=REST, out=out),
    "scorecard": lambda out: experiments.scorecard(**LITTLE, nulls_too=False, out=out),
    "ablations": lambda out: experiments.ablations(**LITTLE, out=out),
    "directions": lambda out: experiments.directions("M8", out=out),
    "trials": lambda out: experiments.trials(TRIALS, replicates=1, out=out),
    "study": lambda out: experiments.study("dose", dyads=150, seeds=3, out=out),
    "tournament": lambda out: experiments.tournament(only=["core_conditions"], nulls_too=False, dyads=150, seeds=3, out=out),
    "sensitivity": lambda out: experiments.sensitivity(POINTS, out=out),
    "sweep": lambda out: experiments.sweep(POINTS, workers=1, out=out),
}
SIZE = ("--seeds", "3")
COMMANDS = {
    "run": ("run", "small"),
    "compare": ("compare", "small", "--set", "rules.rest=0.1"),
    "scorecard": ("scorecard", *SIZE, "--therapists", "5", "--no-nulls"),
    "ablations": ("ablations", *SIZE, "--therapists", "5"),
    "directions": ("directions", "M8"),
    "trials": ("trials", TRIALS, "--replicates", "1"),
    "study": ("study", "dose", *SIZE, "--dyads", "150"),
    "tournament": ("tournament", *SIZE, "--dyads", "150", "--only", "core_conditions", "--no-nulls"),
    "sensitivity": ("sensitivity", "DESIGN"),
    "sweep": ("sweep", "DESIGN", "--workers", "1", "--no-report"),
}


def command(*words) -> None:
    """A command as it is typed, whose errors come here."""
    CliRunner().invoke(build(), [*map(str, words)], catch_exceptions=False)


class Lived(BaseException):
    """Somebody was simulated; what takes failures of clinics for results lets it through."""


@pytest.fixture
def nobody(monkeypatch):
    """Whoever lives a clinic, on whichever engine, or hands one to another process, is stopped."""

    def life(*given, **named):
        raise Lived

    monkeypatch.setattr(import_module("model.simulate"), "life", life)
    monkeypatch.setattr("joblib.Parallel.__call__", life)
    monkeypatch.setattr("experiments.sweeps.batches.columns_of", life)  # clinics that are lived together, compiled


@pytest.fixture
def taken(tmp_path):
    """A folder with finished work of somebody else."""
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("precious")
    yield tmp_path / "taken"
    assert [file.name for file in (tmp_path / "taken").iterdir()] == ["mine.txt"]


@pytest.fixture
def design(tmp_path):
    """A design of two points as a file."""
    (tmp_path / "two.toml").write_text(DESIGN)
    return tmp_path / "two.toml"


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_refuses_a_folder_that_is_taken_before_anybody_is_simulated(name, taken, nobody):
    with pytest.raises(OutputError, match="taken: is not empty"):
        VERBS[name](taken)


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_with_a_free_folder_simulates_and_leaves_none_when_it_is_stopped(name, tmp_path, nobody):
    with pytest.raises(Lived):
        VERBS[name](tmp_path / "free")
    if name != "sweep":  # which goes on there
        assert not (tmp_path / "free").exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_refuses_a_folder_that_is_taken_before_anybody_is_simulated(name, taken, design, nobody):
    with pytest.raises(OutputError, match="taken: is not empty"):
        command(*(design if word == "DESIGN" else word for word in COMMANDS[name]), "--out", taken)


def test_every_verb_that_simulates_into_a_folder_is_among_them():
    others = {"merge", "report", "rerun", "calibrate"}  # which simulate nothing, write a file, or go on with what lies there
    takes_out = {name for name in experiments.__all__ if name not in ("Design", "Laboratory")}
    takes_out = {name for name in takes_out if "out" in inspect.signature(getattr(experiments, name)).parameters}
    assert takes_out - others == set(VERBS) == set(COMMANDS)


def test_a_report_that_cannot_be_written_is_refused_before_anybody_is_simulated(tmp_path, design, nobody):
    for place, why in ((tmp_path / "nowhere" / "page.html", "no such folder"), (tmp_path, "it is a folder")):
        with pytest.raises(OutputError, match=why):
            experiments.report(POINTS, out=place)
        with pytest.raises(OutputError, match=why):
            command("report", design, "--out", place)


FAULTS = [
    (lambda: experiments.scorecard(seeds=1, therapists=2), ("scorecard", "--seeds", 1, "--therapists", 2), 2),
    (lambda: experiments.scorecard(seeds=2_000_000), ("scorecard", "--seeds", 2_000_000), 1),
    (lambda: experiments.scorecard(seed=-1), ("scorecard", "--seed", -1), 1),
    (lambda: experiments.ablations(seeds=1, therapists=2), ("ablations", "--seeds", 1, "--therapists", 2), 2),
    (lambda: experiments.study("dosis", seeds=1, dyads=10), ("study", "dosis", "--seeds", 1, "--dyads", 10), 3),
    (lambda: experiments.tournament(seeds=1, dyads=9, only=["x"]), ("tournament", "--seeds", 1, "--dyads", 9, "--only", "x"), 3),
    (lambda: experiments.trials("no.csv", replicates=0, seed=-1), ("trials", "no.csv", "--replicates", 0, "--seed", -1), 2),
    (lambda: experiments.calibrate("x", starts=0, null="nois"), ("calibrate", "--out", "x", "--starts", 0, "--null", "nois"), 2),
    (lambda: experiments.evidence_page("tests", seeds=1, trials="no"), ("evidence", "--out", "tests", "--seeds", 1, "--trials", "no"), 3),
    (lambda: experiments.compare("small", engine="steam"), ("compare", "small", "--engine", "steam"), 2),
    (lambda: experiments.compare("nope", "nope2", seed=-1), ("compare", "nope", "nope2", "--seed", -1), 3),
    (lambda: experiments.sweep("nope", workers=-1, engine="x"), ("sweep", "nope", "--workers", -1, "--engine", "x"), 3),
    (lambda: experiments.sweep(workers=0), ("sweep", "--workers", 0), 1),
    (lambda: experiments.sweep(cluster=2, scheduler="tcp://x:1"), ("sweep", "--cluster", 2, "--scheduler", "tcp://x:1"), 1),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "words", "many"), FAULTS, ids=[" ".join(map(str, words)) for _, words, _ in FAULTS])
def test_both_doors_refuse_the_same_in_the_same_words(verb, words, many, nobody):
    with pytest.raises(DyadsError) as by_verb:
        verb()
    with pytest.raises(DyadsError) as by_command:
        command(*words)
    assert by_verb.value.faults == by_command.value.faults
    assert type(by_verb.value) is type(by_command.value)
    assert len(by_verb.value.faults) == many
    assert "--" not in str(by_verb.value)


@pytest.mark.parametrize("wrong", ["two", 2.0, True, None])
def test_what_is_no_whole_number_is_told_plainly(wrong, nobody):
    for verb in (lambda: experiments.study("dose", seeds=wrong), lambda: experiments.ablations(seeds=wrong)):
        with pytest.raises(DyadsError, match=f"seeds must be a whole number; got {wrong!r}"):
            verb()
    if wrong is not None:  # one a core
        with pytest.raises(DyadsError, match=f"workers must be a whole number; got {wrong!r}"):
            experiments.sweep(POINTS, workers=wrong)


class Asked(BaseException):
    """What was to be searched."""


def test_candidates_are_tried_on_the_same_clinics_through_both_doors(monkeypatch, tmp_path):
    def search(asked, folder, telling):
        raise Asked(asked)

    monkeypatch.setattr(fitting, "fitted", search)
    size = {"starts": 1, "evaluations": 2, "seeds": 2, "therapists": 5}
    with pytest.raises(Asked) as by_verb:
        experiments.calibrate(tmp_path, **size)
    with pytest.raises(Asked) as by_command:
        command("calibrate", "--out", tmp_path, *(word for name, n in size.items() for word in (f"--{name}", n)))
    (one,), (other,) = by_verb.value.args, by_command.value.args
    assert one.problem.about == other.problem.about
    assert one[1:] == other[1:] == (1, 2)
    assert one.problem.seeds == Problem.__dataclass_fields__["seeds"].default


def test_both_doors_write_the_same_record_of_a_sweep(tmp_path, design):
    experiments.sweep(Design.of(design), out=tmp_path / "verb")
    command("sweep", design, "--out", tmp_path / "command", "--no-report")
    one, other = (json.loads((tmp_path / door / RECORD).read_text()) for door in ("verb", "command"))
    assert one["fingerprint"] == other["fingerprint"]
    assert one["tables"] == other["tables"]
