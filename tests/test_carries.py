"""A rule file may bring state and parameters of its own: a rival theory fits in one file, and both engines live by it alike."""

import textwrap
from pathlib import Path

import numpy as np
import pytest

from model import simulate

VALENCE = Path(__file__).parent / "data" / "valence.py"
STATES = ["valence", "tide"]


@pytest.fixture
def written(tmp_path):
    """Writes a rule file and hands back its path."""

    def write(text: str, name: str = "mine.py") -> Path:
        path = tmp_path / name
        path.write_text(textwrap.dedent(text), "utf-8")
        return path

    return write


def same(a, b) -> None:
    """Two runs are the same to the last bit."""
    for table in ("sessions", "dyads", "assessments", "items"):
        one, other = getattr(a, table), getattr(b, table)
        assert list(one.columns) == list(other.columns)
        for column in one:
            x, y = one[column].to_numpy(), other[column].to_numpy()
            assert x.tolist() == y.tolist() or np.array_equal(x, y, equal_nan=True), column


# --- both engines -----------------------------------------------------------------------------------------------------

DONE = {
    "nothing": [],
    "the state is set, and raised": ["all in 2: dyad.valence = -0.9", "2-* from 3 to 4: dyad.tide += 0.25", "1-1: dyad.valence += 5"],
    "its parameter is changed": ["all from 3: p.valence_gain = 1", "1-* in 4: p.tide_keeps += -2"],
    "others happen": ["all in 3: ruptured; repaired", "3-* from 2: another therapist 2", "2-2 from 2: practises cbt", "all from 1: stays"],
}
DONE["the state is set, and raised"][2] = "1-1: dyad.valence += 1.5"


@pytest.mark.parametrize("do", DONE.values(), ids=DONE)
def test_both_engines_give_the_same_bits(do):
    one, other = (simulate("small", rules=VALENCE, do=do, engine=engine) for engine in ("agents", "cohort"))
    same(one, other)
    assert one.sessions[STATES].to_numpy().std(axis=0).min() > 0.0


def test_both_engines_summarise_the_same_lives():
    runs = [simulate("small", rules=VALENCE, engine=engine, record=False).dyads for engine in ("agents", "cohort")]
    assert runs[0].equals(runs[1])
