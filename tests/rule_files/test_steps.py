"""What a rule reads is found alike under every version of Python, however many names one step of it stores or loads."""

import pytest

from model.rule_files.contract import called_by, parameters_read
from model.rules import from_file, load
from model.trial import gates as trial

SOUND = {
    "one line": (
        "def hope_after(hope, p):\n    low = hope; return p.bond_gain * low\n",
        ["bond_gain"],
    ),
    "two names at once": (
        "def hope_after(hope, p):\n    low, high = hope, p.hope_rate\n    return min(1.0, high * low + p.bond_gain * hope * p.bond_gain)\n",
        ["hope_rate", "bond_gain"],
    ),
    "a list": (
        "def hope_after(hope, bond, p):\n    return min([p.bond_gain * each for each in (hope, bond)])\n",
        ["bond_gain"],
    ),
    "a list beside": (
        "def hope_after(hope, p):\n    low = hope; return min([low, 0.5 * p.hope_rate] + [each * p.bond_gain for each in [low, 1.0]])\n",
        ["hope_rate", "bond_gain"],
    ),
    "a loop": (
        "def hope_after(hope, p):\n    low = hope\n    for i in range(3):\n        low = low * p.bond_gain\n    return low\n",
        ["bond_gain"],
    ),
    "functions of math": (
        "import math\n\ndef hope_after(hope, p):\n    low = hope; return math.exp(-math.fabs(low) * p.bond_gain)\n",
        ["bond_gain"],
    ),
}
FAULTY = {
    "a parameter in a list": (
        "def hope_after(hope, p):\n    return min([p.bond_gian * each for each in (hope, 1.0)])\n",
        "reads p.bond_gian, which is no parameter. Did you mean bond_gain",
    ),
    "something else's attribute": ("def hope_after(hope, p):\n    low = hope; return low.real * p.bond_gain\n", "reaches for .real"),
    "an attribute in a list": (
        "def hope_after(hope, p):\n    return min([each.real * p.bond_gain for each in (hope, 1.0)])\n",
        "reaches for .real",
    ),
    "a power in a list": ("def hope_after(hope):\n    return min([each ** 2 for each in (hope, 1.0)])\n", "uses **"),
    "another function of math in a list": (
        "import math\n\ndef hope_after(hope):\n    return min([math.gamma(1.0 + each) for each in (hope, 1.0)])\n",
        "uses math.gamma",
    ),
    "a module in a list": (
        "from model import maths\n\ndef hope_after(hope):\n    return min([maths.unit(hope), hope][i] for i in (0, 1))\n",
        "uses maths",
    ),
}


@pytest.mark.parametrize("case", SOUND)
def test_what_a_rule_reads_from_p_is_found_and_kept_to(tmp_path, case):
    text, read = SOUND[case]
    path = tmp_path / "r.py"
    gates = trial.judged(path, text)
    assert [fault for gate in gates for fault in gate.faults] == []
    assert parameters_read(from_file(path, text)["hope_after"]) == read


@pytest.mark.parametrize("case", FAULTY)
def test_what_a_rule_may_not_is_found_wherever_it_stands(tmp_path, case):
    text, words = FAULTY[case]
    faults = [fault for gate in trial.judged(tmp_path / "r.py", text) for fault in gate.faults]
    assert any(words in fault.says for fault in faults), faults


def test_a_helper_that_is_called_within_a_list_counts_as_called(tmp_path):
    text = "def twice(x):\n    return 2.0 * x\n\ndef hope_after(hope):\n    return 0.2 * min([twice(each) for each in (hope, 1.0)])\n"
    rule = vars(load(tmp_path / "r.py", text))["hope_after"]
    assert called_by([rule]) == {"twice"}
    assert from_file(tmp_path / "r.py", text)["hope_after"](0.5) == 0.2
    (compiled,) = trial.compiles(tmp_path / "r.py", text)
    assert compiled.faults == ()
