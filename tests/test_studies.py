"""Every study says its question, what is expected and its command, runs small, and draws its answer."""

import pytest

from experiments import figures, studies
from experiments.studies import causal_alliance
from model import SettingError

EVERY = pytest.mark.parametrize("name", studies.names())


@EVERY
def test_a_study_says_what_it_asks_expects_and_how_it_is_run(name):
    module = studies.study(name)
    assert studies.question(module).endswith("?")
    assert "Expectation:" in module.__doc__
    assert f"Command: dyads study {name}" in module.__doc__


@EVERY
def test_a_study_runs_small_and_draws(name, tmp_path):
    answer = studies.study(name).run(0.05)
    assert len(answer.table)
    assert answer.says
    for picture, drawn in answer.figures.items():
        assert figures.save(drawn(), tmp_path, picture)


def test_a_study_that_there_is_not_is_named_with_those_that_there_are():
    with pytest.raises(SettingError, match="Did you mean causal-alliance"):
        studies.study("causal-aliance")


def test_where_the_causal_path_is_cut_twins_show_nothing_and_elsewhere_they_do():
    table = causal_alliance.run(0.05).table.set_index(["world", "estimate"])
    for world in ("causal path cut", "both cut"):
        assert table.loc[(world, "true")].value == 0.0
    assert table.loc[("as calibrated", "true")].low > 0.0
    assert table.loc[("as calibrated", "naive")].value > table.loc[("causal path cut", "naive")].value
