"""What the theory says about whole clinics, other things equal: every row of the direction table holds."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.comparing.claims import DIRECTIONS, SAME, SWITCHED_OFF
from experiments.comparing.directions import SPECIAL, measure
from model import Scenario, simulate
from model.mechanisms import MECHANISMS, OF_CODE


@pytest.mark.parametrize("direction", DIRECTIONS, ids=lambda d: f"{d.mechanism} {d.claim}")
def test_the_theory_holds_in_a_clinic(direction):
    shown = measure(direction)
    assert shown.holds, shown


@pytest.mark.parametrize("code", SPECIAL)
def test_what_no_twin_can_show_holds_too(code):
    shown = SPECIAL[code]()
    assert shown.holds, shown


def test_every_mechanism_has_a_row():
    assert {m.code for m in MECHANISMS} == {d.mechanism for d in DIRECTIONS} | set(SPECIAL)


def test_every_switch_is_shown_to_leave_lives_alone():
    """Bit for bit, in whole lives; and with the switch on the same twins part, or the row would prove nothing."""
    assert {code for code, _, _ in SWITCHED_OFF} == {m.code for m in MECHANISMS if m.off}


@pytest.mark.parametrize("direction", [d for d in DIRECTIONS if d.sign == SAME and d.mechanism in OF_CODE and OF_CODE[d.mechanism].off],
                         ids=lambda d: f"{d.mechanism} {d.claim}")  # fmt: skip
def test_what_is_silent_when_switched_off_is_not_when_switched_on(direction):
    moved = [n for n in direction.high if direction.low.get(n) != direction.high[n]]
    low, high = ({n: twin[n] for n in moved} for twin in (direction.low, direction.high))
    assert not measure(replace(direction, low=low, high=high)).holds


def test_a_claim_that_is_wrong_does_not_hold():
    wrong = next(d for d in DIRECTIONS if d.claim == "skill in repair mends ruptures")
    assert not measure(type(wrong)(wrong.mechanism, wrong.claim, "-", wrong.column, wrong.low, wrong.high)).holds
    assert not measure(type(wrong)(wrong.mechanism, wrong.claim, "=", wrong.column, wrong.low, wrong.high)).holds


def test_a_better_early_alliance_goes_with_a_better_outcome():
    run = simulate(Scenario(settings={"clinic.dyads": 6000}), engine="cohort", record=False)
    stayed = run.dyads.dropna(subset=["wai_client_early"])
    change = stayed["distress_score_intake"] - stayed["distress_score_last"]
    assert np.corrcoef(stayed["wai_client_early"], change)[0, 1] > 3.0 / np.sqrt(len(stayed))
