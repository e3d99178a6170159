"""What a finished calibration found is shipped in all the files that must agree, and nothing else is."""

import json
import shutil

import numpy as np
import pandas as pd
import pytest

from experiments.asking.study import Answer
from experiments.calibrating import equal_fits
from experiments.calibrating import report as calibration_report
from experiments.calibrating.calibration import LOG, PROBLEM, Problem, Tried, claim
from experiments.calibrating.equal_fits import Fit
from experiments.calibrating.freezing import CALIBRATING, freeze, settings_of
from experiments.calibrating.identifiability import Posterior
from experiments.evidence.models import AGAIN, candidate, free, null_file
from experiments.evidence.scorecard import Score
from experiments.evidence.shipping import EVIDENCE, ROOT
from experiments.evidence.worlds import Theory
from experiments.publishing.document import About, Runs, fits_section
from experiments.studies.causal_alliance import Estimates
from model import OutputError
from model.parameters import FROZEN, SEARCHED
from model.scenario import parse


def finished(folder, theory: Theory) -> Problem:
    """The folder of a calibration that ended in the middle of what was searched."""
    problem = Problem(theory, *free(theory))
    folder.mkdir()
    claim(folder / PROBLEM, problem.about)
    x, values = np.full(len(problem.names), 0.5), [t.value for t in problem.targets.values()]
    (folder / LOG).write_text(
        "".join(json.dumps({"start": s, "generation": 0, "x": [x.tolist()], "values": [values]}) + "\n" for s in (0, 1))
    )
    posterior = Posterior(problem, x, ("A01",), np.ones((1, len(x))), np.ones(1))
    fits = [Fit(problem.rounded(x), values, True), Fit(problem.rounded(x), values, False)]
    calibration_report.write(problem, [Tried(x, values, 1.0), Tried(x, values, 2.0)], posterior, fits, folder)
    return problem


@pytest.fixture
def root(tmp_path):
    """An empty house with the null models in it."""
    (tmp_path / "model").mkdir()
    (tmp_path / CALIBRATING).mkdir(parents=True)
    shutil.copytree(ROOT / EVIDENCE / "nulls", tmp_path / EVIDENCE / "nulls")
    return tmp_path


def test_the_set_what_is_pinned_down_and_the_equally_good_fits_are_frozen_together(root):
    finished(root / "c", candidate())
    written = freeze(root / "c", root)
    shipped = root / "model" / f"{FROZEN}.toml"
    text, fitted = shipped.read_text(), settings_of(shipped)
    table, fits = (pd.read_csv(root / CALIBRATING / name) for name in (f"{FROZEN}.csv", equal_fits.FILE))
    assert set(fitted) == set(table.parameter) == set(fits.columns) == set(SEARCHED)
    assert [fitted[n] for n in table.parameter] == pytest.approx(table.value.tolist(), rel=1e-3, abs=1e-9)
    assert len(fits) == 1
    assert "1 and 1 candidates" in text
    assert "Losses 1.00, 2.00; the best has 42 of 42 findings in range there." in text
    assert len(written) == 3


def test_a_null_keeps_its_title_story_lesson_and_cut_and_has_the_numbers_that_were_found(root):
    shipped = null_file("trait")
    problem = finished(root / "c", Theory("trait", shipped.settings))
    (file,) = freeze(root / "c", root)
    again = parse(file.read_text(), file.stem)
    assert file.stem == f"trait{AGAIN}"
    assert again.title == f"{shipped.title}, re-calibrated"
    assert (again.story, again.lesson) == (shipped.story, shipped.lesson)
    assert again.settings == {**shipped.settings, **problem.rounded(np.full(len(problem.names), 0.5))}
    assert 'cut = ["relationship to outcome", "outcome to relationship"]' in file.read_text()
    assert not (root / "model" / f"{FROZEN}.toml").exists()


def test_an_unfinished_calibration_and_one_of_other_numbers_are_refused(root):
    finished(root / "c", candidate())
    (root / "c" / "calibrated.toml").write_text("[settings]\nratings.halo = 0.5\n")
    with pytest.raises(OutputError, match=r"not what the model declares as fitted: .*rules\.bond_gain"):
        freeze(root / "c", root)
    (root / "c" / "fits.csv").unlink()
    with pytest.raises(OutputError, match=r"no finished calibration: fits\.csv is missing"):
        freeze(root / "c", root)


def test_the_shipped_table_is_of_the_shipped_set():
    fitted = settings_of(ROOT / "model" / f"{FROZEN}.toml")
    table = pd.read_csv(ROOT / CALIBRATING / f"{FROZEN}.csv")
    assert set(table.parameter) == set(fitted)
    assert [fitted[n] for n in table.parameter] == pytest.approx(table.value.tolist(), rel=1e-3, abs=1e-9)


def runs(targets: dict, **fits: list[Score]) -> Runs:
    """What a page without patterns, ablations and trials tells of."""
    cause = {name: Estimates(0.3, 0.2, 0.1, 0.15) for name in fits}
    return Runs(
        targets,
        {"model": []},
        fits,
        {name: [] for name in fits},
        cause,
        [],
        Answer((), ""),
        None,
        About("", "", "9 clinics"),
    )


def test_the_page_tells_of_equally_good_fits_or_that_there_are_none():
    problem = Problem(candidate(), *free(candidate()))
    target = problem.targets["D01"]
    good, bad = (Score("D01", v, v, v, target) for v in (0.2, 0.5))
    assert fits_section(runs({"model": [good]})) == "None were drawn for this set."
    says = fits_section(runs({"model": [good]}, a=[good], b=[bad]))
    assert "2 were kept and looked at, in 9 clinics." in says
    assert "0.20 to 0.50 | 1 of 2 |" in says
