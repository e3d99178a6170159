"""Every number of the model, declared once: name, default, range, unit, meaning, source.

Validation, messages, command-line help, sweep bounds and the documentation are made from these lines. The short names
of the groups `rules`, `ratings` and `clinic` are what rules ask for as `p.name`.
"""

from dataclasses import dataclass
from importlib.resources import files
from math import inf

import numpy as np

from model.fields import CLIENT_TRAITS, MODALITY, THERAPIST_TRAITS, Fitted, Trait
from model.toml import flat, read_toml
from model.units import POINTS, UNIT

ASSUMED, BY_HAND = "assumed", "set by hand so that a routine clinic is plausible"
FROZEN = "calibrated-1"
"""The named set of fitted numbers that results cite: `model/calibrated-1.toml`, written by `dyads calibrate`."""
FOUND: dict[str, float] = dict(flat(read_toml(files("model").joinpath(f"{FROZEN}.toml").read_text("utf-8"))["settings"]))


PER = "per session"
ODDS = "log-odds"


@dataclass(frozen=True)
class Number:
    """One declared number; `whole` ones are counts, and fitted ones say in which range calibration searches them."""

    name: str
    default: float
    low: float
    high: float
    unit: str
    meaning: str
    source: str
    whole: bool = False
    searched: Fitted | None = None

    @property
    def short(self) -> str:
        """The last part of the dotted name: what rules ask for."""
        return self.name.rpartition(".")[2]

    @property
    def range(self) -> str:
        """The declared range in words."""
        if self.low == -inf:
            return "any finite number"
        return f"[{self.low:,.6g}, {self.high:,d}]" if self.whole else f"[{self.low:g}, {self.high:g}]"

    @property
    def range_and_unit(self) -> str:
        """The declared range with its unit, unless the unit says no more than the range."""
        return self.range if self.unit in (UNIT, "") else f"{self.range} {self.unit}"


def number(name, default, low, high, unit, meaning, source=ASSUMED, whole=False):
    """A declared number; a fitted one has its value from the frozen set, which its source names."""
    if isinstance(default, Fitted):
        direction = "" if source == ASSUMED else f"; {source}"
        return Number(name, FOUND[name], low, high, unit, meaning, f"fitted: {FROZEN}{direction}", whole, default)
    return Number(name, default, low, high, unit, meaning, source, whole)


def _rule(name, *declared):
    return number(f"rules.{name}", *declared)


def _rating(name, *declared):
    return number(f"ratings.{name}", *declared)


def _clinic(name, default, low, high, unit, meaning, whole=True):
    return number(f"clinic.{name}", default, low, high, unit, meaning, ASSUMED, whole)


