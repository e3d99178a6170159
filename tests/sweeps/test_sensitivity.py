"""Sensitivity: known functions give their known indices, intervals cover them, and missing clinics cost only their sample."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from SALib.test_functions import Ishigami

from experiments.analysis import without_luck
from experiments.analysis.luck_share import luck_shares
from experiments.analysis.sampled import elementary_effects
from experiments.analysis.sensitivity import indices, told_apart
from experiments.analysis.sensitivity_figures import ranked
from experiments.designs.design import parse
from experiments.sweeps import finished
from experiments.sweeps.sweep import OUTCOMES, Swept, sweep
from model import SettingError

KNOWN = {"first order": [0.3139, 0.4424, 0.0], "total": [0.5576, 0.4424, 0.2437]}
"""Of the Ishigami function with a = 7 and b = 0.1, by integration (Ishigami & Homma, 1990)."""


def swept(kind, values, factors=3, samples=1024, replicates=1, more=""):
    """A sweep whose every outcome is `values(shares, replicate)`."""
    names = ("rules.rest", "rules.soothable", "rules.bond_gain")[:factors]
    tables = "".join(f'[[factor]]\nname = "{n}"\nlabel = "{n[6:]}"\n' for n in names)
    design = parse(f'kind = "{kind}"\nsamples = {samples}\nreplicates = {replicates}\n{more}\n{tables}', "known", None)
    rows = [
        pd.DataFrame({"point": np.arange(len(design)) + 1, "replicate": r + 1, **dict.fromkeys(OUTCOMES, values(design.shares, r))})
        for r in range(replicates)
    ]
    return finished.of(Swept(design, "none", pd.concat(rows, ignore_index=True), pd.DataFrame()))


def ishigami(shares, replicate=0):
    return Ishigami.evaluate((2.0 * shares - 1.0) * np.pi)


def of(found, measure, outcome="dropout"):
    return found[(found.measure == measure) & (found.outcome == outcome)].set_index("factor")


@pytest.fixture(scope="module")
def known():
    return indices(swept("sobol", ishigami))


@pytest.mark.parametrize("index", KNOWN)
def test_sobol_indices_of_the_ishigami_function_are_its_own_and_lie_in_their_intervals(known, index):
    found = of(known, index)
    assert found.value.to_numpy() == pytest.approx(KNOWN[index], abs=0.04)
    assert (found.low <= KNOWN[index]).all()
    assert (found.high >= KNOWN[index]).all()


def test_every_outcome_has_its_indices(known):
    assert set(known.outcome) == set(OUTCOMES)


def test_what_a_factor_makes_with_others_lies_between_its_total_and_its_first_order_index(known):
    found = of(known, "with others")
    assert found.value.to_numpy() == pytest.approx([0.2437, 0.0, 0.2437], abs=0.04)
    assert (found.low <= [0.2437, 0.0, 0.2437]).all()
    assert (found.high >= [0.2437, 0.0, 0.2437]).all()


def test_first_order_indices_come_from_a_latin_hypercube_too():
    found = of(indices(swept("latin-hypercube", ishigami)), "first order")
    assert found.value.to_numpy() == pytest.approx(KNOWN["first order"], abs=0.06)


def test_morris_finds_slopes_and_that_they_depend_on_nothing():
    found = indices(swept("morris", lambda x, r: x @ [3.0, -2.0, 0.0], samples=8))
    assert of(found, "mu_star").value.to_numpy() == pytest.approx([3.0, 2.0, 0.0])
    assert of(found, "mu").value.to_numpy() == pytest.approx([3.0, -2.0, 0.0])
    assert of(found, "sigma").value.to_numpy() == pytest.approx([0.0, 0.0, 0.0], abs=1e-12)


def test_elementary_effects_are_those_that_salib_sums_up():
    sweep = swept("morris", ishigami, samples=16)
    effects, found = elementary_effects(sweep.shares, ishigami(sweep.shares)), indices(sweep)
    assert of(found, "mu_star").value.to_numpy() == pytest.approx(np.abs(effects).mean(axis=0))
    assert of(found, "sigma").value.to_numpy() == pytest.approx(effects.std(axis=0, ddof=1))
    assert of(found, "sigma").high["rest"] > of(found, "sigma").value["rest"]


def test_a_clinic_without_an_outcome_costs_its_sample_and_no_more():
    sweep = swept("sobol", ishigami)
    rows = sweep.rows.copy()
    rows.loc[7, "dropout"] = np.nan
    found = indices(replace(sweep, rows=rows.drop(index=[3000])))
    assert set(of(found, "total").samples) == {1022}
    assert set(of(found, "total", "rupture_share").samples) == {1023}
    assert of(found, "total").value.to_numpy() == pytest.approx(KNOWN["total"], abs=0.04)


def test_what_does_not_vary_depends_on_nothing_that_could_be_told():
    assert indices(swept("sobol", lambda x, r: np.full(len(x), 0.2), samples=16)).value.isna().all()


def test_the_same_sweep_gives_the_same_intervals(known):
    assert indices(swept("sobol", ishigami)).equals(known)


def test_the_share_of_luck_is_what_was_put_in():
    def noisy(x, r):
        return 2.0 * x[:, 0] + np.random.default_rng(r).normal(size=len(x)) * np.sqrt(1 / 12)

    (first, *_) = luck_shares(swept("random", noisy, samples=4000, replicates=4))
    assert first.of_clinics == pytest.approx(0.2, abs=0.02)
    assert first.of_means == pytest.approx(0.25 / 4 / (1 + 0.25 / 4), abs=0.01)


def test_what_a_seed_does_to_all_points_alike_is_luck_that_the_means_do_not_show():
    (first, *_) = luck_shares(swept("random", lambda x, r: x[:, 0] + r, samples=100, replicates=3))
    assert first.of_clinics > 0.8
    assert first.of_means == pytest.approx(0.0, abs=1e-12)


def test_without_replicates_nobody_knows_what_is_luck():
    assert not luck_shares(swept("random", ishigami))


TINY = """
scenario = "small"
replicates = 3
[settings]
clinic.dyads = 60
"""


def test_in_a_grid_an_effect_is_the_last_value_less_the_first_under_the_same_luck():
    grid = '[[axis]]\nname = "rules.soothable"\nvalues = [0.1, 0.5]\n[[axis]]\nname = "clinic.planned_sessions"\nvalues = [1, 8]\n'
    done = sweep(parse(TINY + grid, "grid", None))
    found = of(indices(finished.of(done)), "effect", "pre_post_d")
    assert np.isnan(found.value["clinic.planned_sessions"])  # of those who are to come once nobody comes twice
    dropout = of(indices(finished.of(done)), "effect").loc["clinic.planned_sessions"]
    by = done.rows.groupby(["replicate", "clinic.planned_sessions"]).dropout.mean().unstack()
    assert dropout.value == pytest.approx((by[8] - by[1]).mean())
    assert dropout.low < dropout.value < dropout.high


POINTS = '[[point]]\n"rules.rest" = 0.1\n"rules.soothable" = 0.2\n[[point]]\n"rules.rest" = 0.4\n"rules.soothable" = 0.2\n'


def test_a_list_is_read_as_one_at_a_time_from_its_first_point_or_refused():
    with pytest.raises(SettingError, match=r"no point differs from the first in rules.soothable alone"):
        indices(finished.of(sweep(parse(TINY + POINTS, "points", None))))
    more = POINTS + '[[point]]\n"rules.rest" = 0.1\n"rules.soothable" = 0.6\n'
    done = sweep(parse(TINY + more, "points", None))
    found = of(indices(finished.of(done)), "effect")
    means = done.rows.groupby("point").dropout.mean()
    assert found.value.to_numpy() == pytest.approx([means[2] - means[1], means[3] - means[1]])


def test_a_tiny_clinic_can_be_screened():
    factors = '[[factor]]\nname = "therapists.repair_skill.mean"\n[[factor]]\nname = "clinic.planned_sessions"\nlow = 1\nhigh = 12\n'
    done = sweep(parse(f'kind = "morris"\nsamples = 4\n{TINY}{factors}', "tiny", None))
    found = of(indices(finished.of(done)), "mu_star")
    assert found.value.idxmax() == "clinic.planned_sessions"


def slopes_and_luck(seed, kind, **more):
    """2a + b, of which c makes nothing, with luck that makes half of the variance: the indices of one outcome."""
    rng = np.random.default_rng(seed)
    made = swept(kind, lambda x, r: x @ [2.0, 1.0, 0.0] + np.sqrt(5 / 12) * rng.normal(size=len(x)), **more)
    found = indices(replace(made, rows=made.rows.assign(**dict.fromkeys([*OUTCOMES][1:], 0.0))))
    return found[found.outcome == "dropout"]


@pytest.mark.parametrize("kind", ["sobol", "morris"])
def test_indices_that_would_tell_of_luck_are_refused_before_and_after_the_work(kind):
    with pytest.raises(SettingError, match="would take luck for an effect of every factor"):
        swept(kind, ishigami, samples=8, more='luck = "own"')
    made = swept(kind, ishigami, samples=8)
    with pytest.raises(SettingError, match="replicates = 2 or more"):
        indices(replace(made, asked=made.asked.model_copy(update={"luck": "own"})))


def test_luck_is_no_effect_of_a_factor_that_has_none():
    found = [slopes_and_luck(s, "sobol", samples=64, replicates=2, more='luck = "own"') for s in range(6)]
    total = pd.concat([of(each, "total").value for each in found], axis=1).mean(axis=1)
    assert total["bond_gain"] < 0.15  # with luck in it, 0.2 / 0.7 of it
    assert total["rest"] == pytest.approx(0.8, abs=0.15)
    told = [set(told_apart(each, "total").factor) for each in found]
    assert sum("rest" in each for each in told) >= 5
    assert sum("bond_gain" in each for each in told) <= 1


def test_a_mean_size_counts_from_what_luck_alone_would_make_of_it():
    found = [slopes_and_luck(s, "morris", samples=16, replicates=2, more='luck = "own"') for s in range(8)]
    size, floor = (np.mean([of(each, measure).value["bond_gain"] for each in found]) for measure in ("mu_star", "floor"))
    assert size > 0.5  # of a factor that does nothing
    assert size == pytest.approx(floor, rel=0.15)
    told = [set(told_apart(each, "mu_star").factor) for each in found]
    assert sum("rest" in each for each in told) >= 7
    assert sum("bond_gain" in each for each in told) <= 1
    assert {ranked(each, "mu_star")[0] for each in found} == {"rest"}


def test_first_order_indices_are_told_from_chance_by_permutation():
    told = [set(told_apart(slopes_and_luck(s, "latin-hypercube", samples=200), "first order").factor) for s in range(8)]
    assert sum("soothable" in each for each in told) >= 5  # its index is 0.1
    assert sum("bond_gain" in each for each in told) <= 2


def test_replicates_that_are_all_the_same_give_the_indices_of_one_which_are_those_of_salib():
    from SALib.analyze import sobol

    made = swept("sobol", ishigami, samples=256)
    y, asked = ishigami(made.shares), {"num_vars": 3, "names": list("abc"), "bounds": [[0, 1]] * 3}
    usual = sobol.analyze(asked, y, calc_second_order=False, seed=1, num_resamples=200)
    wanted = [*usual["ST"], *usual["S1"], *(usual["ST"] - usual["S1"])]
    for n in (1, 4):
        assert without_luck.sobol_of(without_luck.samples(np.column_stack([y] * n), 3, False)) == pytest.approx(wanted)
    reach = (of(indices(made), "total").high - of(indices(made), "total").value).to_numpy()[1:]
    assert reach == pytest.approx(usual["ST_conf"][1:], rel=0.25)


def test_what_seeds_differ_by_is_in_the_interval_and_shares_stay_shares():
    def by_seed(x, r):
        return x[:, 0] * (1.0 + r) + x[:, 1]

    one, three = (of(indices(swept("sobol", by_seed, samples=64, replicates=n)), "total") for n in (1, 3))
    widths = [(each.high - each.low)[["rest", "soothable"]] for each in (one, three)]
    assert (widths[1] > 1.2 * widths[0]).all()
    assert three[["value", "low", "high"]].stack().between(0.0, 1.0).all()


@pytest.mark.slow
@pytest.mark.parametrize(("luck", "replicates"), [("own", 2), ("own", 4), ("common", 4)])
def test_intervals_of_sobol_indices_cover_what_factors_make_without_luck(luck, replicates):
    true, covered, told = pd.Series({"rest": 0.8, "soothable": 0.2, "bond_gain": 0.0}), [], []
    for s in range(60):
        found = of(slopes_and_luck(s, "sobol", samples=64, replicates=replicates, more=f'luck = "{luck}"'), "total")
        covered.append((found.low <= true) & (found.high >= true))
        told.append(found.low["bond_gain"] > 0.0)
    print(f"covered {np.mean(covered, axis=0)}, told {np.mean(told):.3f}")
    assert (np.mean(covered, axis=0) >= 0.88).all()
    assert np.mean(told) <= 0.1
