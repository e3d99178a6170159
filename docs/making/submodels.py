"""What happens in which order, and every rule with what it asks for: the parts of the protocol that are read off the rules."""

import ast
import inspect
import re
from functools import cache
from pathlib import Path
from types import ModuleType

from docs.making.declared import numeral
from docs.making.filling import ROOT, anchor, code, fenced
from docs.making.quoting import without_docstring
from model import mechanisms, session
from model.parameters import ASKED, NUMBERS
from model.rule_files.contract import NOISY, Rule, inputs, parameters_read
from model.rules import DEFAULT, FILES, functions_of


def order(name: str) -> str:
    """A part of the session: what it is, and the rules that it asks, in the order in which it asks them."""
    says = inspect.getdoc(getattr(session, name)) or ""
    asked = [f"[{code(rule)}](#{rule})" for rule in asks()[name] if rule in DEFAULT]
    return f"{says.splitlines()[0]}\n\n" + (f"Asks, in this order: {', '.join(asked)}." if asked else "Asks no rule itself.")


@cache
def asks() -> dict[str, list[str]]:
    """For every part of the session the rules that it asks itself, in the order of its text."""
    tree = ast.parse(inspect.getsource(session))
    return {part.name: in_order(part) for part in tree.body if isinstance(part, ast.FunctionDef)}


def in_order(part: ast.AST) -> list[str]:
    """The rules that a piece of the session asks, in the order of its text."""
    found = [n for n in ast.walk(part) if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "rules"]
    return list(dict.fromkeys(n.attr for n in sorted(found, key=lambda n: (n.lineno, n.col_offset))))


def rules(_: str) -> str:
    """Every rule, file by file in the order in which a session comes to them."""
    return "\n\n".join(of_file(module) for module in FILES)


def of_file(module: ModuleType) -> str:
    """The rules of one file under its heading."""
    path = Path(inspect.getfile(module)).relative_to(ROOT)
    says = (inspect.getdoc(module) or "").splitlines()[0]
    heading = f"### Rules in `{path.name}`\n\n{says}"
    return "\n\n".join([heading, *(told(name, rule, str(path)) for name, rule in functions_of(module).items())])


def told(name: str, rule: Rule, path: str) -> str:
    """One rule: what it returns, its mechanism and source, who asks it, what it asks for, and the text that is run."""
    parts = [f"#### `{name}`", *described(rule), *placed(name), *asked_for(name, rule)]
    return "\n\n".join([*parts, fenced(without_docstring(path, name))])


def described(rule: Rule) -> list[str]:
    """What a rule says of itself; its mechanisms, with the way to each, and its source in a paragraph of their own."""
    says, _, rest = (inspect.getdoc(rule) or "").partition("Mechanism:")
    named, _, source = rest.partition("Source:")
    links = re.sub(r"M\d+", lambda code: f"[{code[0]}](mechanisms.md#{anchor(mechanisms.OF_CODE[code[0]])})", named.strip(" .\n"))
    return [says.strip(), f"*Mechanism:* {links}. *Source:* {' '.join(source.split())}"]


def placed(name: str) -> list[str]:
    """Where a rule is asked, and what is decided by its answer."""
    where = " and ".join(code(f"session.{part}") for part, asked in asks().items() if name in asked)
    words = ", ".join(map(code, sorted(mechanisms.decides()[name])))
    return [f"Asked in {where}; its answer decides on {words}."]


def asked_for(name: str, rule: Rule) -> list[str]:
    """What a rule asks for, and the numbers that it reads, each with default and range."""
    words = [code(word) for word in inputs(rule) if word not in ("p", "noise")]
    luck = ["luck of its own (`noise`)"] if name in NOISY and "noise" in inputs(rule) else []
    read = [NUMBERS[ASKED[short]] for short in parameters_read(rule)]
    numbers = ", ".join(f"{code(n.name)} = {numeral(n.default)} {n.range.replace('-', '−')}" for n in read)
    found = [f"Asks for {', '.join([*words, *luck]) or 'nothing but parameters'}."]
    return found + ([f"Parameters: {numbers}."] if read else [])


def helpers(_: str) -> str:
    """The functions that all rules may use."""
    return fenced((ROOT / "model" / "maths.py").read_text("utf-8"))


def how_many(_: str) -> str:
    """How many rules there are."""
    return str(len(DEFAULT))


MAKERS = {"order": order, "rules": rules, "helpers": helpers, "how_many": how_many}
