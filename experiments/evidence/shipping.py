"""Shipping scores: the model and the null models are scored on everything, and what was found goes into the package."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from experiments.evidence.models import candidate, nulls
from experiments.evidence.score_tables import Found
from experiments.evidence.scorecard import scored
from experiments.evidence.shipped import ABOUT, SCORES, fingerprint, small_clinic, written
from experiments.evidence.targets import patterns, targets
from experiments.results import output
from experiments.results.jobs import Telling
from model.parameters import FROZEN

ROOT = Path(__file__).parents[2]
EVIDENCE = Path("experiments/evidence")


def freeze(lucks: Sequence[int], therapists: int, telling: Telling, root: Path = ROOT) -> list[Path]:
    """Score the model and the null models on everything, and write it into the package at `root`; the files that were written."""
    theories, found = [candidate(), *nulls()], []
    for what, findings in (("living clinics", targets()), ("living clinics for the further patterns", patterns())):
        with telling(what) as done:
            found.append(scored(theories, lucks, therapists, findings, done))
    folder = root / EVIDENCE
    table = "".join(f"{line}\n" for line in lines(*found))
    return [put(folder / SCORES, table), put(folder / ABOUT, about(lucks, therapists))]


def lines(*found: Found) -> Iterator[str]:
    """The table of scores, line by line."""
    yield "theory,finding,value,low,high"
    for part in found:
        for theory, of in part.items():
            yield from (f"{theory},{s.finding},{written(s.value)},{written(s.low)},{written(s.high)}" for s in of)


def about(lucks: Sequence[int], therapists: int) -> str:
    """What made the scores, as TOML."""
    made = {"frozen": FROZEN, "fingerprint": fingerprint(), "first_seed": lucks[0], "seeds": len(lucks), "therapists": therapists}
    head = f"# What made {SCORES} beside this file: dyads scorecard --freeze. Nothing here is to be edited.\n"
    body = "".join(f"{name} = {value!r}\n" for name, value in made.items())
    for part, values in (("versions", output.versions()), ("small_clinic", small_clinic({**targets(), **patterns()}))):
        body += f"\n[{part}]\n" + "".join(f"{name} = {value!r}\n" for name, value in values.items())
    return head + body


def put(path: Path, text: str) -> Path:
    """Write one file, whole."""
    output.replace_text(path, text)
    return path
