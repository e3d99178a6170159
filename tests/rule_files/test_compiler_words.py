"""What the compiler does not take is told in words that name what to write instead."""

import pytest
from numba import njit

from model.trial import gates as trial
from model.trial.compiler_words import COMMONEST, meant

REFUSED = {
    "def f(x, y):\n    return float((x > 0.5) & (y > 0.5))": "write 1.0 if … else 0.0",
    "def f(x, y):\n    return float(x == int(x))": "write 1.0 if … else 0.0",
    "def f(x, y):\n    z = 'low'\n    if x > y:\n        z = 1.0\n    return z": "z is a number on one path",
    "def f(x, y):\n    return x & 1": "write and, or",
    "def f(x, y):\n    return (1.0, 2.0)[x]": "write int(…) around it",
    "def f(x, y):\n    z = []\n    return x": "lists that begin empty",
    "def f(x, y):\n    return max(z for z in range(3))": "write the loop out",
}
"""Functions that the compiler does not take, with what is to be told of them."""


@pytest.mark.parametrize("text", REFUSED)
def test_what_the_compiler_refuses_is_told_with_what_to_write(text):
    space: dict = {}
    exec(text, space)
    with pytest.raises(Exception) as refused:  # noqa: PT011
        njit(space["f"])(0.25, 0.5)
    assert REFUSED[text] in meant(str(refused.value)).words


def test_of_other_messages_nothing_is_made_up():
    assert meant("the disk is full") == ("", "")
    assert len({words for _, words, _ in COMMONEST}) == len(COMMONEST)


def test_the_compilers_gate_tells_it(tmp_path):
    path = tmp_path / "mine.py"
    (gate,) = trial.compiles(path, "def notice_chance(hope, bond):\n    return float((hope > 0.5) & (bond > 0.5))\n")
    assert "float(…) cannot take a comparison; write 1.0 if … else 0.0" in gate.faults[0].says
