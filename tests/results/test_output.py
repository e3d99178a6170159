"""Results appear whole or not at all, in a folder that is reserved before any work."""

import errno
import os
import shutil

import pytest

from experiments.results.output import PARTIAL, replace_text, whole_folder
from model import OutputError
from model.errors import WritingFailed


def write(out, under=None, text="whole", meanwhile=lambda: None, **more):
    with whole_folder(out, "run", **({"under": under} if under else {}), **more) as (folder, partial):
        meanwhile()
        (partial / "table.csv").write_text(text)
    return folder


def test_results_appear_where_they_were_asked_for(tmp_path):
    assert write(tmp_path / "a" / "b") == tmp_path / "a" / "b"
    assert [p.name for p in (tmp_path / "a" / "b").iterdir()] == ["table.csv"]


def test_without_a_place_each_run_gets_the_next_free_one(tmp_path):
    assert [write(None, tmp_path / "results").name for _ in range(2)] == ["run-1", "run-2"]


def test_a_link_to_an_empty_folder_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write(tmp_path / "link")
    assert (tmp_path / "real" / "table.csv").is_file()


@pytest.mark.parametrize("mine", ["", "parent", "parent/child"])
def test_a_failure_removes_what_it_made_and_nothing_else(tmp_path, mine):
    (tmp_path / mine).mkdir(parents=True, exist_ok=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(TypeError):
        write(tmp_path / "parent" / "child" / "deep", text=None)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_in_which_somebody_is_writing_is_refused_at_once(tmp_path):
    with whole_folder(tmp_path / "out", "run"), pytest.raises(OutputError, match=f"process {os.getpid()} is writing there"):
        write(tmp_path / "out")


def test_what_a_killed_process_left_is_swept_up(tmp_path):
    (tmp_path / "out" / PARTIAL).mkdir(parents=True)
    (tmp_path / "out" / PARTIAL / "process").write_text("999999999")
    write(tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["table.csv"]


@pytest.mark.parametrize("name", ["x" * 300, "file"])
def test_a_place_that_cannot_be_is_refused_in_plain_words(tmp_path, name):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OutputError, match="cannot be written"):
        write(tmp_path / name)


def test_a_results_folder_that_is_none_is_refused(tmp_path):
    (tmp_path / "results").write_text("a file")
    with pytest.raises(OutputError, match="cannot be written"):
        write(None, tmp_path / "results")


def test_a_text_that_finds_no_room_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "page.html").write_text("as it was")

    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_text(tmp_path / "page.html", "as it is")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("page.html", "as it was")]


def test_what_somebody_puts_there_meanwhile_is_left_and_the_results_are_put_beside_it(tmp_path):
    with pytest.raises(WritingFailed, match=r"somebody has put table\.csv there meanwhile") as told:
        write(tmp_path / "a", text="ours", meanwhile=lambda: (tmp_path / "a" / "table.csv").write_text("theirs"))
    assert str(tmp_path / "a-1") in str(told.value)
    assert [(tmp_path / folder / "table.csv").read_text() for folder in ("a", "a-1")] == ["theirs", "ours"]
    assert sorted(file.name for file in (tmp_path / "a").iterdir()) == ["table.csv"]


def test_a_name_that_is_no_text_is_refused_before_any_work(tmp_path):
    with pytest.raises(OutputError, match="no text in UTF-8"):
        write(tmp_path / os.fsdecode(b"a\xff"))
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_removed_meanwhile_is_told(tmp_path):
    with pytest.raises(WritingFailed, match="somebody has removed it"):
        write(tmp_path / "a", meanwhile=lambda: shutil.rmtree(tmp_path / "a"))
