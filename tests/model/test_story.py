"""A story is true to its rows, tells the same dyad in the same words, and leaves every number as it is."""

import re
from itertools import pairwise
from types import SimpleNamespace

import pytest

from experiments.counting.statistics import clinical, summary
from experiments.theories import rival
from model import Scenario, scenario, simulate
from model.courses import ENDINGS, FEATURES, all_of, in_passing, share, strained, unfaced, who
from model.errors import SettingError
from model.ratings import CUT_OFF
from model.rule_files.brought import State
from model.rules import Rules
from model.scenario import parse, shipped
from model.stories.story import closing, compared_with_all, course, paragraphs, tell, titled
from model.stories.usual import changed, usual
from model.stories.wording import PRONOUNS, WORDS, Voice
from model.telling import Tell

VALUES = {"depth", "depth_they", "task", "weeks", "points", "said", "when", "cause", "shown", "size", "about"}
"""What moments bring to their wordings."""
FORGETFUL = Scenario("watched for five weeks", settings={"clinic.dyads": 60, "clinic.weeks": 5})


def voiced(difficulty):
    """How big a task is called: 0 small, 1 middling, 2 big."""
    return ("a small step", "a middling step", "a big step").index(Voice("1-1").task(difficulty))


class Recorder(Voice):
    """A voice that also notes which kind of moment it told, and in which session."""

    def __init__(self, *args):
        super().__init__(*args)
        self.kinds: list[tuple[str, int]] = []

    def phrase(self, kind, session, values=None):
        self.kinds.append((kind, session))
        return super().phrase(kind, session, values)


def everyone(chosen, most=10_000):
    """Dyad, rows and text of every client of a clinic, with the moments that were told."""
    run = simulate(chosen, engine="cohort")
    rows = {client: list(table.itertuples(index=False)) for client, table in run.sessions.groupby("client_id", sort=False)}
    for dyad in run.dyads.head(most).itertuples(index=False):
        voice = Recorder(dyad.client_id, run.scenario.seed)
        told = "\n\n".join(text for _, text in paragraphs(dyad, rows[dyad.client_id], voice))
        yield dyad, rows[dyad.client_id], told, voice.kinds


CALM = {
    "client_id": "1-1", "session": 1, "week": 1, "distress_score": 80.0, "wai_client": 4.0, "wai_therapist": 3.5, "alert": False,
    "homework_assigned": False, "homework_done": False, "homework_difficulty": 0.4, "admonished": False, "regard_felt": 0.7,
    "empathy_felt": 0.7, "disclosure": 0.5, "overwhelm": 0.0, "patterns": 0.0, "transference": 0.0, "countertransference": 0.0,
    "insight": 0.0, "bond": 0.6, "safety": 0.5, "goal": 0.9, "hope": 0.6, "self_acceptance": 0.5, "attachment_anxiety": 3.0,
    "attachment_avoidance": 3.0, "ruptured": False, "raised": False, "rupture_component": "none", "rupture_type": "none",
    "rupture_severity": 0.0, "taken_up": 0.0, "noticed": False, "repair_stage": 0, "repaired": False,
}  # fmt: skip
"""A session in which nothing is worth telling, unless it is the first."""
DYAD = {
    "client_id": "1-1", "ending": "agreed", "ended_for_practical_reasons": False, "weeks": 0, "sessions_attended": 2, "ruptures": 0,
    "repairs": 0, "distress_score_intake": 80.0, "distress_score_last": 79.0, "recovered": False, "reliable_improvement": False,
    "reliable_deterioration": False,
}  # fmt: skip

OPENED = DYAD | {
    "client_attachment_anxiety": 3.0, "client_attachment_avoidance": 3.0, "expectation_intake": 0.6, "client_goal_wish": 0.4,
    "client_self_acceptance": 0.5, "client_hostility": 0.2, "therapist_goal_aim": 0.5, "modality": "cbt",
    "therapist_empathic_accuracy": 0.6, "therapist_repair_skill": 0.5, "therapist_collaboration": 0.6,
}  # fmt: skip
"""The same with who the two are."""


def made(*sessions):
    """Rows of sessions that are calm but for what is given."""
    return [SimpleNamespace(**CALM | {"session": n, "week": n} | given) for n, given in enumerate(sessions, 1)]


