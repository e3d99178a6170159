"""Pages of reference, a row for everything that is declared: mechanisms, parameters, columns of tables."""

from docs.making import declared
from docs.making.declared import table
from docs.making.filling import anchor, code, filled, headed, template
from experiments.comparing.claims import DIRECTIONS, Direction
from experiments.comparing.directions import SPECIAL
from model import tables
from model.mechanisms import MECHANISMS, Mechanism
from model.parameters import ASKED, NUMBERS
from model.rule_files.contract import parameters_read
from model.rules import DEFAULT

SIGNS = {"+": "more", "-": "less", "=": "exactly as much"}


def mechanisms() -> str:
    """`docs/mechanisms.md` as the code has it today."""
    return filled(template("mechanisms"), {"overview": overview, "each": lambda _: "\n\n".join(map(whole, MECHANISMS))})


def overview(_: str) -> str:
    """All mechanisms, a row each."""
    head = ["", "mechanism", "the theory says", "switched off by", "rules", "parameters", "columns"]
    return table(
        head,
        ([f"[{m.code}](#{anchor(m)})", m.title, m.says, switch(m), len(m.rules), len(m.parameters), len(m.columns)] for m in MECHANISMS),
    )


def switch(m: Mechanism) -> str:
    """How many settings switch a mechanism off, or why none does."""
    return m.kind or ("1 setting" if len(m.off) == 1 else f"{len(m.off)} settings")


def whole(m: Mechanism) -> str:
    """One mechanism: what the theory says, where it lives, its switch, and what is claimed of its direction."""
    parts = {
        "Rules": ", ".join(linked(name) for name in m.rules),
        "Parameters": ", ".join(map(code, m.parameters)),
        "Columns": ", ".join(map(code, m.columns)),
    }
    lists = [f"- **{name}:** {told}" for name, told in parts.items() if told]
    return "\n\n".join([f"## {headed(m)}", m.says, *(["\n".join(lists)] if lists else []), off(m), *claims(m)])


def linked(rule: str) -> str:
    """A rule with the way to its text."""
    return f"[{code(rule)}](odd.md#{rule})"


def off(m: Mechanism) -> str:
    """The settings that switch a mechanism off, as they are typed."""
    if not m.off:
        return f"Not switched off: {m.kind}."
    typed = " \\\n    ".join(f"--set {name}={value:g}" for name, value in m.off.items())
    return f"Switched off by\n\n```sh\ndyads compare standard \\\n    {typed}\n```"


def claims(m: Mechanism) -> list[str]:
    """What is claimed of a mechanism's direction, and held by `dyads directions`; nothing where no twin can show it."""
    of = [d for d in DIRECTIONS if d.mechanism == m.code]
    if not of:
        return [f"Its direction is shown by `dyads directions {m.code}`."] if m.code in SPECIAL else []
    return [f"Claims about twins, each held by `dyads directions {m.code}`:\n\n" + table(["claim", "", "of", "where"], map(row, of))]


def row(d: Direction) -> list[str]:
    """One claim in a row: what it says, and which of the twins has more of what."""
    return [d.claim, SIGNS[d.sign], code(d.column), d.changed]


def parameters() -> str:
    """`docs/parameters.md` as the code has it today."""
    return filled(template("parameters"), {**declared.MAKERS, "read": read})


def read(_: str) -> str:
    """The parameters of rules with the rules that read them."""
    readers: dict[str, list[str]] = {}
    for name, rule in DEFAULT.items():
        for short in parameters_read(rule):
            readers.setdefault(ASKED[short], []).append(name)
    body = [
        [
            code(n.name),
            declared.value(n),
            n.range.replace("-", "−"),
            n.unit,
            n.meaning,
            n.source,
            ", ".join(map(linked, readers.get(n.name, []))),
        ]
        for n in NUMBERS.values()
        if n.name.startswith("rules.")
    ]
    return table(["name", "default", "range", "unit", "what it means", "source", "read by"], body)


def dictionary() -> str:
    """`docs/dictionary.md` as the code has it today."""
    return filled(template("dictionary"), {"tables": lambda _: "\n\n".join(map(columns, tables.ALL))})


def columns(t: tables.Table) -> str:
    """One table of a run: what a row is, and its columns."""
    rows = [[code(c.name), c.unit, c.meaning] for c in t.columns]
    return f"## `{t.name}`\n\nOne row for each {t.row}.\n\n{table(['column', 'unit', 'meaning'], rows)}"
