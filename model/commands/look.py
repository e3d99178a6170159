"""Sub-commands that say what there is."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from model import show
from model.commands import lists
from model.commands.options import Json, RuleFile
from model.deeds.interventions import EXAMPLE
from model.mechanisms import Mechanism
from model.rule_files.brought import NOTHING, Brought
from model.scenario import scenario
from model.trial.passed import TypedRules


def parameters(
    part: Annotated[str, typer.Argument(metavar="PART", help="Only names that contain this.")] = "",
    rule_file: RuleFile = None,
    as_json: Json = False,
) -> None:
    """List every number of the model: default, range, unit, meaning, source; with --rules also those that the file brings.

    Example: dyads parameters repair
    """
    found = lists.parameters(part, brought_by(rule_file))
    show.rows(f"{len(found)} parameter{'s' if len(found) > 1 else ''}", found if as_json else without(found, "low", "high"), as_json)


def brought_by(rule_file: TypedRules | None) -> Brought:
    """What a rule file brings, if one is named."""
    return rule_file().brought if rule_file else NOTHING


def without(rows: Iterable[lists.Row], *names: str) -> Iterator[lists.Row]:
    """The rows without these columns, which are for programs alone."""
    return ({name: value for name, value in row.items() if name not in names} for row in rows)


def mechanisms(code: Annotated[str, typer.Argument(metavar="M8", help="Show this one whole.")] = "", as_json: Json = False) -> None:
    """List the mechanisms of the theory: how each is switched off, and the rules, parameters and columns it lives in.

    Example: dyads mechanisms M8
    """
    if code and not as_json:
        print(whole(lists.mechanism(code)))
        return
    found = lists.mechanisms(code)
    show.rows("Mechanisms of the theory", found if as_json else map(in_short, found), as_json)


def in_short(row: lists.Row) -> lists.Row:
    """A mechanism in a row for people: how many settings switch it off, and how many parameters it has."""
    switch = row["kind"] or ("1 setting" if len(row["off"]) == 1 else f"{len(row['off'])} settings")
    size = len([name for name in row["parameters"].split(", ") if name])
    counted = {"off": switch, "rules": row["rules"], "parameters": size, "columns": row["columns"]}
    return {"code": row["code"], "mechanism": row["title"]} | counted


def whole(m: Mechanism) -> str:
    """One mechanism with all that belongs to it."""
    switch = " ".join(f"--set {name}={value:g}" for name, value in m.off.items()) or m.kind
    parts = {"Switched off by": switch, "Rules": ", ".join(m.rules), "Parameters": ", ".join(m.parameters), "Columns": ", ".join(m.columns)}
    return "\n\n".join([f"{m.code}  {m.title}\n{m.says}", *(f"{name}: {text or 'none'}" for name, text in parts.items())])


def scenarios(
    name: Annotated[str, typer.Argument(metavar="SCENARIO", help="Show this one's story, lesson and settings.")] = "",
    as_json: Json = False,
) -> None:
    """List the shipped scenarios, or show one.

    Example: dyads scenarios small
    """
    if as_json or not name:
        found = lists.scenarios(name)
        show.rows("Scenarios", found if as_json else without(found, "story"), as_json)
        return
    told = scenario(name)
    print(f"{told.title}\n\n{told.story}\n\nLesson: {told.lesson}\n")
    if told.against:
        print(f"Beside it: dyads compare {told.against} {name}\n")
    print("\n".join(f"{n} = {v}" for n, v in told.settings.items()) or "All settings are the defaults.")


def interventions(
    part: Annotated[str, typer.Argument(metavar="PART", help="List what can be changed of client, therapist, p, week, luck or dyad.")] = "",
    rule_file: RuleFile = None,
    as_json: Json = False,
) -> None:
    """List what can be done to a dyad from outside, for --do, scenario files and Python.

    Example: dyads interventions dyad
    """
    if part:
        found = lists.changeable(part, brought_by(rule_file))
        show.rows(f"What can be changed of {part}", found if as_json else without(found, "low", "high"), as_json)
        return
    show.rows("Deeds with a name", lists.deeds(), as_json)
    if not as_json:
        print(f"\nWrite WHO WHEN: DEED; DEED, {EXAMPLE}.")
        print("WHO is 3-12, 3-* or all; WHEN is from N, from N to M, or in N, counted in sessions (0: intake), and covers the week before.")
        print("A DEED has a name, or is WHAT.NAME = VALUE or WHAT.NAME += VALUE; names and ranges: dyads interventions WHAT.")


def dictionary(
    part: Annotated[str, typer.Argument(metavar="PART", help="Only columns whose name contains this.")] = "",
    rule_file: RuleFile = None,
    as_json: Json = False,
) -> None:
    """List every column that a run writes, with its unit and meaning; with --rules also those that the file brings.

    The columns of a sweep's table depend on its design; the data_dictionary.csv beside it tells them.

    Example: dyads dictionary wai
    """
    show.rows("Columns", lists.columns(part, brought_by(rule_file)), as_json)
