"""A story is true to its rows, tells the same dyad in the same words, and leaves every number as it is."""

import re
from itertools import pairwise

import pytest

from model import Scenario, scenario, simulate
from model.courses import ENDINGS, FEATURES, all_of, usual, who
from model.errors import SettingError
from model.moments import in_passing
from model.ratings import CUT_OFF
from model.rules import Rules
from model.scenario import parse, shipped
from model.story import compared_with_all, course, narrated, tell, titled, told
from model.telling import Tell
from model.wording import PRONOUNS, WORDS, Voice

VALUES = {"depth", "depth_they", "task", "weeks", "points", "said"}
"""What moments bring to their wordings."""
FORGETFUL = Scenario("watched for five weeks", settings={"clinic.dyads": 60, "clinic.weeks": 5})


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
        yield dyad, rows[dyad.client_id], narrated(dyad, rows[dyad.client_id], voice), voice.kinds


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
    assert set(said) == set(WORDS["withdrawal"])


def test_every_kind_of_moment_happens_somewhere():
    missing = set(WORDS)
    for chosen in (FORGETFUL, *shipped().values()):
        for _, _, _, kinds in everyone(chosen, 600):
            missing -= {kind for kind, _ in kinds}
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
        smaller = {n for n in by if n + 1 in by and by[n + 1].homework_difficulty < by[n].homework_difficulty}
        assert at["agreed_smaller"] | at["agreed_trimmed"] | at["renegotiated"] <= smaller
        assert at["renegotiated"] <= sessions(lambda r: r.rupture_component == "task" and r.repair_stage >= 3)
        skipped = {n for n in by if n > 1 and by[n].week - by[n - 1].week > 1}
        assert at["gap_one"] | at["gap_more"] <= skipped
        assert ("recovered)" in text) == dyad.recovered
        assert f"{dyad.repairs} fully repaired" in text or not dyad.ruptures
        slight = sum(map(in_passing, rows))
        assert (f"({slight} of them slight" in text) == (slight > 0)


@pytest.mark.parametrize("chosen", ["standard", "trial"])
def test_every_session_is_told_once_and_in_order(chosen):
    for dyad, rows, text, _ in everyone(chosen, 200):
        told_of = []
        for one, first, last in re.findall(r"^(?:Session (\d+)\.|Sessions (\d+) (?:to|and) (\d+) )", text, re.M):
            told_of += [int(one)] if one else range(int(first), int(last) + 1)
        assert told_of == [row.session for row in rows]
        assert len(told_of) == dyad.sessions_attended
        last = rows[-1]
        margins = re.findall(r"distress (?:\d+ → )?(\d+) · WAI ([\d.]+)/([\d.]+)\]", text)
        assert margins[-1] == (f"{last.distress_score:.0f}", f"{last.wai_client:.1f}", f"{last.wai_therapist:.1f}")


def test_uneventful_sessions_are_passed_over_in_a_clause():
    assert any(re.search(r"^Sessions \d+ to \d+ .*distress \w+ ", text, re.M) for _, _, text, _ in everyone("trial"))


def test_a_session_by_itself_claims_nothing_of_those_before():
    for _, rows, _, _ in everyone("standard", 100):
        for row in rows:
            text = told(row)
            assert text.startswith(f"Session {row.session}. ")
            assert not re.search(r"first task|For the first time|than ever before", text)


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
    assert f"{100 * (run.dyads.ending == ending).mean():.0f} % {FEATURES[ENDINGS[ending]].words}" in said
    repaired = run.sessions[run.sessions.repaired & (run.sessions.rupture_component == "task")].client_id.nunique()
    assert len(who("task_repaired", run.sessions, run.dyads)) == repaired
    for name, feature in FEATURES.items():
        assert (feature.session is None) != (feature.dyad is None), name
        assert who(name, run.sessions, run.dyads) <= set(run.dyads.client_id)


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