def torn(component="bond", severity=0.5, stage=0, **given):
    """A rupture of today."""
    steps = {"noticed": stage > 0, "repair_stage": stage, "repaired": stage == 4, "rupture_type": "withdrawal"}
    return {"ruptured": True, "rupture_component": component, "rupture_severity": severity, "taken_up": severity} | steps | given


def back(component="bond", severity=0.5, stage=0, **given):
    """An earlier rupture that is taken up."""
    steps = {"noticed": True, "repair_stage": stage, "repaired": stage == 4}
    return {"raised": True, "rupture_component": component, "taken_up": severity} | steps | given


def said(rows, tell=None):
    """The paragraphs of these sessions, and the moments that were told, with their sessions."""
    voice = Recorder("1-1", 0, tell)
    return list(course(rows, voice, 80.0)), voice.kinds


# --- the words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", WORDS)
def test_every_kind_of_moment_has_several_wordings_that_can_be_said(kind):
    assert len(set(WORDS[kind])) == len(WORDS[kind]) >= 3
    for pronoun in PRONOUNS:
        fields = Voice("1-1", 0, Tell(name="Sarah", pronoun=pronoun)).fields | dict.fromkeys(VALUES, "…")
        for wording in WORDS[kind]:
            assert "{" not in wording.format_map(fields)


def test_no_wording_comes_twice_running_and_luck_chooses_among_all():
    voice = Voice("1-1")
    said = [voice.phrase("withdrawal", session) for session in range(1, 200)]
    assert all(a != b for a, b in pairwise(said))
    assert all(len(set(said[at : at + 4])) == 4 for at in range(len(said) - 4)), "half of the wordings are out of use"
    assert set(said) == set(WORDS["withdrawal"])


def test_every_kind_of_moment_happens_somewhere():
    missing = set(WORDS)
    for kind in (kind for chosen in (FORGETFUL, *shipped().values()) for *_, kinds in everyone(chosen, 600) for kind, _ in kinds):
        missing.discard(kind)
        if not missing:
            break
    assert not missing


def test_the_same_dyad_is_told_in_the_same_words_and_another_in_others():
    small = scenario("small")
    once = tell(small, Rules(), 3, 5)
    assert once == tell(small, Rules(), 3, 5)
    firsts = {tell(small, Rules(), t, p).split("\n\n")[1].split(". ")[1] for t in (1, 2, 3) for p in range(1, 6)}
    assert len(firsts) > 5


# --- true to the rows -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", ["small", "feedback", "trauma_without_safety", "sarah_admonished"])
def test_what_is_told_is_what_the_rows_say(chosen):
    for dyad, rows, text, kinds in everyone(chosen, 200):
        by = {row.session: row for row in rows}
        at = {kind: {session for k, session in kinds if k == kind} for kind in WORDS}

        def sessions(held, by=by):
            return {n for n, row in by.items() if held(row)}

        open_rupture = {n for n, row in by.items() if row.ruptured and not in_passing(row)}
        earlier = sessions(lambda r: r.raised and strained(r))
        assert set().union(*(at[kind] for kind in WORDS if kind.startswith("raised_"))) == earlier
        assert at["touched"] | at["justified"] == earlier & sessions(lambda r: r.repair_stage == 0)
        assert at["faced"] == earlier & sessions(lambda r: r.repair_stage >= 1)
        assert not at["understood"] & sessions(lambda r: strained(r) or r.overwhelm > 0.3)
        assert not (at["eased"] | at["trust"] | at["safe"] | at["kinder"] | at["patterns_first"] | at["patterns_again"]) & sessions(unfaced)
        assert at["reinforced"] | at["mended"] == sessions(lambda r: r.repaired)
        assert at["unnoticed"] == open_rupture & sessions(lambda r: not r.noticed)
        assert at["passed_over"] | at["defended"] == open_rupture & sessions(lambda r: r.noticed and r.repair_stage == 0)
        assert at["unexplored"] == sessions(lambda r: r.repair_stage == 1)
        assert at["unchanged"] == sessions(lambda r: r.repair_stage == 2)
        assert at["hollow"] == sessions(lambda r: r.repair_stage == 3)
        assert at["withdrawal"] == open_rupture & sessions(lambda r: r.rupture_type == "withdrawal")
        assert at["confrontation"] == open_rupture & sessions(lambda r: r.rupture_type == "confrontation")
        assert at["reproach"] == sessions(lambda r: r.admonished)
        assert at["patient"] <= sessions(lambda r: r.homework_assigned and not r.homework_done and not r.admonished)
        assert at["done_first"] | at["done_now"] <= sessions(lambda r: r.homework_done)
        assert at["undone_first"] | at["undone_again"] | at["undone_after"] <= sessions(lambda r: r.homework_assigned > r.homework_done)
        assert at["alert"] <= sessions(lambda r: r.alert)
        assert at["below"] <= sessions(lambda r: r.distress_score < CUT_OFF)
        agreed = sorted((n, kind) for kind in ("agreed_first", "agreed_smaller", "agreed_bigger", "renegotiated") for n in at[kind])
        sizes = [voiced(by[n + 1].homework_difficulty) for n, _ in agreed]
        assert [kind == "agreed_bigger" for _, kind in agreed[1:]] == [b > a for a, b in pairwise(sizes)]
        assert all(a != b for a, b in pairwise(sizes)), "called by the same words, and told again"
        assert at["renegotiated"] <= sessions(lambda r: r.rupture_component == "task" and r.repair_stage >= 3)
        skipped = {n for n in by if n > 1 and by[n].week - by[n - 1].week > 1}
        assert at["gap_one"] | at["gap_more"] <= skipped
        assert ("recovered)" in text) == dyad.recovered
        slight = sum(map(in_passing, rows))
        assert "slight and left unspoken" in text or not slight
        if len(rows) > 1:
            assert f"{dyad.repairs or 'none'} fully repaired" in text or not dyad.ruptures
            assert (f"({slight} of them slight" in text) == (slight > 0 and dyad.ruptures > 1)


