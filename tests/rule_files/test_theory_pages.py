"""A rule file that brings state and parameters of its own: the pages list its rules, tell what it brings, and turn its parameters."""

import warnings
from pathlib import Path

import pytest

from experiments.theories import rival
from model.guide.rule_facts import own_facts
from model.rules import Rules, from_file
from model.simulate import simulate
from tests.support import DATA, words_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    solara = pytest.importorskip("solara")
    from dashboards.clinic import clinics
    from dashboards.clinic import controls as clinic_controls
    from dashboards.clinic import state as clinic_state
    from dashboards.parts import frame, knobs
    from dashboards.rules import brought as rules_brought
    from dashboards.rules import facts as rules_facts
    from dashboards.rules import file as rule_file
    from dashboards.rules import page as rules_page
    from dashboards.rules import state as rules_state
    from dashboards.server import environment
    from dashboards.two_dyads import page as first_page
    from dashboards.two_dyads import pairs

pytestmark = pytest.mark.filterwarnings("ignore")
VALENCE = DATA / "valence.py"
GAIN = "rules.valence_gain"
ALONE = (
    'CARRIES = {"mood": (0.5, 0.0, 1.0, "how it goes")}\n\n\ndef mood_after(mood):\n    """The mood, 0 to 1."""\n    return 0.5 * mood\n'
)


def in_force(path, monkeypatch):
    """Have a file be in force on all pages, as after it has passed."""
    said, text = from_file(path), Path(path).read_text("utf-8")
    now = rule_file.Standing(3, Path(path), rule_file.IN_FORCE, text, (), text, "12:00:00", said, text, "12:00:00")

    class Watched:
        def look(self):
            return now

        def rules(self):
            return now.rules

    monkeypatch.setenv(environment.RULES, str(path))
    monkeypatch.setattr(rule_file, "watched", lambda name: Watched())
    return now


@pytest.fixture(autouse=True)
def fresh():
    yield
    rules_state.asked_for.value = rules_state.Asked()
    clinic_state.asked_for.value = clinic_state.Asked()
    first_page.asked_for.value = pairs.Asked()


@pytest.fixture
def now(monkeypatch):
    return in_force(VALENCE, monkeypatch)


def told(element):
    box, page = solara.render(element, handle_error=False)
    words = words_of(box)
    page.close()
    return words


# --- the page of rules --------------------------------------------------------------------------------------------------


def test_the_list_has_the_rules_of_the_files_own_state_first_and_finds_them_by_what_they_ask_for(now):
    first, *others = rules_facts.groups(now.rules)
    assert first["title"] == rules_facts.OWN
    assert [one["name"] for one in first["rules"]] == ["valence_begins", "valence_after", "tide_after"]
    assert all(one["yours"] for one in first["rules"])
    assert "valence_gain" in first["rules"][1]["search"]
    assert others == [
        group | {"rules": [one | {"yours": one["name"] == "dropout_chance"} for one in group["rules"]]}
        for group in rules_facts.groups(None)
    ]


@pytest.mark.parametrize("theory", ["valence"])
def test_what_a_theory_carries_and_its_parameters_are_told_with_meaning_range_and_beginning(monkeypatch, theory):
    now = in_force(rival(theory).file, monkeypatch)
    words = told(rules_brought.Brings(now, now.rules))
    for state in now.rules.brought.states:
        assert f"<td>{state.name}</td><td>{state.meaning}</td>" in words
        assert f"by <code>{state.name}_begins</code>" in words
        assert f"{state.name}_after" in words
    assert len(now.rules.brought.numbers) > 5
    for number in now.rules.brought.numbers:
        assert f"<td>p.{number.short}</td><td>{number.meaning}</td>" in words
        assert f">{number.default:g}</td>" in words
    assert "return clip(settled + " in words.replace("</span>", "").replace('<span class="o">', "").replace('<span class="n">', "").replace(
        '<span class="p">', ""
    )


def test_a_state_without_a_rule_by_which_it_begins_says_at_which_number(now):
    words = told(rules_brought.Brings(now, now.rules))
    assert '<td data-name="begins">at 0</td>' in words
    assert "any finite number" in words


def test_a_file_that_replaces_defaults_alone_brings_nothing(tmp_path, monkeypatch):
    (tmp_path / "mine.py").write_text("def hope_after(hope):\n    return hope\n")
    now = in_force(tmp_path / "mine.py", monkeypatch)
    assert "of its own" not in told(rules_brought.Brings(now, now.rules))
    assert rules_facts.groups(now.rules)[0]["title"] != rules_facts.OWN


