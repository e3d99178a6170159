"""Tables for people are readable however wide the terminal is: no word is broken, and what does not fit stands one below the other."""

import re

import pytest
from typer.testing import CliRunner

from model import show
from model.cli import build
from model.commands import lists

NARROW, USUAL, BROAD = 60, 80, 160


def printed(monkeypatch, words: str, width: int) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    said = CliRunner().invoke(build(), words.split())
    assert said.exit_code == 0, said.output
    return said.output


@pytest.mark.parametrize("width", [NARROW, USUAL, 100, 120, BROAD])
def test_no_word_of_a_parameter_is_broken_and_no_line_is_too_long(monkeypatch, width):
    said = printed(monkeypatch, "parameters hostility", width)
    words = set(said.split())
    for row in lists.parameters("hostility"):
        assert set(f"{row['name']} {row['unit']} {row['meaning']} {row['source']}".split()) <= words
    assert max(map(len, said.splitlines())) <= width


def test_what_is_too_wide_for_a_table_stands_one_below_the_other(monkeypatch):
    said = printed(monkeypatch, "parameters hostility", USUAL)
    assert re.search(r"^clients\.hostility\.mean\n  default  0\.3\n  range    \[0, 1\]\n", said, re.M)
    assert re.search(r"^name +default +range ", printed(monkeypatch, "parameters hostility", BROAD), re.M)


def test_where_nobody_says_how_wide_it_is_a_table_is_wide(monkeypatch, capsys):
    monkeypatch.delenv("COLUMNS", raising=False)
    assert show.console().width == show.WIDE
    monkeypatch.setenv("COLUMNS", "many")
    assert show.console().width == show.WIDE


def test_a_cell_in_brackets_is_printed_as_it_stands(monkeypatch, capsys):
    for width in (20, BROAD):
        monkeypatch.setenv("COLUMNS", str(width))
        show.rows("Defaults", [{"option": "--seed", "without": "[bold] text of the scenario"}], False)
        assert "[bold]" in capsys.readouterr().out
