"""The page of evidence: its figures are those that the package ships, every finding has a row with its source, filters filter."""

import io
import json
import warnings

import pandas as pd
import pytest

from experiments.calibrating.origins import kind_of, kinds
from experiments.evidence import score_tables
from experiments.evidence.models import candidate
from experiments.evidence.scorecard import Score, measure_all, reproduced, scores
from experiments.evidence.shipped import shipped
from experiments.evidence.targets import counted, patterns, targets
from experiments.evidence.themes import themes
from model.parameters import FROZEN, NUMBERS
from model.rules import Rules, replace
from tests.support import words_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    solara = pytest.importorskip("solara")
    from dashboards.evidence import downloads as evidence_downloads
    from dashboards.evidence import now as evidence_now
    from dashboards.evidence import numbers as evidence_numbers
    from dashboards.evidence import page as evidence_page
    from dashboards.evidence import rows as evidence_rows
    from dashboards.evidence import scoring as evidence_scoring
    from dashboards.evidence import state
    from dashboards.evidence import words as evidence_words
    from dashboards.evidence.state import Asked
    from dashboards.server.jobs import Desk

pytestmark = pytest.mark.filterwarnings("ignore")
KEPT = shipped()
OWN = {score.finding: score for score in (*KEPT.targets[FROZEN], *KEPT.patterns[FROZEN])}


@pytest.fixture(autouse=True)
def fresh():
    state.asked_for.value = Asked()


def drawn(**asked) -> dict[str, dict]:
    """The rows that are drawn, by the short names of their findings."""
    return {row["key"]: row for group in evidence_rows.groups(Asked(**asked)) for row in group["rows"]}


def number(text: str) -> float:
    return float(text.replace("−", "-").removeprefix("± "))


@pytest.mark.parametrize(("part", "findings"), [(state.FINDINGS, targets), (state.PATTERNS, patterns)])
def test_every_finding_has_a_row_whose_figures_are_those_of_the_shipped_scores(part, findings):
    shown = drawn(part=part)
    assert set(shown) == set(findings())
    for key, row in shown.items():
        score, target = OWN[key], findings()[key]
        assert number(row["model"]) == pytest.approx(score.value, abs=0.0051)
        assert number(row["give"]) == pytest.approx((score.high - score.low) / 2, abs=0.0051)
        assert number(row["published"]) == target.value
        assert [number(end) for end in row["span"].strip("[]").split(", ")] == [target.low, target.high]
        assert (row["state"] == "hit") == (score.reproduced if target.counted else score.within)
        assert row["counted"] == target.counted


def test_whatever_is_drawn_in_the_band_lies_in_the_range_and_nothing_else_does():
    band = [100.0 / 3.0, 200.0 / 3.0]
    for part in (state.FINDINGS, state.PATTERNS):
        found = KEPT.of(part == state.PATTERNS)
        for i, row in enumerate(evidence_rows.rows(part).values()):
            assert (band[0] <= row["at"] <= band[1]) == found[FROZEN][i].within, row["key"]
            assert band[0] - 0.01 <= row["mark"] <= band[1] + 0.01
            for null in row["nulls"]:
                assert (band[0] - 0.01 <= null["at"] <= band[1] + 0.01) == found[null["id"]][i].within, (row["key"], null["id"])


def test_what_lies_beyond_the_plot_is_an_arrow_at_its_edge():
    target = targets()["A01"]
    assert evidence_rows.placed(target.low - 5.0, target) == (evidence_rows.EDGE, "left")
    assert evidence_rows.placed(target.high + 5.0, target) == (100.0 - evidence_rows.EDGE, "right")
    assert evidence_rows.placed(target.high, target)[1] == ""


@pytest.mark.parametrize("key", [*targets(), *patterns()])
def test_an_opened_row_tells_definition_source_and_every_null_model(key):
    assert state.restore(f"open={key}") == ()
    asked = state.asked_for.value
    about = evidence_rows.detail(asked)
    target = (targets() | patterns())[key]
    assert about["source"] == target.source
    assert target.definition in about["definition"]
    assert ("OUT is" in about["definition"]) == ("OUT" in target.definition)
    assert len(about["values"]) == 7
    assert len(about["marks"]) == score_tables.marks(target).count("(")
    assert about["tells"]
    assert key in drawn(part=asked.part, open=asked.open)


def test_an_opened_row_says_which_null_models_show_it_too():
    said = {key: " ".join(evidence_rows.detail(Asked(part=part, open=key))["tells"]) for part, key in
            (("findings", "E01"), ("findings", "A01"), ("findings", "W02"), ("patterns", "P20"), ("patterns", "P30"))}  # fmt: skip
    assert "No re-calibrated null model shows it" in said["E01"]
    assert "trait shows it too, noise and by-product not" in said["A01"]
    assert "Every re-calibrated null model shows it too" in said["W02"]
    assert "by construction" in said["P20"]
    assert "Missed at the first look, with −0.210" in said["P30"]
    assert "The model misses it" in said["P30"]


