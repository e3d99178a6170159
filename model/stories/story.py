"""One dyad's therapy in words, told from the recorded rows alone."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from math import inf
from typing import Any

from model.courses import Row, in_passing, uneasy
from model.errors import SettingError
from model.fields import ARMS
from model.people import nobody, recruit, therapists_in
from model.ratings import CUT_OFF
from model.rule_files.brought import State
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import Run, blocks, choose, life
from model.stories.moments import Course, level
from model.stories.states_told import States
from model.stories.usual import usual
from model.stories.wording import Voice, sentence
from model.telling import address

__all__ = ["address", "closing", "compared_with_all", "lived", "parts", "since", "tell"]
MOST = 20_000
"""Dyads with which a story is compared at most: the first of a clinic that is larger, and those of the client's own therapist."""


def tell(scenario: Scenario, rules: Rules, therapist: int, place: int) -> str:
    """The story of one dyad; only her therapist's life is simulated. SettingError when there is no such client."""
    return "\n\n".join(since(lived(scenario, rules, therapist, place), f"{therapist}-{place}"))


def since(run: Run, client: str, session: int = 0) -> list[str]:
    """The paragraphs of a client's story that tell of this session, or of later ones; how it ended is the last.

    They are the same words as in the whole story. SettingError when the client has no therapy to tell of.
    """
    return [text for last, text in parts(run, client) if last >= session]


def parts(run: Run, client: str) -> list[tuple[float, str]]:
    """The paragraphs of a client's story, each with the last session that it tells of: 0 for who they are, infinite for the end.

    SettingError when the client has no therapy to tell of.
    """
    dyads = run.dyads[run.dyads.client_id == client]
    if dyads.empty:
        met = run.assessments[run.assessments.client_id == client]
        if len(met) and met.arm.iloc[0] == ARMS[1]:
            raise SettingError(f"client {client} is in the wait-list arm: assessed, and not treated; there is no therapy to tell of.")
        raise SettingError(f"client {client} is still waiting for a place when the clinic closes; raise clinic.weeks.")
    tell, rows = run.scenario.tell, list(run.sessions[run.sessions.client_id == client].itertuples(index=False))
    voice = Voice(client, run.scenario.seed, tell if tell.client == client else None)
    return list(paragraphs(dyads.iloc[0], rows, voice, run.rules.brought.states))


def paragraphs(dyad: Any, rows: list[Row], voice: Voice, states: Sequence[State] = ()) -> Iterator[tuple[float, str]]:
    """The paragraphs of a dyad's story, each with the last session that it tells of: 0 for who they are, infinite for the end.

    `states` are those that a rule file brings, which are told where they move.
    """
    yield 0.0, opening(dyad, voice)
    yield from stretches(rows, voice, dyad.distress_score_intake, states)
    yield inf, closing(dyad, rows, voice)


def lived(scenario: Scenario, rules: Rules, therapist: int, place: int) -> Run:
    """The life of one therapist with all her clients; SettingError when there is no such client."""
    if why := nobody(scenario, therapist, place):
        raise SettingError(f"client {therapist}-{place}: {why}.")
    return Run(scenario, rules, "agents", (life(scenario, rules, "agents", recruit(scenario, therapist - 1, therapist)),))


def compared_with_all(
    scenario: Scenario, rules: Rules, therapist: int, place: int, done: Callable[[int, int], object] = lambda i, n: None
) -> str:
    """How usual this dyad's course is in its clinic, which is simulated for it; `done(i, n)` is told of the progress."""
    each, client = int(scenario["clinic.clients_per_therapist"]), f"{therapist}-{place}"
    most = MOST // each * each
    asked = scenario.but({"clinic.dyads": most}) if scenario["clinic.dyads"] > most else scenario
    engine = choose(asked, rules, "auto")
    hers = lived(scenario, rules, therapist, place).blocks if therapist > therapists_in(asked) else ()
    run = Run(asked, rules, engine, (*blocks(asked, rules, engine, done=done), *hers))
    return usual(client, scenario.tell.course if scenario.tell.client == client else (), run.sessions, run.dyads)


