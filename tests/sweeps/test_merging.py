"""Shards may come from anywhere: whatever is wrong with one is told in a line that names it, and nothing is written."""

import json
import os
from pathlib import Path

import pytest

from experiments.designs.design import parse
from experiments.results.output import MANIFEST, PARTS
from experiments.sweeps.folder import Shard, sweep_into
from experiments.sweeps.merging import merge
from model.errors import DyadsError, TableError

TEXT = """
kind = "random"
samples = 96
replicates = 2
scenario = "small"
[settings]
clinic.dyads = 12
[[factor]]
name = "rules.bond_gain"
"""


@pytest.fixture
def shards(tmp_path):
    folders = [tmp_path / "a", tmp_path / "b"]
    for number, folder in enumerate(folders, 1):
        sweep_into(folder, parse(TEXT, "d", None), shard=Shard(number, 2))
    return folders


def without(text, name):
    return json.dumps({key: value for key, value in json.loads(text).items() if key != name})


def saying(text, **other):
    return json.dumps(json.loads(text) | other)


ALTERED = {
    "nothing": lambda text: "",
    "a list": lambda text: "[]",
    "a number": lambda text: "3",
    "no JSON": lambda text: text[:-9],
    "no text": lambda text: "\udcff",
    "nested without end": lambda text: "[" * 100_000,
    "empty": lambda text: "{}",
    "no edges": lambda text: without(text, "edges"),
    "no record": lambda text: without(text, "record"),
    "no digest": lambda text: without(text, "digest"),
    "a digest of another type": lambda text: saying(text, digest=[1]),
    "edges that go back": lambda text: saying(text, edges=[5, 3, 1]),
    "no edge": lambda text: saying(text, edges=[]),
    "columns of no kind": lambda text: saying(text, columns=[["point", "nonsense"]]),
    "another engine": lambda text: saying(text, engine="agents"),
    "an empty record": lambda text: saying(text, record={}),
}


@pytest.mark.parametrize("how", ALTERED)
def test_an_altered_manifest_is_told_in_a_line_that_names_it(shards, tmp_path, how):
    file = shards[0] / PARTS / MANIFEST
    file.write_bytes(ALTERED[how](file.read_text()).encode("utf-8", "surrogateescape"))
    with pytest.raises(TableError) as caught:
        merge(shards, tmp_path / "out")
    (fault,) = caught.value.faults
    assert fault.startswith(f"{file}: is damaged, or was altered")
    assert "\n" not in fault
    assert not (tmp_path / "out").exists()


def test_a_manifest_whose_names_stand_in_another_order_is_the_same(shards, tmp_path):
    file = shards[0] / PARTS / MANIFEST
    file.write_text(json.dumps(dict(reversed(json.loads(file.read_text()).items()))))
    assert merge(shards, tmp_path / "out").complete


def put(place, what):
    """Something that is no shard."""
    if what == "a file":
        place.write_text("")
    elif what == "an empty folder":
        place.mkdir()
    elif what == "a folder of something else":
        (place / "notes").mkdir(parents=True)
    elif what == "a circle of links":
        place.symlink_to(place.with_name("back"))
        place.with_name("back").symlink_to(place)
    return place


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("nothing", "there is no such folder"),
        ("a file", "there is no such folder"),
        ("an empty folder", "holds no parts of a sweep"),
        ("a folder of something else", "holds no parts of a sweep"),
        ("a circle of links", "links lead in a circle"),
    ],
)
def test_what_is_no_shard_is_told(shards, tmp_path, what, told):
    wrong = put(tmp_path / "wrong", what)
    with pytest.raises(TableError) as caught:
        merge([*shards, wrong], tmp_path / "out")
    (fault,) = caught.value.faults
    assert fault.startswith(f"{wrong}: ")
    assert told in fault
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("again", ["a", "a/.", "b/../a", "link"])
def test_a_shard_that_is_given_twice_is_told(shards, tmp_path, again):
    (tmp_path / "link").symlink_to(shards[0])
    with pytest.raises(TableError, match="is named twice"):
        merge([*shards, Path(f"{tmp_path}/{again}")], tmp_path / "out")


def test_shards_of_another_number_of_shards_are_told_by_what_is_missing(shards, tmp_path):
    third = tmp_path / "third"
    sweep_into(third, parse(TEXT, "d", None), shard=Shard(2, 3))
    with pytest.raises(TableError, match="of 192 clinics are missing"):
        merge([shards[0], third], tmp_path / "out")
    assert merge([*shards, third], tmp_path / "out").complete


def test_a_part_that_is_damaged_is_named_where_there_is_no_other(shards, tmp_path):
    part = min((shards[0] / PARTS).glob("part-*"))
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(TableError) as caught:
        merge(shards, tmp_path / "out")
    assert "are missing" in caught.value.faults[0]
    assert caught.value.faults[1].startswith(f"{part}: is damaged")


@pytest.mark.parametrize("out", ["x" * 300, "circle", "file/out"])
def test_where_nothing_can_be_written_nothing_is_left(shards, tmp_path, out):
    put(tmp_path / "circle", "a circle of links")
    put(tmp_path / "file", "a file")
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(DyadsError, match=r"the name is too long|lead in a circle|is a file"):
        merge(shards, tmp_path / out)
    assert sorted(os.listdir(tmp_path)) == before
