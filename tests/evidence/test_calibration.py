"""Calibration finds what is there to be found, goes on where it stopped, and says how well each number is known."""

import json
import os
import shutil

import numpy as np
import pytest

from experiments.calibrating.calibration import LOG, PROBLEM, Problem, calibrate, claim, code
from experiments.calibrating.identifiability import identify
from experiments.evidence.scorecard import pooled
from experiments.evidence.targets import Target, targets
from experiments.evidence.worlds import Theory, measured
from experiments.results import locks, sources
from model import OutputError
from model.parameters import FROZEN

BOUNDS = {"rules.dropout_base": (-4.0, -1.0), "ratings.item_sd": (0.4, 1.0), "clients.rating_bias.mean": (-0.05, 0.12)}
TRUTH = {"rules.dropout_base": -2.0, "ratings.item_sd": 0.55, "clients.rating_bias.mean": 0.08}
START = {"rules.dropout_base": -3.0, "ratings.item_sd": 0.8, "clients.rating_bias.mean": 0.0}
TOLD_BY = ("A18b", "W02", "W04a", "W04b", "D01", "D05", "A01")


def made_targets(therapists: int, seeds: range, width: float) -> dict[str, Target]:
    """Targets that the model itself has made at the truth, under other luck than they are fitted with; ranges of two standard errors."""
    measures = {key: targets()[key].measured for key in TOLD_BY}
    found = [measured(measures, Theory("truth", TRUTH), seed, therapists) for seed in seeds]
    made = {}
    for key in TOLD_BY:
        values = np.array([one[key] for one in found])
        mean, reach = pooled(values), width * values.std(ddof=1)
        made[key] = targets()[key].model_copy(update={"value": mean, "low": mean - reach, "high": mean + reach})
    return made


def problem(therapists: int = 20, seeds: range = range(101, 107)) -> Problem:
    return Problem(Theory("mine"), BOUNDS, START, made_targets(therapists, seeds, 2.0), seeds=(1,), therapists=therapists)


def test_it_recovers_the_parameters_that_made_the_data_within_its_intervals(tmp_path):
    asked = problem()
    (best,) = calibrate(asked, tmp_path / "c", starts=1, evaluations=140)
    posterior = identify(asked, best.x).table().set_index("parameter")
    for name, true in TRUTH.items():
        row = posterior.loc[name]
        assert row.low <= true <= row.high, (name, true, row.to_dict())
        assert row.left_of_prior_sd < 0.9
    assert asked.loss(best.values) < asked.loss(asked.values(asked.point(START)))


def test_an_interrupted_calibration_goes_on_and_ends_with_the_same(tmp_path):
    asked = Problem(Theory("mine"), BOUNDS, START, {k: targets()[k] for k in ("D01", "W04a")}, seeds=(1,), therapists=5)
    whole = calibrate(asked, tmp_path / "whole", starts=2, evaluations=30)
    calibrate(asked, tmp_path / "cut", starts=2, evaluations=30)
    log = tmp_path / "cut" / LOG
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(lines[:3]) + lines[3][: len(lines[3]) // 2])  # killed while it wrote
    again = calibrate(asked, tmp_path / "cut", starts=2, evaluations=30)
    assert (tmp_path / "whole" / LOG).read_bytes() == log.read_bytes()
    for a, b in zip(whole, again, strict=True):
        assert a.x.tolist() == b.x.tolist()
        assert a.loss == b.loss


def test_a_folder_of_another_problem_is_refused_with_the_reason(tmp_path):
    few = {k: targets()[k] for k in ("D01",)}
    calibrate(Problem(Theory("mine"), BOUNDS, START, few, seeds=(1,), therapists=5), tmp_path, starts=1, evaluations=7)
    with pytest.raises(OutputError, match="differs in seeds"):
        calibrate(Problem(Theory("mine"), BOUNDS, START, few, seeds=(2,), therapists=5), tmp_path, starts=1, evaluations=7)


def test_the_log_holds_what_was_tried_and_is_not_believed_of_other_candidates(tmp_path):
    few = {k: targets()[k] for k in ("D01", "S01")}
    asked = Problem(Theory("mine"), BOUNDS, START, few, seeds=(1,), therapists=5)
    calibrate(asked, tmp_path, starts=1, evaluations=7)
    (line,) = (tmp_path / LOG).read_text().splitlines()
    said = json.loads(line)
    assert len(said["values"][0]) == 2
    assert len(said["x"][0]) == len(BOUNDS)
    said["x"][0][0] += 1e-9
    (tmp_path / LOG).write_text(json.dumps(said) + "\n")
    with pytest.raises(OutputError, match="start 0, generation 0 tried other candidates"):
        calibrate(asked, tmp_path, starts=1, evaluations=7)


def test_what_decides_a_calibration_is_told_in_its_folder():
    about = Problem(Theory("mine"), BOUNDS, START).about
    assert {"code", "versions", "seeds", "targets"} <= set(about)
    assert {"cma", "numba", "numpy"} <= set(about["versions"])


def test_a_calibration_does_not_go_on_under_changed_formulas_but_under_frozen_numbers(tmp_path, monkeypatch):
    def code_now():
        sources.code.cache_clear()
        return code()

    for part in ("model", "experiments"):
        shutil.copytree(sources.ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    before = code_now()
    with monkeypatch.context() as patched:
        patched.setattr(sources, "ROOT", tmp_path)
        with (tmp_path / "model" / f"{FROZEN}.toml").open("a") as file:
            file.write("# searched anew\n")
        assert code_now() == before
        for name in ("counting/formulas.py", "counting/roads.py", "evidence/measures/__init__.py", "calibrating/calibration.py"):
            with (tmp_path / "experiments" / name).open("a") as file:
                file.write("# another\n")
            assert code_now() != before, name
            before = code_now()
    sources.code.cache_clear()


def test_a_folder_in_which_a_living_process_writes_is_refused_and_one_left_by_a_dead_one_is_taken(tmp_path):
    with locks.owned(tmp_path), pytest.raises(OutputError, match="is writing there"), locks.owned(tmp_path):
        pass
    (tmp_path / locks.OWNER).write_text("999999999")
    with locks.owned(tmp_path):
        assert (tmp_path / locks.OWNER).read_text().startswith(f"{os.getpid()} ")
    assert not list(tmp_path.iterdir())


def test_a_torn_description_of_the_problem_is_refused_in_words(tmp_path):
    (tmp_path / PROBLEM).write_text('{"bounds": ')
    with pytest.raises(OutputError, match="cannot be read"):
        claim(tmp_path / PROBLEM, {})


def test_points_and_settings_are_the_same_thing():
    asked = Problem(Theory("mine"), BOUNDS, START)
    assert asked.settings(asked.point(START)) == pytest.approx(START)
    assert asked.names == tuple(BOUNDS)


def test_no_more_is_told_as_tried_than_was_asked_for_though_a_generation_is_tried_whole(tmp_path):
    asked = Problem(Theory("mine"), BOUNDS, START, {k: targets()[k] for k in ("D01",)}, seeds=(1,), therapists=5)
    told = []
    calibrate(asked, tmp_path / "c", starts=2, evaluations=8, done=lambda i, n: told.append((i, n)))
    assert told == sorted(told)
    assert (8, 16) in told
    assert told[-1] == (16, 16)
