"""`dyads rules check` notes what keeps its contract and says next to nothing: no faults, and nothing of the defaults."""

import json
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from model import from_file
from model.cli import build
from model.commands import rule_files as rule_file_commands
from model.guide.notes import notes
from model.guide.starter import starter
from model.rules import DEFAULT, Rules
from model.trial import passed
from model.trial.child import Stopped
from tests.support import ROOT

BROKEN = ROOT / "docs" / "exercises" / "broken"


@cache
def of_text(text: str, path: Path) -> list[str]:
    """What there is to note of a file that says this."""
    return notes(from_file(path, text))


@pytest.fixture
def path(tmp_path):
    """Where a rule file might lie."""
    return tmp_path / "mine.py"


def test_copies_of_the_defaults_are_nothing_to_note(path):
    assert of_text(starter(DEFAULT), path) == []
    assert notes(Rules()) == []


def test_a_word_that_is_always_the_same_is_noted(path):
    said = of_text("def notice_chance(repaired, hope):\n    return 0.5 * hope + 0.25 * repaired\n", path)
    assert said == ["notice_chance: repaired is always 0 when it is asked; that is how the session is written."]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return 1.0", "it answers 1 all "),
        ("return min(1.0, 0.99 + hope)", "it answers 1 all "),
        ("return 0.4 + 0.001 * hope", "its answers hardly differ: 95 % of them lie between 0.400 and 0.401"),
        ("return 0.4 if hope < 0.999 else 0.2", "it answers 0.4 all "),
    ],
)
def test_answers_that_are_nearly_all_the_same_are_noted(body, says, path):
    (said,) = of_text(f"def acknowledge_chance(hope):\n    {body}\n", path)
    assert said.startswith(f"acknowledge_chance: {says}")
    assert "times that it is asked in the clinic 'small'" in said


def test_an_input_that_hardly_moves_the_answer_is_noted_with_how_far_it_goes(path):
    (said,) = of_text("def notice_chance(bond, therapist_practice):\n    return 0.9 * bond + 0.1 * therapist_practice\n", path)
    assert said.startswith("notice_chance: therapist_practice, which goes from 0 to 0.0")
    assert said.endswith("moves its answer by less than 0.02.")
    assert of_text("def notice_chance(bond, hope):\n    return 0.5 * bond + 0.5 * hope\n", path) == []


def test_answers_that_are_the_defaults_are_noted(path):
    text = "from model.rules.change import hope_after as _theirs\n\n\n" + starter("hope_after").replace("return ", "return 0.0 + ")
    (said,) = of_text(text.partition("\n\n\n")[2], path)
    assert said.startswith("hope_after: it answers just as the default does, all ")


def test_a_rule_that_is_never_asked_is_noted(path):
    (said,) = of_text("def raise_chance(hope):\n    return hope\n\n\ndef open_severity_after():\n    return 0.0\n", path)[:1]
    assert said.startswith("raise_chance: it is never asked in the clinic 'small'")


@pytest.mark.parametrize("name", ["always", "hardly", "wrapped", "two_in_five"])
def test_the_accepted_files_of_the_exercise_are_noted(name):
    assert len(notes(from_file(BROKEN / f"{name}.py"))) == 1


def test_notes_are_no_faults_and_a_text_that_passed_is_not_tried_again(tmp_path, monkeypatch, path):
    monkeypatch.setenv("DYADS_CACHE", str(tmp_path / "cache"))
    path.write_text("def acknowledge_chance():\n    return 1.0\n")
    passed.remember(path.read_text())
    monkeypatch.setattr(rule_file_commands, "verdict_apart", lambda path, text: pytest.fail("it was tried again"))
    said = CliRunner().invoke(build("rules"), ["rules", "check", str(path)])
    assert said.exit_code == 0, said.output
    assert "as it was tried before" in " ".join(said.output.split())
    assert "- acknowledge_chance: it answers 1 all" in said.output
    told = json.loads(CliRunner().invoke(build("rules"), ["rules", "check", str(path), "--json"]).output)
    assert told["passed"] is True
    assert len(told["notes"]) == 1


ALWAYS_ONE = "def acknowledge_chance():\n    return 1.0\n"


def test_what_the_trial_has_heard_is_noted_from_it_and_no_clinic_is_lived_again(tmp_path, monkeypatch, path):
    monkeypatch.setenv("DYADS_CACHE", str(tmp_path / "cache"))
    expected = of_text(ALWAYS_ONE, path)
    monkeypatch.setattr(passed, "notes", lambda rules: pytest.fail("a clinic is lived again"))
    path.write_text(ALWAYS_ONE)
    for _ in range(2):  # tried, and as it was tried before
        told = json.loads(CliRunner().invoke(build("rules"), ["rules", "check", str(path), "--json"]).output)
        assert told["notes"] == expected
    assert expected[0].startswith("acknowledge_chance: it answers 1 all ")


@pytest.mark.parametrize(
    "found", [None, "a sentence", {"a": 1}, [1.0], ["fine", None], ["\x1b[2Jgone"], ["two\nlines"], ["x" * (passed.LONGEST_NOTE + 1)]]
)
def test_notes_that_are_no_printable_sentences_are_not_taken_from_anywhere(tmp_path, monkeypatch, path, found):
    monkeypatch.setenv("DYADS_CACHE", str(tmp_path / "cache"))

    class Answering:
        """A process that answers with something else."""

        def ask(self, *_: object, **__: object) -> object:
            """What was found."""
            return found

    assert passed.noted_apart(Answering(), path, ALWAYS_ONE) is None
    passed.remember(ALWAYS_ONE, found)
    monkeypatch.setattr(passed, "notes", lambda rules: ["found here"])
    assert passed.notes_of(path, ALWAYS_ONE) == ("found here",)


def test_what_a_process_cannot_say_is_found_here(tmp_path, monkeypatch, path):
    monkeypatch.setenv("DYADS_CACHE", str(tmp_path / "cache"))

    class Ended:
        """A process that is gone."""

        def ask(self, *_: object, **__: object) -> object:
            """It says so."""
            raise Stopped("ended the process in which it was tried")

    assert passed.noted_apart(Ended(), path, ALWAYS_ONE) is None
    passed.remember(ALWAYS_ONE, None)
    assert passed.is_known(ALWAYS_ONE)
    assert list(passed.notes_of(path, ALWAYS_ONE)) == of_text(ALWAYS_ONE, path)
    passed.kept_at(ALWAYS_ONE).write_text("[not json")
    assert list(passed.notes_of(path, ALWAYS_ONE)) == of_text(ALWAYS_ONE, path)
