"""When a session knows what: a rule may ask for what is set when it is asked, and for what the last session left."""

import copy
import math
import pickle

import pytest

from model import RuleError, fields, replace, simulate, units
from model.rule_files.brought import ORDER
from model.rule_files.contract import inputs
from model.rules import CARRIED_ON, DEFAULT, KNOWN, MOVED_BY_LIFE, WEEKLY
from model.stages import INTAKE, LIFE, SESSIONS, WEEKS


def test_every_rule_is_asked_somewhere():
    asked = {rule for t in (*INTAKE, *SESSIONS, *LIFE, *WEEKS) for rule in t.asked}
    assert asked == set(DEFAULT) - WEEKLY | set(ORDER.values())


@pytest.mark.parametrize("name", [n for n in DEFAULT if n not in WEEKLY])
def test_every_default_asks_only_for_what_is_known(name):
    of_dyad = {f.name for f in fields.DYAD}
    assert of_dyad & set(inputs(DEFAULT[name])) <= KNOWN[name]


@pytest.mark.parametrize("word", ["bond", "task", "goal_wish", "safety", "hope", "strain", "attachment_anxiety", "difficulty_next"])
def test_what_a_relationship_has_become_is_carried_on(word):
    assert word in CARRIED_ON


@pytest.mark.parametrize("word", ["empathy_felt", "ruptured", "disclosure", "work", "alliance_felt", "repair_stage"])
def test_what_happens_in_a_session_is_not(word):
    assert word not in CARRIED_ON


def test_life_carries_on_what_is_left_to_come():
    assert {"outlook", "missed"} <= MOVED_BY_LIFE


@pytest.mark.parametrize(
    ("rule", "word"),
    [("reaction", "empathy_felt"), ("rupture_chance", "engagement_today"), ("bond_intake", "safety"), ("outlook_after", "work")],
)
def test_a_word_that_is_not_known_yet_is_refused(rule, word):
    space: dict = {}
    exec(f"def {rule}({word}):\n    return 0.5", space)
    with pytest.raises(RuleError, match=r"not known yet when|nobody carries"):
        replace(**{rule: space[rule]})


def test_the_message_tells_what_is_known_by_then():
    with pytest.raises(
        RuleError, match=r"reaction asks for empathy_felt, which is not known yet when reaction is asked\. Known by then: .*\bbond\b"
    ):
        replace(reaction=lambda empathy_felt: empathy_felt)


def test_a_rule_may_ask_for_what_the_last_session_left():
    assert replace(reaction=lambda bond, engagement: bond * engagement).mine.keys() == {"reaction"}
    assert replace(attendance_chance=lambda empathy_felt, ruptured: empathy_felt).mine.keys() == {"attendance_chance"}


# --- units ------------------------------------------------------------------------------------------------------------


def test_units_are_their_names_and_keep_their_ranges_when_copied():
    every = [v for v in vars(units).values() if isinstance(v, units.Unit)]
    assert units.OQ in every
    for unit in every:
        for twin in (copy.deepcopy(unit), pickle.loads(pickle.dumps(unit))):
            assert (twin, twin.low, twin.high, twin.kind, twin.usual) == (str(unit), unit.low, unit.high, unit.kind, unit.usual)
        assert unit.low <= unit.usual[0] < unit.usual[1] <= unit.high
        assert all(math.isfinite(end) for end in unit.usual)


@pytest.fixture(scope="module")
def lives():
    return simulate("small", settings={"rules.life_sd": 20.0, "rules.rupture_base": 1.0, "clinic.feedback": 1.0}).blocks[0]


@pytest.mark.parametrize("field", fields.DYAD, ids=lambda f: f.name)
def test_what_a_clinic_lives_keeps_to_the_declared_ranges(lives, field):
    for records in (lives.rows, lives.dyads):
        values = records[field.name]
        if field.name == "wai_client_early":
            values = values[values > 0.0]  # 0 stands for no third session
        assert (values >= field.unit.low).all()
        assert (values <= field.unit.high).all()
        if field.unit.kind == "flag":
            assert set(values) <= {0.0, 1.0}
        if field.unit.kind in ("whole", "code"):
            assert (values == values.round()).all()
        if field.codes:
            assert values.max() < len(field.codes)


@pytest.mark.parametrize("field", [f for f in fields.RATINGS if f.shown], ids=lambda f: f.name)
def test_what_is_rated_keeps_to_the_declared_ranges(lives, field):
    assert (lives.shown[field.name] >= field.unit.low).all()
    assert (lives.shown[field.name] <= field.unit.high).all()
