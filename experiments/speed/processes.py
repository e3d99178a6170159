"""What can only be measured in a process of its own: what it takes to begin, and the most memory that was held."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from experiments.speed.bench import CORES, POINT, Row, Work, clinic, lived, swept, written

MEBIBYTE = 2**20
HUNDRED_MILLION = (2_000, 13_200)
"""Points, and dyads of each, of a sweep of a hundred million dyad-sessions."""
BEGIN = """
import json, time
began = time.perf_counter()
import model, experiments.commands.clinics
imported = time.perf_counter()
model.simulate({clinic!r}, engine={engine!r}).dyads
print(json.dumps([imported - began, time.perf_counter() - imported]))
"""
MEMORY = f"from {__name__} import told; told({{name!r}})"


def works() -> dict[str, Work]:
    """What is looked at for its memory, by name."""
    return {
        "30,000 dyads, summaries": lived(clinic(dyads=30_000), "cohort", False, CORES),
        "300,000 dyads, summaries": lived(clinic(dyads=300_000), "cohort", False, CORES),
        "30,000 dyads, every session recorded and written": written(clinic(dyads=30_000)),
        f"sweep of 100 points of {POINT} dyads": swept(100, threads=CORES),
        "sweep of 2,000 points, a hundred million dyad-sessions": swept(*HUNDRED_MILLION, threads=CORES),
    }


def told(name: str) -> None:
    """Do one of `works` and print sessions, seconds, and bytes, for the process that began this one."""
    work = works()[name]
    swept(1, 30)()  # what is compiled or read from disk once is no part of it
    began = time.perf_counter()
    sessions = work()
    print(json.dumps([sessions, time.perf_counter() - began, most_held()]))


def most_held() -> float:
    """The most memory that this process has held, in bytes; NaN where the system does not say."""
    status = Path("/proc/self/status")
    if status.is_file():
        return 1024.0 * next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    try:
        import resource
    except ImportError:
        return float("nan")
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * (1.0 if sys.platform == "darwin" else 1024.0)


def apart(code: str, **environment: str) -> list[float]:
    """What the code prints as JSON in a process of its own."""
    answer = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, env=os.environ | environment)
    if answer.returncode:
        raise RuntimeError(answer.stderr.strip().splitlines()[-1] if answer.stderr.strip() else f"exit code {answer.returncode}")
    return json.loads(answer.stdout.splitlines()[-1])


def memory(large: bool = False, quick: bool = False) -> Iterator[Row]:
    """The most memory that a process held, and how long it took; `large` takes minutes, `quick` looks at the first alone."""
    names = list(works())
    for name in names if large else names[:1] if quick else names[:-1]:
        sessions, seconds, held = apart(MEMORY.format(name=name))
        yield {"work": name, "sessions": int(sessions), "seconds": round(seconds, 2), "MiB": round(held / MEBIBYTE)}


def beginning(rounds: int) -> Iterator[Row]:
    """Seconds to import everything, and then to the first table, medians: nothing kept on disk, sessions kept, and agents."""
    found: dict[str, list[list[float]]] = {"compiling": [], "compiled before": [], "agents": []}
    for _ in range(rounds):
        with TemporaryDirectory() as kept:
            for how, engine in (("compiling", "cohort"), ("compiled before", "cohort"), ("agents", "agents")):
                found[how].append(apart(BEGIN.format(clinic="small", engine=engine), DYADS_CACHE=kept))
    for how, each in found.items():
        imports, first = (round(statistics.median(seconds), 2) for seconds in zip(*each, strict=True))
        yield {"the first clinic (small)": how, "seconds of imports": imports, "seconds after them": first}
