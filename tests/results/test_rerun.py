"""Every result that a command writes can be made again from its record alone, and a difference in any bit is told."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from experiments.again import since
from experiments.again.kinds import KINDS
from experiments.again.replay import replay
from experiments.again.rerun import rerun
from experiments.again.sameness import difference
from experiments.evidence import ablation
from experiments.results import sources
from experiments.results.clinic import write_clinic
from experiments.results.clinic_record import scenario_of
from model import from_file, simulate
from model.cli import build
from model.errors import DyadsError
from tests.support import DATA

RULE = "def dropout_chance(bond):\n    return 0.4 * (1.0 - bond)\n"
SCENARIO = 'title = "Mine"\ndo = ["2-* in 2: ruptured"]\n[settings]\nclinic.dyads = 30\nclinic.clients_per_therapist = 6\n'
DESIGN = 'scenario = "mine.toml"\nreplicates = 2\npoints_file = "points.csv"\n'
POINTS = "therapists.regard.mean,therapists.regard.sd,rules\n0.5,0.1,default\n0.95,0.4,mine.py\n0.8,0.1,mine.py\n"
MORRIS = """kind = "morris"
scenario = "mine.toml"
samples = 4
replicates = 2
[[factor]]
name = "rules.bond_gain"
[[factor]]
name = "rules.rest"
"""
SMALL = ("--seeds", 3, "--therapists", 5)
COMMANDS = {
    "run": ("run", "mine.toml", "--rules", "mine.py", "--items", "--no-figures", "--seed", 4),
    "compare": ("compare", "mine.toml", "--rules", "mine.py", "--engine", "agents"),
    "sweep": ("sweep", "design.toml", "--no-report"),
    "sensitivity": ("sensitivity", "lived"),
    "study": ("study", "goal-mismatch", "--dyads", 150, "--seeds", 3),
    "scorecard": ("scorecard", *SMALL, "--no-nulls", "--set", "rules.dropout_alliance=0"),
    "ablations": ("ablations", *SMALL),
    "trials": ("trials", "trials.csv", "--replicates", 2),
    "directions": ("directions", "M12"),
}
"""A small one of every kind."""
FAILS = ("sweep",)


def dyads(*words, code=0):
    outcome = CliRunner().invoke(build(), [*map(str, words)], catch_exceptions=False)
    assert outcome.exit_code == code, outcome.output
    return outcome.output


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a result of every kind; the files that the commands were given are gone."""
    place = tmp_path_factory.mktemp("given")
    given = {"mine.py": RULE, "mine.toml": SCENARIO, "design.toml": DESIGN, "points.csv": POINTS, "morris.toml": MORRIS}
    trials = DATA / "trials_small.csv"
    thrown = dict(list(ablation.switches().items())[:2])
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(place)
        patched.setattr(ablation, "switches", lambda: thrown)
        for name, text in {**given, "trials.csv": trials.read_text()}.items():
            Path(name).write_text(text)
        dyads("sweep", "morris.toml", "--no-report", "--out", "lived")
        for kind, words in COMMANDS.items():
            dyads(*words, "--out", Path("results") / kind, code=int(kind in FAILS))
        shutil.rmtree("lived")
        for name in (*given, "trials.csv"):
            Path(name).unlink()
        yield place / "results"


def copied(folder: Path, place: Path, **said) -> Path:
    """A copy of a result whose record says something else."""
    shutil.copytree(folder, place)
    (record,) = place.glob("*.json")
    record.write_text(json.dumps(json.loads(record.read_text()) | said))
    return place


def test_every_kind_is_tried():
    assert {*COMMANDS, "tournament"} == set(KINDS)


