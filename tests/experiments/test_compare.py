"""Two clinics under the same luck: zero where nothing changed, and a smaller variance where something did."""

import re
import time
from types import FunctionType

import pandas as pd
import pytest

from experiments.comparing.compare import EVENTS, changes, compare, paired, partings, worse
from experiments.comparing.jobs import sides
from experiments.comparing.words import compared
from experiments.counting.intervals import by_chance
from model import SettingError, replace, rules, scenario, simulate
from model.stories.story import tell
from tests.support import ROOT

SIZE = {"clinic.dyads": 600}


@pytest.fixture(scope="module")
def usual():
    return simulate("standard", settings=SIZE)


def test_a_rule_that_changes_nothing_gives_exactly_zero(usual):
    rule = rules.DEFAULT["practical_chance"]
    same = replace(practical_chance=FunctionType(rule.__code__, rule.__globals__, rule.__name__))
    found = compare(usual, simulate("standard", settings=SIZE, rules=same))
    assert found.unchanged == found.clients == 600
    assert found.first is None
    assert all(d.difference == 0.0 for d in found.differences)
    assert found.worse == found.better == 0
    assert "B did nothing that A did not" in compared(found, ("usual", "the same"))


def test_those_whom_a_change_cannot_reach_stay_bit_identical(usual):
    """Only homework is assigned to CBT clients' therapists here; with caseload coupling off, others cannot notice."""
    alone = SIZE | {"rules.session_tires": 0.0, "rules.rupture_tires": 0.0, "rules.practice_rate": 0.0}
    a, b = (simulate("standard", settings=alone | {"modalities.cbt.difficulty": x}) for x in (0.5, 0.3))
    others = a.dyads[a.dyads.modality != "cbt"]
    clients, unchanged, turns, _ = changes(a, b)
    assert clients == 600 > unchanged >= len(others) > 100
    assert turns
    assert set(turns) <= set(a.dyads[a.dyads.modality == "cbt"].client_id)


def test_common_luck_saves_variance(usual):
    found = compare(usual, simulate("standard", settings=SIZE | {"therapists.repair_skill.mean": 0.6}))
    by_name = {d.outcome: d for d in found.differences}
    assert by_name["repaired"].difference > 0.0
    assert by_name["improvement"].low < by_name["improvement"].difference < by_name["improvement"].high
    assert by_name["improvement"].variance_saved > 2.0
    assert found.unchanged < found.clients


def test_a_changed_life_is_told_side_by_side_from_where_it_parts(usual):
    other = simulate("standard", settings=SIZE | {"therapists.regard.mean": 0.6})
    found = compare(usual, other)
    told = compared(found, ("usual", "cooler"))
    client = found.chosen or found.first[0]
    assert f"session {found.turns[client]}:" in told
    for side, run in (("A", usual), ("B", other)):
        whole = tell(run.scenario, run.rules, *map(int, client.split("-")))
        shown = told.partition(f"In {side}:\n\n")[2].partition("\n\nIn B:")[0].split("\n\n")
        assert {" ".join(part.split()) for part in shown} - {"…"} <= {" ".join(part.split()) for part in whole.split("\n\n")}


def parting(a: pd.DataFrame | None, b: pd.DataFrame | None, columns: tuple[str, ...]) -> int | None:
    """The plain twin of `partings`, for one client."""
    if a is None or b is None:
        return 1
    for (_, one), (_, other) in zip(a.iterrows(), b.iterrows(), strict=False):
        if any(one[c] != other[c] for c in columns):
            return int(one.session)
    return None if len(a) == len(b) else min(len(a), len(b)) + 1


def test_where_lives_part_is_as_told_one_by_one():
    a, b = (simulate("small", settings={"therapists.repair_skill.mean": x, "clinic.dyads": n}).sessions for x, n in ((0.5, 60), (0.6, 58)))
    for columns in (EVENTS, tuple(a.columns)):
        one, other = (dict(tuple(t.groupby("client_id", sort=False))) for t in (a, b))
        plain = {c: parting(one.get(c), other.get(c), columns) for c in dict.fromkeys([*one, *other])}
        found = partings(a, b, "session", columns)
        assert list(found.items()) == [(c, s) for c, s in plain.items() if s]


def test_six_thousand_lives_are_set_side_by_side_in_no_time():
    a, b = (simulate("standard", settings={"clinic.dyads": 6000, "rules.bond_gain": x}, engine="cohort") for x in (0.1, 0.11))
    began = time.perf_counter()
    changes(a, b)
    assert time.perf_counter() - began < 5.0


def test_who_waits_has_a_life_too():
    usual = simulate("wait_list")
    waits = usual.assessments.query("arm == 'wait-list'").client_id.iloc[0]
    found = compare(usual, simulate("wait_list", do=[f"{waits}: client.outlook = 40"]))
    assert found.clients - found.unchanged == 1
    assert not found.turns
    assert "399 of 400 clients lived the same life" in compared(found, ("usual", "worse luck"))


