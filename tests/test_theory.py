"""What the theory says about whole clinics, other things equal: directions, shown by twins that share all luck."""

import numpy as np
import pandas as pd
import pytest

from model import Scenario, simulate

FEW, MANY = 600, 1500
SURE = 3.0
"""Standard errors by which a paired difference must lie on the right side of zero."""
OUTCOMES = ("dropout", "distress_last", "alliance_last", "wai_client_early", "sessions_attended")


def lives(dyads: int, settings: dict[str, float]) -> pd.DataFrame:
    """One row per dyad: how it ended, and the mean over its sessions of every state and event."""
    run = simulate(Scenario(settings={"clinic.dyads": dyads} | settings), engine="cohort")
    table = run.dyads.set_index("client_id")
    table["dropout"] = (table["ending"] == "dropout").astype(float)
    sessions = run.sessions.set_index("client_id")
    sessions["confrontation"] = (sessions["rupture_type"] == "confrontation").where(sessions["ruptured"]).astype(float)
    means = sessions.select_dtypes(["number", "bool"]).astype(float).groupby(level=0).mean()
    return means.join(table[[*OUTCOMES]])


def differs(column: str, low: dict[str, float], high: dict[str, float], dyads: int) -> float:
    """How much more of `column` dyads show under `high` than the same dyads under `low`, in standard errors."""
    difference = (lives(dyads, high)[column] - lives(dyads, low)[column]).dropna()
    spread = difference.std(ddof=1) / np.sqrt(len(difference))
    return difference.mean() / spread if spread > 0.0 else float(np.sign(difference.mean())) * np.inf


def of(trait: str, low: float, high: float) -> tuple[dict, dict]:
    """Two clinics that differ in one population's mean."""
    return {f"{trait}.mean": low}, {f"{trait}.mean": high}


def number(name: str, low: float, high: float) -> tuple[dict, dict]:
    """Two clinics that differ in one number."""
    return {name: low}, {name: high}


AS_IN_A_TRIAL = {"clinic.fixed_length": 1.0, "clinic.planned_sessions": 12}
CLAIMS = {
    "transference makes ruptures": ("+", "ruptured", number("rules.strain_neutral", 0.0, 1.5)),
    "a therapist's insecure attachment makes reactions": ("+", "reaction", of("therapists.attachment_anxiety", 1.5, 5.0)),
    "managed reactions inform": ("+", "empathy_enacted", number("rules.reaction_informs", 0.0, 0.5)),
    "feedback makes noticing": ("+", "noticed", number("clinic.feedback", 0.0, 1.0)),
    "feedback betters outcome": ("-", "distress_last", number("clinic.feedback", 0.0, 1.0)),
    "training mends ruptures": ("+", "repaired", number("clinic.training", 0.0, 0.5)),
    "training betters outcome": ("-", "distress_last", number("clinic.training", 0.0, 0.5)),
    "being accepted teaches self-acceptance": ("+", "self_acceptance", of("therapists.regard", 0.5, 0.85)),
    "self-acceptance engages": ("+", "engagement", of("clients.self_acceptance", 0.3, 0.7)),
    "unsafe depth floods": ("+", "overwhelm", number("rules.safety_start", 0.8, 0.2)),
    "flooding harms": ("+", "distress_last", number("rules.overwhelm_harms", 0.0, 10.0)),
    "injuries harm": ("+", "distress_last", number("rules.injury_harms", 0.0, 20.0)),
    "results lift the alliance": ("+", "alliance_last", number("rules.results_lift", 0.0, 0.5)),
    "reproach shames": ("-", "self_acceptance", number("rules.admonish_base", -8.0, 2.0)),
    "safety eases attachment": ("-", "attachment_anxiety", number("rules.corrective_rate", 0.0, 0.05)),
    "a secure base lets patterns be looked at": ("+", "patterns", of("therapists.reliability", 0.5, 0.9)),
    "tired therapists understand less": ("-", "empathy_enacted", number("rules.session_tires", 0.0, 0.06)),
    "skill in repair prevents dropout": ("-", "dropout", of("therapists.repair_skill", 0.3, 0.7)),
    "skill in repair betters outcome": ("-", "distress_last", of("therapists.repair_skill", 0.3, 0.7)),
    "skill in repair mends ruptures": ("+", "repaired", of("therapists.repair_skill", 0.3, 0.7)),
    "accurate empathy makes for early alliance": ("+", "wai_client_early", of("therapists.empathic_accuracy", 0.45, 0.8)),
    "expressed empathy makes for a better alliance": ("+", "alliance", of("therapists.empathic_expression", 0.45, 0.85)),
    "empathy betters outcome": ("-", "distress_last", of("therapists.empathic_accuracy", 0.45, 0.8)),
    "regard builds the bond": ("+", "bond", of("therapists.regard", 0.5, 0.85)),
    "congruence builds the bond": ("+", "bond", of("therapists.congruence", 0.45, 0.85)),
    "reliability makes safe": ("+", "safety", of("therapists.reliability", 0.5, 0.9)),
    "safety opens": ("+", "disclosure", of("therapists.reliability", 0.5, 0.9)),
    "collaboration wins agreement on tasks": ("+", "task", of("therapists.collaboration", 0.4, 0.8)),
    "collaboration wins agreement on goals": ("+", "goal", of("therapists.collaboration", 0.4, 0.8)),
    "collaboration prevents ruptures": ("-", "ruptured", of("therapists.collaboration", 0.4, 0.8)),
    "vulnerability of the therapist makes ruptures": ("+", "ruptured", of("therapists.vulnerability", 0.2, 0.7)),
    "management of countertransference betters empathy": (
        "+", "empathy_felt", of("therapists.countertransference_management", 0.3, 0.8),
    ),
    "hostile clients confront": ("+", "confrontation", of("clients.hostility", 0.15, 0.6)),
    "avoidant clients confront less": ("-", "confrontation", of("clients.attachment_avoidance", 2.0, 5.0)),
    "avoidant clients disclose less": ("-", "disclosure", of("clients.attachment_avoidance", 2.0, 5.0)),
    "insecure clients bond less": ("-", "bond", of("clients.attachment_avoidance", 2.0, 5.0)),
    "anxious clients rupture more": ("+", "ruptured", of("clients.attachment_anxiety", 2.5, 5.5)),
    "who expects help gets better": ("-", "distress_last", of("clients.expectation", 0.4, 0.8)),
    "who expects help stays": ("-", "dropout", of("clients.expectation", 0.4, 0.8)),
    "different aims strain": ("+", "ruptured", of("clients.goal_wish", 0.4, 0.1)),
    "reviewed goals are agreed on": ("-", "goal", number("clinic.review_every", 3, 100)),
    "hard tasks are done less": ("-", "homework_done", number("modalities.cbt.difficulty", 0.2, 0.9)),
    "tired therapists react more": ("+", "countertransference", number("rules.session_tires", 0.0, 0.06)),
    "unrepaired ruptures end therapies": ("+", "dropout", number("rules.strain_felt", 0.0, 1.0)),
    "without what therapy offers nobody gets better by it": ("+", "distress_last", number("rules.relief_rate", 0.5, 0.0)),
    "a technique without an alliance does little": (
        "+", "distress_last",
        (AS_IN_A_TRIAL, AS_IN_A_TRIAL | {"rules.bond_start": 0.1, "rules.bond_gain": 0.0, "rules.task_start": 0.1, "rules.task_rate": 0.0}),
    ),
    "without engagement there is little relief": (
        "+", "distress_last", (AS_IN_A_TRIAL, AS_IN_A_TRIAL | {"rules.engagement_base": -5.0}),
    ),
}  # fmt: skip
SHOWN_FIRST = ("skill in repair mends ruptures", "accurate empathy makes for early alliance", "collaboration wins agreement on tasks")


