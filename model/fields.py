"""Who carries what. A name stands here once, with its unit and its meaning.

From these lines come the Python objects, the NumPy records, the table columns, the data dictionary, the parameters of
the populations, and the words that rules may ask for. Every value is a float while the clinic lives (flags are 0 or 1,
codes count from 0); `model.tables` casts them when a table is written.
"""

from dataclasses import dataclass

import numpy as np

from model.units import BOTH_WAYS, CODE, COUNT, ECR, FACTOR, FLAG, OFFER, OQ, POINTS, PULL, RATING, STEPS, TINT, UNIT, WAI, WEIGHT, Unit

ARMS = ("therapy", "wait-list")
"""The arms that need no name; those of a scenario follow."""
STATES = ("waiting", "in therapy", "gone")
WAITING, IN_THERAPY, GONE = (float(i) for i in range(len(STATES)))
ENDINGS = ("ongoing", "dropout", "agreed", "planned_end")
COMPONENTS = ("none", "bond", "task", "goal")
TYPES = ("none", "withdrawal", "confrontation")
BOND, TASK, GOAL = (float(COMPONENTS.index(c)) for c in ("bond", "task", "goal"))
WITHDRAWAL, CONFRONTATION = (float(TYPES.index(t)) for t in ("withdrawal", "confrontation"))
DROPOUT, AGREED, PLANNED_END = (float(ENDINGS.index(e)) for e in ("dropout", "agreed", "planned_end"))


@dataclass(frozen=True)
class Field:
    """A name somebody carries: `size` numbers of a `unit`; `shown` fields are columns of the sessions table."""

    name: str
    unit: Unit
    meaning: str
    codes: tuple[str, ...] = ()
    shown: bool = True
    size: int = 1


@dataclass(frozen=True)
class Fitted:
    """In place of a number that calibration finds: the range in which it is searched, taken as plausible beforehand."""

    low: float
    high: float


@dataclass(frozen=True)
class Trait:
    """What a person brings, drawn once: mean, SD, and loading on the population's common factor are parameters.

    `number` is the fixed number of its draw (see `model.luck`); `span` is its range where that is not the unit's.
    """

    number: int
    name: str
    mean: float | Fitted
    sd: float | Fitted
    loading: float
    unit: Unit
    meaning: str
    source: str
    span: tuple[float, float] | None = None

    @property
    def low(self) -> float:
        """The least it can be."""
        return self.span[0] if self.span else self.unit.low

    @property
    def high(self) -> float:
        """The most it can be."""
        return self.span[1] if self.span else self.unit.high


def hidden(name: str, unit: Unit, meaning: str, size: int = 1) -> Field:
    """A field that rules may ask for and tables leave out."""
    return Field(name, unit, meaning, shown=False, size=size)


