"""What the system refuses is told in plain words, with nothing left behind; where nobody reads on, nothing is told at all."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager

import pytest

from model.reasons import WORDS, reason

LONG = "x" * 300
DYADS = [sys.executable, "-m", "model.cli"]


def said(words, place, **how):
    return subprocess.run([*DYADS, *words], cwd=place, timeout=120, **{"capture_output": True, "text": True} | how)


TOO_LONG = {
    "run": ["run", "small", "--out", LONG],
    "sweep": ["sweep", "repair-empathy", "--out", LONG],
    "merge": ["merge", LONG],
    "rules": ["run", "small", "--rules", f"{LONG}.py"],
    "scenario": ["run", f"{LONG}.toml"],
    "report": ["report", LONG],
    "replay": ["replay", LONG, "1"],
    "rerun": ["rerun", LONG],
}


@pytest.mark.parametrize("command", TOO_LONG)
def test_a_name_that_is_too_long_is_told_so_in_plain_words(tmp_path, command):
    found = said(TOO_LONG[command], tmp_path)
    assert found.returncode == 2
    assert "the name is too long" in found.stderr
    assert "Errno" not in found.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("out", "why"), [("/dev/full", "is a file"), ("/dev/null/x", "a part of its path is a file"), ("round", "links lead in a circle")]
)
@pytest.mark.parametrize("command", [["run", "small"], ["sweep", "repair-empathy"]], ids=lambda words: words[0])
def test_where_nothing_can_be_written_is_told_so_in_plain_words(tmp_path, command, out, why):
    (tmp_path / "round").symlink_to("round")
    found = said([*command, "--out", out], tmp_path)
    assert found.returncode == 2
    assert why in found.stderr
    assert "Errno" not in found.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["round"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="has no device that is always full")
@pytest.mark.parametrize("words", [["parameters"], ["--version"]], ids=lambda words: words[0])
def test_a_full_disk_behind_what_is_printed_is_told_in_plain_words(tmp_path, words):
    with open("/dev/full", "w") as full:
        found = said(words, tmp_path, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert (found.returncode, found.stderr) == (1, "dyads: the disk is full.\n")


@contextmanager
def unread():
    """The end of a pipe from which nobody reads."""
    end, into = os.pipe()
    os.close(end)
    try:
        yield into
    finally:
        os.close(into)


UNREAD = [["parameters"], ["story", "small"], ["run", "small", "--json", "--out", "out"], ["--help"]]


@pytest.mark.parametrize("words", UNREAD, ids=" ".join)
def test_where_nobody_reads_on_a_command_ends_as_others_do_and_says_nothing(tmp_path, words):
    with unread() as pipe:
        found = said(words, tmp_path, capture_output=False, stdout=pipe, stderr=subprocess.PIPE)
    assert found.returncode == 141
    assert not re.search("dyads|Error|Traceback", found.stderr)


def test_where_not_even_faults_are_read_a_command_ends_the_same(tmp_path):
    with unread() as pipe:
        assert said(["run", "nothing"], tmp_path, capture_output=False, stdout=pipe, stderr=pipe).returncode == 141


@pytest.mark.parametrize("number", WORDS)
def test_every_reason_is_part_of_a_sentence(number):
    words = reason(OSError(number, os.strerror(number), "file"))
    assert words == WORDS[number]
    assert not words.endswith(".")
    assert words[0].islower()


def test_what_is_not_known_is_told_in_the_words_of_the_system():
    assert reason(OSError(os.EX_OK, "odd")) == "odd"
    assert reason(OSError("odd")) == "odd"
    assert reason(ValueError("odd")) == "odd"
