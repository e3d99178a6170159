"""The sub-commands of `dyads rules`: list the rules, show one, begin a file of one's own, and have it checked."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from model import show
from model.brought import BEGINS, Brought
from model.contract import inputs, where
from model.corners import Word
from model.heard import ANSWER, CLINIC, Usual, usual
from model.options import Json, RuleFile
from model.rule_facts import Facts, by_file, facts, lines_that_ask, may_ask, own_facts, promise, theme
from model.rule_file_commands import check_command, known, new_command
from model.rules import DEFAULT, Rules


class RulesGroup(TyperGroup):
    """A group in which the name of a rule stands for showing it: `dyads rules dropout_chance`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The sub-command that is meant."""
        return super().resolve_command(ctx, args if args[0] in self.commands else ["show", *args])


app = typer.Typer(name="rules", cls=RulesGroup, invoke_without_command=True, rich_markup_mode=None)
app.command("new")(new_command)
app.command("check")(check_command)


@app.callback()
def rules(ctx: typer.Context, rule_file: RuleFile = None, as_json: Json = False) -> None:
    """List the rules, by file, in the order of a session; show one; begin a file of your own; have it checked.

    With --rules also what that file replaces, what every dyad carries by it, and what it may be told.

    Example: dyads rules rupture_chance
    """
    if ctx.invoked_subcommand is not None:
        return
    said = rule_file() if rule_file else Rules()
    if as_json:
        show.as_json([about(said, name) | carried_by(said, name) for name in said])
        return
    for file, (what, names) in by_file().items():
        title = f"model/rules/{file}.py  {what}"
        show.rows(title, ({"rule": about(said, n)["rule"] + mark(said, n), "returns": about(said, n)["returns"]} for n in names), False)
        print()
    if rule_file:
        listed(f"{rule_file}", said)
    print("dyads rules NAME shows one; dyads rules new my_rules.py --rule NAME begins a file of your own.")


def listed(file: str, said: Rules) -> None:
    """Print what a rule file has: its rules and what they ask for, what dyads carry by it, and its parameters."""
    rules = ({"rule": n, "does": does(said, n), **{k: about(said, n)[k] for k in ("returns", "asks for")}} for n in said.mine)
    states = ({"word": s.name, "begins at": s.start, "range": s.range_and_unit, "meaning": s.meaning} for s in said.brought.states)
    numbers = (
        {"--set": n.name, "default": n.default, "range": n.range_and_unit, "read as": f"p.{n.short}", "meaning": n.meaning}
        for n in said.brought.numbers
    )
    tables: dict[str, Iterable[dict[str, Any]]] = {"its rules": rules, "what every dyad carries by it": states, "its parameters": numbers}
    for what, each in tables.items():
        if found := list(each):
            show.rows(f"{file}  {what}", found, False)
            print()


def does(said: Rules, name: str) -> str:
    """What a rule of a file does: it replaces a default, or a state of the file begins or moves on by it."""
    state = said.brought.state_of(name)
    if state is None:
        return f"replaces the one in {theme(name)}.py"
    return f"{state.name} begins" if name.endswith(f"_{BEGINS}") else f"{state.name} moves on"


def carried_by(said: Rules, name: str) -> dict[str, Any]:
    """For programs: the state of a file that a rule of it begins or moves on; None for other rules."""
    return {"carries": asdict(state) if (state := said.brought.state_of(name)) else None}


def mark(said: Rules, name: str) -> str:
    """What marks a rule that a file replaces."""
    return " (yours)" if name in said.mine else ""


def about(said: Rules, name: str) -> dict[str, str]:
    """One rule in a row: where it lives, what it returns, and what it asks for."""
    first = (said[name].__doc__ or "").strip().split("\n")[0]
    origin = "yours" if name in said.mine else said[name].__module__.rpartition(".")[2]
    return {"rule": name, "file": origin, "returns": first, "asks for": ", ".join(inputs(said[name]))}


@app.command("show")
def show_command(
    name: Annotated[str, typer.Argument(metavar="RULE", help="The rule to show.")],
    rule_file: RuleFile = None,
    words: Annotated[bool, typer.Option("--words", help="Also list every word that the rule might ask for.")] = False,
    as_json: Json = False,
) -> None:
    """Show one rule: its text, what it asks for and how large that usually is, what it returns, who asks it, what it feeds.

    Example: dyads rules show rupture_chance
    """
    said = rule_file() if rule_file else Rules()
    told, found = facts_of(known(name, said), said), usual(name) if name in DEFAULT else {}
    if as_json:
        show.as_json(as_record(said, told, found, words))
        return
    print(f"# {where(said[name])}\n{said.text(name)}")
    print(show.paragraph(f"Returns {promise(name, said.brought)}.{typically(found.get(ANSWER))}"))
    print()
    inputs_shown(told, found)
    numbers_shown(told)
    print("\n".join(map(show.paragraph, surroundings(told, said.brought))))
    if words:
        print()
        rows = ({"word": w.name, "range": w.range, "meaning": w.meaning} for w in may_ask(name, said.brought))
        show.rows(f"What {name} may ask for: all that is known by then", rows, False)


def facts_of(name: str, said: Rules) -> Facts:
    """What there is to know of a rule, be it a default, in the place of one, or of a file's own state."""
    return facts(name, said[name], said.brought) if name in DEFAULT else own_facts(name, said)