# fmt: off
CLIENT_TRAITS = (
    Trait(129, "attachment_anxiety", 3.9, 1.2, 0.55, ECR, "fear of being left or rejected, at intake", "ECR means in outpatients (from memory)"),
    Trait(130, "attachment_avoidance", 3.2, 1.2, 0.30, ECR, "discomfort with closeness, at intake", "ECR means in outpatients (from memory)"),
    Trait(131, "hostility", 0.30, 0.15, 0.35, UNIT, "readiness to meet others with anger or reproach", "assumed"),
    Trait(132, "receptivity", 0.72, 0.17, 0.0, UNIT, "how readily offered understanding is taken in", "assumed"),
    Trait(133, "goal_wish", 0.32, 0.22, 0.0, UNIT, "what the client comes for: 0 symptom relief, 1 change of personality", "assumed"),
    Trait(134, "distress", 83.0, 22.0, 0.60, OQ, "true distress at intake", "Lambert et al. (2004), OQ-45 norms, outpatients (from memory)"),
    Trait(135, "expectation", 0.60, 0.16, 0.0, UNIT, "how much help is expected of therapy", "assumed"),
    Trait(136, "outlook", -6.0, Fitted(8, 35), 0.0, POINTS, "how far life outside therapy is going to move distress", "mean set by hand: those who wait get better (Posternak & Miller 2001)", span=(-80, 80)),
    Trait(137, "rating_bias", Fitted(-0.05, 0.12), Fitted(0.05, 0.2), 0.0, TINT, "how generously the client experiences and rates therapists", "assumed"),
    Trait(138, "responsiveness", 1.0, Fitted(0.2, 1), 0.0, FACTOR, "how fast the client profits from what is offered", "Baldwin et al. (2009): people differ in their rate of change", span=(0, 4)),
    Trait(139, "resting_level", Fitted(35, 60), 16.0, 0.45, POINTS, "distress that life and temperament leave when therapy has done its part", "Lambert et al. (2004), OQ-45 norms: community 45 (19) (from memory)", span=(0, 120)),
    Trait(140, "self_acceptance", 0.45, 0.16, -0.40, UNIT, "kindness towards oneself, at intake", "assumed"),
    Trait(141, "fit", 0.0, Fitted(0.1, 0.6), 0.0, TINT, "how the two happen to suit each other", "dyad share of the alliance (Baldwin, Wampold & Imel 2007) for the idea"),
)
THERAPIST_TRAITS = (
    Trait(161, "empathic_accuracy", 0.65, Fitted(0.08, 0.2), 0.60, UNIT, "how well the client's inner world is understood", "assumed; skills correlate .3-.5 (from memory)"),
    Trait(162, "empathic_expression", 0.70, 0.12, 0.60, UNIT, "how well understanding is put into words", "assumed; skills correlate .3-.5 (from memory)"),
    Trait(163, "regard", 0.72, 0.10, 0.60, UNIT, "acceptance of the client without judgment", "assumed"),
    Trait(164, "congruence", 0.68, 0.10, 0.60, UNIT, "genuineness", "assumed"),
    Trait(165, "reliability", 0.80, 0.09, 0.40, UNIT, "punctual, predictable, keeps the frame", "assumed"),
    Trait(166, "collaboration", 0.62, Fitted(0.08, 0.22), 0.60, UNIT, "invites feedback, shares the agenda, lets the client set the pace", "assumed"),
    Trait(167, "repair_skill", 0.50, 0.15, 0.60, UNIT, "handles strains in the relationship well", "assumed"),
    Trait(168, "vulnerability", 0.40, 0.15, -0.30, UNIT, "unresolved matters of the therapist's own that clients can touch", "assumed"),
    Trait(169, "countertransference_management", 0.60, 0.15, 0.60, UNIT, "keeps own reactions in hand and learns from them", "assumed"),
    Trait(170, "resilience", 0.60, 0.12, 0.30, UNIT, "recovers from a hard week", "assumed"),
    Trait(171, "goal_aim", 0.48, 0.15, 0.0, UNIT, "what the therapist tends to work for: 0 symptom relief, 1 change of personality", "assumed"),
    Trait(173, "attachment_anxiety", 2.7, 0.9, -0.20, ECR, "the therapist's own fear of being left or rejected", "ECR means of therapists (from memory)"),
    Trait(174, "attachment_avoidance", 2.4, 0.8, -0.20, ECR, "the therapist's own discomfort with closeness", "ECR means of therapists (from memory)"),
    Trait(175, "sternness", 0.30, 0.12, 0.0, UNIT, "how readily a client is reproached for what was not done", "assumed"),
    Trait(172, "rating_bias", Fitted(-0.25, 0), 0.08, 0.0, TINT, "how generously the therapist rates relationships", "assumed"),
)
TRAINED = ("empathic_expression", "resilience", "countertransference_management", "repair_skill")
"""What training is about: reflective listening, regulating emotion, managing countertransference, repairing ruptures (M23)."""
MODALITY = (
    Field("homework", UNIT, "chance that a task for the week is agreed on in a session"),
    Field("difficulty", UNIT, "difficulty of the first task that is suggested"),
    Field("task_road", WEIGHT, "how much done tasks feed the client's work"),
    Field("depth_road", WEIGHT, "how much disclosure and emotional processing feed the client's work"),
    Field("pattern_road", WEIGHT, "how much looking at relational patterns, here and now, feeds the client's work"),
    Field("evocation", WEIGHT, "how much painful feeling the sessions stir up"),
    Field("technique", WEIGHT, "potency of the specific technique, given an alliance that carries it"),
)
CARRIED = (
    Field("fatigue", UNIT, "the therapist's tiredness as the week begins"),
    Field("practice", UNIT, "skill in repair gained from ruptures met so far"),
)
WEEK = (
    hidden("sessions_held", COUNT, "sessions that the therapist held this week"),
    hidden("ruptures_met", COUNT, "ruptures that the therapist met this week"),
)
MARKS = (
    hidden("stand_in", FLAG, "1 if she stands in for a client's own therapist, outside every caseload"),
    hidden("unsound", FLAG, "1 if a replaced rule of the week's end has answered with what is no number of its range"),
)
DYAD = (
    Field("session", COUNT, "number of this session, from 1; 0 at intake"),
    Field("week", COUNT, "week of the clinic in which the session was held, from 1"),
    hidden("own_week", COUNT, "weeks since intake"),
    hidden("begun", COUNT, "week of the clinic in which intake was, from 1"),
    hidden("weeks_apart", COUNT, "weeks since the last session, or intake; 0 in a session, while they sit together"),
    hidden("present", FLAG, "1 while the therapy goes on"),
    hidden("modality", CODE, "row of the table of modalities: what was practised in the last session"),
    hidden("missed", COUNT, "appointments missed in a row"),
    Field("bond", UNIT, "affective bond: liking, trust, respect"),
    Field("task", UNIT, "agreement on tasks: bought into, seen as relevant"),
    Field("goal", UNIT, "agreement on goals: 1 minus the distance between goal_wish and goal_aim"),
    Field("goal_wish", UNIT, "what the client works for: 0 symptom relief, 1 change of personality"),
    Field("goal_aim", UNIT, "what the therapist works for with this client, same axis"),
    Field("alliance", UNIT, "bond, task and goal taken together"),
    Field("alliance_felt", UNIT, "the alliance as the client experiences it today"),
    hidden("client_occasion", TINT, "the client's passing tint on how the relationship seems today"),
    hidden("therapist_occasion", TINT, "the therapist's passing tint on how the relationship seems today"),
    Field("safety", UNIT, "felt safety: the therapist as a secure base"),
    Field("transference", UNIT, "how far old relationships colour what the client expects of the therapist today"),
    Field("reaction", UNIT, "what the client touches in the therapist today"),
    Field("countertransference", UNIT, "the part of that reaction that the therapist acts out"),
    Field("insight", UNIT, "the part of that reaction that tells her something about the client"),
    Field("empathy_enacted", UNIT, "empathy as an observer would code it: understood and expressed"),
    Field("empathy_felt", UNIT, "empathy as the client feels it"),
    Field("regard_felt", UNIT, "positive regard as the client feels it"),
    Field("congruence_felt", UNIT, "genuineness as the client feels it"),
    Field("collaboration", UNIT, "how far today's work was a joint endeavour"),
    Field("disclosure", UNIT, "how deep the client goes today"),
    Field("overwhelm", UNIT, "painful feeling beyond what the safety of the relationship can hold"),
    Field("patterns", UNIT, "how far the old relationship is looked at in the new one"),
    Field("alert", FLAG, "1 if feedback is in use and says that the client is not on track"),
    Field("progress", BOTH_WAYS, "how far things have become better since intake, as the client feels it"),
    Field("self_acceptance", UNIT, "the client's kindness towards themselves"),
    Field("hope", UNIT, "the client's hope that this therapy helps"),
    Field("engagement", UNIT, "how much the client puts into the work"),
    Field("work", UNIT, "what the client's effort amounts to by this modality's roads"),
    Field("offer", OFFER, "what therapy has to offer the client today: technique carried by the alliance"),
    Field("homework_assigned", FLAG, "1 if a task agreed in the session before was due today"),
    Field("homework_difficulty", UNIT, "difficulty of the task that was due, or else would be suggested"),
    Field("homework_done", FLAG, "1 if the task due today was done"),
    Field("admonished", FLAG, "1 if the therapist reproached the client for the undone task"),
    hidden("homework_next", FLAG, "1 if a task was agreed for the coming week"),
    hidden("difficulty_next", UNIT, "difficulty of the task for the coming week"),
    hidden("goal_talk", UNIT, "how much of today went into agreeing on aims"),
    Field("bond_strain", PULL, "pull on the bond: misread, judged, met by the therapist's own reaction"),
    Field("task_strain", PULL, "pull on the tasks: not bought into, too hard, left undone"),
    Field("goal_strain", PULL, "pull on the goals: working for different things"),
    Field("ruptured", FLAG, "1 if an observer would code a rupture, minor ones included"),
    Field("rupture_component", CODE, "what the rupture is about, today's or the earlier one that is taken up", COMPONENTS),
    Field("rupture_type", CODE, "how the client shows it", TYPES),
    Field("rupture_severity", UNIT, "how badly the alliance was strained; 0 without a rupture"),
    Field("raised", FLAG, "1 if an earlier rupture that nobody had faced is taken up today"),
    Field("taken_up", UNIT, "severity of the rupture that there is to repair: today's, or the earlier one that is taken up"),
    hidden("open_severity", UNIT, "severity of a rupture that nobody has faced yet; 0 without one"),
    hidden("open_component", CODE, "what that rupture is about"),
    Field("noticed", FLAG, "1 if the therapist noticed the rupture, or takes up an earlier one"),
    Field("repair_stage", STEPS, "repair steps that succeeded: 1 acknowledge, 2 explore, 3 renegotiate, 4 reinforce"),
    Field("repaired", FLAG, "1 if all four steps of repair succeeded"),
    Field("strain", UNIT, "what unrepaired ruptures have left behind"),
    Field("attachment_anxiety", ECR, "attachment anxiety towards the therapist"),
    Field("attachment_avoidance", ECR, "attachment avoidance towards the therapist"),
    Field("chronic_distress", POINTS, "the part of distress that life and therapy move slowly"),
    Field("acute_distress", POINTS, "the part of distress that flares up and fades"),
    Field("distress", OQ, "true distress: chronic and acute"),
    hidden("outlook", POINTS, "how far life outside therapy has still to move distress"),
    hidden("life_event", FLAG, "1 if something bad happened in the week before"),
    hidden("distress_intake", OQ, "true distress at intake"),
    Field("distress_score", OQ, "distress questionnaire, filled in before the session"),
    hidden("distress_score_intake", OQ, "distress questionnaire, filled in at intake"),
    hidden("assessment_score", OQ, "distress questionnaire as it would be filled in at the end of the week before"),
    hidden("ruptures", COUNT, "sessions with a rupture so far"),
    hidden("repairs", COUNT, "ruptures fully repaired so far"),
    hidden("ending", CODE, "how the therapy ended"),
    hidden("practical", FLAG, "1 if it ended by agreement for practical reasons"),
    hidden("unsound", FLAG, "1 if a replaced rule has answered with what is no number of its range"),
    hidden("wai_client_early", WAI, "client's WAI-SR total at session 3; 0 without one"),
)
RATINGS = (
    hidden("wai_client_items", WAI, "the client's 12 WAI-SR items: 4 bond, 4 task, 4 goal", 12),
    hidden("wai_therapist_items", WAI, "the therapist's 12 WAI-SR items: 4 bond, 4 task, 4 goal", 12),
    Field("wai_client", WAI, "client's WAI-SR total, mean of 12 items, after the session"),
    Field("wai_client_bond", WAI, "client's Bond subscale"),
    Field("wai_client_task", WAI, "client's Task subscale"),
    Field("wai_client_goal", WAI, "client's Goal subscale"),
    Field("wai_therapist", WAI, "therapist's WAI-SR total, mean of 12 items, after the session"),
    Field("wai_therapist_bond", WAI, "therapist's Bond subscale"),
    Field("wai_therapist_task", WAI, "therapist's Task subscale"),
    Field("wai_therapist_goal", WAI, "therapist's Goal subscale"),
    Field("empathy_client", RATING, "the therapist's empathy as the client rates it"),
    Field("empathy_therapist", RATING, "the therapist's empathy as the therapist rates it"),
    Field("regard_client", RATING, "the therapist's regard as the client rates it"),
    Field("congruence_client", RATING, "the therapist's congruence as the client rates it"),
    Field("rupture_reported_client", FLAG, "1 if the client reports tension after the session"),
    Field("rupture_reported_therapist", FLAG, "1 if the therapist reports tension after the session"),
)
# fmt: on

