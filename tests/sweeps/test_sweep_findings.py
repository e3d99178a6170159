"""What a report says of a sweep is what its seeds can tell: no luck as an effect, no certainty from one seed, no contradiction."""

import numpy as np
import pandas as pd
import pytest

from experiments.analysis.sensitivity import indices
from experiments.analysis.sensitivity_figures import ranked
from experiments.reports import figures as sweep_figures
from experiments.reports.findings import caveat, findings
from experiments.reports.report import headline
from experiments.sweeps import finished
from experiments.sweeps.design import parse
from experiments.sweeps.sweep import OUTCOMES, Swept

NAMES = ("rest", "soothable", "bond_gain")


def made(kind, values, more="", replicates=1):
    """A sweep whose every outcome is `values(shares, replicate, rng)`, of a design with three factors."""
    tables = "".join(f'[[factor]]\nname = "rules.{n}"\nlabel = "{n}"\n' for n in NAMES)
    design, rng = parse(f'kind = "{kind}"\nreplicates = {replicates}\n{more}\n{tables}', "known", None), np.random.default_rng(1)
    x = design.shares if design.shares is not None else np.column_stack([design.values[n] for n in NAMES])
    rows = [
        pd.DataFrame({"point": np.arange(len(x)) + 1, "replicate": r + 1} | {n: design.values[n] for n in NAMES})
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
    sweep = made(kind, lambda x, r, rng: 0.2 + 0.1 * x[:, 0] + 0.1 * r, f'samples = 8\nluck = "{of_luck}"', n)
    assert ("of these clinics only" in caveat(sweep)) == is_said


def test_the_level_of_a_sample_is_known_no_better_than_its_seeds_let_it_be():
    sweep = made("sobol", lambda x, r, rng: 0.3 + 0.01 * x[:, 0] + (-0.05, 0.0, 0.05)[r], "samples = 32", 3)
    value, _, high = sweep_figures.band(sweep.rows, "dropout", sweep_figures.over(sweep))
    assert value == pytest.approx(0.305, abs=0.002)
    assert high - value == pytest.approx(4.303 * 0.05 / 3**0.5, rel=0.02)  # Student's t of three seeds
    own = made("random", luck, 'samples = 40\nluck = "own"', 2)
    assert sweep_figures.over(own) == ("point",)
