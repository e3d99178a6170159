"""The exercises work as they are pasted, show what the pages say, and a rule of ten lines reaches everything with nothing else edited."""

import re
import runpy
import shlex
import sys
import time
import warnings
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from typer.testing import CliRunner

from docs.making.filling import ROOT
from experiments.comparing import watch
from experiments.comparing.compare import OUTCOMES
from model.cli import build
from model.errors import DyadsError
from model.maths import ORDINARY
from model.rule_files.contract import inputs
from model.rules import Rules
from tests.support import words_of

HERE = ROOT / "docs" / "exercises"
SOLUTIONS = {file.name: file for file in sorted((HERE / "solutions").iterdir()) if file.is_file()}
PAGES = sorted(HERE.glob("[0-9]*.md"))
EACH = pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
PARTS = ("You will learn", "Write down before you run anything", "Do", "You should see", "Why", "Harder", "A solution")
STEP = re.compile(r"^```(sh|text|toml|python)\n(.*?)^```$|^<!-- you write (\S+) -->$", re.M | re.S)
GAP = re.compile(r"(?:^|(?<=[\s(]))…(?=\s|$)", re.M)
OF_ITS_OWN = "# docs/exercises/solutions/"
NUMBER = re.compile(r"(?<![\w.])[-+]?\d+(?:[.,]\d+)*")
OPTION = re.compile(r"(?<!\S)--[a-z][\w-]*")
MOST_LINES = 10


def part(page: Path, heading: str) -> str:
    """What stands on a page under a heading."""
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", page.read_text("utf-8"), re.M | re.S)
    assert found, f"{page.name} has no part {heading}"
    return found[1]


def in_one_line(text: str) -> str:
    """A text with every run of white space as one space, as wide or narrow as a terminal may be."""
    return " ".join(text.split())


def not_said(shown: str, said: str) -> str:
    """The first excerpt of what is shown that was not said: as one piece between the marks of a gap, each after the one before it."""
    said, at = in_one_line(said), 0
    for excerpt in filter(None, map(in_one_line, GAP.split(shown))):
        found = said.find(excerpt, at)
        if found < 0:
            return excerpt
        at = found + len(excerpt)
    return ""


def printed_by(words: list[str]) -> str:
    """What a Python file prints, whose name and arguments these are."""
    with redirect_stdout(StringIO()) as printed, patch.object(sys, "argv", words):
        runpy.run_path(words[0], run_name="__main__")
    return printed.getvalue()


def said_by(line: str) -> tuple[str, bool]:
    """What a typed command prints, and whether it was content; faults are told as the command line tells them."""
    if line.startswith("python "):
        return printed_by(shlex.split(line)[1:]), True
    said = CliRunner().invoke(build(), shlex.split(line.removeprefix("dyads ")))
    if isinstance(said.exception, DyadsError):
        return said.output + "".join(f"dyads: {fault}\n" for fault in said.exception.faults), False
    if said.exception and not isinstance(said.exception, SystemExit):
        raise said.exception
    return said.output, said.exit_code == 0


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """An empty folder that has the documentation in it, as the folder of the project has; a rule file is watched for one save."""
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(watch, "saves", lambda path: iter([path.stat().st_mtime]))
    return tmp_path


def typed(script: str) -> tuple[str, bool]:
    """What the lines of a block print together, and whether each was content."""
    lines = [line for line in script.splitlines() if line.strip()]
    assert all(line.startswith(("dyads ", "python ")) for line in lines)
    said, content = zip(*map(said_by, lines), strict=True)
    return "\n".join(said), all(content)


def steps(page: Path) -> list[tuple[str, str, str]]:
    """What a page has its reader do and see, in its order: kind of block, its text, and the file that is written where it is that."""
    return [step for step in STEP.findall(page.read_text("utf-8")) if not step[1].startswith(OF_ITS_OWN)]


