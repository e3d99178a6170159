"""One dyad's therapy in words, told from the recorded rows alone."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from model.courses import usual
from model.errors import SettingError
from model.fields import ARMS
from model.moments import Course, Row, in_passing, level
from model.people import recruit, therapists_in
from model.ratings import CUT_OFF
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import Run, blocks, choose, life
from model.telling import address
from model.wording import Voice, sentence

__all__ = ["address", "closing", "compared_with_all", "lived", "tell", "told"]
LONG_AGO = -500
"""A session before all others: what was told then is no longer new, and may be told again."""
MOST = 20_000
"""Dyads with which a story is compared at most: the first of a clinic that is larger, and those of the client's own therapist."""


def tell(scenario: Scenario, rules: Rules, therapist: int, place: int) -> str:
    """The story of one dyad; only her therapist's life is simulated. SettingError when there is no such client."""
    run = lived(scenario, rules, therapist, place)
    wanted = f"{therapist}-{place}"
    dyads = run.dyads[run.dyads.client_id == wanted]
    if dyads.empty:
        met = run.assessments[run.assessments.client_id == wanted]
        if len(met) and met.arm.iloc[0] == ARMS[1]:
            raise SettingError(f"client {wanted} is in the wait-list arm: assessed, and not treated; there is no therapy to tell of.")
        raise SettingError(f"client {wanted} is still waiting for a place when the clinic closes; raise clinic.weeks.")
    dyad: Any = dyads.iloc[0]
    rows: list[Row] = list(run.sessions[run.sessions.client_id == wanted].itertuples(index=False))
    return narrated(dyad, rows, Voice(wanted, scenario.seed, scenario.tell if scenario.tell.client == wanted else None))


def narrated(dyad: Any, rows: list[Row], voice: Voice) -> str:
    """The story of a dyad from its row and those of its sessions, a paragraph for each part."""
    lapsed = bool(dyad.ending == "dropout" and dyad.weeks > rows[-1].week - rows[0].week)
    told = course(rows, voice, dyad.distress_score_intake)
    return "\n\n".join([opening(dyad, voice), *told, closing(dyad, voice, lapsed, sum(map(in_passing, rows)))])


def lived(scenario: Scenario, rules: Rules, therapist: int, place: int) -> Run:
    """The life of one therapist with all her clients; SettingError when there is no such client."""
    n, each = therapists_in(scenario), int(scenario["clinic.clients_per_therapist"])
    if therapist > n or place > each:
        raise SettingError(f"client {therapist}-{place}: this clinic has therapists 1 to {n} with up to {each} clients each.")
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
    aim = "much the same" if abs(apart) < 0.25 else "something deeper" if apart > 0 else "something more modest"
    empathy = level(dyad.therapist_empathic_accuracy, ("limited", "fair", "keen"), 0.55, 0.72)
    skill = level(dyad.therapist_repair_skill, ("little", "fair", "much"))
    steers = ("keeps the agenda to herself", "shares some of the planning", "plans together with clients")
    modality = str(dyad.modality).replace("_", "-").replace("cbt", "cognitive-behavioural")
    return (
        f"{sentence(name)} comes with {distress} distress ({score:.0f} on the OQ-45; clinical from {CUT_OFF:.0f}) "
        f"and {hopes} hope that therapy will help. {sentence(voice.fields['client'])} {', '.join(traits)}, and is looking for {wish}.\n"
        f"The therapist, {modality}, tends to work for {aim}. She has {empathy} empathy and {skill} skill in repairing strains, "
        f"and {level(dyad.therapist_collaboration, steers, 0.5)}."
    )


def course(rows: list[Row], voice: Voice, intake: float) -> Iterator[str]:
    """What happens, a paragraph for each session with news, and a clause for each stretch without."""
    course = Course(voice, intake)
    around = zip(rows, [None, *rows], [*rows[1:], None], strict=False)
    said = [(row, course.session(row, before, after)) for row, before, after in around]
    for news, group in groupby(said, key=lambda one: bool(one[1])):
        stretch = list(group)
        if news:
            yield from (f"Session {row.session}. {' '.join(words)} {margin(row, row)}" for row, words in stretch)
        else:
            yield quietly([row for row, _ in stretch], voice)


