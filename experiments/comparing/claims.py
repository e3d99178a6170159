"""What the theory says of every mechanism, as claims about twins: more, less, or exactly as much of something."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from model.mechanisms import MECHANISMS, OF_CODE, in_no_modality
from model.parameters import MODALITIES

UP, DOWN, SAME = "+", "-", "="
Settings = Mapping[str, float]


@dataclass(frozen=True)
class Direction:
    """A claim of the theory: under `high` there is more (+), less (-), or exactly as much (=) of `column` than under `low`."""

    mechanism: str
    claim: str
    sign: str
    column: str
    low: Settings = field(default_factory=dict)
    high: Settings = field(default_factory=dict)

    @property
    def changed(self) -> str:
        """What was raised or switched, in words."""
        if self.high == OF_CODE[self.mechanism].off and not self.low:
            return f"{self.mechanism} off"
        moved = [n for n in {**self.low, **self.high} if self.low.get(n) != self.high.get(n)]
        both = self.low.items() & self.high.items()
        fixed = [m for m in MECHANISMS if m.off and {n: v for n, v in m.off.items() if n not in moved}.items() <= both]
        whole = [m.code for m in fixed if not any(m.off.items() < other.off.items() for other in fixed)]
        given = f"{', '.join(whole)} off: " if whole else ""
        told = [f"{n} {self.low.get(n, 'default')} → {self.high.get(n, 'default')}" for n in moved]
        return given + "; ".join(told[:2]) + (f"; and {len(told) - 2} more" if len(told) > 2 else "")


def of(trait: str, low: float, high: float) -> tuple[Settings, Settings]:
    """Two clinics that differ in one population's mean."""
    return {f"{trait}.mean": low}, {f"{trait}.mean": high}


def number(name: str, low: float, high: float, both: Settings | None = None) -> tuple[Settings, Settings]:
    """Two clinics that differ in one number."""
    return {**(both or {}), name: low}, {**(both or {}), name: high}


def off(code: str) -> tuple[Settings, Settings]:
    """The default clinic, and the same with a mechanism switched off."""
    return {}, OF_CODE[code].off


TRIAL = {"clinic.fixed_length": 1.0, "clinic.planned_sessions": 12}
SLOW = {"rules.strain_fades": 0.1}
WEAK = {"rules.bond_start": 0.1, "rules.bond_gain": 0.0, "rules.task_start": 0.1, "rules.task_rate": 0.0}
IDLE = {"rules.task_start": 0.1, "rules.task_rate": 0.0, "clients.goal_wish.mean": 0.15, "therapists.goal_aim.mean": 0.85,
        "rules.client_yields": 0.0, "rules.therapist_yields": 0.0}  # fmt: skip