@pytest.mark.parametrize("chosen", ["standard", "trial"])
def test_every_session_is_told_once_and_in_order(chosen):
    for dyad, rows, text, _ in everyone(chosen, 200):
        told_of = []
        for one, first, last in re.findall(r"^(?:Session (\d+) |Sessions (\d+) (?:to|and) (\d+) )", text, re.M):
            told_of += [int(one)] if one else range(int(first), int(last) + 1)
        assert told_of == [row.session for row in rows]
        assert len(told_of) == dyad.sessions_attended
        last = rows[-1]
        margins = re.findall(r"^Sessions? .*?\(distress (?:\d+ → )?(\d+)\).* \[WAI ([\d.]+)/([\d.]+)\]$", text, re.M)
        assert margins[-1] == (f"{last.distress_score:.0f}", f"{last.wai_client:.1f}", f"{last.wai_therapist:.1f}")


def test_uneventful_sessions_are_passed_over_in_a_clause():
    assert any(re.search(r"^Sessions \d+ to \d+ .*; distress \w+", text, re.M) for _, _, text, _ in everyone("trial"))


# --- what may not be said together ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("component", ["bond", "task", "goal"])
def test_an_earlier_rupture_is_taken_up_and_told_as_far_as_its_steps_went(component):
    for stage, last in enumerate(("touched", "unexplored", "unchanged", "hollow", "reinforced")):
        parts, kinds = said(made({}, torn(component), back(component, stage=stage)))
        now = [kind for kind, session in kinds if session == 3]
        assert now[0] == f"raised_{component}"
        assert "the last time" in parts[2]
        assert last in now
        assert ("faced" in now) == (stage > 0)
        assert "unnoticed" not in now


def test_when_it_was_is_told_where_the_rows_leave_no_doubt():
    assert "two sessions ago" in said(made({}, torn(), {}, back(severity=0.4)))[0][3]
    assert "some time ago" in said(made(torn(severity=0.6), torn(severity=0.5), {}, back(severity=0.4)))[0][3]
    assert "some time ago" in said(made({}, {}, back()))[0][-1]


def test_a_therapist_caught_in_her_own_reaction_defends_herself_when_it_comes_up_again():
    assert ("justified", 3) in said(made({}, torn(), back(countertransference=0.5)))[1]


def test_something_small_that_comes_up_is_told_only_if_it_is_faced():
    parts, kinds = said(made({}, torn(severity=0.1), back(severity=0.1)))
    assert [kind for kind, _ in kinds[1:]] == ["small_strain", "old_strain", "quiet_more"]
    assert len(parts) == 2
    assert ("raised_slight", 3) in said(made({}, torn(severity=0.1), back(severity=0.1, stage=4)))[1]


