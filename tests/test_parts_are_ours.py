"""A sweep that goes on takes only parts of its own, as they were written; all else is done again or refused."""

import json

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq
import pytest

from experiments.results.output import MANIFEST, PARTS
from experiments.sweeps.design import parse
from experiments.sweeps.folder import Shard, merge, sweep_into
from model.errors import OutputError, TableError

TEXT = """
kind = "random"
samples = 48
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
    for file in (first / PARTS).glob("part-*"):
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


def test_shards_are_not_merged_into_one_of_them(tmp_path):
    first, second = shard(tmp_path / "a", 1), shard(tmp_path / "b", 2)
    with pytest.raises(OutputError, match="is one of the shards"):
        merge([first, second], first)
    assert (first / PARTS / MANIFEST).is_file()
