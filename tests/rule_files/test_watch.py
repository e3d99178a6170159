"""`dyads compare --watch`: what a rule file does is told each time it is saved, faults are shown, and Ctrl-C leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from itertools import islice

import psutil
import pytest

from experiments.comparing.effect import effect
from experiments.comparing.watch import Watch, effect_told
from model import scenario
from model.guide.starter import starter
from model.saved import saves
from model.trial.passed import is_known

CHANGED = starter("dropout_chance").replace("return logistic(", "return 0.5 * logistic(")


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("DYADS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "mine.py"


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    watch = Watch(scenario("small"), tmp_path_factory.mktemp("watched") / "mine.py")
    yield watch
    watch.end()


def test_every_save_is_told_effect_faults_and_effect_again(warm):
    warm.path.write_text(starter("dropout_chance"))
    assert list(warm.look()) == [effect_told(effect(warm.scenario, warm.path, starter("dropout_chance")))]
    assert list(warm.look()) == [], "it says the same as before"
    warm.path.write_text(CHANGED.replace("hope", "hpoe"))
    (faults,) = warm.look()
    assert "Did you mean hope" in faults
    assert "^^^^" in faults
    warm.path.write_text(CHANGED)
    (found,) = warm.look()
    assert "share who drop out" in found
    assert "95 % interval" in found
    assert "60 of 60 clients live otherwise" in found or "see something else happen" in found
    assert is_known(CHANGED), "the next command need not try it again"
    warm.path.unlink()
    (gone,) = warm.look()
    assert "there is no such rule file" in gone


def test_a_copy_changes_nothing_and_says_so(path):
    text = starter("rupture_chance")
    assert effect_told(effect(scenario("small"), path, text)).startswith("It changes nobody's life")


def test_a_file_is_read_when_it_stands_still(path):
    path.write_text("1")
    heard = saves(path)
    first = next(heard)
    path.write_text("22")
    second, _ = next(heard), None
    assert second >= first
    path.unlink()
    assert list(islice(heard, 1))


def test_ctrl_c_ends_the_watch_and_its_processes(path):
    path.write_text(CHANGED)
    words = [sys.executable, "-m", "model.cli", "compare", "small", "--rules", str(path), "--watch"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as command:
        until = time.monotonic() + 120.0
        assert command.stdout is not None
        while "share who drop out" not in command.stdout.readline():
            assert time.monotonic() < until
        children = psutil.Process(command.pid).children(recursive=True)
        os.kill(command.pid, signal.SIGINT)
        _, errors = command.communicate(timeout=60)
    assert "stopped" in errors
    assert "Traceback" not in errors
    assert len(children) >= 2
    assert not psutil.wait_procs(children, timeout=30)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--watch"], "name it with --rules"),
        (["--watch", "--rules", "x.py", "--set", "rules.bond_gain=0.2", "--json"], "leave out --set, --json"),
    ],
)
def test_what_cannot_be_watched_is_refused(tmp_path, words, said):
    refused = subprocess.run([sys.executable, "-m", "model.cli", "compare", "small", *words], capture_output=True, text=True, cwd=tmp_path)
    assert refused.returncode == 2
    assert said in refused.stderr
