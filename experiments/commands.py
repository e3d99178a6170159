"""Sub-commands that simulate: a run, a sweep, and the arms of real trials."""

import time
from functools import partial as given
from pathlib import Path
from typing import Annotated, get_args

import typer

from experiments import figures, output, report, statistics
from experiments.compare import compare
from experiments.design import Design, read_design
from experiments.sweep import OUTCOMES, Swept
from experiments.sweep import sweep as sweep_design
from model import show
from model.commands import Do, Json, RuleFile, Seed, Settings, settings_from
from model.errors import SettingError
from model.faults import Gathered
from model.rules import Rules
from model.scenario import Scenario
from model.show import progress
from model.simulate import Engine, ask, blocks, choose, simulate

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Folder for the results; a new one under results/ without.")]
EngineName = Annotated[
    str, typer.Option("--engine", metavar="auto|agents|cohort", help="Mesa agents, compiled cohort, or whichever is sooner.")
]


def register(app: typer.Typer) -> None:
    """Add this package's sub-commands to `app`."""
    for command in (run, compare_command, sweep):
        app.command(name=command.__name__.removesuffix("_command"))(command)


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
    asked, said = ask(chosen, settings, rule_file, seed, [*faults, *faults_of_engine(engine)], do or ())
    used = choose(asked, said, engine)  # type: ignore[arg-type]
    began = time.perf_counter()
    with output.whole_folder(out, asked.name) as (folder, partial):
        with progress("living") as done:
            written = output.write_tables(partial, blocks(asked, said, used, done=done), asked, items)
        took = time.perf_counter() - began
        lives, outcomes = written.dyads, written.assessments
        found = statistics.summary(lives)
        output.write_json(partial / "run.json", output.provenance(asked, said, used, summary=found))
        drawn = figures.draw_all(written, partial) if draw else []
    if as_json:
        show.as_json({"folder": str(folder), "engine": used, "seconds": took, **found})
        return
    print(report.clinic(asked, used, found, took))
    if asked["clinic.wait_list"] > 0.0 or asked.arms:
        print(report.arms(statistics.allocated(outcomes, lives), statistics.arms(outcomes)))
    print(f"\nTables, data dictionary and run.json{f', {len(drawn)} figure files' if drawn else ''} are in {folder}/")


def compare_command(
    a: Annotated[str, typer.Argument(metavar="A", help="Shipped name or TOML file.")] = "standard",
    b: Annotated[str | None, typer.Argument(metavar="B", help="The same kind; A without.")] = None,
    words: Settings = None,
    both: Annotated[list[str] | None, typer.Option("--both", metavar="NAME=VALUE", help="Change a parameter in A and in B.")] = None,
    rule_file: RuleFile = None,
    do: Do = None,
    seed: Seed = None,
    engine: EngineName = "auto",
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Also write compare.csv and compare.json here.")] = None,
    as_json: Json = False,
) -> None:
    """Set two clinics side by side under the same luck; --set, --rules and --do change B alone.

    Example: dyads compare standard --set therapists.repair_skill.mean=0.7
    """
    shared, faults = settings_from(both)
    changed, more = settings_from(words)
    faults += [*more, *faults_of_engine(engine)]
    if b is None and not changed and rule_file is None and not do:
        faults.append("B would be A: name a second scenario, or change B with --set NAME=VALUE, --rules FILE or --do 'WHO WHEN: DEED'.")
    wrong = Gathered(*faults)
    one, usual = wrong.tried(ask, a, shared, None, seed, otherwise=(Scenario(), Rules()))
    other, said = wrong.tried(ask, b or a, shared | changed, rule_file, one.seed, do=do or (), otherwise=(one, usual))
    wrong.refuse()
    with progress("living") as done:
        runs = [simulate(one, rules=usual, engine=engine), simulate(other, rules=said, engine=engine)]  # type: ignore[arg-type]
        done(2, 2)
    found = compare(*runs)
    rows = found.frame.to_dict("records")
    counts = {name: getattr(found, name) for name in ("clients", "unchanged", "worse", "better")}
    if out:
        with output.whole_folder(out, "compare") as (_, partial):
            found.frame.to_csv(partial / "compare.csv", index=False)
            told = {"a": output.provenance(one, usual, runs[0].engine), "b": output.provenance(other, said, runs[1].engine)}
            output.write_json(partial / "compare.json", told | counts | {"differences": rows})
    if as_json:
        show.as_json({**counts, "took_another_turn": len(found.turns), "first_changed": found.first, "differences": rows})
        return
    differs = [f"{n} = {v}" for n, v in changed.items()] + ([f"rules of {rule_file}"] if rule_file else []) + list(do or ())
    print(report.compared(found, (one.title or one.name, ", ".join([other.title or other.name, *differs]))))


def sweep(
    name: Annotated[str, typer.Argument(metavar="DESIGN", help="Shipped design or TOML file.")] = "repair-empathy",
    engine: EngineName = "auto",
    rule_file: RuleFile = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Simulate every point of a design under the same luck; write a table and draw heat maps.

    Example: dyads sweep repair-empathy
    """
    design: Design | None = None
    faults: list[str] = []
    try:
        design = read_design(name)
    except SettingError as e:
        faults += e.faults
    faults += faults_of_engine(engine)
    _, said = ask(design.base if design else "standard", None, rule_file, faults=faults)
    assert design is not None  # its faults have been raised
    began = time.perf_counter()
    with output.whole_folder(out, f"sweep-{design.name}") as (folder, partial):
        with progress("sweeping") as done:
            swept = sweep_design(design, said if rule_file else None, engine, done)  # type: ignore[arg-type]
        took = time.perf_counter() - began
        write_sweep(
            swept, partial, output.provenance(design.base, said, swept.engine, design=name, points=[dict(point) for point in design.points])
        )
    if as_json:
        show.as_json({"folder": str(folder), "seconds": took, "rows": swept.rows.to_dict("records")})
    else:
        print(report.swept(swept, took))
        print(f"\nTable, heat maps and sweep.json are in {folder}/")
    if len(swept.failures):
        for error in swept.failures.error.drop_duplicates():
            show.errors().print(f"dyads: a point failed: {error}")
        raise typer.Exit(1)


def faults_of_engine(engine: str) -> list[str]:
    """What is wrong with the name of an engine."""
    return [] if engine in get_args(Engine) else [f"engine must be {', '.join(get_args(Engine))}; got {engine!r}."]


def write_sweep(swept: Swept, folder: Path, about: dict) -> None:
    """Write a sweep's table, its failures, its provenance, and a heat map or curve for each outcome."""
    swept.rows.to_parquet(folder / "sweep.parquet", index=False)
    swept.rows.to_csv(folder / "sweep.csv", index=False)
    if len(swept.failures):
        swept.failures.to_csv(folder / "failures.csv", index=False)
    output.write_json(folder / "sweep.json", about)
    axes = [a.title for a in swept.design.axes]
    for value, words in OUTCOMES.items() if len(axes) == 2 and len(swept.rows) else ():
        drawn = given(figures.heat_map, swept.means(), axes[0], axes[1], value, f"{swept.design.title}: {words}")
        figures.attempt(drawn, folder, f"heat_map_{value}")