def opening(dyad: Any, voice: Voice) -> str:
    """Who the two are."""
    anxious, avoidant = dyad.client_attachment_anxiety >= 4.5, dyad.client_attachment_avoidance >= 3.9
    style = (
        "fears both closeness and being left" if anxious and avoidant
        else "easily fears being left or rejected" if anxious
        else "keeps others at a distance" if avoidant
        else "is fairly secure in attachment"
    )  # fmt: skip
    score, name = dyad.distress_score_intake, voice.tell.name or f"client {dyad.client_id}"
    distress = "little" if score < CUT_OFF else "moderate" if score < 85 else "marked" if score < 105 else "severe"
    hopes = level(dyad.expectation_intake, ("little", "some", "much"), 0.5, 0.7)
    wish = level(dyad.client_goal_wish, ("relief from symptoms", "relief and some change", "a deep change"), 0.25, 0.55)
    traits = [style]
    traits += [f"is hard on {voice.fields['themself']}"] if dyad.client_self_acceptance < 0.35 else []
    traits += ["is quick to reproach others"] if dyad.client_hostility > 0.45 else []
    apart = dyad.therapist_goal_aim - dyad.client_goal_wish
    aim = "much the same thing" if abs(apart) < 0.25 else "something deeper" if apart > 0 else "something more modest"
    return (
        f"{sentence(name)} comes with {distress} distress ({score:.0f} on the OQ-45; clinical from {CUT_OFF:.0f}) "
        f"and {hopes} hope that therapy will help. {sentence(voice.fields['client'])} {', '.join(traits)}, and is looking for {wish}.\n"
        f"The therapist, {modality_in_words(dyad)}, tends to work for {aim}. She {therapist_in_words(dyad)}."
    )


def modality_in_words(dyad: Any) -> str:
    """What a dyad's therapist practises."""
    return str(dyad.modality).replace("_", "-").replace("cbt", "cognitive-behavioural")


def therapist_in_words(dyad: Any) -> str:
    """What a dyad's therapist brings, as it follows on "she"."""
    empathy = level(dyad.therapist_empathic_accuracy, ("limited", "fair", "keen"), 0.55, 0.72)
    skill = level(dyad.therapist_repair_skill, ("little", "fair", "much"))
    steers = ("keeps the agenda to herself", "shares some of the planning", "plans together with clients")
    planning = level(dyad.therapist_collaboration, steers, 0.5)
    return f"has {empathy} empathy and {skill} skill in repairing strains, and {planning}"


def course(rows: list[Row], voice: Voice, intake: float) -> Iterator[str]:
    """What happens, a paragraph for each session with news, and a clause for each stretch without."""
    return (text for _, text in stretches(rows, voice, intake))


def stretches(rows: list[Row], voice: Voice, intake: float, states: Sequence[State] = ()) -> Iterator[tuple[float, str]]:
    """What happens, a paragraph for each session with news or stretch without, after the last session that it tells of."""
    course, brought = Course(voice, intake), States(states, rows)
    around = zip(rows, [None, *rows], [*rows[1:], None], strict=False)
    said = [(row, [*course.session(row, before, after), *brought.news(row)]) for row, before, after in around]
    for news, group in groupby(said, key=lambda one: bool(one[1])):
        stretch = list(group)
        if news:
            yield from ((row.session, alone(row, [*words, *slight(row, voice)])) for row, words in stretch)
        else:
            yield stretch[-1][0].session, quietly([row for row, _ in stretch], voice)


def slight(row: Row, voice: Voice) -> list[str]:
    """A rupture that is slight and left unspoken, told in a session that has other news; every rupture that is counted is told."""
    return [f"{voice.sentence('small_strain', row.session)}."] if in_passing(row) else []


def alone(row: Row, words: list[str]) -> str:
    """A session with news: the questionnaire that came before it at the head, those that came after it at the end."""
    return f"Session {row.session} (distress {row.distress_score:.0f}). {' '.join(words)} {margin(row)}"


def quietly(rows: list[Row], voice: Voice) -> str:
    """A stretch of sessions without news."""
    first, last = rows[0], rows[-1]
    due = [bool(row.homework_done) for row in rows if row.homework_assigned]
    also = [tasks(due)] if due else []
    if strains := sum(bool(row.ruptured) for row in rows):
        also.append(voice.phrase("small_strain" if strains == 1 else "small_strains", first.session))
    if any(row.raised for row in rows):
        also.append(voice.phrase("old_strain", first.session))
    if len(rows) == 1:
        return alone(first, ["; ".join([voice.sentence("quiet_one", first.session)[:-1], *also]) + "."])
    change = last.distress_score - first.distress_score
    also.append("distress stays about the same" if abs(change) < 5 else f"distress {'rises' if change > 0 else 'falls'}")
    joint, scores = "and" if len(rows) == 2 else "to", f"(distress {first.distress_score:.0f} → {last.distress_score:.0f})"
    head = f"Sessions {first.session} {joint} {last.session} {scores} {voice.phrase('quiet_more', first.session)}"
    return f"{'; '.join([head, *also])}. {margin(last)}"


