"""The laboratory lives worlds under common luck, and a study says what was expected of what it found, and whether they agree."""

from math import inf, nan

import numpy as np
import pandas as pd
import pytest

from experiments.asking.expectations import AGREES, BUILT_IN, DIFFERS, FITTED, OPEN, Expectation, less, more, published
from experiments.asking.jobs import asking
from experiments.asking.laboratory import STANDARD, Laboratory, difference, effect, gains, mean, resampled
from experiments.asking.quantities import EFFECT, Quantity, quantity
from experiments.asking.study import Answer, Result, levels
from experiments.counting.statistics import Estimate
from model import SettingError

KINDER = STANDARD.but({"therapists.regard.mean": 0.85})
WORLDS = {"usual": STANDARD, "kinder": KINDER}


@pytest.fixture(scope="module")
def worlds():
    return Laboratory(3, 300).live(WORLDS)


def test_worlds_share_people_and_luck_whatever_else_is_lived(worlds):
    again = Laboratory(3, 300).live({"kinder": KINDER, "other": STANDARD.but({"clinic.feedback": 1.0}), "usual": STANDARD})
    for name, lived in worlds.items():
        pd.testing.assert_frame_equal(lived, again[name])
    assert (worlds["usual"].client_hostility == worlds["kinder"].client_hostility).all()


def test_therapists_of_different_clinics_are_different_clusters(worlds):
    assert worlds["usual"].therapist_id.nunique() == 3 * 10
    assert worlds["usual"].index.is_unique


def test_a_world_does_not_differ_from_itself_and_a_kinder_one_does(worlds):
    usual, kinder = worlds.values()
    assert difference(usual, usual, "bond")[:3] == (0.0, 0.0, 0.0)
    assert difference(usual, kinder, "bond").low > 0.0


def test_an_effect_is_a_difference_in_sds_at_intake(worlds):
    usual, kinder = worlds.values()
    sd = usual.distress_score_intake.std()
    assert effect(usual, kinder).value == pytest.approx((kinder.fall_at_follow_up - usual.fall_at_follow_up).mean() / sd)


def test_follow_up_is_of_everybody_and_the_end_of_the_last_session(worlds):
    usual = worlds["usual"]
    assert usual.fall_at_follow_up.notna().all()
    assert (usual.fall_in_score == usual.distress_score_intake - usual.distress_score_last).all()


def test_a_measure_that_is_a_mean_is_resampled_to_the_interval_of_the_mean(worlds):
    usual = worlds["usual"]
    plain, resample = mean(usual, "bond"), resampled(lambda of: float(of["bond"].mean()), usual)
    assert resample.value == pytest.approx(plain.value)
    assert resample.high - resample.low == pytest.approx(plain.high - plain.low, rel=0.05)


def test_therapists_leave_all_worlds_together_when_a_difference_is_resampled(worlds):
    usual, kinder = worlds.values()
    found = resampled(lambda a, b: float(b["bond"].mean() - a["bond"].mean()), usual, kinder)
    paired = difference(usual, kinder, "bond")
    assert found.high - found.low == pytest.approx(paired.high - paired.low, rel=0.2)


def test_gains_are_paired_dyad_by_dyad(worlds):
    usual, kinder = worlds.values()
    assert mean(gains(usual, kinder, "bond"), "bond")[:3] == pytest.approx(difference(usual, kinder, "bond")[:3])


@pytest.mark.parametrize(("low", "high", "verdict"), [
    (0.2, 0.4, AGREES), (0.1, 0.5, AGREES), (0.0, 0.4, OPEN), (0.4, 0.6, OPEN), (0.0, 0.6, OPEN),
    (0.6, 0.7, DIFFERS), (-0.2, 0.05, DIFFERS), (nan, nan, OPEN),
])  # fmt: skip
def test_an_interval_agrees_within_the_range_differs_outside_and_else_cannot_tell(low, high, verdict):
    assert Expectation(0.1, 0.5, "somebody", FITTED).verdict(low, high) == verdict


def test_more_and_less_have_one_end():
    assert (more("a").high, less("a").low) == (inf, -inf)
    assert more("a").verdict(0.1, 0.2) == less("a").verdict(-0.2, -0.1) == AGREES
    assert more("a").verdict(-0.1, 0.2) == OPEN
    assert more("a").verdict(-0.2, -0.1) == DIFFERS


def test_a_published_finding_says_what_the_model_knew_of_it():
    assert published("A01").standing == FITTED
    assert published("P01").standing.startswith("never fitted")
    assert published("P07").standing.endswith("its path is built in; the range is our own")
    assert "from memory" in published("P16").standing
    assert published("P32").standing.startswith("known beforehand")
    assert published("P10").by == "Barkham et al., 2006; Stiles et al., 2008"


def result(low: float, high: float) -> Result:
    return Result("it", EFFECT, Estimate((low + high) / 2, low, high, 9), "They {gain|lose|neither gain nor lose}", more("Somebody (1999)"))


@pytest.mark.parametrize(
    ("low", "high", "words"), [(0.1, 0.3, "They gain: d = 0.20"), (-0.3, -0.1, "They lose"), (-0.1, 0.3, "They neither")]
)
def test_words_are_picked_by_the_interval(low, high, words):
    assert result(low, high).sentence.startswith(words)


def test_a_sentence_says_by_whom_it_was_expected_whether_it_agrees_and_what_that_is_worth():
    said = result(-0.3, -0.1).sentence
    assert said == f"They lose: d = −0.20 [−0.30, −0.10]. Expected above 0 (Somebody, 1999): differs ({BUILT_IN})."


def test_a_share_differs_by_percentage_points():
    assert quantity("dropout").number(Estimate(0.1, 0.05, 0.15, 9), signed=True) == "+10.0 [+5.0, +15.0] percentage points"
    assert Quantity("a ratio", "r", statistic=True).number(Estimate(0.251, 0.25, 0.252, 9)) == "r = 0.251 [0.250, 0.252]"


def test_an_outcome_that_nobody_carries_is_refused():
    with pytest.raises(SettingError, match="Did you mean dropout"):
        quantity("dropuot")


def test_the_table_is_tidy_and_sets_every_world_against_the_first(worlds):
    table = Answer((*levels(worlds, ("bond",)), result(0.1, 0.3)), "").table
    bond = table[table.world != ""].set_index("world")
    assert bond.difference.tolist() == pytest.approx([0.0, bond.value["kinder"] - bond.value["usual"]])
    assert table.verdict.tolist() == ["", "", AGREES]
    assert np.isnan(table.expected_low[0])


def test_everything_that_is_wrong_with_what_was_asked_is_said_at_once():
    with pytest.raises(SettingError) as told:
        asking("dosis", seeds=2, dyads=10)
    assert [fault.split(" ")[0] for fault in told.value.faults] == ["no", "dyads", "seeds"]
