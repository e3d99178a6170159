"""`dyads rules new`: a file is begun, or given one more rule, whole or not at all, and the next commands work as they are printed."""

import ast
import os
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from model import from_file, simulate
from model.cli import build
from model.errors import DyadsError
from model.guide.starter import added, starter
from model.rules import DEFAULT

ONE = ("--rule", "hope_after")


def new(*words: object) -> str:
    """What `dyads rules new …` prints; an error is raised."""
    said = CliRunner().invoke(build("rules"), ["rules", "new", *map(str, words)])
    if isinstance(said.exception, DyadsError):
        raise said.exception
    assert said.exit_code == 0, said.output
    return said.output


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "name a file to write"),
        (".py", "as in my_rules.py"),
        ("mine", "call it mine.py"),
        ("mine.txt", "call it mine.py"),
        ("nowhere/mine.py", "there is no folder nowhere"),
        ("math.py", "call it my_math.py"),
        ("model.py", "call it my_model.py"),
        ("n\udcff.py", "cannot be printed"),
        ("two\nlines.py", "cannot be printed"),
    ],
)
def test_a_name_that_will_not_do_is_refused_and_nothing_is_written(name, says, here):
    with pytest.raises(DyadsError) as refused:
        new(name, *ONE)
    assert says in refused.value.faults[0]
    assert not list(here.iterdir())


@pytest.mark.parametrize("name", ["a b.py", "a;b.py", "it's.py", "$HOME.py"])
def test_the_next_commands_name_the_file_as_a_shell_reads_it(name):
    typed = [shlex.split(line) for line in new(name, *ONE).splitlines() if line.startswith("  dyads ")]
    assert len(typed) == 3
    assert all(name in words for words in typed)
    head = Path(name).read_text().splitlines()
    assert [shlex.split(line)[4] for line in head if line.startswith("# dyads rules check")] == [name]


def test_a_link_to_nowhere_and_a_folder_are_told_as_what_they_are(here):
    os.symlink("nowhere.py", "link.py")
    (here / "folder.py").mkdir()
    with pytest.raises(DyadsError, match=r"link.py: is a link to nowhere.py, which is not there"):
        new("link.py", *ONE)
    with pytest.raises(DyadsError, match=r"folder.py: is a folder"):
        new("folder.py", *ONE)


def test_a_file_that_is_there_is_not_overwritten_and_the_way_to_add_to_it_is_told():
    new("mine.py", *ONE)
    before = Path("mine.py").read_bytes()
    with pytest.raises(DyadsError) as refused:
        new("mine.py", "--rule", "bond_after")
    assert refused.value.faults[0].endswith("dyads rules new mine.py --rule bond_after --add")
    assert Path("mine.py").read_bytes() == before


def test_a_rule_is_added_to_a_file_and_what_was_there_stays():
    new("mine.py", *ONE)
    mine = Path("mine.py").read_text().replace("p.hope_rate * (", "0.5 * p.hope_rate * (")
    Path("mine.py").write_text(mine)
    new("mine.py", "--rule", "explore_chance", "--rule", "bond_after", "--add")
    said = from_file("mine.py")
    assert set(said.replaced) == {"hope_after", "explore_chance", "bond_after"}
    assert "0.5 * p.hope_rate * (" in said.text("hope_after")
    assert Path("mine.py").read_text().startswith(mine[: mine.index("from ")])
    one, other = (simulate("small", rules=rules, engine="agents").sessions for rules in (said, from_file("mine.py", mine)))
    assert one.equals(other)


@pytest.mark.parametrize(
    "text",
    [
        "def hope_after(hope):\n    return hope\n",
        '"""Mine."""\n\n\ndef hope_after(hope):\n    return hope',
        '"""Mine."""\nfrom model.maths import (\n    logistic,\n)\n\nORDINARY = 0.7\n\n\ndef hope_after(hope):\n    return hope\n',
        "# mine\n\nimport math\n\n\ndef hope_after(hope):\n    return math.floor(hope)\n",
    ],
)
def test_what_a_copy_needs_is_imported_once_at_the_top(text):
    whole = added(text, ["explore_chance"])
    steps = ast.parse(whole).body
    names = [a.name for step in steps if isinstance(step, ast.ImportFrom) for a in step.names]
    assert len(set(names)) == len(names)
    assert {"logistic", "HALFWAY"} <= set(names)
    assert ("ORDINARY" in names) is ("ORDINARY" not in text)
    imports = [i for i, step in enumerate(steps) if isinstance(step, ast.Import | ast.ImportFrom)]
    assert max(imports) < next(i for i, step in enumerate(steps) if isinstance(step, ast.FunctionDef))
    assert set(from_file(Path("mine.py"), whole).replaced) == {"hope_after", "explore_chance"}


def test_every_rule_can_be_added_to_a_file_that_has_another():
    for name in DEFAULT:
        other = "hope_after" if name != "hope_after" else "bond_after"
        assert set(from_file(Path("mine.py"), added(starter(other), [name])).replaced) == {other, name}


def test_what_is_there_or_is_no_python_or_no_file_is_not_added_to(here):
    new("mine.py", *ONE)
    with pytest.raises(DyadsError, match="has hope_after already"):
        new("mine.py", *ONE, "--add")
    Path("broken.py").write_text("def hope_after(hope)\n")
    with pytest.raises(DyadsError, match=r"dyads rules check broken\.py says why"):
        new("broken.py", *ONE, "--add")
    with pytest.raises(DyadsError, match="there is no such rule file"):
        new("other.py", *ONE, "--add")
    assert {f.name for f in here.iterdir()} == {"mine.py", "broken.py"}
    assert Path("broken.py").read_text() == "def hope_after(hope)\n"


def test_no_example_of_a_word_to_ask_for_is_one_that_is_always_the_same():
    assert "weeks_apart" not in starter("notice_chance")
    assert "repaired" not in starter("notice_chance")


def test_a_sub_command_that_is_misspelt_is_told():
    said = CliRunner().invoke(build("rules"), ["rules", "shw", "hope_after"])
    assert isinstance(said.exception, DyadsError)
    assert "Did you mean show?" in str(said.exception)
