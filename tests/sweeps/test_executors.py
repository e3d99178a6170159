"""Who does the work changes no byte: threads, processes, or a Dask cluster over TCP, one of whose workers is killed midway."""

import json
import subprocess
import sys
import time
from pickle import dumps, loads

import pytest

from experiments.designs.design import parse
from experiments.sweeps import batches, executors
from experiments.sweeps.batches import cut
from experiments.sweeps.executors import Where
from experiments.sweeps.folder import Unfinished, sweep_into
from experiments.sweeps.sweep import sweep
from model.errors import DyadsError
from model.progress import Pace, in_lines

RULES = "def dropout_chance(bond):\n    return 0.5 * (1.0 - bond)\n"
TEXT = """
kind = "latin-hypercube"
samples = 84
replicates = 2
scenario = "small"
[settings]
clinic.dyads = 12
[[factor]]
name = "rules.bond_gain"
[[factor]]
name = "rules"
values = ["default", "mine.py"]
"""


@pytest.fixture(scope="module")
def design(tmp_path_factory):
    place = tmp_path_factory.mktemp("rules")
    (place / "mine.py").write_text(RULES)
    found = parse(TEXT, "d", place)
    (place / "mine.py").unlink()  # rules travel as their text
    return found


@pytest.fixture(scope="module")
def expected(design, tmp_path_factory):
    return swept(design, tmp_path_factory.mktemp("threads") / "out")


def swept(design, out, where=executors.HERE, engine="cohort", **more):
    sweep_into(out, design, engine, where, **more)
    return {f.name: f.read_bytes() for f in out.iterdir()}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A scheduler on the loopback, and two workers that are processes of their own: its address, and the workers."""
    place = tmp_path_factory.mktemp("dask")
    file = place / "scheduler.json"
    quiet = {"cwd": place, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask, own = [sys.executable, "-m"], ["--host", "127.0.0.1", "--no-dashboard"]
    scheduler = [*dask, "distributed.cli.dask_scheduler", *own, "--port", "0", "--scheduler-file", file]
    running = [subprocess.Popen(scheduler, **quiet)]
    until = time.monotonic() + 60
    while not file.is_file() and time.monotonic() < until:
        time.sleep(0.05)
    address = json.loads(file.read_text())["address"]
    worker = [*dask, "distributed.cli.dask_worker", address, *own, "--no-nanny", "--nthreads", "1"]
    running += [subprocess.Popen(worker, **quiet) for _ in range(2)]
    yield address, running[1:]
    for process in reversed(running):
        process.kill()
        process.wait()


def test_a_cluster_one_of_whose_workers_is_killed_gives_the_same_bytes(design, expected, cluster, tmp_path):
    address, workers = cluster

    def told(done, of, failed):
        if done > 10:
            workers[0].kill()

    found = swept(design, tmp_path / "out", Where(scheduler=address), told=told)
    assert workers[0].wait(timeout=30) < 0
    assert found == expected


def test_processes_and_agents_give_the_same_numbers(design, monkeypatch):
    monkeypatch.setattr(batches, "SLOWER", 1e6)
    one, other = (sweep(design, engine=engine, where=Where(workers=2)) for engine in ("agents", "cohort"))
    assert one.engine == "agents"
    assert one.rows.equals(other.rows)


def test_a_cluster_that_is_not_there_is_told_and_nothing_is_left(design, tmp_path, monkeypatch):
    monkeypatch.setattr(executors, "PATIENCE", 0.5)
    with pytest.raises(Unfinished, match="no Dask scheduler with a worker answers there"):
        swept(design, tmp_path / "out", Where(scheduler="tcp://127.0.0.1:9"))
    assert not (tmp_path / "out").exists()


def test_processes_give_the_same_bytes(design, expected, tmp_path, monkeypatch):
    monkeypatch.setattr("experiments.sweeps.sweep.in_processes", lambda *_: True)
    assert swept(design, tmp_path / "out", Where(workers=2)) == expected


def test_workers_that_cannot_be_started_are_told(design, tmp_path, monkeypatch):
    import distributed

    def cluster(**_):
        raise RuntimeError("Nanny failed to start worker process")

    monkeypatch.setattr(distributed, "LocalCluster", cluster)
    with pytest.raises(Unfinished, match="2 Dask workers could not be started on this machine"):
        swept(design, tmp_path / "out", Where(cluster=2))
    assert not (tmp_path / "out").exists()


def test_a_worker_with_other_code_refuses_to_work(design):
    batch = batches.batch(design, "cohort", 0, range(2))
    assert len(batches.lived(batch)) == 2
    with pytest.raises(DyadsError, match="another version of the model"):
        batches.lived(batch._replace(code="other"))


def test_workers_that_die_are_told_with_how_to_go_on(design, expected, tmp_path, monkeypatch):
    usual = executors.finished

    def finished(pool, ahead):
        for n, each in enumerate(usual(pool, ahead)):
            if n == 3:
                raise executors.Lost("the workers are gone.")
            yield each

    monkeypatch.setattr(executors, "finished", finished)
    with pytest.raises(Unfinished) as caught:
        swept(design, tmp_path / "out")
    assert "the same command goes on there" in caught.value.faults[1]
    monkeypatch.undo()
    assert swept(design, tmp_path / "out") == expected


def test_every_clinic_is_in_one_batch_and_batches_are_worth_sending(design):
    found = cut(design)
    assert [clinic for batch in found for clinic in batch] == list(range(2 * 84))
    assert len(found) <= 1 + 2 * 84 * 1.1 * batches.PER_CLINIC / batches.LEAST


def test_batches_of_large_clinics_are_small_ones():
    text = 'scenario = "standard"\n[settings]\nclinic.dyads = 30000\n[[factor]]\nname = "rules.rest"\n'
    assert cut(parse(text, "d", None)) == [range(i, i + 1) for i in range(5)]


def test_rules_come_to_another_process_as_the_same_ones_each_time(design):
    rules = design.rules["mine.py"]
    first, second = loads(dumps(rules)), loads(dumps(rules))
    assert first is second
    assert sorted(first.replaced) == ["dropout_chance"]


def test_progress_is_told_in_few_lines_where_there_is_no_terminal():
    now, said = [0.0], []
    told = in_lines("sweeping", "clinics", said.append, lambda: now[0])
    for second in range(100):
        now[0] = float(second)
        told(10 + 2 * second, 1010, failed=second // 50)
    assert said[0] == "sweeping: 30 of 1,010 clinics, 2 a second, 8 min left"
    assert len(said) == 3
    assert said[-1].endswith("1 failed")


def test_what_was_done_before_is_no_part_of_the_pace():
    now = [0.0]
    pace = Pace(lambda: now[0])
    assert pace.words(500, 1000, 0) == ""
    now[0] = 60.0  # processes have been made
    assert pace.words(505, 1000, 0) == ""
    now[0] = 70.0
    assert pace.words(515, 1000, 0) == "1 a second, 8 min left"
