"""Two clinics under the same luck: zero where nothing changed, and a smaller variance where something did."""

import pytest

from experiments import report
from experiments.compare import changes, compare
from model import replace, simulate

SIZE = {"clinic.dyads": 600}


@pytest.fixture(scope="module")
def usual():
    return simulate("standard", settings=SIZE)


def test_a_rule_that_changes_nothing_gives_exactly_zero(usual):
    same = replace(practical_chance=lambda session, p: (p.practical_first if session < 2.0 else p.practical_rate) * (1.0 - p.fixed_length))
    found = compare(usual, simulate("standard", settings=SIZE, rules=same))
    assert found.unchanged == found.dyads == 600
    assert found.first is None
    assert all(d.difference == 0.0 for d in found.differences)


def test_those_whom_a_change_cannot_reach_stay_bit_identical(usual):
    """Only homework is assigned to CBT clients' therapists here; with caseload coupling off, others cannot notice."""
    alone = SIZE | {"rules.session_tires": 0.0, "rules.rupture_tires": 0.0, "rules.practice_rate": 0.0}
    a, b = (simulate("standard", settings=alone | {"modalities.cbt.difficulty": x}) for x in (0.5, 0.3))
    others = a.dyads[a.dyads.modality != "cbt"]
    unchanged, first = changes(a, b)
    assert 600 > unchanged >= len(others) > 100
    assert first is not None
    cbt = set(a.dyads[a.dyads.modality == "cbt"].client_id)
    assert first[0] in cbt


def test_common_luck_saves_variance(usual):
    found = compare(usual, simulate("standard", settings=SIZE | {"therapists.repair_skill.mean": 0.6}))
    by_name = {d.outcome: d for d in found.differences}
    assert by_name["repaired"].difference > 0.0
    assert by_name["improvement"].low < by_name["improvement"].difference < by_name["improvement"].high
    assert by_name["improvement"].variance_saved > 2.0
    assert found.unchanged < found.dyads


def test_the_first_life_that_took_another_turn_is_told_side_by_side(usual):
    found = compare(usual, simulate("standard", settings=SIZE | {"therapists.regard.mean": 0.6}))
    told = report.compared(found, ("usual", "cooler"))
    client, session = found.first
    assert f"The first whose life took another turn is {client}, in session {session}" in told
    assert "  A. Session" in told
    assert "  B. Session" in told