# fmt: off
CLAIMS: tuple[tuple[str, str, str, str, tuple[Settings, Settings]], ...] = (
    ("M1", "a better bond is rated as a better alliance by the therapist, too", UP, "wai_therapist", number("rules.bond_start", 0.4, 0.8)),
    ("M1", "agreement on goals is part of the alliance", DOWN, "alliance", of("clients.goal_wish", 0.4, 0.1)),
    ("M2", "what the therapist thinks of it changes no client's life", SAME, "distress_last", of("therapists.rating_bias", -0.3, 0.1)),
    ("M3", "reliability makes safe", UP, "safety", of("therapists.reliability", 0.5, 0.9)),
    ("M3", "safety opens", UP, "disclosure", of("therapists.reliability", 0.5, 0.9)),
    ("M3", "where safety gates nothing, all open up", UP, "disclosure", off("M3")),
    ("M4", "opening up hurts in the session", UP, "acute_distress", number("rules.processing_pain", 0.0, 15.0)),
    ("M4", "what is opened up pays: without that road less gets better", UP, "distress_last", ({}, in_no_modality("depth_road"))),
    ("M4", "switched off, nothing is stirred up", DOWN, "acute_distress", off("M4")),
    ("M5", "rapport grows from warmth", UP, "bond", number("rules.bond_gain", 0.0, 0.16)),
    ("M5", "rapport cools in weeks without a session", DOWN, "bond", number("rules.absence_cools", 0.0, 0.3)),
    ("M5", "without growth the bond stays a first impression", DOWN, "bond", off("M5")),
    ("M6", "without engagement there is little relief", UP, "distress_last", number("rules.engagement_base", 0.4, -5.0, TRIAL)),
    ("M6", "without what therapy offers nobody gets better by it", UP, "distress_last", number("rules.relief_rate", 0.5, 0.0)),
    ("M7", "a bond without agreed tasks and goals is supportive talk", UP, "distress_last", (TRIAL, TRIAL | IDLE)),
    ("M7", "where tasks and goals need no agreement, more is offered", UP, "offer", off("M7")),
    ("M8", "transference makes ruptures", UP, "ruptured", number("rules.strain_neutral", 0.0, 1.5)),
    ("M8", "transference takes from the empathy that is felt", DOWN, "empathy_felt", number("rules.transference_colours", 0.0, 0.8)),
    ("M8", "without the old story there are fewer ruptures", DOWN, "ruptured", off("M8")),
    ("M9", "a therapist's insecure attachment makes reactions", UP, "reaction", of("therapists.attachment_anxiety", 1.5, 5.0)),
    ("M9", "vulnerability of the therapist makes ruptures", UP, "ruptured", of("therapists.vulnerability", 0.2, 0.7)),
    ("M9", "managing countertransference betters empathy", UP, "empathy_felt", of("therapists.countertransference_management", 0.3, 0.8)),
    ("M9", "managed reactions inform", UP, "empathy_enacted", number("rules.reaction_informs", 0.0, 0.5)),
    ("M9", "reactions that reach nothing let the therapist understand", UP, "empathy_enacted", off("M9")),
    ("M10", "regard builds the bond", UP, "bond", of("therapists.regard", 0.5, 0.85)),
    ("M10", "congruence builds the bond", UP, "bond", of("therapists.congruence", 0.45, 0.85)),
    ("M10", "empathy betters outcome", DOWN, "distress_last", of("therapists.empathic_accuracy", 0.45, 0.8)),
    ("M10", "where conditions make no difference, nobody is misread", DOWN, "ruptured", off("M10")),
    ("M11", "a good bond lets more be dared", UP, "disclosure", number("rules.bond_start", 0.3, 0.8)),
    ("M11", "without the credit of the bond the therapist seems less genuine", DOWN, "congruence_felt", off("M11")),
    ("M12", "hard tasks are done less", DOWN, "homework_done", number("modalities.cbt.difficulty", 0.2, 0.9)),
    ("M12", "reproach shames", DOWN, "self_acceptance", number("rules.admonish_base", -8.0, 2.0)),
    ("M12", "without the work of tasks less gets better", UP, "distress_last", ({}, in_no_modality("task_road"))),
    ("M12", "where nothing hangs on tasks, nobody is shamed by them", UP, "self_acceptance", off("M12")),
    ("M13", "different aims strain", UP, "ruptured", of("clients.goal_wish", 0.4, 0.1)),
    ("M13", "goals reviewed seldom are agreed on less", DOWN, "goal", number("clinic.review_every", 3, 100)),
    ("M13", "without negotiation goals stay apart", DOWN, "goal", off("M13")),
    ("M14", "accurate empathy makes for early alliance", UP, "wai_client_early", of("therapists.empathic_accuracy", 0.45, 0.8)),
    ("M14", "expressed empathy makes for a better alliance", UP, "alliance", of("therapists.empathic_expression", 0.45, 0.85)),
    ("M14", "receptive clients feel more understood", UP, "empathy_felt", of("clients.receptivity", 0.5, 0.85)),
    ("M14", "where empathy need not be taken in, more is felt", UP, "empathy_felt", off("M14")),
    ("M15", "collaboration wins agreement on tasks", UP, "task", of("therapists.collaboration", 0.4, 0.8)),
    ("M15", "collaboration wins agreement on goals", UP, "goal", of("therapists.collaboration", 0.4, 0.8)),
    ("M15", "collaboration prevents ruptures", DOWN, "ruptured", of("therapists.collaboration", 0.4, 0.8)),
    ("M15", "feedback makes noticing", UP, "noticed", number("clinic.feedback", 0.0, 1.0)),
    ("M15", "feedback betters outcome", DOWN, "distress_last", number("clinic.feedback", 0.0, 1.0)),
    ("M15", "where talk of goals need not be shared, goals are agreed on", UP, "goal", off("M15")),
    ("M16", "hostile clients confront", UP, "confrontation", of("clients.hostility", 0.15, 0.6)),
    ("M16", "avoidant clients confront less", DOWN, "confrontation", of("clients.attachment_avoidance", 2.0, 5.0)),
    ("M16", "without strain there are few ruptures", DOWN, "ruptured", off("M16")),
    ("M17", "skill in repair mends ruptures", UP, "repaired", of("therapists.repair_skill", 0.3, 0.7)),
    ("M17", "skill in repair prevents dropout", DOWN, "dropout", of("therapists.repair_skill", 0.3, 0.7)),
    ("M17", "skill in repair betters outcome", DOWN, "distress_last", of("therapists.repair_skill", 0.3, 0.7)),
    ("M17", "injuries that nobody faces harm", UP, "distress_last", number("rules.injury_harms", 0.0, 20.0)),
    ("M17", "where repair heals nothing, the bond is poorer", DOWN, "bond", off("M17")),
    ("M19", "a technique without an alliance does little", UP, "distress_last", (TRIAL, TRIAL | WEAK)),
    ("M19", "where technique needs no alliance, more is offered", UP, "offer", off("M19")),
    ("M21", "a weak alliance ends in dropout", UP, "dropout", ({}, WEAK)),
    ("M21", "a strong alliance engages", UP, "engagement", number("rules.bond_start", 0.3, 0.8)),
    ("M21", "unrepaired ruptures end therapies", UP, "dropout", number("rules.strain_felt", 0.0, 1.0)),
    ("M21", "where the alliance draws nobody in, clients engage less", DOWN, "engagement", off("M21")),
    ("M22", "a secure base lets patterns be looked at", UP, "patterns", of("therapists.reliability", 0.5, 0.9)),
    ("M22", "unsafe depth floods", UP, "overwhelm", number("rules.safety_start", 0.8, 0.2)),
    ("M22", "flooding harms", UP, "distress_last", number("rules.overwhelm_harms", 0.0, 10.0)),
    ("M22", "switched off, nobody is flooded", DOWN, "overwhelm", off("M22")),
    ("M23", "training mends ruptures", UP, "repaired", number("clinic.training", 0.0, 0.5)),
    ("M23", "training betters outcome", DOWN, "distress_last", number("clinic.training", 0.0, 0.5)),
    ("M25", "insecure clients bond less", DOWN, "bond", of("clients.attachment_avoidance", 2.0, 5.0)),
    ("M25", "avoidant clients disclose less", DOWN, "disclosure", of("clients.attachment_avoidance", 2.0, 5.0)),
    ("M25", "anxious clients rupture more", UP, "ruptured", of("clients.attachment_anxiety", 2.5, 5.5)),
    ("M25", "safety eases attachment", DOWN, "attachment_anxiety", number("rules.corrective_rate", 0.0, 0.05)),
    ("M25", "where attachment makes no difference, all open up", UP, "disclosure", off("M25")),
    ("M26", "being accepted teaches self-acceptance", UP, "self_acceptance", of("therapists.regard", 0.5, 0.85)),
    ("M26", "self-acceptance engages", UP, "engagement", of("clients.self_acceptance", 0.3, 0.7)),
    ("M26", "being understood and asked makes hope", UP, "hope", of("therapists.collaboration", 0.4, 0.8)),
    ("M26", "without fear of failing more tasks get done", UP, "homework_done", off("M26")),
    ("M27", "results lift the alliance", UP, "alliance_last", number("rules.results_lift", 0.0, 0.5)),
    ("M27", "who expects help gets better", DOWN, "distress_last", of("clients.expectation", 0.4, 0.8)),
    ("M27", "who expects help stays", DOWN, "dropout", of("clients.expectation", 0.4, 0.8)),
    ("M27", "a worsening life worsens distress", UP, "distress_last", of("clients.outlook", -20.0, 15.0)),
    ("M27", "weeks off make it longer", UP, "weeks", number("rules.week_off", 0.0, 0.3)),
    ("M27", "tired therapists understand less", DOWN, "empathy_enacted", number("rules.session_tires", 0.0, 0.06)),
    ("M27", "tired therapists react more", UP, "countertransference", number("rules.session_tires", 0.0, 0.06)),
    ("M27", "therapists learn to repair", UP, "repaired", number("rules.practice_rate", 0.0, 0.05)),
    ("M27", "switched off, no progress is seen", DOWN, "progress", off("M27")),
    ("M27", "where nobody lapses for it, a better alliance as felt means fewer weeks a session", DOWN, "weeks_a_session",
     number("clients.rating_bias.mean", -0.15, 0.15, {"rules.dropout_alliance": 0.0})),
    ("M27", "bad things that happen hurt", UP, "distress_last", number("rules.life_event_rate", 0.0, 0.2)),
)
# fmt: on


