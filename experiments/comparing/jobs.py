"""Twins under the same luck, as commands, verbs and `dyads rerun` do it: two clinics side by side, and how mechanisms pull."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pandas as pd

from experiments.checking import faults as wrong_with
from experiments.comparing.compare import Comparison, compare
from experiments.comparing.directions import Shown, checked, table
from experiments.results import records
from experiments.results.clinic_record import about_clinic
from model.faults import Gathered
from model.progress import Told
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import Asked, Engine, ask, simulate


class Side(NamedTuple):
    """A clinic, the rules by which people live in it, and the engine on which."""

    asked: Scenario
    said: Rules
    engine: Engine


@dataclass(frozen=True)
class Sides:
    """Clinics A and B, to be lived under the same luck."""

    a: Side
    b: Side

    name: ClassVar = "compare"
    doing: ClassVar = "living"

    def live(self, done: Told) -> Comparison:
        """Both lived, and side by side; `done(i, n)` is told of the clinics."""
        runs = []
        for asked, said, engine in (self.a, self.b):
            runs.append(simulate(asked, rules=said, engine=engine))
            done(len(runs), 2)
        return compare(*runs)

    def write(self, folder: Path, found: Comparison) -> None:
        """Write how the two differ."""
        write_comparison(folder, found)


@dataclass(frozen=True)
class Pulling:
    """The direction table, or the rows of one mechanism, to be shown by twins."""

    mechanism: str = ""

    name: ClassVar = "directions"
    doing: ClassVar = "living twins"

    def live(self, done: Told) -> list[Shown]:
        """The rows."""
        return list(table(done, self.mechanism))

    def write(self, folder: Path, found: Sequence[Shown]) -> None:
        """Write the rows."""
        pd.DataFrame(found).to_csv(folder / "directions.csv", index=False)
        about = records.begun("directions", "experiments.comparing.directions") | about_clinic(Scenario(), Rules(), "cohort")
        records.write(folder / "directions.json", about | {"mechanism": self.mechanism})


def write_comparison(folder: Path, found: Comparison) -> None:
    """Write how two clinics differ."""
    found.frame.to_csv(folder / "compare.csv", index=False)
    sides = {side: about_clinic(run.scenario, run.rules, run.engine) for side, run in (("a", found.a), ("b", found.b))}
    told = {**counts(found), "differences": found.frame.to_dict("records")}
    records.write(folder / "compare.json", records.begun("compare", "model.simulate", "experiments.comparing.compare") | sides | told)


def counts(found: Comparison) -> dict[str, int]:
    """Of how many clients a comparison is, and how many lived the same life, or end worse, or better."""
    return {name: getattr(found, name) for name in ("clients", "unchanged", "worse", "better")}


def sides(
    a: str | Path | Scenario,
    b: str | Path | Scenario | None,
    *,
    settings: Mapping[str, Any] | None,
    both: Mapping[str, Any] | None,
    rules: Asked,
    rules_a: Asked = None,
    do: Iterable[str],
    seed: int | None,
    engine: Engine,
    faults: Collection[str] = (),
) -> Sides:
    """The two sides: `settings`, `rules` and `do` change B alone, `rules_a` A alone, `both` A and B. What is wrong with either is
    raised at once, with the `faults` found before."""
    wrong, usual = Gathered(*faults, *wrong_with.of_engine(engine)), Rules()
    one, usual = wrong.tried(ask, a, both, rules_a, seed, otherwise=(Scenario(), usual))
    changed = {**(both or {}), **(settings or {})}
    other, said = wrong.tried(ask, a if b is None else b, changed, rules, one.seed, do=do, otherwise=(one, usual))
    if not faults and b is None and not (settings or do) and rules is None and rules_a is None:
        wrong.add("B would be A: name a second scenario, or change B by settings, rules or interventions (do).")
    wrong.refuse()
    return Sides(Side(one, usual, engine), Side(other, said, engine))


def pulling(mechanism: str) -> Pulling:
    """What is to be shown of a mechanism, or of all; SettingError when none is called so."""
    return Pulling(checked(mechanism))