@pytest.mark.slow
def test_a_tournament_made_again_is_the_same_to_the_bit(tmp_path):
    dyads("tournament", "--only", "technique_only", "--no-nulls", "--seeds", 3, "--dyads", 150, "--out", tmp_path / "t")
    found = rerun(tmp_path / "t", check=True)
    assert found.same, found.tables
    assert {table.table for table in found.tables} == {"apart.csv", "partings.csv", "standings.csv", "tournament.csv"}


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_result_made_again_is_the_same_to_the_bit(made, kind, tmp_path):
    found = rerun(made / kind, tmp_path / "again")
    assert found.same, found.tables
    assert len(found.tables) >= 1
    assert all(not table.words for table in found.tables)
    assert {f.name for f in found.folder.iterdir()} == {f.name for f in (made / kind).iterdir()}
    then, now = (json.loads((place / found.record.file.name).read_text()) for place in (made / kind, found.folder))
    assert {name for name in then if then[name] != now[name]} <= {"command", "code"}


OTHERWISE = {"parameters": {"rules.bond_gain": 0.123, "rules.felt_sd": 0.4}, "seed": 77}
STANDARD = ("study", "ablations", "trials", "directions")
"""Kinds whose clinics start from the defaults."""


@pytest.mark.parametrize("part", OTHERWISE)
@pytest.mark.parametrize("kind", COMMANDS)
def test_what_a_record_says_is_lived_by_or_refused(made, kind, part, tmp_path):
    folder = copied(made / kind, tmp_path / "other")
    (record,) = folder.glob("*.json")
    told = json.loads(record.read_text())
    for clinic in since.clinics(told):
        if part in clinic:
            clinic[part] = clinic[part] | OTHERWISE[part] if part == "parameters" else OTHERWISE[part]
    record.write_text(json.dumps(told))
    if kind in STANDARD and (kind, part) != ("trials", "seed"):
        with pytest.raises(DyadsError, match=r"standard clinic.*(rules.bond_gain was 0.123, and is 0.\d+|seed was 77, and is 1)\b"):
            rerun(folder, check=True)
    else:
        assert not rerun(folder, check=True).same


def test_a_scorecard_that_says_two_things_of_its_first_theory_is_refused(made, tmp_path):
    told = json.loads((made / "scorecard" / "scorecard.json").read_text())
    parameters = told["parameters"] | OTHERWISE["parameters"]
    with pytest.raises(DyadsError, match=f"is damaged.*says two things of {next(iter(told['theories']))}"):
        rerun(copied(made / "scorecard", tmp_path / "other", parameters=parameters), check=True)


def test_no_record_says_that_a_result_hangs_on_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    with pytest.raises(ModuleNotFoundError, match=r"model\.session decides a result, and has no file under"):
        sources.digests.__wrapped__(("model.session",))


def test_a_result_that_was_made_again_can_be_made_again(made, tmp_path):
    assert rerun(rerun(made / "run", tmp_path / "again").folder, check=True).same


def test_what_failed_is_made_again_too(made):
    assert {table.table for table in rerun(made / "sweep", check=True).tables} == {"failures.csv", "sweep.csv", "sweep.parquet"}