def followed(page: Path, desk: Path) -> str:
    """All that a page's commands say and print; each block shows what stands below it, and is refused only where the page says so."""
    told, last, refused = [], "", False
    for kind, text, written in steps(page):
        if written:
            (desk / written).write_bytes(SOLUTIONS[written].read_bytes())
        elif kind in ("toml", "python"):
            (desk / text.partition("\n")[0].removeprefix("# ")).write_text(text, "utf-8")
        elif kind == "sh":
            assert not refused, "a block that is refused is followed by what it says"
            last, content = typed(text)
            told, refused = [*told, text, last], not content
        else:
            missing = not_said(text, last)
            assert not missing, f"{page.name} shows, and the commands above it do not print there:\n{missing}\nThey print:\n{last}"
            assert refused == bool(re.search(r"^dyads: |^\d+ faults? \(", text, re.M)), last
            refused = False
    return "\n".join(told)


def claims(page: Path) -> set[str]:
    """The numbers that a page's sentences give for what its commands print."""
    parts = ("You should see", "Why", "A solution")
    text = "\n".join(part(page, heading) for heading in parts)
    prose = re.sub(r"^```.*?^```$|`[^`]*`|\([^()]*\d{4}[^()]*\)|\[[^\]]*\]\([^)]*\)", "", text, flags=re.S | re.M)
    return set(NUMBER.findall(prose)) - {"95"}


def test_there_are_ten_in_their_order_and_each_is_in_the_list():
    listed = re.findall(r"\]\((\d\d_\w+\.md)\)", (HERE / "index.md").read_text("utf-8"))
    assert listed == [page.name for page in PAGES]
    assert [page.name[:2] for page in PAGES] == [f"{n:02}" for n in range(1, 11)]


@EACH
def test_an_exercise_says_what_for_asks_for_a_prediction_first_and_has_its_parts_in_order(page):
    assert tuple(re.findall(r"^## (.*)$", page.read_text("utf-8"), re.M)) == PARTS
    assert re.search(r"\(\d{4}\)", part(page, PARTS[0])), "the sentence of theory has its source"
    assert not STEP.search(part(page, PARTS[1])), "a prediction is written down before anything is run"
    assert "dyads " in part(page, "Do")


@EACH
def test_an_exercise_works_as_it_is_pasted_and_shows_what_it_says(page, desk):
    printed = set(NUMBER.findall(followed(page, desk)))
    unsigned = {number.lstrip("+-") for number in printed}
    assert claims(page) <= printed | unsigned, f"not printed: {sorted(claims(page) - printed - unsigned)}"


def test_what_is_shown_is_held_in_one_piece_and_in_its_order():
    said = "A plain hour.\nThe client\nwithdraws; wrap it: unit(…). It mends."
    assert not_said("A plain hour. The client withdraws\n…\nIt mends.", said) == ""
    assert not_said("… client withdraws; wrap it: unit(…). …", said) == ""
    assert not_said("A plain hour.\nIt mends.", said), "what was left out is marked"
    assert not_said("It mends.\n…\nA plain hour.", said) == "A plain hour."


def test_an_option_is_named_on_a_page_before_it_is_typed():
    named: set[str] = set()
    for page in PAGES:
        text = page.read_text("utf-8")
        for block in STEP.finditer(text):
            before = re.sub(r"^```.*?^```$", "", text[: block.start()], flags=re.S | re.M)
            named |= {option for code in re.findall(r"`([^`]+)`", before) for option in OPTION.findall(code)}
            typed_here = set(OPTION.findall(block[2])) if block[1] == "sh" else set()
            assert typed_here <= named, f"{page.name} has {sorted(typed_here - named)} typed before a sentence names it"


@EACH
def test_a_solution_on_a_page_is_the_file_that_is_run(page):
    shown = re.findall(r"^```(?:python|toml)\n# docs/exercises/solutions/(\S+)\n(.*?)^```$", part(page, "A solution"), re.M | re.S)
    for name, text in shown:
        assert text.strip() == SOLUTIONS[name].read_text("utf-8").strip()
    written = set(re.findall(r"<!-- you write (\S+) -->", page.read_text("utf-8")))
    assert written == {name for name, _ in shown}


