"""A result that hangs on a rule file is made again on both engines for a few dyads: machine code of another text is found out."""

import pytest
from typer.testing import CliRunner

from experiments.again import both_engines
from experiments.again.rerun import as_dict, rerun
from experiments.results.clinic import write_clinic
from model import from_file, simulate
from model.cli import build

RULE = "from math import {} as rounded\n\n\ndef hope_after(hope):\n    return rounded(hope * 10.0) / 10.0\n"


@pytest.fixture
def made(tmp_path):
    """The folder of a small clinic by a rule file."""
    mine, folder = tmp_path / "mine.py", tmp_path / "out"
    mine.write_text(RULE.format("floor"))
    folder.mkdir()
    run = simulate("small", rules=from_file(mine), settings={"clinic.dyads": 20}, engine="agents")
    write_clinic(folder, run.blocks, run.scenario, run.rules, run.engine, draw=False)
    return folder


def compiled_from(text, tmp_path, monkeypatch):
    """Have the kept session, which is too slow to compile here, live as the rules of this text say."""
    other = tmp_path / "other.py"
    other.write_text(text)
    rules = from_file(other)

    def lived(said, record, engine):
        return live(rules if engine == "cohort" else said, record, "agents")

    live = both_engines.lived
    monkeypatch.setattr(both_engines, "lived", lived)
    monkeypatch.setattr(both_engines, "is_kept", lambda kernel: True)


def test_without_machine_code_nothing_is_said_of_it(made, monkeypatch):
    monkeypatch.setattr(both_engines, "is_kept", lambda kernel: False)
    found = rerun(made, check=True)
    assert found.same
    assert found.engines == ()


def test_machine_code_of_the_same_text_is_told_to_be_the_same(made, tmp_path, monkeypatch):
    compiled_from(RULE.format("floor"), tmp_path, monkeypatch)
    found = rerun(made, check=True)
    assert found.same
    assert [each.what for each in found.engines] == ["mine.py, 20 dyads on both engines", "mine.py, 20 dyads on both engines, dyads alone"]
    assert all(each["same"] for each in as_dict(found)["engines"])


def test_machine_code_of_another_text_is_told_though_every_table_is_the_same(made, tmp_path, monkeypatch):
    compiled_from(RULE.format("ceil"), tmp_path, monkeypatch)
    found = rerun(made, check=True)
    assert all(table.same for table in found.tables)
    assert not found.same
    told = CliRunner().invoke(build(), ["rerun", str(made), "--check"])
    assert told.exit_code == 1
    said = " ".join(told.stdout.split())
    assert "mine.py, 20 dyads on both engines NOT the same: compiled, these come out otherwise: " in said
    assert "distress_last" in said


def test_a_result_by_the_default_rules_has_nothing_to_hold(tmp_path):
    run = simulate("small", settings={"clinic.dyads": 20}, engine="agents")
    write_clinic(tmp_path, run.blocks, run.scenario, run.rules, run.engine, draw=False)
    assert rerun(tmp_path, check=True).engines == ()