# fmt: off
CLINIC = (
    _clinic("dyads", 600, 1, 100_000_000, "dyads", "how many clients come to the clinic; each has one therapist"),
    _clinic("clients_per_therapist", 30, 1, 10_000, "clients", "length of each therapist's queue; the last may have fewer"),
    _clinic("caseload", 12, 1, 200, "clients", "how many clients a therapist sees in the same weeks"),
    _clinic("planned_sessions", 40, 1, 400, "sessions", "sessions after which a therapy ends as planned"),
    _clinic("weeks", 520, 1, 5_000, "weeks", "how long the clinic is watched; therapies still going on then are 'ongoing'"),
    _clinic("review_every", 6, 1, 400, "sessions", "goals are reviewed every so many sessions"),
    _clinic("fixed_length", 0, 0, 1, UNIT, "1: no agreed ending before the plan, as in a trial; 0: open-ended, as in routine care", whole=False),
    _clinic("wait_list", 0, 0, 1, UNIT, "share of clients allocated to the wait-list arm: assessed, and not treated", whole=False),
    _clinic("assessment_weeks", 8, 1, 260, "weeks", "from one assessment to the next, counted from intake, for everybody"),
    _clinic("assessments", 3, 0, 40, "assessments", "how many there are after the one at intake"),
    _clinic("feedback", 0, 0, 1, UNIT, "1: clients fill in a form every session, and the therapist reads it (routine outcome monitoring)", whole=False),
    _clinic("training", 0, 0, 1, UNIT, "share of the gap to full skill that training closes: expression, resilience, countertransference, repair", whole=False),
)
RULES = (
    # the encounter
    _rule("hostility_touches", 1.5, 0, 3, "per unit of hostility", "how far a hostile client touches the therapist's own matters"),
    _rule("ordinary_hostility", 0.3, 0, 1, UNIT, "hostility that touches nobody"),
    _rule("vulnerability_answers", 0.6, 0, 2, "per unit of vulnerability", "reaction of a therapist's own matters to an ordinary client"),
    _rule("transference_touches", 0.6, 0, 3, "per unit of transference", "how far the client's old story touches the therapist's own matters"),
    _rule("own_attachment_touches", 0.35, 0, 2, "per unit", "how far the therapist's attachment answers to the client's: anxious to distance, avoidant to need"),
    _rule("management_holds", 0.55, 0, 1, UNIT, "how far management of countertransference keeps reactions in hand", "Hayes et al. (2018) for the direction"),
    _rule("reaction_informs", 0.25, 0, 1, "per unit", "how far a managed reaction tells the therapist about the client"),
    _rule("fatigue_loosens", 0.6, 0, 2, "per unit of fatigue", "how far fatigue lets reactions through"),
    _rule("reaction_sd", 0.12, 0, 0.5, UNIT, "session-to-session spread of reactions"),
    _rule("avoidance_hides", 0.2, 0, 1, UNIT, "how far an avoidant client is hard to read"),
    _rule("reaction_blinds", 0.6, 0, 1, UNIT, "how far her own reaction keeps the therapist from understanding and sharing"),
    _rule("fatigue_dulls", 0.25, 0, 1, UNIT, "how far fatigue dulls understanding"),
    _rule("empathy_sd", 0.08, 0, 0.5, UNIT, "session-to-session spread of accurate understanding"),
    _rule("receptivity_matters", 0.7, 0, 1, UNIT, "how far understanding must be taken in to be felt"),
    _rule("empathy_reach", 1.25, 0.5, 2, "factor", "felt empathy for a unit of empathy taken in"),
    _rule("bond_lends", 0.25, 0, 1, "per unit of bond", "credit that a good bond lends to what the therapist does"),
    _rule("anxiety_transfers", 0.6, 0, 1, UNIT, "how far attachment anxiety makes the old story"),
    _rule("avoidance_transfers", 0.4, 0, 1, UNIT, "how far attachment avoidance makes it"),
    _rule("safety_quiets", 0.5, 0, 1, UNIT, "how far felt safety lets the old story sleep"),
    _rule("transference_sd", 0.10, 0, 0.5, UNIT, "session-to-session spread of transference"),
    _rule("transference_colours", 0.25, 0, 1, UNIT, "how far the old story colours what is felt"),
    _rule("fit_felt", 0.06, 0, 1, "per unit of fit", "how far fit lets understanding be felt"),
    _rule("felt_sd", 0.08, 0, 0.5, UNIT, "session-to-session spread of what is felt"),
    _rule("reaction_chills", 0.5, 0, 1, UNIT, "how far her own reaction shows as coolness or a false note"),
    _rule("admonition_stings", 0.25, 0, 1, UNIT, "felt regard lost by a reproach"),
    _rule("alert_from", 2, 0, 40, "sessions", "feedback gives no alarm up to this session"),
    _rule("alert_expects", 4.0, -40, 40, POINTS, "improvement below which feedback gives the alarm"),
    _rule("feedback_invites", 0.08, 0, 1, UNIT, "collaboration gained where feedback is in use", "Lambert & Harmon (2018) for the direction"),
    _rule("alert_adjusts", 0.15, 0, 1, UNIT, "collaboration gained where feedback gives the alarm", "Lambert & Harmon (2018) for the direction"),
    _rule("avoidance_holds_back", 0.15, 0, 1, UNIT, "how far avoidance keeps a client from joining in"),
    _rule("understanding_opens", 0.6, 0, 1, UNIT, "how far feeling understood decides disclosure (convex)"),
    _rule("safety_opens", 0.6, 0, 1, UNIT, "how far felt safety decides disclosure"),
    _rule("bond_emboldens", 0.4, 0, 1, UNIT, "how far the bond decides what is risked"),
    _rule("avoidance_closes", 0.35, 0, 1, UNIT, "how far avoidance holds disclosure back"),
    _rule("disclosure_sd", 0.06, 0, 0.5, UNIT, "session-to-session spread of disclosure"),
    _rule("overwhelms", 0.62, 0, 5, "factor", "how far evoked feeling outruns safety", BY_HAND),
    _rule("patterns_unaided", 0.5, 0, 1, UNIT, "how far it can be looked at without the therapist's insight"),
    _rule("patterns_reach", 1.8, 0, 5, "factor", "how far an awake transference can be looked at"),
    _rule("secure_base", 0.7, 0, 1, UNIT, "how far it takes safety to look at it"),
    # the work
    _rule("homework_base", Fitted(0, 3), -5, 5, ODDS, "doing a task of no difficulty, agreed on half-heartedly"),
    _rule("homework_task", 3.0, 0, 10, "log-odds per unit", "how far agreement on tasks gets them done"),
    _rule("homework_hope", 1.5, 0, 10, "log-odds per unit", "how far hope gets tasks done"),
    _rule("homework_hard", 2.0, 0, 10, "log-odds per unit", "how far difficulty keeps tasks undone"),
    _rule("homework_fear", 2.0, 0, 10, "log-odds per unit", "how far self-criticism keeps difficult tasks undone"),
    _rule("homework_engaged", 2.0, 0, 10, "log-odds per unit", "how far engagement in the session before gets tasks done"),
    _rule("admonish_base", -3.7, -8, 8, ODDS, "reproach for an undone task by an average therapist", BY_HAND),
    _rule("admonish_reaction", 4.0, 0, 15, "log-odds per unit", "how far her own reaction makes the therapist reproach"),
    _rule("admonish_regard", 6.0, 0, 15, "log-odds per unit", "how far regard keeps her from it"),
    _rule("admonish_stern", 8.0, 0, 20, "log-odds per unit", "how far sternness makes the therapist reproach"),
    _rule("ordinary_sternness", 0.3, 0, 1, UNIT, "sternness of an average therapist"),
    _rule("ordinary_regard", 0.7, 0, 1, UNIT, "regard of an average therapist"),
    _rule("admonish_shared", 4.0, 0, 15, "log-odds per unit", "how far a shared agenda keeps her from it"),
    _rule("pace_shared", 0.3, 0, 1, UNIT, "how much smaller a task becomes that was left undone, where the client sets the pace"),
    _rule("renegotiation_shrinks", 0.6, 0, 1, UNIT, "how much smaller a renegotiated task is"),
    _rule("mastery_stretches", 0.1, 0, 1, UNIT, "how far the next task grows after a mastered one"),
    _rule("difficulty_ceiling", 0.8, 0, 1, UNIT, "the hardest task that is reached by mastery"),
    _rule("engagement_base", Fitted(-1, 2), -5, 5, ODDS, "engagement in an ordinary alliance"),
    _rule("engagement_alliance", Fitted(1, 9), 0, 15, "log-odds per unit", "how far the alliance draws the client into the work"),
    _rule("engagement_hope", Fitted(0, 6), 0, 15, "log-odds per unit", "how far hope draws the client into the work"),
    _rule("engagement_acceptance", 1.5, 0, 15, "log-odds per unit", "how far self-acceptance mobilises the client"),
    _rule("engagement_expectation", Fitted(0, 6), 0, 15, "log-odds per unit", "how far expecting help draws the client into the work", "Constantino et al. (2018) for the direction"),
    _rule("engagement_strain", 1.5, 0, 15, "log-odds per unit", "how far unhealed ruptures keep the client out of the work"),
    _rule("engagement_withdrawn", 2.0, 0, 15, "log-odds per unit of severity", "how far withdrawing from a rupture takes the client out of the work"),
    _rule("session_road", Fitted(0.02, 0.3), 0, 1, UNIT, "what talking together adds to the work in any modality"),
    _rule("channel_matters", 0.85, 0, 1, UNIT, "how far tasks and goals must be agreed for therapy to bite"),
    _rule("bond_carries", 0.5, 0, 1, UNIT, "how far the bond must carry the technique"),
    # ruptures and their repair
    _rule("strain_misread", 1.0, 0, 5, "per unit", "pull on the bond of being misread"),
    _rule("strain_judged", 0.6, 0, 5, "per unit", "pull on the bond of feeling judged"),
    _rule("strain_reaction", 1.0, 0, 5, "per unit", "pull on the bond of the therapist's own reaction"),
    _rule("strain_neutral", 0.6, 0, 5, "per unit of transference", "pull on the bond of neutral acts that the old story takes for rejection"),
    _rule("strain_overwhelmed", 0.47, 0, 5, "per unit", "pull on the bond of being flooded", BY_HAND),
    _rule("strain_unconvinced", 1.0, 0, 5, "per unit", "pull on the tasks of not being convinced"),
    _rule("strain_failed", 0.8, 0, 5, "per unit of difficulty", "pull on the tasks of a task left undone"),
    _rule("strain_admonished", 1.0, 0, 5, "per reproach", "pull on the tasks of being reproached"),
    _rule("strain_goals", 2.2, 0, 5, "per unit of distance", "pull on the goals of working for different things"),
    _rule("rupture_base", Fitted(-3.5, -0.5), -6, 6, ODDS, "rupture in a session without any strain"),
    _rule("rupture_strain", Fitted(0.4, 2), 0, 5, "log-odds per unit", "how far strains end in ruptures"),
    _rule("rupture_anxiety", 0.8, 0, 5, "log-odds per unit", "how far attachment anxiety senses ruptures"),
    _rule("rupture_lingers", 1.0, 0, 5, "log-odds per unit", "how far unhealed ruptures reopen"),
    _rule("rupture_shared", 1.0, 0, 5, "log-odds per unit", "how far collaboration prevents ruptures"),
    _rule("severity_least", 0.05, 0, 0.5, UNIT, "severity from which on an observer would code a rupture"),
    _rule("severity_base", 0.3, 0, 2, UNIT, "what the worst luck adds without any strain"),
    _rule("strains_locate", 1.0, 0, 1, UNIT, "how far the strains decide which component gives; 0: each as often"),
    _rule("severity_strain", 0.4, 0, 2, "per unit", "how far strains make ruptures worse"),
    _rule("confrontation_base", -1.4, -6, 6, ODDS, "confronting rather than withdrawing"),
    _rule("confrontation_anxiety", 1.5, 0, 10, "log-odds per unit", "how far attachment anxiety confronts"),
    _rule("confrontation_hostility", 2.5, 0, 10, "log-odds per unit", "how far hostility confronts"),
    _rule("withdrawal_avoidance", 2.0, 0, 10, "log-odds per unit", "how far avoidance withdraws"),
    _rule("withdrawal_overwhelm", 2.0, 0, 10, "log-odds per unit", "how far being flooded withdraws"),
    _rule("notice_base", Fitted(-1, 2), -6, 6, ODDS, "noticing a small, loud rupture"),
    _rule("notice_empathy", 3.0, 0, 10, "log-odds per unit", "how far empathy notices"),
    _rule("notice_feedback", 2.0, 0, 10, "log-odds per unit", "how far invited feedback shows ruptures"),
    _rule("feedback_shows", 1.0, 0, 10, ODDS, "how far feedback shows ruptures"),
    _rule("notice_severity", 1.0, 0, 10, "log-odds per unit", "how far worse ruptures are noticed"),
    _rule("notice_quiet", 0.8, 0, 10, ODDS, "how far withdrawal goes unnoticed"),
    _rule("repair_base", Fitted(0, 4), -6, 6, ODDS, "one step of repair by an average therapist"),
    _rule("repair_skill", 3.0, 0, 10, "log-odds per unit", "how far skill in repair makes each step succeed"),
    _rule("repair_bond", 1.5, 0, 10, "log-odds per unit", "how far the bond helps to acknowledge"),
    _rule("repair_depth", 1.5, 0, 10, "log-odds per unit of severity", "how far a deep hurt is harder to face and to explore"),
    _rule("repair_reaction", 2.5, 0, 10, "log-odds per unit", "how far her own reaction makes the therapist defend herself"),
    _rule("repair_understood", 2.0, 0, 10, "log-odds per unit", "how far felt empathy helps to explore"),
    _rule("repair_safety", 1.5, 0, 10, "log-odds per unit", "how far safety helps to explore"),
    _rule("repair_shared", 2.5, 0, 10, "log-odds per unit", "how far collaboration helps to renegotiate"),
    _rule("repair_true", 2.0, 0, 10, "log-odds per unit", "how far congruence and regard make faith ring true"),
    _rule("raise_base", -0.5, -6, 6, ODDS, "taking up an earlier rupture that nobody had faced, an ordinary session"),
    _rule("raise_shared", 2.5, 0, 10, "log-odds per unit", "how far collaboration lets an earlier rupture be taken up"),
    _rule("raise_safe", 1.5, 0, 10, "log-odds per unit", "how far safety lets an earlier rupture be taken up"),
    _rule("raise_depth", 1.5, 0, 10, "log-odds per unit of severity", "how far a deep one is not forgotten"),
    _rule("repair_attacked", 0.5, 0, 5, ODDS, "how much harder it is to acknowledge under attack"),
    _rule("repair_heals", 1.0, 0, 1, UNIT, "how far the steps of repair close what was torn"),
    _rule("repair_clears", 1.0, 0, 3, "per unit of severity", "old strain that a full repair clears"),
    _rule("strain_fades", 0.4, 0, 1, PER, "share of strain that fades by itself"),
    _rule("defence_hurts", 0.8, 0, 5, "per unit of reaction", "how much worse a rupture becomes where the therapist defends herself"),
    # the alliance
    _rule("bond_start", Fitted(0.4, 0.8), 0, 1, UNIT, "bond after an ordinary intake"),
    _rule("intake_warmth", 0.3, 0, 2, "per unit of regard", "first impression of the therapist's regard"),
    _rule("intake_hope", Fitted(0, 0.8), 0, 2, "per unit of expectation", "how far expecting help makes for a good start"),
    _rule("intake_avoidance", 1.3, 0, 5, "factor", "how much warier avoidance makes than anxiety"),
    _rule("intake_wary", Fitted(0, 0.3), 0, 2, "per unit", "how far insecure attachment makes for a wary start", "Notsu et al. (2024) for the direction"),
    _rule("task_start", Fitted(0.4, 0.8), 0, 1, UNIT, "agreement on tasks after an ordinary intake"),
    _rule("intake_rationale", 0.4, 0, 2, "per unit of collaboration", "how far shared planning convinces at intake"),
    _rule("safety_start", 0.5, 0, 1, UNIT, "felt safety after intake with a reliable therapist", BY_HAND),
    _rule("anxiety_unsettles", 0.3, 0, 1, UNIT, "how far attachment anxiety lowers first safety"),
    _rule("bond_gain", Fitted(0.05, 0.35), 0, 1, PER, "how fast the bond approaches what the therapist's warmth sustains"),
    _rule("bond_reach", Fitted(1.2, 1.9), 0.5, 2, "factor", "bond sustained by a unit of felt warmth"),
    _rule("reliability_carries", 0.5, 0, 1, UNIT, "how far reliability carries warmth"),
    _rule("avoidance_slows", 0.4, 0, 1, UNIT, "how far avoidance slows the growth of the bond"),
    _rule("repair_bonus", Fitted(0, 1), 0, 2, "per unit of severity", "bond gained by a repaired rupture", "Eubanks, Muran & Safran (2018) for the direction"),
    _rule("rupture_costs", Fitted(0, 0.6), 0, 2, "per unit of severity", "bond, or agreement on tasks, lost by an unrepaired rupture"),
    _rule("absence_cools", 0.03, 0, 1, "per missed week", "share of the bond lost in a week without the session due"),
    _rule("fit_matters", 0.25, 0, 2, "per unit of fit", "how far fit moves the bond and the agreement on tasks"),
    _rule("results_lift", Fitted(0, 0.6), 0, 2, "per unit of progress", "how far results lift the bond and the agreement on tasks", "Falkenström et al. (2013) for the direction"),
    _rule("task_rate", 0.15, 0, 1, PER, "how fast agreement on tasks approaches what explanation sustains"),
    _rule("ordinary_receptivity", 0.72, 0.1, 1, UNIT, "receptivity at which a rationale convinces as it should"),
    _rule("rationale", Fitted(0.1, 0.8), 0, 1, UNIT, "agreement on tasks that a rationale alone sustains"),
    _rule("task_proves", 0.06, 0, 1, PER, "how far a task done wins agreement"),
    _rule("task_discourages", 0.10, 0, 1, PER, "how far a hard task left undone loses agreement"),
    _rule("renegotiation_agrees", 0.25, 0, 1, UNIT, "agreement on tasks won by renegotiating them"),
    _rule("talk_shared", 1.0, 0, 1, UNIT, "how far talk about goals takes a shared agenda"),
    _rule("goals_in_passing", 0.10, 0, 1, UNIT, "share of goal talk in sessions without a review"),
    _rule("client_yields", Fitted(0, 0.5), 0, 1, UNIT, "how far the client moves in full goal talk"),
    _rule("therapist_yields", Fitted(0, 0.7), 0, 1, UNIT, "how far the therapist moves in full goal talk"),
    _rule("occasion_stays", 0.35, 0, 0.95, PER, "how far a passing tint lasts to the next session", "lag-1 residual .2-.5 (from memory)"),
    _rule("occasion_sd", Fitted(0.03, 0.15), 0, 0.5, UNIT, "size of the passing tint on the relationship"),
    _rule("strain_felt", 0.15, 0, 2, "per unit", "how far unhealed ruptures darken the alliance as felt"),
    _rule("reliability_secures", 0.7, 0, 1, UNIT, "how far reliability decides felt safety"),
    _rule("safety_unearned", 0.5, 0, 1, UNIT, "safety that reliability alone sustains"),
    _rule("safety_accepted", 0.6, 0, 2, "per unit of felt regard", "safety that being accepted adds"),
    _rule("safety_hurt", 0.3, 0, 2, "per unit of severity", "safety lost by an unrepaired rupture"),
    _rule("safety_flooded", 0.019, 0, 2, "per unit", "safety lost by being flooded", BY_HAND),
    _rule("safety_rate", 0.31, 0, 1, PER, "how fast safety approaches what the therapist sustains", BY_HAND),
    # change
    _rule("results_enough", 0.5, 0, 1, UNIT, "progress beyond which hope grows, or sinks, no further"),
    _rule("hope_understood", 0.5, 0, 1, UNIT, "hope that being understood sustains"),
    _rule("hope_asked", 0.5, 0, 1, UNIT, "hope that being asked sustains"),
    _rule("results_encourage", 0.6, 0, 2, "per unit", "how far first results feed hope"),
    _rule("hope_rate", 0.12, 0, 1, PER, "how fast hope follows experience"),
    _rule("progress_scale", 40.0, 5, 180, POINTS, "change in distress that counts as full progress"),
    _rule("results_seen", 1.0, 0, 1, UNIT, "how far the client notices getting better or worse"),
    _rule("acceptance_rate", 0.08, 0, 1, PER, "how fast self-acceptance follows felt acceptance"),
    _rule("failure_shames", 0.06, 0, 1, PER, "self-acceptance lost by failing, or by a reproach"),
    _rule("relief_rate", Fitted(0.2, 1), 0, 1, PER, "share of the distance to the community level taken away by very good work"),
    _rule("relief_half", Fitted(0.1, 1.2), 0.01, 5, UNIT, "work times offer at which half of that is reached"),
    _rule("trait_confounding", 0.0, 0, 10, "per unit of rating bias", "how far a client who experiences others generously gets better anyway: a rival theory"),
    _rule("injury_harms", Fitted(0, 20), 0, 60, POINTS, "lasting distress left by the deepest rupture that nobody faces"),
    _rule("overwhelm_harms", Fitted(0, 5), 0, 60, POINTS, "lasting distress left by being flooded"),
    _rule("processing_pain", 2.5, 0, 40, POINTS, "acute distress stirred by full disclosure"),
    _rule("overwhelm_hurts", 10.0, 0, 60, POINTS, "acute distress stirred by being flooded"),
    _rule("soothable", 60.0, 0, 180, POINTS, "most acute distress that can be soothed at once"),
    _rule("soothing", 0.3, 0, 1, UNIT, "share of acute distress that felt empathy soothes"),
    _rule("injury_alarms", 0.3, 0, 3, "ECR points", "attachment insecurity added by the deepest rupture that nobody faces"),
    _rule("corrective_rate", 0.02, 0, 0.5, PER, "how fast attachment insecurity eases in full safety"),
    _rule("repair_corrects", 1.0, 0, 5, "factor", "how much more after a repaired rupture"),
    _rule("intake_peak", Fitted(2, 25), 0, 60, POINTS, "acute part of distress at intake: people come when it is worst", "Posternak & Miller (2001) for the direction"),
    _rule("acute_fades", 0.3, 0, 1, "per week", "share of acute distress that fades in a week"),
    _rule("life_sd", Fitted(2, 9), 0, 30, POINTS, "spread of what a week brings"),
    _rule("life_pace", Fitted(0.03, 0.2), 0, 1, "per week", "share of what life has still to change that it changes in a week"),
    _rule("life_event_rate", 0.03, 0, 1, "per week", "chance that something bad happens"),
    _rule("life_event_hurts", 15.0, 0, 90, POINTS, "acute distress that it brings"),
    # endings
    _rule("attendance_base", 2.3, -6, 8, ODDS, "keeping an appointment in an ordinary alliance", "no-show rates about .1 (from memory)"),
    _rule("attendance_alliance", 2.5, 0, 15, "log-odds per unit", "how far the alliance as felt brings the client"),
    _rule("attendance_strain", 1.0, 0, 15, "log-odds per unit", "how far unhealed ruptures keep the client away"),
    _rule("week_off", 0.06, 0, 1, "per week", "chance of an agreed week off"),
    _rule("lapse_base", -2.5, -10, 5, ODDS, "staying away for good after one missed appointment in an ordinary alliance"),
    _rule("lapse_grows", 1.5, 0, 10, "log-odds per appointment", "how far each further one adds to it"),
    _rule("dropout_base", Fitted(-4, -1), -10, 5, ODDS, "dropping out after a first session in an ordinary alliance"),
    _rule("dropout_alliance", Fitted(0, 8), 0, 15, "log-odds per unit", "how far a weak alliance as felt drives dropout", "Sharf et al. (2010) for the direction"),
    _rule("dropout_hope", Fitted(0, 4), 0, 15, "log-odds per unit", "how far hope holds"),
    _rule("dropout_progress", Fitted(0, 5), 0, 15, "log-odds per unit", "how far getting better holds, and getting worse pushes"),
    _rule("dropout_habit", Fitted(0, 3.5), 0, 10, ODDS, "how far having come for a while holds"),
    _rule("habit_half", 4.0, 0.5, 50, "sessions", "sessions after which half of that is reached"),
    _rule("plan_holds", 1.0, 0, 10, ODDS, "how far having agreed on a fixed number of sessions holds", "Swift & Greenberg (2012) for the direction: trials lose fewer"),
    _rule("good_enough_rate", Fitted(0.1, 0.7), 0, 1, PER, "chance of an agreed ending for a client who is well"),
    _rule("good_enough_level", 58.0, 0, 120, POINTS, "distress that is good enough for half", "Lambert et al. (2004): OQ-45 cut-off 63/64 (from memory)"),
    _rule("good_enough_width", 6.0, 0.5, 40, POINTS, "how gradual that is"),
    _rule("good_enough_progress", 2.0, 0, 20, "log-odds per unit", "how far having become better decides it"),
    _rule("good_enough_early", 4.0, 0, 40, ODDS, "how far it is too early in the first session"),
    _rule("good_enough_peace", 0.6, 0, 1, UNIT, "how far unhealed ruptures keep the two from finding it good enough"),
    _rule("practical_pretext", 1.0, 0, 10, "per unit of strain", "how far unhealed ruptures bring practical reasons to hand"),
    _rule("practical_first", Fitted(0.05, 0.3), 0, 1, UNIT, "agreed after one visit: advice was enough, or another place is better", "half of single visits (Simon et al. 2012 for the total)"),
    _rule("practical_rate", Fitted(0.02, 0.2), 0, 1, PER, "agreed ending for short plans, life, or money"),
    # the therapist's week
    _rule("rest", 0.7, 0, 1, "per week", "share of fatigue that a resilient therapist rests off"),
    _rule("session_tires", 0.012, 0, 0.5, PER, "fatigue from a session"),
    _rule("rupture_tires", 0.01, 0, 0.5, "per rupture", "fatigue from a rupture on top"),
    _rule("practice_rate", 0.002, 0, 0.5, "per rupture", "how fast ruptures teach repair"),
    _rule("practice_ceiling", 0.15, 0, 1, UNIT, "most that practice can add to skill"),
)
RATINGS = (
    _rating("halo", Fitted(0.2, 0.85), 0, 1, UNIT, "how far a subscale follows the alliance as a whole"),
    _rating("item_sd", Fitted(0.4, 1), 0, 3, "points", "noise of one WAI-SR item"),
    _rating("part_sd", 0.08, 0, 0.5, UNIT, "size of the passing tint on each subscale"),
    _rating("condition_halo", Fitted(0.2, 0.9), 0, 1, UNIT, "how far rated empathy, regard and congruence follow the alliance as felt"),
    _rating("condition_sd", 0.45, 0, 3, "points", "noise of a rating of empathy, regard or congruence"),
    _rating("score_sd", 6.5, 0, 40, POINTS, "error of measurement of the distress questionnaire", "OQ-45: alpha .93, retest .84 (a vendor's summary)"),
    _rating("tension_client", Fitted(0.1, 0.6), 0, 1, UNIT, "severity at which half of the clients report tension"),
    _rating("tension_therapist", Fitted(0.05, 0.5), 0, 1, UNIT, "severity at which half of the therapists report tension"),
    _rating("tension_own", 0.5, 0, 3, "per unit", "tension that a therapist reports for her own reaction"),
    _rating("tension_strain", 0.3, 0, 3, "per unit", "tension that a client reports for what old ruptures have left"),
    _rating("tension_sd", 0.18, 0, 1, UNIT, "noise of reports of tension"),
)
# fmt: on