def holds(claim: str, dyads: int) -> None:
    """Assert the direction of one claim."""
    sign, column, (low, high) = CLAIMS[claim]
    more = differs(column, low, high, dyads)
    assert (more if sign == "+" else -more) > SURE, f"{claim}: {more:.1f} standard errors"


@pytest.mark.parametrize("claim", SHOWN_FIRST)
def test_the_theory_holds_in_a_clinic(claim):
    holds(claim, FEW)


@pytest.mark.parametrize("claim", [c for c in CLAIMS if c not in SHOWN_FIRST])
def test_the_theory_holds_in_a_large_clinic(claim):
    holds(claim, MANY)


def test_a_better_early_alliance_goes_with_a_better_outcome():
    run = simulate(Scenario(settings={"clinic.dyads": 6000}), engine="cohort", record=False)
    stayed = run.dyads.dropna(subset=["wai_client_early"])
    change = stayed["distress_score_intake"] - stayed["distress_score_last"]
    assert np.corrcoef(stayed["wai_client_early"], change)[0, 1] > SURE / np.sqrt(len(stayed))


def test_the_clients_view_of_empathy_predicts_more_than_the_therapists():
    run = simulate(Scenario(settings={"clinic.dyads": 6000}), engine="cohort")
    at_three = run.sessions[run.sessions["session"] == 3].set_index("client_id")
    dyads = run.dyads.set_index("client_id").loc[at_three.index]
    change = dyads["distress_score_intake"] - dyads["distress_score_last"]
    client, therapist = (np.corrcoef(at_three[f"empathy_{who}"], change)[0, 1] for who in ("client", "therapist"))
    assert client > therapist


def test_modalities_reach_like_outcomes_by_different_roads():
    found = {}
    for modality in ("cbt", "psychodynamic", "humanistic", "trauma_focused"):
        only = {f"modalities.{m}.share": float(m == modality) for m in ("cbt", "psychodynamic", "humanistic", "trauma_focused")}
        run = simulate(Scenario(settings=AS_IN_A_TRIAL | {"clinic.dyads": 3000} | only), engine="cohort")
        score = run.dyads["distress_score_intake"] - run.dyads["distress_score_last"]
        found[modality] = (score.mean() / run.dyads["distress_score_intake"].std(), run.sessions["homework_done"].mean())
    effects, homework = zip(*found.values(), strict=True)
    assert max(effects) - min(effects) < 0.25, found
    assert max(homework) > 4 * min(homework), found
