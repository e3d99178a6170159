"""Rule files that do what no rule file should, and how soon each is told: `python -m tests.hostile` prints the table.

Each is written here as text, so that nothing on disk can be run by mistake; `made` writes one, and the few that are no plain text.
"""

# ruff: noqa: E501  (one hostile file, one line)

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from model.commands.rule_files import checked
from model.trial import gates as trial


class Hostile(NamedTuple):
    """What a hostile file says, and words that must stand in what is told of it."""

    text: str
    told: str


RULE = "\n\ndef dropout_chance(hope):\n    return 0.1\n"
SLEEPS = ":2: sleeps." if sys.version_info >= (3, 13) else "take its time"
"""What is told of a file that sleeps; only from 3.13 on Python says so itself."""
LATER = "\n\ndef hope_after(hope, p):\n    "
TEXTS = {
    # never ends, or takes its time
    "endless loop": Hostile("def hope_after(hope):\n    while True:\n        hope = 1.0\n    return hope\n", "Does a loop here never end"),
    "endless loop at import": Hostile("while True:\n    pass\n", "Does a loop here never end"),
    "endless between the corners": Hostile(
        "def hope_after(hope):\n    while 0.3 < hope < 0.7:\n        hope = 0.5\n    return hope\n", "Does a loop here never end"),
    "catches BaseException": Hostile(
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n", "Does a loop here never end"),
    "bare except in a rule": Hostile(
        "def hope_after(hope):\n    while True:\n        try:\n            while True:\n                hope = 1.0\n"
        "        except:\n            hope = 0.5\n    return hope\n", ":6: hope_after catches errors"),
    "endless by a parameter in a helper": Hostile(
        "def _settle(x, p):\n    while p.hope_rate > 0.5 and x != 0.7:\n        x = x + 0.5 * (0.71 - x)\n    return x\n\n\n"
        "def hope_after(hope, p):\n    return _settle(hope, p)\n", "is still busy"),
    "one huge number": Hostile("X = 10 ** (10 ** 10)\n" + RULE, "never end"),
    "one long sum": Hostile("X = sum(range(10 ** 12))\n" + RULE, ":1: had to be stopped"),
    "one long search": Hostile("X = __import__('re').match('(a+)+b', 'a' * 60)\n" + RULE, ":1: had to be stopped"),
    "nested loops under the limit": Hostile(
        "def hope_after(hope):\n    x = 0.0\n    for i in range(100):\n        for j in range(100):\n            for k in range(10):\n"
        "                x += 1.0\n    return hope\n", "take its time"),
    "sleeps at import": Hostile("time = __import__('time')\ntime.sleep(60)\n" + RULE, SLEEPS),
    "sleeps, whatever comes": Hostile(
        "time = __import__('time')\nwhile True:\n    try:\n        time.sleep(60)\n    except BaseException:\n        pass\n", "never end"),
    "waits for nobody": Hostile("__import__('threading').Event().wait()\n" + RULE, ":1: is still busy"),
    "recursion": Hostile("def _f(x):\n    return _f(x)\n\n\ndef hope_after(hope):\n    return _f(hope)\n", "calls itself"),
    "recursion at import": Hostile("def _f(x):\n    return _f(x)\n\n\n_f(1)\n" + RULE, "RecursionError"),
    # not what was promised
    "NaN": Hostile("from math import inf\n" + LATER + "return inf * 0.0 + hope\n", "it returned nan"),
    "infinity": Hostile("from math import inf\n" + LATER + "return inf\n", "it returned inf"),
    "out of range": Hostile("def dropout_chance(hope):\n    return 1.0 + hope\n", "a probability, 0 to 1"),
    "a string": Hostile("def hope_after(hope):\n    return 'high'\n", "it returned 'high'"),
    "forgets to return": Hostile("def hope_after(hope):\n    hope = 0.5\n", "Does every path end with return"),
    "an array": Hostile("import numpy as np\n" + LATER + "return np.ones(3)\n", ":1: imports numpy. A rule file imports only math"),
    "a list": Hostile("def hope_after(hope):\n    return [hope]\n", "it returned [0.0]"),
    "a comparison": Hostile("def dropout_chance(hope):\n    return hope < 0.3\n", "Write 1.0 if … else 0.0"),
    "fails at one value in a thousand": Hostile(
        "def hope_after(hope):\n    if 0.5 < hope < 0.501:\n        return 1.0 / (0.0 * hope)\n    return hope\n", ":3: hope_after fails: ZeroDivision"),
    # not the same each time
    "global random": Hostile("import random\n" + LATER + "return random.random()\n", "For luck a rule asks for noise"),
    "numpy random": Hostile("import numpy as np\n" + LATER + "return np.random.rand()\n", ":1: imports numpy"),
    "random when it is run": Hostile("random = __import__('random')\nX = random.random()\n\n\ndef hope_after(hope):\n    return X\n", ":2: X is another number"),
    "the clock": Hostile("import time\n" + LATER + "return time.time() % 1.0\n", ":1: imports time"),
    "the clock when it is run": Hostile("time = __import__('time')\nNOW = time.time()\n\n\ndef hope_after(hope):\n    return NOW\n", ":2: NOW is another number"),
    "state in a global": Hostile(
        "N = 0.0\n\n\ndef hope_after(hope):\n    global N\n    N += 0.001\n    return hope\n", "keeps N for later"),
    "state in a default": Hostile("def hope_after(hope, seen=[]):\n    seen.append(hope)\n    return hope\n", "asks for seen"),
    "state in a closure": Hostile(
        "def _made():\n    n = 0.0\n\n    def hope_after(hope):\n        nonlocal n\n        n += 0.001\n        return hope\n\n"
        "    return hope_after\n\n\nhope_after = _made()\n", "keeps n for later"),
    "state on a function": Hostile(
        "def _kept(x):\n    return x\n\n\n_kept.n = 0.0\n\n\ndef hope_after(hope):\n    _kept.n += 0.001\n    return hope\n", "keeps .n for later"),
    "changes the parameters": Hostile("def hope_after(hope, p):\n    p.dropout_base = 3.0\n    return hope\n", "keeps .dropout_base for later"),
    # more than rules
    "huge list": Hostile("X = [0] * 10 ** 10\n" + RULE, "MemoryError"),
    "grows without end": Hostile("X = b'x' * 2 ** 20\nwhile True:\n    X = X * 64\n" + RULE, "MemoryError"),
    "writes a file": Hostile("open('{place}/written', 'w').write('x')\n" + RULE, "writes"),
    "writes, and hides it": Hostile("try:\n    open('{place}/written', 'w')\nexcept Exception:\n    pass\n" + RULE, ":2: writes"),
    "reads a file": Hostile("X = open('/etc/hostname').read()\n" + RULE, "reads /etc/hostname"),
    "removes a file": Hostile("os = __import__('os')\nos.remove('{place}/precious')\n" + RULE, "changes files"),
    "network": Hostile("socket = __import__('socket')\nsocket.create_connection(('127.0.0.1', 9))\n" + RULE, "uses the network"),
    "subprocess": Hostile("subprocess = __import__('subprocess')\nsubprocess.run(['touch', '{place}/written'])\n" + RULE, "starts another program"),
    "os.system": Hostile("os = __import__('os')\nos.system('touch {place}/written')\n" + RULE, "starts another program"),
    "fork": Hostile("os = __import__('os')\nos.fork()\n" + RULE, "starts another program"),
    "program in a rule": Hostile("def hope_after(hope):\n    import os\n    os.system('true')\n    return hope\n", ":2: imports os."),
    "by way of a class": Hostile(
        "def hope_after(hope):\n    return hope.__class__.__base__.__subclasses__()[0]\n", "reaches for .__class__"),
    "os._exit": Hostile("os = __import__('os')\nos._exit(0)\n", "must not end the program"),
    "kills its process": Hostile("__import__('faulthandler')._sigsegv()\n", "crashed Python"),
    "gives up": Hostile("__import__('os').abort()\n" + RULE, "crashed Python"),
    "reads memory": Hostile("ctypes = __import__('ctypes')\nctypes.string_at(0)\n" + RULE, ":2: reaches beneath Python"),
    "looks around in memory": Hostile("X = len(__import__('gc').get_objects())\n" + RULE, ":1: looks around in memory"),
    "sys.exit": Hostile("sys = __import__('sys')\nsys.exit(3)\n" + RULE, ":2: running the file failed: SystemExit"),
    "sys.exit in a rule": Hostile("exit = __import__('sys').exit\n" + LATER + "exit(0)\n    return hope\n", "uses exit"),
    "patches a library": Hostile("import math\nmath.exp = lambda x: 1.0\n" + RULE, "changes math.exp"),
    "patches the model": Hostile("import model.maths\nmodel.maths.unit = lambda x: 2.0\n" + RULE, "changes model.maths.unit"),
    "patches another rule": Hostile(
        "from model import rules\nrules.DEFAULT['bond_after'] = lambda bond: 1.0\n" + RULE, "changes bond_after of model.rules.DEFAULT"),
    "patches a rule's code": Hostile(
        "from model.rules.ending import lapse_chance\nlapse_chance.__code__ = (lambda missed, p: 0.0).__code__\n" + RULE, "changes __code__"),
    "slow import": Hostile("import this_takes_its_time\n" + RULE, "imports this_takes_its_time"),
    "import that prints": Hostile("__import__('this')\n" + RULE, "prints"),
    "prints megabytes": Hostile("for i in range(10 ** 9):\n    print('x' * 1000)\n" + RULE, ":2: prints"),
    "waits to be typed to": Hostile("X = input('?')\n" + RULE, "waits for somebody to type"),
    "leaves a thread": Hostile("threading = __import__('threading')\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n" + RULE, " a thread"),
    "signal handlers": Hostile("signal = __import__('signal')\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n" + RULE, "changes how signals are answered"),
    "sets an alarm": Hostile("signal = __import__('signal')\nsignal.alarm(60)\n" + RULE, "which alarms are set"),
    "stops the clock": Hostile(
        "signal = __import__('signal')\nsignal.setitimer(signal.ITIMER_PROF, 0)\n" + RULE, "which alarms are set"),
    "leaves something for the end": Hostile("atexit = __import__('atexit')\natexit.register(print, 'x')\n" + RULE, "when Python ends"),
    "leaves something for threads": Hostile(
        "threading = __import__('threading')\nthreading._register_atexit(print, 'x')\n" + RULE, "when Python ends"),
    "hides where it crashes": Hostile("__import__('faulthandler').disable()\n" + RULE, "whether Python tells where it crashed"),
    "deeper recursion": Hostile("sys = __import__('sys')\nsys.setrecursionlimit(10 ** 6)\n" + RULE, "how deep functions may call"),
    "turns of threads": Hostile("sys = __import__('sys')\nsys.setswitchinterval(60.0)\n" + RULE, "how threads take turns"),
    "clears no memory": Hostile("gc = __import__('gc')\ngc.disable()\n" + RULE, "when memory is cleared"),
    "silences warnings": Hostile("__import__('warnings').filterwarnings('ignore')\n" + RULE, "which warnings are told"),
    "another module for one": Hostile(
        "sys = __import__('sys')\nsys.modules['math'] = sys\n" + RULE, "changes math in sys.modules"),
    "another place for modules": Hostile("__import__('sys').path.insert(0, '{place}')\n" + RULE, "where modules are found"),
    "patches Python": Hostile("__import__('builtins').max = min\n" + RULE, "changes builtins.max"),
    "another language": Hostile("locale = __import__('locale')\nlocale.setlocale(locale.LC_ALL, 'C.UTF-8')\n" + RULE, "the language of the system"),
    "environment": Hostile("__import__('os').environ['HOME'] = '{place}'\n" + RULE, ":1: changes the system around it"),
    "another folder": Hostile("__import__('os').chdir('{place}')\n" + RULE, ":1: changes the system around it"),
    "writes past Python": Hostile("import os\nos.write(1, b'x')\n" + RULE, ":1: imports os."),
    "a program by its import": Hostile("from subprocess import run\nrun('true')\n" + RULE, ":1: imports subprocess."),
    "deaf, and endless": Hostile("signal = __import__('signal')\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True:\n    pass\n", "never end"),
    # another answer on the other engine
    "catches an error": Hostile(
        "def hope_after(hope, repair_stage):\n    try:\n        x = 1.0 / repair_stage\n    except ZeroDivisionError:\n        x = 0.5\n    return x\n",
        ":4: hope_after catches errors"),
    "catches an error in a helper": Hostile(
        "def _f(x):\n    try:\n        return 1 // int(x)\n    except:\n        return 0.5\n\n\ndef hope_after(hope):\n    return _f(hope)\n",
        ":4: hope_after catches errors in _f"),
    "is for ==": Hostile("def hope_after(hope):\n    x = 0.5 * hope\n    return 0.1 if x is hope else 0.2\n", ":3: hope_after uses is"),
    "is not": Hostile("def hope_after(hope):\n    return 0.1 if hope is not 0.5 else 0.2\n", ":2: hope_after uses is"),
    "~ for not": Hostile(
        "def hope_after(hope, bond):\n    low = bond < 0.5\n    if ~low:\n        return 0.1\n    return hope\n", ":3: hope_after uses ~"),
    "a shift": Hostile("def hope_after(session):\n    return float((1 << int(session)) % 7)\n", ":2: hope_after uses <<"),
    "a large whole number": Hostile("BIG = 2 ** 63\n\n\ndef hope_after(hope):\n    return hope * BIG / BIG\n", "uses BIG (beyond 64 bits"),
    "a large whole number in a rule": Hostile(
        "def hope_after(session):\n    return 1.0 / (18446744073709551615 // int(session))\n", "uses 18446744073709551615 (beyond 64 bits"),
    "whole numbers that grow": Hostile(
        "def hope_after(session):\n    n = 1\n    for i in range(25):\n        n = n * 7\n    return float(n % 11) / 11.0\n",
        ":1: hope_after answers otherwise when it is compiled: 0.9090909090909091 as plain Python, 0.18181818181818182 compiled, for session = 1.0"),
    "luck of its own, in whole numbers": Hostile(
        "def _drawn(seed):\n    for i in range(10):\n        seed = seed * 6364136223846793005 + 1442695040888963407\n"
        "    return float(seed % 1000) / 1000.0\n\n\ndef hope_after(hope, session):\n    return _drawn(int(session))\n",
        ":7: hope_after answers otherwise when it is compiled"),
    "a number made whole beyond 64 bits": Hostile("def hope_after(hope):\n    return float(int(hope * 1e20) % 7)\n", "answers otherwise when it is compiled"),
    "a number cut beyond 64 bits": Hostile(
        "from math import floor\n\n\ndef hope_after(hope):\n    return float(floor(hope * 1e20) % 7)\n", ":4: hope_after answers otherwise"),
    "whole here, and with a point there": Hostile(
        "def hope_after(hope):\n    n = 9007199254740993\n    if hope > 0.5:\n        n = 0.5\n    return float(n % 2)\n", "1.0 as plain Python, 0.0 compiled"),
    "a state that records have a word for": Hostile(
        "CARRIES = {{'view': 0.5}}\n\n\ndef view_after(view):\n    return view\n", ":1: view of CARRIES is a word with a meaning of its own"),
    "a state that the session has a word for": Hostile(
        "CARRIES = {{'carried': 0.5}}\n\n\ndef carried_after(carried):\n    return carried\n", ":1: carried of CARRIES is a word with a meaning of its own"),
    "a number of its own type": Hostile(
        "class _Odd(float):\n    def __mul__(self, other):\n        return 0.1\n\n\nPACE = _Odd(0.5)\n\n\n"
        "def hope_after(hope):\n    return PACE * hope\n", "uses PACE (a _Odd, which may count otherwise"),
    "a default of its own type": Hostile(
        "class _Odd(int):\n    def __mul__(self, other):\n        return 0\n\n\ndef _f(x, k=_Odd(2)):\n    return k * x\n\n\n"
        "def hope_after(hope):\n    return _f(hope)\n", ":6: hope_after uses 2 (a _Odd"),
    # no rules
    "syntax error": Hostile("def hope_after(hope:\n    return hope\n", "not valid Python"),
    "indentation": Hostile("def hope_after(hope):\nreturn hope\n", ":2: not valid Python"),
    "tabs and blanks": Hostile("def hope_after(hope):\n\tif hope:\n        return hope\n", "not valid Python"),
    "zero bytes": Hostile("x = 1\0\n", "null bytes"),
    "empty": Hostile("", "replaces no rule"),
    "misspelt rule": Hostile("def dropout_chanse(hope):\n    return 0.1\n", "Did you mean dropout_chance"),
    "misspelt parameter": Hostile("def dropout_chance(p):\n    return p.dropout_bas\n", "Did you mean dropout_base"),
    "misspelt parameter in a helper": Hostile(
        "def _f(x, p):\n    return x * p.hope_rat\n\n\ndef hope_after(hope, p):\n    return _f(hope, p)\n",
        ":1: hope_after reads p.hope_rat in _f, which is no parameter. Did you mean hope_rate"),
    "parameters by another name": Hostile(
        "def _f(x, q):\n    return x * q.hope_rate\n\n\ndef hope_after(hope, p):\n    return _f(hope, p)\n", ":1: hope_after reads q.hope_rate; the parameters"),
    "keyword-only in a helper": Hostile(
        "def _f(x, *, k=0.5):\n    return k * x\n\n\ndef hope_after(hope):\n    return _f(hope)\n", "calls _f, which takes k by keyword only"),
    "misspelt input": Hostile("def dropout_chance(hop):\n    return hop\n", "Did you mean hope"),
    "keyword-only": Hostile("def dropout_chance(*, hope):\n    return hope\n", "leave out the *"),
    "position-only": Hostile("def dropout_chance(hope, /):\n    return hope\n", "leave out the /"),
    "*args": Hostile("def dropout_chance(*given):\n    return 0.1\n", "must name every input"),
    "an object that can be called": Hostile(
        "class _Rule:\n    def __call__(self, hope):\n        return 0.1\n\n\ndropout_chance = _Rule()\n", "is no function defined here (_Rule)"),
    "a lambda": Hostile("dropout_chance = lambda hope: 0.1\n", ":1: dropout_chance is a lambda; write def"),
    "a lambda beneath": Hostile(
        "_half = lambda x: 0.5 * x\n\n\ndef dropout_chance(hope):\n    return _half(hope)\n", "dropout_chance calls a lambda; write def"),
    "decorated": Hostile("functools = __import__('functools')\n\n\n@functools.cache\ndef dropout_chance(hope):\n    return 0.1\n", "undecorated"),
    "decorated by its own": Hostile(
        "def _twice(f):\n    def dropout_chance(hope):\n        return f(hope)\n\n    return dropout_chance\n\n\n"
        "@_twice\ndef dropout_chance(hope):\n    return 0.1\n", "uses f"),
    "async": Hostile("async def dropout_chance(hope):\n    return 0.1\n", "uses async"),
    "generator": Hostile("def dropout_chance(hope):\n    yield 0.1\n", "uses yield"),
    "cannot be compiled": Hostile('def hope_after(hope):\n    return float(f"{{hope:.2f}}")\n', "cannot be compiled"),
}  # fmt: skip
NO_TEXT = {
    "not UTF-8": "must be saved as UTF-8",
    "huge": "longer than",
    "a folder": "is a folder",
    "a pipe": "is no plain file",
    "not there": "no such rule file",
    "not Python by name": "must end in .py",
}
"""Those that are no text in a file of Python, and what is told of them."""
ALL = [*TEXTS, *NO_TEXT]


def made(name: str, place: Path) -> Path:
    """The hostile file of this name, in `place`."""
    path = place / f"my_{'_'.join(''.join(c if c.isalnum() else ' ' for c in name).split())}.py"
    if name in TEXTS:
        path.write_text(TEXTS[name].text.replace("{place}", str(place)).replace("{{", "{").replace("}}", "}"), "utf-8")
    elif name == "not UTF-8":
        path.write_bytes("x = 'ä'\n".encode("latin-1"))
    elif name == "huge":
        path.write_text("# much\n" * 10_000_000)
    elif name == "a folder":
        path.mkdir()
    elif name == "a pipe":
        os.mkfifo(path)
    elif name == "not Python by name":
        path = path.with_suffix(".txt")
        path.write_text(RULE)
    return path


def words(name: str) -> str:
    """What must be told of a hostile file."""
    return TEXTS[name].told if name in TEXTS else NO_TEXT[name]


def tried(name: str) -> dict[str, Any]:
    """How long it takes until a hostile file is told, what is told, and whether anything else is left in its folder."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "precious").touch()
        path, began = made(name, place), time.perf_counter()
        faults = checked(path)[1]
        seconds = time.perf_counter() - began
        left = sorted(each.name for each in place.iterdir())
    told = [str(fault).replace(f"{place}/", "") for fault in faults]
    return {"name": name, "seconds": seconds, "faults": told, "harmless": set(left) - {path.name} == {"precious"}}


def main(
    chosen: Annotated[list[str] | None, typer.Argument(metavar="NAME...", help="Only these.")] = None,
    seconds: Annotated[float, typer.Option(help="How long the gates before the compiler may take.")] = trial.SECONDS,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, a line a file.")] = False,
) -> None:
    """Try every hostile file, and print how long it takes until it is told, and what is told."""
    trial.SECONDS = seconds
    slowest = 0.0
    for name in chosen or ALL:
        found = tried(name)
        slowest = max(slowest, found["seconds"])
        well = found["harmless"] and any(words(name) in fault for fault in found["faults"])
        line = f"{' ' if well else '!'} {found['seconds']:5.1f} s  {name:<34}{(found['faults'] or ['passes'])[0].splitlines()[0][:150]}"
        print(json.dumps(found) if as_json else line, flush=True)
    if not as_json:
        print(f"The slowest took {slowest:.1f} s.")


if __name__ == "__main__":
    typer.run(main)
