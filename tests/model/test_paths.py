"""A path that is cut carries nothing, to the last bit; uncut it does."""

import pytest

from model import SettingError, simulate
from model.paths import PATHS, cut

ENDS = ["ending", "sessions_attended", "distress_last", "distress_score_last"]
RELATIONSHIP = {
    "therapists.empathic_accuracy.mean": 0.4, "therapists.regard.mean": 0.5, "therapists.collaboration.mean": 0.35,
    "therapists.repair_skill.mean": 0.2, "therapists.countertransference_management.mean": 0.3, "rules.bond_start": 0.2,
    "rules.task_start": 0.2, "clients.rating_bias.mean": -0.2, "therapists.reliability.mean": 0.5,
}  # fmt: skip


def ends(**settings):
    return simulate("small", settings=settings, record=False).dyads[ENDS]


def test_nothing_of_the_relationship_reaches_outcome_when_that_path_is_cut():
    severed = cut(["relationship to outcome"])
    assert ends(**severed).equals(ends(**severed, **RELATIONSHIP))


def test_it_does_when_it_is_not_cut():
    assert not ends().equals(ends(**RELATIONSHIP))


def test_results_do_not_reach_the_alliance_when_that_path_is_cut():
    """The same sessions are held, and people fare differently; bond, task and goal do not know."""
    severed = cut(["relationship to outcome", "outcome to relationship"]) | {"rules.dropout_progress": 0.0, "clinic.fixed_length": 1.0}
    runs = [simulate("small", settings=severed | {"rules.relief_rate": rate}).sessions for rate in (0.0, 0.8)]
    assert not runs[0].distress.equals(runs[1].distress)
    for column in ("bond", "task", "goal", "hope", "alliance_felt"):
        assert runs[0][column].equals(runs[1][column]), column


def test_the_reverse_path_does_when_it_is_not_cut():
    severed = cut(["relationship to outcome"]) | {"rules.dropout_progress": 0.0, "clinic.fixed_length": 1.0}
    runs = [simulate("small", settings=severed | {"rules.relief_rate": rate}).sessions for rate in (0.0, 0.8)]
    assert not runs[0].bond.equals(runs[1].bond)


def test_a_path_that_there_is_not_is_named_with_those_that_there_are():
    with pytest.raises(SettingError, match="Did you mean outcome to relationship"):
        cut(["outcome to relation"])
    assert "trait to both" in PATHS