def test_choices_pick_out_what_they_say():
    assert not drawn(only="missed")
    assert set(drawn(part="patterns", only="missed")) == {s.finding for s in score_tables.misses(KEPT.patterns)}
    some, every = drawn(only="some"), drawn(only="every")
    assert set(every) < set(some) < set(drawn())
    again = score_tables.recalibrated(KEPT.targets)
    at = {s.finding: i for i, s in enumerate(KEPT.targets[FROZEN])}
    assert all(not KEPT.targets[n][at[key]].reproduced for key in every for n in again)
    assert all(any(not KEPT.targets[n][at[key]].reproduced for n in again) for key in some)
    assert set(drawn(theme="ruptures")) == set(themes()["ruptures"].findings) & set(targets())


def test_a_row_that_is_open_stays_in_view_whatever_is_chosen():
    assert "A01" in drawn(only="missed", open="A01")
    assert "A01" in drawn(theme="clients", open="A01")


def test_another_choice_closes_the_row_and_null_models_leave_it():
    state.toggle("A01")
    state.change(nulls="both")
    assert state.asked_for.value.open == "A01"
    state.change(only="some")
    assert state.asked_for.value.open == ""
    state.toggle("A01")
    state.toggle("A01")
    assert state.asked_for.value.open == ""


def test_an_address_restores_what_it_was_written_from():
    asked = Asked(part="patterns", only="every", theme="therapists", nulls="both", open="P20")
    assert state.restore(state.address.written(asked)) == ()
    assert state.asked_for.value == asked


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("part=secrets", "none that there is"),
        ("open=%3Cscript%3E", "none that there is"),
        ("nulls=7", "none that there is"),
        ("only=" + "x" * 2000, "too long"),
        ("origin=guessed", "none that there is"),
        ("drop=table", "does not know"),
    ],
)
def test_a_hostile_address_is_told_in_plain_words_and_shows_the_defaults(search, words):
    assert any(words in fault for fault in state.restore(search))
    assert state.asked_for.value == Asked()


def test_the_head_is_worked_out_from_the_scores():
    met, rival, first, wrong = evidence_words.keys(KEPT)
    assert met.figure == f"{reproduced(KEPT.targets[FROZEN])[0]} of {len(counted())}"
    nulls = [reproduced(of)[0] for theory, of in KEPT.targets.items() if theory.endswith("_recalibrated")]
    assert rival.figure == f"{max(nulls)} of {len(counted())}"
    assert "no test" in met.but
    assert "only real test" in first.but
    assert int(wrong.figure) == sum(not s.within for s in OWN.values())


def test_a_range_of_our_own_and_a_figure_from_memory_are_marked_in_the_row():
    for part, given in ((state.FINDINGS, targets()), (state.PATTERNS, patterns())):
        for key, row in evidence_rows.rows(part).items():
            words = {mark["words"] for mark in row["marks"]}
            assert ("own range" in words, "from memory" in words) == (given[key].own_range, given[key].memory)
            assert ("tolerance" in row["band"]) is given[key].own_range
    counted = [t for t in patterns().values() if t.counted]
    told = f"{sum(t.own_range for t in counted)} of {len(counted)}"
    assert f"{told} of the counted further patterns have a tolerance of our own" in " ".join(evidence_words.how_to_read(KEPT))


def test_what_reaches_out_of_its_range_is_said_to_be_at_the_edge():
    target = patterns()["P17"]
    low, wide = target.low, target.high - target.low
    said = {
        name: evidence_rows.verdict(Score("P17", value, value - 0.1 * wide, value + 0.1 * wide, target))
        for name, value in (("in", low + 0.5 * wide), ("edge", low + 0.05 * wide), ("near", low - 0.05 * wide), ("out", low - wide))
    }
    assert said == {"in": "in the range", "edge": "at the edge", "near": "just outside", "out": "outside"}
    assert evidence_rows.rows(state.PATTERNS)["P17"]["verdict"] == "at the edge"


def test_how_to_read_says_that_a_fit_is_no_test_and_that_rows_have_scales_of_their_own():
    told = " ".join(evidence_words.how_to_read(KEPT))
    for words in ("a scale of its own", "A fit is no test", KEPT.clinics, "not how sure the science is", "Null models are rivals"):
        assert words in told
    assert len(evidence_words.rivals()) == 3


def test_rules_of_ones_own_are_said_not_to_be_those_that_were_scored():
    assert evidence_words.other_rules(replace()) == ""
    said = evidence_words.other_rules(replace(bond_after=lambda bond, p: bond))
    assert "bond_after" in said
    assert "default rules" in said


