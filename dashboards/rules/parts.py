"""The parts of the page of rules: one rule with all that belongs to it, and how to change it."""

import inspect
from html import escape

import solara

from dashboards.rules.source import Side, listing, side_by_side
from model.guide.rule_facts import Facts, facts, may_ask, own_facts
from model.guide.starter import starter
from model.mechanisms import OF_CODE
from model.rule_files.contract import inputs
from model.rules import DEFAULT, Rules

FILE = "my_rules.py"
"""What a file of one's own is called here."""
REPLACED, OWN = "replaced by your file", "your file's own"
"""What the file has to do with a rule."""


@solara.component
def OneRule(name: str, said: Rules | None) -> None:
    """A rule: what it says, its source (beside the default's, if it is replaced), and what has to do with it."""
    if said and name not in DEFAULT:
        OwnRule(name, said)
        return
    mine = said.replaced.get(name) if said else None
    about = facts(name, mine, said.brought) if said and mine else facts(name)
    with solara.Div(classes=["rules-card"]):
        solara.HTML(unsafe_innerHTML=head(about, REPLACED if mine else ""))
        if said and mine:
            Compared(name, said)
        else:
            solara.HTML(unsafe_innerHTML=listing(*source_of(name)))
    with solara.Div(classes=["rules-card"]):
        solara.HTML(unsafe_innerHTML=asks(about, set(inputs(DEFAULT[name]))) + reads(about) + belongs(about))
    HowToChange(name)


@solara.component
def OwnRule(name: str, said: Rules) -> None:
    """A rule of the file's own state: what it says, its source, and what has to do with it."""
    about = own_facts(name, said)
    with solara.Div(classes=["rules-card"]):
        solara.HTML(unsafe_innerHTML=head(about, OWN))
        solara.HTML(unsafe_innerHTML=source_of_own(name, said))
    with solara.Div(classes=["rules-card"]):
        solara.HTML(unsafe_innerHTML=asks(about, set(inputs(said[name]))) + reads(about) + belongs(about))


def source_of_own(name: str, said: Rules) -> str:
    """The source of a rule of the file, with the numbers of its lines there."""
    return listing(said.text(name), said[name].__code__.co_firstlineno)


@solara.component
def Compared(name: str, said: Rules) -> None:
    """A replaced rule beside the default."""
    file = said.source.name if said.source else "yours"
    left, right = source_of(name), (said.text(name), said[name].__code__.co_firstlineno)
    shown = side_by_side(Side(f"The default, model/rules/{facts(name).theme}.py", *left), Side(f"Yours, {file}", *right))
    solara.HTML(unsafe_innerHTML=shown)


def source_of(name: str) -> tuple[str, int]:
    """The source of a default rule, and its first line."""
    lines, first = inspect.getsourcelines(DEFAULT[name])
    return "".join(lines), first


def head(about: Facts, of_file: str) -> str:
    """What a rule is called, from where it comes, what the file has to do with it, and what it says of itself."""
    theme = (
        f'<span class="rules-tag" title="The file of model/rules in which the default stands">{about.theme}</span>' if about.theme else ""
    )
    mine = f'<span class="rules-tag yours">{of_file}</span>' if of_file else ""
    when = "".join(f"<p>{escape(when)}</p>" for when in about.when)
    return (
        f'<div class="rules-tags"><span class="rules-name">{about.name}</span>'
        f"{theme}{mine}</div>"
        f'<p class="rules-lead">{escape(about.first)}</p><p>{escape(about.more)}</p><div class="quiet">{when}</div>'
    )


def asks(about: Facts, usual: set[str]) -> str:
    """What a rule asks for: each word with its meaning and its range; what the default does not ask for is marked."""
    rows = "".join(
        f'<tr><td>{w.name}{"" if w.name in usual else " <span class=new>new</span>"}</td><td>{escape(w.meaning)}</td>'
        f'<td class="range">{escape(w.range)}</td></tr>'
        for w in about.asks
    )  # fmt: skip
    none = "<p>It asks for nothing but parameters.</p>"
    return f"<h2>What it asks for</h2>{table(('word', 'meaning', 'range'), rows) if rows else none}"


def reads(about: Facts) -> str:
    """The parameters that a rule reads: each with meaning, default, range and source."""
    rows = "".join(
        f'<tr><td>p.{n.short}</td><td>{escape(n.meaning)}</td><td class="range" data-name="default">{n.default:g}</td>'
        f'<td data-name="range">{escape(n.range_and_unit)}</td><td data-name="source:">{escape(n.source)}</td></tr>'
        for n in about.parameters
    )
    return f"<h3>Parameters it reads</h3>{table(('parameter', 'meaning', 'default', 'range', 'source'), rows)}" if rows else ""


def table(heads: tuple[str, ...], rows: str) -> str:
    """A table of facts."""
    return f'<table class="rules-facts"><tr>{"".join(f"<th>{h}</th>" for h in heads)}</tr>{rows}</table>'


def belongs(about: Facts) -> str:
    """The mechanisms that a rule serves, what its answer becomes, who reads that, and from where the rule comes."""
    codes = "".join(
        f'<tr><td>{code}</td><td><b>{escape(OF_CODE[code].title)}.</b> {escape(OF_CODE[code].says)}</td></tr>' for code in about.mechanisms
    )  # fmt: skip
    told = f"<h3>Mechanisms of the theory</h3>{table(('', ''), codes)}" if codes else ""
    written = ", ".join(f"<code>{w}</code>" for w in about.decides) or "whether they go on from that line"
    told += f"<h3>What becomes of its answer</h3><p>It decides: {written}."
    told += f" On that hang: {escape(about.behind.all_told)}." if about.behind.all_told else ""
    told += f" Rules that ask for that: {', '.join(f'<code>{n}</code>' for n in about.read_by)}.</p>" if about.read_by else "</p>"
    return told + (f"<h3>Source</h3><p>{escape(about.source)}</p>" if about.source else "")


@solara.component
def HowToChange(name: str) -> None:
    """The lines of a file that begins from the default, the commands to start with, and what else a rule may ask for."""
    text = starter(name, FILE)
    with solara.Div(classes=["rules-card"]):
        solara.HTML(tag="h2", unsafe_innerHTML="How to change this rule")
        words = f"Save these lines as <b>{FILE}</b>. They run, and change nothing yet: they are the default's own."
        solara.HTML(tag="p", unsafe_innerHTML=words)
        solara.HTML(unsafe_innerHTML=listing(text))
        commands = "".join(
            f'<p class="rules-command">{c}</p>' for c in (f"dyads dashboard --rules {FILE}", f"dyads compare --rules {FILE}")
        )
        words = "<p>Start these pages with the file. Then change a line and save: this page tells at once what it does.</p>"
        solara.HTML(unsafe_innerHTML=words + commands, style={"margin": "12px 0 6px"})
        data = solara.use_memo(lambda: lambda: text.encode(), [text])
        solara.FileDownload(data, FILE, label=f"Download {FILE}")
        solara.HTML(unsafe_innerHTML=more_words(name), style={"margin-top": "12px"})


def more_words(name: str) -> str:
    """What else a rule may ask for, to be opened."""
    usual = set(inputs(DEFAULT[name]))
    words = [w for w in may_ask(name) if w.name not in usual]
    rows = "".join(f'<tr><td>{w.name}</td><td>{escape(w.meaning)}</td><td class="range">{escape(w.range)}</td></tr>' for w in words)
    return f"<details><summary>It may also ask for {len(words)} other words</summary>{table(('word', 'meaning', 'range'), rows)}</details>"
