"""A record may come from anywhere: the rules that stand in it are tried apart before they are run, by `dyads rerun` and `dyads replay`."""

import json
import shutil
from pathlib import Path

import pytest

from experiments import run
from experiments.again.replay import replay
from experiments.again.rerun import rerun
from model.errors import DyadsError
from tests.rule_files.test_trial import GOOD

EVIL = {
    "writes": "Path = __import__('pathlib').Path\n\nPath({mark!r}).write_text('was here')\n\n\ndef hope_after(hope):\n    return hope\n",
    "starts another program": "os = __import__('os')\n\nos.system('touch {mark}')\n\n\ndef hope_after(hope):\n    return hope\n",
    "Does a loop here never end": "def hope_after(hope):\n    while hope < 2.0:\n        hope = 0.5\n    return hope\n",
    "must not end the program": "os = __import__('os')\n\nos._exit(3)\n\n\ndef hope_after(hope):\n    return hope\n",
}
WAYS = {"rerun": lambda folder: rerun(folder, check=True), "replay": lambda folder: replay(folder, "1")}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small run by rules of one's own."""
    place = tmp_path_factory.mktemp("made")
    (place / "mine.py").write_text(GOOD)
    run("small", rules=place / "mine.py", settings={"clinic.dyads": 4}, out=place / "run")
    return place / "run"


@pytest.mark.parametrize("way", WAYS)
def test_a_record_whose_rules_pass_is_lived_again(made, way):
    found = WAYS[way](made)
    assert found.same if way == "rerun" else found[2]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", EVIL)
def test_a_record_with_rules_that_do_harm_is_refused_and_nothing_is_done(made, tmp_path, way, words):
    folder, mark = shutil.copytree(made, tmp_path / "from elsewhere"), tmp_path / "mark"
    told = json.loads((folder / "run.json").read_text())
    text = EVIL[words].replace("{mark!r}", repr(str(mark))).replace("{mark}", str(mark))
    (folder / "run.json").write_text(json.dumps(told | {"rule_text": text, "rule_file": str(Path("mine.py"))}))
    with pytest.raises(DyadsError) as refused:
        WAYS[way](folder)
    assert words in str(refused.value)
    assert not mark.exists()
