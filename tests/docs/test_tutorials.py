"""Tutorials run, notebooks are made from their scripts, and what these say in words is what the run printed."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.tutorials import LARGEST, PLACE, SCRIPTS, cells, executed, made_small

EVERY = pytest.mark.parametrize("script", SCRIPTS, ids=[script.stem for script in SCRIPTS])
MAY_FAIL = "raises-exception"


def notebook_of(script: Path) -> dict:
    """The notebook beside a script."""
    return json.loads(script.with_suffix(".ipynb").read_text("utf-8"))


def source(cell: dict) -> str:
    """The text of a cell, without the signs by which a script has prose."""
    return "".join(cell["source"])


def shown(notebook: dict) -> str:
    """All that the cells of a notebook have shown, as text, with the code that they ran."""
    told = [source(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            told += ["".join(output.get("text", "")), *output.get("traceback", ()), "".join(output.get("data", {}).get("text/plain", ""))]
    return "\n".join(told)


def test_there_are_tutorials():
    assert len(SCRIPTS) >= 2


@EVERY
def test_a_tutorial_runs_small(script, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    world: dict = {"__name__": "tutorial"}
    for cell, text in zip(notebook_of(script)["cells"], cells(script), strict=True):
        if cell["cell_type"] != "code":
            continue
        if MAY_FAIL in cell["metadata"].get("tags", ()):
            with pytest.raises(ValueError, match=r"\."):
                exec(made_small(text), world)
        else:
            exec(compile(made_small(text), script.name, "exec"), world)
    assert not os.listdir(tmp_path), "a tutorial writes only where nobody needs to look"


@EVERY
def test_a_notebook_is_made_from_its_script_as_it_stands(script):
    found = notebook_of(script)["cells"]
    for cell, text in zip(found, cells(script), strict=True):
        plain = re.sub(r"^# ?", "", text, flags=re.M) if cell["cell_type"] == "markdown" else text
        assert source(cell).strip() == plain.strip(), "python -m tests.tutorials makes it anew"


@EVERY
def test_a_notebook_shows_tables_and_figures_and_is_light_enough_to_read(script):
    notebook = notebook_of(script)
    kinds = {kind for cell in notebook["cells"] for output in cell.get("outputs", ()) for kind in output.get("data", {})}
    assert {"image/png", "text/html"} <= kinds
    assert script.with_suffix(".ipynb").stat().st_size < LARGEST
    assert "Traceback" not in shown(notebook)
    assert str(Path.home()) not in shown(notebook)


@EVERY
def test_prose_has_no_number_that_was_not_printed(script):
    notebook = notebook_of(script)
    printed = set(re.findall(r"\d+(?:\.\d+)?", shown(notebook))) | {"95"}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            prose = re.sub(r"`[^`]*`|\([^)]*ipynb\)", "", source(cell))
            assert set(re.findall(r"\d+(?:\.\d+)?", prose)) <= printed


KERNEL = """# %% [markdown]
# A page

# %%
from experiments import compare, run

clinic = run("small", progress=True)
clinic

# %%
clinic.alliance_courses()

# %% tags=["raises-exception"]
compare("small", settings={"rules.bond_gian": 1})
"""


def test_a_kernel_shows_tables_figures_and_errors_in_a_line(tmp_path):
    pytest.importorskip("nbclient")
    (tmp_path / "page.py").write_text(KERNEL)
    _, table, figure, error = executed(tmp_path / "page.py").cells
    assert "dropout" in table.outputs[-1].data["text/html"]
    assert "image/png" in figure.outputs[-1].data
    (line,) = error.outputs[-1].traceback
    assert line.startswith("SettingError: rules.bond_gian is no parameter. Did you mean rules.bond_gain")


def test_every_tutorial_is_where_the_documents_look():
    assert PLACE.is_dir()
    named = {name for script in SCRIPTS for name in re.findall(r"\]\((\w+\.ipynb)\)", script.read_text("utf-8"))}
    assert named
    assert not [name for name in named if not (PLACE / name).with_suffix(".py").is_file()]
