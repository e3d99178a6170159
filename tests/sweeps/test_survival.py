"""Sweeps in a folder: stopped at any moment and in any way they go on, and end with the bytes of an undisturbed sweep."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext

import pandas as pd
import pytest
from typer.testing import CliRunner

from experiments.again.replay import find, replay
from experiments.commands import sweeps as sweep_commands
from experiments.designs.design import parse
from experiments.results import locks, output, sources
from experiments.results.output import MANIFEST, PARTS
from experiments.sweeps import batches, fingerprint, parts
from experiments.sweeps.folder import Shard, Unfinished, place_for, sweep_into
from experiments.sweeps.merging import merge
from experiments.sweeps.sweep import sweep
from model.cli import build
from model.errors import OutputError, TableError

TEXT = """
kind = "random"
samples = 96
scenario = "small"
replicates = 2
[settings]
clinic.dyads = 12
[[factor]]
name = "rules.bond_gain"
[[factor]]
name = "rules.rest"
"""
CLINICS, WHOLE = 192, ["data_dictionary.csv", "sweep.csv", "sweep.json", "sweep.parquet"]


class Stop(BaseException):
    """Somebody pulls the plug."""


def design(text=TEXT, folder=None):
    return parse(text, "d", folder)


def stop_after(n):
    def told(done, of, failed):
        if done >= n:
            raise Stop

    return told


def bytes_in(folder, but=()):
    return {f.name: f.read_bytes() for f in folder.iterdir() if f.name not in but}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    sweep_into(folder, design(), "cohort")
    return bytes_in(folder)


@pytest.fixture
def begun(tmp_path):
    """A folder in which a sweep was stopped midway."""
    with pytest.raises(Stop):
        sweep_into(tmp_path / "out", design(), "cohort", told=stop_after(8))
    return tmp_path / "out"


def test_a_finished_sweep_holds_its_table_and_its_record_and_no_parts(undisturbed):
    assert sorted(undisturbed) == WHOLE


def test_the_table_is_that_of_a_sweep_in_memory(undisturbed, tmp_path):
    (tmp_path / "sweep.parquet").write_bytes(undisturbed["sweep.parquet"])
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "sweep.parquet"), sweep(design(), engine="cohort").rows, check_dtype=False)


def test_a_sweep_that_was_stopped_goes_on_and_ends_with_the_same_bytes(begun, undisturbed):
    assert [f.name for f in begun.iterdir()] == [PARTS]
    before = len(list((begun / PARTS).glob("part-*")))
    heard = []
    sweep_into(begun, design(), told=lambda done, of, failed: heard.append(done))
    assert 0 < before < len(batches.cut(design()))
    assert heard[0] >= 8
    assert bytes_in(begun) == undisturbed


def test_what_is_done_is_not_done_again(begun, monkeypatch):
    done = sum(len(pd.read_parquet(f)) for f in (begun / PARTS).glob("part-*"))
    lived = []
    usual = batches.row
    monkeypatch.setattr(batches, "row", lambda job, engine, dyads: lived.append(job) or usual(job, engine, dyads=dyads))
    sweep_into(begun, design())
    assert len(lived) == CLINICS - done


@pytest.mark.parametrize("spoil", [lambda f: f.write_bytes(f.read_bytes()[:-50]), lambda f: f.write_bytes(b""), lambda f: flip(f, 200)])
def test_a_damaged_part_is_done_again(begun, undisturbed, spoil):
    spoil(next((begun / PARTS).glob("part-*")))
    sweep_into(begun, design())
    assert bytes_in(begun) == undisturbed


def flip(file, at):
    content = bytearray(file.read_bytes())
    content[at] ^= 255
    file.write_bytes(content)


def test_a_finished_sweep_is_finished_and_nothing_is_done_again(tmp_path, monkeypatch):
    sweep_into(tmp_path / "out", design(), "cohort")
    monkeypatch.setattr(batches, "row", lambda job, engine, dyads: pytest.fail("lived again"))
    assert sweep_into(tmp_path / "out", design()).complete


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text, at: text.replace("96", "88"), "the design is another"),
        (lambda text, at: 'rules = "mine.py"\n' + text, "the rules are others"),
    ],
)
def test_parts_of_something_else_are_refused_with_the_reason_or_thrown_away(begun, tmp_path, change, words):
    (tmp_path / "mine.py").write_text("def dropout_chance():\n    return 0.5\n")
    other = design(change(TEXT, tmp_path), tmp_path)
    before = bytes_in(begun / PARTS)
    with pytest.raises(OutputError, match=rf"{words}.*\(fresh\)"):
        sweep_into(begun, other)
    assert bytes_in(begun / PARTS) == before
    assert sweep_into(begun, other, "cohort", fresh=True).complete


def test_other_code_or_other_versions_do_not_go_on(begun, monkeypatch):
    monkeypatch.setattr(fingerprint, "code", lambda: "other")
    monkeypatch.setattr(output, "versions", lambda: {**output_versions, "numpy": "0.1"})
    with pytest.raises(OutputError, match=r"the code of the model.*; numpy was .*, and is 0.1"):
        sweep_into(begun, design())


output_versions = output.versions()


def test_what_a_clinic_shows_hangs_on_the_rules_the_engines_and_the_statistics_and_not_on_how_it_is_told():
    files = {str(f.relative_to(sources.ROOT)) for f in sources.sources(fingerprint.DECIDE)}
    assert {
        "model/session.py",
        "model/rules/__init__.py",
        "model/rules/rupture.py",
        "model/cohort/engine.py",
        "experiments/counting/statistics.py",
    } <= files
    assert not files & {"model/stories/story.py", "model/cli.py", "experiments/drawing/figures.py"}


def test_finished_work_of_another_sweep_is_never_overwritten(tmp_path):
    sweep_into(tmp_path / "out", design(), "cohort")
    other = design(TEXT.replace("96", "88"))
    for fresh in (False, True):
        with pytest.raises(OutputError, match=r"holds a finished sweep.*the design is another"):
            sweep_into(tmp_path / "out", other, fresh=fresh)


def test_a_folder_with_other_things_in_it_is_refused(tmp_path):
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(OutputError, match="is not empty"):
        sweep_into(tmp_path, design(), fresh=True)
    assert [f.name for f in tmp_path.iterdir()] == ["thesis.doc"]


def test_two_sweeps_do_not_share_a_folder(tmp_path):
    with locks.owned(tmp_path / "out" / PARTS), pytest.raises(OutputError, match="is writing there"):
        sweep_into(tmp_path / "out", design())


def test_a_place_that_cannot_be_written_is_told_before_any_work(tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "row", lambda job, engine: pytest.fail("worked"))
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        sweep_into(tmp_path / "file" / "out", design())


def test_a_full_disk_loses_nothing_that_was_done(tmp_path, undisturbed, monkeypatch):
    usual, left = os.fsync, [3]

    def fsync(file):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        usual(file)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(Unfinished) as caught:
        sweep_into(tmp_path / "out", design(), "cohort")
    assert "the disk is full" in caught.value.faults[0]
    assert "clinics are kept in" in caught.value.faults[1]
    assert not list((tmp_path / "out" / PARTS).glob("*.partial"))
    monkeypatch.undo()
    sweep_into(tmp_path / "out", design())
    assert bytes_in(tmp_path / "out") == undisturbed


def test_a_stop_while_the_whole_results_appear_is_mended(begun, undisturbed, monkeypatch):
    usual = parts.Path.replace

    def replace(self, target):
        if target.name == "sweep.json":
            raise Stop
        return usual(self, target)

    monkeypatch.setattr(parts.Path, "replace", replace)
    with pytest.raises(Stop):
        sweep_into(begun, design())
    monkeypatch.undo()
    assert (begun / "sweep.parquet").is_file()
    sweep_into(begun, design())
    assert bytes_in(begun) == undisturbed


def test_where_nothing_was_done_nothing_is_left(tmp_path):
    with pytest.raises(Stop):
        sweep_into(tmp_path / "out", design(), told=stop_after(0))
    assert not (tmp_path / "out").exists()


def test_shards_are_put_together_to_the_bytes_of_the_whole(tmp_path, undisturbed):
    folders = [tmp_path / f"shard-{k}" for k in (1, 2, 3)]
    for k, folder in enumerate(folders, 1):
        assert not sweep_into(folder, design(), "cohort", shard=Shard(k, 3)).complete
    merge(reversed(folders), tmp_path / "out")
    for name in ("sweep.csv", "sweep.parquet"):
        assert (tmp_path / "out" / name).read_bytes() == undisturbed[name]
    one, other = (json.loads(text) for text in ((tmp_path / "out" / "sweep.json").read_text(), undisturbed["sweep.json"]))
    assert one | {"command": 0} == other | {"command": 0}


def test_shards_that_are_missing_or_of_another_sweep_are_told(begun, tmp_path):
    other = tmp_path / "other"
    sweep_into(other, design(TEXT.replace("96", "88")), "cohort", shard=Shard(1, 2))
    with pytest.raises(TableError, match="clinics are missing"):
        merge([begun], tmp_path / "whole")
    with pytest.raises(TableError) as caught:
        merge([begun, other, tmp_path], tmp_path / "whole")
    assert "is of another sweep" in caught.value.faults[0]
    assert "holds no parts of a sweep" in caught.value.faults[1]
    assert not (tmp_path / "whole").exists()


def test_without_a_place_a_sweep_goes_on_where_it_is_unfinished_and_else_takes_the_next_number(tmp_path):
    mine, other = (fingerprint.fingerprint(design(text)) for text in (TEXT, TEXT.replace("96", "88")))

    def place(prints=mine, fresh=False):
        return place_for("sweep-d", prints, fresh, tmp_path).name

    assert place() == "sweep-d-1"
    with pytest.raises(Stop):
        sweep_into(tmp_path / "sweep-d-1", design(), "cohort", told=stop_after(8))
    assert place() == "sweep-d-1"
    assert place(other) == place(fresh=True) == "sweep-d-2"
    with locks.owned(tmp_path / "sweep-d-1" / PARTS):
        assert place() == "sweep-d-2"
    sweep_into(tmp_path / "sweep-d-1", design())
    assert place() == "sweep-d-2"


def test_a_point_that_fails_is_recorded_with_its_parameters_and_the_exit_code_says_so(tmp_path):
    text = 'scenario = "small"\n[settings]\nclinic.dyads = 12\n[[factor]]\nname = "therapists.regard.mean"\nvalues = [0.7, 0.9999]\n'
    (tmp_path / "d.toml").write_text(text)
    said = CliRunner().invoke(build(), ["sweep", str(tmp_path / "d.toml"), "--out", str(tmp_path / "out")])
    assert said.exit_code == 1
    assert "point 2 failed: therapists.regard.sd must be smaller" in said.stderr.replace("\n", " ")
    failed = pd.read_csv(tmp_path / "out" / "failures.csv")
    assert failed[["point", "seed", "therapists.regard.mean"]].values.tolist() == [[2, 1, 0.9999]]
    assert len(pd.read_parquet(tmp_path / "out" / "sweep.parquet")) == 1


BOTH = """
[settings]
clinic.dyads = 12
[[factor]]
name = "scenario"
values = ["small", "trial"]
[[factor]]
name = "rules"
values = ["default", "mine.py"]
"""


def test_a_row_is_lived_again_whatever_scenario_and_rules_it_has(tmp_path):
    (tmp_path / "mine.py").write_text("def dropout_chance():\n    return 0.5\n")
    sweep_into(tmp_path / "out", design(BOTH, tmp_path), "cohort")
    (tmp_path / "mine.py").unlink()
    for row in "1234":
        assert replay(tmp_path / "out", row)[2]
    found = find(tmp_path / "out", "4")
    assert found.scenario["clinic.fixed_length"] == 1
    assert sorted(found.rules.replaced) == ["dropout_chance"]


def test_ctrl_c_says_how_to_go_on(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sweep_commands, "progress", lambda *_: nullcontext(stop_after(8)))
    with pytest.raises(Stop):
        sweep_commands.swept_into(tmp_path / "out", design(), "cohort", sweep_commands.Where(), Shard(), False)
    said = " ".join(capsys.readouterr().err.split())
    assert "clinics are kept in" in said
    assert "the same command goes on there" in said


def test_a_sweep_that_is_killed_goes_on_with_the_same_command(tmp_path, undisturbed):
    (tmp_path / "d.toml").write_text(TEXT)
    command = [sys.executable, "-m", "model.cli", "sweep", "d.toml", "--engine", "cohort", "--out", "out", "--workers", "1", "--no-report"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL) as running:
        until = time.monotonic() + 120
        while not list((tmp_path / "out" / PARTS).glob("part-*.parquet")) and running.poll() is None and time.monotonic() < until:
            time.sleep(0.002)
        running.send_signal(signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL
    assert (tmp_path / "out" / PARTS / MANIFEST).is_file()
    again = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert again.returncode == 0, again.stderr
    assert "going on in out" in again.stderr
    assert bytes_in(tmp_path / "out", but=["sweep.json"]) == {n: b for n, b in undisturbed.items() if n != "sweep.json"}


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda folder: (folder / "sweep.parquet").unlink(), "not as it was written: sweep.parquet changed, or gone"),
        (lambda folder: (folder / "sweep.parquet").write_bytes(b"PAR1"), "not as it was written: sweep.parquet changed, or gone"),
        (lambda folder: (folder / "sweep.json").write_text("[]"), "is no record of a result"),
        (lambda folder: (folder / "sweep.json").write_text('{"fingerprint": 3}'), "is no record of a result"),
    ],
)
def test_a_finished_sweep_that_was_damaged_is_told_of_and_left_alone(tmp_path, spoil, told):
    sweep_into(tmp_path / "out", design(), "cohort")
    spoil(tmp_path / "out")
    before = bytes_in(tmp_path / "out")
    with pytest.raises(OutputError, match=told):
        sweep_into(tmp_path / "out", design(), "cohort")
    assert bytes_in(tmp_path / "out") == before
