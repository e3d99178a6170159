"""Every command runs, says where its files are, and refuses bad input in plain sentences with exit code 2."""

import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

from model import rules, simulate, tables

SUB_COMMANDS = (
    "run",
    "compare",
    "sweep",
    "merge",
    "replay",
    "rerun",
    "directions",
    "mechanisms",
    "interventions",
    "trials",
    "bench",
    "story",
    "rules",
    "parameters",
    "scenarios",
    "dictionary",
)


def dyads(*words, cwd=None):
    """The command as a user starts it."""
    env = os.environ | {"COLUMNS": "160"}
    return subprocess.run([sys.executable, "-m", "model.cli", *words], capture_output=True, text=True, cwd=cwd, env=env, timeout=120)


@pytest.mark.parametrize("name", SUB_COMMANDS)
def test_every_command_explains_itself_with_an_example(name):
    said = dyads(name, "--help")
    assert said.returncode == 0
    assert f"Example: dyads {name}" in said.stdout


def test_a_run_writes_tables_figures_and_what_repeats_it(tmp_path):
    said = dyads("run", "small", "--seed", "5", "--set", "rules.bond_gain=0.2", "--items", "--out", "out", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert said.stderr == ""
    assert "dropped out" in said.stdout
    assert "out/" in said.stdout
    out = tmp_path / "out"
    about = json.loads((out / "run.json").read_text())
    assert about["seed"] == 5
    assert about["changed"]["rules.bond_gain"] == 0.2
    assert set(about["rules"]) == set(rules.DEFAULT)
    again = simulate("small", settings=about["changed"], seed=about["seed"])
    assert pd.read_parquet(out / "sessions.parquet").equals(again.sessions)
    assert pd.read_parquet(out / "dyads.parquet").equals(again.dyads)
    assert pd.read_parquet(out / "items.parquet").equals(again.items)
    words = pd.read_csv(out / "data_dictionary.csv")
    for table in tables.ALL:
        assert list(words[words.table == table.name].column) == [c.name for c in table.columns]
    assert len(list(out.glob("*.png"))) == 4
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_both_engines_write_the_same_bytes(tmp_path):
    for engine in ("agents", "cohort"):
        assert dyads("run", "small", "--engine", engine, "--no-figures", "--out", engine, cwd=tmp_path).returncode == 0
    for name in ("sessions.parquet", "dyads.parquet", "data_dictionary.csv"):
        assert (tmp_path / "agents" / name).read_bytes() == (tmp_path / "cohort" / name).read_bytes()


def test_finished_work_is_never_overwritten(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("precious")
    said = dyads("run", "small", "--out", "out", cwd=tmp_path)
    assert said.returncode == 2
    assert "is not empty" in said.stderr
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "nosuch"), ["no scenario is called nosuch"]),
        (("run", "small", "--dyads", "0"), ["clinic.dyads must be a whole number in [1, 100,000,000]"]),
        (("run", "small", "--set", "rules.bond_gian=1", "--set", "rules.bond_gain=1.4", "--set", "foo", "--seed", "-1"),
         ["Did you mean rules.bond_gain", "must be in [0, 1] per session; got 1.4", "'foo' is no setting", "seed must be"]),
        (("run", "small", "--engine", "steam"), ["engine must be auto, agents, cohort"]),
        (("run", "small", "--rules", "none.py"), ["there is no such rule file"]),
        (("run", "small", "--out", "/proc/nowhere/x"), ["cannot be written"]),
        (("run", "none.toml"), ["there is no such scenario file"]),
        (("story", "small", "--client", "99-1"), ["therapists 1 to 4"]),
        (("story", "small", "--client", "first"), ["THERAPIST-PLACE"]),
        (("story", "small", "--client", "٣-١"), ["THERAPIST-PLACE"]),
        (("story", "small", "--client", "1-7", "--set", "clinic.dyads=5"), ["client 1-7: therapist 1 of this clinic has 5 clients"]),
        (("run", "small", "--dyads", "5", "--do", "1-7: repaired"), ["'1-7: repaired': therapist 1 of this clinic has 5"]),
        (("run", "small", "--do", "1-1: another therapist 0"), ["therapists count from 1"]),
        (("compare", "small"), ["B would be A"]),
        (("mechanisms", "m99"), ["no mechanism is called m99"]),
        (("sweep", "none.toml"), ["there is no such design file"]),
        (("trials", "none.csv"), ["there is no such file"]),
        (("trials", "none.csv", "--replicates", "0"), ["replicates must be at least 1"]),
        (("rules", "ruptur_chance"), ["Did you mean rupture_chance"]),
        (("parameters", "nothing-like-it"), ["no parameter's name contains"]),
        (("dictionary", "pre_post_d"), ["no column's name contains 'pre_post_d'", "those of a sweep are told by the data_dictionary.csv"]),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_plain_sentences(tmp_path, words, said):
    refused = dyads(*words, cwd=tmp_path)
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr
    for sentence in said:
        assert sentence in refused.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("small", "--seed", "-1", "--set", "x=1", "--both", "y=2", "--do", "z", "--engine", "foo", "--rules", "nofile.py"),
         ["seed must be", "x is no parameter", "y is no parameter", "'z' is no intervention", "engine must be", "no such rule file"]),
        (("nope", "nope2"), ["no scenario is called nope.", "no scenario is called nope2."]),
        (("nope", "--do", "z"), ["no scenario is called nope.", "'z' is no intervention"]),
        (("nope",), ["no scenario is called nope.", "B would be A"]),
        (("small", "--set", "NAME"), ["'NAME' is no setting"]),
    ],
)  # fmt: skip
def test_the_faults_of_both_sides_of_a_comparison_are_told_at_once(words, said):
    refused = dyads("compare", *words)
    assert refused.returncode == 2
    told = refused.stderr.splitlines()
    assert len(told) == len(said)
    for part in said:
        assert sum(part in line for line in told) == 1


