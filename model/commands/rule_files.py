"""The sub-commands of a rule file of one's own: begin it, and have it checked."""

import ast
import difflib
import inspect
import shlex
import textwrap
import time
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from model import show
from model.commands.options import Json
from model.errors import Fault, RuleError, did_you_mean
from model.guide.rule_file_written import faults_of_file, rewritten, with_added, written
from model.guide.starter import starter
from model.guide.word_facts import near
from model.rules import DEFAULT, Rules, from_file
from model.trial.fault_shown import block, shown
from model.trial.gates import GATES, text_of
from model.trial.passed import is_known, notes_of, verdict_apart

MOST_LINES = 12
"""Lines of a difference from the default that are told of one rule, at most."""


def known(name: str, names: Collection[str] = DEFAULT) -> str:
    """The name of a rule, if it is one of `names`; RuleError with those that may have been meant."""
    if name in names:
        return name
    speak = f" These have to do with it: {', '.join(near(name))}." if near(name) else ""
    raise RuleError(f"no rule is called {name}.{did_you_mean(name, names)}{speak} All names: dyads rules.")


def new_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to begin; it must not be there yet, but for --add.")],
    names: Annotated[list[str] | None, typer.Option("--rule", metavar="RULE", help="A rule to replace; may be given again.")] = None,
    add: Annotated[bool, typer.Option("--add", help="Add the rule to a file that is there.")] = False,
) -> None:
    """Begin a rule file: copies of rules that change nothing yet, with what they get and what to try; with --add in a file of yours.

    Example: dyads rules new my_rules.py --rule dropout_chance
    """
    faults = [*faults_of_file(file)]
    faults += [] if names else ["name at least one rule to begin from, as in --rule dropout_chance; all names: dyads rules."]
    wrong = [fault for name in names or () for fault in faults_of_name(name)]
    if faults or wrong:
        raise RuleError(*faults, *wrong)
    rules = list(dict.fromkeys(names or ()))
    if add:
        rewritten(file, with_added(file, rules))
    else:
        written(file, starter(rules, shlex.quote(file.name)), rules)
    done = f"{file} has {len(rules)} more" if add else f"{file} is written: {len(rules)}"
    print(f"{done} rule{'s that change' if len(rules) > 1 else ' that changes'} nothing yet. Next:\n")
    typed = shlex.quote(str(file))
    print(f"  dyads rules check {typed}\n  dyads compare small --rules {typed} --watch\n  dyads run small --rules {typed}")


def faults_of_name(name: str) -> tuple[str, ...]:
    """What is wrong with the name of a rule."""
    try:
        known(name)
    except RuleError as e:
        return e.faults
    return ()


def check_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The rule file.")],
    as_json: Json = False,
) -> None:
    """Try a rule file in a process of its own, and say all that is wrong with it, or what it replaces.

    Example: dyads rules check my_rules.py
    """
    began, path = time.perf_counter(), file.absolute()
    text, faults, before = checked(path)
    seconds = time.perf_counter() - began
    if as_json:
        placed = [{"line": s.line or None, "says": s.says} for s in (shown(fault, path, text) for fault in faults)]
        noted = notes_of(path, text) if not faults else ()
        show.as_json({"file": str(path), "passed": not faults, "seconds": seconds, "faults": placed, "notes": noted})
    elif faults:
        print("\n\n".join(in_lines(block(fault, path, text)) for fault in faults))
        print(f"\n{len(faults)} fault{'s' if len(faults) > 1 else ''} ({seconds:.1f} s).")
    else:
        print(summary(path, text, "as it was tried before" if before else f"{seconds:.1f} s"))
    if faults:
        raise typer.Exit(1)


def in_lines(block: str) -> str:
    """A fault as it is printed, with what is wrong in lines that are good to read; the line of the file stays as it is."""
    says, *place = block.split("\n")
    return "\n".join([show.paragraph(says), *place])


def checked(path: Path) -> tuple[str, tuple[Fault, ...], bool]:
    """What a rule file says, what is wrong with it, and whether it was tried before: a text that has passed is not tried again."""
    try:
        text = text_of(path)
    except RuleError as e:
        return "", e.located, False
    if is_known(text):
        return text, (), True
    return text, tuple(fault for gate in verdict_apart(path, text) for fault in gate.faults), False


def summary(path: Path, text: str, tried: str) -> str:
    """What a file that has passed replaces, how that differs from the default, and what it carries of its own."""
    rules = from_file(path, text)
    held = ", ".join(title[0].lower() + title[1:] for title, _ in GATES.values())
    whole = f"{path.name} keeps its contract ({held}; {tried})." + (" It replaces:" if rules.replaced else "")
    lines = [show.paragraph(whole)]
    for name in rules.replaced:
        changes = differences(name, rules)
        lines.append(f"\n{name}{'' if changes else ': the same text as the default'}")
        lines += [f"  {line}" for line in changes[:MOST_LINES]]
        lines += [f"  … and {len(changes) - MOST_LINES} more lines"] if len(changes) > MOST_LINES else []
    lines += [f"\n{s.name}: carried by every dyad, {s.range_and_unit}. It means: {s.meaning}." for s in rules.brought.states]
    lines += [f"\n{n.name}: a parameter, {n.range_and_unit}. It means: {n.meaning}." for n in rules.brought.numbers]
    if noted := notes_of(path, text):
        lines += ["\nTo note (no faults; the file may be lived by as it is):", *(show.paragraph(f"- {note}") for note in noted)]
    return "\n".join(lines)


def differences(name: str, rules: Rules) -> list[str]:
    """The lines in which a rule differs from the default, docstring and comments aside: - the default's, + the file's."""
    one, other = (code_of(text) for text in (inspect.getsource(DEFAULT[name]), rules.text(name)))
    found = difflib.unified_diff(one, other, lineterm="", n=0)
    return [line for line in found if not line.startswith(("---", "+++", "@@"))]


def code_of(text: str) -> list[str]:
    """The lines of a function without docstring and comments, in one style."""
    tree = ast.parse(textwrap.dedent(text))
    body = getattr(tree.body[0], "body", [])
    if len(body) > 1 and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
        del body[0]
    return ast.unparse(tree).splitlines()