def silent(twins: tuple[Settings, Settings], *codes: str) -> tuple[Settings, Settings]:
    """The same twins with these mechanisms switched off in both: what was theirs to carry then reaches nobody."""
    both = {name: value for code in codes for name, value in OF_CODE[code].off.items()}
    return {**both, **twins[0]}, {**both, **twins[1]}


def practised(column: str, low: float, high: float) -> tuple[Settings, Settings]:
    """Two clinics that differ in one number of every modality."""
    return tuple({f"modalities.{m}.{column}": x for m in MODALITIES} for x in (low, high))  # type: ignore[return-value]


# fmt: off
SWITCHED_OFF: tuple[tuple[str, str, tuple[Settings, Settings]], ...] = (
    ("M3", "how safe it is", silent(number("rules.safety_start", 0.2, 0.8), "M3")),
    ("M4", "how deep clients go", silent(number("rules.disclosure_sd", 0.0, 0.3), "M4")),
    ("M5", "the bond that warmth sustains", silent(number("rules.bond_reach", 1.0, 2.0), "M5")),
    ("M7", "agreement on tasks, by any road", silent(number("rules.task_start", 0.2, 0.9), "M7", "M16", "M21", "M22")),
    ("M8", "the old story", silent(number("rules.transference_sd", 0.0, 0.3), "M8")),
    ("M9", "the therapist's vulnerability", silent(of("therapists.vulnerability", 0.2, 0.7), "M9")),
    ("M9", "how she manages her reactions", silent(of("therapists.countertransference_management", 0.3, 0.8), "M9")),
    ("M10", "the therapist's empathy", silent(of("therapists.empathic_accuracy", 0.45, 0.8), "M10")),
    ("M10", "the therapist's regard", silent(of("therapists.regard", 0.5, 0.85), "M10")),
    ("M10", "the therapist's congruence", silent(of("therapists.congruence", 0.45, 0.85), "M10")),
    ("M11", "the bond, by any road", silent(number("rules.bond_start", 0.3, 0.8), "M8", "M11", "M19", "M21")),
    ("M12", "whether there is homework", silent(practised("homework", 0.0, 1.0), "M12")),
    ("M13", "how often goals are reviewed", silent(number("clinic.review_every", 3, 100), "M13")),
    ("M14", "the client's receptivity", silent(of("clients.receptivity", 0.4, 0.85), "M14")),
    ("M15", "the therapist's collaboration", silent(of("therapists.collaboration", 0.4, 0.8), "M15")),
    ("M15", "feedback", silent(number("clinic.feedback", 0.0, 1.0), "M15")),
    ("M16", "being misread", silent(number("rules.strain_misread", 0.0, 3.0), "M16")),
    ("M16", "the client's hostility", silent(of("clients.hostility", 0.15, 0.6), "M9", "M16")),
    ("M17", "skill in repair", silent(of("therapists.repair_skill", 0.3, 0.7), "M17")),
    ("M17", "skill in repair, where strain fades slowly", silent(number("therapists.repair_skill.mean", 0.3, 0.7, SLOW), "M17")),
    ("M19", "the bond, by any road", silent(number("rules.bond_start", 0.3, 0.8), "M8", "M11", "M19", "M21")),
    ("M21", "how good the alliance feels", silent(of("clients.rating_bias", -0.15, 0.15), "M21")),
    ("M22", "how evocative the sessions are", silent(practised("evocation", 0.2, 1.8), "M4", "M22")),
    ("M25", "the client's attachment", silent(of("clients.attachment_anxiety", 2.0, 5.0), "M25")),
    ("M26", "the client's self-acceptance", silent(of("clients.self_acceptance", 0.3, 0.7), "M26")),
    ("M26", "how fast hope follows", silent(number("rules.hope_rate", 0.0, 0.5), "M26")),
    ("M27", "what is expected of therapy", silent(of("clients.expectation", 0.4, 0.8), "M26", "M27")),
    ("M27", "where life is going", silent(of("clients.outlook", -20.0, 15.0), "M27")),
    ("M27", "bad things that happen", silent(number("rules.life_event_rate", 0.0, 0.2), "M27")),
    ("M27", "how sessions tire", silent(number("rules.session_tires", 0.0, 0.06), "M27")),
    ("M27", "how much practice could add", silent(number("rules.practice_ceiling", 0.15, 0.9), "M27")),
    ("M27", "what counts as progress", silent(number("rules.progress_scale", 20.0, 120.0), "M27")),
)
# fmt: on
DIRECTIONS = (
    *(Direction(code, claim, sign, column, *twins) for code, claim, sign, column, twins in CLAIMS),
    *(
        Direction(code, f"switched off, nobody's distress answers to {what}", SAME, "distress_last", *twins)
        for code, what, twins in SWITCHED_OFF
    ),
)