def quietly(rows: list[Row], voice: Voice) -> str:
    """A stretch of sessions without news."""
    first, last = rows[0], rows[-1]
    due = [bool(row.homework_done) for row in rows if row.homework_assigned]
    also = [tasks(due)] if due else []
    if any(row.ruptured for row in rows):
        also.append(f"there are {voice.phrase('small_strains', first.session)}" if len(rows) > 1 else "a slight strain passes unspoken")
    change = last.distress_score - first.distress_score
    if len(rows) > 1:
        way = f"stays about {last.distress_score:.0f}" if abs(change) < 5 else (
            f"{'rises' if change > 0 else 'falls'} from {first.distress_score:.0f} to {last.distress_score:.0f}")  # fmt: skip
        also.append(f"distress {way}")
    tail = "; ".join(also)
    if len(rows) == 1:
        head = voice.sentence("quiet_one", first.session)
        return f"Session {first.session}. {f'{head[:-1]}; {tail}.' if tail else head} {margin(first, last)}"
    joint = "and" if len(rows) == 2 else "to"
    return f"Sessions {first.session} {joint} {last.session} {voice.phrase('quiet_more', first.session)}; {tail}. {margin(first, last)}"


def tasks(done: list[bool]) -> str:
    """What became of the tasks of a stretch."""
    if any(done) and not all(done):
        return "some tasks get done, some not"
    one = len(done) == 1
    verb = ("gets" if one else "get") if all(done) else ("stays" if one else "stay")
    return f"the task{'' if one else 's'} {verb} {'done' if all(done) else 'undone'}"


def margin(first: Row, last: Row) -> str:
    """The questionnaires of a session, or of the first and the last of several, small at the edge."""
    begun = "" if first is last else f"{first.distress_score:.0f} → "
    return f"[distress {begun}{last.distress_score:.0f} · WAI {last.wai_client:.1f}/{last.wai_therapist:.1f}]"


def told(row: Row, seed: int = 0) -> str:
    """One session by itself, whatever may have come before it."""
    voice = Voice(str(row.client_id), seed)
    course = Course(voice, row.distress_score)
    course.told |= dict.fromkeys(("done_first", "patterns_first", "opens"), LONG_AGO)
    course.failed = int(bool(row.homework_done))
    words = course.session(row)
    return f"Session {row.session}. {' '.join(words)} {margin(row, row)}" if words else quietly([row], voice)


def closing(dyad: Any, voice: Voice | None = None, lapsed: bool = False, slight: int = 0) -> str:
    """How it ended, and what came of it; `slight` ruptures were passed over."""
    voice = voice or Voice(str(dyad.client_id))
    ending = "lapsed" if lapsed else "practical" if dyad.ended_for_practical_reasons else str(dyad.ending)
    n, change = dyad.sessions_attended, dyad.distress_score_intake - dyad.distress_score_last
    verdict = (
        "recovered" if dyad.recovered
        else "reliably better" if dyad.reliable_improvement
        else "reliably worse" if dyad.reliable_deterioration
        else "no reliable change"
    )  # fmt: skip
    passed = f" ({slight} of them slight and left unspoken)" if slight else ""
    mended = f"{dyad.ruptures} with a rupture{passed}, {dyad.repairs} fully repaired" if dyad.ruptures else "none with a rupture"
    moved = f"{abs(change):.0f} points {'better' if change > 0 else 'worse'}: " if round(change) else ""
    return (
        f"{voice.sentence(ending, int(n))} {n} session{'' if n == 1 else 's'}, {mended}. "
        f"Distress from {dyad.distress_score_intake:.0f} at intake to {dyad.distress_score_last:.0f} ({moved}{verdict})."
    )


def titled(scenario: Scenario, client: str) -> str:
    """What stands above a story."""
    name = scenario.tell.name if scenario.tell.name and scenario.tell.client == client else f"client {client}"
    return (
        f"{scenario.title or scenario.name}: {name} (seed {scenario.seed})\n"
        "In brackets: distress (OQ-45) · alliance as the client and as the therapist rate it (WAI-SR, 1 to 5)"
    )
