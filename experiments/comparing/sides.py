"""Two clinics to be set side by side, and how they are lived, as the command and the verb `compare` do it."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from experiments.checking import faults as wrong_with
from experiments.comparing.compare import Comparison, compare
from model.faults import Gathered
from model.progress import Told
from model.rules import Rules
from model.scenario import Scenario
from model.simulate import Asked, Engine, ask, simulate


class Sides(NamedTuple):
    """Clinics A and B under the same luck, the rules by which people live in each, and the engine of both."""

    a: Scenario
    usual: Rules
    b: Scenario
    said: Rules
    engine: Engine


def asked(
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
    if b is None and not (settings or do) and rules is None and rules_a is None:
        wrong.add("B would be A: name a second scenario, or change B by settings, rules or interventions (do).")
    one, usual = wrong.tried(ask, a, both, rules_a, seed, otherwise=(Scenario(), usual))
    changed = {**(both or {}), **(settings or {})}
    other, said = wrong.tried(ask, a if b is None else b, changed, rules, one.seed, do=do, otherwise=(one, usual))
    wrong.refuse()
    return Sides(one, usual, other, said, engine)


def lived(sides: Sides, done: Told) -> Comparison:
    """Both lived, and side by side; `done(i, n)` is told of the clinics."""
    first = simulate(sides.a, rules=sides.usual, engine=sides.engine)
    done(1, 2)
    found = compare(first, simulate(sides.b, rules=sides.said, engine=sides.engine))
    done(2, 2)
    return found
