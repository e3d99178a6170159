"""A row that is lived again says which clinic it was, and what cannot be asked of it."""

import pytest

from experiments.again.replay import replay
from experiments.designs.design import read_design
from experiments.results.clinic import write_clinic
from experiments.sweeps.folder import sweep_into
from model import scenario
from model.errors import TableError
from model.rules import Rules
from model.simulate import blocks

DESIGN = """scenario = "small"
[[axis]]
names = ["therapists.regard.mean", "therapists.congruence.mean"]
label = "warmth"
values = [0.5, 0.8]
[[axis]]
names = ["rules.rest"]
values = [0.25]
"""
TOLD = "warmth (therapists.regard.mean and therapists.congruence.mean) = 0.8, rules.rest = 0.25"


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    place = tmp_path_factory.mktemp("swept")
    (place / "d.toml").write_text(DESIGN)
    return sweep_into(place / "out", read_design(place / "d.toml")).folder


def test_the_clinic_of_a_row_is_told_with_what_its_design_varied(swept):
    text, _, same = replay(swept, "2")
    assert same
    assert TOLD in text
    assert "--client 1-1" in text


def test_so_is_the_clinic_of_one_of_its_clients(swept):
    text, _, same = replay(swept, "2", "1-1")
    assert same
    assert f"In its clinic {TOLD}." in text


def test_a_side_is_refused_where_there_is_none(swept, tmp_path):
    asked = scenario("small").but({"clinic.dyads": 10})
    write_clinic(tmp_path, blocks(asked, Rules(), "agents"), asked, Rules(), "agents", False, False)
    for folder, row in ((swept, "1"), (tmp_path, "1-1")):
        with pytest.raises(TableError, match="holds no comparison"):
            replay(folder, row, which="a")
