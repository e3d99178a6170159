"""The page of rules: it follows a file, shows what it does and what is wrong with it, and every rule of the model; nothing by the web."""

import gc
import time
import warnings
import weakref

import pytest

from experiments.comparing.compare import OUTCOMES
from model.errors import Fault
from model.guide import rule_facts
from model.guide.agenda import order
from model.guide.starter import starter
from model.rules import DEFAULT, Rules, from_file
from model.trial.child import Child
from model.trial.gates import GATES, warm
from tests.rule_files.test_trial import GOOD
from tests.support import parameters, words_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    solara = pytest.importorskip("solara")
    from dashboards.parts import frame
    from dashboards.rules import effect as rules_effect
    from dashboards.rules import facts as rules_facts
    from dashboards.rules import file as rule_file
    from dashboards.rules import page as rules_page
    from dashboards.rules import parts as rules_parts
    from dashboards.rules import source as rules_source
    from dashboards.rules import state
    from dashboards.rules import watch as rules_watch
    from dashboards.server import environment

pytestmark = pytest.mark.filterwarnings("ignore")
FAULTY = GOOD.replace("hope, strain", "hop, strain")
BETTER = GOOD.replace("hope + strain", "2.0 * hope + strain")
LONG = 180.0


@pytest.fixture(autouse=True)
def fresh():
    state.asked_for.value, rules_watch.seen.value = state.Asked(), -1


@pytest.fixture(scope="module")
def process():
    """One process that tries and compiles the files of all tests, so that it is warmed once."""
    one = Child(warm)
    yield one
    one.end()
    rule_file.COMPARING.end()


@pytest.fixture
def watch(tmp_path, monkeypatch, process):
    """A rule file that is watched as by a server that was started with it; writes it, too."""
    path = tmp_path / "my_rules.py"
    monkeypatch.setenv(environment.RULES, str(path))
    monkeypatch.setattr(rule_file, "Child", lambda *given, **how: process)

    class Watch:
        def write(self, text):
            path.write_text(text, "utf-8")
            return self

        def until(self, *states, text=None):
            """How it stands once it stands so with this text."""
            end = time.monotonic() + LONG
            while time.monotonic() < end:
                now = rule_file.here().look()
                if now.state in states and (text is None or now.text == text):
                    return now
                time.sleep(0.05)
            raise AssertionError(f"still {now.state}, {now.faults}")

    yield Watch()
    rule_file.watched.cache_clear()


# --- a file that is watched ---------------------------------------------------------------------------------------------


def test_a_file_comes_into_force_a_faulty_one_does_not_and_the_last_good_stays_until_it_is_mended(watch):
    now = watch.write(GOOD).until(rule_file.IN_FORCE)
    first = frame.rules()
    assert set(first.replaced) == {"dropout_chance"}
    assert now.rules is first

    now = watch.write(FAULTY).until(rule_file.FAULTY)
    assert "asks for hop, which nobody carries" in now.faults[0].says
    assert frame.rules() is first
    assert now.passed == now.lived == GOOD
    assert "as it was at" in now.in_words
    assert "def dropout_chance(hope, strain, p)" in first.text("dropout_chance"), "the source in force is that of the rules in force"

    watch.write(BETTER).until(rule_file.IN_FORCE, text=BETTER)
    second = frame.rules()
    assert second != first
    assert hash(second) != hash(first)
    assert second["dropout_chance"](0.5, 0.0, parameters()) < first["dropout_chance"](0.5, 0.0, parameters())

    gone = weakref.ref(first["dropout_chance"])
    del first, now
    gc.collect()
    assert gone() is None, "nobody keeps rules that are no longer in force"


def test_a_file_that_was_only_touched_is_not_tried_again(watch, tmp_path):
    watch.write(FAULTY)
    before = watch.until(rule_file.FAULTY)
    watch.write(FAULTY)
    time.sleep(3 * rule_file.EVERY)
    assert rule_file.here().look() == before


def test_without_any_good_rules_the_defaults_are_shown_and_named_as_such(watch):
    now = watch.write(FAULTY).until(rule_file.FAULTY)
    assert frame.rules() == Rules()
    assert now.in_words == "the default rules"
    assert now.passed is None


def test_an_endless_loop_never_comes_into_force(watch):
    text = GOOD.replace("    return", "    while hope > 0.5:\n        hope = 1.0\n    return")
    now = watch.write(text).until(rule_file.FAULTY)
    assert "never end" in now.faults[0].says
    assert frame.rules() == Rules()


def test_a_file_that_is_removed_is_told_and_the_rules_stay(watch, tmp_path):
    watch.write(GOOD).until(rule_file.IN_FORCE)
    (tmp_path / "my_rules.py").unlink()
    now = watch.until(rule_file.FAULTY)
    assert "no such rule file" in now.faults[0].says
    assert set(frame.rules().replaced) == {"dropout_chance"}


def test_all_visitors_share_one_watch(watch):
    watch.write(GOOD)
    assert rule_file.here() is rule_file.here()


def test_without_a_file_the_defaults_are_in_force(monkeypatch):
    monkeypatch.delenv(environment.RULES, raising=False)
    assert rule_file.here() is None
    assert frame.rules() == Rules()
    assert rules_watch.standing() is None


# --- what the page says of it -------------------------------------------------------------------------------------------