@pytest.mark.parametrize("name", ["valence_begins", "valence_after", "tide_after"])
def test_a_rule_of_the_files_own_has_a_page_which_its_address_restores(now, name):
    assert rules_state.restore(f"rule={name}") == ()
    assert rules_state.asked_for.value.rule == name
    words, about = told(solara.AppLayout(children=[rules_page.Page()])), own_facts(name, now.rules)
    assert f'class="rules-name">{name}<' in words
    assert "your file's own" in words
    assert about.first in words
    for w in about.asks:
        assert f"<td>{w.name}</td><td>{w.meaning}" in words
    for number in about.parameters:
        assert f"<td>p.{number.short}</td>" in words
    assert about.when[0] in words
    for other in about.read_by:
        assert f"<code>{other}</code>" in words
    assert about.read_by
    assert "How to change this rule" not in words


def test_a_rule_that_no_file_brings_is_refused(now, monkeypatch):
    assert "none that there is" in rules_state.restore("rule=mood_after")[0]
    monkeypatch.delenv(environment.RULES)
    assert "none that there is" in rules_state.restore("rule=valence_after")[0]


# --- the clinic page ----------------------------------------------------------------------------------------------------


def test_the_files_own_parameters_have_sliders_in_view_and_are_found(now):
    words = told(clinic_controls.Controls(clinic_state.Asked(), clinic_state.clinic(clinic_state.Asked())))
    assert "Of valence.py alone" in words
    assert "How far felt empathy moves valence. From 0 to 1; 0.3 unless changed" in words
    assert clinic_controls.in_view(now.rules)["Of valence.py alone"] == (GAIN, "rules.tide_keeps")
    numbers = {n.name: n for n in now.rules.brought.numbers}
    assert clinic_controls.found("felt empathy valence", numbers) == [GAIN]
    assert "0 to 1; 0.3 unless changed" in knobs.about(numbers[GAIN])
    assert "Any finite number; 0.9 unless changed" in knobs.about(numbers["rules.tide_keeps"])
    assert clinic_controls.ends_of(numbers["rules.tide_keeps"], 0.9) == pytest.approx((-0.1, 1.9, 0.02))
    assert clinic_controls.ends_of(numbers["rules.tide_keeps"], 5.0)[1] == 5.0
    assert clinic_controls.ends_of(numbers[GAIN], 0.3) is None


def test_a_parameter_of_the_file_that_is_turned_moves_the_clinic_and_stands_in_the_address(now, monkeypatch):
    clinic_state.asked_for.value = clinic_state.Asked(scenario="small")
    clinic_state.turn(GAIN, 0.9)
    asked = clinic_state.asked_for.value
    assert asked.set == f"{GAIN}=0.9"
    assert clinic_state.restore("scenario=small&set=rules.valence_gain%3D0.9") == ()
    clinic = clinic_state.clinic(asked)
    assert clinic[GAIN] == 0.9
    expected = simulate("small", settings={GAIN: 0.9}, rules=now.rules, engine="agents").dyads
    assert simulate(clinic, rules=now.rules, engine="agents").dyads.equals(expected)
    assert not simulate("small", rules=now.rules, engine="agents").dyads.equals(expected)
    clinic_state.turn(GAIN, 0.3)
    assert clinic_state.asked_for.value.set == ""
    monkeypatch.delenv(environment.RULES)
    assert "rules.valence_gain is no parameter" in clinic_state.restore("set=rules.valence_gain%3D0.9")[0]
    assert frame.rules() == Rules()
    assert clinics.too_much(clinic_state.clinic(clinic_state.Asked())) == ()


# --- the first page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [None, ALONE])
def test_that_the_rules_differ_is_offered_for_every_file_that_brings_or_replaces_something(tmp_path, monkeypatch, text):
    (tmp_path / "mine.py").write_text(text or VALENCE.read_text())
    in_force(tmp_path / "mine.py", monkeypatch)
    box, page = solara.render(first_page.Choices(pairs.Asked(), lambda **what: None), handle_error=False)
    ways = [dict(each) for field in box.children for each in items_of(field)]
    page.close()
    assert {"value": pairs.RULES, "text": "the rules differ"} in ways


def items_of(widget):
    """All that there is to choose from in a widget and those inside it."""
    yield from getattr(widget, "items", None) or []
    for inner in getattr(widget, "children", None) or []:
        if not isinstance(inner, str):
            yield from items_of(inner)


def test_what_is_set_of_the_file_holds_for_the_life_by_its_rules_alone(now):
    asked = pairs.Asked(scenario="small", client="3-5", differs=pairs.RULES, set=f"{GAIN}=0.9;rules.rest=0.3")
    (_, one), (_, other) = pairs.pair(asked)
    assert dict(one.settings) | {GAIN: 0.9} == dict(other.settings)
    a, b = pairs.both(asked, now.rules)
    assert a.table.equals(
        simulate("small", settings={"rules.rest": 0.3}, engine="agents").sessions.query("client_id == '3-5'").reset_index(drop=True)
    )
    assert "valence" not in a.table
    assert "valence" in b.table
