"""What the README tells is so: its code runs, its commands exist, its numbers are those of the command it names."""

import re

import pytest

import experiments
from experiments.counting import key_numbers
from experiments.counting.words import clinic
from experiments.designs.design import read_design
from experiments.real_trials.trials import NEEDED, THERAPIES
from model import from_file, scenario, simulate
from model.cli import build
from model.deeds.interventions import interventions
from model.trial import gates as trial
from tests.support import ROOT

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.S)
APP = build()
NAMES = {c.name for c in APP.registered_commands} | {g.name for g in APP.registered_groups}


def blocks(language: str, start: str = "") -> list[str]:
    return [text for kind, text in BLOCKS if kind == language and text.startswith(start)]


@pytest.mark.parametrize("code", [b for b in blocks("python") if "my_rules" not in b])
def test_python_examples_run(code):
    exec(compile(code, "README.md", "exec"), {})


def test_the_example_rule_is_a_rule(tmp_path):
    (text,) = blocks("python", "# my_rules.py")
    (tmp_path / "my_rules.py").write_text(text)
    rules = from_file(tmp_path / "my_rules.py")
    assert list(rules.replaced) == ["dropout_chance"]
    assert len(simulate("small", rules=rules, engine="agents").dyads) == 60


def test_the_example_theory_brings_state_and_a_parameter_and_passes_the_gates(tmp_path):
    (text,) = blocks("python", "# my_theory.py")
    file = tmp_path / "my_theory.py"
    file.write_text(text)
    gates = trial.judged(file, text)
    assert not any(gate.faults for gate in gates)
    settings = {"rules.valence_gain": 1.0}
    run = simulate("small", settings=settings, rules=file, engine="agents", do=["all in 3: dyad.valence = 0.5"])
    assert run.sessions.valence.between(-1.0, 1.0).all()
    assert run.sessions.valence.nunique() > 100


def test_the_example_sweep_is_a_design(tmp_path):
    (text,) = blocks("toml", "# my_sweep.toml")
    (tmp_path / "my_sweep.toml").write_text(text)
    assert len(read_design(tmp_path / "my_sweep.toml").points) == 15


def test_the_example_trial_is_a_scenario(tmp_path):
    (text,) = blocks("toml", "# my_trial.toml")
    (tmp_path / "my_trial.toml").write_text(text)
    asked = scenario(tmp_path / "my_trial.toml")
    assert [arm.name for arm in asked.arms] == ["feedback", "cbt"]
    assert len(asked.do) == 1


def test_every_intervention_that_is_named_can_be_done():
    named = re.findall(r'--do "([^"]+)"', README)
    assert named
    for text in named:
        interventions([text])


def test_every_command_and_setting_that_is_named_exists():
    assert {"run", "compare", "sweep"} <= set(re.findall(r"`dyads (\w+)", README)) <= NAMES
    settings = re.findall(r"--set ([\w.]+)=([\d.]+)", README)
    assert settings
    for name, value in settings:
        scenario("standard").but({name: float(value)})


def test_the_numbers_are_those_of_the_run_it_names():
    run = simulate("standard")
    told = clinic(run.scenario, run.engine, key_numbers.summary(run.dyads), 0.0)
    quoted = [line.strip() for line in README.splitlines() if re.match(r"    (How|Alliance,|Ruptures|Distress)", line)]
    assert len(quoted) == 5
    for line in quoted:
        assert line in told


def test_every_column_of_a_file_of_trials_and_every_code_of_a_therapy_is_explained():
    explained = dict(re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", README.partition("`dyads trials` wants")[2], re.M))
    assert set(NEEDED) <= set(re.findall(r"`(\w+)`", " ".join(explained)))
    for code, (_, meaning) in THERAPIES.items():
        assert f"`{code}` {meaning}" in explained["`therapy`"]


def test_the_functions_that_are_called_otherwise_than_their_command_are_named():
    renamed = dict(re.findall(r"`dyads (\w+)` is\s`(\w+)`", README))
    typed_alone = {"dashboard", "rules"}
    assert {name for name in NAMES - typed_alone if name not in experiments.__all__} == set(renamed)
    assert set(renamed.values()) <= set(experiments.__all__)


def test_every_picture_is_there():
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).is_file()
