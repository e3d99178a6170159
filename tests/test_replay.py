"""Any row of any result can be lived again from its folder alone."""

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from experiments.replay import find, replay
from experiments.results import write_clinic
from model import simulate
from model.cli import build
from model.errors import DyadsError, TableError

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
    told["rules"]["bond_after"] = "def bond_after(bond):\n    return bond\n"
    told["rules"]["dropout_chance"] = "whatever: it was replaced"
    (tmp_path / "run.json").write_text(json.dumps(told))
    for table in ("sessions.parquet", "dyads.parquet"):
        (tmp_path / table).write_bytes((run / table).read_bytes())
    text, notes, same = replay(tmp_path, "2-3")
    assert not same
    assert "NOT the same" in text
    assert "made with numpy 0.0" in notes[0]
    assert "rules that have changed since: bond_after; lives may differ" in notes


def test_a_replay_keeps_the_name_that_the_scenario_gives(dyads):
    folder = dyads("run", "sarah", "--no-figures", name="sarah")
    text, notes, same = replay(folder, find(folder, "1").scenario.tell.client)
    assert same
    assert not notes
    assert "Sarah" in text
    assert "the client" not in text.partition("\n\n")[2].lower()


@pytest.mark.parametrize(("written", "words"), [(None, "older format.*once more: dyads"), (1, "older format"), (99, "newer format")])
def test_a_record_of_another_format_is_refused_in_plain_words(run, tmp_path, written, words):
    told = json.loads((run / "run.json").read_text()) | {"format": written}
    (tmp_path / "run.json").write_text(json.dumps({name: value for name, value in told.items() if value is not None}))
    with pytest.raises(TableError, match=words):
        find(tmp_path, "2-3")


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
    with pytest.raises(TableError, match="holds no record of a result"):
        replay(tmp_path, "1-1")
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(TableError, match="holds no record of a result"):
        replay(tmp_path, "1-1")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda f: (f / "run.json").write_text("[]"),
        lambda f: (f / "run.json").write_text("[" * 100_000),
        lambda f: (f / "run.json").write_text(json.dumps(json.loads((f / "run.json").read_text()) | {"arms": None})),
        lambda f: (f / "run.json").write_text(json.dumps(json.loads((f / "run.json").read_text()) | {"versions": []})),
        lambda f: (f / "run.json").write_text(json.dumps(json.loads((f / "run.json").read_text()) | {"do": 5})),
        lambda f: (f / "sessions.parquet").write_bytes(b"junk"),
        lambda f: pd.DataFrame({"session": [1]}).to_parquet(f / "sessions.parquet"),
    ],
)
def test_a_damaged_folder_is_refused_in_one_plain_error(tmp_path, spoil):
    run = simulate("small", settings={"clinic.dyads": 5})
    write_clinic(tmp_path, run.blocks, run.scenario, run.rules, run.engine, draw=False)
    spoil(tmp_path)
    with pytest.raises(DyadsError):
        replay(tmp_path, "1-1")


def test_columns_that_are_gone_are_named_and_not_passed_as_the_same(tmp_path):
    run = simulate("small", settings={"clinic.dyads": 5})
    write_clinic(tmp_path, run.blocks, run.scenario, run.rules, run.engine, draw=False)
    pd.read_parquet(tmp_path / "sessions.parquet").drop(columns=["bond"]).to_parquet(tmp_path / "sessions.parquet")
    text, _, same = replay(tmp_path, "1-1")
    assert not same
    assert "only one of them has bond" in text
