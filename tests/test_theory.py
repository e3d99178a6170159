"""What the theory says about whole clinics, other things equal: every row of the direction table holds."""

import numpy as np
import pytest

from experiments.directions import DIRECTIONS, SPECIAL, measure, uncovered
from model import Scenario, simulate


@pytest.mark.parametrize("direction", DIRECTIONS, ids=lambda d: f"{d.mechanism} {d.claim}")
def test_the_theory_holds_in_a_clinic(direction):
    shown = measure(direction)
    assert shown.holds, shown


@pytest.mark.parametrize("code", SPECIAL)
def test_what_no_twin_can_show_holds_too(code):
    shown = SPECIAL[code]()
    assert shown.holds, shown


def test_every_mechanism_but_sarahs_has_a_row():
    assert uncovered() == ["M18"]


def test_a_claim_that_is_wrong_does_not_hold():
    wrong = next(d for d in DIRECTIONS if d.claim == "skill in repair mends ruptures")
    assert not measure(type(wrong)(wrong.mechanism, wrong.claim, "-", wrong.column, wrong.low, wrong.high)).holds
    assert not measure(type(wrong)(wrong.mechanism, wrong.claim, "=", wrong.column, wrong.low, wrong.high)).holds


def test_a_better_early_alliance_goes_with_a_better_outcome():
    run = simulate(Scenario(settings={"clinic.dyads": 6000}), engine="cohort", record=False)
    stayed = run.dyads.dropna(subset=["wai_client_early"])
    change = stayed["distress_score_intake"] - stayed["distress_score_last"]
    assert np.corrcoef(stayed["wai_client_early"], change)[0, 1] > 3.0 / np.sqrt(len(stayed))
