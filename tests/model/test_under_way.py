"""Compiling is told while it lasts, wherever progress is shown, and not where all is kept on disk."""

import io
import threading

import pytest
from rich.console import Console

from model import show
from model.cohort import engine as cohort
from model.cohort.compiling import ONCE, RULES, kept
from model.progress import once, progress
from model.rules import Rules
from model.under_way import heard_by, hearers, under_way, words_now


def half(x):
    return 0.5 * x


def lost(x):
    return x.nothing_of_this_name


@pytest.fixture
def told(tmp_path, monkeypatch):
    """What is heard while a machine on which nothing is kept yet works."""
    monkeypatch.setenv("DYADS_CACHE", str(tmp_path / "cache"))
    words = []
    with heard_by(words.append):
        yield words


def test_a_kernel_is_told_while_it_is_compiled_and_not_when_it_is_kept(told):
    assert kept(half, [])(3.0) == 1.5
    assert told == [ONCE, ""]
    again = kept(half, [])
    assert [again(3.0), again(5.0)] == [1.5, 2.5]
    assert told == [ONCE, ""]


def test_what_cannot_be_compiled_is_not_under_way_for_ever(told):
    with pytest.raises(Exception, match="nothing_of_this_name"):
        kept(lost, [], words=RULES)(3.0)
    assert told == [RULES, ""]
    assert not words_now


@pytest.mark.parametrize(("rules", "words"), [(Rules(), ONCE), (Rules({"hope_after": lambda hope: hope}), RULES)])
def test_rules_of_the_user_are_told_as_such(monkeypatch, rules, words):
    found = []
    monkeypatch.setattr(cohort, "kept", lambda *made, words: found.append(words))
    cohort.kernel_for.__wrapped__(rules, True)
    assert found == [words]


def test_where_two_things_are_under_way_the_last_that_began_is_told():
    heard, begun, over = [], threading.Event(), threading.Event()

    def other():
        with under_way("two"):
            begun.set()
            over.wait(30)

    thread = threading.Thread(target=other)
    with heard_by(heard.append):
        with under_way("one"):
            thread.start()
            begun.wait(30)
        over.set()
        thread.join()
    assert heard == ["one", "two", "two", ""]
    assert not words_now


def test_in_lines_each_is_told_once():
    lines = []
    heard = once("living", lines.append)
    for words in (ONCE, "", RULES, "", ONCE, ""):
        heard(words)
    assert lines == [f"living: {ONCE}", f"living: {RULES}"]


@pytest.mark.parametrize("terminal", [True, False])
def test_whoever_shows_progress_shows_it(monkeypatch, terminal):
    screen = Console(file=io.StringIO(), force_terminal=terminal, width=120)
    monkeypatch.setattr(show, "errors", lambda: screen)
    with progress("living") as told:
        with under_way(ONCE):
            told(0, 2)
        told(2, 2)
    assert ONCE in screen.file.getvalue()
    assert not hearers


@pytest.mark.parametrize("terminal", [True, False])
def test_where_nothing_is_under_way_nothing_is_shown_of_it(monkeypatch, terminal):
    screen = Console(file=io.StringIO(), force_terminal=terminal, width=120)
    monkeypatch.setattr(show, "errors", lambda: screen)
    with progress("living") as told:
        told(2, 2)
    assert "compiling" not in screen.file.getvalue()
