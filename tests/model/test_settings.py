"""Bad input is refused before work starts, all faults at once, each by name with what would be right."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import Clinic, DyadsError, SettingError, scenario, shipped, simulate
from model.fields import CLIENT_TRAITS, THERAPIST_TRAITS
from model.parameters import MODALITIES, NUMBERS, Number
from model.people import logit_normal, mean_at, recruit, sd_at
from model.scenario import MAX_SEED, Scenario, fault, from_words, parse

MANY = 20_000
EVERY_NUMBER = pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS.keys())
GROUPS = {"clients": CLIENT_TRAITS, "therapists": THERAPIST_TRAITS}
EVERY_TRAIT = pytest.mark.parametrize(
    ("group", "trait"), [(g, t) for g, traits in GROUPS.items() for t in traits], ids=lambda x: getattr(x, "name", x)
)


def refusal(settings: dict) -> SettingError:
    """What a scenario says to these settings."""
    with pytest.raises(SettingError) as caught:
        Scenario(settings=settings)
    return caught.value


def just_outside(number: Number) -> list[float]:
    """The nearest values that the declaration rules out."""
    if number.whole:
        return [int(number.low) - 1, int(number.high) + 1]
    return [math.nextafter(number.low, -math.inf), math.nextafter(number.high, math.inf)]


# --- declared numbers -------------------------------------------------------------------------------------------------


@EVERY_NUMBER
def test_every_number_takes_both_ends_of_its_range_and_its_default(number):
    for value in (number.low, number.high, number.default):
        assert fault(number.name, int(value) if number.whole else value) is None


@EVERY_NUMBER
def test_every_number_refuses_what_is_just_outside_and_says_what_would_be_right(number):
    for value in just_outside(number):
        (said,) = refusal({number.name: value}).faults
        for part in (number.name, number.range, number.meaning, repr(value)):
            assert part in said


@EVERY_NUMBER
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "0.5", None, True, [0.5], 1j], ids=repr)
def test_every_number_refuses_what_is_no_number(number, value):
    (said,) = refusal({number.name: value}).faults
    assert number.name in said
    assert number.range in said


@pytest.mark.parametrize("number", [n for n in NUMBERS.values() if n.whole], ids=lambda n: n.name)
def test_counts_refuse_fractions(number):
    (said,) = refusal({number.name: number.low + 0.5}).faults
    assert "whole number" in said


@EVERY_NUMBER
def test_every_number_says_what_it_means_in_which_unit_and_where_it_comes_from(number):
    assert number.low < number.high
    assert number.low <= number.default <= number.high
    assert number.meaning
    assert number.unit
    assert number.source


def test_short_names_are_unique():
    shorts = [n.short for n in NUMBERS.values() if n.name.split(".")[0] in ("rules", "ratings", "clinic")]
    assert len(shorts) == len(set(shorts))


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("therapists.repair_skil.mean", "therapists.repair_skill.mean"),
        ("rules.bond_gian", "rules.bond_gain"),
        ("bond_gain", "rules.bond_gain"),
        ("clinic.dyad", "clinic.dyads"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_known_one(typed, meant):
    (said,) = refusal({typed: 0.5}).faults
    assert f"{typed} is no parameter. Did you mean {meant}" in said


def test_a_name_like_no_other_is_refused_with_the_way_to_all_names():
    (said,) = refusal({"xyzzy": 1.0}).faults
    assert "dyads parameters" in said
    assert "Did you mean" not in said


def test_several_faults_are_reported_together():
    error = refusal({"rules.bond_gain": 1.4, "rules.nonsense": 0.1, "clinic.dyads": 0, "clinic.weeks": 52})
    assert len(error.faults) == 3
    assert str(error).splitlines() == list(error.faults)
    for name in ("rules.bond_gain", "rules.nonsense", "clinic.dyads"):
        assert sum(name in f.partition(" ")[0] for f in error.faults) == 1


@pytest.mark.parametrize("seed", [-1, MAX_SEED + 1, 1.0, "1", True, None])
def test_a_seed_must_be_a_whole_number_in_range(seed):
    with pytest.raises(SettingError, match="seed must be a whole number"):
        Scenario(seed=seed)


def test_nothing_is_simulated_when_a_setting_is_refused():
    with pytest.raises(SettingError, match=r"rules\.bond_gain must be in \[0, 1\] per session; got 1\.4\. It means:"):
        simulate("small", settings={"rules.bond_gain": 1.4})
    with pytest.raises(SettingError, match="engine must be auto, agents, cohort"):
        simulate("small", engine="both")


def test_settings_change_on_top_of_a_scenario(small):
    assert small["clinic.dyads"] == 60
    assert small.but({"clinic.dyads": 61})["clinic.dyads"] == 61
    assert small["clinic.dyads"] == 60, "the scenario itself stays as it was"
    assert set(small.all_settings()) == set(NUMBERS)
    assert small["rules.bond_gain"] == NUMBERS["rules.bond_gain"].default


def test_settings_handed_over_may_change_later_without_harm():
    mine = {"clinic.dyads": 30}
    asked = Scenario(settings=mine)
    mine["clinic.dyads"] = 0
    assert asked["clinic.dyads"] == 30


# --- scenarios --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_scenario_loads_with_a_title_and_a_story_and_can_be_staffed(name):
    found = scenario(name)
    assert found.name == name
    assert found.title
    assert found.story
    assert found.lesson
    assert len(recruit(found.but({"clinic.dyads": 10})).clients) == 10


def test_an_unknown_scenario_is_refused_with_the_nearest_known_one():
    with pytest.raises(SettingError, match=r"no scenario is called smal\. Did you mean small"):
        scenario("smal")


def test_a_missing_scenario_file_is_refused(tmp_path):
    with pytest.raises(SettingError, match=r"mine\.toml: there is no such scenario file"):
        scenario(tmp_path / "mine.toml")


def test_a_scenario_file_of_ones_own_is_read(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('title = "Mine"\nseed = 7\n[settings]\nclinic.dyads = 12\n[settings.rules]\nbond_gain = 0.2\n', "utf-8")
    mine = scenario(path)
    assert (mine.name, mine.title, mine.seed) == ("mine", "Mine", 7)
    assert mine.settings == {"clinic.dyads": 12, "rules.bond_gain": 0.2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "not valid TOML"),
        ('titel = "x"', "titel is no part of a scenario. Did you mean title"),
        ("clinic.dyads = 12", "Settings belong under [settings]."),
        ("title = 3", "title"),
        ("seed = -1", f"seed must be a whole number from 0 to {MAX_SEED}; got -1."),
        ("seed = 1.5", f"seed must be a whole number from 0 to {MAX_SEED}; got 1.5."),
        ("seed = true", "seed must be a whole number from 0"),
        ('against = "nonexist"', "against must be a shipped scenario, or a .toml file that exists; got 'nonexist'. Shipped: "),
        ('against = "smal"', "Did you mean small?"),
        ('against = "other.toml"', "got 'other.toml'"),
        ('base = "nonexist"', "base must be a shipped scenario; got 'nonexist'"),
        ("settings = 3", "settings"),
        ("[settings]\nclinic.dyads = 0", "clinic.dyads must be a whole number in"),
        ("[settings]\nclinic = 3", "clinic is no parameter"),
        ("[settings.rules.bond_gain]\nmean = 0.1", "rules.bond_gain.mean is no parameter"),
        ("[settings]\nrules.bond_gain = nan", "rules.bond_gain must be in"),
    ],
)
def test_a_malformed_scenario_is_refused_in_a_sentence_that_names_the_file(tmp_path, text, said):
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingError) as caught:
        scenario(path)
    assert said in str(caught.value)
    assert all(f.startswith(f"{path}: ") for f in caught.value.faults)


def test_all_faults_of_a_scenario_file_are_told_together():
    with pytest.raises(SettingError) as caught:
        parse("seed = -1\ntitel = 'x'\n[settings]\nclinic.dyads = 0\nrules.bond = 1", "mine")
    assert len(caught.value.faults) == 4


EVERY_PART_WRONG = """
seed = -1
against = "nonexist"
base = "nonexist"
cut = ["nowhere", 3]
do = ["all: repared", 3]
[settings]
clinic.wait_list = 0.5
clinic.dyads = 0
rules.bond = 1
[[arm]]
name = "a"
share = 0.7
do = ["1-1: repaired", "2-1: repared"]
[[arm]]
name = "b\\n"
share = 0.7
"""
TOLD = (
    "seed must be", "against must be", "base must be", "no path is called nowhere", "cut.2: must be text",
    "'all: repared'", "do.2: must be text", "clinic.dyads must be", "rules.bond is no parameter",
    "arm a: '1-1: repaired': luck chooses who", "arm a: '2-1: repared': luck chooses who", "arm a: '2-1: repared': 'repared' is no deed",
    "arm 'b\\n': a name has", "not exceed 1 together; got 1.9",
)  # fmt: skip


def test_the_faults_of_every_part_of_a_scenario_file_are_told_at_once():
    with pytest.raises(SettingError) as caught:
        parse(EVERY_PART_WRONG, "mine", "mine.toml: ")
    faults = caught.value.faults
    for told in TOLD:
        assert sum(told in fault for fault in faults) == 1, told
    assert len(faults) == len(TOLD)
    assert all(f.startswith("mine.toml: ") for f in faults)


def test_a_file_is_compared_with_another_that_lies_beside_it(tmp_path):
    for name in ("mine", "other"):
        (tmp_path / f"{name}.toml").write_text('against = "other.toml"')
    assert scenario(tmp_path / "mine.toml").against == str(tmp_path / "other.toml")
    assert parse('against = "small"', "mine").against == "small"


def test_a_scenario_file_that_is_no_text_is_refused(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingError, match="cannot be read"):
        scenario(path)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("clinic.dyads=12", ("clinic.dyads", 12)),
        (" rules.bond_gain = 0.2 ", ("rules.bond_gain", 0.2)),
        ("rules.bond_gain=a lot", ("rules.bond_gain", "a lot")),
    ],
)
def test_a_setting_typed_on_a_command_line_is_read(typed, read):
    assert from_words(typed) == read


@pytest.mark.parametrize("typed", ["clinic.dyads", "=3", "clinic.dyads=", ""])
def test_what_is_typed_and_no_setting_is_refused(typed):
    with pytest.raises(SettingError, match="write NAME=VALUE"):
        from_words(typed)


# --- populations ------------------------------------------------------------------------------------------------------


def crowd(**settings):
    """Twenty thousand of each, one client a therapist."""
    alone = {"clinic.dyads": MANY, "clinic.clients_per_therapist": 1}
    people = recruit(Scenario(settings=alone | {k.replace("__", "."): v for k, v in settings.items()}))
    return {"clients": people.clients, "therapists": people.therapists}


@pytest.fixture(scope="module")
def usual_crowd():
    return crowd()


@EVERY_TRAIT
def test_populations_have_the_mean_and_sd_that_were_asked_for(usual_crowd, group, trait):
    drawn = usual_crowd[group][trait.name]
    mean, sd = (NUMBERS[f"{group}.{trait.name}.{part}"].default for part in ("mean", "sd"))
    assert abs(drawn.mean() - mean) < 4.0 * sd / math.sqrt(MANY)
    assert drawn.std() == pytest.approx(sd, rel=0.03)
    assert trait.low < drawn.min()
    assert drawn.max() < trait.high


@pytest.mark.parametrize(("mean", "sd"), [(0.1, 0.08), (0.9, 0.2), (0.5, 0.3), (0.35, 0.02)])
def test_populations_hit_what_was_asked_for_also_near_the_edges(mean, sd):
    drawn = crowd(therapists__repair_skill__mean=mean, therapists__repair_skill__sd=sd)["therapists"]["repair_skill"]
    assert drawn.mean() == pytest.approx(mean, abs=4.0 * sd / math.sqrt(MANY))
    assert drawn.std() == pytest.approx(sd, rel=0.04)
    assert drawn.min() > 0.0
    assert drawn.max() < 1.0


def on_the_logit_scale(drawn: np.ndarray, traits) -> np.ndarray:
    """Standing of everybody on every trait, on the scale on which traits are drawn."""
    shares = np.array([(drawn[t.name] - t.low) / (t.high - t.low) for t in traits])
    return np.log(shares / (1.0 - shares))


@pytest.mark.parametrize("group", GROUPS)
def test_loadings_on_the_common_factor_make_traits_correlate(usual_crowd, group):
    traits = GROUPS[group]
    loadings = np.array([t.loading for t in traits])
    expected = np.outer(loadings, loadings)
    np.fill_diagonal(expected, 1.0)
    found = np.corrcoef(on_the_logit_scale(usual_crowd[group], traits))
    assert np.abs(found - expected).max() < 4.5 / math.sqrt(MANY)


def test_clients_and_therapists_are_drawn_apart(usual_crowd):
    clients, therapists = (on_the_logit_scale(usual_crowd[g], traits) for g, traits in GROUPS.items())
    across = np.corrcoef(clients, therapists)[: len(clients), len(clients) :]
    assert np.abs(across).max() < 4.5 / math.sqrt(MANY)


def test_a_population_without_spread_is_all_alike():
    drawn = crowd(clients__distress__sd=0.0)["clients"]["distress"]
    assert np.ptp(drawn) == 0.0
    assert drawn[0] == pytest.approx(NUMBERS["clients.distress.mean"].default, rel=1e-12)


def test_an_sd_that_no_distribution_can_have_is_refused_with_the_largest_that_can():
    with pytest.raises(SettingError) as caught:
        recruit(Scenario(settings={"clients.hostility.mean": 0.02, "clients.hostility.sd": 0.4, "therapists.regard.sd": 0.1}))
    (said,) = caught.value.faults
    assert said.startswith("clients.hostility.sd must be smaller for a mean of 0.02")
    offered = float(said.rpartition("at most ")[2].rstrip("."))
    recruit(Scenario(settings={"clients.hostility.mean": 0.02, "clients.hostility.sd": offered}))


@given(mean=st.floats(0.02, 0.98), part=st.floats(0.01, 0.6))
def test_the_logit_scale_carries_any_mean_and_moderate_sd(mean, part):
    sd = part * math.sqrt(mean * (1.0 - mean))
    fitted = logit_normal(mean, sd)
    assert (mean_at(*fitted), sd_at(*fitted)) == pytest.approx((mean, sd), rel=1e-6)


def test_modalities_are_practised_in_the_shares_that_were_asked_for(usual_crowd):
    shares = np.array([NUMBERS[f"modalities.{m}.share"].default for m in MODALITIES])
    found = np.bincount(usual_crowd["therapists"]["modality"].astype(int), minlength=len(shares)) / MANY
    assert np.abs(found - shares / shares.sum()).max() < 0.015


@pytest.mark.parametrize("opened", [lambda s: simulate("small", settings=s), lambda s: Clinic("small", **s)], ids=["simulate", "Clinic"])
def test_a_clinic_that_cannot_be_staffed_is_refused_with_all_faults(opened):
    nobody = {n: 0.0 for n in NUMBERS if n.endswith(".share")}
    with pytest.raises(SettingError, match="somebody must practise something") as caught:
        opened(nobody | {"clients.hostility.mean": 0.02, "clients.hostility.sd": 0.4})
    assert len(caught.value.faults) == 2


def test_what_is_wrong_with_settings_deeds_and_the_people_is_told_together():
    settings = {"rules.bond_gain": 1.4, "clients.hostility.mean": 0.02, "clients.hostility.sd": 0.4}
    with pytest.raises(SettingError) as caught:
        simulate("small", settings=settings, seed=-1, do=["1-16: repaired", "in 3: repared"])
    assert len(caught.value.faults) == 5


def test_nothing_is_said_of_what_depends_on_a_setting_that_is_itself_refused():
    for settings in ({"clinic.dyads": 0}, {"clinic.clients_per_therapist": 1.5}):
        with pytest.raises(SettingError) as caught:
            simulate("small", settings=settings, do=["9-1: repaired"])
        assert len(caught.value.faults) == 1
    with pytest.raises(SettingError) as caught:
        simulate("small", settings={"clients.hostility.mean": 7.0, "clients.hostility.sd": 0.4})
    assert len(caught.value.faults) == 1
    with pytest.raises(SettingError, match="no scenario is called smal") as caught:
        simulate("smal", do=["99-1: repaired"])
    assert len(caught.value.faults) == 1


@pytest.mark.parametrize("settings", [5, "clinic.dyads", ["clinic.dyads"]])
def test_settings_that_are_no_mapping_are_refused(settings):
    with pytest.raises(SettingError, match="settings must be a mapping"):
        simulate("small", settings=settings)


def test_what_is_wrong_with_the_scenario_and_with_the_rules_is_told_together(tmp_path):
    with pytest.raises(DyadsError) as caught:
        simulate("small", settings={"rules.bond_gain": 1.4}, rules=tmp_path / "missing.py")
    assert len(caught.value.faults) == 2
