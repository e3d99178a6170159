"""The mechanisms of the theory, each with its switch, and where it lives: rules, parameters, columns, read off the code.

Off means that the result no longer depends on that input: a weight of 0 in a sum, a strength of 0 in a gate.
"""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from model import session
from model.fields import DYAD, TRAINED
from model.parameters import ASKED, MODALITIES
from model.rule_files.contract import parameters_read
from model.rules import DEFAULT

BUILT_IN, SHOWN = "built in", "shown by a scenario or an experiment"
ALL = "*"
Silences = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Mechanism:
    """One mechanism: its number, its name, what the theory says, and how it is switched off.

    `off` are the settings that do it; `silences` names the inputs that rules then ignore, by rule, or for all under `*`.
    Without `off`, `kind` says why there is no switch.
    """

    number: int
    title: str
    says: str
    off: Mapping[str, float] = field(default_factory=dict)
    silences: Silences = field(default_factory=dict)
    kind: str = ""

    @property
    def code(self) -> str:
        """How rules name it."""
        return f"M{self.number}"

    @property
    def rules(self) -> list[str]:
        """The rules whose docstrings name it."""
        return [name for name, codes in claimed().items() if self.code in codes]

    @property
    def parameters(self) -> list[str]:
        """The numbers that those rules read, by their dotted names."""
        return list(dict.fromkeys(ASKED[short] for name in self.rules for short in parameters_read(DEFAULT[name])))

    @property
    def columns(self) -> list[str]:
        """The words of the dyad that those rules decide and tables show."""
        decided = decides()
        return [f.name for f in DYAD if f.shown and any(f.name in decided.get(name, ()) for name in self.rules)]


def none_of(*short: str, **but: float) -> dict[str, float]:
    """Settings that put these strengths of rules to 0, and those named to a value."""
    return {ASKED[name]: 0.0 for name in short} | {ASKED[name]: value for name, value in but.items()}


def in_no_modality(column: str) -> dict[str, float]:
    """Settings that put this number of every modality to 0."""
    return {f"modalities.{name}.{column}": 0.0 for name in MODALITIES}


