"""What lessons tell holds: links show what their sentences say, no finding is told as a cause, twins are told as `compare` finds them."""

import re
import warnings

import pandas as pd
import pytest

from experiments.comparing.compare import compare
from experiments.evidence.models import null_file
from experiments.evidence.sample import Sample
from experiments.evidence.targets import targets
from model import simulate
from model.ratings import RELIABLE_CHANGE
from model.rules import Rules

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from dashboards.lessons import claims, lesson, lessons, running, telling, twins
    from dashboards.lessons.laboratory import laboratory
    from dashboards.lessons.measures import MEASURES
    from dashboards.parts import address
    from dashboards.two_dyads import pairs

pytestmark = pytest.mark.filterwarnings("ignore")
ALL = tuple(lessons())


def result(name, luck=1):
    return running.run(name, luck, Rules())


def lived(link):
    """The values of both lives of a link, by measure: means over sessions, counts, and what happened in session 3."""
    asked, _ = address.read(pairs.Asked, link.partition("?")[2])
    found = {}
    for side, life in zip("ab", pairs.both(asked, Rules()), strict=True):
        t = life.table
        third = t[t.session == 3]
        values = {column: t[column].mean() for column in
                  ("safety", "disclosure", "empathy_felt", "transference", "patterns", "bond")} | {
            "acted_out": t.countertransference.mean(), "tasks": t.task.mean(), "goals": t.goal.mean(), "homework": t.homework_done.mean(),
            "sessions": len(t), "ruptures": t.ruptured.mean(), "repaired": t.repaired.sum(), "relief": life.intake - life.last,
            "anxiety_eased": -t.attachment_anxiety.iloc[-1] if len(t) else 0.0,
            "ruptured_in_3": third.ruptured.sum(), "repaired_in_3": third.repaired.sum(),
        }  # fmt: skip
        for measure, value in values.items():
            found.setdefault(measure, {})[side] = float(value)
    return found


TO_LIVES = [(name, following) for name in ALL for following in lesson(name).next if following.link.startswith("/?")]


@pytest.mark.parametrize(("name", "following"), TO_LIVES, ids=[f"{name}: {following.says}" for name, following in TO_LIVES])
def test_what_a_sentence_says_of_two_lives_is_seen_in_them(name, following):
    found = lived(following.link)
    assert following.shows
    assert claims.holds(following.shows, found), found


@pytest.mark.parametrize("name", ALL)
def test_a_lesson_says_what_it_assumes_and_what_of_it_is_known_to_be_wrong(name):
    told = lesson(name)
    assert len(told.assumed) > 40
    assert len(telling.known_wrong(told)) == len(told.wrong)
    about_attachment = {"C03a", "C03b", "P24", "C12"} & set(told.findings)
    assert not about_attachment or {"P36", "P37"} <= set(told.wrong)
    assert "dodo" not in {c.scenario for c in told.condition} or "P30" in told.wrong


@pytest.mark.parametrize("name", ALL)
def test_no_finding_is_told_as_a_cause_and_what_the_model_was_fitted_to_is_said(name):
    told = lesson(name)
    lines = telling.findings(told)
    for key, line in lines.items():
        target = told.published[key]
        assert ("fitted to this finding" in line) == (key in targets())
        assert not re.search(r"\b(lowers|heals|causes|is what)\b", line.partition(target.source[:12])[0])
        assert not re.search(r"= 0 ?[.(\[]? ?(Wampold|Swift)", line)
        if not target.own_range and not target.one_sided:
            assert f"[{target.low:g}, {target.high:g}]".replace("-", "−") in line
    assert all("dyads " not in text for text in (*lines.values(), *(c.says for c in told.cited), told.why, *(n.says for n in told.next)))


def test_an_ideal_value_is_not_told_as_a_figure_that_was_published():
    lines = telling.findings(lesson("dodo"))
    assert "up to 0.2 counts as that" in lines["O14a"]
    assert "up to 0.04 counts as that" in lines["D02"]


def test_a_school_is_ahead_from_what_the_finding_counts_as_no_longer_alike():
    margin = targets()["O14a"].high
    found = {"pre_post_d": dict.fromkeys(("cbt", "psychodynamic", "humanistic"), 1.0)}
    for ahead, alike in ((margin - 0.001, True), (margin + 0.001, False)):
        found["pre_post_d"]["trauma"] = 1.0 + ahead
        assert claims.holds(lesson("dodo").options["alike"].holds, found) == alike