CLIENT = (
    *(Field(t.name, t.unit, t.meaning) for t in CLIENT_TRAITS),
    hidden("waits", FLAG, "1 in the wait-list arm: assessed like the others, and not treated"),
    hidden("arm", CODE, "arm of the study to which luck has allocated the client"),
)
THERAPIST = (
    *(Field(t.name, t.unit, t.meaning) for t in THERAPIST_TRAITS),
    *(Field(f"modality_{f.name}", f.unit, f"of the therapist's modality: {f.meaning}") for f in MODALITY),
    hidden("modality", CODE, "row of the table of modalities"),
    *CARRIED,
    *WEEK,
    *MARKS,
)


def record(fields: tuple[Field, ...]) -> np.dtype:
    """The NumPy record of these fields, every number a double."""
    return np.dtype([(f.name, "f8") if f.size == 1 else (f.name, "f8", (f.size,)) for f in fields])


def flat(records: np.ndarray) -> np.ndarray:
    """Records as plain rows of doubles: the same memory, records x numbers."""
    return records.view(np.float64).reshape(len(records), records.dtype.itemsize // 8)


CLIENT_RECORD, THERAPIST_RECORD, DYAD_RECORD, RATINGS_RECORD = map(record, (CLIENT, THERAPIST, DYAD, RATINGS))


def words() -> dict[str, str]:
    """Every word that a rule of the session may ask for, and where the meeting `m` keeps it; the engine's own marks are none."""
    asked = {f.name: f"m.dyad.{f.name}" for f in DYAD if f.name not in {mark.name for mark in MARKS}}
    asked |= {f"client_{f.name}": f"m.client.{f.name}" for f in CLIENT}
    asked |= therapist_words()
    asked |= {f"modality_{f.name}": f"m.therapist.modality_{f.name}" for f in MODALITY}
    return asked | {"p": "m.p"}


def week_words() -> dict[str, str]:
    """Every word that a rule of the week's end may ask for: the therapist, and counts of her week."""
    return therapist_words() | {f.name: f"m.therapist.{f.name}" for f in WEEK} | {"p": "m.p"}


def therapist_words() -> dict[str, str]:
    """Words for what a therapist brings and carries; her modality and the counts of her week have words of their own."""
    return {f"therapist_{f.name}": f"m.therapist.{f.name}" for f in (*THERAPIST_TRAITS, *CARRIED)}