CONDITIONS = ("empathy_felt", "regard_felt", "congruence_felt")
# fmt: off
MECHANISMS = (
    Mechanism(1, "the alliance", "The alliance is a bond and agreement on tasks and goals, and both sides can rate it.", kind=BUILT_IN),
    Mechanism(2, "a relationship of its own kind", "Roles differ, and only the client's change counts as outcome.", kind=BUILT_IN),
    Mechanism(3, "safety", "A reliable therapist is a secure base, and from it the client dares to open up.", none_of("safety_opens",
              "safety_quiets", "secure_base", "repair_safety", "raise_safe", "overwhelms", "corrective_rate"), {"disclosure": ("safety",),
              "transference": ("safety",), "patterns": ("safety",), "explore_chance": ("safety",),
              "raise_chance": ("safety",), "overwhelm": ("safety",)}),
    Mechanism(4, "disclosure and processing", "Opening up hurts in the session and pays afterwards.", none_of("processing_pain",
              "overwhelms", "patterns_reach") | in_no_modality("depth_road"), {"acute_distress_after": ("disclosure",),
              "work": ("disclosure",), "overwhelm": ("disclosure",), "patterns": ("disclosure",)}),
    Mechanism(5, "rapport", "Rapport is built first, and must be kept up.", none_of("bond_gain", "absence_cools"),
              {"bond_after": CONDITIONS}),
    Mechanism(6, "the client as agent", "Change is the client's work times what therapy offers.", kind=BUILT_IN),
    Mechanism(7, "goals and tasks as channels", "A bond without agreed tasks and goals is supportive talk.", none_of("channel_matters"),
              {"offer": ("task", "goal")}),
    Mechanism(8, "transference", "Old relationships colour what is expected of this one.", none_of("transference_touches",
              "transference_colours", "strain_neutral", "patterns_reach"), {ALL: ("transference",)}),
    Mechanism(9, "countertransference", "The therapist's reaction is an obstacle when acted out, and a tool when managed.",
              none_of("reaction_blinds", "reaction_chills", "strain_reaction", "admonish_reaction", "repair_reaction", "defence_hurts",
              "reaction_informs", "tension_own"), {ALL: ("countertransference",), "insight": ("reaction",
              "therapist_countertransference_management")}),
    Mechanism(10, "core conditions", "Empathy, regard and congruence, as the client perceives them, make the relationship.",
              none_of("bond_gain", "strain_misread", "strain_judged", "repair_understood", "repair_true", "understanding_opens",
              "soothing", "acceptance_rate", "failure_shames", "safety_accepted", "hope_understood", "notice_empathy", "intake_warmth",
              "admonish_regard"), {ALL: CONDITIONS, "notice_chance": ("empathy_enacted",), "bond_intake": ("therapist_regard",),
              "admonish_chance": ("therapist_regard",)}),
    Mechanism(11, "the bond", "Warmth, acceptance and reliability grow a bond in which more is dared.", none_of("bond_emboldens",
              "bond_lends", "repair_bond"), {"disclosure": ("bond",), "congruence_felt": ("bond",), "acknowledge_chance": ("bond",)}),
    Mechanism(12, "tasks", "Tasks within reach and bought into get done; too hard ones breed self-criticism and doubt.",
              none_of("task_proves", "task_discourages", "strain_failed", "strain_admonished", "failure_shames", "mastery_stretches",
              "pace_shared", "admonition_stings") | in_no_modality("task_road"), {"work": ("homework_done",),
              "task_after": ("homework_assigned", "homework_done", "homework_difficulty"),
              "task_strain": ("homework_done", "homework_difficulty", "admonished"),
              "self_acceptance_after": ("homework_done", "homework_difficulty", "admonished"), "regard_felt": ("admonished",)}),
    Mechanism(13, "goals", "Different aims strain the relationship until they are talked over, at the outset and in reviews.",
              none_of("strain_goals", "client_yields", "therapist_yields"), {"goal_strain": ("goal",), "goal_wish_after": ("goal_aim",
              "goal_talk"), "goal_aim_after": ("goal_wish", "goal_talk")}),
    Mechanism(14, "empathy in two parts", "Empathy is accuracy and expression, must be taken in, and opens the client steeply.",
              none_of("receptivity_matters", "understanding_opens", "soothing"), {"empathy_felt": ("client_receptivity",),
              "task_after": ("client_receptivity",), "disclosure": ("empathy_felt",), "acute_distress_after": ("empathy_felt",)}),
    Mechanism(15, "collaboration", "Shared steering wins agreement, shows strain early, and feeds hope.", none_of("rupture_shared",
              "notice_feedback", "repair_shared",
              "raise_shared", "admonish_shared", "pace_shared", "hope_asked", "talk_shared", "intake_rationale",
              "feedback_shows", rationale=1.0), {ALL: ("collaboration",), "task_intake": ("therapist_collaboration",)}),
    Mechanism(16, "ruptures", "Being misread, judged or pulled elsewhere strains the alliance; clients withdraw or confront.",
              none_of("rupture_strain", "rupture_anxiety", "rupture_lingers", "severity_strain", "strains_locate",
              "confrontation_anxiety", "confrontation_hostility", "withdrawal_avoidance", "withdrawal_overwhelm",
              "repair_attacked", "engagement_withdrawn"),
              {"rupture_chance": ("bond_strain", "task_strain", "goal_strain", "attachment_anxiety", "strain"),
              "rupture_severity": ("bond_strain", "task_strain", "goal_strain"),
              "rupture_component": ("bond_strain", "task_strain", "goal_strain"),
              "confrontation_chance": ("client_hostility", "attachment_anxiety", "attachment_avoidance", "overwhelm")}),
    Mechanism(17, "repair",
              "Acknowledge, explore, renegotiate, reinforce: a repaired rupture leaves more than there was, an unfaced one harms.",
              none_of("repair_heals", "repair_bonus", "repair_corrects", "injury_harms", "safety_hurt", "defence_hurts",
              "repair_clears", "injury_alarms"), {ALL: ("repair_stage", "repaired")}),
    Mechanism(18, "Sarah", "A task too big, a rupture, four steps of repair, a smaller task that gets done.", kind=SHOWN),
    Mechanism(19, "precondition of technique", "A technique works as far as an alliance carries it.", none_of("channel_matters",
              "bond_carries"), {"offer": ("bond", "task", "goal")}),
    Mechanism(20, "the Dodo bird", "Modalities reach like outcomes by different roads.", kind=SHOWN),
    Mechanism(21, "staying and working", "A weak alliance ends in dropout, a strong one in engagement and attendance.",
              none_of("dropout_alliance", "attendance_alliance", "attendance_strain", "engagement_alliance", "engagement_strain",
              "good_enough_peace", "practical_pretext"),
              {"dropout_chance": ("alliance_felt",), "lapse_chance": ("alliance_felt",), "attendance_chance": ("alliance_felt", "strain"),
              "engagement": ("alliance", "strain"), "good_enough_chance": ("strain",), "practical_chance": ("strain",)}),
    Mechanism(22, "roads of the modalities", "Homework needs consent, patterns a secure base, and painful feeling safety, or it floods.",
              none_of("homework_task", "patterns_reach", "overwhelms"), {"homework_chance": ("task",),
              "patterns": ("transference", "insight", "disclosure", "safety"),
              "overwhelm": ("disclosure", "safety", "modality_evocation")}),
    Mechanism(23, "training", f"Training betters what can be taught: {', '.join(name.replace('_', ' ') for name in TRAINED)}.",
              kind=SHOWN),
    Mechanism(24, "three views of empathy", "What is enacted, what the client feels and what the therapist believes differ.",
              kind=BUILT_IN),
    Mechanism(25, "attachment", "Insecure attachment makes wary, and eases where safety lasts and ruptures are repaired.",
              none_of("corrective_rate", "intake_wary", "anxiety_unsettles", "avoidance_slows", "rupture_anxiety",
              "confrontation_anxiety", "withdrawal_avoidance", "avoidance_hides", "avoidance_holds_back", "avoidance_closes",
              "anxiety_transfers", "avoidance_transfers", "own_attachment_touches"), {ALL: ("attachment_anxiety",
              "attachment_avoidance")}),
    Mechanism(26, "hope and self-acceptance", "Being understood mobilises hope and kindness to oneself, and they the work.",
              none_of("engagement_hope", "engagement_acceptance", "homework_hope", "homework_fear", "dropout_hope"), {ALL: ("hope",
              "self_acceptance")}),
    Mechanism(27, "life, expectation, fatigue",
              "Results lift the alliance, life goes on, expectation helps, and therapists tire and learn.", none_of("results_seen",
              "engagement_expectation", "intake_hope", "fatigue_loosens", "fatigue_dulls", "practice_rate", "life_pace", "life_sd",
              "life_event_rate", "life_event_hurts", "week_off"), {"progress": ("distress", "distress_intake"),
              "acute_distress_between": ("noise",), ALL: ("client_expectation", "therapist_fatigue", "outlook", "life_event")}),
)
# fmt: on
OF_CODE = {m.code: m for m in MECHANISMS}