def test_runs_under_different_seeds_are_refused(usual):
    with pytest.raises(SettingError, match="under the same seed"):
        compare(usual, simulate("standard", settings=SIZE, seed=2))


def test_whom_the_scenario_names_is_told_by_name_and_the_pairs_are_counted():
    a, b = (simulate(name, engine="cohort") for name in ("sarah", "sarah_admonished"))
    found = compare(a, b)
    told = compared(found, ("patience", "reproach"))
    client = scenario("sarah").tell.client
    assert found.chosen == client
    assert f"Sarah ({client}) takes another turn in session {found.turns[client]}:" in told
    assert "the client" not in told.partition("takes another turn")[2].lower()
    assert f"B ends worse than A for {found.worse:,} dyads and better for {found.better:,}" in told
    assert found.worse == (worse(a.dyads, b.dyads) > 0).sum() > 800
    assert max(map(len, told.splitlines())) <= 100


def test_to_whom_something_was_done_is_told_before_others(usual):
    found = compare(usual, simulate("standard", settings=SIZE, do=["3-12 in 1: drops out"]))
    assert found.chosen == "3-12"


def test_to_end_worse_is_to_stay_away_or_else_to_be_more_distressed():
    def dyads(*ends):
        return pd.DataFrame([(str(i), *end) for i, end in enumerate(ends)], columns=["client_id", "ending", "distress_last"])

    a = dyads(("agreed", 80.0), ("dropout", 80.0), ("agreed", 80.0), ("dropout", 80.0), ("agreed", 80.0))
    b = dyads(("dropout", 60.0), ("agreed", 99.0), ("planned_end", 81.0), ("dropout", 79.0), ("ongoing", 80.0))
    assert worse(a, b).tolist() == [1, -1, 1, -1, 0]


def test_numbers_that_say_nothing_are_not_printed(usual):
    said = compared(compare(usual, simulate("standard", settings=SIZE, do=["3-12 in 1: ruptured; unnoticed"])), ("A", "B"))
    assert "-0.0 " not in said
    assert "nan" not in said
    times = re.findall(r"([\d,.]+) ×", said)
    assert times
    assert all(float(x.replace(",", "")) <= 1000 for x in times)


def test_where_one_life_alone_turns_it_is_told_before_the_means(usual):
    one = compared(compare(usual, simulate("standard", settings=SIZE, do=["3-12 in 1: ruptured; unnoticed"])), ("A", "B"))
    assert 0 < one.index("3-12 takes another turn in session 1:") < one.index("share who drop out")
    many = compared(compare(usual, simulate("standard", settings=SIZE, do=["all in 1: ruptured; unnoticed"])), ("A", "B"))
    assert 0 < many.index("share who drop out") < many.index("The first whose life")


README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("text", sorted(set(re.findall(r'dyads compare standard --do "([^"]+)"', README))))
def test_the_examples_of_the_readme_change_a_life(text):
    found = compare(simulate("standard"), simulate("standard", do=[text]))
    assert found.turns, f"{text!r} changes nobody; choose another example"


def test_clients_whom_only_one_clinic_has_are_told_apart_from_those_whose_life_differs():
    small = scenario("small")
    found = compare(simulate(small), simulate(small.but({"clinic.dyads": 90})))
    assert (found.clients, found.unchanged, found.alone) == (60, 60, (0, 30))
    assert "30 clients are in B alone" in compared(found, ("A", "B"))
    assert "30 clients are in B alone" in repr(found)


def test_rules_for_a_and_for_b_are_two(tmp_path):
    for name, chance in (("one", 0.1), ("two", 0.3)):
        (tmp_path / f"{name}.py").write_text(f"def dropout_chance(bond):\n    return {chance} * (1.0 - bond)\n")
    one, two = tmp_path / "one.py", tmp_path / "two.py"
    asked = {"settings": None, "both": None, "do": (), "seed": None, "engine": "agents"}
    found = sides("small", None, rules=two, rules_a=one, **asked).live(lambda i, n: None)
    back = sides("small", None, rules=None, rules_a=one, **asked).live(lambda i, n: None)
    assert found.differences[0].b > found.differences[0].a == back.differences[0].a
    assert (back.a.rules.source, back.b.rules.source) == (one, None)


def test_shares_differ_by_no_more_than_one():
    found = compare(simulate("small"), simulate("small", do=["all from 1: repaired"])).frame.set_index("outcome")
    assert found.high["repaired"] == 1.0
    assert found.high["improvement"] > 1.0


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_shares_that_happened_to_be_alike_at_an_end_differ_by_nothing_for_certain_only_in_the_same_clinic(share):
    a = pd.DataFrame({"therapist_id": list("AABBCCDDEEFF"), "dropout": share, "improvement": range(12)})
    same, apart = paired("dropout", a, a.copy()), paired("dropout", a, a.assign(improvement=0))
    assert (same.low, same.high) == (0.0, 0.0)
    assert (apart.low, apart.high) == (-by_chance(6), by_chance(6))
