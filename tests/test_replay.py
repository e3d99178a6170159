"""Any row of any result can be lived again from its folder alone."""

import json

import pytest
from typer.testing import CliRunner

from experiments.replay import find, replay
from model.cli import build
from model.errors import TableError

RULES = """from model.maths import unit


def _half(x):
    return 0.5 * x


def dropout_chance(bond):
    return unit(_half(1.0 - bond))
"""
DESIGN = """scenario = "small"
replicates = 2
[[axis]]
names = ["therapists.regard.mean"]
values = [0.5, 0.8]
"""


@pytest.fixture(scope="module")
def dyads(tmp_path_factory):
    """Runs a command in a folder of its own; hands back what it printed and the folder."""
    place = tmp_path_factory.mktemp("results")

    def run(*words, name):
        outcome = CliRunner().invoke(build(), [*map(str, words), "--out", str(place / name)], catch_exceptions=False)
        assert outcome.exit_code == 0, outcome.output
        return place / name

    return run


@pytest.fixture(scope="module")
def run(dyads, tmp_path_factory):
    rules = tmp_path_factory.mktemp("rules") / "mine.py"
    rules.write_text(RULES)
    folder = dyads(
        "run",
        "small",
        "--seed",
        7,
        "--set",
        "clinic.wait_list=0.1",
        "--rules",
        rules,
        "--do",
        "2-* in 2: ruptured",
        "--no-figures",
        name="run",
    )
    rules.unlink()
    return folder


def test_a_client_of_a_run_is_told_again_to_the_last_bit(run):
    for row in ("2-3", "1"):
        text, notes, same = replay(run, row)
        assert same
        assert not notes
        assert "The same, to the last bit" in text
    assert json.loads((run / "run.json").read_text())["rule_text"] == RULES


def test_what_was_changed_since_is_seen(run, tmp_path):
    told = json.loads((run / "run.json").read_text())
    told["seed"], told["versions"]["numpy"] = 8, "0.0"
    (tmp_path / "run.json").write_text(json.dumps(told))
    for table in ("sessions.parquet", "dyads.parquet"):
        (tmp_path / table).write_bytes((run / table).read_bytes())
    text, notes, same = replay(tmp_path, "2-3")
    assert not same
    assert "NOT the same" in text
    assert "made with numpy 0.0" in notes[0]


def test_a_row_of_a_sweep_is_counted_again_and_its_clients_told(dyads, tmp_path):
    (tmp_path / "d.toml").write_text(DESIGN)
    folder = dyads("sweep", tmp_path / "d.toml", name="sweep")
    assert replay(folder, "4")[2]
    found = find(folder, "4")
    assert (found.scenario.seed, found.scenario["therapists.regard.mean"]) == (2, 0.8)
    assert "Session 1" in replay(folder, "4", "1-1")[0]


def test_either_side_of_a_comparison_is_told_again(dyads):
    folder = dyads("compare", "small", "--do", "1-1 in 2: ruptured", name="compare")
    assert [i.text for i in find(folder, "1-1").scenario.do] == ["1-1 in 2: ruptured"]
    assert not find(folder, "1-1", which="a").scenario.do


@pytest.mark.parametrize("row", ["0", "1000", "x", "-1"])
def test_a_row_that_is_not_there_is_refused(run, row):
    with pytest.raises((TableError, ValueError), match=r"numbered from 1 to|THERAPIST-PLACE"):
        replay(run, row)


def test_a_folder_without_a_record_is_refused(tmp_path):
    with pytest.raises(TableError, match=r"holds no run\.json"):
        replay(tmp_path, "1-1")
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(TableError, match="its record cannot be read"):
        replay(tmp_path, "1-1")