def test_the_lesson_on_schools_says_that_alike_was_put_in_and_shows_who_is_ahead_all_the_same():
    told, found = lesson("dodo"), result("dodo")
    assert "set so that the roads do about equally well" in told.why
    assert "null models" in told.why
    ahead = next(t for t in found.twins if t.condition == "humanistic")
    assert ahead.beside == "trauma"
    assert ahead.differences["relief"].low > 1.0


@pytest.mark.parametrize("name", ["cause", "experiment"])
def test_a_clinic_without_the_path_is_never_set_beside_one_with_it_client_by_client(name):
    told = lesson(name)
    without = {c.name for c in told.condition if c.cut or c.null}
    assert without
    assert not [t for t in result(name).twins if (t.condition in without) != (t.beside in without)]
    assert name != "cause" or "does not say that a relationship does harm" in told.why


def test_before_the_experiment_both_clinics_look_alike_in_all_that_is_drawn():
    found = result("experiment", 1).values
    assert abs(found["alliance_r"]["healing"] - found["alliance_r"]["trait"]) < 0.15
    assert abs(found["pre_post_d"]["healing"] - found["pre_post_d"]["trait"]) < 0.15
    assert lesson("experiment").asks == "pre_post_d"


def test_the_trait_is_as_strong_as_the_fitted_null_model_has_it():
    told = lesson("cause")
    clinic = told.clinic(next(c for c in told.condition if c.name == "trait"))
    assert clinic["rules.trait_confounding"] == null_file("trait_recalibrated")["rules.trait_confounding"]
    assert clinic["clinic.dyads"] == told.dyads


def test_the_lesson_on_causes_tells_what_the_laboratory_finds():
    found, text = laboratory(), running.filled(lesson("cause").why, result("cause"))
    share = found["caused_r"].value / found["naive_r"].value
    assert 0.14 < share < 0.28, "about a fifth"
    assert f"the lift causes {found['caused_r'].value:.2f}" in text
    assert "about a fifth" in text


@pytest.mark.parametrize("name", ALL)
def test_twins_are_told_by_their_paired_difference_which_compare_finds(name):
    told, found = lesson(name), result(name)
    lines = list(telling.what_happened(told, found))[1:]
    assert len(lines) == len(found.twins)
    for twin, line in zip(found.twins, lines, strict=True):
        runs = [simulate(told.clinic(next(c for c in told.condition if c.name == side)), engine="cohort")
                for side in (twin.beside, twin.condition)]  # fmt: skip
        ends = {d.outcome: d for d in compare(*runs).differences}
        assert twin.differences["relief"][1:] == pytest.approx(ends["improvement"][1:], nan_ok=True)
        assert MEASURES["relief"].difference(twin.differences["relief"]) in line
        if told.asks == "dropout":
            assert twin.differences["dropout"].low == pytest.approx(ends["dropout"].low)


def test_ending_better_or_worse_counts_from_a_reliable_change():
    sample = {}
    for side, last in (("a", [60.0, 60.0, 60.0, 60.0]), ("b", [60.1, 60.0 + RELIABLE_CHANGE, 45.0, 46.5])):
        dyads = pd.DataFrame({"client_id": list("wxyz"), "therapist_id": [1, 2, 3, 4], "client_distress": 80.0, "distress_last": last})
        sample[side] = Sample(dyads.assign(sessions_attended=1))
    found = twins.twins("b", "a", "alliance_r", sample)
    assert (found.worse, found.better, found.clients) == (1, 1, 4)


def test_a_difference_of_nothing_has_no_sign():
    assert MEASURES["relief"].apart(-0.001) == "0.0"
    assert MEASURES["relief"].apart(-1.04) == "−1.0"
    assert MEASURES["dropout"].apart(0.102) == "+10.2"


COLOURLESS = [(name, c) for name in ALL for c in lesson(name).condition if c.settings.get("rules.transference_colours") == 0.0]


def test_some_lesson_keeps_the_old_story_from_what_is_heard():
    assert COLOURLESS


@pytest.mark.parametrize(("name", "condition"), COLOURLESS, ids=[f"{name}: {c.name}" for name, c in COLOURLESS])
def test_an_old_story_without_effect_is_shown_as_awake_as_its_twins_and_as_without_effect(name, condition):
    found, here, beside = result(name).values, condition.name, condition.beside
    assert found["transference"][here] == pytest.approx(found["transference"][beside], abs=0.05)
    assert found["empathy_felt"][here] > found["empathy_felt"][beside] + 0.03
    assert found["acted_out"][here] < found["acted_out"][beside]
