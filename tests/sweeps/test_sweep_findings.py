"""What a report says of a sweep is what its seeds can tell: no luck as an effect, no certainty from one seed, no contradiction."""

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.remarks import remarks
from experiments.analysis.sensitivity import indices
from experiments.analysis.sensitivity_figures import ranked
from experiments.designs.design import parse
from experiments.reports import figures as sweep_figures
from experiments.reports import report as sweep_report
from experiments.reports.findings import findings
from experiments.reports.report import headline
from experiments.sweeps import finished
from experiments.sweeps.sweep import OUTCOMES, Swept

NAMES = ("rest", "soothable", "bond_gain")


def made(kind, values, more="", replicates=1, names=NAMES):
    """A sweep whose every outcome is `values(shares, replicate, rng)`, of a design with such factors."""
    tables = "".join(f'[[factor]]\nname = "rules.{n}"\nlabel = "{n}"\n' for n in names)
    design, rng = parse(f'kind = "{kind}"\nreplicates = {replicates}\n{more}\n{tables}', "known", None), np.random.default_rng(1)
    x = design.shares if design.shares is not None else np.column_stack([design.values[n] for n in names])
    rows = [
        pd.DataFrame({"point": np.arange(len(x)) + 1, "replicate": r + 1} | {n: design.values[n] for n in names})
        .assign(**dict.fromkeys(OUTCOMES, values(x, r, rng)))
        for r in range(replicates)
    ]  # fmt: skip
    return finished.of(Swept(design, "none", pd.concat(rows, ignore_index=True), pd.DataFrame()))


def said(sweep):
    """The headline, and what is said of the first outcome."""
    found = indices(sweep)
    measure = {"sobol": "total", "morris": "mu_star", "grid": "effect"}[sweep.asked.sort]
    return headline(sweep, found, ranked(found, measure)), " ".join(findings(sweep, found)[0].says)


def luck(x, r, rng):
    return 0.5 + 0.1 * rng.normal(size=len(x))


@pytest.mark.parametrize(("kind", "more"), [("sobol", "samples = 32"), ("morris", "samples = 12")])
def test_where_all_is_luck_nothing_matters_most(kind, more):
    head, words = said(made(kind, luck, f'{more}\nluck = "own"', 2))
    assert "matters most" not in head
    assert "its variance hangs on" not in words
    assert "Over the whole way" not in words


@pytest.mark.parametrize(("kind", "more"), [("sobol", "samples = 32"), ("morris", "samples = 12")])
def test_what_acts_beside_luck_is_named_and_what_does_not_is_left_to_luck(kind, more):
    def one(x, r, rng):
        return 0.2 + 0.5 * x[:, 0] + 0.05 * rng.normal(size=len(x))

    head, words = said(made(kind, one, f'{more}\nluck = "own"', 3))
    assert "rest matters most" in head
    assert ("of what factors make of its variance hangs on rest" in words) == (kind == "sobol")
    assert ("luck alone would move it by" in words) == (kind == "morris")
    assert "can be told from luck" in words


@pytest.mark.parametrize("kind", ["sobol", "morris", "grid"])
@pytest.mark.parametrize("replicates", [1, 3])
def test_what_changes_nobody_under_the_same_luck_is_said_to_change_nothing(kind, replicates):
    more = "" if kind == "grid" else "samples = 8"
    _, words = said(made(kind, lambda x, r, rng: 0.2 + 0.1 * x[:, 0] + 0.1 * r, more, replicates))
    assert "In these clinics soothable and bond_gain changed nothing of it at all" in words
    assert "told from luck" not in words


@pytest.mark.parametrize(
    ("kind", "of_luck", "n", "is_said"), [("sobol", "common", 1, True), ("sobol", "common", 2, False), ("random", "own", 1, False)]
)
def test_one_seed_that_all_points_share_is_said_to_be_of_these_clinics_only(kind, of_luck, n, is_said):
    sweep = made(kind, lambda x, r, rng: 0.2 + 0.1 * x[:, 0] + 0.1 * r, f'samples = 128\nluck = "{of_luck}"', n)
    assert ("of these clinics only" in " ".join(remarks(sweep, None))) == is_said