@pytest.mark.parametrize("rules", [Rules(), rival("valence").rules], ids=["model", "valence"])
def test_every_rupture_that_is_counted_is_told(rules):
    run = simulate(Scenario(seed=4, settings={"clinic.dyads": 150}, brought=rules.brought), rules=rules, engine="agents")
    for dyad in run.dyads.itertuples(index=False):
        rows = list(run.sessions[run.sessions.client_id == dyad.client_id].itertuples(index=False))
        voice = Recorder(dyad.client_id, 4)
        by = {last: text for last, text in paragraphs(dyad, rows, voice) if 0 < last < 10_000}
        told = {session for kind, session in voice.kinds if kind in ("rupture", "small_strain")}
        for row in rows:
            alone = row.session in by and by[row.session].startswith(f"Session {row.session} ")
            if alone and row.ruptured:
                assert row.session in told, (dyad.client_id, row.session)


def test_a_slight_rupture_is_told_beside_other_news():
    _, kinds = said(made({}, {"empathy_felt": 0.2} | torn(severity=0.1)))
    assert ("small_strain", 2) in kinds
    _, kinds = said(made(torn(severity=0.1), torn(severity=0.1)))
    assert [session for kind, session in kinds if kind == "small_strain"] == [1, 2]


def test_a_state_that_a_rule_file_brings_is_told_where_it_begins_and_where_it_moves():
    valence = State("valence", 0.0, -1.0, 1.0, "how the client feels, bad to good")
    unlimited = State("steps_taken", 0.0)
    rows = made(*({"valence": v, "steps_taken": s} for v, s in ((-0.4, 0.0), (-0.1, 1.0), (0.2, 4.0), (0.2, 4.0))))
    told = [text for last, text in paragraphs(SimpleNamespace(**OPENED), rows, Voice("1-1"), (valence, unlimited)) if 0 < last < 9]
    assert "How the client feels, bad to good: −0.40 after the first session. Steps taken: 0.00 after the first session." in told[0]
    assert "How the client feels" not in told[1]
    assert "Steps taken: up from 0.00 to 1.00." in told[1]
    assert "How the client feels, bad to good: up from −0.40 to 0.20. Steps taken: up from 1.00 to 4.00." in told[2]
    assert "Steps taken" not in told[3]
    small = Scenario("small", settings={"clinic.dyads": 60}, brought=rival("valence").rules.brought)
    assert "How the client feels with the therapist, bad to good: " in tell(small, rival("valence").rules, 1, 1)
    assert "bad to good" not in tell(Scenario(settings={"clinic.dyads": 60}), Rules(), 1, 1)


def test_nobody_feels_fully_understood_in_an_hour_that_tears_or_floods():
    assert ("understood", 2) in said(made({}, {"empathy_felt": 0.9}))[1]
    for given in (torn(), back(), {"overwhelm": 0.4}, torn(severity=0.1, stage=4)):
        assert "understood" not in dict(said(made({}, given | {"empathy_felt": 0.9}))[1])
    first = {"empathy_felt": 0.8} | torn()
    assert ("first_mixed", 1) in said(made(first))[1]


def test_nothing_good_grows_in_a_session_that_leaves_a_rupture_open_and_it_is_told_the_next_time():
    grown = {"bond": 0.85, "self_acceptance": 0.7, "attachment_anxiety": 2.0}
    kinds = said(made({}, torn() | grown, grown))[1]
    assert {kind for kind, session in kinds if session == 3} == {"trust", "kinder", "eased"}
    assert not {"trust", "kinder", "eased"} & {kind for kind, session in kinds if session == 2}


def test_an_old_pattern_is_not_looked_at_by_two_who_miss_each_other():
    for given in (torn(), {"empathy_felt": 0.3}):
        assert "patterns_first" not in dict(said(made({}, given | {"patterns": 0.5}))[1])
    assert "patterns_first" in dict(said(made({}, torn(stage=4, patterns=0.5)))[1])


def test_what_a_rupture_is_told_as_is_not_told_before_it():
    assert "overwhelm" not in dict(said(made({}, torn(overwhelm=0.5)))[1])
    assert "acted_out" not in dict(said(made({}, torn(countertransference=0.7)))[1])
    assert "aims_apart" not in dict(said(made(torn("goal", goal=0.5)))[1])


def test_a_task_called_by_the_same_words_is_never_called_smaller_and_what_shrank_untold_is_told_at_last():
    due = {"homework_assigned": True, "homework_done": True}
    sizes = (0.8, 0.8, 0.7, 0.6, 0.5, 0.5, 0.4)
    kinds = said(made({}, *(due | {"homework_difficulty": size} for size in sizes)))[1]
    assert [(kind, session) for kind, session in kinds if kind.startswith("agreed")] == [("agreed_first", 1), ("agreed_smaller", 5)]