def _population(group: str, who: str, traits: tuple[Trait, ...]):
    """Mean, SD and loading of each trait. An SD is at most the largest that the logit scale carries within the range."""
    for t in traits:
        wide = t.high - t.low
        yield number(f"{group}.{t.name}.mean", t.mean, t.low, t.high, t.unit, f"{who} population's mean: {t.meaning}", t.source)
        yield number(f"{group}.{t.name}.sd", t.sd, 0.0, 0.45 * wide, t.unit, f"{who} population's SD: {t.meaning}", t.source)
        yield number(
            f"{group}.{t.name}.loading", t.loading, -1.0, 1.0, "correlation", f"with the common factor of {group}: {t.name}", ASSUMED
        )  # fmt: skip


def _modalities():
    """Each number of the table of modalities, and how many of the therapists practise each."""
    units = {f.name: f.unit for f in MODALITY} | {"share": UNIT}
    meanings = {f.name: f.meaning for f in MODALITY} | {"share": "share of therapists who practise it (shares are relative)"}
    table = read_toml(files("model").joinpath("modalities.toml").read_text("utf-8"))
    for modality, row in table.items():
        for name, meaning in meanings.items():
            unit = units[name]
            yield number(f"modalities.{modality}.{name}", row[name], unit.low, unit.high, unit, meaning, ASSUMED)


NUMBERS: dict[str, Number] = {
    n.name: n
    for n in (
        *CLINIC,
        *_population("therapists", "the therapist", THERAPIST_TRAITS),
        *_population("clients", "the client", CLIENT_TRAITS),
        *_modalities(),
        *RULES,
        *RATINGS,
    )
}
MODALITIES = tuple(dict.fromkeys(name.split(".")[1] for name in NUMBERS if name.startswith("modalities.")))
ASKED = {n.short: n.name for n in (*RULES, *RATINGS, *CLINIC)}
"""What rules may ask of `p`: short name to dotted name."""
SEARCHED = {n.name: n.searched for n in NUMBERS.values() if n.searched}
"""The fitted numbers, and where calibration searches them."""
P_RECORD = np.dtype([(short, "f8") for short in ASKED])
