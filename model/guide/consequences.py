"""What hangs on a rule's answer in the session beyond the word it is written to: followed through the text of `model.session`.

An answer matters in two ways. What is reckoned from it takes its value from it; and where it decides a gate, all that is
set, and asked, behind the gate hangs on it, also where the way out of a function is a `return`.
"""

import ast
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from types import FunctionType

from model import session
from model.guide.agenda import PARTS
from model.rule_files.brought import ORDER

OWNERS = {"d": "", "m.dyad": "", "therapist": "therapist_", "m.therapist": "therapist_", "client": "client_", "m.client": "client_"}
"""Whose words the session reads and writes, by how it calls them, and how rules that ask for one begin its name."""
SAYS = "Says "
"""The sentence of a function's docstring that tells what it returns begins so."""


@dataclass(frozen=True)
class Consequences:
    """What hangs on a rule: words that are set, rules that are asked or not, and what a part of the session returns, in words."""

    words: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()

    @property
    def all_told(self) -> str:
        """The same in a sentence: "repaired; and whether reinforce_chance is asked"."""
        asked = f"whether {', '.join(self.asked)} {'is' if len(self.asked) == 1 else 'are'} asked" if self.asked else ""
        return "; ".join(part for part in (", ".join(self.words), *self.returned, asked) if part)


NONE = Consequences()


@dataclass
class Flow:
    """One rule's answer on its way through a part of the session: what has its value from it `now`, and all that ever hung on it."""

    rule: str
    now: set[str] = field(default_factory=set)
    words: dict[str, None] = field(default_factory=dict)
    asked: dict[str, None] = field(default_factory=dict)
    returned: dict[str, None] = field(default_factory=dict)

    def touches(self, node: ast.AST) -> bool:
        """Whether what a piece of the session comes to hangs on the answer."""
        return self.rule in rules_asked(node) or bool(self.now & set(read(node)))

    def ask(self, node: ast.AST, hangs: bool) -> None:
        """Note the rules that are asked in a piece only if it comes to that; what stands after `or` or `and` hangs on what is before it."""
        if isinstance(node, ast.BoolOp):
            for value in node.values:
                self.ask(value, hangs)
                hangs = hangs or self.touches(value)
            return
        if isinstance(node, ast.Attribute) and is_rule(node) and hangs and node.attr != self.rule:
            self.asked[node.attr] = None
        for part in ast.iter_child_nodes(node):
            self.ask(part, hangs)

    def write(self, target: ast.AST, hangs: bool) -> None:
        """A target gets a value that hangs on the answer, or does not."""
        for word in stored(target):
            if hangs:
                self.now.add(word)
                self.words[word] = None
            else:
                self.now.discard(word)

    def follow(self, steps: Iterable[ast.stmt], hangs: bool, says: str) -> bool:
        """Go through steps of a function that are taken only if, where it `hangs`; whether they leave it only if, too."""
        left = False
        for step in steps:
            if isinstance(step, ast.If):
                self.ask(step.test, hangs or left)
                behind = hangs or left or self.touches(step.test)
                ended = [self.follow(branch, behind, says) for branch in (step.body, step.orelse)]
                left = left or any(ended)
            elif isinstance(step, ast.Return):
                self.returned |= {says: None} if (hangs or left) and step.value and says else {}
                left = left or hangs
            else:
                self.step(step, hangs or left)
        return left

    def step(self, step: ast.stmt, hangs: bool) -> None:
        """Go through one step: what it asks, what it writes, and the function of the session to which it leaves the rest."""
        self.ask(step, hangs)
        for target, value in pairs(step):
            self.write(target, hangs or self.touches(value) or (isinstance(step, ast.AugAssign) and self.touches(step)))
        for name in handed_on(step):
            self.follow(steps_of(name), hangs, "")


@cache
def consequences(rule: str) -> Consequences:
    """What hangs on the answer of a rule, in the order of the session; itself, and what it is only read by, aside."""
    flows = [Flow(rule) for _ in PARTS]
    for flow, part in zip(flows, PARTS, strict=True):
        flow.follow(steps_of(part), False, says(part))
    words = dict.fromkeys(w for flow in flows for w in flow.words if not w.startswith("."))
    asked = dict.fromkeys(name for flow in flows for name in flow.asked if name not in ORDER.values())
    return Consequences(tuple(words), tuple(asked), tuple(dict.fromkeys(said for flow in flows for said in flow.returned)))


@cache
def steps_of(name: str) -> tuple[ast.stmt, ...]:
    """The steps of a function of the session, its docstring aside."""
    return tuple(function(name).body[1:])


@cache
def function(name: str) -> ast.FunctionDef:
    """A function that the session calls, as a tree."""
    found = ast.parse(inspect.getsource(getattr(session, name))).body[0]
    assert isinstance(found, ast.FunctionDef)
    return found


def says(part: str) -> str:
    """What a part of the session returns, by its docstring: "whether a session is held"."""
    return (ast.get_docstring(function(part)) or "").partition(SAYS)[2].rstrip(".")


def handed_on(step: ast.stmt) -> Iterator[str]:
    """The functions of the session to which a step leaves the rest: those that are given the rules."""
    for node in ast.walk(step):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and any(ast.unparse(a) == "rules" for a in node.args):
            yield node.func.id


def pairs(step: ast.stmt) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What a step writes, target by target, each with the value it gets."""
    if isinstance(step, ast.AugAssign):
        yield step.target, step.value
    if isinstance(step, ast.Assign):
        for target in step.targets:
            several = isinstance(target, ast.Tuple) and isinstance(step.value, ast.Tuple)
            yield from zip(target.elts, step.value.elts, strict=True) if several else [(target, step.value)]  # type: ignore[attr-defined]


def is_rule(node: ast.Attribute) -> bool:
    """Whether a name stands for a rule."""
    return isinstance(node.value, ast.Name) and node.value.id == "rules"


def rules_asked(node: ast.AST) -> set[str]:
    """The rules that are asked in a piece of the session."""
    return {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute) and is_rule(n)}


def stored(node: ast.AST) -> list[str]:
    """The words that are written in a piece; a local name of the session begins with a dot."""
    return list(names(node, ast.Store))


def read(node: ast.AST) -> Iterator[str]:
    """The words that are read in a piece, also within functions that are called there without the rules, and the local names."""
    yield from names(node, ast.Load)
    if isinstance(node, ast.AugAssign):
        yield from names(node.target, ast.Store)
    for call in (n for n in ast.walk(node) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)):
        yield from read_within(call.func.id)  # type: ignore[attr-defined]


@cache
def read_within(name: str) -> tuple[str, ...]:
    """The words that a function reads which the session calls, such as a questionnaire's; those of the ones it calls, too."""
    found = getattr(session, name, None)
    if not isinstance(found, FunctionType):
        return ()
    tree, space = ast.parse(inspect.getsource(found)), found.__globals__
    called = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    beneath = [ast.parse(inspect.getsource(space[c])) for c in sorted(called) if isinstance(space.get(c), FunctionType)]
    return tuple(w for each in (tree, *beneath) for w in names(each, ast.Load) if not w.startswith("."))


def names(node: ast.AST, kind: type[ast.expr_context]) -> Iterator[str]:
    """The words of dyad, therapist and client in a piece that are loaded, or stored, as rules ask for them; local names with a dot."""
    for n in ast.walk(node):
        if isinstance(n, ast.Attribute) and isinstance(n.ctx, kind) and (owner := ast.unparse(n.value)) in OWNERS:
            yield OWNERS[owner] + n.attr
        elif isinstance(n, ast.Name) and isinstance(n.ctx, kind):
            yield f".{n.id}"