def test_a_repair_cuts_the_task_down_only_where_it_is_called_by_other_words():
    due = {"homework_assigned": True, "homework_done": True, "homework_difficulty": 0.8}
    for size, kind in ((0.2, "renegotiated"), (0.6, "changed_task")):
        parts, kinds = said(made({}, due | torn("task", stage=4), due | {"homework_difficulty": size}))
        assert (kind, 2) in kinds
        assert not {"agreed_smaller", "agreed_bigger"} & dict(kinds).keys()
        assert ("a small step" in parts[1]) == (kind == "renegotiated")


def test_who_came_once_is_told_without_a_verdict():
    once = SimpleNamespace(**DYAD | {"sessions_attended": 1, "distress_score_last": 40.0})
    text = closing(once, made({}), Voice("1-1"))
    assert "both scores are from before therapy could do anything" in text
    assert not re.search("better|worse|change|recovered", text)
    assert "1 session, without a rupture." in text
    torn_once = SimpleNamespace(**vars(once) | {"ruptures": 1})
    assert "1 session, with a rupture, slight and left unspoken." in closing(torn_once, made(torn(severity=0.1)), Voice("1-1"))


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (made({}, {}), "agreed_plain"),
        (made({}, torn()), "agreed_uneasy"),
        (made(torn(), {}), "agreed_uneasy"),
        (made(torn(), back(stage=4)), "agreed_plain"),
        (made({}, {"bond": 0.3}), "agreed_uneasy"),
        (made({}, torn(severity=0.1)), "agreed_plain"),
    ],
)
def test_an_agreed_ending_is_told_with_what_the_last_sessions_left_in_view(rows, kind):
    for practical in (False, True):
        voice = Recorder("1-1")
        closing(SimpleNamespace(**DYAD | {"ended_for_practical_reasons": practical}), rows, voice)
        assert voice.kinds[0][0] == (kind.replace("agreed", "practical").replace("_plain", "") if practical else kind)
    voice = Recorder("1-1")
    closing(SimpleNamespace(**DYAD | {"reliable_improvement": True}), rows, voice)
    assert voice.kinds[0][0] == kind.replace("_plain", "")


def test_numbers_are_told_as_a_reader_would_say_them():
    assert "(1 point better: no reliable change)" in closing(SimpleNamespace(**DYAD), made({}, {}), Voice("1-1"))
    mended = SimpleNamespace(**DYAD | {"ruptures": 2, "repairs": 2})
    rows = made(torn(severity=0.1), torn(stage=4), back(severity=0.1, stage=4))
    assert "2 with a rupture (1 of them slight and left unspoken at the time), 2 fully repaired, 1 of them in a later session." in closing(
        mended, rows, Voice("1-1")
    )
    assert share(88, 1000) == "8.8\u00a0%"
    assert share(0, 1000) == "0\u00a0%"
    assert "is hard on themselves" in " ".join(tell(scenario("small"), Rules(), t, p) for t in (1, 2, 3) for p in range(1, 6))


@pytest.mark.parametrize(("client", "therapist", "kind"), [(4.6, 3.0, "client_higher"), (2.0, 3.6, "therapist_higher"), (4.0, 2.5, None)])
def test_an_alliance_that_the_two_rate_far_apart_is_told_once(client, therapist, kind):
    apart = {"wai_client": client, "wai_therapist": therapist}
    kinds = said(made({}, apart, apart))[1]
    assert [one for one in kinds if one[0].endswith("_higher")] == ([(kind, 2)] if kind else [])


# --- a story of one's own ---------------------------------------------------------------------------------------------


def test_sarah_has_her_name_her_tasks_and_her_course():
    sarah = scenario("sarah")
    therapist, place = map(int, sarah.tell.client.split("-"))
    text = tell(sarah, Rules(), therapist, place)
    assert "Sarah" in text
    assert "the client" not in text.lower()
    assert "themself" not in text
    assert text.index(sarah.tell.big_task) < text.index(sarah.tell.small_task)
    assert titled(sarah, sarah.tell.client).startswith(f"{sarah.title}: Sarah")
    another = tell(sarah, Rules(), therapist + 1, 1)
    assert "Sarah" not in another


