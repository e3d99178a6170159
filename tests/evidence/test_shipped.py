"""The scores that the package ships are those of the shipped model, and what the page of evidence says too."""

import math

import pytest
from typer.testing import CliRunner

from experiments.evidence import prose, score_tables, shipped, shipping
from experiments.evidence.models import candidate, nulls
from experiments.evidence.shipped import fingerprint, parse, small_clinic
from experiments.evidence.targets import counted, patterns, targets
from experiments.evidence.themes import themes
from model.cli import build
from model.errors import DyadsError, TableError
from model.parameters import FROZEN
from tests import golden
from tests.support import ROOT

PAGE = (ROOT / "docs" / "evidence.md").read_text("utf-8")
KEPT = shipped.shipped()


def test_every_theory_was_scored_on_every_finding():
    theories = [candidate().name, *(null.name for null in nulls())]
    for found, findings in ((KEPT.targets, targets()), (KEPT.patterns, patterns())):
        assert list(found) == theories
        assert all([s.finding for s in of] == list(findings) for of in found.values())
        assert all(math.isfinite(s.value) and s.low <= s.value <= s.high for s in found[FROZEN])
    assert len([s for s in KEPT.targets[FROZEN] if s.target.counted]) == len(counted())


def test_the_scores_are_those_of_the_shipped_defaults_and_null_models():
    assert KEPT.about["frozen"] == FROZEN
    assert KEPT.about["fingerprint"] == fingerprint()


def test_another_default_or_another_null_has_another_fingerprint(monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(shipped, "nulls", lambda: nulls()[1:])
    assert fingerprint() != before
    monkeypatch.undo()
    monkeypatch.setattr(shipped, "NUMBERS", dict(list(shipped.NUMBERS.items())[1:]))
    assert fingerprint() != before


def test_the_rules_and_measures_are_those_that_were_scored():
    """The findings stand among the golden numbers, which are looked at there; the patterns are measured here."""
    small, now = KEPT.about["small_clinic"], golden.kept()
    assert {key: small[key] for key in targets()} == {key: now[f"scorecard {key}"] for key in targets()}
    assert {key: small[key] for key in patterns()} == small_clinic(patterns())


def test_the_scores_say_what_the_page_of_evidence_says():
    for found in (KEPT.targets, KEPT.patterns):
        assert score_tables.counts(found) in PAGE
    assert score_tables.score_table(KEPT.targets) in PAGE
    for some in (True, False):
        assert score_tables.score_table(score_tables.among(KEPT.patterns, some)) in PAGE
        assert score_tables.separating(KEPT.patterns, some) in PAGE
        assert score_tables.missed(score_tables.among(KEPT.patterns, some)) in PAGE
    assert KEPT.clinics in PAGE


def test_prose_is_taken_from_the_page_of_evidence():
    assert f"met {prose.FIRST_MET} of the {prose.FIRST_COUNTED}" in PAGE
    assert prose.first_missed() in PAGE
    assert set(prose.FIRST_MISSED) <= {key for key, pattern in patterns().items() if pattern.seen_before}
    assert prose.paragraph("Much rests on one mechanism").endswith(".")
    assert "{" not in "".join(prose.points("What it must not be used for"))
    assert len(prose.points("What it must not be used for")) == 5
    with pytest.raises(KeyError):
        prose.paragraph("Nobody wrote this")
    with pytest.raises(KeyError):
        prose.points("Nobody wrote this")


def test_every_finding_has_one_theme():
    all_of_them = [key for theme in themes().values() for key in theme.findings]
    assert sorted(all_of_them) == sorted({**targets(), **patterns()})


def test_scores_in_which_a_finding_is_missing_are_refused_by_name():
    with pytest.raises(TableError) as refused:
        parse(f"theory,finding,value,low,high\n{FROZEN},A01,0.3,0.2,0.4\n", "")
    assert f"scores.csv: D01 was not scored under {FROZEN}." in refused.value.faults
    assert "dyads scorecard --freeze" in refused.value.faults[-1]
    with pytest.raises(TableError, match="holds no scores"):
        parse("", "")


def test_freezing_writes_what_reads_back(tmp_path, monkeypatch):
    monkeypatch.setattr(shipping, "nulls", lambda: nulls()[:1])
    monkeypatch.setattr(shipping.freeze, "__defaults__", (tmp_path,))
    folder = tmp_path / "experiments" / "evidence"
    folder.mkdir(parents=True)
    said = CliRunner().invoke(build(), ["scorecard", "--freeze", "--seeds", "3", "--therapists", "5"], catch_exceptions=False)
    assert said.exit_code == 0
    assert {f.name for f in folder.iterdir()} == {"scores.csv", "scores.toml"}
    again = parse((folder / "scores.csv").read_text(), (folder / "scores.toml").read_text())
    assert list(again.patterns) == [FROZEN, "noise"]
    assert again.clinics == "3 clinics of 5 × 30 dyads, seeds 1 to 3"
    assert again.about["fingerprint"] == fingerprint()


def test_nothing_but_the_defaults_is_shipped():
    with pytest.raises(DyadsError, match="--freeze ships every score of the defaults"):
        CliRunner().invoke(build(), ["scorecard", "--freeze", "--set", "rules.dropout_alliance=0"], catch_exceptions=False)