def test_every_number_is_in_the_table_with_all_that_is_declared_of_it():
    assert evidence_numbers.shown(Asked()) == list(NUMBERS)
    told = evidence_numbers.table(["rules.bond_start"])
    n = NUMBERS["rules.bond_start"]
    for words in (n.name, f"{n.default:.4g}", n.range, n.meaning, n.source, "The findings say something of it."):
        assert words in told
    table = pd.read_csv(io.BytesIO(evidence_numbers.csv()))
    assert list(table.name) == list(NUMBERS)
    assert table.origin.value_counts().to_dict() == kinds()


def test_numbers_are_found_by_words_and_by_origin():
    assert "rules.bond_start" in evidence_numbers.shown(Asked(find="bond start"))
    assert evidence_numbers.shown(Asked(find="no such words")) == []
    fitted = evidence_numbers.shown(Asked(origin="fitted"))
    assert len(fitted) == kinds()["fitted"]
    assert {kind_of(n) for n in fitted} == {"fitted"}
    assert set(evidence_numbers.shown(Asked(find="bond", origin="fitted"))) < set(fitted)


@pytest.mark.parametrize("further", [False, True])
def test_downloads_hold_every_score_and_the_forest_plot(further):
    table = pd.read_csv(io.BytesIO(evidence_downloads.csv(further)))
    found = KEPT.of(further)
    assert len(table) == sum(map(len, found.values()))
    assert table.source.str.len().min() > 10
    assert evidence_downloads.drawn(further, "png")[:4] == b"\x89PNG"
    assert b"<svg" in evidence_downloads.drawn(further, "svg")[:600]


@pytest.mark.parametrize("part", state.PARTS)
def test_every_part_is_rendered(part):
    state.asked_for.value = Asked(part=part)
    shown = {
        state.FINDINGS: lambda a: evidence_page.Findings(a, KEPT), state.PATTERNS: lambda a: evidence_page.Findings(a, KEPT),
        state.LIMITS: lambda a: evidence_page.Limits(KEPT), state.NUMBERS: evidence_page.Numbers,
    }[part]  # fmt: skip
    box, context = solara.render(shown(Asked(part=part)), handle_error=False)
    told = words_of(box)
    context.close()
    known = {state.LIMITS: "P30", state.NUMBERS: f"{len(NUMBERS)} of {len(NUMBERS)} numbers"}
    assert known.get(part, "Score it now") in told


def test_rows_go_to_the_browser_as_plain_json():
    for part in (state.FINDINGS, state.PATTERNS):
        assert len(json.dumps(evidence_rows.groups(Asked(part=part)), allow_nan=False)) < 120_000


def small(monkeypatch) -> None:
    """Have few and small clinics scored."""
    about = {"first_seed": 1, "seeds": 3, "therapists": 5}
    monkeypatch.setattr(evidence_scoring, "shipped", lambda: KEPT._replace(about=about))


def test_scoring_now_is_the_scorecard_clinic_by_clinic(monkeypatch):
    small(monkeypatch)
    desk = Desk(by_itself=False)
    job = desk.ask("me", evidence_scoring.job(False, Rules()))
    assert desk.step()
    assert desk.step()
    assert evidence_scoring.so_far(job.found, False) == []
    assert desk.step()
    assert job.finished
    wanted = scores(measure_all([candidate()], (1, 2, 3), 5)[FROZEN])
    found = evidence_scoring.so_far(job.found, False)
    assert [s.finding for s in found] == list(targets())
    assert [s.value for s in found] == pytest.approx([s.value for s in wanted], nan_ok=True)
    assert set(evidence_scoring.drawn(found)) == set(targets())
    json.dumps(evidence_scoring.drawn(found), allow_nan=False)


def test_what_cannot_be_measured_is_said_to_be_so_and_is_not_drawn():
    nothing = float("nan")
    drawn = evidence_scoring.drawn([Score("A01", nothing, nothing, nothing, targets()["A01"])])
    assert drawn["A01"]["verdict"] == "cannot be measured"
    assert drawn["A01"]["at"] is None


def test_why_clinics_could_not_be_lived_is_said_once():
    assert evidence_scoring.reasons({1: ValueError("no"), 2: ValueError("no"), 3: {}}) == ("ValueError: no",)


def test_scoring_the_default_rules_says_that_they_must_end_where_the_shipped_scores_stand():
    scoring = evidence_scoring.Scoring(20, 20, None, False, (), lambda word: None, KEPT.targets[FROZEN])
    assert f"{len(counted())} of {len(counted())} are met" in evidence_now.came_of_it(scoring, Rules())
    assert "must end where the shipped ones stand" in evidence_now.came_of_it(scoring, Rules())
    assert "rules of your own" in evidence_now.came_of_it(scoring, replace(bond_after=lambda bond, p: bond))