def test_sarahs_course_is_hers_and_she_is_told_how_usual_it_is():
    sarah = scenario("sarah")
    run = simulate(sarah, engine="cohort")
    alike = all_of(sarah.tell.course, run.sessions, run.dyads)
    assert sarah.tell.client in alike, f"choose one of {sorted(alike)} for the story"
    assert 10 <= len(alike) <= 200
    therapist, place = map(int, sarah.tell.client.split("-"))
    assert f"{len(alike)} of the 1,000 took this course as a whole" in compared_with_all(sarah, Rules(), therapist, place)


def test_sarah_has_no_scripted_events():
    for name in ("sarah", "sarah_admonished"):
        assert not scenario(name).do
        assert not scenario(name).arms


def test_how_usual_is_counted_on_the_clinics_own_tables():
    run = simulate("small", engine="cohort")
    client = run.dyads.client_id.iloc[0]
    said = usual(client, (), run.sessions, run.dyads)
    ending = run.dyads.ending.iloc[0]
    assert f"{share((run.dyads.ending == ending).sum(), len(run.dyads))} {FEATURES[ENDINGS[ending]].words}" in said
    repaired = run.sessions[run.sessions.repaired & (run.sessions.rupture_component == "task")].client_id.nunique()
    assert len(who("task_repaired", run.sessions, run.dyads)) == repaired
    for name, feature in FEATURES.items():
        assert (feature.session is None) != (feature.dyad is None), name
        assert who(name, run.sessions, run.dyads) <= set(run.dyads.client_id)


def test_reliable_change_is_counted_among_those_in_whom_it_is_counted_everywhere():
    run = simulate("standard", settings={"clinic.dyads": 120}, engine="cohort")
    found, begun = summary(run.dyads), len(clinical(run.dyads))
    better, worse = (share(round(found[f"reliable_{way}"] * begun), begun) for way in ("improvement", "deterioration"))
    assert 0 < begun < len(run.dyads)
    assert usual(run.dyads.client_id.iloc[0], (), run.sessions, run.dyads).count(
        f"Of the {begun} that met at least twice, 64 or more at intake, {better} became reliably better and {worse} reliably worse."
    ) == 1  # fmt: skip
    assert not changed(run.dyads[run.dyads.sessions_attended == 1])


def test_a_large_clinic_is_compared_with_its_first_dyads_and_the_one_told_is_among_them():
    large = Scenario(settings={"clinic.dyads": 100_000_000, "clinic.clients_per_therapist": 1, "clinic.planned_sessions": 1})
    assert "Of the 20,000 dyads" in compared_with_all(large, Rules(), 20_000, 1)
    assert "Of the 20,001 dyads" in compared_with_all(large, Rules(), 50_000_000, 1)


@pytest.mark.parametrize("name", shipped())
def test_the_client_whose_story_is_worth_telling_exists(name):
    found = scenario(name)
    therapist, place = map(int, found.tell.client.split("-"))
    assert "session" in tell(found, Rules(), therapist, place)


def test_nobody_is_told_of_who_is_not_there():
    with pytest.raises(SettingError, match="this clinic has therapists 1 to 4 with up to 15 clients each"):
        tell(scenario("small"), Rules(), 5, 1)
    with pytest.raises(SettingError, match=r"still waiting for a place when the clinic closes; raise clinic\.weeks"):
        tell(scenario("small").but({"clinic.weeks": 1}), Rules(), 1, 15)
    with pytest.raises(SettingError, match="client 1-1 is in the wait-list arm: assessed, and not treated"):
        tell(scenario("small").but({"clinic.wait_list": 1.0}), Rules(), 1, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[tell]\nclient = "first"', "tell.client: a client is written THERAPIST-PLACE"),
        ('[tell]\ncourse = ["task_repared"]', "task_repared is no feature of a course. Did you mean task_repaired"),
        ('[tell]\npronoun = "it"', "tell.pronoun"),
        ('[tell]\nnmae = "x"', "tell.nmae is no part of a scenario"),
    ],
)
def test_a_scenario_that_asks_for_an_impossible_story_is_refused(text, said):
    with pytest.raises(SettingError) as caught:
        parse(text, "mine")
    assert said in str(caught.value)


def test_quiet_stretches_say_what_became_of_tasks():
    found = " ".join(part for _, rows, _, _ in everyone("sarah", 300) for part in course(rows, Voice("1-1"), 80.0) if " to " in part)
    assert "the tasks get done" in found
