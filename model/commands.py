"""Sub-commands that say what there is, and tell one dyad's story."""

from typing import Annotated

import typer

from model import rules as ruling
from model import show, story, tables
from model.brought import NOTHING, numbers_under
from model.changes import SPANS, spans
from model.errors import SettingError, did_you_mean
from model.faults import Gathered
from model.interventions import EXAMPLE, NAMED
from model.mechanisms import OF_CODE, Mechanism
from model.options import Do, Json, RuleFile, Seed, Settings
from model.people import nobody, therapists_in
from model.progress import progress
from model.scenario import Scenario, from_words, scenario, shipped
from model.simulate import ask

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
    known = numbers_under(rule_file().brought if rule_file else NOTHING)
    found = [n for n in known.values() if part in n.name]
    if not found:
        raise SettingError(f"no parameter's name contains {part!r}.{did_you_mean(part, known)}")
    show.rows(
        f"{len(found)} parameter{'s' if len(found) > 1 else ''}",
        ({"name": n.name, "default": n.default, "range": n.range, "unit": n.unit, "meaning": n.meaning, "source": n.source} for n in found),
        as_json,
    )


def mechanisms(code: Annotated[str, typer.Argument(metavar="M8", help="Show this one whole.")] = "", as_json: Json = False) -> None:
    """List the mechanisms of the theory: how each is switched off, and the rules, parameters and columns it lives in.

    Example: dyads mechanisms M8
    """
    if code and code.upper() not in OF_CODE:
        raise SettingError(f"no mechanism is called {code}; they are M1 to M{len(OF_CODE)}.")
    if code and not as_json:
        print(whole(OF_CODE[code.upper()]))
        return
    found = [OF_CODE[code.upper()]] if code else list(OF_CODE.values())
    show.rows(
        "Mechanisms of the theory",
        (listed(m, as_json) for m in found),
        as_json,
    )


def listed(m: Mechanism, in_json: bool) -> dict[str, object]:
    """One mechanism in a row."""
    switch = "1 setting" if len(m.off) == 1 else f"{len(m.off)} settings"
    return {
        "": m.code,
        "mechanism": m.title,
        "off": dict(m.off) if in_json else m.kind or switch,
        "rules": ", ".join(m.rules),
        "parameters": ", ".join(m.parameters) if in_json else len(m.parameters),
        "columns": ", ".join(m.columns),
    }


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
    found = [scenario(name)] if name else list(shipped().values())
    if as_json or not name:
        show.rows("Scenarios", ({"name": s.name, "title": s.title, "lesson": s.lesson} for s in found), as_json)
        return
    told = found[0]
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
    if part and part not in SPANS:
        raise SettingError(f"{part} is none of {', '.join(SPANS)}.{did_you_mean(part, SPANS)}")
    if part:
        known = spans(rule_file().brought if rule_file else NOTHING)[part]
        found = ({"name": f"{part}.{n}", "range": f"[{low:g}, {high:g}]"} for n, (low, high) in known.items())
        show.rows(f"What can be changed of {part}", found, as_json)
        return
    named = [{"deed": n, "means": meaning, "does": does} for n, (meaning, does) in NAMED.items()]
    named += [
        {"deed": "practises cbt", "means": "the therapist works in this modality", "does": "every number of its row"},
        {"deed": "another therapist 7", "means": "therapist 7 stands in", "does": "every trait of hers, unwearied, outside her caseload"},
    ]
    show.rows("Deeds with a name", named, as_json)
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
    words = tables.dictionary(rule_file().brought if rule_file else NOTHING)
    found = words[words.column.str.contains(part, regex=False)]
    if found.empty:
        raise SettingError(f"no column's name contains {part!r}.{did_you_mean(part, words.column)}")
    show.rows("Columns", found.to_dict("records"), as_json)  # type: ignore[arg-type]