@cache
def claimed() -> dict[str, list[str]]:
    """For every rule the mechanisms that its docstring names."""
    return {
        name: re.findall(r"\bM\d+\b", (rule.__doc__ or "").partition("Mechanism:")[2].partition("Source:")[0])
        for name, rule in DEFAULT.items()
    }


@cache
def decides() -> dict[str, set[str]]:
    """For every rule the words of the dyad that its answer is written to, or that it decides on, read off the session."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(inspect.getsource(session))):
        for rules, words in decisions(node):
            for rule in rules:
                found.setdefault(rule, set()).update(words)
    return found


def decisions(node: ast.AST) -> Iterator[tuple[set[str], set[str]]]:
    """Which rules one step of the session asks, and which words it then writes."""
    if isinstance(node, ast.If):
        yield asked(node.test), set().union(*(written(part) for part in node.body))
    if isinstance(node, ast.Assign):
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for t, v in zip(target.elts, value.elts, strict=True):
                yield asked(v), written(t)
        else:
            yield asked(value), set().union(*(written(t) for t in node.targets))


def asked(node: ast.AST) -> set[str]:
    """The rules that are asked in a piece of the session."""
    return {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "rules"}


def written(node: ast.AST) -> set[str]:
    """The words that are written in a piece of the session."""
    return {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)}
