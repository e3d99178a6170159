"""Sub-commands that say what there is, and tell one dyad's story."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from model import rules as ruling
from model import show
from model.commands import lists
from model.commands.options import Do, Json, RuleFile, Seed, Settings
from model.deeds.interventions import EXAMPLE
from model.errors import SettingError
from model.faults import Gathered
from model.mechanisms import Mechanism
from model.people import nobody, therapists_in
from model.progress import progress
from model.rule_files.brought import NOTHING, Brought
from model.scenario import Scenario, from_words, scenario
from model.simulate import ask
from model.stories import story
from model.trial.passed import TypedRules

LOOKED_THROUGH = 100
"""Therapists among whose clients one is looked for whose story can be told."""


def settings_from(words: list[str] | None) -> tuple[dict[str, object], list[str]]:
    """Settings as typed with `--set`, and what is wrong with those that are none."""
    found: dict[str, object] = {}
    faults: list[str] = []
    for text in words or ():
        try:
            name, value = from_words(text)
            found[name] = value
        except SettingError as e:
            faults += e.faults
    return found, faults


def tell(
    chosen: Annotated[str, typer.Argument(metavar="SCENARIO", help="Shipped name or TOML file.")] = "small",
    client: Annotated[
        str | None, typer.Option(metavar="T-P", help="Which client: therapist and place in her queue; the scenario's own without.")
    ] = None,
    seed: Seed = None,
    words: Settings = None,
    rule_file: RuleFile = None,
    do: Do = None,
) -> None:
    """Tell one dyad's therapy as a case vignette, and how usual its course is in its clinic.

    In the margins stand the distress questionnaire (OQ-45) and the alliance as client and therapist rate it (WAI-SR, 1 to 5).

    Example: dyads story small --client 2-3
    """
    settings, faults = settings_from(words)
    wrong = Gathered(*faults)
    whom = wrong.tried(story.address, client, otherwise=None) if client is not None else None
    asked, said = ask(chosen, settings, rule_file, seed, wrong.faults, do or ())
    therapist, place = whom or somebody(asked, said)
    parts = [story.titled(asked, f"{therapist}-{place}"), *story.tell(asked, said, therapist, place).split("\n\n")]
    with progress("living") as done:
        parts.append(story.compared_with_all(asked, said, therapist, place, done))
    print("\n\n".join(show.paragraph(part) for part in parts))


def somebody(asked: Scenario, said: ruling.Rules) -> tuple[int, int]:
    """Whose story is told where the user names nobody: the scenario's own client, or else the first who is treated.

    Where the first therapists treat nobody, it is the scenario's own, or 1-1 in a clinic that is too small for it.
    """
    own = story.address(asked.tell.client)
    own = (1, 1) if nobody(asked, *own) else own
    if own in treated_by(asked, said, own[0]):
        return own
    therapists = range(1, min(therapists_in(asked), LOOKED_THROUGH) + 1)
    return next((client for t in therapists for client in treated_by(asked, said, t)), own)


def treated_by(asked: Scenario, said: ruling.Rules, therapist: int) -> list[tuple[int, int]]:
    """Therapist and place of those of a therapist's clients who have a therapy to tell of."""
    return [story.address(client) for client in story.lived(asked, said, therapist, 1).dyads.client_id]


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

    Example: dyads dictionary wai
    """
    show.rows("Columns", lists.columns(part, brought_by(rule_file)), as_json)
