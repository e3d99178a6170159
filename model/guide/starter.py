"""Where rules of one's own begin: a file that runs, changes nothing yet, and says what its inputs are and what to try."""

import ast
import inspect
import math
import textwrap
from collections.abc import Collection, Iterable, Iterator
from io import StringIO
from types import FunctionType

from model.guide.rule_facts import docstring_parts, may_ask, promise
from model.guide.standing import stands
from model.parameters import ASKED, NUMBERS
from model.rule_files.contract import Rule, inputs, parameters_read
from model.rule_files.steps import globals_read
from model.rules import DEFAULT
from model.trial.corners import word

WIDTH = 110
EXAMPLES = 6
"""How many further words a file names that a rule might ask for."""


def starter(names: str | Iterable[str], file: str = "my_rules.py") -> str:
    """A rule file with copies of the rules of these names: it says the same as they do, and tells what to try."""
    rules = [names] if isinstance(names, str) else list(dict.fromkeys(names))
    return "\n\n".join([head(rules, file), *("\n".join(of_rule(name)) for name in rules)])


def head(names: list[str], file: str) -> str:
    """What stands at the top: what the file is, and what its rules need."""
    purpose = f"Rules of my own, in place of {', '.join(names)}. They begin as copies: nobody's life changes until a line does."
    check, compare = f"dyads rules check {file}", f"dyads compare small --rules {file} --watch"
    next_steps = f"# {check:<{len(compare)}}  is anything wrong with it?\n# {compare}  what does it change? Save, and see."
    return f'"""{textwrap.fill(purpose, WIDTH)}"""\n\n{next_steps}\n\n{imports(names)}'


def imports(names: list[str], had: Collection[str] = ()) -> str:
    """The imports that the bodies of these rules need, but for the names that a file has already."""
    needed: dict[str, set[str]] = {}
    for name in names:
        for word_, value in used(DEFAULT[name]).items():
            if word_ not in had:
                needed.setdefault(home(word_, value, DEFAULT[name]), set()).add(word_)
    lines = [f"from {module} import {', '.join(sorted(needed[module]))}" for module in sorted(needed, key=lambda m: (m != "math", m))]
    return "\n".join(lines) + ("\n" if lines else "")


def added(text: str, names: Iterable[str]) -> str:
    """The text of a rule file with copies of the rules of these names at its end, and what they need among its imports."""
    rules, tree = list(dict.fromkeys(names)), ast.parse(text)
    needed = imports(rules, bound(tree))
    lines = StringIO(text).readlines()
    at = imports_end(tree)
    before, after = "".join(lines[:at]), "".join(lines[at:]).rstrip("\n")
    gap = "\n" if needed and before and not isinstance(tree.body[0], ast.Import | ast.ImportFrom) and at == docstring_end(tree) else ""
    return "\n".join([before + gap + needed + after, "", *("\n" + "\n".join(of_rule(name)) for name in rules)])


def bound(tree: ast.Module) -> set[str]:
    """The names that a file has by its imports, functions and numbers."""
    imported = {(a.asname or a.name) for step in tree.body if isinstance(step, ast.Import | ast.ImportFrom) for a in step.names}
    return imported | defined(tree) | {n.id for step in tree.body for n in ast.walk(step) if isinstance(n, ast.Name) and is_set(n)}


def defined(tree: ast.Module) -> set[str]:
    """The names of the functions that a file defines."""
    return {step.name for step in tree.body if isinstance(step, ast.FunctionDef)}


def is_set(name: ast.Name) -> bool:
    """Whether a name is assigned to here."""
    return isinstance(name.ctx, ast.Store)


def imports_end(tree: ast.Module) -> int:
    """After how many lines of a file its imports end, or its docstring where it has none; 0 where it has neither."""
    ends = [step.end_lineno or 0 for step in tree.body if isinstance(step, ast.Import | ast.ImportFrom)]
    return max(ends, default=docstring_end(tree))


def docstring_end(tree: ast.Module) -> int:
    """After how many lines of a file its docstring ends; 0 where it has none."""
    return tree.body[0].end_lineno or 0 if tree.body and ast.get_docstring(tree) is not None else 0


def used(rule: Rule) -> dict[str, object]:
    """The global names that the text of a rule uses, with what they stand for."""
    return {name: rule.__globals__[name] for name in globals_read(rule) if name in rule.__globals__}


def home(name: str, value: object, rule: Rule) -> str:
    """The module from which a rule has a name."""
    if isinstance(value, FunctionType):
        return value.__module__
    if getattr(math, name, None) is value:
        return "math"
    tree = ast.parse(inspect.getsource(inspect.getmodule(rule) or math))
    found = (step.module for step in tree.body if isinstance(step, ast.ImportFrom) and name in {a.name for a in step.names})
    return next((module for module in found if module), rule.__module__)


def of_rule(name: str) -> Iterator[str]:
    """One rule: its inputs in comments, its copy, and what to try."""
    rule = DEFAULT[name]
    yield f"# --- {name} {'-' * max(3, 60 - len(name))}"
    yield "# It gets:"
    yield from (comment(f"{w.name}: {w.meaning} ({w.range})" if w.range else f"{w.name}: {w.meaning}") for w in input_words(name))
    for n in (NUMBERS[ASKED[short]] for short in parameters_read(rule)):
        yield comment(f"p.{n.short}: {n.meaning} ({n.default:g}; {n.range_and_unit})")
    yield f"# It must return {promise(name)}."
    yield from map(comment, to_try(name))
    yield copy(rule)


def input_words(name: str) -> list:
    """The words that the default rule of this name asks for."""
    return [word(w, name) for w in inputs(DEFAULT[name]) if w != "p"]


def comment(text: str) -> str:
    """A comment, in as many lines as it takes."""
    return textwrap.fill(text, WIDTH, initial_indent="#   ", subsequent_indent="#       ")


def to_try(name: str) -> Iterator[str]:
    """What one might try with a rule."""
    read, words = parameters_read(DEFAULT[name]), [w.name for w in input_words(name) if w.name != "noise"]
    more = [w.name for w in may_ask(name) if w.name not in (*words, "noise") and stands(w.name, name).always is None][:EXAMPLES]
    tries = []
    if read:
        tries.append(f"write 2.0 * p.{read[-1]} in place of p.{read[-1]}")
    if words:
        tries.append(f"write {usual_of(words[0], name):g} in place of {words[0]}, so that it does not matter")
    if more:
        tries.append(f"ask for one more word, as {', '.join(more)} (all: dyads rules show {name} --words)")
    yield "To try: " + "; or ".join(tries) + "."


def usual_of(name: str, rule: str) -> float:
    """A value in the middle of what a word may be."""
    about = word(name, rule)
    return round((about.low + about.high) / 2.0, 2)


def copy(rule: Rule) -> str:
    """The text of a rule with the first lines of its docstring: what it returns."""
    text = inspect.getsource(rule)
    node = ast.parse(text).body[0]
    assert isinstance(node, ast.FunctionDef)
    docstring, lines = node.body[0], text.splitlines()
    first, more, _ = docstring_parts(rule)
    doc = f'    """{first}"""' if not more else f'    """{first}\n\n{textwrap.indent(textwrap.fill(more, WIDTH), "    ")}\n    """'
    before, after = lines[: docstring.lineno - 1], lines[docstring.end_lineno :]
    return "\n".join([*(line.replace("  # fmt: skip", "") for line in before), doc, *after]) + "\n"