def test_the_page_shows_the_verdict_the_effect_and_what_was_replaced(watch):
    watch.write(GOOD).until(rule_file.IN_FORCE)
    box, page = solara.render(solara.AppLayout(children=[rules_page.Page()]), handle_error=False)
    state.change(scenario="small", dyads=200)
    end = time.monotonic() + LONG
    while "of 200 dyads touched" not in (told := words_of(box)) and time.monotonic() < end:
        time.sleep(0.1)
    assert "is in force on all pages" in told
    for title, _ in GATES.values():
        assert title in told
    assert "of 200 dyads touched" in told
    found = rule_file.effect_of(state.clinic(state.asked_for.value), rule_file.here().standing.path, GOOD)
    assert f"of {found.clients:,} dyads touched" in told
    for d in found.differences:
        assert OUTCOMES[d.outcome][0] in told
        assert rules_effect.apart(d) in told
    assert "The default, model/rules/ending.py" in told
    assert "Yours, my_rules.py" in told
    page.close()


def test_the_page_marks_the_faulty_line_and_names_what_the_effect_is_of(watch):
    watch.write(GOOD).until(rule_file.IN_FORCE)
    watch.write(FAULTY).until(rule_file.FAULTY)
    box, page = solara.render(solara.AppLayout(children=[rules_page.Page()]), handle_error=False)
    told = words_of(box)
    assert "my_rules.py, line 4: dropout_chance asks for hop" in told
    assert 'class="line wrong"><i>4</i>' in told
    assert "the last that passed" in told
    page.close()


def test_every_other_page_says_which_rules_it_shows_when_the_file_has_faults(watch):
    watch.write(FAULTY).until(rule_file.FAULTY)
    box, page = solara.render(rules_watch.Banner(rules_watch.standing()), handle_error=False)
    told = words_of(box)
    assert "The rule file has faults. my_rules.py, line 4" in told
    assert "This page shows the default rules" in told
    page.close()


def test_a_beat_that_finds_nothing_new_renders_nothing(watch):
    watch.write(FAULTY).until(rule_file.FAULTY)
    rendered = []

    @solara.component
    def Counting():
        rendered.append(rules_watch.standing().number)
        solara.Text("here")

    _, page = solara.render(Counting(), handle_error=False)
    rules_watch.beat()
    after_first = len(rendered)
    for _ in range(5):
        rules_watch.beat()
    assert len(rendered) == after_first
    watch.write(FAULTY + "\n").until(rule_file.FAULTY, text=FAULTY + "\n")
    rules_watch.beat()
    assert len(rendered) == after_first + 1
    page.close()


# --- the browser of rules -----------------------------------------------------------------------------------------------


def test_without_a_file_every_rule_is_listed_in_the_order_of_a_session():
    listed = [one["name"] for group in rules_facts.groups(None) for one in group["rules"]]
    assert sorted(listed) == sorted(DEFAULT)
    assert listed == [asked.rule for asked in order()]
    assert all(one["first"] and one["file"] and "m" in one["search"] for group in rules_facts.groups(None) for one in group["rules"])


@pytest.mark.parametrize("name", DEFAULT)
def test_every_rule_has_a_page_with_its_source_inputs_and_a_way_to_change_it(name):
    box, page = solara.render(rules_parts.OneRule(name, None), handle_error=False)
    told, about = words_of(box), rule_facts.facts(name)
    assert f'class="rules-name">{name}<' in told
    for w in about.asks:
        assert f"<td>{w.name}</td>" in told
    for number in about.parameters:
        assert f"<td>p.{number.short}</td>" in told
    for code in about.mechanisms:
        assert f"<td>{code}</td>" in told
    assert about.when
    assert about.source
    assert "dyads dashboard --rules my_rules.py" in told
    page.close()


def test_what_a_rule_may_also_ask_for_is_accepted(tmp_path):
    for name in ("rupture_chance", "bond_intake", "fatigue_after", "acute_distress_between"):
        words = ", ".join(w.name for w in rule_facts.may_ask(name))
        assert from_file(tmp_path / "r.py", f"def {name}({words}):\n    return 0.5\n")


# --- source text --------------------------------------------------------------------------------------------------------


def test_lines_that_differ_are_marked_and_no_line_is_lost():
    left, right = "a = 1\nb = 2\nc = 3\n", "a = 1\nb = 4\nc = 3\nd = 5\n"
    pairs = list(rules_source.pairs(left, right))
    assert [p.left for p in pairs if p.left is not None] == [0, 1, 2]
    assert [p.right for p in pairs if p.right is not None] == [0, 1, 2, 3]
    assert [p.differ for p in pairs] == [False, True, False, True]


def test_source_cannot_bring_markup_into_the_page():
    text = 'x = "<script>alert(1)</script>"  # <img src=x>\n'
    path = rule_file.Path("/nowhere/my_rules.py")
    for html in (rules_source.listing(text), rules_source.faulty(text, path, [Fault("<b>bad</b>", str(path), 1)])):
        assert "<script" not in html
        assert "<img" not in html
        assert "<b>bad" not in html


def test_coloured_lines_are_the_lines_of_the_text():
    for name in DEFAULT:
        text = starter(name)
        assert len(rules_source.coloured(text)) == len(text.splitlines())


# --- the address --------------------------------------------------------------------------------------------------------


def test_an_address_restores_what_it_was_written_from():
    asked = state.Asked(rule="rupture_chance", scenario="small", dyads=200, seed=7)
    assert state.restore(state.address.written(asked)) == ()
    assert state.asked_for.value == asked


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("rule=../../etc/passwd", "none that there is"),
        ("rule=/tmp/evil.py", "none that there is"),
        ("scenario=/tmp/evil.toml", "none that there is"),
        ("rules=/tmp/evil.py", "does not know"),
        ("file=/tmp/evil.py", "does not know"),
        ("dyads=999999999", "is none of"),
        ("dyads=-1", "is none of"),
        ("seed=-4", "seed"),
        ("dyads=many", "whole number"),
    ],
)
def test_the_address_can_name_rules_by_name_only_and_is_answered_in_plain_words(search, words):
    faults = state.restore(search)
    assert any(words in fault for fault in faults)
    assert state.asked_for.value == state.Asked()
