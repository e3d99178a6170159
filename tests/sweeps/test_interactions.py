"""Interactions: pairs that act together are found and told from luck, and a design that cannot tell says which one can."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.analysis import interactions, without_luck
from experiments.analysis.interactions import TAKEN, together
from experiments.analysis.sensitivity import indices, told_apart
from experiments.analysis.sensitivity_figures import drawings
from experiments.designs.design import parse
from experiments.sweeps import finished
from experiments.sweeps.sweep import OUTCOMES, Swept
from tests.sweeps.test_sensitivity import KNOWN, TINY, ishigami, of, swept

SECOND = "second_order = true"
STEPS = np.linspace(0.0, 1.0, 3)


def pair_and_luck(seed, luck=0.65, **more):
    """2a + b + c, to which a and b together add a third of the variance, and luck as much as its SD says: the indices of one outcome."""
    rng = np.random.default_rng(seed)

    def values(x, r):
        return x @ [2.0, 1.0, 1.0] + 6.0 * (x[:, 0] - 0.5) * (x[:, 1] - 0.5) + luck * rng.normal(size=len(x))

    made = swept("sobol", values, **more)
    return indices(replace(made, rows=made.rows.assign(**dict.fromkeys([*OUTCOMES][1:], 0.0))))


def grid(values, replicates=3):
    """A grid of three factors with three values each, whose every outcome is `values(shares, replicate)`."""
    factors = "".join(
        f'[[factor]]\nname = "rules.{n}"\nlabel = "{n}"\nvalues = [0.0, 0.5, 1.0]\n' for n in ("rest", "soothable", "bond_gain")
    )
    design = parse(f'kind = "grid"\nreplicates = {replicates}\n{factors}', "known", None)
    x = np.column_stack([*design.values.values()])
    rows = [
        pd.DataFrame({"point": np.arange(len(x)) + 1, "replicate": r + 1} | design.values | dict.fromkeys(OUTCOMES, values(x, r)))
        for r in range(replicates)
    ]
    return finished.of(Swept(design, "none", pd.concat(rows, ignore_index=True), pd.DataFrame()))


@pytest.fixture(scope="module")
def known():
    return indices(swept("sobol", ishigami, samples=256, more=SECOND))


def test_the_pairs_of_the_ishigami_function_are_its_own(known):
    found, true = of(known, "second order"), [0.0, 0.2437, 0.0]
    assert [*found.index] == ["rest × soothable", "rest × bond_gain", "soothable × bond_gain"]
    assert found.value.to_numpy() == pytest.approx(true, abs=0.05)
    assert (found.low <= true).all()
    assert (found.high >= true).all()


def test_points_for_pairs_tell_the_other_indices_as_well(known):
    for measure, true in (KNOWN | {"with others": [0.2437, 0.0, 0.2437]}).items():
        found = of(known, measure)
        assert found.value.to_numpy() == pytest.approx(true, abs=0.05)
        assert (found.low <= true).all()
        assert (found.high >= true).all()


def test_what_two_factors_do_together_is_their_part_beyond_what_each_does_alone():
    x = np.random.default_rng(1).random((3, 100_000))
    y = x[0] + 6.0 * (x[0] - 0.5) * (x[1] - 0.5) + x[2]
    sweep = swept("sobol", lambda s, r: s[:, 0] + 6.0 * (s[:, 0] - 0.5) * (s[:, 1] - 0.5) + s[:, 2], more=SECOND)
    found = of(indices(sweep), "second order").value
    assert found["rest × soothable"] == pytest.approx(36.0 / 144.0 / y.var(), abs=0.03)
    assert found.drop("rest × soothable").max() < 0.01


def test_points_for_pairs_tell_a_pair_that_the_usual_estimator_does_not():
    """As far as 64 samples go: that one takes whole products, in which all other factors are noise."""
    y = np.array([pair_of(s) for s in range(12)])
    assert y[:, 0].std() < 0.75 * y[:, 1].std()


def pair_of(seed):
    """The index of a pair by products of differences, and as Saltelli (2002) and SALib have it."""
    more = f"{SECOND}\nsampling_seed = {seed}"
    shares = swept("sobol", lambda x, r: x[:, 0], samples=64, more=more).shares
    y = shares @ [2.0, 1.0, 1.0] + 6.0 * (shares[:, 0] - 0.5) * (shares[:, 1] - 0.5)
    at = without_luck.samples(y[:, None], 3, True)
    product, a, b = without_luck.product, at.a, at.b
    first = product(np.broadcast_to(b, at.ab.shape), at.ab - a).mean(axis=-1)
    usual = ((product(at.ba[0], at.ab[1]) - product(a, b)).mean() - first[0] - first[1]) / without_luck.variance(at)
    return without_luck.sobol_of(at)[9], usual


def test_the_largest_pairs_that_are_told_from_luck_are_told_of():
    found = pair_and_luck(1, samples=128, replicates=3, more=SECOND)
    sweep = swept("sobol", ishigami, samples=128, replicates=3, more=SECOND)
    told = together(sweep, found)
    assert told.measure == "second order"
    assert [*zip(told.rows.outcome, told.rows.factor, strict=True)] == [("dropout", "rest × soothable")]
    assert told.remark == "Of 3 such indices luck alone would be taken for an effect in about 0.075."


def test_where_no_two_factors_act_together_that_is_said():
    sweep = swept("sobol", lambda x, r: x @ [2.0, 1.0, 0.0], samples=64, more=SECOND)
    told = together(sweep, indices(sweep))
    assert told.rows.empty
    assert told.remark.startswith("No pair of factors is told to act together")


def test_a_grid_tells_by_how_much_an_effect_changes_along_another_factor():
    made = grid(lambda x, r: x @ [2.0, 1.0, 0.0] + (3.0 + 0.1 * r) * x[:, 0] * x[:, 1] + 5.0 * r)
    found, told = of(indices(made), "interaction"), together(made, indices(made))
    assert found.value.to_numpy() == pytest.approx([3.1, 0.0, 0.0], abs=1e-9)
    reach = 4.303 * 0.1 / 3**0.5  # Student's t of three seeds
    assert found.high["rest × soothable"] == pytest.approx(3.1 + reach, abs=1e-3)
    assert {*told.rows.factor} == {"rest × soothable"}


def test_one_seed_of_a_grid_tells_nothing_from_luck():
    made = grid(lambda x, r: x[:, 0] * x[:, 1], replicates=1)
    assert "With one seed nothing tells them from luck" in together(made, indices(made)).remark


OTHERS = {"morris": "which it is, and with whom", "random": "such points do not tell", "latin-hypercube": "such points do not tell"}


@pytest.mark.parametrize("kind", OTHERS)
def test_a_design_that_cannot_tell_pairs_says_which_one_can(kind):
    sweep = swept(kind, ishigami, samples=128)
    told = together(sweep, indices(sweep))
    assert told.measure == ""
    assert told.rows.empty
    assert OTHERS[kind] in told.remark
    assert interactions.ASK in told.remark


def test_saltellis_points_without_pairs_tell_who_acts_with_others_and_what_pairs_would_take():
    sweep = swept("sobol", ishigami, samples=512)
    told = together(sweep, indices(sweep))
    assert told.measure == "with others"
    assert {*told.rows.factor} == {"rest", "bond_gain"}
    assert "takes 8 points a sample in place of 5" in told.remark


def test_a_list_says_that_a_grid_would_tell():
    points = '[[point]]\n"rules.rest" = 0.1\n"rules.soothable" = 0.2\n[[point]]\n"rules.rest" = 0.4\n"rules.soothable" = 0.2\n'
    design = parse(TINY + points + '[[point]]\n"rules.rest" = 0.1\n"rules.soothable" = 0.6\n', "points", None)
    rows = pd.DataFrame({"point": [1, 2, 3], "replicate": 1} | design.values | {name: [0.0, 1.0, 2.0] for name in OUTCOMES})
    made = finished.of(Swept(design, "none", rows, pd.DataFrame()))
    assert 'kind = "grid" does' in together(made, indices(made)).remark


def test_one_factor_has_nobody_to_act_with():
    sweep = swept("sobol", lambda x, r: x[:, 0], factors=1, samples=8, more=SECOND)
    assert together(sweep, indices(sweep))[::2] == ("", "")


def test_pairs_are_drawn_where_there_are_several(known):
    assert [*drawings(known, "sobol", "known")] == ["sensitivity", "interactions"]
    figure = drawings(known, "sobol", "known")["interactions"]()
    assert figure.axes[0].get_yticklabels()[0].get_text() == "rest × bond_gain"
    two = swept("sobol", lambda x, r: x @ [1.0, 2.0], factors=2, samples=8, more=SECOND)
    assert [*drawings(indices(two), "sobol", "two")] == ["sensitivity"]


@pytest.mark.slow
@pytest.mark.parametrize(("luck", "replicates"), [("own", 2), ("common", 4)])
def test_intervals_of_pairs_cover_what_factors_do_together_and_luck_is_rarely_taken_for_it(luck, replicates):
    true, seen, n = 0.25 / 0.75, [], 40
    for s in range(n):
        found = pair_and_luck(s, samples=128, replicates=replicates, more=f'{SECOND}\nluck = "{luck}"\nsampling_seed = {s}')
        pairs = of(found, "second order")
        both = pairs.loc["rest × soothable"], of(found, "with others").loc["rest"]
        covered = [(each.low <= true) & (each.high >= true) for each in both]
        told = {*told_apart(found[found.outcome == "dropout"], "second order").factor}
        seen.append((*covered, "rest × soothable" in told, len(told - {"rest × soothable"}) / 2))
    pair, others, told, by_luck = np.mean(seen, axis=0)
    print(f"covered {pair:.3f} and {others:.3f}; told {told:.3f}, by luck {by_luck:.3f}")
    assert min(pair, others) >= 0.87
    assert told >= 0.5
    assert by_luck <= 2.0 * TAKEN["second order"]
