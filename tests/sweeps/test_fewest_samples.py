"""Indices of the fewest samples that a design may have are worth their intervals, and of fewer there is a remark and no traceback."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.analysis import sampled
from experiments.analysis.remarks import remarks
from experiments.analysis.sensitivity import indices
from experiments.designs.sampling import SAMPLERS
from experiments.reports.findings import findings
from experiments.sweeps.sweep import OUTCOMES
from tests.sweeps.test_sensitivity import of, swept


def cut(sweep, samples):
    """A sweep as if its design had so few samples, which no design that is read today has."""
    asked = sweep.asked.model_copy(update={"samples": samples})
    kept = replace(sweep, asked=asked)
    return replace(kept, rows=sweep.rows[sweep.rows.point <= kept.points])


@pytest.mark.parametrize("kind", SAMPLERS)
@pytest.mark.parametrize("replicates", [1, 2])
def test_with_the_fewest_samples_every_index_has_an_interval_and_with_fewer_it_is_said_why_there_is_none(kind, replicates):
    fewest = SAMPLERS[kind].fewest
    whole = swept(kind, lambda x, r: x @ [3.0, 2.0, 1.0] + 0.1 * r * x[:, 0], samples=fewest, replicates=replicates)
    found = indices(whole)
    assert found[found.measure != "floor"][["value", "low", "high"]].notna().all(axis=None)
    assert "Too few" not in " ".join(remarks(whole, found))
    short = cut(whole, 2 if kind == "sobol" else fewest - 1)
    found = indices(short)
    assert found.value.isna().all()
    assert f"{fewest} are the least of a {kind} design" in remarks(short, found)[-1]
    assert all(f"{fewest} are the least" in each.says[0] for each in findings(short, found))


@pytest.mark.parametrize("samples", range(41, 82, 4))
def test_a_hypercube_of_too_few_points_that_was_swept_before_is_analysed_without_a_traceback(samples):
    short = cut(swept("latin-hypercube", lambda x, r: x[:, 0], samples=82), samples)
    assert indices(short).value.isna().all()


def test_an_outcome_that_too_few_samples_have_is_named_and_the_others_have_their_indices():
    whole = swept("sobol", lambda x, r: x @ [3.0, 2.0, 1.0], samples=4)
    rows = whole.rows.copy()
    rows.loc[3, "pre_post_d"] = np.nan
    short = replace(whole, rows=rows)
    found = indices(short)
    (told,) = (each for each in remarks(short, found) if "Too few" in each)
    assert f"{OUTCOMES['pre_post_d']} (3):" in told
    assert OUTCOMES["dropout"] not in told
    assert of(found, "total").value.notna().all()


def test_intervals_of_the_fewest_random_points_hold_the_truth_and_are_no_points(monkeypatch):
    monkeypatch.setattr(sampled, "HALVES", 40)
    true, found = pd.Series({"rest": 0.6, "soothable": 0.1, "bond_gain": 0.0}), []
    for seed in range(25):
        rng = np.random.default_rng(seed)
        y = lambda x, r, rng=rng: (x - 0.5) @ np.sqrt([7.2, 1.2, 0.0]) + np.sqrt(0.3) * rng.normal(size=len(x))  # noqa: E731
        made = swept("random", y, samples=SAMPLERS["random"].fewest, more=f"sampling_seed = {seed}")
        found.append(of(first_outcome(made), "first order"))
    covered = np.mean([(each.low <= true) & (each.high >= true) for each in found], axis=0)
    wide = np.median([each.high - each.low for each in found], axis=0)
    assert (covered >= 0.9).all()
    assert ((wide > 0.1) & (wide < 0.7)).all()


def first_outcome(sweep):
    """The indices of dropout; all other outcomes stay the same, which costs nothing."""
    return indices(replace(sweep, rows=sweep.rows.assign(**dict.fromkeys([*OUTCOMES][1:], 0.0))))
