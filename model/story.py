"""One dyad's therapy in words, told from the recorded rows alone."""

import pandas as pd

from model.errors import SettingError
from model.people import recruit, therapists_in
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import Run, life

STEPS = ("", "the therapist acknowledges it", "they explore what it was about", "they renegotiate", "and the bond is reinforced")
FAILED = (
    "it is seen but not acknowledged",
    "it is acknowledged, but they do not get to what it was about",
    "they find what it was about, but nothing changes",
    "they agree on a change, but it does not quite ring true",
)
FLOODED, LOOKED_AT = 0.3, 0.2
"""From where on `overwhelm` and `patterns` are worth telling."""
ABOUT = {"bond": "feeling misread or judged", "task": "what to do", "goal": "what to work for"}


def address(client: str) -> tuple[int, int]:
    """Therapist and place, both from 1, of a client written as `3-12`."""
    therapist, dash, place = client.partition("-")
    if not (client.isascii() and dash and therapist.isdigit() and place.isdigit() and int(therapist) > 0 and int(place) > 0):
        raise SettingError(f"a client is written THERAPIST-PLACE, both from 1, as in 3-12; got {client!r}.")
    return int(therapist), int(place)


def tell(scenario: Scenario, rules: Rules, therapist: int, place: int) -> str:
    """The story of one dyad; only her therapist's life is simulated. SettingError when there is no such client."""
    run = lived(scenario, rules, therapist, place)
    wanted = f"{therapist}-{place}"
    dyads = run.dyads[run.dyads.client_id == wanted]
    if dyads.empty:
        raise SettingError(f"client {wanted} is still waiting for a place when the clinic closes; raise clinic.weeks.")
    rows = run.sessions[run.sessions.client_id == wanted]
    return "\n".join([opening(dyads.iloc[0]), *(told(row) for _, row in rows.iterrows()), closing(dyads.iloc[0])])


def lived(scenario: Scenario, rules: Rules, therapist: int, place: int) -> Run:
    """The life of one therapist with all her clients; SettingError when there is no such client."""
    n, each = therapists_in(scenario), int(scenario["clinic.clients_per_therapist"])
    if therapist > n or place > each:
        raise SettingError(f"client {therapist}-{place}: this clinic has therapists 1 to {n} with up to {each} clients each.")
    return Run(scenario, rules, "agents", (life(scenario, rules, "agents", recruit(scenario, therapist - 1, therapist)),))


def level(x: float, words: tuple[str, str, str], low: float = 0.4, high: float = 0.7) -> str:
    """One of three words for a value between 0 and 1."""
    return words[0] if x < low else words[1] if x < high else words[2]


def opening(dyad: pd.Series) -> str:
    """Who the two are."""
    anxiety = level((dyad.client_attachment_anxiety - 1) / 6, ("little", "some", "much"))
    avoidance = level((dyad.client_attachment_avoidance - 1) / 6, ("little", "some", "much"))
    skill = level(dyad.therapist_repair_skill, ("little", "fair", "high"))
    empathy = level(dyad.therapist_empathic_accuracy, ("limited", "fair", "keen"), 0.55, 0.72)
    return (
        f"Client {dyad.client_id} comes with a distress score of {dyad.distress_score_intake:.0f} (OQ-45; clinical from 64), "
        f"{anxiety} attachment anxiety, {avoidance} avoidance, and "
        f"{level(dyad.expectation_intake, ('low', 'moderate', 'high'), 0.5, 0.7)} expectations.\n"
        f"The therapist ({str(dyad.modality).replace('_', '-')}) has {empathy} empathy and {skill} skill in repair.\n"
    )


def told(row: pd.Series) -> str:
    """One session in a few sentences."""
    felt = level(row.empathy_felt, ("feels little understood", "feels partly understood", "feels well understood"), 0.5, 0.72)
    depth = level(row.disclosure, ("stays on the surface", "opens up somewhat", "opens up"))
    parts = [f"The client {felt} and {depth}."]
    if row.homework_assigned:
        hard = level(row.homework_difficulty, ("small", "middling", "big"), 0.3, 0.55)
        reproached = ", and the therapist reproaches the client for it" if row.admonished else ""
        parts.append(f"The {hard} task for the week was {'done' if row.homework_done else 'not done'}{reproached}.")
    if row.overwhelm > FLOODED:
        parts.append("What comes up is more than the client can bear here.")
    elif row.patterns > LOOKED_AT:
        parts.append("They look at how an old relationship repeats itself between them.")
    if row.alert:
        parts.append("The feedback form says: not on track.")
    if row.ruptured:
        parts.append(strain(row))
    return (
        f"Session {row.session} (week {row.week}), distress {row.distress_score:.0f}, WAI {row.wai_client:.1f}/{row.wai_therapist:.1f} "
        f"(client/therapist): " + " ".join(parts)
    )


def strain(row: pd.Series) -> str:
    """A rupture and what became of it."""
    size = level(row.rupture_severity, ("A slight", "A clear", "A deep"), 0.15, 0.45)
    shown = "goes quiet" if row.rupture_type == "withdrawal" else "speaks up"
    begun = f"{size} rupture about {ABOUT[str(row.rupture_component)]}: the client {shown}"
    if not row.noticed:
        return f"{begun}, and the therapist does not notice."
    if row.repaired:
        return f"{begun}; {', '.join(STEPS[1:])}. Repaired."
    return f"{begun}; {FAILED[int(row.repair_stage)]}."


def closing(dyad: pd.Series) -> str:
    """How it ended, and what came of it."""
    how = {
        "dropout": "The client does not come back.",
        "agreed": "They end by agreement" + (", for practical reasons." if dyad.ended_for_practical_reasons else ": it is good enough."),
        "planned_end": "They end as planned.",
        "ongoing": "The therapy is still going on when the clinic closes.",
    }[str(dyad.ending)]
    change = dyad.distress_score_intake - dyad.distress_score_last
    verdict = "reliably better" if dyad.reliable_improvement else "reliably worse" if dyad.reliable_deterioration else "no reliable change"
    return (
        f"\n{how} {dyad.sessions_attended} session{'' if dyad.sessions_attended == 1 else 's'}, {dyad.ruptures} with a rupture, "
        f"{dyad.repairs} fully repaired. Distress {dyad.distress_score_intake:.0f} to {dyad.distress_score_last:.0f} "
        f"({change:+.0f} points of improvement: {verdict})."
    )
