"""The sub-commands of `dyads rules`: list the rules, show one, begin a file of one's own, and have it checked."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from model import show
from model.commands import lists
from model.commands.options import Json, RuleFile
from model.commands.rule_files import check_command, known, new_command
from model.commands.rule_shown import as_record, print_rule, print_word
from model.errors import RuleError, did_you_mean
from model.guide.heard import usual
from model.guide.rule_facts import by_file, facts_of, may_ask, theme
from model.guide.word_facts import word_facts
from model.rule_files.brought import BEGINS
from model.rules import Rules


class RulesGroup(TyperGroup):
    """A group in which the name of a rule stands for showing it: `dyads rules dropout_chance`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The sub-command that is meant; RuleError where a word that is none has another word behind it."""
        behind = [word for word in args[1:2] if not word.startswith("-")]
        if args[0] not in self.commands and behind and (hint := did_you_mean(args[0], self.commands)):
            raise RuleError(f"dyads rules has no sub-command {args[0]}.{hint} They are {', '.join(self.commands)}.")
        return super().resolve_command(ctx, args if args[0] in self.commands else ["show", *args])


app = typer.Typer(name="rules", cls=RulesGroup, invoke_without_command=True, rich_markup_mode=None)
app.command("new")(new_command)
app.command("check")(check_command)


@app.callback()
def rules_command(ctx: typer.Context, rule_file: RuleFile = None, as_json: Json = False) -> None:
    """List the rules, by file, in the order of a session; show one; begin a file of your own; have it checked.

    With --rules also what that file replaces, what every dyad carries by it, and what it may be told.

    Example: dyads rules rupture_chance
    """
    if ctx.invoked_subcommand is not None:
        return
    rules = rule_file() if rule_file else Rules()
    if as_json:
        show.as_json([about(rules, name) | carried_by(rules, name) for name in rules])
        return
    for file, (what, names) in by_file().items():
        title = f"model/rules/{file}.py  {what}"
        show.rows(title, ({"rule": about(rules, n)["rule"] + mark(rules, n), "returns": about(rules, n)["returns"]} for n in names), False)
        print()
    if rule_file:
        listed(f"{rule_file}", rules)
    print("dyads rules NAME shows one; dyads rules new my_rules.py --rule NAME begins a file of your own.")


def listed(file: str, rules: Rules) -> None:
    """Print what a rule file has: its rules and what they ask for, what dyads carry by it, and its parameters."""
    own = ({"rule": n, "does": does(rules, n), **{k: about(rules, n)[k] for k in ("returns", "asks for")}} for n in rules.mine)
    states = ({"word": s.name, "begins at": s.start, "range": s.range_and_unit, "meaning": s.meaning} for s in rules.brought.states)
    numbers = (
        {"--set": n.name, "default": n.default, "range": n.range_and_unit, "read as": f"p.{n.short}", "meaning": n.meaning}
        for n in rules.brought.numbers
    )
    tables: dict[str, Iterable[dict[str, Any]]] = {"its rules": own, "what every dyad carries by it": states, "its parameters": numbers}
    for what, each in tables.items():
        if found := list(each):
            show.rows(f"{file}  {what}", found, False)
            print()


def does(rules: Rules, name: str) -> str:
    """What a rule of a file does: it replaces a default, or a state of the file begins or moves on by it."""
    state = rules.brought.state_of(name)
    if state is None:
        return f"replaces the one in {theme(name)}.py"
    return f"{state.name} begins" if name.endswith(f"_{BEGINS}") else f"{state.name} moves on"


def carried_by(rules: Rules, name: str) -> dict[str, Any]:
    """For programs: the state of a file that a rule of it begins or moves on; None for other rules."""
    return {"carries": asdict(state) if (state := rules.brought.state_of(name)) else None}


def mark(rules: Rules, name: str) -> str:
    """What marks a rule that a file replaces."""
    return " (yours)" if name in rules.mine else ""


def about(rules: Rules, name: str) -> dict[str, str]:
    """One rule in a row: where it lives, what it returns, and what it asks for."""
    return {name.replace("_", " "): value for name, value in lists.rule(rules, name).items()}


@app.command("show")
def show_command(
    name: Annotated[str, typer.Argument(metavar="RULE", help="The rule to show; of a word that rules ask for, who sets and who uses it.")],
    rule_file: RuleFile = None,
    words: Annotated[bool, typer.Option("--words", help="Also list every word that the rule might ask for.")] = False,
    as_json: Json = False,
) -> None:
    """Show one rule: its text, what it asks for and how large that usually is, what it returns, who asks it, what it feeds.

    Example: dyads rules show rupture_chance
    """
    rules = rule_file() if rule_file else Rules()
    if name not in rules and (of_word := word_facts(name, rules)):
        show.as_json(of_word._asdict()) if as_json else print_word(of_word)
        return
    facts = facts_of(known(name, rules), rules)
    found = usual(name, rules, tuple(w.name for w in may_ask(name, rules.brought)) if words else ())
    if as_json:
        show.as_json(as_record(rules, facts, found, words) | carried_by(rules, name))
    else:
        print_rule(rules, facts, found, words)
