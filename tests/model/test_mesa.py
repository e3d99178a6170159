"""The clinic is a Mesa model like any other: step it, collect from it, batch-run it, and let it go."""

import gc
import weakref

import mesa
import pandas as pd
import pytest

from model import Client, Clinic, RuleError, SettingError, Therapist, from_file, simulate


def lived(clinic: Clinic) -> Clinic:
    """A clinic whose last week has passed."""
    while clinic.running:
        clinic.step()
    return clinic


def test_a_step_is_a_week():
    clinic = Clinic("small")
    assert (clinic.week, clinic.steps, clinic.running) == (0, 0, True)
    for week in (1, 2, 3):
        clinic.step()
        assert (clinic.week, clinic.steps) == (week, week)


def test_therapists_and_clients_are_agents():
    clinic = Clinic("small")
    assert len(clinic.agents_by_type[Therapist]) == 4
    clinic.step()
    assert set(clinic.agents_by_type) == {Therapist, Client}
    in_therapy = clinic.agents_by_type[Client]
    assert 0 < len(in_therapy) <= 4 * clinic.p.caseload
    assert all(c.dyad.present for c in in_therapy)
    assert all(c in c.therapist.clients for c in in_therapy)
    assert len({a.unique_id for a in clinic.agents}) == len(clinic.agents)


def test_no_therapist_sees_more_clients_than_her_caseload_and_nobody_is_forgotten():
    clinic = Clinic("small", **{"clinic.caseload": 3})
    while clinic.running:
        clinic.step()
        assert all(len(t.clients) <= 3 for t in clinic.staff)
        assert all(len(t.seen) + t.waiting == 15 for t in clinic.staff)
    assert len(clinic.clients) == 60
    assert len(clinic.agents_by_type[Client]) == 0


def test_agents_can_be_selected_and_looked_at_in_mesas_way():
    clinic = Clinic("small")
    clinic.step()
    skilled = clinic.agents_by_type[Therapist].select(lambda t: t.repair_skill > 0.3)
    assert all(t.repair_skill > 0.3 for t in skilled)
    assert len(clinic.agents_by_type[Client].get("expectation")) == len(clinic.agents_by_type[Client])


def test_the_data_collector_has_a_row_a_week():
    clinic = lived(Clinic("small"))
    weeks = clinic.datacollector.get_model_vars_dataframe()
    assert isinstance(weeks, pd.DataFrame)
    assert weeks["week"].tolist() == list(range(1, clinic.week + 1))
    assert weeks["waiting"].is_monotonic_decreasing
    assert (weeks["waiting"].iloc[-1], weeks["in_therapy"].iloc[-1]) == (0, 0)
    assert weeks[["dropout", "agreed", "planned_end"]].iloc[-1].sum() == pytest.approx(1.0)
    assert weeks["alliance"].dropna().between(0, 1).all()
    assert weeks["distress"].dropna().between(0, 180).all()


def test_an_opened_clinic_lives_as_a_simulated_one_does():
    block = lived(Clinic("small")).block()
    (simulated,) = simulate("small", engine="agents").blocks
    assert block.dyads.tobytes() == simulated.dyads.tobytes()
    assert block.rows.tobytes() == simulated.rows.tobytes()


def test_a_clinic_takes_settings_a_seed_and_rules(tmp_path):
    path = tmp_path / "rules.py"
    path.write_text("def rupture_chance():\n    return 0.0\n", "utf-8")
    clinic = lived(Clinic("small", rng=7, rules=from_file(path), **{"clinic.dyads": 20}))
    assert len(clinic.clients) == 20
    assert sum(c.dyad.ruptures for c in clinic.clients) == 0.0
    other = lived(Clinic("small", rng=8, **{"clinic.dyads": 20}))
    assert [c.distress for c in clinic.clients] != [c.distress for c in other.clients]


def test_a_clinic_that_cannot_be_is_refused_before_it_is_built():
    with pytest.raises(SettingError, match="Did you mean"):
        Clinic("small", **{"therapists.repair_skil.mean": 0.5})
    with pytest.raises(SettingError, match="no scenario is called"):
        Clinic("smal")
    with pytest.raises(RuleError, match="there is no such rule file"):
        Clinic("small", rules=from_file("nowhere.py"))


def test_mesas_batch_run_runs_the_clinic():
    results = mesa.batch_run(
        Clinic,
        parameters={"scenario": "small", "therapists.repair_skill.mean": [0.4, 0.6], "clinic.dyads": 30},
        max_steps=12,
        number_processes=1,
        data_collection_period=-1,
        display_progress=False,
    )
    table = pd.DataFrame(results)
    assert table["therapists.repair_skill.mean"].tolist() == [0.4, 0.6]
    assert (table["week"] > 5).all()
    assert table["dropout"].between(0, 1).all()


def test_agents_are_numbered_anew_in_every_clinic():
    one, other = Clinic("small"), Clinic("small")
    assert [a.unique_id for a in one.agents] == [a.unique_id for a in other.agents]


def test_clinics_that_nobody_holds_are_let_go():
    held = []
    for seed in range(5):
        clinic = Clinic("small", rng=seed)
        for _ in range(3):
            clinic.step()
        held.append(weakref.ref(clinic))
    del clinic
    gc.collect()
    assert [alive() for alive in held] == [None] * 5
