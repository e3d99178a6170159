"""A sweep that goes on takes only parts of its own, as they were written; all else is done again or refused."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq
import pytest

from experiments.designs.design import parse
from experiments.results.output import MANIFEST, PARTS
from experiments.sweeps.fingerprint import fingerprint
from experiments.sweeps.folder import Shard, place_for, sweep_into
from experiments.sweeps.merging import merge
from experiments.sweeps.parts import read_manifest, sealed
from model.errors import OutputError, TableError
from tests.support import forbidden

TEXT = """
kind = "random"
samples = 96
scenario = "small"
replicates = 2
[settings]
clinic.dyads = 12
[[factor]]
name = "rules.bond_gain"
"""
OTHER = TEXT.replace("bond_gain", "rest")


def design(text=TEXT):
    return parse(text, "d", None)


def shard(folder, number, text=TEXT):
    sweep_into(folder, design(text), shard=Shard(number, 2))
    return folder


def done_before(folder, text=TEXT, fresh=False):
    """How many clinics a sweep finds done."""
    found = []
    sweep_into(folder, design(text), fresh=fresh, shard=Shard(1, 2), begun=lambda parts: found.append(parts.clinics))
    return found[0]


def lowered(table):
    at = table.schema.get_field_index("point")
    return table.set_column(at, table.schema.field(at), pa.compute.add(table.column(at), 1).cast(table.schema.field(at).type))


def test_parts_are_found_again(tmp_path):
    assert done_before(shard(tmp_path / "x", 1)) > 0


@pytest.mark.parametrize("fresh", [False, True])
def test_parts_without_a_manifest_are_thrown_away(tmp_path, fresh):
    folder = shard(tmp_path / "x", 1, OTHER)
    (folder / PARTS / MANIFEST).unlink()
    assert done_before(folder, fresh=fresh) == 0


def test_a_part_of_another_sweep_is_not_taken(tmp_path):
    ours, theirs = shard(tmp_path / "a", 1), shard(tmp_path / "b", 1, OTHER)
    before = len(list((ours / PARTS).glob("part-*")))
    for file in (ours / PARTS).glob("part-*"):
        file.write_bytes((theirs / PARTS / file.name).read_bytes())
    assert before > 0
    assert done_before(ours) == 0


@pytest.mark.parametrize("alter", [lowered, lambda t: t.drop_columns(["seed"])])
def test_altered_parts_are_done_again_and_not_merged(tmp_path, alter):
    first, second = shard(tmp_path / "a", 1), shard(tmp_path / "b", 2)
    parts = list((first / PARTS).glob("part-*"))
    assert parts
    for file in parts:
        table = pq.read_table(file)
        pq.write_table(alter(table).replace_schema_metadata(table.schema.metadata), file, write_page_checksum=True)
    with pytest.raises(TableError, match="are missing"):
        merge([first, second], tmp_path / "out")
    assert done_before(first) == 0


@pytest.mark.parametrize("change", [{"engine": "x"}, {"engine": []}, {"edges": "x"}, {"columns": [1]}, {"fingerprint": 3}, {"record": []}])
def test_a_manifest_that_says_nonsense_is_refused(tmp_path, change):
    folder = shard(tmp_path / "x", 1)
    file = folder / PARTS / MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text()) | change))
    with pytest.raises(TableError, match="is damaged"):
        sweep_into(folder, design())


def altered(manifest, name, value):
    """A manifest that says something else of one thing, wherever it says it."""
    inside = manifest["record"] | ({name: value} if name in manifest["record"] else {})
    return manifest | {"record": inside, name: value}


def test_a_sweep_does_not_go_on_with_another_engine(tmp_path):
    sweep_into(tmp_path / "x", design(), "agents", shard=Shard(1, 2))
    file = tmp_path / "x" / PARTS / MANIFEST
    before = file.read_text()
    with pytest.raises(OutputError, match="engine was agents, and is cohort"):
        sweep_into(tmp_path / "x", design(), "cohort")
    file.write_text(json.dumps(altered(json.loads(before), "engine", "cohort")))
    with pytest.raises(TableError, match="was altered"):
        sweep_into(tmp_path / "x", design())
    file.write_text(before)
    found = []
    sweep_into(tmp_path / "x", design(), begun=lambda parts: found.append((parts.clinics, parts.manifest.engine)))
    assert found[0][0] > 0
    assert found[0][1] == "agents"


def test_parts_of_one_engine_are_not_those_of_the_other_whatever_the_manifest_says(tmp_path):
    sweep_into(tmp_path / "x", design(), "agents", shard=Shard(1, 2))
    file = tmp_path / "x" / PARTS / MANIFEST
    file.write_text(sealed(replace(read_manifest(tmp_path / "x"), engine="cohort")))
    assert done_before(tmp_path / "x") == 0


def test_without_a_place_a_sweep_on_another_engine_takes_the_next_number(tmp_path):
    sweep_into(tmp_path / "sweep-d-1", design(), "agents", shard=Shard(1, 2))
    prints = fingerprint(design())
    places = [place_for("sweep-d", prints, False, tmp_path, engine).name for engine in ("auto", "agents", "cohort")]
    assert places == ["sweep-d-1", "sweep-d-1", "sweep-d-2"]


SPECIAL = {"a folder": Path.mkdir, "a pipe": os.mkfifo}


@pytest.mark.parametrize("what", SPECIAL)
@pytest.mark.parametrize("name", [MANIFEST, "part-000000.parquet"])
def test_what_is_no_plain_file_is_told_and_left_as_it_is(tmp_path, name, what):
    first, second = shard(tmp_path / "a", 1), shard(tmp_path / "b", 2)
    (first / PARTS / name).unlink()
    SPECIAL[what](first / PARTS / name)
    before = sorted((first / PARTS).iterdir())
    for work in (lambda: sweep_into(first, design()), lambda: merge([first, second], tmp_path / "out")):
        with pytest.raises(TableError, match=f"{name}: must be a plain file; it is {what}"):
            work()
    assert sorted((first / PARTS).iterdir()) == before
    assert not (tmp_path / "out").exists()


def test_what_may_not_be_read_is_told(tmp_path):
    first, second = shard(tmp_path / "a", 1), shard(tmp_path / "b", 2)
    with forbidden(first / PARTS), pytest.raises(TableError, match=r"/a\S*: cannot be read: permission is denied"):
        merge([first, second], tmp_path / "out")


def test_begun_anew_whatever_has_the_name_of_a_part_is_gone(tmp_path):
    folder = shard(tmp_path / "x", 1)
    (folder / PARTS / "part-000000.parquet").unlink()
    (folder / PARTS / "part-000000.parquet").mkdir()
    assert done_before(folder, fresh=True) == 0


def test_shards_are_not_merged_into_one_of_them(tmp_path):
    first, second = shard(tmp_path / "a", 1), shard(tmp_path / "b", 2)
    with pytest.raises(OutputError, match="is one of the shards"):
        merge([first, second], first)
    assert (first / PARTS / MANIFEST).is_file()
