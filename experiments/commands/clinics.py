"""Sub-commands that simulate a clinic, or two side by side."""

import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from experiments.checking.faults import of_engine
from experiments.commands.options import EngineName, Out
from experiments.comparing.compare import Comparison
from experiments.comparing.jobs import Sides, counts, sides
from experiments.comparing.words import compared
from experiments.counting import statistics
from experiments.counting.words import arms, clinic
from experiments.results import output
from experiments.results.clinic import write_clinic
from experiments.results.jobs import where_asked
from model import show
from model.commands.options import Do, Json, RuleFile, Seed, Settings, settings_from
from model.progress import progress
from model.simulate import ask, blocks, choose
from model.trial.passed import TypedRules


def run(
    chosen: Annotated[str, typer.Argument(metavar="SCENARIO", help="Shipped name or TOML file.")] = "standard",
    dyads: Annotated[int | None, typer.Option(help="How many clients come (clinic.dyads).")] = None,
    sessions: Annotated[int | None, typer.Option(help="Sessions after which therapy ends as planned (clinic.planned_sessions).")] = None,
    seed: Seed = None,
    engine: EngineName = "auto",
    words: Settings = None,
    rule_file: RuleFile = None,
    do: Do = None,
    out: Out = None,
    items: Annotated[bool, typer.Option("--items", help="Also write the answers to all WAI-SR items.")] = False,
    draw: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw the figures.")] = True,
    as_json: Json = False,
) -> None:
    """Simulate a clinic session by session; write tables and figures, and say what happened.

    Example: dyads run standard --dyads 600 --set therapists.repair_skill.mean=0.7
    """
    shortcuts = {"clinic.dyads": dyads, "clinic.planned_sessions": sessions}
    settings, faults = settings_from(words)
    settings |= {n: v for n, v in shortcuts.items() if v is not None}
    asked, said = ask(chosen, settings, rule_file, seed, [*faults, *of_engine(engine)], do or ())
    used = choose(asked, said, engine)  # type: ignore[arg-type]
    began = time.perf_counter()
    with output.whole_folder(out, asked.name) as (folder, partial):
        with progress("living") as done:
            lived = blocks(asked, said, used, done=done)
            written, found, drawn = write_clinic(partial, lived, asked, said, used, items, draw)
        took = time.perf_counter() - began
        lives, outcomes = written.dyads, written.assessments
    if as_json:
        show.as_json({"folder": str(folder), "engine": used, "seconds": took, **found})
        return
    print(clinic(asked, used, found, took))
    if asked["clinic.wait_list"] > 0.0 or asked.arms:
        print(arms(statistics.allocated(outcomes, lives), statistics.arms(outcomes)))
    print(f"\nTables, data dictionary and run.json{f', {len(drawn)} figure files' if drawn else ''} are in {folder}/")


def compare_command(
    a: Annotated[str, typer.Argument(metavar="A", help="Shipped name or TOML file.")] = "standard",
    b: Annotated[str | None, typer.Argument(metavar="B", help="The same kind.", show_default="A, changed")] = None,
    words: Settings = None,
    both: Annotated[list[str] | None, typer.Option("--both", metavar="NAME=VALUE", help="Change a parameter in A and in B.")] = None,
    dyads: Annotated[int | None, typer.Option(help="How many clients come to A and to B (clinic.dyads).")] = None,
    rule_file: RuleFile = None,
    rules_a: Annotated[
        TypedRules | None,
        typer.Option("--rules-a", metavar="FILE", parser=TypedRules, help="As --rules, for A."),
    ] = None,
    do: Do = None,
    seed: Seed = None,
    engine: EngineName = "auto",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Also write compare.csv and compare.json here.")] = None,
    watching: Annotated[bool, typer.Option("--watch", help="Follow the rule file: its effect each time it is saved.")] = False,
    as_json: Json = False,
) -> None:
    """Set two clinics side by side under the same luck; --set, --rules and --do change B alone, --rules-a A, --both and --dyads both.

    Example: dyads compare standard --set therapists.repair_skill.mean=0.7
    """
    shared, faults = settings_from(both)
    shared |= {} if dyads is None else {"clinic.dyads": dyads}
    changed, more = settings_from(words)
    faults += more
    if watching:
        alone = unfit({"B": b, "--set": words, "--rules-a": rules_a, "--do": do, "--out": out, "--json": as_json})
        follow(a, shared, rule_file, seed, [*faults, *of_engine(engine), *alone])
        return
    size: Any = {"seed": seed, "engine": engine, "faults": faults}
    asked = sides(a, b, settings=changed, both=shared, rules=rule_file, rules_a=rules_a, do=do or (), **size)
    found = where_asked(out, asked)
    if as_json:
        show.as_json(for_programs(found))
    else:
        print(compared(found, labels(asked, rules_a, changed, rule_file, do or ())))


def for_programs(found: Comparison) -> dict[str, Any]:
    """A comparison for programs."""
    turns = {"took_another_turn": len(found.turns), "first_changed": found.first}
    return {**counts(found), **turns, "differences": found.frame.to_dict("records")}


def labels(
    asked: Sides, rules_a: TypedRules | None, changed: Mapping[str, object], rule_file: TypedRules | None, do: Sequence[str]
) -> tuple[str, str]:
    """What A and B are called: their titles, and what each was given that the other was not."""
    of = [[f"rules of {file}"] if file else [] for file in (rules_a, rule_file)]
    a, b = ([side.asked.title or side.asked.name] for side in (asked.a, asked.b))
    return ", ".join(a + of[0]), ", ".join([*b, *(f"{n} = {v}" for n, v in changed.items()), *of[1], *do])


def follow(a: str, shared: Mapping[str, object], rule_file: TypedRules | None, seed: int | None, faults: list[str]) -> None:
    """Follow a rule file as it is saved, under the luck of `seed`, in the clinic A with `shared` settings."""
    none = [] if rule_file else ["--watch follows a rule file: name it with --rules; dyads rules new my_rules.py --rule NAME begins one."]
    asked, _ = ask(a, shared, None, seed, [*faults, *none])
    if rule_file:
        from experiments.comparing.watch import watch

        watch(asked, Path(rule_file), partial(print, flush=True))


def unfit(given: Mapping[str, object]) -> list[str]:
    """What cannot be asked for together with --watch."""
    named = [name for name, value in given.items() if value]
    return [f"--watch shows what a rule file alone does; leave out {', '.join(named)}. (--both changes A and B.)"] if named else []
