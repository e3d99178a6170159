"""Many who come at once, before anything is there: one watch over the rule file, one process for each kind of work, none left behind."""

import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psutil
import pytest

from model.trial.child import Child
from tests.rule_files.test_trial import GOOD

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pytest.importorskip("solara")
    from dashboards import commands
    from dashboards.rules import file as rule_file
    from dashboards.server import environment

pytestmark = pytest.mark.filterwarnings("ignore")
MANY = 6


def at_once(work):
    """What so many threads are told that ask at the same moment."""
    barrier = Barrier(MANY)

    def asked():
        barrier.wait(30)
        return work()

    with ThreadPoolExecutor(MANY) as pool:
        return [one.result(60) for one in [pool.submit(asked) for _ in range(MANY)]]


def processes(before):
    """Who works for us now, and did not before."""
    return {child.pid for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())} - before


@pytest.fixture
def before():
    """Who worked for us before."""
    return processes(set())


def test_first_visitors_share_one_watch_and_its_processes(tmp_path, monkeypatch, before):
    path = tmp_path / "my_rules.py"
    path.write_text(GOOD)
    monkeypatch.setattr(rule_file, "COMPARING", Child())
    rule_file.watched.cache_clear()
    found = at_once(lambda: rule_file.watched(str(path)))
    assert len(set(map(id, found))) == 1
    assert len(processes(before)) == 2, "one that judges, and one that compares"
    found[0].end()
    rule_file.COMPARING.end()
    assert not processes(before)
    rule_file.watched.cache_clear()


def test_a_child_that_many_begin_ask_and_end_is_one_process(before):
    child = Child()
    at_once(child.begin)
    assert len(processes(before)) == 1
    assert len(set(at_once(lambda: child.ask(os.getpid, seconds=10.0)))) == 1
    at_once(child.end)
    assert not processes(before)
    assert at_once(lambda: child.ask(abs, -3, seconds=10.0)) == [3] * MANY, "it begins again when it is asked"
    child.end()
    assert not processes(before)


def test_the_watch_has_begun_before_the_pages_are_served(tmp_path, monkeypatch):
    path, looked, served = tmp_path / "my_rules.py", [], []
    path.write_text(GOOD)

    class Watched:
        def look(self):
            looked.append(os.environ[environment.RULES])

    def run(*given, **named):
        served.append(list(looked))

    class Typed(os.PathLike):
        def __fspath__(self):
            return str(path)

        def __call__(self):
            return None

    monkeypatch.setenv(environment.RULES, "")
    monkeypatch.setenv("SOLARA_APP", "")
    monkeypatch.setattr(rule_file, "watched", lambda name: Watched())
    monkeypatch.setattr(commands, "compile_ahead", lambda: None)
    monkeypatch.setattr(commands, "free_or_refuse", lambda host, port: None)
    monkeypatch.setattr("uvicorn.run", run)
    commands.dashboard("127.0.0.1", 8765, Typed(), show=False)
    assert served == [[str(path)]]