def test_a_misspelt_scenario_is_told_before_what_follows_from_it():
    told = dyads("compare", "nope").stderr.splitlines()
    assert "no scenario is called nope." in told[0]
    assert "B would be A" in told[1]


@pytest.mark.parametrize("name", ["rules", "parameters", "scenarios", "dictionary"])
def test_lists_are_tables_for_people_and_json_for_programs(name):
    assert dyads(name).returncode == 0
    rows = json.loads(dyads(name, "--json").stdout)
    assert rows
    assert all(isinstance(row, dict) for row in rows)


def test_a_story_is_told_with_how_usual_it_is():
    said = dyads("story", "small", "--client", "3-5").stdout
    assert said.startswith("A small clinic: client 3-5 (seed 1)")
    assert "Session 1 (distress " in said
    assert "How usual is that? Of the 60 dyads" in said
    assert max(map(len, said.splitlines())) <= 100
    assert said == dyads("story", "small").stdout


WAITING = """
[tell]
client = "1-1"
name = "Ada"
[settings]
clinic.dyads = 40
clinic.wait_list = 0.99
[[arm]]
name = "usual"
share = 0.01
"""


def test_the_story_of_a_trial_is_that_of_somebody_who_is_treated(tmp_path):
    (tmp_path / "trial.toml").write_text(WAITING.replace("0.99", "0.8").replace("0.01", "0.2"))
    treated = simulate(tmp_path / "trial.toml").dyads.client_id
    assert "1-1" not in set(treated)
    said = dyads("story", "trial.toml", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith(f"trial: client {treated.iloc[0]} (seed 1)")
    named = dyads("story", "trial.toml", "--client", "1-1", cwd=tmp_path)
    assert named.returncode == 2
    assert "client 1-1 is in the wait-list arm" in named.stderr


def test_the_story_of_a_clinic_where_nobody_is_treated_says_so():
    said = dyads("story", "small", "--set", "clinic.wait_list=1.0")
    assert said.returncode == 2
    assert "client 3-5 is in the wait-list arm" in said.stderr


def test_the_story_of_a_clinic_without_its_own_client_is_that_of_the_first():
    said = dyads("story", "small", "--set", "clinic.dyads=1")
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("A small clinic: client 1-1 (seed 1)")


def test_a_sweep_writes_a_table_heat_maps_and_a_report(tmp_path):
    (tmp_path / "d.toml").write_text(
        'scenario = "small"\n[[axis]]\nnames = ["rules.bond_gain"]\nvalues = [0.1, 0.2]\n'
        '[[axis]]\nnames = ["rules.repair_base"]\nvalues = [1, 2]\n'
    )
    said = dyads("sweep", "d.toml", "--out", "out", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert len(pd.read_csv(tmp_path / "out" / "sweep.csv")) == 4
    assert (tmp_path / "out" / "figures" / "heat_map_dropout.png").stat().st_size > 5000
    assert (tmp_path / "out" / "report.html").is_file()


def test_a_comparison_is_told_and_written(tmp_path):
    said = dyads("compare", "small", "--set", "therapists.repair_skill.mean=0.8", "--out", "out", cwd=tmp_path)
    assert said.returncode == 0, said.stderr
    assert "lived the same life to the last bit" in said.stdout
    found = json.loads(dyads("compare", "small", "trial", "--json").stdout)
    assert len(pd.read_csv(tmp_path / "out" / "compare.csv")) == len(found["differences"])
    assert max(map(len, said.stdout.splitlines())) <= 100


def test_a_mechanism_is_shown_whether_its_code_is_typed_large_or_small():
    said = dyads("mechanisms", "m8")
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith("M8  ")
    assert said.stdout == dyads("mechanisms", "M8").stdout
    assert len(json.loads(dyads("mechanisms", "m8", "--json").stdout)) == 1


def test_what_a_scenario_is_compared_with_is_named_as_the_command_takes_it(tmp_path):
    (tmp_path / "mine.toml").write_text('against = "small"')
    assert "dyads compare small mine.toml" in dyads("scenarios", "mine.toml", cwd=tmp_path).stdout


def test_one_mechanism_is_shown_alone():
    said = dyads("directions", "m18")
    assert said.returncode == 0, said.stderr
    assert "1 of 1 rows hold" in said.stdout
    refused = dyads("directions", "M99")
    assert refused.returncode == 2
    assert "no mechanism is called M99" in refused.stderr


OTHERS = "[dyads.commands]\nparameters = theirs.commands:numbers\n"
"""What another package would have to say to bring a command that is there."""


def test_two_packages_that_bring_a_command_of_one_name_are_told_and_neither_is_taken(tmp_path, monkeypatch):
    about = tmp_path / "theirs-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(OTHERS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    for words in (("parameters",), ("--help",)):
        refused = dyads(*words)
        assert refused.returncode == 2
        assert refused.stdout == ""
        (told,) = refused.stderr.splitlines()
        assert told.startswith("dyads: 2 commands are called parameters: ")
        for brought in ("theirs.commands:numbers of theirs", "parameters of therapy-dyads"):
            assert brought in told
    assert dyads("scenarios").returncode == 0, "other commands are as they were"


@pytest.mark.parametrize(("closed", "words", "code"), [(">&-", "run small --no-figures --out a", 0), ("2>&-", "run smal", 2)])
def test_a_stream_that_is_closed_hides_what_would_be_said_and_changes_no_code(tmp_path, closed, words, code):
    line = f'"{sys.executable}" -m model.cli {words} {closed}'
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_terminal_that_closes_leaves_nothing_half_written(tmp_path):
    heeding = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL); from model.cli import main; main()"  # also where tests ignore it
    )
    words = [sys.executable, "-c", heeding, "run", "standard", "--dyads", "200000", "--out", "a"]
    running = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "a" / ".partial").exists() and running.poll() is None:
        time.sleep(0.02)
    running.send_signal(signal.SIGHUP)
    assert "nothing half-written was left behind" in running.communicate(timeout=60)[1]
    assert running.returncode == 128 + signal.SIGHUP
    assert not (tmp_path / "a").exists()