def test_the_level_of_a_sample_is_known_no_better_than_its_seeds_let_it_be():
    sweep = made("sobol", lambda x, r, rng: 0.3 + 0.01 * x[:, 0] + (-0.05, 0.0, 0.05)[r], "samples = 32", 3)
    value, _, high = sweep_figures.band(sweep.rows, "dropout", sweep_figures.over(sweep))
    assert value == pytest.approx(0.305, abs=0.002)
    assert high - value == pytest.approx(4.303 * 0.05 / 3**0.5, rel=0.02)  # Student's t of three seeds
    own = made("random", luck, 'samples = 82\nluck = "own"', 2)
    assert sweep_figures.over(own) == ("point",)


def product(x, r, rng):
    """A fifth, and more where both of the first two factors are large, with a little that seeds differ by."""
    a, b = x[:, 0] / x[:, 0].max(), x[:, 1] / x[:, 1].max()
    return 0.2 + (0.5 + 0.01 * r) * a * b


def test_of_two_factors_of_a_grid_that_act_together_the_course_along_one_is_told_at_both_ends_of_the_other():
    _, words = said(made("grid", product, "", 2))
    assert "Rest and soothable act together: with soothable at 0, as rest goes from 0 to" in words
    assert ", it stays near 20 %" in words
    assert ", it rises from 20 % [20, 20] to 70 %" in words
    assert "The two ways differ by +50.5 points" in words


def test_of_two_sampled_factors_that_act_together_it_is_told_in_both_halves_of_the_other():
    _, words = said(made("sobol", lambda x, r, rng: 0.5 + (x[:, 0] - 0.5) * (x[:, 1] - 0.5), "samples = 64\nsecond_order = true", 2))
    assert "of what factors make of its variance rest and soothable make together, beyond what each makes alone" in words
    assert "with soothable below 90.6, as rest goes from 0.063 to 0.935, it falls from 61 %" in words
    assert "with soothable above, as rest goes from 0.0622 to 0.932, it rises from 40 %" in words


def test_numbers_of_a_grid_go_from_low_to_high_however_they_are_listed():
    table = '[[factor]]\nname = "rules.rest"\nlabel = "rest"\nvalues = [0.5, 0.1]\n'
    design = parse(f'kind = "grid"\nreplicates = 2\n{table}', "known", None)
    rest = np.tile(design.values["rest"], 2)
    rows = pd.DataFrame({"point": [1, 2, 1, 2], "replicate": [1, 1, 2, 2], "rest": rest}).assign(
        **dict.fromkeys(OUTCOMES, 0.2 + rest + np.array([0.0, 0.0, 0.01, 0.0]))
    )
    _, words = said(finished.of(Swept(design, "none", rows, pd.DataFrame())))
    assert "As rest goes from 0.1 to 0.5, it rises from 30 %" in words
    assert "+40.5 points" in words


def test_what_a_design_cannot_tell_of_factors_that_act_together_is_said_with_what_would():
    page = sweep_report.acting(*with_indices(made("sobol", luck, "samples = 8", 2)))
    assert "second_order = true" in page["remark"]
    assert len(page["together"]) == len(OUTCOMES) * len(NAMES)


@pytest.mark.parametrize(("kind", "fourth"), [("sobol", " % ["), ("morris", "ordinary_hostility (15.0 points [15.0, 15.0])")])
def test_every_factor_that_is_told_from_luck_is_named_those_after_the_third_in_falling_order(kind, fourth):
    names = (*NAMES, "hostility_touches", "ordinary_hostility")
    _, words = said(made(kind, lambda x, r, rng: 0.1 + x @ [0.3, 0.1, 0.25, 0.2, 0.15], "samples = 64", 1, names))
    also = words[words.index("Also, in falling order: ") :].partition("). ")[0]
    assert also.index("ordinary_hostility (") < also.index("soothable (")
    assert fourth in also
    assert "rest" not in also
    assert "can be told from luck" not in words


@pytest.mark.parametrize(("replicates", "remark"), [(2, "one degree of freedom and reach 12.7"), (4, "3 degrees of freedom"), (5, "")])
def test_fewer_seeds_than_five_are_said_to_leave_few_degrees_of_freedom(replicates, remark):
    sweep = made("sobol", lambda x, r, rng: 0.2 + 0.1 * x[:, 0] * (1 + r) + 0.01 * x[:, 1] * (-1) ** r, "samples = 32", replicates)
    told = " ".join(remarks(sweep, None))
    assert remark in told
    assert bool(told) == bool(remark)
    assert ("can be told from luck with 2 seeds" in said(sweep)[1]) == (replicates == 2)


def with_indices(sweep):
    """A sweep, and its indices."""
    return sweep, indices(sweep)