def test_what_the_first_pages_say_of_files_and_constants_is_so():
    misspelt, spelt = ((HERE / "broken" / f"{name}.py").read_text("utf-8") for name in ("misspelt", "spelt"))
    assert misspelt.replace("repair_bonds", "repair_bond").replace("bnod", "bond") == spelt
    stated = re.findall(r"`ORDINARY = ([\d.]+)`", PAGES[0].read_text("utf-8"))
    assert [float(number) for number in stated] == [ORDINARY]
    steps_of_repair = set(re.findall(r"^def (\w+)", SOLUTIONS["my_four_steps.py"].read_text("utf-8"), re.M))
    assert {name for name, rule in Rules().items() if "therapist_repair_skill" in inputs(rule)} == steps_of_repair


def test_every_solution_is_on_a_page():
    texts = "".join(page.read_text("utf-8") for page in PAGES)
    assert [name for name in SOLUTIONS if f"# docs/exercises/solutions/{name}\n" not in texts] == []


# --- one file of ten lines, and nothing else edited ----------------------------------------------------------------------

THEORY = "my_theory.py"
SWEPT = 'scenario = "small"\n[[axis]]\nnames = ["rules.pace"]\nvalues = [0.0, 1.0]\n'
LONG = 90.0


def test_a_rule_of_ten_lines_reaches_every_command(desk):
    text = SOLUTIONS[THEORY].read_text("utf-8")
    assert len(text.splitlines()) <= MOST_LINES
    (desk / THEORY).write_text(text, "utf-8")
    (desk / "pace.toml").write_text(SWEPT, "utf-8")
    by_file = f"--rules {THEORY}"
    unlike, _ = typed(f"dyads compare small {by_file}")
    assert "rules of my_theory.py" in unlike
    assert "60 of 60 clients lived the same life" not in unlike
    usual, mine, slow = (typed(f"dyads run small --no-figures {more}")[0] for more in ("", by_file, f"{by_file} --set rules.pace=0"))
    assert len({re.search(r"pre–post d = (\S+)", told)[1] for told in (usual, mine, slow)}) == 3
    swept, _ = typed(f"dyads sweep pace.toml {by_file} --out swept --no-report")
    assert "rules.pace, from 0 to 1:" in swept
    scored, _ = typed(f"dyads scorecard --seeds 3 --therapists 5 --no-nulls {by_file} --set rules.pace=0")
    assert float(re.search(r"^  O06c .*?(-?[\d.]+) ± ", scored, re.M)[1]) < 0.6, "without its pace the theory changes nobody"


@pytest.mark.filterwarnings("ignore")
def test_the_same_file_reaches_the_dashboard(desk, monkeypatch):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        solara = pytest.importorskip("solara")
        from dashboards.parts import frame
        from dashboards.rules import file as rule_file
        from dashboards.rules import page as rules_page
        from dashboards.rules import state
        from dashboards.server import environment

    (desk / THEORY).write_bytes(SOLUTIONS[THEORY].read_bytes())
    monkeypatch.setenv(environment.RULES, str(desk / THEORY))
    state.asked_for.value = state.Asked()
    end = time.monotonic() + LONG
    while rule_file.here().look().state != rule_file.IN_FORCE and time.monotonic() < end:
        time.sleep(0.05)
    box, page = solara.render(solara.AppLayout(children=[rules_page.Page()]), handle_error=False)
    state.change(scenario="small", dyads=200)
    while "of 200 dyads touched" not in (told := words_of(box)) and time.monotonic() < end:
        time.sleep(0.1)
    assert "of 200 dyads touched" in told
    assert "Yours, my_theory.py" in told
    assert OUTCOMES["improvement"][0] in told
    assert set(frame.rules().replaced) == {"relief"}
    page.close()
    rule_file.COMPARING.end()
    rule_file.watched.cache_clear()
