"""What is wrong with a design, in plain sentences, found before any work starts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from experiments.checking.csv_rows import rows_of, text_of
from experiments.counting.statistics import SUMMARY
from experiments.designs.factors import WORDS, Factor, whole
from experiments.designs.file import DesignFile
from experiments.designs.sampling import SAMPLERS, confounded, faults_of_samples
from model.errors import DyadsError
from model.people import check_populations
from model.rule_files.brought import NOTHING, Brought
from model.scenario import MAX_SEED, Scenario, fault
from model.toml import shortly

TAKEN = ("point", "replicate", "seed", "error", *SUMMARY)
"""Columns that the table of a sweep has anyway."""
MOST_POINTS, MOST_CLINICS = 100_000, 2_000_000
"""Points of a design, and clinics of all points and replicates together, at most."""


def faults_of_file(asked: DesignFile, tree: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with the parts of a file taken together, whatever they vary."""
    kind, given = asked.sort, {*tree}
    listing = bool(asked.point or asked.points_file)
    if listing and asked.factors:
        yield "is a grid ([[axis]]) or a list ([[point]], points_file), not both."
    elif listing != (kind == "list"):
        right = "has [[factor]] tables, and no points" if listing else "has [[point]] tables, or a points_file"
        yield f"a design of the kind {kind} {right}."
    elif not listing and not asked.factors and not (tree.get("axis") or tree.get("factor")):
        yield "has no points; give [[axis]] tables for a grid, [[factor]] tables for samples, [[point]] tables, or points_file."
    sampled = SAMPLERS.get(kind)
    if sampled and "samples" not in given:
        yield f"a design of the kind {kind} says how many samples it takes, as in samples = 64."
    for part in ("samples", "sampling_seed", "second_order", "levels"):
        if part in given and not (sampled and part in ("samples", "sampling_seed", *sampled.extra)):
            yield f"{part} is no part of a design of the kind {kind}."
    if sampled and asked.samples:
        yield from faults_of_samples(kind, asked.samples, asked.levels)
    yield from confounded(kind, asked.luck, asked.replicates)


def rows_in(file: Path) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """The rows of a points file with their lines, and what is wrong with it; what is no plain file could be read for ever."""
    if not file.is_file():
        return [], ["there is no such file, or it is no plain file."]
    found, faults = rows_of(text_of(file), file)
    return list(found), list(faults) or ([] if found else ["has no rows; give one for each point."])


def faults_of_rows(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Points of a list that do not name the same settings, or name words where there should be none."""
    for i, row in enumerate(rows):
        if set(row) != set(rows[0]) or not row:
            same = ", ".join(rows[0]) or "at least one parameter"
            yield f"point {i + 1} sets {', '.join(row) or 'nothing'}; every point must set what the first does: {same}."
    for name, value in {(n, shortly(v)): (n, v) for row in rows for n, v in row.items() if n in WORDS}.values():
        if not isinstance(value, str):
            yield f"{name} of a point is a word in quotes; got {shortly(value)}."


def faults_of_factors(
    factors: Sequence[Factor], asked: DesignFile, given: Iterable[str], brought: Sequence[Brought] = (NOTHING,)
) -> Iterator[str]:
    """What is wrong with the factors, each and together, and with how many points they make."""
    for name, n in Counter(n for f in factors for n in f.names).items():
        if n > 1:
            yield f"{name} stands on more than one axis, or twice on one."
        if name in WORDS and name in given:
            yield f"{name} stands twice: once for all points, and once as what varies; leave out the first."
    for title, n in Counter(f.title for f in factors).items():
        if n > 1 or title in TAKEN:
            yield f"an axis cannot be labelled {title!r}, which names another column of the table; give it another label."
    for f in factors:
        yield from faults_of_values(f, asked.sort, brought)
    points = points_of(factors, asked)
    if points > MOST_POINTS:
        yield f"has {points:,} points; {MOST_POINTS:,} are the most: take fewer values on each axis, or fewer samples."
    elif points * asked.replicates > MOST_CLINICS:
        yield f"has {points:,} points × {asked.replicates:,} replicates; {MOST_CLINICS:,} clinics are the most."
    if asked.seed + asked.replicates * (points if asked.luck == "own" else 1) - 1 > MAX_SEED:
        yield f"seed + replicates go beyond the largest seed, {MAX_SEED}."


def points_of(factors: Sequence[Factor], asked: DesignFile) -> int:
    """How many points a design has."""
    if asked.sort == "list":
        return len(factors[0].values or ()) if factors else 0
    if asked.sort == "grid":
        return prod(len(f.points) for f in factors)
    extra = {name: getattr(asked, name) for name in SAMPLERS[asked.sort].extra}
    return SAMPLERS[asked.sort].points(asked.samples or 1, len(factors), **extra)


def faults_of_values(factor: Factor, kind: str, brought: Sequence[Brought]) -> Iterator[str]:
    """Every value that a factor may not have under some of the rules of a design; of a range, its ends say all."""
    if kind not in ("grid", "list") and "steps" in factor.model_fields_set:
        yield f"{factor.title}: steps are of a grid; samples are drawn all along the way."
    if factor.in_words:
        return
    values = factor.values if factor.values is not None else factor.points if kind == "grid" else factor.ends or ()
    for value in {shortly(v): v for v in values}.values():
        faults = (fault(name, whole(value), each) for name in factor.names for each in brought)
        yield from dict.fromkeys(wrong for wrong in faults if wrong)


def faults_of_box(factors: Sequence[Factor], clinics: Iterable[Scenario]) -> Iterator[str]:
    """Why some corner of a design can be no clinic.

    Indices need every point of their design, so there must be a clinic anywhere between the ends of its factors. Whether
    there is hangs on parameters that go together: a mean and its SD, the shares of modalities, how many clients come.
    """
    for together in coupled(factors):
        corners = list(product(*(f.values or f.ends for f in together)))  # type: ignore[arg-type]
        settings = [{n: whole(v) for f, v in zip(together, corner, strict=True) for n in f.names} for corner in corners]
        for clinic in clinics:
            yield from dict.fromkeys(wrong for s in settings for wrong in impossible(clinic, s))


def coupled(factors: Sequence[Factor]) -> list[list[Factor]]:
    """Factors that decide together whether there can be such a clinic."""
    found: dict[str, list[Factor]] = {}
    for f in factors:
        for key in dict.fromkeys(filter(None, map(bond_of, f.names))):
            found.setdefault(key, []).append(f)
    return list(found.values())


def bond_of(name: str) -> str:
    """What a parameter decides together with others; nothing for one that no other can forbid."""
    of, _, part = name.rpartition(".")
    if part in ("mean", "sd"):
        return of
    return "modalities" if name.startswith("modalities.") and part == "share" else "size" if name in SIZES else ""


SIZES = ("clinic.dyads", "clinic.clients_per_therapist")


def impossible(clinic: Scenario, settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Why there can be no such clinic; nothing where there can."""
    try:
        check_populations(clinic.but(settings))
    except DyadsError as e:
        return e.faults
    return ()