def tasks(done: list[bool]) -> str:
    """What became of the tasks of a stretch."""
    if any(done) and not all(done):
        return "some tasks get done, some not"
    one = len(done) == 1
    verb = ("gets" if one else "get") if all(done) else ("stays" if one else "stay")
    return f"the task{'' if one else 's'} {verb} {'done' if all(done) else 'undone'}"


def margin(row: Row) -> str:
    """The alliance as the two rate it after a session, small at the edge."""
    return f"[WAI {row.wai_client:.1f}/{row.wai_therapist:.1f}]"


def closing(dyad: Any, rows: list[Row], voice: Voice) -> str:
    """How it ended, and what came of it."""
    return f"{voice.sentence(ending(dyad, rows), int(dyad.sessions_attended))} {mended(dyad, rows)} {outcome(dyad)}"


def ending(dyad: Any, rows: list[Row]) -> str:
    """The kind of ending, by how the two part."""
    kind = "practical" if dyad.ended_for_practical_reasons else str(dyad.ending)
    if kind == "dropout":
        return "lapsed" if dyad.weeks > rows[-1].week - rows[0].week else kind
    if kind != "ongoing" and uneasy(rows):
        return f"{kind}_uneasy"
    return "agreed_plain" if kind == "agreed" and not dyad.reliable_improvement else kind


def mended(dyad: Any, rows: list[Row]) -> str:
    """How many sessions and ruptures there were, and what became of them."""
    slight, later = sum(map(in_passing, rows)), sum(bool(row.raised and row.repaired) for row in rows)
    if dyad.sessions_attended == 1:
        repaired = "slight and left unspoken" if slight else f"{'' if dyad.repairs else 'not '}fully repaired"
        return f"1 session, with a rupture, {repaired}." if dyad.ruptures else "1 session, without a rupture."
    if not dyad.ruptures:
        return f"{dyad.sessions_attended} sessions, none with a rupture."
    unspoken = "slight and left unspoken" + (" at the time" if any(row.raised for row in rows) else "")
    passed = "" if not slight else f" ({unspoken})" if dyad.ruptures == 1 else f" ({slight} of them {unspoken})"
    late = "" if not later else ", in a later session" if dyad.repairs == 1 else f", {later} of them in a later session"
    held = f"{dyad.sessions_attended} sessions, {dyad.ruptures} with a rupture"
    return f"{held}{passed}, {dyad.repairs or 'none'} fully repaired{late}."


def outcome(dyad: Any) -> str:
    """What the questionnaire says of change; nothing of those who came once, whose scores are all from before therapy."""
    first, last = f"{dyad.distress_score_intake:.0f}", f"{dyad.distress_score_last:.0f}"
    if dyad.sessions_attended == 1:
        return f"Distress {first} at intake and {last} before the only session: both scores are from before therapy could do anything."
    points = round(abs(dyad.distress_score_intake - dyad.distress_score_last))
    verdict = (
        "recovered" if dyad.recovered
        else "reliably better" if dyad.reliable_improvement
        else "reliably worse" if dyad.reliable_deterioration
        else "no reliable change"
    )  # fmt: skip
    way = "better" if dyad.distress_score_last < dyad.distress_score_intake else "worse"
    moved = f"{points} point{'' if points == 1 else 's'} {way}: " if points else ""
    return f"Distress from {first} at intake to {last} ({moved}{verdict})."


def titled(scenario: Scenario, client: str) -> str:
    """What stands above a story."""
    name = scenario.tell.name if scenario.tell.name and scenario.tell.client == client else f"client {client}"
    return (
        f"{scenario.title or scenario.name}: {name} (seed {scenario.seed})\n"
        "In parentheses: distress before the session (OQ-45)\n"
        "In brackets: alliance after it, as the client and as the therapist rate it (WAI-SR, 1 to 5)"
    )
