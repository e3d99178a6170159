"""Machine code that is kept is never that of another text: each edit of a rule file that changes an answer changes the key."""

from pathlib import Path

import pytest

from model.cohort.compiling import Done, kept, key_of, twin_of
from model.rules import load

EDITS = {
    "what an alias is imported from": (
        "from math import {} as rounded\n\n\ndef hope_after(hope):\n    return rounded(hope * 10.0) / 10.0\n",
        ("floor", "ceil"),
    ),
    "which function of the model an alias is": (
        "from model.maths import {} as f\n\n\ndef hope_after(hope):\n    return f(hope)\n",
        ("unit", "logistic"),
    ),
    "which function of a module is read": (
        "import math\n\n\ndef hope_after(hope):\n    return math.{}(hope * 10.0) / 10.0\n",
        ("floor", "ceil"),
    ),
    "which helper an alias is": (
        "def _a(x):\n    return 0.1 * x\n\n\ndef _b(x):\n    return 0.2 * x\n\n\n_f = _{}\n\n\n"
        "def hope_after(hope):\n    return _f(hope)\n",
        ("a", "b"),
    ),
    "which helper the helper calls": (
        "def _a(x):\n    return 0.1 * x\n\n\ndef _b(x):\n    return 0.2 * x\n\n\n_f = _{}\n\n\n"
        "def _g(x):\n    return _f(x)\n\n\ndef hope_after(hope):\n    return _g(hope)\n",
        ("a", "b"),
    ),
    "a helper's number": (
        "def _f(x):\n    return {} * x\n\n\ndef hope_after(hope):\n    return _f(hope)\n",
        ("0.1", "0.2"),
    ),
    "a text": (
        "def hope_after(hope):\n    said = 'bb'\n    return hope if said < '{}' else 0.0\n",
        ("ab", "cb"),
    ),
    "a default": (
        "def _f(x, k={}):\n    return k * x\n\n\ndef hope_after(hope):\n    return _f(hope)\n",
        ("0.1", "0.2"),
    ),
    "a global number": (
        "PACE = {}\n\n\ndef hope_after(hope):\n    return PACE * hope\n",
        ("0.1", "0.2"),
    ),
    "a whole number in place of another": (
        "N = {}\n\n\ndef hope_after(hope):\n    return N / 2 * hope\n",
        ("1", "3"),
    ),
    "the order in which a helper takes its inputs": (
        "def _f({}):\n    return {}\n\n\ndef hope_after(hope):\n    return _f(a=hope, b=0.0)\n",
        (("a, b", "a"), ("b, a", "b")),
    ),
}
"""Rule files with a gap, and with what it is filled before the edit and after it."""


def filled(case: str, path: Path) -> list:
    """The rule of a case, before its edit and after it, read from one file."""
    text, edits = EDITS[case]
    rules = []
    for edit in edits:
        path.write_text(text.format(*(edit if isinstance(edit, tuple) else (edit,))), "utf-8")
        rules.append(load(path).hope_after)
    return rules


def compiled_and_kept(f):
    """A plain function, compiled with all that it calls, or read from disk."""
    done: Done = {}
    return kept(twin_of(f, done), list(done))


@pytest.mark.parametrize("case", EDITS)
def test_after_an_edit_the_machine_code_answers_as_the_new_text_does(case, tmp_path, monkeypatch):
    monkeypatch.setenv("DYADS_CACHE", str(tmp_path / "cache"))
    before, after = filled(case, tmp_path / "mine.py")
    assert before(0.55) != after(0.55), "an edit that changes nothing"
    assert compiled_and_kept(before)(0.55) == before(0.55)
    assert compiled_and_kept(after)(0.55) == after(0.55)


@pytest.mark.parametrize("case", EDITS)
def test_the_same_text_is_the_same_kernel_wherever_it_stands(case, tmp_path):
    here, there = (filled(case, tmp_path / name)[0] for name in ("here.py", "there.py"))
    assert here is not there
    assert key_of([here]) == key_of([there])


def test_a_default_by_keyword_is_part_of_a_kernel(tmp_path):
    text = "def _f(x, *, k={}):\n    return k * x\n\n\ndef hope_after(hope):\n    return _f(hope)\n"
    one, other = (load(tmp_path / "mine.py", text.format(k)).hope_after for k in (0.1, 0.2))
    assert key_of([one]) != key_of([other])
    assert twin_of(one.__globals__["_f"], {})(0.5) == 0.05, "what is compiled has it, too"


def test_a_docstring_and_a_comment_are_no_part_of_a_kernel(tmp_path):
    text = 'def _f(x):\n    """{}"""\n    return x  # {}\n\n\ndef hope_after(hope):\n    """{}"""\n    return _f(hope)\n'
    one, other = (load(tmp_path / "mine.py", text.format(word, word, word)).hope_after for word in ("one", "other"))
    assert key_of([one]) == key_of([other])


def test_what_a_function_made_elsewhere_holds_is_part_of_it():
    def made(inner):
        return lambda x: inner(x)

    assert key_of([made(abs)]) != key_of([made(float)])
    assert key_of([made(abs)]) == key_of([made(abs)])
