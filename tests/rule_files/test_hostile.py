"""Whatever a rule file does, it is told in plain words, it harms nothing, and nobody hangs."""

import json
import os
import subprocess
import sys
import time

import psutil
import pytest

from tests.hostile import ALL, made, words


@pytest.fixture(scope="module")
def told():
    """What is told of every hostile file, by name; all are tried in one go, as `dyads rules check` tries them."""
    said = subprocess.run([sys.executable, "-m", "tests.hostile", "--json"], capture_output=True, text=True, timeout=500)
    assert said.returncode == 0, said.stderr
    return {found["name"]: found for found in map(json.loads, said.stdout.splitlines())}


@pytest.mark.parametrize("name", ALL)
def test_a_hostile_file_is_told_in_plain_words_and_harms_nothing(told, name):
    found = told[name]
    assert any(words(name) in fault for fault in found["faults"]), found["faults"]
    assert not any("Traceback" in fault or "\n" in fault for fault in found["faults"])
    assert found["harmless"]


COMMANDS = {
    "run": ["run", "small", "--out", "out"],
    "compare": ["compare", "small", "--out", "out"],
    "sweep": ["sweep", "repair-empathy", "--out", "out"],
    "story": ["story", "small"],
    "scorecard": ["scorecard", "--seeds", "3", "--out", "out"],
    "precision": ["precision", "small"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_runs_a_file_that_was_not_tried_apart(tmp_path, command):
    path = made("subprocess" if command != "run" else "os._exit", tmp_path)
    (tmp_path / "empty").mkdir()
    said = subprocess.run(
        [sys.executable, "-m", "model.cli", *COMMANDS[command], "--rules", str(path)],
        capture_output=True, text=True, cwd=tmp_path / "empty", timeout=120,
    )  # fmt: skip
    assert said.returncode == 2, said.stderr
    assert str(path) in said.stderr
    assert not list((tmp_path / "empty").iterdir()), "something was written"
    assert not (tmp_path / "written").exists()


@pytest.mark.parametrize("command", ["sweep", "sensitivity"])
def test_no_design_runs_a_file_that_was_not_tried_apart(tmp_path, command):
    path = made("subprocess", tmp_path)
    factor = f'[[factor]]\nname = "rules"\nvalues = ["default", "{path.name}"]\n'
    (tmp_path / "design.toml").write_text(f'scenario = "small"\n{factor}')
    said = subprocess.run(
        [sys.executable, "-m", "model.cli", command, "design.toml", "--out", "out"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=120,
    )
    assert said.returncode == 2, said.stderr
    assert "starts another program" in said.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["design.toml", path.name]


def test_a_command_that_is_stopped_while_a_file_is_tried_leaves_no_process(tmp_path):
    path = made("endless between the corners", tmp_path)
    command = subprocess.Popen([sys.executable, "-m", "model.cli", "rules", "check", str(path)], stdout=subprocess.DEVNULL)
    begun = psutil.Process(command.pid)
    until = time.monotonic() + 60.0
    while not (children := begun.children(recursive=True)) and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(command.pid, 9)  # not even a chance to clean up
    command.wait()
    assert children
    _, alive = psutil.wait_procs(children, timeout=30)
    assert not alive