def test_a_check_leaves_nothing_behind(made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = dyads("rerun", made / "compare", "--check")
    assert "the same, to the bit" in said
    assert not list(tmp_path.iterdir())
    dyads("rerun", made / "compare" / "compare.json")
    assert (tmp_path / "results" / "rerun-compare-1" / "compare.json").is_file()


def test_a_table_that_was_tampered_with_is_told_cell_by_cell(made, tmp_path):
    folder = copied(made / "run", tmp_path / "run")
    table = pd.read_parquet(folder / "dyads.parquet")
    true = float(table.loc[3, "alliance_last"])
    table.loc[[3, 5], "alliance_last"] = np.nextafter(true, 1.0), 0.25
    table.to_parquet(folder / "dyads.parquet", index=False)
    said = " ".join(dyads("rerun", folder, "--check", code=1).split())
    was, is_ = float(np.nextafter(true, 1.0)), true
    assert f"dyads.parquet NOT the same: row 4, column alliance_last: {was!r} was recorded, {is_!r} came out; 2 rows differ" in said
    assert "it has been changed since it was written, when it held what came out now" in said
    assert "sessions.parquet the same, to the bit" in said


def test_other_rules_give_other_lives(made, tmp_path):
    other = copied(made / "run", tmp_path / "run", rule_text=RULE.replace("0.4", "0.9"))
    found = rerun(other, check=True)
    assert not found.same
    assert "has been changed" not in found.tables[0].words


def test_what_a_rule_file_brings_is_there_again_when_the_file_has_been_edited(tmp_path):
    mine = tmp_path / "valence.py"
    mine.write_text((DATA / "valence.py").read_text())
    asked = {"settings": {"clinic.dyads": 20, "rules.valence_gain": 0.2}, "do": ["1-1 in 2: dyad.valence = 0.5"]}
    run = simulate("small", rules=from_file(mine), engine="agents", **asked)
    (tmp_path / "out").mkdir()
    write_clinic(tmp_path / "out", run.blocks, run.scenario, run.rules, run.engine, draw=False)
    mine.write_text("def dropout_chance():\n    return 1.0\n")
    assert rerun(tmp_path / "out", check=True).same
    assert replay(tmp_path / "out", "1-1")[2]


def test_what_has_changed_since_is_named(made, tmp_path):
    told = json.loads((made / "run" / "run.json").read_text())
    told["versions"]["numpy"], told["rules"]["bond_after"] = "0.0", "def bond_after(bond):\n    return bond\n"
    told["code"]["model/session.py"] = "0" * 16
    told["parameters"]["rules.bond_gain"] = 0.123
    notes = "\n".join(rerun(copied(made / "run", tmp_path / "run", **told), check=True).notes)
    assert "made with numpy 0.0, lived again with" in notes
    assert "rules that have changed since: bond_after" in notes
    assert "defaults that have changed since: rules.bond_gain" in notes
    assert "model/session.py" in notes
    assert scenario_of(told)["rules.bond_gain"] == 0.123


def test_a_record_without_its_tables_says_what_they_were(made, tmp_path):
    shutil.copy(made / "compare" / "compare.json", tmp_path)
    found = rerun(tmp_path, check=True)
    assert found.same
    assert "what its record says of it is what came out" in found.tables[0].words
    told = json.loads((tmp_path / "compare.json").read_text())
    told["b"]["seed"] = told["a"]["seed"] = 5
    (tmp_path / "compare.json").write_text(json.dumps(told))
    other = rerun(tmp_path, check=True)
    assert not other.same
    assert "cannot be told" in other.tables[0].words


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda f: (f / "run.json").unlink(), "holds no record of a result"),
        (lambda f: (f / "run.json").write_text("{"), "is no record of a result, or damaged: it cannot be read as JSON"),
        (lambda f: (f / "run.json").write_text("[1]"), "holds no record"),
        (lambda f: shutil.copy(f / "run.json", f / "copy.json"), "holds several records: copy.json, run.json; name the file"),
        (lambda f: said(f, format=None), "is of an older format .1; this version reads 2.*Give its command once more"),
        (lambda f: said(f, format=3), "is of a newer format .3; this version reads 2.*Install therapy-dyads"),
        (lambda f: said(f, result="runn"), "does not know: 'runn'. Did you mean run"),
        (lambda f: said(f, arms=None), "run.json: is damaged"),
        (lambda f: said(f, tables=None), "run.json: is damaged"),
        (lambda f: said(f, versions=[]), "run.json: is damaged: versions: input should be a valid dictionary"),
        (lambda f: said(f, code="x"), "run.json: is damaged: code"),
        (lambda f: said(f, replaced_rules="x"), "run.json: is damaged: replaced_rules"),
        (lambda f: said(f, command=[]), "run.json: is damaged: command"),
        (lambda f: said(f, engine="x"), "run.json: is damaged: engine"),
        (lambda f: said(f, seed=-1), "run.json: seed must"),
        (lambda f: said(f, rule_text=""), "rules that were typed in Python cannot be lived again"),
        (lambda f: said(f, rule_text="def bond(:"), "not valid Python"),
        (lambda f: (f / "dyads.parquet").write_bytes(b"junk"), "dyads.parquet: cannot be read as a table"),
    ],
)
def test_what_cannot_be_made_again_is_refused_in_one_plain_sentence(made, tmp_path, spoil, words):
    spoil(copied(made / "run", tmp_path / "run"))
    with pytest.raises(DyadsError, match=words) as refused:
        rerun(tmp_path / "run", tmp_path / "again")
    assert "\n" not in str(refused.value)
    assert not (tmp_path / "again").exists()


