"""Any row of any result can be lived again from its folder alone."""

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from experiments.again.replay import find, replay
from experiments.designs.design import read_design
from experiments.results.clinic import write_clinic
from experiments.sweeps import batches
from experiments.sweeps.folder import Shard, sweep_into
from experiments.sweeps.merging import merge
from model import simulate
from model.cli import build
from model.errors import DyadsError, TableError
from model.stories import story

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


@pytest.mark.parametrize(("written", "words"), [(None, "older format.*Give its command"), (1, "older format"), (99, "newer format")])
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


FACTOR = '[[factor]]\nname = "rules.bond_gain"\nlow = 0.05\nhigh = 0.3\n'
PEOPLE = '[[factor]]\nlabel = "warmth"\nnames = ["therapists.regard.mean", "therapists.congruence.mean"]\nlow = 0.4\nhigh = 0.7\n'
LIVES_BY = '[[factor]]\nname = "rules"\nvalues = ["default", "mine.py"]\n'
WHO = '[[factor]]\nname = "scenario"\nvalues = ["small", "mine.toml"]\n'
DESIGNS = {
    "grid": 'kind = "grid"\nreplicates = 2\nscenario = "mine.toml"\n' + FACTOR + "steps = 2\n" + LIVES_BY,
    "own luck": 'kind = "grid"\nreplicates = 2\nluck = "own"\nscenario = "mine.toml"\n' + PEOPLE + "steps = 3\n",
    "who": 'kind = "grid"\nrules = "mine.py"\n[settings]\nclinic.dyads = 20\n' + WHO + FACTOR + "steps = 2\n",
    "list": 'points_file = "points.csv"\n',
    "sobol": 'kind = "sobol"\nsamples = 4\nscenario = "mine.toml"\n' + FACTOR + PEOPLE,
    "morris": 'kind = "morris"\nsamples = 4\nscenario = "mine.toml"\n' + FACTOR + LIVES_BY,
}
"""Every kind of design and of factor; the files that they name are gone when their rows are lived again."""
GIVEN = {
    "mine.py": RULES,
    "mine.toml": 'do = ["2-* in 2: ruptured"]\n[settings]\nclinic.dyads = 20\nclinic.clients_per_therapist = 4\n',
    "points.csv": "rules,rules.bond_gain,scenario\ndefault,0.1,small\nmine.py,0.2,mine.toml\n",
}


@pytest.fixture(scope="module", params=DESIGNS)
def lived(request, tmp_path_factory):
    """A sweep in two shards that were merged; what its design named is edited, or gone."""
    place = tmp_path_factory.mktemp("designs")
    for name, content in {**GIVEN, "d.toml": DESIGNS[request.param]}.items():
        (place / name).write_text(content)
    design = read_design(place / "d.toml")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(batches, "LEAST", 1.0)
        shards = [sweep_into(place / f"shard-{n}", design, shard=Shard(n, 2)).folder for n in (1, 2)]
        merge(shards, place / "whole")
    (place / "mine.py").write_text("def dropout_chance(bond):\n    return 1.0\n")
    (place / "mine.toml").unlink()
    return place / "whole"


def test_every_row_of_every_design_is_the_same_when_it_is_lived_again(lived):
    rows = pd.read_parquet(lived / "sweep.parquet")
    for row in range(1, len(rows) + 1):
        text, notes, same = replay(lived, str(row))
        assert same, text
        assert not [note for note in notes if not note.startswith("code")]


def test_every_dyad_of_a_row_is_the_one_that_was_lived_then(lived):
    rows = pd.read_parquet(lived / "sweep.parquet")
    found = find(lived, str(len(rows)), "3-2")
    whole = simulate(found.scenario, rules=found.rules)
    assert len(whole.dyads) == rows.dyads.iloc[-1]
    assert len(whole.sessions) == rows.sessions.iloc[-1]
    text, _, same = replay(lived, str(len(rows)), "3-2")
    assert same
    assert "Its clinic, lived again, is the same, to the last bit, as row" in text
    assert story.since(whole, "3-2")[0].splitlines()[0] in text


FAILING = """scenario = "small"
[[point]]
therapists.regard.mean = 0.6
therapists.regard.sd = 0.1
[[point]]
therapists.regard.mean = 0.95
therapists.regard.sd = 0.4
"""


def test_a_clinic_that_failed_fails_again_in_the_same_words(tmp_path):
    (tmp_path / "d.toml").write_text(FAILING)
    sweep_into(tmp_path / "out", read_design(tmp_path / "d.toml"))
    text, _, same = replay(tmp_path / "out", "failed-1")
    assert same
    assert "It fails again, in the same words: therapists.regard" in text
    with pytest.raises(TableError, match="could not be lived; it has no clients"):
        replay(tmp_path / "out", "failed-1", "1-1")
    with pytest.raises(TableError, match=r"failures\.csv are numbered from 1 to 1; got 2"):
        replay(tmp_path / "out", "failed-2")
    told = json.loads((tmp_path / "out" / "sweep.json").read_text())
    (tmp_path / "out" / "failures.csv").unlink()
    with pytest.raises(TableError, match="no clinic of this sweep has failed"):
        replay(tmp_path / "out", "failed-1")
    told["words"]["rules"] = ["default", "gone.py"]
    told["factors"][0]["names"] = ["rules"]
    (tmp_path / "out" / "sweep.json").write_text(json.dumps(told))
    with pytest.raises(TableError, match="says nothing of its rules"):
        replay(tmp_path / "out", "1")


def test_a_row_whose_factors_were_tampered_with_is_not_the_same(tmp_path):
    (tmp_path / "d.toml").write_text(DESIGN)
    sweep_into(tmp_path / "out", read_design(tmp_path / "d.toml"))
    table = tmp_path / "out" / "sweep.parquet"
    rows = pd.read_parquet(table)
    rows.loc[0, "seed"] = 9
    rows.to_parquet(table)
    text, _, same = replay(tmp_path / "out", "1")
    assert not same
    assert "NOT as recorded: " in text
    assert not replay(tmp_path / "out", "1", "1-1")[2]
    assert replay(tmp_path / "out", "2")[2]


def test_rows_of_what_is_no_clinic_are_refused(dyads):
    folder = dyads("directions", "M12", name="directions")
    with pytest.raises(TableError, match="dyads rerun makes it again as a whole"):
        replay(folder, "1")


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