def typically(usual_of: Usual | None) -> str:
    """How large something usually is, in a sentence; nothing where it is never met."""
    return f" Usually {spread(usual_of)}." if usual_of else ""


def spread(of: Usual | None) -> str:
    """The median, and the range that holds nine in ten."""
    return f"{of.middle:.3g} ({of.low:.3g} to {of.high:.3g})" if of else "–"


def inputs_shown(told: Facts, found: dict[str, Usual]) -> None:
    """Print what a rule asks for, and, where it is known, how large that usually is."""
    title = "Asks for" + (f" (usually: median, and where nine in ten lie, in the clinic {CLINIC!r})" if found else "")
    if told.asks:
        show.rows(title, (asked(w, found) for w in told.asks), False)
        print()


def asked(word: Word, found: dict[str, Usual]) -> dict[str, str]:
    """A word that a rule asks for, in a row."""
    usually = {"usually": spread(found.get(word.name))} if found else {}
    return {"word": word.name, **usually, "range": word.range, "meaning": word.meaning}


def numbers_shown(told: Facts) -> None:
    """Print which parameters a rule reads."""
    if told.parameters:
        rows = (
            {"parameter": f"p.{n.short}", "default": n.default, "range": n.range_and_unit, "--set": n.name, "meaning": n.meaning}
            for n in told.parameters
        )
        show.rows("Reads", rows, False)
        print()


def surroundings(told: Facts, brought: Brought) -> list[str]:
    """What is carried by it, mechanisms, source, who asks, and what becomes of the answer, a line each."""
    lines = [f"model/session.py:{line.number}: {line.text}" for line in lines_that_ask(told.name)]
    state = brought.state_of(told.name)
    carried = f"Carried by every dyad: {state.name}, {state.range_and_unit}. It means: {state.meaning}." if state else ""
    return [
        *([carried] if carried else []),
        f"Mechanisms: {', '.join(told.mechanisms) or 'none'} (dyads mechanisms M1 tells of one)",
        f"Source: {told.source or 'none named'}",
        f"Asked: {' '.join(told.when)}",
        *(f"    {line}" for line in lines),
        f"Decides: {', '.join(told.decides) or 'how the session goes on from that line'}",
        f"Feeds: {', '.join(told.read_by) or 'no rule that reads its answer; what follows in the session'}",
    ]


def as_record(said: Rules, told: Facts, found: dict[str, Usual], words: bool) -> dict[str, Any]:
    """All that is shown of a rule, for programs."""
    asks = [w._asdict() | {"usual": found[w.name]._asdict() if w.name in found else None} for w in told.asks]
    numbers = [
        {"name": n.name, "short": n.short, "default": n.default, "low": n.low, "high": n.high, "unit": n.unit, "meaning": n.meaning}
        for n in told.parameters
    ]
    more = {"may_ask_for": [w._asdict() for w in may_ask(told.name, said.brought)]} if words else {}
    return {
        **told._asdict(), "file": where(said[told.name]), "text": said.text(told.name), "asks": asks, "parameters": numbers,
        "returns": promise(told.name, said.brought), "usual_answer": found[ANSWER]._asdict() if ANSWER in found else None,
        "asked_in": [f"model/session.py:{n}: {text}" for n, text in lines_that_ask(told.name)], **carried_by(said, told.name), **more,
    }  # fmt: skip