def said(folder: Path, **more) -> None:
    """Let the record of a run say this; what is None is left out."""
    told = json.loads((folder / "run.json").read_text()) | more
    (folder / "run.json").write_text(json.dumps({name: value for name, value in told.items() if value is not None}))


@pytest.mark.parametrize("kind", ["run", "sweep"])
def test_finished_work_is_never_taken_for_what_is_to_be_made(made, tmp_path, kind):
    for taken in (made / kind, copied(made / kind, tmp_path / "copy")):
        with pytest.raises(DyadsError, match="is not empty"):
            rerun(made / kind, taken)


def test_a_design_whose_points_would_be_others_is_not_made_again(made, tmp_path):
    told = json.loads((made / "sweep" / "sweep.json").read_text())
    told["factors"][0]["values"][0] = 0.55
    with pytest.raises(DyadsError, match="the points of its design come out otherwise than they were"):
        rerun(copied(made / "sweep", tmp_path / "sweep", **told), check=True)


def test_a_sweep_that_is_not_finished_is_not_made_again(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "manifest.json").write_text("{}")
    with pytest.raises(DyadsError, match=r"not finished\. Let dyads sweep finish it"):
        rerun(tmp_path)
    with pytest.raises(DyadsError, match="no such file or folder"):
        rerun(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        ({"x": [1.0, np.nan]}, {"x": [1.0, np.nan]}, ""),
        ({"x": [0.0, 1.0]}, {"x": [-0.0, 1.0]}, "row 1, column x: 0.0 was recorded, -0.0 came out"),
        ({"x": [1.0, np.nan], "y": [1, 2]}, {"x": [1.0, 2.0], "y": [3, 4]}, "row 1, column y: 1 was recorded, 3 came out; 2 rows differ"),
        ({"x": [1]}, {"x": [1.0]}, "row 1, column x: 1 was recorded, 1.0 came out"),
        ({"x": [1], "y": [1]}, {"x": [1], "z": [1]}, "columns y were recorded, and did not come out; columns z came out, and were not"),
        ({"x": [1, 2]}, {"x": [1]}, "2 rows were recorded, 1 came out"),
        ({"x": ["a", None]}, {"x": ["a", "b"]}, "row 2, column x: None was recorded, 'b' came out"),
        ({"x": [1], "y": [1]}, {"y": [1], "x": [1]}, "the columns stand in another order"),
    ],
)
def test_the_first_difference_is_found(tmp_path, then, now, words):
    files = tmp_path / "then.parquet", tmp_path / "now.parquet"
    for file, columns in zip(files, (then, now), strict=True):
        pd.DataFrame(columns).to_parquet(file, index=False)
    assert difference(*files) == words if not words else words in difference(*files)


def test_a_table_of_text_that_has_no_rows_is_a_table(tmp_path):
    files = tmp_path / "then.csv", tmp_path / "now.csv"
    for file, rows in zip(files, ([{"x": 1}], []), strict=True):
        pd.DataFrame(rows).to_csv(file, index=False)
    assert "columns x were recorded, and did not come out" in difference(*files)
    assert "columns x came out, and were not recorded" in difference(*reversed(files))
    assert not difference(files[1], files[1])
